"""The sign-up, what was told later, and what makes a double tap one sign-up."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.basis import Basis, Geheim, VanGemeente
from portal.termijnen import Termijnen


class Aanmelding(VanGemeente, Basis):
    """The moment somebody made known that they want help; legally the aanvraag.

    `startdatum` is the Dutch day that counts. The two dates are the legal and
    promised ones; what the inwoner is shown is derived from them.
    """

    __tablename__ = "aanmelding"
    __table_args__ = (
        CheckConstraint(
            "kanaal IN ('zelf','samen','vroegsignaal','verwijzing','balie','telefoon','brief')",
            name="kanaal",
        ),
        CheckConstraint("eerste_gesprek_uiterlijk >= startdatum", name="termijn"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), index=True)
    kanaal: Mapped[str] = mapped_column(String(20))
    startdatum: Mapped[date]
    ontvangen_op: Mapped[datetime]
    belbelofte_uiterlijk: Mapped[date]
    eerste_gesprek_uiterlijk: Mapped[date]
    crisisinterventie: Mapped[bool]
    haast_klinkt: Mapped[bool]
    verdacht: Mapped[bool]
    ingekort: Mapped[bool]
    eigen_woorden_geheim: Mapped[bytes | None]
    helper_geheim: Mapped[bytes | None]
    ingetrokken_op: Mapped[datetime | None]

    eigen_woorden = Geheim("eigen_woorden_geheim")
    helper = Geheim("helper_geheim")

    @property
    def termijnen(self) -> Termijnen:
        """The dates that stand."""
        return Termijnen(self.belbelofte_uiterlijk, self.eerste_gesprek_uiterlijk)

    @termijnen.setter
    def termijnen(self, nieuw: Termijnen) -> None:
        self.belbelofte_uiterlijk = nieuw.belbelofte_uiterlijk
        self.eerste_gesprek_uiterlijk = nieuw.eerste_gesprek_uiterlijk


class Antwoord(VanGemeente, Basis):
    """The newest answer to one optional question (JSON, encrypted); older ones went out as events."""

    __tablename__ = "aanmelding_antwoord"

    aanmelding_id: Mapped[UUID] = mapped_column(ForeignKey("aanmelding.id", ondelete="CASCADE"), primary_key=True)
    onderwerp: Mapped[str] = mapped_column(String(30), primary_key=True)
    antwoord_geheim: Mapped[bytes | None]
    gegeven_op: Mapped[datetime]

    antwoord = Geheim("antwoord_geheim")


class Concept(VanGemeente, Basis):
    """What somebody typed and did not send yet; lives fourteen days."""

    __tablename__ = "aanmelding_concept"

    aanmelding_id: Mapped[UUID] = mapped_column(ForeignKey("aanmelding.id", ondelete="CASCADE"), primary_key=True)
    onderwerp: Mapped[str] = mapped_column(String(30), primary_key=True)
    tekst_geheim: Mapped[bytes | None]
    bewaard_op: Mapped[datetime] = mapped_column(index=True)

    tekst = Geheim("tekst_geheim")


class Vingerafdruk(VanGemeente, Basis):
    """The same content from the same source is the same aanmelding, for ten minutes.

    Keyed hashes of content and source; no row says who or from where.
    """

    __tablename__ = "aanmelding_vingerafdruk"
    __table_args__ = (Index("ix_aanmelding_vingerafdruk_bron", "gemeente", "bron_merk", "tot"),)

    gemeente: Mapped[str] = mapped_column(String(40), primary_key=True)
    merk: Mapped[bytes] = mapped_column(primary_key=True)
    bron_merk: Mapped[bytes]
    aanmelding_id: Mapped[UUID]
    tot: Mapped[datetime] = mapped_column(index=True)
