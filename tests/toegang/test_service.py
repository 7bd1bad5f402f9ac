"""Coming back with a code: before and after the worker, for the right gemeente, within the budget."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.db.databank import ALLE, Databank
from portal.gemeente import Gemeente
from portal.termijnen import Kalender
from portal.toegang import sessies, tellers
from portal.toegang.codes import Leesfout, maak_code
from portal.toegang.models import PersoonlijkeCode, Sessie, Teller
from portal.toegang.opruimen import ruim_op
from portal.toegang.service import (
    OnbekendeCode,
    TeVaakMis,
    hash_wachtende,
    herken_code,
    zichtbare_code,
)
from tests.bouwers import aangemeld

NU = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def iemand(databank: Databank, gemeente: Gemeente, kalender: Kalender) -> UUID:
    with databank.schrijven(gemeente.slug) as sessie:
        return aangemeld(sessie, gemeente, kalender, NU).inwoner_id


def _code(databank: Databank) -> str:
    with databank.lezen(ALLE) as sessie:
        return sessie.scalars(select(PersoonlijkeCode)).one().code or ""


def _probeer(databank: Databank, gemeente: Gemeente, code: str, bron: str = "192.0.2.7") -> UUID:
    return herken_code(databank, gemeente=gemeente.slug, getypt=code, bron=bron, now=NU).inwoner_id


def test_de_code_werkt_meteen_ook_als_de_worker_stilstaat(databank: Databank, gemeente: Gemeente, iemand: UUID) -> None:
    assert _probeer(databank, gemeente, _code(databank)) == iemand


def test_de_worker_bewaart_alleen_de_hash_zodra_niemand_de_code_meer_mag_zien(
    databank: Databank, gemeente: Gemeente, iemand: UUID
) -> None:
    code = _code(databank)
    assert hash_wachtende(databank, NU) == 1
    assert _code(databank) == code, "the browser that signed up may still show it"
    assert _probeer(databank, gemeente, code) == iemand
    assert hash_wachtende(databank, NU + sessies.STIL) == 1
    with databank.lezen(ALLE) as sessie:
        assert sessie.scalars(select(PersoonlijkeCode)).one().code is None
    assert _probeer(databank, gemeente, code) == iemand
    assert hash_wachtende(databank, NU + sessies.STIL) == 0


def test_twee_workers_tegelijk_doen_elkaar_geen_kwaad(databank: Databank, gemeente: Gemeente, iemand: UUID) -> None:
    code = _code(databank)
    for _ in range(3):
        hash_wachtende(databank, NU + sessies.STIL)
    assert _probeer(databank, gemeente, code) == iemand


def test_een_code_van_een_andere_gemeente_is_onbekend(databank: Databank, gemeente: Gemeente, iemand: UUID) -> None:
    for moment in (None, NU):
        if moment:
            hash_wachtende(databank, moment)
        with pytest.raises(OnbekendeCode):
            herken_code(databank, gemeente="elders", getypt=_code(databank), bron="x", now=NU)


def test_een_leesfout_kost_niets_een_verkeerde_code_wel(databank: Databank, gemeente: Gemeente) -> None:
    for _ in range(5):
        with pytest.raises(Leesfout):
            _probeer(databank, gemeente, "1234")
    with databank.lezen(ALLE) as sessie:
        assert sessie.scalars(select(Teller)).all() == []
    with pytest.raises(OnbekendeCode):
        _probeer(databank, gemeente, maak_code())
    with databank.lezen(ALLE) as sessie:
        assert sorted(t.aantal for t in sessie.scalars(select(Teller))) == [1, 1]


def test_te_vaak_mis_houdt_alleen_die_bron_tegen(
    databank: Databank, gemeente: Gemeente, iemand: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tellers, "PER_BRON", 3)
    for _ in range(3):
        with pytest.raises(OnbekendeCode):
            _probeer(databank, gemeente, maak_code())
    with pytest.raises(TeVaakMis):
        _probeer(databank, gemeente, _code(databank))
    assert _probeer(databank, gemeente, _code(databank), bron="192.0.2.8") == iemand


def test_wie_het_dagbudget_opmaakt_sluit_niemand_buiten(
    databank: Databank, gemeente: Gemeente, iemand: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tellers, "PER_DAG", 2)
    for bron in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        with pytest.raises(OnbekendeCode):
            _probeer(databank, gemeente, maak_code(), bron)
    with pytest.raises(TeVaakMis):
        _probeer(databank, gemeente, maak_code(), "192.0.2.1")
    assert _probeer(databank, gemeente, _code(databank), "192.0.2.99") == iemand


def test_een_nieuwe_dag_begint_met_een_nieuw_budget(
    databank: Databank, gemeente: Gemeente, iemand: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tellers, "PER_BRON", 1)
    with pytest.raises(OnbekendeCode):
        _probeer(databank, gemeente, maak_code())
    morgen = NU + timedelta(days=1)
    code = _code(databank)
    herkend = herken_code(databank, gemeente=gemeente.slug, getypt=code, bron="192.0.2.7", now=morgen)
    assert herkend.inwoner_id == iemand


def test_de_code_is_te_zien_zolang_de_browser_van_de_aanmelding_niveau_1_is(
    databank: Databank, gemeente: Gemeente, iemand: UUID
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        rij = sessie.scalars(select(Sessie)).one()
        assert zichtbare_code(sessie, rij, NU) is not None
        assert zichtbare_code(sessie, rij, NU + sessies.STIL) is None
        sessies.zet_eigen_telefoon(sessie, rij, True, NU)
        sessie.flush()
        sessie.expire_all()
        assert zichtbare_code(sessie, rij, NU + timedelta(hours=3)) is not None
        assert zichtbare_code(sessie, rij, NU + sessies.STIL_EIGEN) is None
        rij.code_zichtbaar = False
        assert zichtbare_code(sessie, rij, NU) is None


def test_een_sessie_eindigt_na_stilte_en_hoe_dan_ook_na_vier_uur(
    databank: Databank, gemeente: Gemeente, iemand: UUID
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        nummer, rij = sessies.begin(sessie, gemeente=gemeente.slug, inwoner_id=iemand, niveau=1, now=NU)
        sessie.flush()
        assert sessies.vind(sessie, nummer, NU + timedelta(minutes=29)) is rij
        assert sessies.vind(sessie, nummer, NU + timedelta(minutes=30)) is None
        moment = NU
        while moment < NU + sessies.LANGST:
            sessies.houd_levend(sessie, rij.merk, moment)
            moment += timedelta(minutes=20)
        assert rij.verloopt_op == NU + sessies.LANGST
        assert sessies.vind(sessie, "iets anders", NU) is None
        assert sessies.vind(sessie, "x" * 5000, NU) is None


def test_wat_voorbij_is_wordt_opgeruimd(databank: Databank, gemeente: Gemeente, iemand: UUID) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        assert ruim_op(sessie, NU, timedelta(hours=24)) == 0
        assert ruim_op(sessie, NU + timedelta(hours=5), timedelta(hours=24)) == 1
