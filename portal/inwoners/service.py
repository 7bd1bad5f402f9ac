"""The public face: make an inwoner, and learn something new about reaching one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from portal.db.ids import nieuw_id
from portal.db.schrijven import voeg_toe
from portal.inwoners import zoekmerken
from portal.inwoners.bereikbaar import Telefoon
from portal.inwoners.models import ACTIEF, Inwoner

VEILIG: Final = ("onbekend", "ja", "alleen_neutraal", "nee")


class OnbekendeInwoner(LookupError):
    """There is no such inwoner in this gemeente."""


@dataclass(frozen=True, slots=True)
class Bereikbaarheid:
    """Every way somebody gave; one is enough."""

    telefoon: Telefoon | None = None
    email: str | None = None
    adres: str | None = None
    langskomen: bool = False

    @property
    def is_bekend(self) -> bool:
        """Whether there is at least one way."""
        return bool(self.telefoon or self.email or self.adres or self.langskomen)

    def als_data(self) -> dict[str, object]:
        """As the contract writes it: `bereikbaarheid` of `aanmelding.ontvangen`."""
        data: dict[str, object] = {}
        if self.telefoon:
            data["telefoon"] = self.telefoon.nummer
            if self.telefoon.onzeker:
                data["telefoonOnzeker"] = True
        if self.email:
            data["email"] = self.email
        if self.adres:
            data["adres"] = self.adres
        if self.langskomen:
            data["langskomen"] = True
        return data


def maak_inwoner(
    sessie: Session,
    *,
    gemeente: str,
    bereikbaarheid: Bereikbaarheid,
    naam: str | None,
    taal: str,
    veilig: str,
    now: datetime,
) -> Inwoner:
    """Make a new inwoner. Never an existing one: who is who is for the backoffice to say."""
    inwoner = Inwoner(
        gemeente=gemeente, id=nieuw_id(now), taal=taal, veilig_bereikbaar=veilig, status=ACTIEF, gemaakt_op=now
    )
    inwoner.naam = naam
    zet_bereikbaarheid(inwoner, bereikbaarheid)
    voeg_toe(sessie, inwoner)  # the rows that point here follow in the same transaction
    return inwoner


def vind_inwoner(sessie: Session, inwoner_id: UUID) -> Inwoner | None:
    """The inwoner with this id, of the session's own gemeente."""
    return sessie.get(Inwoner, inwoner_id)


def sluit_inwoner_op(sessie: Session, inwoner_id: UUID) -> Inwoner:
    """The inwoner with this id, which nobody else changes before this transaction ends. Raises `OnbekendeInwoner`."""
    inwoner = sessie.get(Inwoner, inwoner_id, with_for_update=True)
    if inwoner is None:
        raise OnbekendeInwoner
    return inwoner


def bereikbaarheid_van(inwoner: Inwoner) -> Bereikbaarheid:
    """Every way to reach this person now."""
    telefoon = Telefoon(inwoner.telefoon, inwoner.telefoon_onzeker) if inwoner.telefoon else None
    return Bereikbaarheid(telefoon, inwoner.email, inwoner.adres, inwoner.langskomen)


def zet_bereikbaarheid(inwoner: Inwoner, nieuw: Bereikbaarheid) -> None:
    """Replace every way to reach somebody, and what they are found by."""
    telefoon, email = nieuw.telefoon, nieuw.email
    inwoner.telefoon = telefoon.nummer if telefoon else None
    inwoner.telefoon_index = zoekmerken.TELEFOON.merk(telefoon.nummer) if telefoon else None
    inwoner.telefoon_onzeker = bool(telefoon and telefoon.onzeker)
    inwoner.email = email
    inwoner.email_index = zoekmerken.EMAIL.merk(email) if email else None
    inwoner.adres = nieuw.adres
    inwoner.langskomen = nieuw.langskomen
