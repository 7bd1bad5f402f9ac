"""What the beheerders of a gemeente were told last."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.basis import Basis, VanGemeente


class Verteld(VanGemeente, Basis):
    """When something was told by e-mail for the last time: once a day for each kind of trouble."""

    __tablename__ = "beheer_verteld"

    gemeente: Mapped[str] = mapped_column(String(40), primary_key=True)
    soort: Mapped[str] = mapped_column(String(60), primary_key=True)
    op: Mapped[datetime]
