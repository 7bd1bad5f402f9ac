"""Recording: the only thing a feature does with the outbox."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import case, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from portal.db.basis import als_json
from portal.db.ids import nieuw_id
from portal.db.schrijven import voeg_toe
from portal.outbox.models import OutboxEvent, OutboxStroom

BACKOFFICE: Final = "backoffice"
KANAAL: Final = "outbox"
"""PostgreSQL notification channel that wakes the workers."""


def record(
    sessie: Session,
    *,
    gemeente: str,
    bestemming: str,
    onderwerp_id: UUID,
    type: str,
    data: Mapping[str, Any],
    now: datetime,
    dringend: bool = False,
) -> tuple[UUID, int]:
    """Record one event in the caller's own transaction; returns its id and number.

    Raises `last_seq` on the stream row, which stays locked until the commit: so
    the numbers of one subject have no gaps and their order is commit order.
    `data` is the contract's camelCase content (no envelope), kept encrypted.
    """
    waarden = {
        "id": nieuw_id(now),
        "gemeente": gemeente,
        "bestemming": bestemming,
        "onderwerp_id": onderwerp_id,
        "last_seq": 1,
        "delivered_seq": 0,
        "due_at": now,
        "attempts": 0,
        "rejections": 0,
    }
    verbinding = sessie.connection()
    stroom_id, seq = verbinding.execute(_volgende(verbinding.dialect.name, dringend), waarden).one()[:2]
    event = OutboxEvent(
        gemeente=gemeente,
        stroom_id=stroom_id,
        seq=seq,
        id=nieuw_id(now),
        bestemming=bestemming,
        onderwerp_id=onderwerp_id,
        type=type,
        dringend=dringend,
        payload=als_json(dict(data)),
        created_at=now,
    )
    voeg_toe(sessie, event)
    return event.id, seq


@cache
def _volgende(databank: str, dringend: bool) -> ReturningInsert[Any]:
    """The statement that makes a stream or takes its next number; put together once, since all use it."""
    stroom = OutboxStroom.__table__.c
    wekt = databank == "postgresql"
    opdracht = (postgresql if wekt else sqlite).insert(OutboxStroom.__table__)
    nu = opdracht.excluded.due_at
    opdracht = opdracht.on_conflict_do_update(
        index_elements=["gemeente", "bestemming", "onderwerp_id"],
        set_={
            "last_seq": stroom.last_seq + 1,
            # A stream at rest becomes due now; one that waits after a failure keeps waiting, unless this cannot.
            "due_at": nu if dringend else case((stroom.delivered_seq == stroom.last_seq, nu), else_=stroom.due_at),
        },
    )
    # Workers hear of it at the commit: a notification belongs to the transaction, wherever in it one asks for it.
    klaar: ReturningInsert[Any] = opdracht.returning(
        stroom.id, stroom.last_seq, *([func.pg_notify(KANAAL, "")] if wekt else [])
    )
    return klaar


def is_postgresql(sessie: Session) -> bool:
    """Whether this session writes to PostgreSQL; the alternative is SQLite."""
    return sessie.get_bind().dialect.name == "postgresql"
