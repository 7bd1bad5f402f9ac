"""The inwoner. Everything that says who it is, is encrypted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.basis import Basis, Geheim, VanGemeente


class Inwoner(VanGemeente, Basis):
    """Somebody who asked for help. The id is the pseudonym that the backoffice knows.

    `telefoon_index` and `email_index` are keyed hashes of the normalised value.
    `veilig_bereikbaar`: onbekend, ja, alleen_neutraal or nee; until it is known
    nothing is sent on our own initiative.
    """

    __tablename__ = "inwoner"
    __table_args__ = (
        CheckConstraint("veilig_bereikbaar IN ('onbekend', 'ja', 'alleen_neutraal', 'nee')", name="veilig"),
        Index("ix_inwoner_gemeente_telefoon_index", "gemeente", "telefoon_index"),
        Index("ix_inwoner_gemeente_email_index", "gemeente", "email_index"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    naam_geheim: Mapped[bytes | None]
    telefoon_geheim: Mapped[bytes | None]
    telefoon_index: Mapped[bytes | None]
    telefoon_onzeker: Mapped[bool]
    email_geheim: Mapped[bytes | None]
    email_index: Mapped[bytes | None]
    adres_geheim: Mapped[bytes | None]
    langskomen: Mapped[bool]
    taal: Mapped[str] = mapped_column(String(8))
    veilig_bereikbaar: Mapped[str] = mapped_column(String(20))
    gemaakt_op: Mapped[datetime]

    naam = Geheim("naam_geheim")
    telefoon = Geheim("telefoon_geheim")
    email = Geheim("email_geheim")
    adres = Geheim("adres_geheim")
