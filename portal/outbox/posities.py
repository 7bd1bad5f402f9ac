"""The pull way: a backoffice that cannot be called fetches by position, and acknowledges.

Positions are given after the commit, by one at a time. A number taken inside the
recording transactions would become visible out of order, and a cursor that has passed
it would skip that event for ever.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.outbox.models import BEZORGD, OVERGESLAGEN, OutboxEvent, OutboxPositie, OutboxStroom
from portal.outbox.service import BACKOFFICE, is_postgresql

PER_KEER: Final = 500
"""Positions given in one transaction."""


class OnbekendePositie(ValueError):
    """An acknowledgement of a position that was never given out."""


def zonder_positie(sessie: Session, gemeente: str) -> bool:
    """Whether there are events that still need a position; one look in the index."""
    return sessie.execute(_nieuwe(gemeente).limit(1)).first() is not None


def geef_posities(sessie: Session, gemeente: str) -> int:
    """Give the next positions to events that were recorded; gives how many, at most `PER_KEER`.

    The row with the last position is locked until the commit: so the positions of one
    transaction are all visible before the next one begins to give out higher ones.
    """
    laatste = _vergrendel(sessie, gemeente)
    # By stream and number: what a bound leaves for the next time is never before what it takes.
    nieuwe = sessie.execute(_nieuwe(gemeente).order_by(OutboxEvent.stroom_id, OutboxEvent.seq).limit(PER_KEER)).all()
    if not nieuwe:
        return 0
    events = OutboxEvent.__table__
    sessie.connection().execute(
        update(OutboxEvent)
        .where(events.c.stroom_id == bindparam("stroom"), events.c.seq == bindparam("nummer"))
        .values(positie=bindparam("plek")),
        [
            {"stroom": stroom, "nummer": nummer, "plek": plek}
            for plek, (stroom, nummer) in enumerate(_op_tijd(nieuwe), laatste.laatste + 1)
        ],
    )
    laatste.laatste += len(nieuwe)
    return len(nieuwe)


def haal_op(sessie: Session, gemeente: str, na: int, limiet: int) -> Sequence[OutboxEvent]:
    """Give the events after position `na`, in order; 0 begins at the beginning.

    What was acknowledged comes again for who asks, until its contents are wiped.
    """
    return sessie.scalars(
        select(OutboxEvent)
        .where(
            OutboxEvent.gemeente == gemeente,
            OutboxEvent.bestemming == BACKOFFICE,
            OutboxEvent.positie > na,
            OutboxEvent.uitkomst.is_distinct_from(OVERGESLAGEN),
            OutboxEvent.payload_geheim.is_not(None),
        )
        .order_by(OutboxEvent.positie)
        .limit(limiet)
    ).all()


def bevestig(sessie: Session, gemeente: str, tot_en_met: int, now: datetime) -> int:
    """Take an acknowledgement: everything up to and with this position has arrived.

    Gives how many events were delivered by it; an old acknowledgement changes nothing.
    Raises `OnbekendePositie` for a position that was not given out yet.
    """
    laatste = _vergrendel(sessie, gemeente)
    if not 0 <= tot_en_met <= laatste.laatste:
        raise OnbekendePositie(f"the last position given out is {laatste.laatste}")
    if tot_en_met <= laatste.bevestigd:
        return 0
    bereik = (
        OutboxEvent.gemeente == gemeente,
        OutboxEvent.bestemming == BACKOFFICE,
        OutboxEvent.positie > laatste.bevestigd,
        OutboxEvent.positie <= tot_en_met,
    )
    hoogste = sessie.execute(
        select(OutboxEvent.stroom_id, func.max(OutboxEvent.seq))
        .where(*bereik)
        .group_by(OutboxEvent.stroom_id)
        .order_by(OutboxEvent.stroom_id)
    ).all()
    stromen = OutboxStroom.__table__
    sessie.connection().execute(
        update(OutboxStroom)
        .where(stromen.c.id == bindparam("stroom"), stromen.c.delivered_seq < bindparam("tot"))
        .values(
            delivered_seq=bindparam("tot"),
            due_at=bindparam("nu"),
            tried_at=bindparam("nu"),
            attempts=0,
            rejections=0,
            parked_at=None,
            last_error=None,
        ),
        [{"stroom": stroom_id, "tot": seq, "nu": now} for stroom_id, seq in hoogste],
    )
    bezorgd = sessie.scalars(
        update(OutboxEvent)
        .where(*bereik, OutboxEvent.delivered_at.is_(None))
        .values(delivered_at=now, uitkomst=BEZORGD)
        .returning(OutboxEvent.seq)
        .execution_options(synchronize_session=False)
    ).all()
    laatste.bevestigd = tot_en_met
    return len(bezorgd)


def _nieuwe(gemeente: str) -> Select[UUID, int, datetime]:
    return select(OutboxEvent.stroom_id, OutboxEvent.seq, OutboxEvent.created_at).where(
        OutboxEvent.gemeente == gemeente,
        OutboxEvent.bestemming == BACKOFFICE,
        OutboxEvent.positie.is_(None),
        OutboxEvent.delivered_at.is_(None),
    )


def _vergrendel(sessie: Session, gemeente: str) -> OutboxPositie:
    """Get the row with the last position, and be the only one who has it."""
    invoegen = (postgresql if is_postgresql(sessie) else sqlite).insert(OutboxPositie)
    sessie.execute(
        invoegen.values(gemeente=gemeente, bestemming=BACKOFFICE, laatste=0, bevestigd=0).on_conflict_do_nothing()
    )
    return sessie.get_one(OutboxPositie, (gemeente, BACKOFFICE), with_for_update=True, populate_existing=True)


def _op_tijd(events: Sequence[Row[UUID, int, datetime]]) -> list[tuple[UUID, int]]:
    """Order by time over all streams, without changing the order inside one.

    Moments inside a stream may go back a little: two requests read the clock in another
    order than they got to write.
    """
    bereikt: dict[UUID, datetime] = {}
    volgorde: list[tuple[datetime, UUID, int]] = []
    for stroom_id, seq, created_at in events:  # in the order of their numbers
        bereikt[stroom_id] = max(created_at, bereikt.get(stroom_id, created_at))
        volgorde.append((bereikt[stroom_id], stroom_id, seq))
    return [(stroom_id, seq) for _, stroom_id, seq in sorted(volgorde)]
