"""Sessions, personal codes and counters."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.basis import Basis, Geheim, VanGemeente


class Sessie(VanGemeente, Basis):
    """One browser that may see something of one inwoner; only the hash of its id is kept.

    `code_zichtbaar` is true for the browser that signed up: it may show the code.
    """

    __tablename__ = "toegang_sessie"
    __table_args__ = (CheckConstraint("niveau BETWEEN 1 AND 3", name="niveau"),)

    merk: Mapped[bytes] = mapped_column(primary_key=True)
    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), index=True)
    niveau: Mapped[int]
    begonnen_op: Mapped[datetime]
    gezien_op: Mapped[datetime]
    verloopt_op: Mapped[datetime] = mapped_column(index=True)
    eigen_telefoon: Mapped[bool | None]
    code_zichtbaar: Mapped[bool]


class PersoonlijkeCode(VanGemeente, Basis):
    """The code of an inwoner: readable for a short time, then only its hash.

    The hash is `HMAC(key, argon2id(code, salt))`, made by the worker, so that
    the slow step is no part of a sign-up.
    """

    __tablename__ = "toegang_code"
    __table_args__ = (
        Index(
            "ix_toegang_code_leesbaar",
            "zichtbaar_tot",
            postgresql_where=text("code_geheim IS NOT NULL"),
            sqlite_where=text("code_geheim IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), index=True)
    code_geheim: Mapped[bytes | None]
    code_hash: Mapped[bytes | None] = mapped_column(unique=True)
    gemaakt_op: Mapped[datetime]
    zichtbaar_tot: Mapped[datetime]
    ingetrokken_op: Mapped[datetime | None]

    code = Geheim("code_geheim")


class Teller(VanGemeente, Basis):
    """How often something happened in one window. `merk` hides what is counted."""

    __tablename__ = "toegang_teller"

    gemeente: Mapped[str] = mapped_column(String(40), primary_key=True)
    merk: Mapped[bytes] = mapped_column(primary_key=True)
    aantal: Mapped[int]
    tot: Mapped[datetime] = mapped_column(index=True)
