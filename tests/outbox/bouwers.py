"""Recording events as a feature would, and looking at what became of them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.db.databank import ALLE, Databank
from portal.outbox.bestemmingen.bestemming import Bericht
from portal.outbox.models import OutboxBestemming, OutboxEvent, OutboxStroom
from portal.outbox.service import BACKOFFICE, record

STAD = "voorbeeldstad"

BERICHT = Bericht(
    id=uuid4(),
    gemeente="voorbeeldstad",
    onderwerp_id=uuid4(),
    volgnummer=1,
    type="aanmelding.ontvangen",
    dringend=False,
    created_at=datetime(2026, 12, 24, 16, 30, tzinfo=UTC),
    payload='{"naam":"Ångström"}',
)
"""A message as a destination gets it."""


def neem_op(
    databank: Databank,
    now: datetime,
    wie: UUID | None = None,
    *,
    type: str = "aanmelding.ontvangen",
    data: dict[str, Any] | None = None,
    bestemming: str = BACKOFFICE,
    gemeente: str = STAD,
    dringend: bool = False,
) -> UUID:
    """Record one event in a transaction of its own; gives its id."""
    with databank.schrijven(gemeente) as sessie:
        event_id, _ = record(
            sessie,
            gemeente=gemeente,
            bestemming=bestemming,
            onderwerp_id=wie or uuid4(),
            type=type,
            data=data or {"naam": "Élodie \N{CJK UNIFIED IDEOGRAPH-6F22}"},
            now=now,
            dringend=dringend,
        )
    return event_id


def events(databank: Databank, wie: UUID | None = None) -> Sequence[OutboxEvent]:
    """All events, or those of one person, in the order of their numbers."""
    vraag = select(OutboxEvent).order_by(OutboxEvent.onderwerp_id, OutboxEvent.seq)
    if wie is not None:
        vraag = vraag.where(OutboxEvent.onderwerp_id == wie)
    with databank.lezen(ALLE) as sessie:
        return sessie.scalars(vraag).all()


def stroom(databank: Databank, wie: UUID, bestemming: str = BACKOFFICE) -> OutboxStroom:
    with databank.lezen(ALLE) as sessie:
        return sessie.scalars(
            select(OutboxStroom).where(OutboxStroom.onderwerp_id == wie, OutboxStroom.bestemming == bestemming)
        ).one()


def bestemming(databank: Databank, naam: str = BACKOFFICE, gemeente: str = STAD) -> OutboxBestemming:
    with databank.lezen(ALLE) as sessie:
        return sessie.get_one(OutboxBestemming, (gemeente, naam))
