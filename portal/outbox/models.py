"""Streams, events and destinations; a stream is one person × one destination."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.basis import Basis, Geheim, VanGemeente

BEZORGD = "bezorgd"
VERVALLEN = "vervallen"
OVERGESLAGEN = "overgeslagen"

KORTSTE_STORING = timedelta(seconds=5)
"""After a shorter outage nobody has to be woken: everything tries again within this time anyway.

Without it a destination that works, but for one event, would be "recovered" a hundred times
a second, and every time that one event would be tried again.
"""


def _deelindex(naam: str, kolommen: list[str], waar: str) -> Index:
    """An index of the few rows that still need something, whatever the size of the table."""
    return Index(naam, *kolommen, postgresql_where=text(waar), sqlite_where=text(waar))


class OutboxStroom(VanGemeente, Basis):
    """One line of events: of one subject (an inwoner, or a letter code) to one destination.

    `last_seq` is the newest recorded, `delivered_seq` the newest delivered; all
    between wait, in order. `due_at` is when the next try may happen. A lease
    (`lease_until`, `token`) belongs to one worker, and `due_at` is its end meanwhile:
    so a leased stream stands at the back of the index, and a lapsed lease is simply due.
    `attempts` counts the tries that failed in a row, `rejections` those in which the
    receiver refused this one event; a parked stream waits for the operator.
    `last_error` holds no personal data.
    """

    __tablename__ = "outbox_stroom"
    __table_args__ = (
        UniqueConstraint("gemeente", "bestemming", "onderwerp_id"),
        CheckConstraint("delivered_seq <= last_seq", name="volgorde"),
        _deelindex(
            "ix_outbox_stroom_aan_de_beurt",
            ["gemeente", "bestemming", "due_at"],
            "delivered_seq < last_seq AND parked_at IS NULL",
        ),
        _deelindex("ix_outbox_stroom_geparkeerd", ["parked_at"], "parked_at IS NOT NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    bestemming: Mapped[str] = mapped_column(String(40))
    onderwerp_id: Mapped[UUID]
    last_seq: Mapped[int] = mapped_column(BigInteger)
    delivered_seq: Mapped[int] = mapped_column(BigInteger)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    token: Mapped[UUID | None]
    attempts: Mapped[int]
    rejections: Mapped[int]
    tried_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(300))


class OutboxEvent(VanGemeente, Basis):
    """One event in its stream; the payload is wiped some time after delivery, the row stays.

    `delivered_at` is when it was settled and `uitkomst` how: handed over, no longer true
    at the moment of sending, or skipped by the operator (with their `reden`).
    `positie` is the cursor for a backoffice that fetches, given after the commit
    by one sequencer, so that a cursor never skips an event.
    """

    __tablename__ = "outbox_event"
    __table_args__ = (
        UniqueConstraint("id"),
        UniqueConstraint("gemeente", "bestemming", "positie"),
        CheckConstraint("uitkomst IN ('bezorgd', 'vervallen', 'overgeslagen')", name="uitkomst"),
        CheckConstraint("(uitkomst IS NULL) = (delivered_at IS NULL)", name="afgehandeld"),
        _deelindex(
            "ix_outbox_event_zonder_positie",
            ["gemeente", "bestemming", "stroom_id", "seq"],
            "positie IS NULL AND delivered_at IS NULL",
        ),
        _deelindex(
            "ix_outbox_event_wachtend",
            ["gemeente", "bestemming", "created_at"],
            "delivered_at IS NULL",
        ),
        _deelindex("ix_outbox_event_dringend", ["created_at"], "dringend AND delivered_at IS NULL"),
        _deelindex(
            "ix_outbox_event_te_wissen",
            ["delivered_at"],
            "payload_geheim IS NOT NULL AND delivered_at IS NOT NULL",
        ),
    )

    stroom_id: Mapped[UUID] = mapped_column(ForeignKey("outbox_stroom.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID]
    bestemming: Mapped[str] = mapped_column(String(40))
    onderwerp_id: Mapped[UUID]
    type: Mapped[str] = mapped_column(String(80))
    dringend: Mapped[bool]
    payload_geheim: Mapped[bytes | None]
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    uitkomst: Mapped[str | None] = mapped_column(String(20))
    reden: Mapped[str | None] = mapped_column(String(300))
    warned_at: Mapped[datetime | None]
    positie: Mapped[int | None] = mapped_column(BigInteger)

    payload = Geheim("payload_geheim")


class OutboxBestemming(VanGemeente, Basis):
    """How one destination of one gemeente is doing; the worker makes the row.

    Paused (`paused_at`): nothing goes out but one probe at `next_probe_at`.
    Failing (`failing_since`): no success since then. `recovered_at` is set when a
    success ends a real outage, until every stream that waited has been made due.
    """

    __tablename__ = "outbox_bestemming"

    gemeente: Mapped[str] = mapped_column(String(40), primary_key=True)
    bestemming: Mapped[str] = mapped_column(String(40), primary_key=True)
    paused_at: Mapped[datetime | None]
    next_probe_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    last_failure_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    recovered_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    age_warned_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(300))

    @property
    def is_gezond(self) -> bool:
        """Whether the last that was heard of it is good news."""
        return self.paused_at is None and self.failing_since is None

    def gelukt(self, now: datetime) -> None:
        """It took an event: an outage, if there was one, is over."""
        begin = self.failing_since
        if begin is not None and (self.paused_at is not None or now - begin >= KORTSTE_STORING):
            self.recovered_at = now
        self.last_success_at = now
        self.paused_at = self.next_probe_at = self.failing_since = None
        self.warned_at = self.last_error = None

    def mislukt(self, now: datetime, reden: str, *, pauze: timedelta | None) -> None:
        """It failed; with `pauze` nothing goes out until a probe after that time."""
        self.last_failure_at = now
        self.failing_since = self.failing_since or now
        self.last_error = reden
        if pauze is None:
            self.paused_at = self.next_probe_at = None
        else:
            self.paused_at = self.paused_at or now
            self.next_probe_at = now + pauze

    def zweeg(self, now: datetime) -> None:
        """What was tried did not have to go any more: that tells nothing, so another may probe at once."""
        if self.next_probe_at is not None:
            self.next_probe_at = now

    def antwoordt(self) -> None:
        """It refused one event, so it is there and knows us: a pause is over."""
        self.paused_at = self.next_probe_at = None


class OutboxPositie(VanGemeente, Basis):
    """The last position given out, and the last one acknowledged, per destination."""

    __tablename__ = "outbox_positie"

    gemeente: Mapped[str] = mapped_column(String(40), primary_key=True)
    bestemming: Mapped[str] = mapped_column(String(40), primary_key=True)
    laatste: Mapped[int] = mapped_column(BigInteger)
    bevestigd: Mapped[int] = mapped_column(BigInteger)


class Hartslag(Basis):
    """When a worker last came by; its silence is what the operator is warned about."""

    __tablename__ = "hartslag"

    worker: Mapped[str] = mapped_column(String(80), primary_key=True)
    gezien_op: Mapped[datetime]
