"""Server-side sessions of accounts: what a browser holds is a random number and nothing else."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account, Accountsessie
from portal.db.schrijven import voeg_toe

STIL: Final = timedelta(minutes=30)
"""How long a session lives without a sign of life."""
LANGST: Final = timedelta(hours=8)
"""The absolute end: a working day."""
_BIJWERKEN: Final = timedelta(minutes=2)


def begin(sessie: Session, account: Account, now: datetime) -> str:
    """Start a session; gives the id for the cookie (256 bits, base64url)."""
    nummer = secrets.token_urlsafe(32)
    voeg_toe(
        sessie,
        Accountsessie(
            gemeente=account.gemeente,
            merk=merk_van(nummer),
            account_id=account.id,
            begonnen_op=now,
            gezien_op=now,
            verloopt_op=now + STIL,
        ),
    )
    return nummer


def vind(sessie: Session, nummer: str | None, rol: str, now: datetime) -> tuple[Accountsessie, Account] | None:
    """The living session with this id and whose it is, when that account has this role and is not blocked."""
    if not nummer or len(nummer) > 64:
        return None
    return sessie.execute(
        select(Accountsessie, Account)
        .join(Account, Account.id == Accountsessie.account_id)
        .where(
            Accountsessie.merk == merk_van(nummer),
            Accountsessie.verloopt_op > now,
            Account.rol == rol,
            Account.geblokkeerd_op.is_(None),
        )
    ).one_or_none()


def moet_bijgewerkt(rij: Accountsessie, now: datetime) -> bool:
    """Whether the sign of life is old enough to be worth a write."""
    return now - rij.gezien_op > _BIJWERKEN


def houd_levend(sessie: Session, merk: bytes, now: datetime) -> None:
    """Note a sign of life: the end moves on, never past the absolute end."""
    rij = sessie.get(Accountsessie, merk)
    if rij is not None and rij.verloopt_op > now:
        rij.gezien_op = now
        rij.verloopt_op = min(now + STIL, rij.begonnen_op + LANGST)


def beeindig(sessie: Session, nummer: str) -> None:
    """End the session with this id, now."""
    sessie.execute(delete(Accountsessie).where(Accountsessie.merk == merk_van(nummer)))


def beeindig_alle(sessie: Session, account_id: UUID) -> None:
    """End every session of an account, in every browser, now."""
    sessie.execute(delete(Accountsessie).where(Accountsessie.account_id == account_id))


def merk_van(nummer: str) -> bytes:
    """What the database knows of a number in a cookie. It is random, so a plain hash is enough."""
    return hashlib.sha256(b"account|" + nummer.encode()[:200]).digest()
