"""Server-side sessions: what a browser holds is a random number and nothing else."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.toegang.models import PersoonlijkeCode, Sessie

STIL: Final = timedelta(minutes=30)
"""How long a session of an unknown or shared telephone lives without a sign of life."""
STIL_EIGEN: Final = timedelta(hours=4)
"""The same, once somebody said it is their own telephone."""
LANGST: Final = timedelta(hours=4)
"""The absolute end of either."""
_BIJWERKEN: Final = timedelta(minutes=2)


def begin(
    sessie: Session,
    *,
    gemeente: str,
    inwoner_id: UUID,
    niveau: int,
    now: datetime,
    code_zichtbaar: bool = False,
) -> tuple[str, Sessie]:
    """Start a session; returns the id for the cookie (256 bits, base64url) and the row."""
    nummer = secrets.token_urlsafe(32)
    rij = Sessie(
        gemeente=gemeente,
        merk=merk_van(nummer),
        inwoner_id=inwoner_id,
        niveau=niveau,
        begonnen_op=now,
        gezien_op=now,
        verloopt_op=now + STIL,
        eigen_telefoon=None,
        code_zichtbaar=code_zichtbaar,
    )
    sessie.add(rij)
    return nummer, rij


def vind(sessie: Session, nummer: str | None, now: datetime) -> Sessie | None:
    """The living session with this id, or None."""
    if not nummer or len(nummer) > 64:
        return None
    rij = sessie.scalar(select(Sessie).where(Sessie.merk == merk_van(nummer)))
    return rij if rij is not None and rij.verloopt_op > now else None


def moet_bijgewerkt(rij: Sessie, now: datetime) -> bool:
    """Whether the sign of life is old enough to be worth a write."""
    return now - rij.gezien_op > _BIJWERKEN


def houd_levend(sessie: Session, merk: bytes, now: datetime) -> None:
    """Note a sign of life: the end moves on, never past the absolute end."""
    rij = sessie.get(Sessie, merk)
    if rij is not None and rij.verloopt_op > now:
        rij.gezien_op = now
        _zet_einde(rij, now)


def zet_eigen_telefoon(sessie: Session, rij: Sessie, eigen: bool, now: datetime) -> None:
    """Remember whose telephone this is; the code stays readable just as long."""
    rij.eigen_telefoon = eigen
    _zet_einde(rij, now)
    sessie.execute(
        update(PersoonlijkeCode)
        .where(
            PersoonlijkeCode.inwoner_id == rij.inwoner_id,
            PersoonlijkeCode.code_geheim.is_not(None),
        )
        .values(zichtbaar_tot=rij.verloopt_op)
    )


def beeindig(sessie: Session, nummer: str) -> None:
    """End the session with this id, now."""
    sessie.execute(delete(Sessie).where(Sessie.merk == merk_van(nummer)))


def ruim_op(sessie: Session, now: datetime) -> int:
    """Delete the sessions that are over; returns how many."""
    over = delete(Sessie).where(Sessie.verloopt_op < now).returning(Sessie.merk)
    return len(sessie.execute(over).all())


def merk_van(nummer: str) -> bytes:
    """What the database knows of a session id. It is random, so a plain hash is enough."""
    return hashlib.sha256(nummer.encode()).digest()


def _zet_einde(rij: Sessie, now: datetime) -> None:
    stil = STIL_EIGEN if rij.eigen_telefoon else STIL
    rij.verloopt_op = min(now + stil, rij.begonnen_op + LANGST)
