"""Keys: made once, bound to their place, readable after rotation."""

import base64
import os
import stat
import threading
from pathlib import Path

import pytest

from portal.db.sleutels import (
    BESTAND,
    Geheimring,
    SleutelFout,
    Sleutelring,
    laad_sleutels,
    maak_sleutels,
)

OUD, NIEUW = os.urandom(32), os.urandom(32)


def test_wat_versleuteld_is_komt_terug_en_is_elke_keer_anders() -> None:
    ring = Sleutelring({"k1": OUD})
    een, twee = ring.versleutel("hallo", b"t|k|g"), ring.versleutel("hallo", b"t|k|g")
    assert een != twee
    assert ring.ontsleutel(een, b"t|k|g") == "hallo"
    assert b"hallo" not in een


@pytest.mark.parametrize("plek", [b"ander|k|g", b"t|ander|g", b"t|k|ander"])
def test_een_waarde_op_een_andere_plek_is_niet_te_lezen(plek: bytes) -> None:
    ring = Sleutelring({"k1": OUD})
    with pytest.raises(SleutelFout):
        ring.ontsleutel(ring.versleutel("hallo", b"t|k|g"), plek)


def test_na_een_nieuwe_sleutel_is_het_oude_nog_te_lezen() -> None:
    oud = Sleutelring({"k1": OUD}).versleutel("hallo", b"x")
    ring = Sleutelring({"k2": NIEUW, "k1": OUD})
    assert ring.ontsleutel(oud, b"x") == "hallo"
    assert b"k2" in ring.versleutel("hallo", b"x")[:4]
    with pytest.raises(SleutelFout):
        Sleutelring({"k2": NIEUW}).ontsleutel(oud, b"x")


@pytest.mark.parametrize("rommel", [b"", b"x", b"\x01", b"\x01\xff", bytes(range(40, 80))])
def test_rommel_is_een_sleutelfout_en_geen_ongeluk(rommel: bytes) -> None:
    with pytest.raises(SleutelFout):
        Sleutelring({"k1": OUD}).ontsleutel(rommel, b"x")


def test_een_merk_verandert_niet_en_hangt_af_van_doel_en_sleutel() -> None:
    ring = Geheimring({"k1": OUD})
    assert ring.merk("a", "x") == ring.merk("a", "x")
    assert len({ring.merk("a", "x"), ring.merk("b", "x"), Geheimring({"k1": NIEUW}).merk("a", "x")}) == 3
    assert ring.merk("a", "x") in Geheimring({"k2": NIEUW, "k1": OUD}).merken("a", "x")


def test_sleutels_worden_een_keer_gemaakt_ook_als_velen_het_tegelijk_doen(tmp_path: Path) -> None:
    draden = [threading.Thread(target=maak_sleutels, args=(tmp_path / "var",)) for _ in range(8)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    eerst = (tmp_path / "var" / BESTAND).read_bytes()
    maak_sleutels(tmp_path / "var")
    assert (tmp_path / "var" / BESTAND).read_bytes() == eerst
    for bestand in (tmp_path / "var").iterdir():
        assert stat.S_IMODE(bestand.stat().st_mode) == 0o600, bestand
    assert sorted(p.name for p in (tmp_path / "var").iterdir()) == ["backoffice_secret", BESTAND]


@pytest.mark.parametrize(
    "tekst",
    ["k1", "k1:", ":AAAA", "k1:geen base64", "k1:" + base64.b64encode(b"kort").decode()],
)
def test_een_sleutel_die_niet_kan_is_een_duidelijke_regel(tmp_path: Path, tekst: str) -> None:
    with pytest.raises(SleutelFout) as gevangen:
        laad_sleutels(tmp_path, tekst, tekst)
    assert "key" in str(gevangen.value)
    assert "\n" not in str(gevangen.value)


def test_zonder_sleutels_begint_er_niets(tmp_path: Path) -> None:
    with pytest.raises(SleutelFout, match="portal migrate"):
        laad_sleutels(tmp_path, None, None)


def test_het_zout_blijft_gelijk_bij_een_nieuwe_sleutel(tmp_path: Path) -> None:
    def tekst(*paren: tuple[str, bytes]) -> str:
        return " ".join(f"{naam}:{base64.b64encode(waarde).decode()}" for naam, waarde in paren)

    eerst = laad_sleutels(tmp_path, tekst(("k1", OUD)), tekst(("k1", OUD)))
    later = laad_sleutels(tmp_path, tekst(("k1", OUD)), tekst(("k2", NIEUW), ("k1", OUD)))
    assert eerst.zout == later.zout
