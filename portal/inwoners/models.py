"""The inwoner. Everything that says who it is, is encrypted."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.basis import Basis, Geheim, VanGemeente

ACTIEF: Final = "actief"
GEPAUZEERD: Final = "gepauzeerd"
AFGEROND: Final = "afgerond"
OVERLEDEN: Final = "overleden"
VERHUISD: Final = "verhuisd"
STATUSSEN: Final = (ACTIEF, GEPAUZEERD, AFGEROND, OVERLEDEN, VERHUISD)


class Inwoner(VanGemeente, Basis):
    """Somebody who asked for help. The id is the pseudonym that the backoffice knows.

    `telefoon_index` and `email_index` are keyed hashes of the normalised value.
    `veilig_bereikbaar`: onbekend, ja, alleen_neutraal or nee; until it is known
    nothing is sent on our own initiative.
    `status` is the backoffice's word: actief, gepauzeerd (no messages before `status_tot`, or
    until told otherwise), afgerond, overleden (everything stops) or verhuisd. `status_volgorde`
    breaks the tie between two changes of the same moment.
    """

    __tablename__ = "inwoner"
    __table_args__ = (
        CheckConstraint("veilig_bereikbaar IN ('onbekend', 'ja', 'alleen_neutraal', 'nee')", name="veilig"),
        CheckConstraint("status IN ('actief','gepauzeerd','afgerond','overleden','verhuisd')", name="status"),
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
    status: Mapped[str] = mapped_column(String(12), default=ACTIEF, server_default=ACTIEF)
    status_tot: Mapped[date | None]
    status_gewijzigd_op: Mapped[datetime | None]
    status_volgorde: Mapped[bytes | None]
    gemaakt_op: Mapped[datetime]

    naam = Geheim("naam_geheim")
    telefoon = Geheim("telefoon_geheim")
    email = Geheim("email_geheim")
    adres = Geheim("adres_geheim")


class Voorkeur(VanGemeente, Basis):
    """One preference of an inwoner: what was said last about one thing, by the person or by a counsellor.

    `waarde` is JSON. Each thing has its own moment, so that what two people changed about
    different things both stays, in whatever order it comes in.
    """

    __tablename__ = "inwoner_voorkeur"

    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), primary_key=True)
    onderwerp: Mapped[str] = mapped_column(String(20), primary_key=True)
    waarde_geheim: Mapped[bytes | None]
    gewijzigd_op: Mapped[datetime]
    volgorde: Mapped[bytes]

    waarde = Geheim("waarde_geheim")


class Toestemming(VanGemeente, Basis):
    """A yes that could as well have been a no: for what, since when, and until when.

    Taken back it stays as the fact that it was given once; at most one of a kind is in force.
    """

    __tablename__ = "toestemming"
    __table_args__ = (
        Index(
            "ix_toestemming_geldig",
            "inwoner_id",
            "soort",
            unique=True,
            postgresql_where=text("ingetrokken_op IS NULL"),
            sqlite_where=text("ingetrokken_op IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), index=True)
    soort: Mapped[str] = mapped_column(String(20))
    gegeven_op: Mapped[datetime]
    ingetrokken_op: Mapped[datetime | None]


class Inzage(VanGemeente, Basis):
    """Somebody looked at data of an inwoner. Rows are only ever added: a trigger of the database holds that.

    `inwoner_id` points nowhere, so that a row outlives the person's data as a number that
    says nothing. `wie` is the name of a system or an organisation, never of a person. What is younger
    than a year cannot be deleted.
    """

    __tablename__ = "inzage"
    __table_args__ = (
        CheckConstraint("rol IN ('inwoner','backoffice','maatje','ketenpartner','beheerder')", name="rol"),
        Index("ix_inzage_inwoner_id_op", "inwoner_id", "op"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inwoner_id: Mapped[UUID]
    op: Mapped[datetime] = mapped_column(index=True)
    rol: Mapped[str] = mapped_column(String(12))
    wie: Mapped[str | None] = mapped_column(String(80))
    wat: Mapped[str] = mapped_column(String(20))


class Gewist(VanGemeente, Basis):
    """Somebody whose data were erased: the pseudonym alone, until nothing of them is left anywhere.

    What still had to be delivered is delivered first, and its contents are wiped at once
    after. A backup that is put back has to be gone through with this list too.
    """

    __tablename__ = "gewist"

    inwoner_id: Mapped[UUID] = mapped_column(primary_key=True)
    op: Mapped[datetime]
