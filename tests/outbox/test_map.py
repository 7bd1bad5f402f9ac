"""The folder: a file for each event, whole or not at all, sorted by person and number."""

import errno
import json
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from portal.gemeente import Gemeenten
from portal.outbox.bestemmingen.bestemming import (
    Bericht,
    Berichtfout,
    Configuratiefout,
    Geleverd,
    Later,
)
from portal.outbox.bestemmingen.map import Map
from portal.outbox.cloudevents import Envelop

ONDERWERP = UUID("019a9c00-0000-7000-8000-000000000002")
BERICHT = Bericht(
    id=uuid4(),
    gemeente="voorbeeldstad",
    onderwerp_id=ONDERWERP,
    volgnummer=9,
    type="aanmelding.ontvangen",
    dringend=False,
    created_at=datetime(2026, 11, 20, tzinfo=UTC),
    payload='{"naam":"Ångström"}',
)


@pytest.fixture
def uit(tmp_path: Path) -> Path:
    return tmp_path / "nog" / "niet" / "gemaakt"


@pytest.fixture
def map(uit: Path, gemeenten: Gemeenten) -> Map:
    return Map(uit, Envelop(next(iter(gemeenten)), "https://hulp.example"))


def test_een_gebeurtenis_wordt_een_bestand(map: Map, uit: Path) -> None:
    assert map.bezorg(BERICHT) == Geleverd()
    [bestand] = uit.iterdir()
    assert bestand.name == f"{ONDERWERP}-0000000009.json"
    assert json.loads(bestand.read_text())["data"] == {"naam": "Ångström"}
    assert stat.S_IMODE(bestand.stat().st_mode) == 0o640


def test_de_namen_staan_op_volgorde_van_nummer(map: Map, uit: Path) -> None:
    for nummer in (10, 9, 100, 1):
        map.bezorg(replace(BERICHT, volgnummer=nummer))
    nummers = [json.loads(bestand.read_text())["volgnummer"] for bestand in sorted(uit.iterdir())]
    assert nummers == [1, 9, 10, 100]


def test_nog_eens_bezorgen_geeft_hetzelfde_bestand(map: Map, uit: Path) -> None:
    map.bezorg(BERICHT)
    map.bezorg(BERICHT)
    assert len(list(uit.iterdir())) == 1


def test_een_volle_schijf_is_een_latere_poging_en_laat_geen_half_bestand_na(
    map: Map, uit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vol(handvat: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", vol)
    assert map.bezorg(BERICHT) == Later(None, "cannot write into the folder: No space left on device")
    assert list(uit.iterdir()) == []
    monkeypatch.undo()
    assert map.bezorg(BERICHT) == Geleverd()


def test_een_map_die_geen_map_is_is_een_verkeerde_instelling(tmp_path: Path, gemeenten: Gemeenten) -> None:
    (tmp_path / "bestand").write_text("")
    map = Map(tmp_path / "bestand", Envelop(next(iter(gemeenten)), "https://hulp.example"))
    assert isinstance(map.bezorg(BERICHT), Configuratiefout)


def test_te_groot_is_een_fout_van_deze_ene_gebeurtenis(map: Map) -> None:
    assert isinstance(map.bezorg(replace(BERICHT, payload='"' + "x" * 70_000 + '"')), Berichtfout)
