"""Streams, events and destinations (3-streams rule: one person × one destination)."""

from datetime import datetime
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


class OutboxStroom(VanGemeente, Basis):
    """One line of events: of one subject (an inwoner, or a letter code) to one destination.

    `last_seq` is the newest recorded, `delivered_seq` the newest delivered; all
    between wait, in order. `due_at` is when the next try may happen. A lease
    (`lease_until`, `token`) belongs to one worker; a parked stream waits for the
    operator. `last_error` holds no personal data.
    """

    __tablename__ = "outbox_stroom"
    __table_args__ = (
        UniqueConstraint("gemeente", "bestemming", "onderwerp_id"),
        CheckConstraint("delivered_seq <= last_seq", name="volgorde"),
        Index(
            "ix_outbox_stroom_due_at",
            "due_at",
            postgresql_where=text("delivered_seq < last_seq AND parked_at IS NULL"),
            sqlite_where=text("delivered_seq < last_seq AND parked_at IS NULL"),
        ),
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
    parked_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(300))


class OutboxEvent(VanGemeente, Basis):
    """One event in its stream; the payload is wiped some time after delivery, the row stays.

    `positie` is the cursor for a backoffice that fetches, given after the commit
    by one sequencer, so that a cursor never skips an event.
    """

    __tablename__ = "outbox_event"
    __table_args__ = (
        UniqueConstraint("id"),
        UniqueConstraint("gemeente", "bestemming", "positie"),
        Index(
            "ix_outbox_event_zonder_positie",
            "created_at",
            postgresql_where=text("positie IS NULL"),
            sqlite_where=text("positie IS NULL"),
        ),
        Index(
            "ix_outbox_event_onbezorgd",
            "created_at",
            postgresql_where=text("delivered_at IS NULL"),
            sqlite_where=text("delivered_at IS NULL"),
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
    positie: Mapped[int | None] = mapped_column(BigInteger)

    payload = Geheim("payload_geheim")


class OutboxBestemming(VanGemeente, Basis):
    """How one destination of one gemeente is doing; made at its first trouble or success."""

    __tablename__ = "outbox_bestemming"

    gemeente: Mapped[str] = mapped_column(String(40), primary_key=True)
    bestemming: Mapped[str] = mapped_column(String(40), primary_key=True)
    paused_at: Mapped[datetime | None]
    next_probe_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    last_failure_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(300))


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
