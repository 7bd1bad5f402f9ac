"""One-time codes: six digits, ten minutes, five tries, for one session, one purpose and one contact.

Who is not inside yet gets the same from us whether or not we know the contact: the request is
written down, and the worker looks whose it is (`verstuur_wachtende`).
"""

import secrets
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db.databank import ALLE, Databank
from portal.db.ids import nieuw_id
from portal.db.sleutels import sleutels
from portal.inwoners.models import Inwoner
from portal.inwoners.zoekmerken import EMAIL as EMAILADRES
from portal.inwoners.zoekmerken import TELEFOON
from portal.meldingen.service import zet_code_klaar
from portal.meldingen.sjablonen import Sjablonen
from portal.toegang import tellers
from portal.toegang.codes import SCHEIDING, Leesfout
from portal.toegang.kanalen import EMAIL, SMS, kanalen_van
from portal.toegang.models import EenmaligeCode

LENGTE: Final = 6
GELDIG: Final = timedelta(minutes=10)
POGINGEN: Final = 5
BINNENKOMEN: Final = "binnenkomen"
VERHOGEN: Final = "verhogen"
PER_KWARTIER: Final = 3
PER_DAG: Final = 6
_ZOEKMERK: Final = {SMS: TELEFOON, EMAIL: EMAILADRES}


class TeVaakGevraagd(Exception):
    """Enough codes went to this contact, or were asked for from this source; known or not."""


class KanaalKanNiet(Exception):
    """This way does not exist for this inwoner, or is not safe."""


def lees_eenmalig(getypt: str) -> str:
    """The six digits in what was typed, in any script, with any spaces or dashes. Raises `Leesfout`."""
    cijfers = []
    for teken in unicodedata.normalize("NFKC", getypt[:100]):
        cijfer = unicodedata.decimal(teken, None)
        if cijfer is not None:
            cijfers.append(str(cijfer))
        elif teken not in SCHEIDING and not teken.isspace():
            raise Leesfout
    if len(cijfers) != LENGTE:
        raise Leesfout
    return "".join(cijfers)


def vraag_aan(
    sessie: Session,
    *,
    gemeente: str,
    binding: bytes,
    kanaal: str,
    contact: str,
    bron: str,
    per_bron: int,
    now: datetime,
) -> None:
    """Write down that somebody with this contact wants to come in; the worker does the rest.

    `contact` is a number (E.164) or an address, `binding` the browser's, `per_bron` how often
    one source may ask in a day. Raises `TeVaakGevraagd`.
    """
    contact = contact.casefold()
    contact_merk = _ZOEKMERK[kanaal].merk(contact)
    _tel_contact(sessie, gemeente, BINNENKOMEN, contact_merk, now)
    _tel(sessie, gemeente, f"bron|{bron}", timedelta(days=1), per_bron, now)
    rij = _nieuw(gemeente, binding, BINNENKOMEN, kanaal, contact_merk, now)
    rij.contact = contact
    _leg_neer(sessie, rij)


def stuur(
    sessie: Session,
    sjablonen: Sjablonen,
    inwoner: Inwoner,
    *,
    binding: bytes,
    kanaal: str,
    landen: tuple[str, ...],
    bron: str,
    taal: str,
    now: datetime,
) -> None:
    """Send a code to the contact on file, for the session that asks for more, in the language being read.

    Raises `KanaalKanNiet` and `TeVaakGevraagd`.
    """
    if kanaal not in kanalen_van(inwoner, landen):
        raise KanaalKanNiet
    contact_merk = _index_van(inwoner, kanaal)
    _tel_contact(sessie, inwoner.gemeente, VERHOGEN, contact_merk, now)
    rij = _nieuw(inwoner.gemeente, binding, VERHOGEN, kanaal, contact_merk, now)
    _verzend(sessie, sjablonen, rij, inwoner, now, bron=bron, taal=taal)
    _leg_neer(sessie, rij)


def verstuur_wachtende(
    databank: Databank, sjablonen: Sjablonen, landen: Mapping[str, tuple[str, ...]], now: datetime
) -> int:
    """The worker's part: look whose contact it is, and send a code if it is somebody's.

    Of several inwoners with the same contact the newest is meant. `landen` are the prefixes
    that may get an SMS, for each gemeente. Returns how many requests were looked at.
    """
    with databank.lezen(ALLE) as sessie:
        wachtend = sessie.execute(
            select(EenmaligeCode.gemeente, EenmaligeCode.id)
            .where(EenmaligeCode.contact_geheim.is_not(None))
            .order_by(EenmaligeCode.gemaakt_op, EenmaligeCode.id)
            .limit(200)
        ).all()
    for gemeente, id_ in wachtend:
        with databank.schrijven(gemeente) as sessie:
            rij = sessie.scalar(select(EenmaligeCode).where(EenmaligeCode.id == id_).with_for_update())
            if rij is None or rij.contact is None:
                continue
            contact, rij.contact = rij.contact, None
            if rij.verloopt_op <= now:
                continue
            inwoner = _van_wie(sessie, rij.kanaal, contact)
            if inwoner is not None and rij.kanaal in kanalen_van(inwoner, landen.get(gemeente, ())):
                _verzend(sessie, sjablonen, rij, inwoner, now)
    return len(wachtend)


def neem(sessie: Session, *, binding: bytes, doel: str, code: str, now: datetime) -> UUID | None:
    """Whose code this is, or None when it does not fit, is over, was used, or was tried too often.

    One statement counts the try and takes the code: of two at the same moment one wins. The
    caller has to confirm its unit of work either way, or the count is lost.
    """
    rij = sessie.scalar(select(EenmaligeCode).where(EenmaligeCode.sessie_merk == binding, EenmaligeCode.doel == doel))
    if rij is None:
        return None
    past = EenmaligeCode.code_hash.in_(sleutels().geheimen.merken("eenmalige code", _inhoud(rij, code)))
    genomen = sessie.execute(
        update(EenmaligeCode)
        .where(
            EenmaligeCode.id == rij.id,
            EenmaligeCode.gebruikt_op.is_(None),
            EenmaligeCode.pogingen < POGINGEN,
            EenmaligeCode.verloopt_op > now,
        )
        .values(pogingen=EenmaligeCode.pogingen + 1, gebruikt_op=case((past, now), else_=None))
        .returning(EenmaligeCode.gebruikt_op)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if genomen is None or genomen.gebruikt_op is None or rij.inwoner_id is None:
        return None
    inwoner = sessie.get(Inwoner, rij.inwoner_id)
    # A number that was changed in between opens nothing any more. The keys may have changed in between too.
    contact = (inwoner.telefoon if rij.kanaal == SMS else inwoner.email) if inwoner is not None else None
    if inwoner is None or contact is None or rij.contact_merk not in _ZOEKMERK[rij.kanaal].merken(contact):
        return None
    return inwoner.id


def ruim_op(sessie: Session, now: datetime, bewaren: timedelta) -> int:
    """Delete what has been over for as long as the gemeente keeps it; returns how many."""
    over = delete(EenmaligeCode).where(EenmaligeCode.verloopt_op < now - bewaren).returning(EenmaligeCode.id)
    return len(sessie.execute(over).all())


def _nieuw(gemeente: str, binding: bytes, doel: str, kanaal: str, contact_merk: bytes, now: datetime) -> EenmaligeCode:
    return EenmaligeCode(
        gemeente=gemeente,
        id=nieuw_id(now),
        sessie_merk=binding,
        doel=doel,
        kanaal=kanaal,
        contact_merk=contact_merk,
        pogingen=0,
        gemaakt_op=now,
        verloopt_op=now + GELDIG,
    )


def _leg_neer(sessie: Session, rij: EenmaligeCode) -> None:
    """Put it in the place of the session's earlier one: a session has one living code."""
    soort = postgresql if sessie.get_bind().dialect.name == "postgresql" else sqlite
    waarden = {kolom.name: getattr(rij, kolom.name) for kolom in EenmaligeCode.__table__.columns}
    opdracht = soort.insert(EenmaligeCode).values(**waarden)
    sessie.execute(
        opdracht.on_conflict_do_update(
            index_elements=["gemeente", "sessie_merk"],
            set_={naam: opdracht.excluded[naam] for naam in waarden if naam not in ("gemeente", "sessie_merk")},
        )
    )


def _verzend(
    sessie: Session,
    sjablonen: Sjablonen,
    rij: EenmaligeCode,
    inwoner: Inwoner,
    now: datetime,
    *,
    bron: str | None = None,
    taal: str | None = None,
) -> None:
    code = f"{secrets.randbelow(10**LENGTE):0{LENGTE}d}"
    rij.inwoner_id = inwoner.id
    rij.contact_merk = _index_van(inwoner, rij.kanaal)
    rij.code_hash = sleutels().geheimen.merk("eenmalige code", _inhoud(rij, code))
    rij.verloopt_op = now + GELDIG
    zet_code_klaar(sessie, sjablonen, inwoner, rij.kanaal, code, now, bron=bron, taal=taal)


def _inhoud(rij: EenmaligeCode, code: str) -> bytes:
    """What the hash is made of: a code fits in its own session, for its own purpose and contact, only."""
    return b"|".join((rij.id.bytes, rij.sessie_merk, rij.doel.encode(), rij.contact_merk, code.encode()))


def _van_wie(sessie: Session, kanaal: str, contact: str) -> Inwoner | None:
    kolom = Inwoner.telefoon_index if kanaal == SMS else Inwoner.email_index
    return sessie.scalars(
        select(Inwoner)
        .where(kolom.in_(_ZOEKMERK[kanaal].merken(contact)))
        .order_by(Inwoner.gemaakt_op.desc(), Inwoner.id.desc())
        .limit(1)
    ).first()


def _index_van(inwoner: Inwoner, kanaal: str) -> bytes:
    return (inwoner.telefoon_index if kanaal == SMS else inwoner.email_index) or b""


def _tel_contact(sessie: Session, gemeente: str, doel: str, contact_merk: bytes, now: datetime) -> None:
    """Counted for each purpose by itself: a stranger who types a number uses up nothing of who is inside."""
    for venster, hoogstens in ((timedelta(minutes=15), PER_KWARTIER), (timedelta(days=1), PER_DAG)):
        _tel(sessie, gemeente, f"{doel}|{contact_merk.hex()}|{venster}", venster, hoogstens, now)


def _tel(sessie: Session, gemeente: str, wat: str, venster: timedelta, hoogstens: int, now: datetime) -> None:
    merk = sleutels().geheimen.merk("teller", f"eenmalig|{wat}")
    if tellers.tel(sessie, gemeente, merk, now + venster, now) > hoogstens:
        raise TeVaakGevraagd
