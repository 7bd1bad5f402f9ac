"""Making everything that is stored anew with the key that is in use, while web and worker go on.

Found from the models: every `Geheim`, and every `Zoekmerk` that is handed over. In small batches; a row
that somebody else holds is passed over and comes in the next round, so that nobody waits for somebody
who waits for us, and no change of theirs is lost.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Row,
    Table,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from portal.db.basis import Basis, Geheim
from portal.db.databank import ALLE, Databank
from portal.db.sleutels import SleutelFout, sleutels
from portal.db.zoekmerk import Zoekmerk

PER_KEER: Final = 100
"""Rows in one transaction."""
_RONDEN: Final = 200
_PAUZE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Tabel:
    """One table with encrypted fields: the columns they are in, and the hashes that are made of them."""

    soort: type[Basis]
    geheimen: tuple[Geheim, ...]
    zoekmerken: tuple[Zoekmerk, ...]

    @property
    def tabel(self) -> Table:
        """The table itself."""
        gevonden: Table = Basis.metadata.tables[self.soort.__tablename__]
        return gevonden

    def bron_van(self, zoekmerk: Zoekmerk) -> Geheim:
        """The encrypted field that a hash is made of."""
        gevonden = vars(self.soort)[zoekmerk.geheim]
        if not isinstance(gevonden, Geheim):
            raise TypeError(f"{zoekmerk.geheim} of {self.soort.__name__} is not encrypted")
        return gevonden


@dataclass(frozen=True, slots=True)
class Wissel:
    """What renewing came to: rows made anew, and rows that no key here can read."""

    vernieuwd: int
    onleesbaar: int


def tabellen(zoekmerken: Sequence[Zoekmerk]) -> list[Tabel]:
    """Every table with encrypted fields of the models that were loaded, by name."""
    gevonden = []
    for mapper in Basis.registry.mappers:
        soort = mapper.class_
        velden = tuple(veld for veld in vars(soort).values() if isinstance(veld, Geheim))
        if velden:
            gevonden.append(Tabel(soort, velden, tuple(merk for merk in zoekmerken if merk.soort is soort)))
    return sorted(gevonden, key=lambda tabel: tabel.tabel.name)


def vernieuw(databank: Databank, zoekmerken: Sequence[Zoekmerk]) -> Wissel:
    """Renew whatever was made with another key than the one in use, until nothing is left that can be."""
    vernieuwd = onleesbaar = 0
    for _ in range(_RONDEN):
        ronde = [_vernieuw_tabel(databank, tabel) for tabel in tabellen(zoekmerken)]
        vernieuwd += sum(wissel.vernieuwd for wissel in ronde)
        onleesbaar = sum(wissel.onleesbaar for wissel in ronde)
        if te_vernieuwen(databank, zoekmerken) <= onleesbaar:
            break
        time.sleep(_PAUZE)
    databank.wis_sporen()
    return Wissel(vernieuwd, onleesbaar)


def te_vernieuwen(databank: Databank, zoekmerken: Sequence[Zoekmerk]) -> int:
    """How many rows hold something that was made with a key that is known here, and is not the one in use."""
    with databank.lezen(ALLE) as sessie:
        return sum(
            sessie.scalar(select(func.count()).select_from(tabel.tabel).where(_verouderd(tabel, bekend=True))) or 0
            for tabel in tabellen(zoekmerken)
        )


def versleuteld_met(databank: Databank) -> Counter[str]:
    """How many values are encrypted with each key; with one that is not here, under an empty name."""
    ring = sleutels().versleuteling
    stand: Counter[str] = Counter(dict.fromkeys(ring.namen, 0))
    with databank.lezen(ALLE) as sessie:
        for tabel in tabellen(()):
            for geheim in tabel.geheimen:
                kolom = tabel.tabel.c[geheim.kolom]
                per_sleutel = {naam: _tel(sessie, _begint_met(kolom, ring.kop(naam))) for naam in ring.namen}
                stand.update(per_sleutel)
                stand[""] += _tel(sessie, kolom.is_not(None)) - sum(per_sleutel.values())
    return stand


def gemerkt_met(databank: Databank) -> Counter[str]:
    """How many stored hashes were made with each secret key: what cannot be made anew stays with its own."""
    namen = sleutels().geheimen.namen
    stand: Counter[str] = Counter(dict.fromkeys(namen, 0))
    with databank.lezen(ALLE) as sessie:
        for mapper in Basis.registry.mappers:
            geheim = {veld.kolom for veld in vars(mapper.class_).values() if isinstance(veld, Geheim)}
            for kolom in mapper.columns:
                if isinstance(kolom.type, LargeBinary) and kolom.name not in geheim:
                    stand.update({naam: _tel(sessie, _begint_met(kolom, _voorvoegsel(naam))) for naam in namen})
    return stand


def _vernieuw_tabel(databank: Databank, tabel: Tabel) -> Wissel:
    vernieuwd = onleesbaar = 0
    for sleutelgroep in _bladzijden(databank, tabel):
        with databank.schrijven(ALLE) as sessie:
            nieuw, fout = _vernieuw_rijen(sessie, tabel, sleutelgroep)
        vernieuwd += nieuw
        onleesbaar += fout
    return Wissel(vernieuwd, onleesbaar)


def _bladzijden(databank: Databank, tabel: Tabel) -> Iterator[list[Any]]:
    """The primary keys of what has to be renewed, some at a time; read outside the transactions that write."""
    sleutel = list(tabel.tabel.primary_key.columns)
    vanaf: tuple[Any, ...] | None = None
    while True:
        vraag = select(*sleutel).where(_verouderd(tabel)).order_by(*sleutel).limit(PER_KEER)
        if vanaf is not None:
            grens = [bindparam(None, waarde, type_=kolom.type) for kolom, waarde in zip(sleutel, vanaf, strict=True)]
            vraag = vraag.where(tuple_(*sleutel) > tuple_(*grens))
        with databank.lezen(ALLE) as sessie:
            gevonden = [tuple(rij) for rij in sessie.execute(vraag)]
        if not gevonden:
            return
        vanaf = gevonden[-1]
        yield gevonden


def _vernieuw_rijen(sessie: Session, tabel: Tabel, sleutelgroep: list[Any]) -> tuple[int, int]:
    t = tabel.tabel
    sleutel = list(t.primary_key.columns)
    kolommen = [*(veld.kolom for veld in tabel.geheimen), *(merk.kolom for merk in tabel.zoekmerken)]
    rijen = sessie.execute(
        select(t).where(tuple_(*sleutel).in_(sleutelgroep), _verouderd(tabel)).with_for_update(skip_locked=True)
    ).all()
    nieuw, onleesbaar = [], 0
    for rij in rijen:
        try:
            waarden = _nieuwe_waarden(tabel, rij)
        except SleutelFout:
            onleesbaar += 1
            continue
        nieuw.append(waarden | {f"pk_{kolom.name}": rij._mapping[kolom.name] for kolom in sleutel})
    if nieuw:
        opdracht = update(t).where(*(kolom == bindparam(f"pk_{kolom.name}") for kolom in sleutel))
        sessie.connection().execute(opdracht.values({kolom: bindparam(f"w_{kolom}") for kolom in kolommen}), nieuw)
    return len(nieuw), onleesbaar


def _nieuwe_waarden(tabel: Tabel, rij: Row[Any]) -> dict[str, Any]:
    oud = rij._mapping
    klaar = {veld.kolom: veld.lees(tabel.soort, oud["gemeente"], oud[veld.kolom]) for veld in tabel.geheimen}
    waarden: dict[str, Any] = {
        f"w_{veld.kolom}": veld.schrijf(tabel.soort, oud["gemeente"], klaar[veld.kolom]) for veld in tabel.geheimen
    }
    for zoekmerk in tabel.zoekmerken:
        waarde = klaar[tabel.bron_van(zoekmerk).kolom]
        waarden[f"w_{zoekmerk.kolom}"] = oud[zoekmerk.kolom] if waarde is None else zoekmerk.merk(waarde)
    return waarden


def _verouderd(tabel: Tabel, *, bekend: bool = False) -> ColumnElement[bool]:
    """Rows with something in them that the key in use did not make; with `bekend`: that a key here can read."""
    deze, t = sleutels(), tabel.tabel
    ring = deze.versleuteling
    voorwaarden = []
    for geheim in tabel.geheimen:
        kolom = t.c[geheim.kolom]
        if bekend:
            voorwaarden += [_begint_met(kolom, ring.kop(naam)) for naam in ring.namen if naam != ring.actief]
        else:
            voorwaarden.append(and_(kolom.is_not(None), ~_begint_met(kolom, ring.kop(ring.actief))))
    for zoekmerk in tabel.zoekmerken:
        kolom, bron = t.c[zoekmerk.kolom], t.c[tabel.bron_van(zoekmerk).kolom]
        goed = _begint_met(kolom, _voorvoegsel(deze.geheimen.actief))
        leesbaar = or_(*(_begint_met(bron, ring.kop(naam)) for naam in ring.namen)) if bekend else bron.is_not(None)
        voorwaarden.append(and_(leesbaar, or_(kolom.is_(None), ~goed)))
    return or_(literal_column("1 = 0"), *voorwaarden)


def _voorvoegsel(naam: str) -> bytes:
    return naam.encode() + b":"


def _begint_met(kolom: ColumnElement[Any], begin: bytes) -> ColumnElement[bool]:
    stuk = func.substr(kolom, literal_column("1"), literal_column(str(len(begin))), type_=LargeBinary)
    return stuk == bindparam(None, begin, type_=LargeBinary)


def _tel(sessie: Session, waar: ColumnElement[bool]) -> int:
    return sessie.scalar(select(func.count()).where(waar)) or 0
