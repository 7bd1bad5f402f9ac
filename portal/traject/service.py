"""The public face: keep what the backoffice writes, and give the overview."""

import hashlib
import json
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql.dml import ReturningInsert

from portal.gemeente import Gemeente
from portal.inwoners.models import Inwoner
from portal.inwoners.service import OnbekendeInwoner
from portal.termijnen import Kalender, Termijnen
from portal.traject.models import Traject
from portal.traject.procesoverzicht import Procesoverzicht, maak_procesoverzicht


def zet_traject(sessie: Session, *, inwoner_id: UUID, inhoud: dict[str, Any], gewijzigd_op: datetime) -> Traject:
    """Keep the newest state; an older one than what is stored changes nothing. Gives what is stored.

    Of two of the same moment, the one that stays does not depend on which came first. One statement
    decides and writes, so that two at once wait for each other.

    `inhoud` is the judged body of the contract. Raises `OnbekendeInwoner`.
    """
    nieuw = Traject(gemeente=sessie.info["gemeente"], inwoner_id=inwoner_id)
    nieuw.fase = inhoud["fase"]
    nieuw.gewijzigd_op = gewijzigd_op
    # However its fields are ordered, the same content is the same.
    nieuw.volgorde = hashlib.sha256(json.dumps(inhoud, sort_keys=True).encode()).digest()
    nieuw.inhoud = inhoud
    verbinding = sessie.connection()
    waarden = {kolom.name: getattr(nieuw, kolom.name) for kolom in Traject.__table__.columns}
    geschreven = verbinding.execute(_schrijf_als_nieuwer(verbinding.dialect.name), waarden).first() is not None
    eerder = sessie.identity_map.get(identity_key(Traject, inwoner_id))
    if eerder is not None and geschreven:
        sessie.expire(eerder)
    if geschreven:
        return nieuw
    traject = sessie.get(Traject, inwoner_id)
    if traject is None:
        raise OnbekendeInwoner
    return traject


@cache
def _schrijf_als_nieuwer(databank: str) -> ReturningInsert[Any]:
    """The statement, put together once: doing so takes longer than running it."""
    kolom = Traject.__table__.c
    bron = select(*(bindparam(deel.name, type_=deel.type) for deel in kolom)).where(
        Inwoner.id == bindparam("inwoner_id", type_=kolom.inwoner_id.type),
        Inwoner.gemeente == bindparam("gemeente", type_=kolom.gemeente.type),
    )
    opdracht = (postgresql if databank == "postgresql" else sqlite).insert(Traject.__table__)
    opdracht = opdracht.from_select([deel.name for deel in kolom], bron)
    klaar: ReturningInsert[Any] = opdracht.on_conflict_do_update(
        index_elements=["inwoner_id"],
        set_={naam: opdracht.excluded[naam] for naam in ("fase", "gewijzigd_op", "volgorde", "inhoud_geheim")},
        where=tuple_(opdracht.excluded.gewijzigd_op, opdracht.excluded.volgorde)
        > tuple_(kolom.gewijzigd_op, kolom.volgorde),
    ).returning(kolom.inwoner_id)
    return klaar


def procesoverzicht(
    sessie: Session,
    *,
    inwoner_id: UUID,
    startdatum: date,
    termijnen: Termijnen,
    gemeente: Gemeente,
    kalender: Kalender,
    vandaag: date,
) -> Procesoverzicht:
    """The overview of one inwoner; `startdatum` and `termijnen` are those of the aanmelding."""
    traject = sessie.get(Traject, inwoner_id)
    return maak_procesoverzicht(
        startdatum=startdatum,
        termijnen=termijnen,
        gegeven=traject.inhoud if traject else {},
        gemeente=gemeente,
        kalender=kalender,
        vandaag=vandaag,
    )


def traject_van(sessie: Session, inwoner_id: UUID) -> Traject | None:
    """What the backoffice last told, if anything."""
    return sessie.get(Traject, inwoner_id)
