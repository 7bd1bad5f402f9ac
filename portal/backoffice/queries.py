"""Reading events for who comes to fetch them; only what is meant for the backoffice."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.sleutels import SleutelFout
from portal.outbox.bestemmingen.bestemming import Bericht
from portal.outbox.models import OutboxEvent, OutboxPositie
from portal.outbox.posities import haal_op
from portal.outbox.service import BACKOFFICE

VOL: Final = 4_000_000
"""Characters of contents after which a page is full, so that a day of long letters fits in memory."""

_HAP: Final = 100
"""Events read at a time."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """Events in order, and the position after which the next ones come."""

    berichten: Sequence[Bericht]
    volgende: int


def bladzijde(sessie: Session, gemeente: str, na: int, limiet: int) -> Bladzijde:
    """Give at most `limiet` events after a position; fewer when the page is full, but never none.

    An event that no key here can read comes without its contents: it is not skipped, and
    it holds up nobody else.
    """
    berichten: list[Bericht] = []
    lengte = 0
    while len(berichten) < limiet and lengte < VOL:
        events = haal_op(sessie, gemeente, na, min(_HAP, limiet - len(berichten)))
        for event in events:
            bericht = _lees(event)
            berichten.append(bericht)
            lengte += len(bericht.payload or "")
            na = event.positie or na
        sessie.expunge_all()  # what was read is kept once, not twice
        if len(events) < _HAP:
            break
    return Bladzijde(berichten, na)


def _lees(event: OutboxEvent) -> Bericht:
    try:
        return Bericht.van(event)
    except SleutelFout:
        _log.error("event cannot be read with the keys of this process", extra={"event": str(event.id)})
        return Bericht(
            id=event.id,
            gemeente=event.gemeente,
            onderwerp_id=event.onderwerp_id,
            volgnummer=event.seq,
            type=event.type,
            dringend=event.dringend,
            created_at=event.created_at,
            payload=None,
        )


def event_van(sessie: Session, gemeente: str, event_id: UUID) -> OutboxEvent | None:
    """Give one event of this gemeente that is, or was, for the backoffice."""
    return sessie.scalar(
        select(OutboxEvent).where(
            OutboxEvent.gemeente == gemeente, OutboxEvent.bestemming == BACKOFFICE, OutboxEvent.id == event_id
        )
    )


def laatste_positie(sessie: Session, gemeente: str) -> int:
    """Give the last position that was given out; 0 when there is none."""
    stand = sessie.get(OutboxPositie, (gemeente, BACKOFFICE))
    return stand.laatste if stand else 0


def bevestigd_tot(sessie: Session, gemeente: str) -> int:
    """Give up to where everything was acknowledged; 0 when nothing was."""
    stand = sessie.get(OutboxPositie, (gemeente, BACKOFFICE))
    return stand.bevestigd if stand else 0
