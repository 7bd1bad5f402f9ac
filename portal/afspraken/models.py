"""An appointment, the links that open one, and the calendars that follow all of somebody."""

import json
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.clock import AMSTERDAM
from portal.db.basis import Basis, Geheim, VanGemeente, als_json

GEPLAND: Final = "gepland"
VERVALLEN: Final = "vervallen"
GEWEEST: Final = "geweest"
NIET_VERSCHENEN: Final = "niet_verschenen"
STATUSSEN: Final = (GEPLAND, VERVALLEN, GEWEEST, NIET_VERSCHENEN)

KANTOOR: Final = "kantoor"
THUIS: Final = "thuis"
TELEFOON: Final = "telefoon"
VIDEO: Final = "video"

BEVESTIGD: Final = "bevestigd"
VERZET_GEVRAAGD: Final = "verzet_gevraagd"
AFGEZEGD: Final = "afgezegd"


class Afspraak(VanGemeente, Basis):
    """One appointment as the backoffice last gave it (contract: `PUT /inwoners/{id}/afspraken/{afspraakId}`).

    `kenmerk` is the backoffice's own id. `begin` and `einde` are moments; `plaatselijk` is the
    beginning as the clock on the wall in Amsterdam says it (YYYY-MM-DDTHH:MM), which is what was
    agreed on. `versie` rises when beginning, place or status changes, so that what was said or sent
    about an earlier one is known to be old.

    What the inwoner said last is `reactie` about version `reactie_versie`, with its JSON details;
    `begeleider_mee`: somebody comes along. `contact_uiterlijk` is by when a person calls, after a
    missed appointment or a wish; `gemist_begin` the beginning for which that was asked after a missed one.
    """

    __tablename__ = "afspraak"
    __table_args__ = (
        UniqueConstraint("inwoner_id", "kenmerk"),
        CheckConstraint("status IN ('gepland','vervallen','geweest','niet_verschenen')", name="status"),
        CheckConstraint("reactie IN ('bevestigd','verzet_gevraagd','afgezegd')", name="reactie"),
        CheckConstraint("versie >= 1", name="versie"),
        CheckConstraint("einde > begin", name="einde"),
        Index(
            "ix_afspraak_gepland",
            "begin",
            postgresql_where=text("status = 'gepland'"),
            sqlite_where=text("status = 'gepland'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"))
    kenmerk: Mapped[str] = mapped_column(String(100))
    begin: Mapped[datetime]
    einde: Mapped[datetime]
    plaatselijk: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    versie: Mapped[int]
    gewijzigd_op: Mapped[datetime]
    inhoud_geheim: Mapped[bytes | None]
    reactie: Mapped[str | None] = mapped_column(String(16))
    reactie_versie: Mapped[int | None]
    reactie_op: Mapped[datetime | None]
    reactie_geheim: Mapped[bytes | None]
    begeleider_mee: Mapped[bool]
    contact_uiterlijk: Mapped[date | None]
    gemist_begin: Mapped[datetime | None]

    _inhoud = Geheim("inhoud_geheim")
    _reactie = Geheim("reactie_geheim")

    @property
    def inhoud(self) -> dict[str, Any]:
        """The whole body as it was given, camelCase."""
        gelezen: dict[str, Any] = json.loads(self._inhoud or "{}")
        return gelezen

    @inhoud.setter
    def inhoud(self, nieuw: dict[str, Any]) -> None:
        self._inhoud = als_json(nieuw)

    @property
    def details(self) -> dict[str, Any]:
        """What belongs to the reaction: `vervolg`, `alternatiefId` or `voorkeur`."""
        gelezen: dict[str, Any] = json.loads(self._reactie or "{}")
        return gelezen

    @details.setter
    def details(self, nieuw: dict[str, Any]) -> None:
        self._reactie = als_json(nieuw)

    @property
    def soort(self) -> str:
        """One of kantoor, thuis, telefoon and video."""
        return str(self.inhoud["soort"])

    @property
    def antwoord(self) -> str | None:
        """What the inwoner said about the appointment as it is now; what was said of an earlier one is old."""
        return self.reactie if self.reactie_versie == self.versie else None

    def is_voorbij(self, now: datetime) -> bool:
        """Whether it is over."""
        return self.einde <= now

    def komt_nog(self, now: datetime) -> bool:
        """Whether it is planned and not over."""
        return self.status == GEPLAND and not self.is_voorbij(now)


def plaatselijk(begin: datetime) -> str:
    """What the clock on the wall says at this moment, to the minute."""
    return begin.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")


class AfspraakLink(VanGemeente, Basis):
    """The link to one appointment in one message; only a keyed hash of it is kept.

    `toont` is what that message said besides day and hour, so what the page may say: `plaats`, `met`.
    """

    __tablename__ = "afspraak_link"

    merk: Mapped[bytes] = mapped_column(primary_key=True)
    afspraak_id: Mapped[UUID] = mapped_column(ForeignKey("afspraak.id", ondelete="CASCADE"), index=True)
    toont: Mapped[str] = mapped_column(String(20))
    gemaakt_op: Mapped[datetime]
    ingetrokken_op: Mapped[datetime | None]


class Agenda(VanGemeente, Basis):
    """A calendar that follows the appointments of an inwoner; only a keyed hash of its address is kept."""

    __tablename__ = "afspraak_agenda"

    merk: Mapped[bytes] = mapped_column(primary_key=True)
    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), index=True)
    gemaakt_op: Mapped[datetime]
    beeindigd_op: Mapped[datetime | None]
