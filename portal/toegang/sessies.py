"""Server-side sessions: what a browser holds is a random number and nothing else."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.db.schrijven import voeg_toe
from portal.toegang.models import PersoonlijkeCode, Sessie

STIL: Final = timedelta(minutes=30)
"""How long a session of an unknown or shared telephone lives without a sign of life."""
STIL_EIGEN: Final = timedelta(hours=4)
"""The same, once somebody said it is their own telephone."""
LANGST: Final = timedelta(hours=4)
"""The absolute end of either."""
VERS: Final = timedelta(minutes=5)
"""So long a second factor opens what is of level 3."""
CODE: Final = "code"
EENMALIG: Final = "eenmalig"
PASSKEY: Final = "passkey"
DIGID: Final = "digid"
_BIJWERKEN: Final = timedelta(minutes=2)
_BEGIN: Final = {1: (CODE,), 2: (CODE, EENMALIG), 3: (CODE, EENMALIG)}


def begin(
    sessie: Session,
    *,
    gemeente: str,
    inwoner_id: UUID,
    niveau: int,
    now: datetime,
    code_zichtbaar: bool = False,
    factoren: tuple[str, ...] = (),
) -> tuple[str, Sessie]:
    """Start a session; returns the id for the cookie (256 bits, base64url) and the row.

    Level 3 is level 2 with a second factor of this moment.
    """
    nummer = secrets.token_urlsafe(32)
    rij = Sessie(
        gemeente=gemeente,
        merk=merk_van(nummer),
        inwoner_id=inwoner_id,
        niveau=min(niveau, 2),
        factoren=" ".join(factoren or _BEGIN[niveau]),
        bewezen_op=now if niveau == 3 else None,
        begonnen_op=now,
        gezien_op=now,
        verloopt_op=now + STIL,
        eigen_telefoon=None,
        code_zichtbaar=code_zichtbaar,
    )
    voeg_toe(sessie, rij)
    return nummer, rij


def niveau_van(rij: Sessie, now: datetime) -> int:
    """What this session opens at this moment: 1, 2 or 3."""
    vers = rij.bewezen_op is not None and now - rij.bewezen_op <= VERS
    return 3 if rij.niveau == 2 and vers else rij.niveau


def factoren_van(rij: Sessie) -> tuple[str, ...]:
    """How somebody showed who they are in this session, the first way first."""
    return tuple(rij.factoren.split())


def toon_aan(
    sessie: Session, oud: Sessie | None, *, gemeente: str, inwoner_id: UUID, factor: str, now: datetime
) -> tuple[str, Sessie]:
    """Somebody showed who they are in one more way: a new session with a new id.

    What the old session had shown stays true when it was of the same inwoner. Two different ways
    are level 2, and DigiD is by itself. What makes or renews level 2 is the second factor of this
    moment; a code that was known already proves nothing new.
    """
    had = factoren_van(oud) if oud is not None and oud.inwoner_id == inwoner_id else ()
    samen = had if factor in had else (*had, factor)
    tweede = factor == DIGID or (bool(had) and (factor not in had or (factor != CODE and len(had) > 1)))
    nummer, rij = begin(
        sessie,
        gemeente=gemeente,
        inwoner_id=inwoner_id,
        niveau=2 if len(samen) > 1 or DIGID in samen else 1,
        now=now,
        factoren=samen,
    )
    if oud is not None and had:
        rij.code_zichtbaar, rij.eigen_telefoon = oud.code_zichtbaar, oud.eigen_telefoon
        rij.bewezen_op = oud.bewezen_op
        _zet_einde(rij, now)
    if tweede:
        rij.bewezen_op = now
    if oud is not None:
        sessie.execute(delete(Sessie).where(Sessie.merk == oud.merk))
    return nummer, rij


def geef_ander_nummer(sessie: Session, rij: Sessie) -> str:
    """The same session under a new id, with nothing more shown than before; returns the id for the cookie."""
    nummer = secrets.token_urlsafe(32)
    sessie.execute(update(Sessie).where(Sessie.merk == rij.merk).values(merk=merk_van(nummer)))
    return nummer


def van_inwoner(sessie: Session, inwoner_id: UUID, now: datetime) -> list[Sessie]:
    """The living sessions of an inwoner, the newest first."""
    return list(
        sessie.scalars(
            select(Sessie)
            .where(Sessie.inwoner_id == inwoner_id, Sessie.verloopt_op > now)
            .order_by(Sessie.begonnen_op.desc(), Sessie.merk)
        )
    )


def beeindig_alle(sessie: Session, inwoner_id: UUID) -> None:
    """End every session of an inwoner, on every device, now."""
    sessie.execute(delete(Sessie).where(Sessie.inwoner_id == inwoner_id))


def vind(sessie: Session, nummer: str | None, now: datetime) -> Sessie | None:
    """The living session with this id, or None."""
    if not nummer or len(nummer) > 64:
        return None
    rij = sessie.scalar(select(Sessie).where(Sessie.merk == merk_van(nummer)))
    return rij if rij is not None and rij.verloopt_op > now else None


def leeft(sessie: Session, merk: bytes, now: datetime) -> Sessie | None:
    """The session with this mark, when it was not ended since; nobody else ends it now."""
    return sessie.scalar(select(Sessie).where(Sessie.merk == merk, Sessie.verloopt_op > now).with_for_update())


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
