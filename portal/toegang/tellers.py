"""Counters that survive a refusal, and the budget for guessing a code.

A typing slip is caught by the check digit and is not counted, so somebody who
has a code hardly ever counts. What is counted are guesses.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.clock import dag_van
from portal.db.sleutels import sleutels
from portal.toegang.models import Teller

PER_BRON: Final = 20
"""Wrong codes a day from one source (an IPv4 address, an IPv6 /64)."""
PER_DAG: Final = 5_000
"""Wrong codes a day in one installation; above it a source with any wrong code waits."""
LEVENDE_CODES: Final = 200_000
"""The number of codes for which the guessing budget was worked out."""


def mag_raden(sessie: Session, bron: str, now: datetime) -> bool:
    """Whether this source may try one more code today.

    Beyond the day's total only sources without a wrong code go on: so a
    stranger who spends the total shuts nobody out.
    """
    van_bron = _lees(sessie, _merk("code", bron, now))
    if van_bron >= PER_BRON:
        return False
    return van_bron == 0 or _lees(sessie, _merk("code", "*", now)) < PER_DAG


def tel_mis(sessie: Session, gemeente: str, bron: str, now: datetime) -> None:
    """Count one wrong code, for its source and for the day."""
    for wat in (bron, "*"):
        tel(sessie, gemeente, _merk("code", wat, now), now + timedelta(days=1), now)


def tel(sessie: Session, gemeente: str, merk: bytes, tot: datetime, now: datetime) -> int:
    """Count one in a window that ends at `tot`; a window that is over starts anew."""
    invoegen = (postgresql if sessie.get_bind().dialect.name == "postgresql" else sqlite).insert(Teller)
    opdracht = invoegen.values(gemeente=gemeente, merk=merk, aantal=1, tot=tot)
    over = Teller.__table__.c.tot <= now
    opdracht = opdracht.on_conflict_do_update(
        index_elements=["gemeente", "merk"],
        set_={
            "aantal": case((over, 1), else_=Teller.__table__.c.aantal + 1),
            "tot": case((over, tot), else_=Teller.__table__.c.tot),
        },
    )
    return int(sessie.execute(opdracht.returning(Teller.aantal)).scalar_one())


def ruim_op(sessie: Session, now: datetime) -> int:
    """Delete the windows that are over; returns how many."""
    return len(sessie.execute(delete(Teller).where(Teller.tot < now).returning(Teller.merk)).all())


def _lees(sessie: Session, merk: bytes) -> int:
    return sessie.scalar(select(Teller.aantal).where(Teller.merk == merk)) or 0


def _merk(soort: str, bron: str, now: datetime) -> bytes:
    return sleutels().geheimen.merk("teller", f"{soort}|{bron}|{dag_van(now)}")
