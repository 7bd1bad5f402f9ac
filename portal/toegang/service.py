"""The public face of access: codes given and taken, sessions begun and ended."""

import hmac
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db.databank import ALLE, Databank
from portal.db.ids import nieuw_id
from portal.toegang import sessies, tellers
from portal.toegang.beurtrij import Beurtrij
from portal.toegang.codes import hash_code, in_groepen, lees_code, maak_code
from portal.toegang.models import PersoonlijkeCode, Sessie

_BEURTRIJ = Beurtrij()
_MEESTE_ONGEHASHT = 200


class OnbekendeCode(Exception):
    """No living code of this gemeente is this one."""


class TeVaakMis(Exception):
    """Too many wrong codes from here today: somebody has to be called instead."""


def geef_code(sessie: Session, *, gemeente: str, inwoner_id: UUID, now: datetime) -> PersoonlijkeCode:
    """Give an inwoner a personal code, within the caller's transaction.

    Readable (encrypted) until the session that signed up is over; see `hash_wachtende`.
    """
    rij = PersoonlijkeCode(
        gemeente=gemeente,
        id=nieuw_id(now),
        inwoner_id=inwoner_id,
        gemaakt_op=now,
        zichtbaar_tot=now + sessies.STIL,
    )
    rij.code = maak_code()
    sessie.add(rij)
    return rij


def zichtbare_code(sessie: Session, toegang: Sessie, now: datetime) -> list[str] | None:
    """The code in four groups, only for the browser that signed up and while it is level 1."""
    if not toegang.code_zichtbaar:
        return None
    rij = sessie.scalars(
        select(PersoonlijkeCode)
        .where(
            PersoonlijkeCode.inwoner_id == toegang.inwoner_id,
            PersoonlijkeCode.ingetrokken_op.is_(None),
            PersoonlijkeCode.zichtbaar_tot > now,
        )
        .order_by(PersoonlijkeCode.gemaakt_op.desc(), PersoonlijkeCode.id)
        .limit(1)
    ).first()
    return in_groepen(rij.code) if rij is not None and rij.code else None


def inwoner_van_code(databank: Databank, *, gemeente: str, getypt: str, bron: str, now: datetime) -> UUID:
    """Whose code this is.

    Raises `Leesfout` for a slip (costs nothing), `OnbekendeCode`, `TeVaakMis`,
    or `GeenBeurt` when too many others are trying. A wrong code is counted in a
    unit of work of its own, because the count has to survive the refusal.
    """
    code = lees_code(getypt)
    with databank.lezen(gemeente) as sessie:
        if not tellers.mag_raden(sessie, bron, now):
            raise TeVaakMis
    with _BEURTRIJ.beurt(bron):
        hashes = hash_code(code)
    with databank.lezen(gemeente) as sessie:
        gevonden = sessie.scalar(
            select(PersoonlijkeCode.inwoner_id).where(
                PersoonlijkeCode.code_hash.in_(hashes), PersoonlijkeCode.ingetrokken_op.is_(None)
            )
        ) or _onder_ongehashte(sessie, code)
    if gevonden is None:
        with databank.schrijven(gemeente) as sessie:
            tellers.tel_mis(sessie, gemeente, bron, now)
        raise OnbekendeCode
    return gevonden


def _onder_ongehashte(sessie: Session, code: str) -> UUID | None:
    """Codes that the worker did not come to yet: a dead worker keeps nobody out."""
    gevonden = None
    for rij in _ongehasht(sessie):
        if rij.code is not None and hmac.compare_digest(rij.code, code):
            gevonden = rij.inwoner_id
    return gevonden


def _ongehasht(sessie: Session) -> Iterable[PersoonlijkeCode]:
    return sessie.scalars(
        select(PersoonlijkeCode)
        .where(
            PersoonlijkeCode.code_hash.is_(None),
            PersoonlijkeCode.code_geheim.is_not(None),
            PersoonlijkeCode.ingetrokken_op.is_(None),
        )
        .order_by(PersoonlijkeCode.gemaakt_op.desc(), PersoonlijkeCode.id)
        .limit(_MEESTE_ONGEHASHT)
    ).all()


def hash_wachtende(databank: Databank, now: datetime) -> int:
    """The worker's part: hash new codes, wipe those no browser may show any more.

    The slow step runs outside any transaction. Returns how many were hashed or wiped.
    """
    with databank.lezen(ALLE) as sessie:
        wachtend = [(rij.id, rij.code or "") for rij in _ongehasht(sessie)]
    gehasht = {id_: hash_code(code)[0] for id_, code in wachtend if code}
    with databank.lezen(ALLE) as sessie:
        over = sessie.scalar(
            select(func.count())
            .select_from(PersoonlijkeCode)
            .where(PersoonlijkeCode.code_geheim.is_not(None), PersoonlijkeCode.zichtbaar_tot <= now)
        )
    if not gehasht and not over:
        return 0
    with databank.schrijven(ALLE) as sessie:
        for id_, code_hash in gehasht.items():
            rij = sessie.get(PersoonlijkeCode, id_)
            if rij is not None and rij.code_hash is None:
                rij.code_hash = code_hash
        sessie.flush()
        gewist = 0
        for rij in sessie.scalars(
            select(PersoonlijkeCode)
            .where(
                PersoonlijkeCode.code_geheim.is_not(None),
                PersoonlijkeCode.code_hash.is_not(None),
                PersoonlijkeCode.zichtbaar_tot <= now,
            )
            .limit(500)
        ):
            rij.code = None
            gewist += 1
    return len(gehasht) + gewist


def verberg_code(sessie: Session, toegang: Sessie, now: datetime) -> None:
    """After "Snel weg" no browser shows the code any more."""
    if not toegang.code_zichtbaar:
        return
    for rij in sessie.scalars(
        select(PersoonlijkeCode).where(
            PersoonlijkeCode.inwoner_id == toegang.inwoner_id, PersoonlijkeCode.zichtbaar_tot > now
        )
    ):
        rij.zichtbaar_tot = now


def ruim_op(sessie: Session, now: datetime) -> int:
    """Delete sessions and counters that are over; returns how many."""
    return sessies.ruim_op(sessie, now) + tellers.ruim_op(sessie, now)
