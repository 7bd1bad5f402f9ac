"""What became of each message; its text and address are in the outbox only, and wiped there."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.basis import Basis, VanGemeente

KLAARGEZET: Final = "klaargezet"
VERSTUURD: Final = "verstuurd"
BEZORGD: Final = "bezorgd"
MISLUKT: Final = "mislukt"
ONZEKER: Final = "onzeker"
VERVALLEN: Final = "vervallen"

EENMALIGE_CODE: Final = "eenmalige_code"
"""The kind of message that somebody asked for just now, and waits for."""


class Melding(VanGemeente, Basis):
    """One message to one inwoner, from being written to what became of it.

    `klaargezet` waits in the outbox; `verstuurd` was handed over; `bezorgd` and `mislukt` are
    what the provider told; `onzeker`: we were cut off in mid-send, so it may or may not have
    gone and is not sent again; `vervallen` did not hold any more at the moment of sending.
    `begonnen_op` is set before the provider is called and emptied when the answer is known.
    `bron_merk` is a keyed hash of the network address that asked for it, of one day.
    """

    __tablename__ = "melding"
    __table_args__ = (
        CheckConstraint("kanaal IN ('sms', 'email')", name="kanaal"),
        CheckConstraint(
            "status IN ('klaargezet', 'verstuurd', 'bezorgd', 'mislukt', 'onzeker', 'vervallen')",
            name="status",
        ),
        Index("ix_melding_gemeente_provider_id", "gemeente", "provider_id"),
        Index(
            "ix_melding_wachtend",
            "geldig_tot",
            postgresql_where=text("status = 'klaargezet'"),
            sqlite_where=text("status = 'klaargezet'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), index=True)
    soort: Mapped[str] = mapped_column(String(40))
    kanaal: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(12))
    reden: Mapped[str | None] = mapped_column(String(20))
    provider_id: Mapped[str | None] = mapped_column(String(80))
    bron_merk: Mapped[bytes | None]
    pogingen: Mapped[int]
    gemaakt_op: Mapped[datetime] = mapped_column(index=True)
    geldig_tot: Mapped[datetime]
    begonnen_op: Mapped[datetime | None]
    verstuurd_op: Mapped[datetime | None]
    gewijzigd_op: Mapped[datetime]


class SmsTeller(VanGemeente, Basis):
    """How many text messages went to one number, from one source, or at all on one day.

    `merk` hides what is counted.
    """

    __tablename__ = "melding_sms_teller"

    gemeente: Mapped[str] = mapped_column(String(40), primary_key=True)
    merk: Mapped[bytes] = mapped_column(primary_key=True)
    dag: Mapped[date] = mapped_column(index=True)
    aantal: Mapped[int]
