"""Taking streams to deliver, for a while, so that no two workers bring the same line.

A lease lasts thirty seconds and is renewed while the work goes on. Whoever lost it
changes nothing any more: all that is written afterwards asks for the same token.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, ColumnElement, ScalarSelect, Select, Uuid, and_, any_, literal, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.outbox.models import OutboxBestemming, OutboxEvent, OutboxStroom
from portal.outbox.service import is_postgresql

LEASE: Final = timedelta(seconds=30)

EVENTS_PER_STROOM: Final = 25
EVENTS_PER_KEER: Final = 250
"""Bounds to what is in memory at once; a longer line simply takes several turns."""


class Wachtend(NamedTuple):
    """What has to be known of an event to bring it; its contents are still encrypted."""

    stroom_id: UUID
    id: UUID
    seq: int
    type: str
    dringend: bool
    created_at: datetime
    payload_geheim: bytes | None


@dataclass(slots=True, eq=False)
class Claim:
    """A stream that is ours for a while, with the events that come next in it."""

    stroom_id: UUID
    gemeente: str
    bestemming: str
    onderwerp_id: UUID
    token: UUID
    delivered_seq: int
    attempts: int
    rejections: int
    genomen_op: datetime
    events: list[Wachtend] = field(default_factory=list)
    vers_tot: float = 0.0

    def __post_init__(self) -> None:
        self.ververs()

    def ververs(self) -> None:
        """Count the lease from now. On the monotonic clock: a corrected clock ends no lease."""
        self.vers_tot = time.monotonic() + LEASE.total_seconds()

    @property
    def is_vers(self) -> bool:
        """Whether the stream is still surely ours."""
        return time.monotonic() < self.vers_tot


def een_van(sessie: Session, kolom: InstrumentedAttribute[UUID], ids: Collection[UUID]) -> ColumnElement[bool]:
    """The column is one of these. On PostgreSQL as one parameter: the same text whatever their number."""
    if is_postgresql(sessie):
        return kolom == any_(literal(list(ids), ARRAY(Uuid)))
    return kolom.in_(ids)


def wachtend() -> ColumnElement[bool]:
    """The condition of the partial index: there is something to bring, and nobody forbids it."""
    return and_(OutboxStroom.delivered_seq < OutboxStroom.last_seq, OutboxStroom.parked_at.is_(None))


def vrij(now: datetime) -> ColumnElement[bool]:
    """No worker has it."""
    return or_(OutboxStroom.lease_until.is_(None), OutboxStroom.lease_until <= now)


def eerste_beurt() -> ScalarSelect[datetime]:
    """The moment at which the first stream of an `OutboxBestemming` is due; one look in the index."""
    return (
        select(OutboxStroom.due_at)
        .where(
            OutboxStroom.gemeente == OutboxBestemming.gemeente,
            OutboxStroom.bestemming == OutboxBestemming.bestemming,
            wachtend(),
        )
        .order_by(OutboxStroom.due_at)
        .limit(1)
        .correlate(OutboxBestemming)
        .scalar_subquery()
    )


def claim(sessie: Session, gemeente: str, bestemming: str, now: datetime, hoogstens: int) -> list[Claim]:
    """Lease the streams of one destination that are due, the longest waiting first.

    One statement: rows that somebody else is writing are passed over (PostgreSQL), and
    on SQLite the transaction is the only writer.
    """
    token = uuid4()
    tot = now + LEASE
    # A query by itself, so that PostgreSQL picks and locks them once, whatever its plan.
    beurt = (
        select(OutboxStroom.id)
        .where(
            OutboxStroom.gemeente == gemeente,
            OutboxStroom.bestemming == bestemming,
            OutboxStroom.due_at <= now,
            wachtend(),
            vrij(now),
        )
        .order_by(OutboxStroom.due_at)
        .limit(hoogstens)
        .with_for_update(skip_locked=True)
        .cte("beurt")
    )
    rijen = sessie.execute(
        update(OutboxStroom)
        .where(OutboxStroom.id.in_(select(beurt.c.id)))
        .values(token=token, lease_until=tot, due_at=tot)
        .returning(
            OutboxStroom.id,
            OutboxStroom.onderwerp_id,
            OutboxStroom.delivered_seq,
            OutboxStroom.attempts,
            OutboxStroom.rejections,
        )
        .execution_options(synchronize_session=False)
    )
    claims = [
        Claim(stroom_id, gemeente, bestemming, onderwerp_id, token, bezorgd, mislukt, afgewezen, now)
        for stroom_id, onderwerp_id, bezorgd, mislukt, afgewezen in rijen
    ]
    _laad_events(sessie, claims)
    return claims


def _laad_events(sessie: Session, claims: Sequence[Claim]) -> None:
    """Read what comes next in each stream: first the first of everybody, then the second, …"""
    if not claims:
        return
    per_stroom = {c.stroom_id: c for c in claims}
    verder = OutboxEvent.seq - OutboxStroom.delivered_seq
    rijen = sessie.execute(
        select(
            OutboxEvent.stroom_id,
            OutboxEvent.id,
            OutboxEvent.seq,
            OutboxEvent.type,
            OutboxEvent.dringend,
            OutboxEvent.created_at,
            OutboxEvent.payload_geheim,
        )
        .join(OutboxStroom, OutboxStroom.id == OutboxEvent.stroom_id)
        .where(
            een_van(sessie, OutboxEvent.stroom_id, per_stroom),
            OutboxEvent.seq > OutboxStroom.delivered_seq,
            OutboxEvent.seq <= OutboxStroom.delivered_seq + EVENTS_PER_STROOM,
        )
        .order_by(verder, OutboxEvent.stroom_id)
        .limit(max(EVENTS_PER_KEER, len(claims)))
    )
    for rij in rijen:
        per_stroom[rij.stroom_id].events.append(Wachtend(*rij))


def van_ons(sessie: Session, token: UUID, stromen: Collection[UUID]) -> Select[UUID]:
    """Those of these streams that are under this lease, held, without waiting for whoever records in one."""
    return (
        select(OutboxStroom.id)
        .where(een_van(sessie, OutboxStroom.id, stromen), OutboxStroom.token == token)
        .with_for_update(skip_locked=True)
    )


def verleng(sessie: Session, claims: Iterable[Claim], now: datetime) -> None:
    """Renew the leases that are still ours; a lost one simply runs out.

    A row that somebody is recording in at this moment keeps its old lease until the next time.
    """
    tot = now + LEASE
    for token, groep in _per_lease(claims):
        onze = van_ons(sessie, token, groep).cte("onze")
        verlengd = sessie.scalars(
            update(OutboxStroom)
            .where(OutboxStroom.id.in_(select(onze.c.id)))
            .values(lease_until=tot, due_at=tot)
            .returning(OutboxStroom.id)
            .execution_options(synchronize_session=False)
        )
        for stroom_id in verlengd:
            groep[stroom_id].ververs()


def laat_los(sessie: Session, claims: Iterable[Claim], now: datetime) -> None:
    """Give streams back untried: anybody may take them at once."""
    for token, groep in _per_lease(claims):
        onze = van_ons(sessie, token, groep).cte("onze")
        sessie.execute(
            update(OutboxStroom)
            .where(OutboxStroom.id.in_(select(onze.c.id)))
            .values(token=None, lease_until=None, due_at=now)
            .execution_options(synchronize_session=False)
        )


def _per_lease(claims: Iterable[Claim]) -> Iterable[tuple[UUID, dict[UUID, Claim]]]:
    groepen: dict[UUID, dict[UUID, Claim]] = defaultdict(dict)
    for deze in claims:
        groepen[deze.token][deze.stroom_id] = deze
    return groepen.items()


def maak_opeisbaar(sessie: Session, bestemming: OutboxBestemming, now: datetime, stuks: int) -> int:
    """Make streams that waited through an outage due now; gives how many, at most `stuks`.

    Only those tried before the recovery: one that fails after it waits its own time. A line
    whose receiver told it how long to wait has no `attempts`, and keeps to that.
    """
    hersteld = bestemming.recovered_at
    if hersteld is None:
        return 0
    wachters = (
        select(OutboxStroom.id)
        .where(
            OutboxStroom.gemeente == bestemming.gemeente,
            OutboxStroom.bestemming == bestemming.bestemming,
            OutboxStroom.due_at > now,
            OutboxStroom.attempts > 0,
            OutboxStroom.tried_at < hersteld,
            OutboxStroom.token.is_(None),
            wachtend(),
        )
        .limit(stuks)
        .with_for_update(skip_locked=True)
        .cte("wachters")
    )
    gewekt = sessie.scalars(
        update(OutboxStroom)
        .where(OutboxStroom.id.in_(select(wachters.c.id)))
        .values(due_at=now, attempts=0)
        .returning(OutboxStroom.id)
        .execution_options(synchronize_session=False)
    )
    return len(gewekt.all())
