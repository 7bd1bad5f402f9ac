"""`portal beheerder …`, as the operator types it."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.accounts import inrichten
from portal.accounts.handelingen import GEBLOKKEERD, HERSTELD, UITGENODIGD
from portal.cli import portal
from portal.db import sleutels
from portal.db.databank import Databank
from tests.beheer.mens import gedaan
from tests.conftest import VasteKlok

_CODE = re.compile(r"^(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}$")
Opdracht = Callable[..., Result]


@pytest.fixture
def opdracht(tmp_path: Path, sleutelring: Path, monkeypatch: pytest.MonkeyPatch) -> Opdracht:
    """An installation of its own, and the command line on it."""
    for naam in [n for n in os.environ if n.startswith("PORTAL_")]:
        monkeypatch.delenv(naam)
    monkeypatch.setenv("PORTAL_VAR_DIR", str(tmp_path))
    eerder = sleutels.sleutels()

    def doe(*woorden: str) -> Result:
        try:
            return CliRunner().invoke(portal, list(woorden))
        finally:
            sleutels.gebruik(eerder)

    assert doe("migrate").exit_code == 0
    return doe


def _nieuw(opdracht: Opdracht, email: str = "noor@gemeente.example") -> str:
    uit = opdracht("beheerder", "new", "--gemeente", "voorbeeldstad", "--naam", "Noor", "--email", email)
    assert uit.exit_code == 0, uit.output
    assert "http://127.0.0.1:8000/nl/beheer/uitnodiging" in uit.stderr
    assert _CODE.match(uit.stdout.strip())
    return uit.stdout.strip()


def _id(opdracht: Opdracht) -> str:
    return opdracht("beheerder", "list").stdout.split()[0]


def test_uitnodigen_toont_een_code_die_werkt(opdracht: Opdracht, tmp_path: Path, klok: VasteKlok) -> None:
    assert "There are no accounts" in opdracht("beheerder", "list").stdout
    code = _nieuw(opdracht)
    lijst = opdracht("beheerder", "list").stdout
    assert "Noor <noor@gemeente.example>" in lijst
    assert "not set up yet" in lijst
    assert code not in lijst
    databank = Databank(f"sqlite:///{tmp_path / 'portal.db'}")
    eerder = sleutels.sleutels()
    sleutels.gebruik(sleutels.laad_sleutels(tmp_path, None, None))
    try:
        with databank.schrijven("voorbeeldstad") as sessie:
            assert inrichten.begin(sessie, gemeente="voorbeeldstad", getypt=code, now=klok.nu())
    finally:
        sleutels.gebruik(eerder)
        databank.sluit()


def test_blokkeren_en_een_nieuwe_code(opdracht: Opdracht, tmp_path: Path) -> None:
    eerste = _nieuw(opdracht)
    wie = _id(opdracht)
    assert "is blocked" in opdracht("beheerder", "block", wie).stdout
    assert "blocked since" in opdracht("beheerder", "list", "--gemeente", "voorbeeldstad").stdout
    tweede = opdracht("beheerder", "reset", wie)
    assert _CODE.match(tweede.stdout.strip())
    assert tweede.stdout.strip() != eerste
    databank = Databank(f"sqlite:///{tmp_path / 'portal.db'}")
    assert [soort for soort, _ in gedaan(databank)] == [UITGENODIGD, GEBLOKKEERD, HERSTELD]
    databank.sluit()


@pytest.mark.parametrize(
    ("woorden", "melding"),
    [
        (("new", "--gemeente", "nergens", "--naam", "N", "--email", "n@x.example"), "There is no gemeente 'nergens'"),
        (("new", "--gemeente", "voorbeeldstad", "--naam", "", "--email", "n@x.example"), "a name is 1 to 80"),
        (("new", "--gemeente", "voorbeeldstad", "--naam", "N", "--email", "n"), "not one e-mail address"),
        (("new", "--gemeente", "voorbeeldstad", "--naam", "N"), "Missing option"),
        (("reset", "01a1f82f-1e80-72a3-b814-f9d6ba1b0539"), "There is no account"),
        (("block", "01a1f82f-1e80-72a3-b814-f9d6ba1b0539"), "There is no account"),
        (("block", "geen-id"), "is not a valid UUID"),
    ],
)
def test_wat_niet_kan_zegt_het_in_een_regel(opdracht: Opdracht, woorden: tuple[str, ...], melding: str) -> None:
    uit = opdracht("beheerder", *woorden)
    assert uit.exit_code != 0
    assert melding in uit.output
    assert "Traceback" not in uit.output


def test_een_adres_krijgt_geen_tweede_account(opdracht: Opdracht) -> None:
    _nieuw(opdracht)
    uit = opdracht(
        "beheerder", "new", "--gemeente", "voorbeeldstad", "--naam", "Ander", "--email", "NOOR@gemeente.example"
    )
    assert uit.exit_code == 1
    assert "has an account already" in uit.output
