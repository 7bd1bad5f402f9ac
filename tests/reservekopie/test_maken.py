"""`portal backup`: a whole copy of one moment, of this user only, and never over another file."""

import stat
from pathlib import Path

import pytest

from portal.db.databank import Databank
from portal.db.reservekopie.kopie import KopieFout
from portal.db.reservekopie.maken import maak
from portal.db.reservekopie.terugzetten import keur
from portal.db.sleutelwissel import tabellen
from portal.opdrachten.keys import ZOEKMERKEN
from tests.reservekopie.conftest import Meld


def test_een_kopie_is_een_bestand_met_alles_erin(databank: Databank, meld: Meld, tmp_path: Path) -> None:
    for nummer in ("12345678", "12345679"):
        meld(nummer)
    doel = tmp_path / "kopie"
    doel.mkdir()
    inhoud = maak(databank, doel / "vandaag")
    assert (inhoud.aanmeldingen, inhoud.onbezorgd) == (2, 2)
    assert str(inhoud) == "2 sign-ups and 2 events that were not delivered yet"
    assert [bestand.name for bestand in doel.iterdir()] == ["vandaag"], "nothing lies beside it"
    assert stat.S_IMODE((doel / "vandaag").stat().st_mode) == 0o600
    gekeurd = keur(databank, doel / "vandaag", tabellen(ZOEKMERKEN))
    assert gekeurd.inhoud == inhoud


def test_een_bestand_dat_er_is_blijft_zoals_het_is(databank: Databank, tmp_path: Path) -> None:
    (tmp_path / "kopie").write_text("van gisteren")
    with pytest.raises(KopieFout, match="is there already"):
        maak(databank, tmp_path / "kopie")
    assert (tmp_path / "kopie").read_text() == "van gisteren"
    with pytest.raises(KopieFout, match="cannot be written"):
        maak(databank, tmp_path / "geen map" / "kopie")


def test_er_staan_geen_sleutels_in(databank: Databank, meld: Meld, tmp_path: Path, sleutelring: Path) -> None:
    meld("12345678")
    maak(databank, tmp_path / "kopie")
    inhoud = (tmp_path / "kopie").read_bytes()
    for regel in (sleutelring / "sleutels.json").read_text().splitlines():
        if '": "' in regel:
            assert regel.split('"')[3].encode() not in inhoud
    assert b"12345678" not in inhoud


def test_een_kopie_die_is_afgebroken_of_beschadigd_wordt_niet_teruggezet(
    databank: Databank, meld: Meld, tmp_path: Path
) -> None:
    for nummer in range(40):
        meld(f"123456{nummer:02}")
    maak(databank, tmp_path / "kopie")
    heel = (tmp_path / "kopie").read_bytes()
    midden = len(heel) // 2
    for naam, inhoud in {
        "half": heel[:midden],
        "stuk": heel[:midden] + bytes(byte ^ 0xFF for byte in heel[midden : midden + 9000]) + heel[midden + 9000 :],
        "leeg": b"",
        "tekst": b"een brief",
    }.items():
        (tmp_path / naam).write_bytes(inhoud)
        with pytest.raises(KopieFout) as gevangen:
            keur(databank, tmp_path / naam, tabellen(ZOEKMERKEN))
        assert "\n" not in str(gevangen.value)
    with pytest.raises(KopieFout, match="cannot be read"):
        keur(databank, tmp_path / "nergens", tabellen(ZOEKMERKEN))


@pytest.mark.parametrize("databank", ["postgresql"], indirect=True)
def test_zonder_pg_dump_is_er_een_duidelijke_regel(
    databank: Databank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(KopieFout, match="pg_dump is not on the PATH"):
        maak(databank, tmp_path / "kopie")
    assert list(tmp_path.iterdir()) == []
