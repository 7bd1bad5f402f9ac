"""What may be seen of an appointment, and by whom: worked out here, so that no page can show more.

At level 1 somebody has the personal code and nothing else, so nobody's name and nothing that was told: no home
address, no telephone number, no own words of the counsellor. A link shows what its message said.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from portal.afspraken.models import KANTOOR, Afspraak
from portal.clock import in_amsterdam


@dataclass(frozen=True, slots=True)
class Zicht:
    """`naam`: the first name of who is there; `plaats`: none, an office only, or any; `woorden`: all the rest."""

    naam: bool
    plaats: str
    woorden: bool


_GEEN: Final = "geen"
_ALLEEN_KANTOOR: Final = "kantoor"
_ALLES: Final = "alles"

NIVEAU_1: Final = Zicht(naam=False, plaats=_ALLEEN_KANTOOR, woorden=False)
NIVEAU_2: Final = Zicht(naam=True, plaats=_ALLES, woorden=True)


def zicht_van_link(toont: frozenset[str]) -> Zicht:
    """What the message with this link said."""
    return Zicht(naam="met" in toont, plaats=_ALLES if "plaats" in toont else _GEEN, woorden=False)


@dataclass(frozen=True, slots=True)
class Beeld:
    """One appointment as a page may show it; what may not be seen is None. `begin` and `einde` are of the clock here.

    `verborgen`: there is more for who shows in one more way who they are. `tolk` is True when it
    may be known that there is an interpreter, and the language where that may be known.
    """

    soort: str
    begin: datetime
    einde: datetime | None
    naam: str | None
    plaats: str | None
    meenemen: tuple[str, ...] | None
    tolk: str | bool | None
    verborgen: bool


def beeld_van(afspraak: Afspraak, zicht: Zicht) -> Beeld:
    """What may be seen of this appointment."""
    inhoud = afspraak.inhoud
    naam, plaats = inhoud.get("met") or None, inhoud.get("plaats") or None
    meenemen: tuple[str, ...] = tuple(inhoud.get("meenemen") or ())
    mag_plaats = zicht.plaats == _ALLES or (zicht.plaats == _ALLEEN_KANTOOR and afspraak.soort == KANTOOR)
    return Beeld(
        soort=afspraak.soort,
        begin=in_amsterdam(afspraak.begin),
        einde=in_amsterdam(afspraak.einde) if inhoud.get("einde") else None,
        naam=naam if zicht.naam else None,
        plaats=plaats if mag_plaats else None,
        meenemen=meenemen if zicht.woorden or not meenemen else None,
        tolk=_tolk(inhoud, zicht),
        verborgen=bool((naam and not zicht.naam) or (plaats and not mag_plaats) or (meenemen and not zicht.woorden)),
    )


def _tolk(inhoud: dict[str, Any], zicht: Zicht) -> str | bool | None:
    gegeven = inhoud.get("tolk") or None
    if gegeven is None or zicht.woorden:
        return gegeven
    return True if zicht == NIVEAU_1 else None
