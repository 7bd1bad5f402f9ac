"""Builders: the shortest way to a situation, through the same doors as everybody."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.aanmelding.aanvraag import Aanvraag
from portal.aanmelding.service import Aangemeld, meld_aan
from portal.gemeente import Gemeente
from portal.inwoners.bereikbaar import lees_telefoon
from portal.inwoners.service import Bereikbaarheid
from portal.termijnen import Kalender


def aanvraag(
    telefoon: str | None = "06 12345678",
    *,
    email: str | None = None,
    adres: str | None = None,
    naam: str | None = None,
    eigen_woorden: str | None = None,
    kanaal: str = "zelf",
    taal: str = "nl",
) -> Aanvraag:
    """Somebody who left a telephone number, and perhaps more."""
    return Aanvraag(
        Bereikbaarheid(telefoon=lees_telefoon(telefoon), email=email, adres=adres),
        kanaal=kanaal,
        taal=taal,
        naam=naam,
        eigen_woorden=eigen_woorden,
    )


def aangemeld(
    sessie: Session,
    gemeente: Gemeente,
    kalender: Kalender,
    now: datetime,
    *,
    bron: str = "192.0.2.1",
    wat: Aanvraag | None = None,
) -> Aangemeld:
    """Somebody who signed up."""
    return meld_aan(sessie, gemeente, kalender, wat or aanvraag(), bron=bron, now=now)
