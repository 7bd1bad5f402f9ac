"""The unit of work: commits as a whole, and shows each gemeente only its own."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import delete, inspect, select, text, update
from sqlalchemy.orm import aliased

from portal.db.basis import Basis, VanGemeente
from portal.db.databank import ALLE, AndereGemeente, Databank
from portal.db.ids import nieuw_id
from portal.inwoners.models import Inwoner
from portal.outbox.service import record

NU = datetime(2026, 11, 20, 9, tzinfo=UTC)


def _inwoner(gemeente: str, naam: str) -> Inwoner:
    inwoner = Inwoner(
        gemeente=gemeente,
        id=nieuw_id(NU),
        telefoon_onzeker=False,
        langskomen=False,
        taal="nl",
        veilig_bereikbaar="onbekend",
        gemaakt_op=NU,
    )
    inwoner.naam = naam
    return inwoner


def test_een_fout_maakt_alles_ongedaan(databank: Databank) -> None:
    with pytest.raises(RuntimeError), databank.schrijven("a") as sessie:
        sessie.add(_inwoner("a", "weg"))
        sessie.flush()
        raise RuntimeError
    with databank.lezen("a") as sessie:
        assert sessie.scalars(select(Inwoner)).all() == []


def test_een_sessie_ziet_alleen_de_eigen_gemeente(databank: Databank) -> None:
    for gemeente in ("a", "b"):
        with databank.schrijven(gemeente) as sessie:
            sessie.add(_inwoner(gemeente, f"iemand uit {gemeente}"))
    with databank.lezen(ALLE) as sessie:
        ids = {i.gemeente: i.id for i in sessie.scalars(select(Inwoner))}
    with databank.lezen("a") as sessie:
        assert [i.naam for i in sessie.scalars(select(Inwoner))] == ["iemand uit a"]
        assert sessie.get(Inwoner, ids["b"]) is None
        ander = aliased(Inwoner)
        assert sessie.scalars(select(ander.id).where(ander.id == ids["b"])).all() == []
    with databank.schrijven("a") as sessie:
        sessie.execute(update(Inwoner).values(taal="en"))
        sessie.execute(delete(Inwoner).where(Inwoner.id == ids["b"]))
    with databank.lezen("b") as sessie:
        assert [i.taal for i in sessie.scalars(select(Inwoner))] == ["nl"]


def test_een_sessie_schrijft_alleen_voor_de_eigen_gemeente(databank: Databank) -> None:
    with pytest.raises(AndereGemeente), databank.schrijven("a") as sessie:
        sessie.add(_inwoner("b", "verkeerd"))
        sessie.flush()


def test_een_sessie_zonder_gemeente_doet_niets(databank: Databank) -> None:
    with databank.lezen("a") as sessie:
        sessie.info.pop("gemeente")
        with pytest.raises(AndereGemeente):
            sessie.scalars(select(Inwoner)).all()


ZONDER_MENSEN = {"hartslag"}


def test_elke_tabel_met_gegevens_van_mensen_hoort_bij_een_gemeente() -> None:
    zonder = {m.class_.__tablename__ for m in Basis.registry.mappers if not issubclass(m.class_, VanGemeente)}
    assert zonder == ZONDER_MENSEN


def test_elk_veld_van_een_mens_is_versleuteld_in_de_databank(databank: Databank) -> None:
    with databank.schrijven("a") as sessie:
        sessie.add(_inwoner("a", "Kanarie Geheimnaam"))
    with databank.engine.connect() as verbinding:
        rauw = verbinding.execute(text("SELECT * FROM inwoner")).one()
    assert not any("Kanarie" in str(w) or b"Kanarie" in (w if isinstance(w, bytes) else b"") for w in rauw)


def test_ids_sorteren_op_het_moment_waarop_ze_zijn_gemaakt() -> None:
    vroeg, laat = nieuw_id(NU), nieuw_id(datetime(2026, 11, 20, 9, 0, 1, tzinfo=UTC))
    assert vroeg < laat
    assert vroeg.version == 7
    assert len({nieuw_id(NU) for _ in range(1000)}) == 1000


def test_record_nummert_zonder_gaten_en_per_onderwerp(databank: Databank) -> None:
    een, ander = uuid4(), uuid4()
    nummers = []
    for onderwerp in (een, ander, een, een):
        with databank.schrijven("a") as sessie:
            nummers.append(
                record(
                    sessie,
                    gemeente="a",
                    bestemming="backoffice",
                    onderwerp_id=onderwerp,
                    type="proef",
                    data={},
                    now=NU,
                )[1]
            )
    assert nummers == [1, 1, 2, 3]


def test_sqlite_bewaart_een_bevestigde_schrijfactie_ook_bij_stroomuitval(databank: Databank) -> None:
    if not databank.is_sqlite:
        with databank.engine.connect() as verbinding:
            assert verbinding.execute(text("SHOW synchronous_commit")).scalar() == "on"
        return
    with databank.engine.connect() as verbinding:
        assert verbinding.execute(text("PRAGMA synchronous")).scalar() == 2
        assert verbinding.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert verbinding.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert verbinding.execute(text("PRAGMA secure_delete")).scalar() == 1


def test_elke_beperking_heeft_een_naam(databank: Databank) -> None:
    kijker = inspect(databank.engine)
    for tabel in Basis.metadata.tables:
        for beperking in (*kijker.get_check_constraints(tabel), *kijker.get_unique_constraints(tabel)):
            assert beperking["name"], (tabel, beperking)
