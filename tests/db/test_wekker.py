"""Hearing that another process wrote, also in a file that was put in the place of the first."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from portal.db.databank import Databank
from portal.db.wekker import Wekker
from tests.databanken import nieuwe_url


@pytest.fixture
def nieuws(tmp_path: Path) -> Iterator[tuple[Path, threading.Event]]:
    """A database that somebody listens to."""
    url = nieuwe_url("sqlite", tmp_path)
    databank, gehoord = Databank(url), threading.Event()
    wekker = Wekker(databank, "outbox", gehoord.set)
    wekker.begin()
    assert gehoord.wait(20)
    gehoord.clear()
    yield Path(databank.engine.url.database or ""), gehoord
    wekker.stop()
    databank.sluit()


def _schrijf(pad: Path) -> None:
    with closing(sqlite3.connect(pad)) as verbinding, verbinding:
        verbinding.execute("UPDATE alembic_version SET version_num = version_num")


def test_wie_luistert_hoort_wat_een_ander_schrijft(nieuws: tuple[Path, threading.Event]) -> None:
    pad, gehoord = nieuws
    _schrijf(pad)
    assert gehoord.wait(20)


def test_ook_in_een_bestand_dat_ervoor_in_de_plaats_kwam(nieuws: tuple[Path, threading.Event], tmp_path: Path) -> None:
    pad, gehoord = nieuws
    (tmp_path / "ander").mkdir()
    ander = Path(nieuwe_url("sqlite", tmp_path / "ander").removeprefix("sqlite:///"))
    for _ in range(2):
        _schrijf(ander)
    ander.replace(pad)
    assert gehoord.wait(20)
    for _ in range(2):
        gehoord.clear()
        _schrijf(pad)
        assert gehoord.wait(20)


def test_een_bestand_dat_weg_is_wordt_niet_leeg_gemaakt(nieuws: tuple[Path, threading.Event], tmp_path: Path) -> None:
    pad, gehoord = nieuws
    pad.rename(tmp_path / "weg")
    assert not gehoord.wait(1.5)
    assert not pad.exists()
    (tmp_path / "weg").rename(pad)
    gehoord.clear()
    _schrijf(pad)
    assert gehoord.wait(20)
