"""Changing name and contact ways: by the person only; a counsellor asks them to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.inwoners.events import ContactgegevensGewijzigd
from portal.inwoners.models import Inwoner
from portal.inwoners.service import Bereikbaarheid, bereikbaarheid_van, zet_bereikbaarheid
from portal.inwoners.vertellen import vertel
from portal.inwoners.voorkeuren import zeg_voorkeuren


class NietMeerBereikbaar(Exception):
    """After this there would be no way left to reach the person."""


@dataclass(frozen=True, slots=True)
class Wijziging:
    """What is new, and which ways are gone (`telefoon`, `email`, `adres`); empty stays as it was.

    `veilig` is what was said about who else reads along on a new telephone or address.
    """

    nieuw: Bereikbaarheid
    naam: str | None
    weg: frozenset[str]
    veilig: str | None


def wijzig_contact(sessie: Session, inwoner: Inwoner, wijziging: Wijziging, now: datetime) -> bool:
    """Change it and tell the backoffice; False when nothing is different. Raises `NietMeerBereikbaar`.

    Of a new telephone or e-mail address nobody knows yet who else reads it. Unless it was said, that is
    `onbekend` again, and nothing is sent there on our own initiative.
    """
    oud, nieuw, weg = bereikbaarheid_van(inwoner), wijziging.nieuw, wijziging.weg
    straks = Bereikbaarheid(
        telefoon=nieuw.telefoon or (None if "telefoon" in weg else oud.telefoon),
        email=nieuw.email or (None if "email" in weg else oud.email),
        adres=nieuw.adres or (None if "adres" in weg else oud.adres),
        langskomen=oud.langskomen or nieuw.langskomen,
    )
    naam = wijziging.naam or inwoner.naam
    if not straks.is_bekend:
        raise NietMeerBereikbaar
    if straks == oud and naam == inwoner.naam:
        return False
    anders = (straks.telefoon, straks.email) != (oud.telefoon, oud.email)
    zet_bereikbaarheid(inwoner, straks)
    inwoner.naam = naam
    if wijziging.veilig is not None:
        zeg_voorkeuren(sessie, inwoner, {"veilig": wijziging.veilig}, now)
    elif anders and inwoner.veilig_bereikbaar == "ja":
        zeg_voorkeuren(sessie, inwoner, {"veilig": "onbekend"}, now)
    event = ContactgegevensGewijzigd(
        naam=naam, bereikbaarheid=straks.als_data(), veilig_bereikbaar=inwoner.veilig_bereikbaar
    )
    vertel(sessie, inwoner, event, now)
    return True
