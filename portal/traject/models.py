"""What the backoffice told about somebody's road; one row per inwoner, the newest state."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.basis import Basis, Geheim, VanGemeente, als_json


class Traject(VanGemeente, Basis):
    """The state as the backoffice last gave it (contract: `PUT /inwoners/{id}/traject`).

    `volgorde` breaks the tie between two changes of the same moment, so that every
    order of arrival ends in the same state.
    """

    __tablename__ = "traject"
    __table_args__ = (
        CheckConstraint(
            "fase IN ('in_contact','in_gesprek','rust_en_overzicht','plaatje_compleet','toekomst')", name="fase"
        ),
    )

    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), primary_key=True)
    fase: Mapped[str] = mapped_column(String(20))
    gewijzigd_op: Mapped[datetime]
    volgorde: Mapped[bytes]
    inhoud_geheim: Mapped[bytes | None]

    _inhoud = Geheim("inhoud_geheim")

    @property
    def inhoud(self) -> dict[str, Any]:
        """The whole body as it was given, camelCase."""
        gelezen: dict[str, Any] = json.loads(self._inhoud or "{}")
        return gelezen

    @inhoud.setter
    def inhoud(self, nieuw: dict[str, Any]) -> None:
        self._inhoud = als_json(nieuw)
