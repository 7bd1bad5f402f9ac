"""Everything that is stored is made anew with the new key, and everything that was given out before still works."""

import json
import re
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select

from portal import app, taken
from portal.aanmelding.models import Vingerafdruk
from portal.backoffice.herhaling import neem_sleutel
from portal.db import sleutelbestand
from portal.db.basis import Basis, Geheim
from portal.db.databank import ALLE, Databank
from portal.db.sleutels import BESTAND, Geheimring, Sleutelring, _ring, gebruik, laad_sleutels, sleutels
from portal.db.sleutelwissel import gemerkt_met, tabellen, te_vernieuwen, vernieuw, versleuteld_met
from portal.gemeente import Gemeente
from portal.inwoners.models import Inwoner
from portal.inwoners.zoekmerken import ZOEKMERKEN as VAN_INWONERS
from portal.meldingen.sjablonen import Sjablonen
from portal.opdrachten.keys import ZOEKMERKEN
from portal.outbox.models import OutboxEvent
from portal.termijnen import Kalender
from portal.toegang import eenmalig
from portal.toegang.koek import csrf_van
from portal.toegang.service import hash_wachtende
from tests.bouwers import aangemeld, aanvraag
from tests.conftest import CONTENT, PROJECT

NU = datetime(2026, 11, 20, 9, tzinfo=UTC)
GELADEN = (app, taken)


def _wissel(map: Path) -> None:
    sleutelbestand.voeg_toe(map)
    sleutelbestand.neem_in_gebruik(map)


def _alleen(map: Path, naam: str) -> tuple[Sleutelring, Geheimring]:
    gelezen = json.loads((map / BESTAND).read_text())
    ringen = [_ring(soort, f"{naam}:{gelezen[soort][naam]}", {}, minstens=16)[0] for soort in ("encryption", "secret")]
    return Sleutelring(ringen[0]), Geheimring(ringen[1])


@pytest.fixture
def mensen(databank: Databank, gemeente: Gemeente, kalender: Kalender, sleutelmap: Path) -> Databank:
    """Some people, with every kind of thing they can tell."""
    for nummer in range(5):
        wat = aanvraag(
            f"06 1234567{nummer}", email=f"Mens{nummer}@voorbeeld.example", naam=f"Mens {nummer}", eigen_woorden="Huur"
        )
        with databank.schrijven(gemeente.slug) as sessie:
            aangemeld(sessie, gemeente, kalender, NU, wat=wat)
    hash_wachtende(databank, NU)
    return databank


def test_elke_versleutelde_kolom_wordt_meegenomen() -> None:
    gevonden = {(t.tabel.name, veld.kolom) for t in tabellen(ZOEKMERKEN) for veld in t.geheimen}
    bestaat = {
        (tabel.name, kolom.name)
        for tabel in Basis.metadata.tables.values()
        for kolom in tabel.columns
        if kolom.name.endswith("_geheim")
    }
    assert gevonden == bestaat
    assert len(bestaat) > 10
    for tabel in tabellen(ZOEKMERKEN):
        assert "gemeente" in tabel.tabel.c, "an encrypted value is bound to its gemeente"
        assert all(isinstance(tabel.bron_van(merk), Geheim) for merk in tabel.zoekmerken)


def test_elk_zoekmerk_wordt_meegenomen() -> None:
    bestaat = {
        (tabel.name, kolom.name)
        for tabel in Basis.metadata.tables.values()
        for kolom in tabel.columns
        if kolom.name.endswith("_index") and isinstance(kolom.type, LargeBinary)
    }
    assert {(merk.soort.__tablename__, merk.kolom) for merk in ZOEKMERKEN} == bestaat


def test_de_opdracht_kent_elke_tabel_die_in_de_code_staat() -> None:
    geschreven = {
        regel.split('"')[1]
        for bestand in (PROJECT / "portal").rglob("*.py")
        for regel in bestand.read_text().splitlines()
        if regel.strip().startswith('__tablename__ = "') and "werkbak" not in bestand.parts
    }
    opdracht = "import portal.opdrachten.keys\nfrom portal.db.basis import Basis\nprint(*Basis.metadata.tables)"
    uit = subprocess.run([sys.executable, "-c", opdracht], capture_output=True, text=True, timeout=60, check=True)
    assert set(uit.stdout.split()) == geschreven


def test_na_het_wisselen_is_alles_met_de_nieuwe_sleutel_alleen_te_lezen(mensen: Databank, sleutelmap: Path) -> None:
    _wissel(sleutelmap)
    rest = te_vernieuwen(mensen, ZOEKMERKEN)
    wissel = vernieuw(mensen, ZOEKMERKEN)
    assert wissel.vernieuwd == rest > 15
    assert wissel.onleesbaar == te_vernieuwen(mensen, ZOEKMERKEN) == 0
    stand = versleuteld_met(mensen)
    assert (stand["k1"], stand[""]) == (0, 0)
    assert stand["k2"] >= rest
    ring, geheimen = _alleen(sleutelmap, "k2")
    with mensen.lezen(ALLE) as sessie:
        for tabel in tabellen(ZOEKMERKEN):
            for rij in sessie.execute(select(tabel.tabel)).mappings():
                for veld in tabel.geheimen:
                    if rij[veld.kolom] is not None:
                        ring.ontsleutel(rij[veld.kolom], f"{tabel.tabel.name}|{veld.kolom}|{rij['gemeente']}".encode())
        inwoner = sessie.scalars(
            select(Inwoner).where(Inwoner.telefoon_index == geheimen.merk("telefoon", "+31612345673"))
        ).one()
        assert inwoner.naam == "Mens 3"
        assert inwoner.email_index == geheimen.merk("email", "mens3@voorbeeld.example")
        codes = sessie.execute(select(Basis.metadata.tables["toegang_code"].c.code_hash)).scalars().all()
    assert all(code.startswith(b"k1:") for code in codes), "what cannot be made anew keeps its key"
    assert gemerkt_met(mensen)["k1"] >= len(codes)
    assert vernieuw(mensen, ZOEKMERKEN).vernieuwd == 0


def test_wat_iemand_ondertussen_verandert_gaat_niet_verloren(mensen: Databank, sleutelmap: Path) -> None:
    _wissel(sleutelmap)
    with mensen.schrijven(ALLE) as sessie:
        rij = sessie.scalars(select(Inwoner).order_by(Inwoner.id).limit(1).with_for_update()).one()
        draad = threading.Thread(target=vernieuw, args=(mensen, ZOEKMERKEN))
        draad.start()
        draad.join(timeout=0.5)
        rij.naam = "Nieuwe naam"
        id_, telefoon = rij.id, rij.telefoon
    draad.join(timeout=30)
    assert not draad.is_alive()
    with mensen.lezen(ALLE) as sessie:
        rij = sessie.get_one(Inwoner, id_)
        assert rij.naam == "Nieuwe naam"
        assert rij.telefoon == telefoon
    assert te_vernieuwen(mensen, ZOEKMERKEN) == 0


def test_wat_met_geen_sleutel_te_lezen_is_blijft_zoals_het_is(mensen: Databank, sleutelmap: Path) -> None:
    vreemd = Sleutelring({"kwijt": b"x" * 32})
    with mensen.schrijven(ALLE) as sessie:
        rij = sessie.scalars(select(Inwoner).order_by(Inwoner.id).limit(1)).one()
        rij.naam_geheim = onze = vreemd.versleutel("Mens", f"inwoner|naam_geheim|{rij.gemeente}".encode())
        id_ = rij.id
    _wissel(sleutelmap)
    assert vernieuw(mensen, ZOEKMERKEN).onleesbaar == 1
    assert versleuteld_met(mensen)[""] == 1
    with mensen.lezen(ALLE) as sessie:
        assert sessie.get_one(Inwoner, id_).naam_geheim == onze


def test_een_eenmalige_code_van_voor_het_wisselen_past_erna(
    mensen: Databank, sleutelmap: Path, gemeente: Gemeente
) -> None:
    with mensen.schrijven(gemeente.slug) as sessie:
        inwoner = sessie.scalars(select(Inwoner).order_by(Inwoner.id).limit(1)).one()
        eenmalig.stuur(
            sessie,
            Sjablonen(CONTENT / "meldingen"),
            inwoner,
            binding=b"browser",
            kanaal="sms",
            landen=("+31",),
            bron="192.0.2.1",
            taal="nl",
            now=NU,
        )
        event = sessie.scalars(select(OutboxEvent).where(OutboxEvent.bestemming == "sms")).one()
        gevonden = re.search(r"\b\d{6}\b", json.loads(event.payload or "")["tekst"])
    assert gevonden is not None
    _wissel(sleutelmap)
    vernieuw(mensen, ZOEKMERKEN)
    with mensen.schrijven(gemeente.slug) as sessie:
        genomen = eenmalig.neem(sessie, binding=b"browser", doel=eenmalig.VERHOGEN, code=gevonden[0], now=NU)
        assert genomen == inwoner.id


def test_een_dubbele_tik_en_een_herhaalde_aanroep_worden_erna_nog_herkend(
    databank: Databank, gemeente: Gemeente, kalender: Kalender, sleutelmap: Path
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        eerst = aangemeld(sessie, gemeente, kalender, NU)
        _, nieuw = neem_sleutel(sessie, gemeente.slug, "sleutel", {"naam": "M"}, NU)
        assert nieuw
    _wissel(sleutelmap)
    vernieuw(databank, ZOEKMERKEN)
    with databank.schrijven(gemeente.slug) as sessie:
        weer = aangemeld(sessie, gemeente, kalender, NU)
        assert (weer.nieuw, weer.aanmelding_id) == (False, eerst.aanmelding_id)
        assert not neem_sleutel(sessie, gemeente.slug, "sleutel", {"naam": "M"}, NU)[1]
        assert len(sessie.scalars(select(Vingerafdruk)).all()) == 1


def test_een_formulier_dat_openstond_mag_nog_verstuurd_worden(sleutelmap: Path) -> None:
    eerder = csrf_van("nummer")
    _wissel(sleutelmap)
    assert sleutels().geheimen.actief == "k2"
    assert csrf_van("nummer") == eerder
    assert csrf_van("ander") != eerder


def test_een_zoekmerk_is_wat_een_aanmelding_opschrijft(mensen: Databank) -> None:
    with mensen.lezen(ALLE) as sessie:
        for inwoner in sessie.scalars(select(Inwoner)):
            for merk in VAN_INWONERS:
                assert getattr(inwoner, merk.kolom) == merk.merk(getattr(inwoner, merk.geheim))


def test_zonder_de_oude_sleutel_is_er_niets_meer_te_vernieuwen(mensen: Databank, sleutelmap: Path) -> None:
    _wissel(sleutelmap)
    vernieuw(mensen, ZOEKMERKEN)
    sleutelbestand.zet_uit(sleutelmap, ["k1"])
    gebruik(laad_sleutels(sleutelmap, None, None))  # as a process that starts now
    assert te_vernieuwen(mensen, ZOEKMERKEN) == 0
    with mensen.lezen(ALLE) as sessie:
        assert sorted(rij.naam or "" for rij in sessie.scalars(select(Inwoner))) == [f"Mens {n}" for n in range(5)]
