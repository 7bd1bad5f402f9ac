"""How often may be tried: counted in the database, and never a lock that a stranger can turn."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import dag_van
from portal.db.sleutels import sleutels
from portal.toegang.models import Teller
from portal.toegang.tellers import tel

PER_BRON: Final = 20
"""Misses a day from one source."""
PER_DAG: Final = 2_000
"""Misses a day in all; above it only sources without any go on."""
TOTP_PER_DAG: Final = 20
"""Wrong codes of the app a day for one account. Only who has the password gets there: a stranger cannot use it up."""
UITDAGINGEN: Final = 200
"""Passkeys asked for in a day from one source."""


def mag(sessie: Session, bron: str, now: datetime) -> bool:
    """Whether this source may try once more today."""
    van_bron = _stand(sessie, f"in|{bron}", now)
    return van_bron == 0 or (van_bron < PER_BRON and _stand(sessie, "in|*", now) < PER_DAG)


def mis(sessie: Session, gemeente: str, bron: str, now: datetime) -> None:
    """Count a miss, for its source and for the day."""
    for wat in (bron, "*"):
        _tel(sessie, gemeente, f"in|{wat}", now)


def mag_totp(sessie: Session, account_id: UUID, now: datetime) -> bool:
    """Whether codes of the app of this account are still looked at today."""
    return _stand(sessie, f"totp|{account_id}", now) < TOTP_PER_DAG


def mis_totp(sessie: Session, gemeente: str, account_id: UUID, now: datetime) -> None:
    """Count a wrong code of the app, with the right password before it."""
    _tel(sessie, gemeente, f"totp|{account_id}", now)


def mag_uitdaging(sessie: Session, gemeente: str, bron: str, now: datetime) -> bool:
    """Count that a passkey was asked for, and say whether that may be."""
    return _tel(sessie, gemeente, f"passkey|{bron}", now) <= UITDAGINGEN


def _tel(sessie: Session, gemeente: str, wat: str, now: datetime) -> int:
    return tel(sessie, gemeente, _merk(wat, now), now + timedelta(days=1), now)


def _stand(sessie: Session, wat: str, now: datetime) -> int:
    return sessie.scalar(select(Teller.aantal).where(Teller.merk == _merk(wat, now))) or 0


def _merk(wat: str, now: datetime) -> bytes:
    return sleutels().geheimen.merk("teller", f"account|{wat}|{dag_van(now)}")
