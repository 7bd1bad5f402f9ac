"""Telling the backoffice, in the same transaction as the change itself."""

from datetime import datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy.orm import Session

from portal.aanmelding.models import Aanmelding
from portal.outbox.service import BACKOFFICE, record


class Event(Protocol):
    """What this package tells the backoffice."""

    type: ClassVar[str]

    def data(self) -> dict[str, Any]:
        """The content, as the contract writes it."""


def meld(sessie: Session, aanmelding: Aanmelding, event: Event, now: datetime) -> None:
    """Record one event in the stream of this person; urgent while there is haast."""
    record(
        sessie,
        gemeente=aanmelding.gemeente,
        bestemming=BACKOFFICE,
        onderwerp_id=aanmelding.inwoner_id,
        type=event.type,
        data=event.data(),
        now=now,
        dringend=aanmelding.crisisinterventie,
    )
