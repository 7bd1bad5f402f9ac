"""Storage that fails under running processes: PostgreSQL killed, a disk that takes no more, a folder that is gone."""

import os
import resource
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from portal.db.databank import Databank
from portal.db.migreren import migreer
from portal.gemeente import Gemeente
from portal.termijnen import Kalender
from tests.bouwers import aangemeld, aanvraag
from tests.databanken import begin_postgres, nieuwe_url
from tests.outbox.ontvanger import ontvanger
from tests.rampen.grootboek import Grootboek, Menigte, Mens, controleer
from tests.rampen.opstelling import Opstelling, opstelling, wacht_tot
from tests.veiligheid.stand import aanmeldingen

NU = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def op_sqlite(tmp_path_factory: pytest.TempPathFactory, sleutelring: Path) -> Iterator[tuple[Opstelling, Grootboek]]:
    """A system on SQLite, and everything that was acknowledged on it."""
    map = tmp_path_factory.mktemp("op_sqlite")
    (map / "db").mkdir()
    url = nieuwe_url("sqlite", map / "db")
    with ontvanger() as bak, opstelling(map, sleutelring, url, bak) as deze:
        yield deze, Grootboek()


@contextmanager
def _eigen_server() -> Iterator[Any]:
    """A PostgreSQL server that may be killed."""
    map = Path(tempfile.mkdtemp(prefix="rustpunt-pg-"))
    server = begin_postgres(map)
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(map, ignore_errors=True)


def _laat_de_schijf_weigeren(pids: list[int], bestand: Path) -> None:
    """From now on these processes can write nothing behind the present end of this file."""
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (bestand.stat().st_size, resource.RLIM_INFINITY))


def _laat_de_schijf_weer_werken(pids: list[int]) -> None:
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_postgresql_gedood_en_weer_begonnen_midden_in_een_storm(tmp_path: Path, sleutelring: Path) -> None:
    boek = Grootboek()
    with _eigen_server() as server, ontvanger() as bak:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        databank = Databank(url)
        migreer(databank)
        databank.sluit()
        with opstelling(tmp_path, sleutelring, url, bak) as systeem:
            menigte = Menigte(systeem, boek)
            menigte.begin()
            try:
                menigte.laat_er_door(5)
                os.kill(server.get_pid(), signal.SIGKILL)
                wacht_tot(lambda: systeem.vraag("GET", "/readyz") == 503, "a dead database is not noticed")
                assert systeem.vraag("GET", "/nl/") == 200
                # Where nobody collects the dead, a killed server still counts as running: its marks have to go.
                for merk in (server.pgdata / "postmaster.pid", *server.pgdata.glob(".s.PGSQL.*")):
                    merk.unlink(missing_ok=True)
                server.start()
                menigte.laat_er_door(5)
            finally:
                menigte.stop()
            assert menigte.fouten == []
            assert systeem.is_klaar
            controleer(systeem, boek)
            _niets_is_opnieuw_begonnen(systeem)


def test_een_schijf_die_niets_meer_aanneemt(op_sqlite: tuple[Opstelling, Grootboek]) -> None:
    systeem, boek = op_sqlite
    Mens(systeem, boek).meld_aan()
    controleer(systeem, boek)
    webprocessen = systeem.webprocessen
    bestand = Path(systeem.databank.engine.url.database or "")
    log = bestand.with_name(bestand.name + "-wal")
    _laat_de_schijf_weigeren(webprocessen, log)
    pechvogel = Mens(systeem, boek)
    assert pechvogel.stuur("/nl/aanmelden", {"telefoon": pechvogel.telefoon, "eigen_woorden": "x" * 9_000}) == 503
    assert systeem.vraag("GET", "/readyz") == 503
    assert systeem.vraag("GET", "/nl/contact") == 200
    _laat_de_schijf_weer_werken(webprocessen)
    pechvogel.meld_aan()
    assert systeem.is_klaar
    assert systeem.webprocessen == webprocessen
    controleer(systeem, boek)
    _niets_is_opnieuw_begonnen(systeem)


def test_een_map_die_even_weg_is(op_sqlite: tuple[Opstelling, Grootboek]) -> None:
    systeem, boek = op_sqlite
    menigte = Menigte(systeem, boek, tegelijk=2)
    menigte.begin()
    map = Path(systeem.databank.engine.url.database or "").parent
    try:
        for _ in range(2):
            menigte.laat_er_door(2)
            map.rename(map.with_name("elders"))
            wacht_tot(lambda: systeem.vraag("GET", "/readyz") == 503, "a database that is gone is not noticed")
            map.with_name("elders").rename(map)
        menigte.laat_er_door(2)
    finally:
        menigte.stop()
    assert menigte.fouten == []
    controleer(systeem, boek)
    _niets_is_opnieuw_begonnen(systeem)


def test_in_een_teruggezet_bestand_komt_wat_daarna_wordt_bevestigd(
    tmp_path: Path, gemeente: Gemeente, kalender: Kalender
) -> None:
    url = nieuwe_url("sqlite", tmp_path)
    bestand = Path(make_url(url).database or "")
    databank = Databank(url, wachttijd=1)
    with databank.schrijven(gemeente.slug) as sessie:
        aangemeld(sessie, gemeente, kalender, NU)
    assert databank.wis_sporen()
    shutil.copy(bestand, tmp_path / "kopie")
    with databank.schrijven(gemeente.slug) as sessie:
        aangemeld(sessie, gemeente, kalender, NU, wat=aanvraag("06 87654321"))
    assert databank.wis_sporen()
    (tmp_path / "kopie").replace(bestand)
    with databank.schrijven(gemeente.slug) as sessie:
        aangemeld(sessie, gemeente, kalender, NU, wat=aanvraag("06 11111111"))
    databank.sluit()
    opnieuw = Databank(url)
    assert aanmeldingen(opnieuw) == 2, "what was there at the copy, and what came after it was put back"
    opnieuw.sluit()


def test_zonder_bestand_wordt_er_niets_bevestigd(tmp_path: Path, gemeente: Gemeente, kalender: Kalender) -> None:
    url = nieuwe_url("sqlite", tmp_path)
    databank = Databank(url, wachttijd=1)
    with databank.schrijven(gemeente.slug) as sessie:
        aangemeld(sessie, gemeente, kalender, NU)
    Path(make_url(url).database or "").unlink()
    with pytest.raises(OperationalError), databank.schrijven(gemeente.slug) as sessie:
        aangemeld(sessie, gemeente, kalender, NU, wat=aanvraag("06 11111111"))
    databank.sluit()


def _niets_is_opnieuw_begonnen(systeem: Opstelling) -> None:
    assert systeem.web is not None
    assert systeem.worker is not None
    assert systeem.web.poll() is None
    assert systeem.worker.poll() is None
