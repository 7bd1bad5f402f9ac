"""What the inwoner sent, and by when somebody answers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.basis import Basis, Geheim, VanGemeente

VRAAG = "vraag"
VERANDERING = "verandering"
TERUGVAL = "terugval"


class EigenBericht(VanGemeente, Basis):
    """One message of an inwoner. `wat` is what was chosen, if anything: the kind of change, or when to call.

    `uiterlijk` is the date that was promised: an answer, or a call.
    """

    __tablename__ = "eigen_bericht"
    __table_args__ = (
        CheckConstraint("soort IN ('vraag', 'verandering', 'terugval')", name="soort"),
        Index("ix_eigen_bericht_inwoner_id_gestuurd_op", "inwoner_id", "gestuurd_op"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"))
    soort: Mapped[str] = mapped_column(String(12))
    wat: Mapped[str | None] = mapped_column(String(20))
    tekst_geheim: Mapped[bytes | None]
    gestuurd_op: Mapped[datetime]
    uiterlijk: Mapped[date]

    tekst = Geheim("tekst_geheim")
