"""By which ways somebody can show, once more, who they are. Says which ways, never where to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from portal.inwoners.models import Inwoner
from portal.toegang import sessies
from portal.toegang.models import Sessie

SMS: Final = "sms"
EMAIL: Final = "email"
PASSKEY: Final = "passkey"
DIGID: Final = "digid"


@dataclass(frozen=True, slots=True)
class Eis:
    """What a page asks: a level, and DigiD where the gemeente wants that for this part."""

    niveau: int
    digid: bool = False

    def voldaan(self, rij: Sessie, now: datetime) -> bool:
        """Whether this session showed enough, at this moment."""
        genoeg = sessies.niveau_van(rij, now) >= self.niveau
        return genoeg and (not self.digid or sessies.DIGID in sessies.factoren_van(rij))


@dataclass(frozen=True, slots=True)
class Mogelijkheden:
    """What a page may offer. `kanalen` holds sms, email and digid; a passkey needs a script and stands apart."""

    kanalen: tuple[str, ...]
    passkey: bool
    code: bool
    """Whether the personal code would be something new."""


def kanalen_van(inwoner: Inwoner, landen: tuple[str, ...]) -> tuple[str, ...]:
    """The ways a one-time code can go: they exist, and nobody reads along as far as we were told.

    Not yet asked whether it is safe counts as safe here: the person asks for this message now,
    and it says nothing but six digits. `landen`: the prefixes that may get an SMS.
    """
    if inwoner.veilig_bereikbaar == "nee":
        return ()
    telefoon = inwoner.telefoon if not inwoner.telefoon_onzeker else None
    sms = (SMS,) if telefoon and telefoon.startswith(landen) else ()
    return (*sms, *((EMAIL,) if inwoner.email else ()))


def mogelijkheden(
    rij: Sessie,
    inwoner: Inwoner,
    *,
    landen: tuple[str, ...],
    niveau: int,
    heeft_passkey: bool,
    digid: bool,
    alleen_digid: bool = False,
) -> Mogelijkheden:
    """What is left for this session to reach `niveau` (2 or 3), or to have shown DigiD."""
    if alleen_digid:
        return Mogelijkheden(kanalen=(DIGID,) if digid else (), passkey=False, code=False)
    had = sessies.factoren_van(rij)
    nieuw = rij.niveau == 2 or sessies.EENMALIG not in had
    return Mogelijkheden(
        kanalen=(*(kanalen_van(inwoner, landen) if nieuw else ()), *((DIGID,) if digid else ())),
        passkey=heeft_passkey and (rij.niveau == 2 or sessies.PASSKEY not in had),
        code=niveau == 2 and sessies.CODE not in had,
    )
