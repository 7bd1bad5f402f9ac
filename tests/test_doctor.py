"""`portal doctor`: words that say what is wrong and what to do, and an exit code for a script."""

import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import CONTENT
from tests.foute_instellingen import GEHEIM
from tests.voorloper import Afloop, Voorloper, voorloper


@pytest.fixture(scope="module")
def loper() -> Iterator[Voorloper]:
    with voorloper() as deze:
        yield deze


@pytest.fixture
def var(loper: Voorloper, tmp_path: Path) -> Path:
    """A var folder in which everything is made and a worker was just seen."""
    map = tmp_path / "var"
    assert loper.portal("migrate", omgeving={"PORTAL_VAR_DIR": str(map)}).code == 0
    _sql(map, "INSERT INTO hartslag (worker, gezien_op) VALUES ('hier:1', ?)", datetime.now(UTC).isoformat(" ")[:26])
    return map


def _sql(var: Path, opdracht: str, *waarden: object) -> None:
    with closing(sqlite3.connect(var / "portal.db")) as verbinding, verbinding:
        verbinding.execute(opdracht, waarden)


def _vraag(loper: Voorloper, var: Path, **omgeving: str) -> Afloop:
    return loper.portal("doctor", omgeving={"PORTAL_VAR_DIR": str(var), **omgeving})


def _niet_goed(afloop: Afloop) -> list[str]:
    assert afloop.fout == ""
    assert all(regel.startswith(("ok   ", "NOT  ")) for regel in afloop.uit.splitlines())
    slecht = [regel.removeprefix("NOT  ") for regel in afloop.uit.splitlines() if regel.startswith("NOT")]
    assert afloop.code == (1 if slecht else 0)
    return slecht


def test_wat_goed_is_zegt_de_dokter_ook(loper: Voorloper, var: Path) -> None:
    afloop = _vraag(loper, var)
    assert [regel for regel in _niet_goed(afloop) if "Messages" not in regel and "message" not in regel] == []
    for woorden in ("Settings and keys are in order", "SQLite", "A worker is running", "fetches"):
        assert woorden in afloop.uit


def test_een_verkeerde_instelling_of_geen_sleutels(loper: Voorloper, var: Path, tmp_path: Path) -> None:
    assert "PORTAL_PORT" in _niet_goed(_vraag(loper, var, PORTAL_PORT="acht"))[0]
    assert "run `portal migrate`" in _niet_goed(_vraag(loper, tmp_path / "leeg"))[0]


def test_een_databank_die_oud_is_of_er_niet_is(loper: Voorloper, var: Path) -> None:
    _sql(var, "UPDATE alembic_version SET version_num = '0000'")
    assert "The database is not at the newest version: run `portal migrate`." in _niet_goed(_vraag(loper, var))
    weg = _vraag(loper, var, PORTAL_DATABASE_URL="postgresql://127.0.0.1:1/x")
    assert any("The database cannot be used" in regel for regel in _niet_goed(weg))


def test_een_worker_die_er_niet_is_of_stil_is(loper: Voorloper, var: Path) -> None:
    _sql(var, "UPDATE hartslag SET gezien_op = '2026-01-01 00:00:00.000000'")
    assert any("start `portal worker`" in regel for regel in _niet_goed(_vraag(loper, var)))
    _sql(var, "DELETE FROM hartslag")
    assert "No worker was ever seen: start `portal worker`." in _niet_goed(_vraag(loper, var))


def test_een_bestemming_die_hapert_ook_als_dat_de_post_zelf_is(loper: Voorloper, var: Path) -> None:
    lang, net = (datetime.now(UTC) - timedelta(minutes=minuten) for minuten in (40, 1))
    for bestemming, sinds in (("accountmail", lang), ("email", net)):
        _sql(
            var,
            "INSERT INTO outbox_bestemming (gemeente, bestemming, failing_since, last_error) VALUES (?, ?, ?, ?)",
            *("voorbeeldstad", bestemming, sinds.isoformat(" ")[:26], "no connection with the mail server"),
        )
    gezegd = _vraag(loper, var)
    assert gezegd.code == 1
    assert "Deliveries to accountmail of voorbeeldstad have failed since" in gezegd.uit
    assert "to email of" not in gezegd.uit


def test_een_backoffice_die_niet_te_bereiken_is(loper: Voorloper, var: Path) -> None:
    adres = {"PORTAL_BACKOFFICE_SECRET": GEHEIM, "PORTAL_BACKOFFICE_URL": "http://127.0.0.1:1/in"}
    assert any(
        "cannot be reached" in regel and "Nothing is lost" in regel for regel in _niet_goed(_vraag(loper, var, **adres))
    )
    with socket.create_server(("127.0.0.1", 0)) as bak:
        adres["PORTAL_BACKOFFICE_URL"] = f"http://127.0.0.1:{bak.getsockname()[1]}/in"
        assert "can be reached" in _vraag(loper, var, **adres).uit


def test_een_adres_dat_bij_geen_gemeente_hoort(loper: Voorloper, var: Path) -> None:
    nergens = "https://hulp.elders.example"
    slecht = _niet_goed(_vraag(loper, var, PORTAL_BASE_URL=nergens))
    assert any(nergens in regel and "put hulp.elders.example in hosts" in regel for regel in slecht)


def test_teksten_die_ontbreken(loper: Voorloper, var: Path, tmp_path: Path) -> None:
    map = shutil.copytree(CONTENT, tmp_path / "content")
    (map / "nl" / "veilig.md").unlink()
    slecht = _niet_goed(_vraag(loper, var, PORTAL_CONTENT_DIR=str(map)))
    assert any(regel.startswith("Content: nl/veilig.md") and "is missing" in regel for regel in slecht)


def test_de_feestdagen_zijn_bijna_op(loper: Voorloper, var: Path) -> None:
    slecht = _niet_goed(_vraag(loper, var, PORTAL_NOW="2199-01-01T10:00"))
    assert any("content/feestdagen.toml is complete up to" in regel for regel in slecht)


def test_geen_enkel_geheim_komt_op_het_scherm(loper: Voorloper, var: Path) -> None:
    afloop = _vraag(
        loper,
        var,
        PORTAL_BACKOFFICE_SECRET=GEHEIM,
        PORTAL_BACKOFFICE_URL="http://127.0.0.1:1/",
        PORTAL_DATABASE_URL="postgresql://portaal:kanariegeheim@127.0.0.1:1/x",
    )
    assert GEHEIM not in afloop.uit
    assert "kanariegeheim" not in afloop.uit
