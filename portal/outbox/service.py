"""Recording: the only thing a feature does with the outbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db.basis import als_json
from portal.db.ids import nieuw_id
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
    stroom = OutboxStroom.__table__
    invoegen = (postgresql if is_postgresql(sessie) else sqlite).insert(OutboxStroom)
    opdracht = invoegen.values(
        id=nieuw_id(now),
        gemeente=gemeente,
        bestemming=bestemming,
        onderwerp_id=onderwerp_id,
        last_seq=1,
        delivered_seq=0,
        due_at=now,
        attempts=0,
        rejections=0,
    )
    opdracht = opdracht.on_conflict_do_update(
        index_elements=["gemeente", "bestemming", "onderwerp_id"],
        set_={
            "last_seq": stroom.c.last_seq + 1,
            # A stream at rest becomes due now; one that waits after a failure keeps waiting, unless this cannot.
            "due_at": now if dringend else _beurt(now),
        },
    )
    stroom_id, seq = sessie.execute(opdracht.returning(OutboxStroom.id, OutboxStroom.last_seq)).one()
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
    sessie.add(event)
    if is_postgresql(sessie):
        sessie.execute(select(func.pg_notify(KANAAL, "")))
    return event.id, seq


def _beurt(now: datetime) -> ColumnElement[datetime]:
    stroom = OutboxStroom.__table__
    return case((stroom.c.delivered_seq == stroom.c.last_seq, now), else_=stroom.c.due_at)


def is_postgresql(sessie: Session) -> bool:
    """Whether this session writes to PostgreSQL; the alternative is SQLite."""
    return sessie.get_bind().dialect.name == "postgresql"
