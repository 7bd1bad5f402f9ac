"""Telling the backoffice, in the same transaction as the change itself."""

from datetime import datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy.orm import Session

from portal.inwoners.models import Inwoner
from portal.outbox.service import BACKOFFICE, record


class Event(Protocol):
    """Something to tell about one inwoner."""

    type: ClassVar[str]

    def data(self) -> dict[str, Any]:
        """The content, as the contract writes it."""


def vertel(sessie: Session, inwoner: Inwoner, event: Event, now: datetime, *, dringend: bool = False) -> None:
    """Record one event in the stream of this person to the backoffice."""
    record(
        sessie,
        gemeente=inwoner.gemeente,
        bestemming=BACKOFFICE,
        onderwerp_id=inwoner.id,
        type=event.type,
        data=event.data(),
        now=now,
        dringend=dringend,
    )
