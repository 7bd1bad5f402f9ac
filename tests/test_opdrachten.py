"""Each command of `portal` is there, explains itself, and loads no more than it needs."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from portal.cli import OPDRACHTEN, portal


@pytest.mark.parametrize("naam", OPDRACHTEN)
def test_elke_opdracht_heeft_uitleg(naam: str) -> None:
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
        ("worker", {"flask", "babel", "jinja2", "granian", "alembic", "markdown_it", "authlib", "webauthn"}),
        ("serve", {"alembic"}),
        ("werkbak", {"granian", "alembic", "cryptography", "babel"}),
        ("migrate", {"flask", "granian"}),
    ],
)
def test_een_opdracht_laadt_niet_wat_hij_niet_nodig_heeft(naam: str, zonder: set[str]) -> None:
    opdracht = f"import sys, {OPDRACHTEN[naam]}; print(*{{naam.partition('.')[0] for naam in sys.modules}})"
    uit = subprocess.run([sys.executable, "-c", opdracht], capture_output=True, text=True, timeout=60, check=True)
    assert not zonder & set(uit.stdout.split())
