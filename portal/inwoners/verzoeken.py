"""What somebody asks about their own data where the gemeente has to answer (AVG art. 15 and 16)."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.inwoners.events import CorrectieGevraagd, InzageGevraagd
from portal.inwoners.models import Inwoner
from portal.inwoners.vertellen import vertel


def vraag_inzage(sessie: Session, inwoner: Inwoner, now: datetime) -> None:
    """Ask what the gemeente holds in its own systems."""
    vertel(sessie, inwoner, InzageGevraagd(op=now), now)


def vraag_correctie(sessie: Session, inwoner: Inwoner, tekst: str, now: datetime) -> None:
    """Say, in own words, what is not right."""
    vertel(sessie, inwoner, CorrectieGevraagd(tekst=tekst, op=now), now)
