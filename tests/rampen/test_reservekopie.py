"""A copy is made and put back while people sign up and the worker delivers: nobody is lost, nothing goes twice."""

import signal
from pathlib import Path

from sqlalchemy import make_url, select

from portal.db.databank import ALLE
from portal.db.reservekopie.samenvoegen import SPRONG_PER_MENS
from portal.inwoners.models import Inwoner
from tests.databanken import nieuwe_url
from tests.outbox.ontvanger import ontvanger
from tests.rampen.grootboek import Grootboek, Menigte, Mens, controleer
from tests.rampen.opstelling import Opstelling, opstelling, wacht_tot
from tests.rampen.proces import TERUGZETTEN
from tests.reservekopie.conftest import postgres_pad

PAD = f"{postgres_pad()}:/usr/bin:/bin"


def test_een_kopie_maken_en_terugzetten_terwijl_iedereen_doorgaat(
    systeem: Opstelling, boek: Grootboek, tmp_path: Path
) -> None:
    systeem.zorg_dat_alles_loopt()
    mens = Mens(systeem, boek)
    mens.meld_aan()
    code = mens.code()
    lopend = (systeem.webprocessen, systeem.web, systeem.worker)
    menigte = Menigte(systeem, boek)
    menigte.begin()
    try:
        menigte.laat_er_door(5)
        assert "is whole" in systeem.portal("backup", str(tmp_path / "kopie"), pad=PAD)
        assert menigte.herhaald == 0, "making a copy is not noticed"
        menigte.laat_er_door(5)
        _vergis_je(systeem)
        gezegd = systeem.portal("restore", "--yes", str(tmp_path / "kopie"), pad=PAD)
        menigte.laat_er_door(10)
    finally:
        menigte.stop()
    assert menigte.fouten == []
    assert (systeem.webprocessen, systeem.web, systeem.worker) == lopend, "nobody had to start again"
    assert "they were kept" in gezegd
    mensen = _mensen(systeem)
    assert sorted(rij.telefoon or "" for rij in mensen) == sorted(boek.aangemeld), "somebody is lost, or there twice"
    assert {rij.naam for rij in mensen if rij.id == min(rij.id for rij in mensen)} == {None}, "the mistake is undone"
    assert Mens(systeem, boek).kom_terug(code) == 303, "the code of before"
    mens.zeg_haast()
    controleer(systeem, boek)
    assert systeem.is_klaar


def test_terugzetten_dat_op_het_laatst_sterft_verandert_niets_en_kan_nog_eens(
    systeem: Opstelling, boek: Grootboek, tmp_path: Path
) -> None:
    systeem.zorg_dat_alles_loopt()
    Mens(systeem, boek).meld_aan()
    systeem.portal("backup", str(tmp_path / "kopie"), pad=PAD)
    eerder = {rij.id: rij.naam for rij in _mensen(systeem)}
    _vergis_je(systeem)
    for punt in TERUGZETTEN:
        systeem.wapen(punt)
    systeem.portal("restore", "--yes", str(tmp_path / "kopie"), pad=PAD, code=-signal.SIGKILL)
    assert {rij.naam for rij in _mensen(systeem)} == {"Verkeerd"}, "all of it, or nothing"
    Mens(systeem, boek).meld_aan()  # nobody waits for the dead
    for punt in TERUGZETTEN:
        (systeem.haak / punt).unlink(missing_ok=True)
    assert "Put back" in systeem.portal("restore", "--yes", str(tmp_path / "kopie"), pad=PAD)
    naast = Path(systeem.databank.engine.url.database or "").parent
    assert not list(naast.glob(".rustpunt*")), "a copy was left lying about"
    assert eerder.items() <= {rij.id: rij.naam for rij in _mensen(systeem)}.items()
    controleer(systeem, boek)


def test_een_databank_die_stuk_ging_wordt_vervangen_terwijl_alles_draait(tmp_path: Path, sleutelring: Path) -> None:
    boek = Grootboek()
    (tmp_path / "db").mkdir()
    url = nieuwe_url("sqlite", tmp_path / "db")
    with ontvanger() as bak, opstelling(tmp_path, sleutelring, url, bak) as systeem:
        mens = Mens(systeem, boek)
        mens.meld_aan()
        code = mens.code()
        mens.zeg_haast()
        controleer(systeem, boek)
        systeem.portal("backup", str(tmp_path / "kopie"))
        Mens(systeem, boek).meld_aan()  # known to the backoffice alone, after this
        bak.wacht_op(3)
        lopend = (systeem.webprocessen, systeem.web, systeem.worker)
        systeem.databank.wis_sporen()
        Path(make_url(url).database or "").write_bytes(b"kapot" * 100_000)
        wacht_tot(lambda: systeem.vraag("GET", "/readyz") == 503, "a database that is broken is not noticed")
        gezegd = systeem.portal("restore", "--yes", str(tmp_path / "kopie"))
        assert "register them again" in gezegd
        wacht_tot(lambda: systeem.is_klaar, "the web does not find what was put back")
        assert (systeem.webprocessen, systeem.web, systeem.worker) == lopend, "nobody had to start again"
        terug = Mens(systeem, boek)
        assert terug.kom_terug(code) == 303
        terug.zeg_haast()
        Mens(systeem, boek).meld_aan()
        bak.wacht_op(5)
        nummers = [(e["subject"], e["volgnummer"]) for e in bak.events]
        assert len(set(nummers)) == len({e["id"] for e in bak.events}) == 5, "a number was given twice"
        assert max(nummer for _, nummer in nummers) > SPRONG_PER_MENS


def _mensen(systeem: Opstelling) -> list[Inwoner]:
    with systeem.databank.lezen(ALLE) as sessie:
        return list(sessie.scalars(select(Inwoner)))


def _vergis_je(systeem: Opstelling) -> None:
    """What somebody wants undone."""
    with systeem.databank.schrijven(ALLE) as sessie:
        for rij in sessie.scalars(select(Inwoner)):
            rij.naam = "Verkeerd"
