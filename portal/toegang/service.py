"""The public face of access: codes given and taken, sessions begun and ended."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.db.databank import ALLE, Databank
from portal.db.ids import nieuw_id
from portal.db.schrijven import voeg_toe
from portal.inwoners.models import Inwoner
from portal.toegang import sessies, tellers
from portal.toegang.beurtrij import TRAAG
from portal.toegang.codes import hash_code, in_groepen, lees_code, maak_code
from portal.toegang.models import Activatiecode, PersoonlijkeCode, Sessie

ACTIVATIE_GELDIG: Final = timedelta(days=7)

_MEESTE_ONGEHASHT = 200


class OnbekendeCode(Exception):
    """No living code of this gemeente is this one."""


class TeVaakMis(Exception):
    """Too many wrong codes from here today: somebody has to be called instead."""


@dataclass(frozen=True, slots=True)
class Herkend:
    """Whose code was typed; `activatie_id` when it was an activation code."""

    inwoner_id: UUID
    activatie_id: UUID | None = None


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
    voeg_toe(sessie, rij)
    return rij


def zichtbare_code(sessie: Session, toegang: Sessie, now: datetime) -> list[str] | None:
    """The code in four groups, only for the browser that signed up and while it is level 1."""
    code = leesbare_code(sessie, toegang.inwoner_id, now) if toegang.code_zichtbaar else None
    return in_groepen(code) if code else None


def leesbare_code(sessie: Session, inwoner_id: UUID, now: datetime) -> str | None:
    """The personal code, as long as it may still be shown to whom it was given."""
    rij = sessie.scalars(
        select(PersoonlijkeCode)
        .where(
            PersoonlijkeCode.inwoner_id == inwoner_id,
            PersoonlijkeCode.ingetrokken_op.is_(None),
            PersoonlijkeCode.zichtbaar_tot > now,
        )
        .order_by(PersoonlijkeCode.gemaakt_op.desc(), PersoonlijkeCode.id)
        .limit(1)
    ).first()
    return rij.code if rij is not None else None


def herken_code(databank: Databank, *, gemeente: str, getypt: str, bron: str, now: datetime) -> Herkend:
    """Whose code this is: a personal code, or an activation code that was not used yet.

    Raises `Leesfout` for a slip (costs nothing), `OnbekendeCode`, `TeVaakMis`,
    or `GeenBeurt` when too many others are trying. A wrong code is counted in a
    unit of work of its own, because the count has to survive the refusal.
    """
    code = lees_code(getypt)
    with databank.lezen(gemeente) as sessie:
        if not tellers.mag_raden(sessie, bron, now):
            raise TeVaakMis
    with TRAAG.beurt(bron):
        hashes = hash_code(code)
    with databank.lezen(gemeente) as sessie:
        gevonden = _zoek(sessie, code, hashes, now)
    if gevonden is None:
        with databank.schrijven(gemeente) as sessie:
            tellers.tel_mis(sessie, gemeente, bron, now)
        raise OnbekendeCode
    return gevonden


def _zoek(sessie: Session, code: str, hashes: list[bytes], now: datetime) -> Herkend | None:
    inwoner_id = sessie.scalar(
        select(PersoonlijkeCode.inwoner_id).where(
            PersoonlijkeCode.code_hash.in_(hashes), PersoonlijkeCode.ingetrokken_op.is_(None)
        )
    )
    activatie = sessie.scalar(
        select(Activatiecode).where(
            Activatiecode.code_hash.in_(hashes),
            Activatiecode.gebruikt_op.is_(None),
            Activatiecode.verloopt_op > now,
        )
    )
    if activatie is not None:
        return Herkend(activatie.inwoner_id, activatie.id)
    inwoner_id = inwoner_id or _onder_ongehashte(sessie, code)
    return Herkend(inwoner_id) if inwoner_id is not None else None


def geef_activatiecode(sessie: Session, inwoner_id: UUID, now: datetime) -> str:
    """A code for somebody who lost theirs: sixteen digits, works once, seven days.

    For the counsellor to say or to print. An earlier one ends. LookupError when there is no such inwoner.
    """
    inwoner = sessie.get(Inwoner, inwoner_id)
    if inwoner is None:
        raise LookupError("no such inwoner")
    _gebruik_op(sessie, inwoner_id, now)
    code = maak_code()
    sessie.add(
        Activatiecode(
            gemeente=inwoner.gemeente,
            id=nieuw_id(now),
            inwoner_id=inwoner_id,
            code_hash=hash_code(code)[0],
            verloopt_op=now + ACTIVATIE_GELDIG,
            gebruikt_op=None,
        )
    )
    return code


def wissel_activatiecode_in(sessie: Session, activatie_id: UUID, now: datetime) -> UUID:
    """Take an activation code: a new personal code comes, the old one and all sessions end.

    Of two at the same moment one wins. Raises `OnbekendeCode` for the other.
    """
    inwoner_id = sessie.execute(
        update(Activatiecode)
        .where(
            Activatiecode.id == activatie_id,
            Activatiecode.gebruikt_op.is_(None),
            Activatiecode.verloopt_op > now,
        )
        .values(gebruikt_op=now)
        .returning(Activatiecode.inwoner_id)
    ).scalar_one_or_none()
    inwoner = sessie.get(Inwoner, inwoner_id) if inwoner_id is not None else None
    if inwoner is None:
        raise OnbekendeCode
    vernieuw_code(sessie, inwoner, now)
    return inwoner.id


def vernieuw_code(sessie: Session, inwoner: Inwoner, now: datetime) -> None:
    """Give a new personal code; every earlier code and every session end."""
    sessie.execute(
        update(PersoonlijkeCode)
        .where(PersoonlijkeCode.inwoner_id == inwoner.id, PersoonlijkeCode.ingetrokken_op.is_(None))
        .values(ingetrokken_op=now, code_geheim=None)
    )
    _gebruik_op(sessie, inwoner.id, now)
    sessies.beeindig_alle(sessie, inwoner.id)
    geef_code(sessie, gemeente=inwoner.gemeente, inwoner_id=inwoner.id, now=now)
    sessie.flush()


def _gebruik_op(sessie: Session, inwoner_id: UUID, now: datetime) -> None:
    sessie.execute(
        update(Activatiecode)
        .where(Activatiecode.inwoner_id == inwoner_id, Activatiecode.gebruikt_op.is_(None))
        .values(gebruikt_op=now)
    )


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
