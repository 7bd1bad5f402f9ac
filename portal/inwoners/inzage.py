"""The log of who looked: in which role, at what, and when. Rows are only ever added."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.db.ids import nieuw_id
from portal.inwoners.models import Inwoner, Inzage

ZELFDE: Final = timedelta(hours=1)
"""Looking at the same again within this time is the same look, so that a system that asks every minute hides nobody."""
MEESTE: Final = 200


@dataclass(frozen=True, slots=True)
class Blik:
    """Somebody looked. `wie` is a system or organisation, never a person."""

    op: datetime
    rol: str
    wie: str | None
    wat: str


def noteer_inzage(
    sessie: Session, inwoner: Inwoner, *, rol: str, wat: str, now: datetime, wie: str | None = None
) -> bool:
    """Add that somebody looked, unless the same one did within the hour; whether it was added."""
    eerder = sessie.scalar(
        select(Inzage.id)
        .where(
            Inzage.inwoner_id == inwoner.id,
            Inzage.op > now - ZELFDE,
            Inzage.op <= now,
            Inzage.rol == rol,
            Inzage.wie.is_not_distinct_from(wie),
            Inzage.wat == wat,
        )
        .limit(1)
    )
    if eerder is not None:
        return False
    sessie.add(
        Inzage(gemeente=inwoner.gemeente, id=nieuw_id(now), inwoner_id=inwoner.id, op=now, rol=rol, wie=wie, wat=wat)
    )
    return True


def wie_keek(sessie: Session, inwoner_id: UUID, hoogst: int = MEESTE) -> list[Blik]:
    """Who looked, the newest first."""
    rijen = sessie.scalars(
        select(Inzage).where(Inzage.inwoner_id == inwoner_id).order_by(Inzage.op.desc(), Inzage.id.desc()).limit(hoogst)
    )
    return [Blik(rij.op, rij.rol, rij.wie, rij.wat) for rij in rijen]


def ruim_op(sessie: Session, voor: datetime) -> int:
    """Delete rows from before `voor`, which is at least a year ago: younger ones the database keeps. How many."""
    weg = delete(Inzage).where(Inzage.op < voor).returning(Inzage.id).execution_options(synchronize_session=False)
    return len(sessie.execute(weg).all())
