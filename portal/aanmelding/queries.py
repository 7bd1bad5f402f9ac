"""Reads of one inwoner's sign-up."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.aanmelding.models import Aanmelding, Antwoord, Concept, Vingerafdruk


def aanmelding_van(sessie: Session, inwoner_id: UUID) -> Aanmelding | None:
    """The newest aanmelding of an inwoner."""
    return sessie.scalars(
        select(Aanmelding)
        .where(Aanmelding.inwoner_id == inwoner_id)
        .order_by(Aanmelding.ontvangen_op.desc(), Aanmelding.id.desc())
        .limit(1)
    ).first()


def beantwoord(sessie: Session, aanmelding_id: UUID) -> set[str]:
    """Which optional questions have an answer."""
    return set(sessie.scalars(select(Antwoord.onderwerp).where(Antwoord.aanmelding_id == aanmelding_id)))


def concept_van(sessie: Session, aanmelding_id: UUID, onderwerp: str) -> str | None:
    """What was typed and not sent."""
    concept = sessie.get(Concept, (aanmelding_id, onderwerp))
    return concept.tekst if concept else None


def van_bron(sessie: Session, bron_merk: bytes, now: datetime, hoogst: int) -> int:
    """How many sign-ups this source sent in the last ten minutes; counts to `hoogst`, no further."""
    recent = (
        select(Vingerafdruk.merk)
        .where(Vingerafdruk.bron_merk == bron_merk, Vingerafdruk.tot > now)
        .limit(hoogst)
        .subquery()
    )
    return sessie.scalar(select(func.count()).select_from(recent)) or 0
