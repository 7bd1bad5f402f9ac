"""Who may come in by the API."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.basis import Basis, VanGemeente


class ApiToken(VanGemeente, Basis):
    """One system that speaks for one gemeente; only the hash of its token is kept.

    `scopes` are separated by spaces, as in OAuth. `laatst_gebruikt_op` is within the hour.
    """

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("scopes IN ('lezen', 'lezen schrijven')", name="scopes"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    naam: Mapped[str] = mapped_column(String(80))
    hash: Mapped[bytes] = mapped_column(unique=True)
    scopes: Mapped[str] = mapped_column(String(40))
    gemaakt_op: Mapped[datetime]
    laatst_gebruikt_op: Mapped[datetime | None]
    ingetrokken_op: Mapped[datetime | None]

    def mag(self, scope: str) -> bool:
        """Whether this token was made for `scope`."""
        return scope in self.scopes.split()


class Herhaling(VanGemeente, Basis):
    """A call that made an inwoner, so that the same call again does not make another one.

    `merk` and `lichaam_merk` are keyed hashes of the caller's key and of the body;
    `poging` is the call that holds the key. Lives a day.
    """

    __tablename__ = "api_herhaling"

    gemeente: Mapped[str] = mapped_column(String(40), primary_key=True)
    merk: Mapped[bytes] = mapped_column(primary_key=True)
    poging: Mapped[UUID]
    lichaam_merk: Mapped[bytes]
    inwoner_id: Mapped[UUID | None] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), index=True)
    tot: Mapped[datetime] = mapped_column(index=True)
