"""Reads, always through the inwoner: an id alone opens nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from portal.afspraken.models import GEPLAND, NIET_VERSCHENEN, VERVALLEN, Afspraak
from portal.inwoners.models import Inwoner

GEMIST_TE_ZIEN: Final = timedelta(days=14)
"""So long after it a missed appointment is still what it is about."""


def afspraak_van(
    sessie: Session, inwoner_id: UUID, afspraak_id: UUID, *, om_te_veranderen: bool = False
) -> Afspraak | None:
    """One appointment of this inwoner; with `om_te_veranderen` nobody else changes it before this transaction ends."""
    vraag = select(Afspraak).where(Afspraak.id == afspraak_id, Afspraak.inwoner_id == inwoner_id)
    if om_te_veranderen:
        vraag = vraag.with_for_update().execution_options(populate_existing=True)
    return sessie.scalars(vraag).one_or_none()


def met_kenmerk(sessie: Session, inwoner_id: UUID, kenmerk: str) -> Afspraak | None:
    """The one that the backoffice calls so; nobody else changes it before this transaction ends."""
    return sessie.scalars(
        select(Afspraak)
        .where(Afspraak.inwoner_id == inwoner_id, Afspraak.kenmerk == kenmerk)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def afspraken_van(sessie: Session, inwoner_id: UUID) -> Sequence[Afspraak]:
    """All of them, the earliest first."""
    return sessie.scalars(
        select(Afspraak).where(Afspraak.inwoner_id == inwoner_id).order_by(Afspraak.begin, Afspraak.id)
    ).all()


def aan_de_orde(sessie: Session, inwoner_id: UUID, now: datetime) -> list[Afspraak]:
    """What there is to see today: first what is still planned, the earliest first; else what went wrong lately.

    Of an appointment that was missed or does not go on nothing is said any more once there is a new one.
    """
    gevonden = sessie.scalars(
        select(Afspraak)
        .where(
            Afspraak.inwoner_id == inwoner_id,
            or_(
                and_(Afspraak.status.in_((GEPLAND, VERVALLEN)), Afspraak.einde > now),
                and_(Afspraak.status == NIET_VERSCHENEN, Afspraak.einde > now - GEMIST_TE_ZIEN),
            ),
        )
        .order_by(Afspraak.begin, Afspraak.id)
    ).all()
    gepland = [afspraak for afspraak in gevonden if afspraak.status == GEPLAND]
    return gepland or list(reversed(gevonden))[:1]


def heeft_afspraak_na(moment: datetime) -> ColumnElement[bool]:
    """Whether an inwoner (of the query around it) has an appointment that still comes."""
    return (
        select(Afspraak.id)
        .where(Afspraak.inwoner_id == Inwoner.id, Afspraak.status == GEPLAND, Afspraak.einde > moment)
        .correlate(Inwoner)
        .exists()
    )


def heeft_afspraken() -> ColumnElement[bool]:
    """Whether an inwoner (of the query around it) ever had an appointment."""
    return select(Afspraak.id).where(Afspraak.inwoner_id == Inwoner.id).correlate(Inwoner).exists()
