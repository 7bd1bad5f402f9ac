"""The key file: every change is one step, and a process that runs notices it."""

import json
import stat
from pathlib import Path

import pytest

from portal.db import sleutelbestand
from portal.db.sleutels import BESTAND, SleutelFout, Sleutelring, laad_sleutels, sleutels


def _namen(map: Path) -> dict[str, list[str]]:
    return {soort: list(ring) for soort, ring in json.loads((map / BESTAND).read_text()).items()}


def test_een_nieuwe_sleutel_is_eerst_alleen_bekend(sleutelmap: Path) -> None:
    oud = sleutels()
    assert sleutelbestand.voeg_toe(sleutelmap) == "k2"
    bekend = sleutels()
    assert bekend.versleuteling.actief == bekend.geheimen.actief == "k1"
    assert bekend.geheimen.merk("x", "y") == oud.geheimen.merk("x", "y")
    assert [merk.partition(b":")[0] for merk in bekend.geheimen.merken("x", "y")] == [b"k1", b"k2"]
    sleutelbestand.neem_in_gebruik(sleutelmap)
    nu = sleutels()
    assert nu.versleuteling.actief == nu.geheimen.actief == "k2"
    blob = nu.versleuteling.versleutel("hallo", b"x")
    assert bekend.versleuteling.ontsleutel(blob, b"x") == "hallo", "who only knew it could not read it"
    assert nu.geheimen.merk("x", "y") in bekend.geheimen.merken("x", "y")


def test_het_zout_blijft_hoe_vaak_er_ook_gewisseld_wordt(sleutelmap: Path) -> None:
    zout = sleutels().zout
    for naam in ("k2", "k3"):
        assert sleutelbestand.voeg_toe(sleutelmap) == naam
        assert sleutels().zout == zout
        sleutelbestand.neem_in_gebruik(sleutelmap)
        assert sleutels().zout == zout
    sleutelbestand.zet_uit(sleutelmap, ["k1", "k2"])
    assert sleutels().zout == laad_sleutels(sleutelmap, None, None).zout == zout


def test_na_elke_stap_is_het_bestand_heel_en_alleen_van_ons(sleutelmap: Path) -> None:
    def zet_uit(map: Path) -> object:
        return sleutelbestand.zet_uit(map, ["k1"])

    for stap in (sleutelbestand.voeg_toe, sleutelbestand.neem_in_gebruik, zet_uit):
        stap(sleutelmap)
        laad_sleutels(sleutelmap, None, None)
        assert not list(sleutelmap.glob(".*")), "something was left lying about"
        for bestand in sleutelmap.iterdir():
            assert stat.S_IMODE(bestand.stat().st_mode) == 0o600


def test_een_uitgezette_sleutel_is_bewaard_en_wat_loopt_kent_hem_nog(sleutelmap: Path) -> None:
    blob = sleutels().versleuteling.versleutel("hallo", b"x")
    sleutelbestand.voeg_toe(sleutelmap)
    sleutelbestand.neem_in_gebruik(sleutelmap)
    assert sleutels().versleuteling.actief == "k2"
    waar = sleutelbestand.zet_uit(sleutelmap, ["k1"])
    assert _namen(sleutelmap) == {"encryption": ["k2"], "secret": ["k2", "k1"]}
    assert sleutels().versleuteling.ontsleutel(blob, b"x") == "hallo", "read from the database a moment before"
    opnieuw = laad_sleutels(sleutelmap, None, None)
    with pytest.raises(SleutelFout):
        opnieuw.versleuteling.ontsleutel(blob, b"x")
    (bewaard,) = json.loads(waar.read_text())["encryption"].items()
    assert bewaard[0] == "k1"
    assert sleutelbestand.volgende_naam([*opnieuw.versleuteling.namen, *opnieuw.geheimen.namen]) == "k3"


def test_een_bestand_dat_stukgaat_houdt_niemand_op(sleutelmap: Path, caplog: pytest.LogCaptureFixture) -> None:
    blob = sleutels().versleuteling.versleutel("hallo", b"x")
    heel = (sleutelmap / BESTAND).read_text()
    for inhoud in ("", "{}", "geen json"):
        (sleutelmap / BESTAND).write_text(inhoud)
        assert sleutels().versleuteling.ontsleutel(blob, b"x") == "hallo"
    (sleutelmap / BESTAND).unlink()
    assert sleutels().versleuteling.ontsleutel(blob, b"x") == "hallo"
    assert "cannot be used" in caplog.text
    (sleutelmap / BESTAND).write_text(heel)
    sleutelbestand.voeg_toe(sleutelmap)
    assert len(sleutels().geheimen.namen) == 2, "whole again, it is followed again"


def test_twee_die_tegelijk_wisselen(sleutelmap: Path) -> None:
    bezig = (sleutelbestand.als_enige(sleutelmap), pytest.raises(SleutelFout, match="busy"))
    with bezig[0], bezig[1], sleutelbestand.als_enige(sleutelmap):
        pass
    with sleutelbestand.als_enige(sleutelmap):
        pass


def test_een_sleutel_die_alleen_bekend_is_kan_niet_de_enige_zijn(tmp_path: Path) -> None:
    alleen = "+k1:" + sleutelbestand.nieuwe_sleutel()
    with pytest.raises(SleutelFout, match="There is no"):
        laad_sleutels(tmp_path, alleen, alleen)


def test_met_een_plus_ervoor_verandert_er_in_de_instelling_niets(tmp_path: Path) -> None:
    oud, nieuw = ("k1:" + sleutelbestand.nieuwe_sleutel(), "k2:" + sleutelbestand.nieuwe_sleutel())
    eerst = laad_sleutels(tmp_path, oud, oud)
    bekend = laad_sleutels(tmp_path, f"+{nieuw} {oud}", f"+{nieuw} {oud}")
    straks = laad_sleutels(tmp_path, f"{nieuw} {oud}", f"{nieuw} {oud}")
    assert eerst.zout == bekend.zout == straks.zout
    assert (bekend.versleuteling.actief, straks.versleuteling.actief) == ("k1", "k2")
    assert bekend.versleuteling.ontsleutel(straks.versleuteling.versleutel("ja", b"x"), b"x") == "ja"
    assert straks.geheimen.merk("x", "y") in bekend.geheimen.merken("x", "y")


def test_de_ring_vergeet_niets_dat_er_eerder_was() -> None:
    een, twee = b"1" * 32, b"2" * 32
    oud = Sleutelring({"k1": een})
    nieuw = Sleutelring({"k2": twee}).aangevuld(oud)
    assert nieuw.namen == ("k2", "k1")
    assert nieuw.ontsleutel(oud.versleutel("ja", b"x"), b"x") == "ja"
