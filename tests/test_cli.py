"""The command `portal`: what it offers, what it loads, and how it says that something is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import OPDRACHTEN, portal


def _portal(*woorden: str, **omgeving: str) -> subprocess.CompletedProcess[str]:
    kaal = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("PORTAL_")}
    return subprocess.run(
        [sys.executable, "-m", "portal", *woorden],
        env=kaal | omgeving,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("naam", OPDRACHTEN)
def test_elke_opdracht_heeft_een_regel_uitleg(naam: str) -> None:
    uitkomst = CliRunner().invoke(portal, [naam, "--help"])
    assert uitkomst.exit_code == 0
    assert f"portal {naam}" in uitkomst.output


def test_een_onbekende_opdracht_bestaat_niet() -> None:
    uitkomst = CliRunner().invoke(portal, ["backup-van-gisteren"])
    assert uitkomst.exit_code == 2
    assert "No such command" in uitkomst.output


@pytest.mark.parametrize(
    ("naam", "zonder"),
    [
        ("worker", {"flask", "flask_babel", "babel", "jinja2", "granian", "alembic", "markdown_it"}),
        ("serve", {"alembic"}),
        ("werkbak", {"granian", "alembic", "cryptography", "flask_babel"}),
        ("migrate", {"flask", "granian"}),
    ],
)
def test_een_opdracht_laadt_niet_wat_hij_niet_nodig_heeft(naam: str, zonder: set[str]) -> None:
    opdracht = f"import sys, {OPDRACHTEN[naam]}; print(*{{naam.partition('.')[0] for naam in sys.modules}})"
    uit = subprocess.run([sys.executable, "-c", opdracht], capture_output=True, text=True, timeout=60, check=True)
    assert not zonder & set(uit.stdout.split())


@pytest.mark.parametrize("opdracht", [["serve"], ["worker"], ["start"], ["outbox", "status"], ["token", "list"]])
def test_zonder_sleutels_begint_niets_en_dat_staat_er_in_een_regel(opdracht: list[str], tmp_path: Path) -> None:
    uit = _portal(*opdracht, PORTAL_VAR_DIR=str(tmp_path))
    assert uit.returncode == 2
    assert uit.stderr == f"portal: There are no keys in {tmp_path}: run `portal migrate` once.\n"


def test_een_onbruikbare_instelling_staat_in_een_regel(tmp_path: Path) -> None:
    uit = _portal("worker", PORTAL_VAR_DIR=str(tmp_path), PORTAL_PORT="tachtig")
    assert uit.returncode == 2
    assert uit.stderr == "portal: PORTAL_PORT is 'tachtig': give a whole number from 1 to 65535.\n"


def test_ook_de_werkbak_zegt_in_een_regel_wat_er_mist(tmp_path: Path) -> None:
    uit = _portal("werkbak", PORTAL_VAR_DIR=str(tmp_path))
    assert uit.returncode == 2
    assert uit.stderr.startswith("portal: ")
    assert uit.stderr.count("\n") == 1


def test_na_migrate_werkt_de_outbox_van_een_nieuwe_installatie(tmp_path: Path) -> None:
    assert _portal("migrate", PORTAL_VAR_DIR=str(tmp_path)).returncode == 0
    uit = _portal("outbox", "list", PORTAL_VAR_DIR=str(tmp_path))
    assert (uit.returncode, uit.stdout) == (0, "Nothing stands still.\n")
