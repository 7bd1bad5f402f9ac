"""`portal keys`: what the operator is told, with keys in a file and with keys in the settings."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import portal
from portal.db import sleutelbestand
from portal.db.databank import Databank
from portal.db.sleutels import BESTAND
from portal.gemeente import Gemeente
from portal.opdrachten import keys
from portal.termijnen import Kalender
from tests.bouwers import aangemeld
from tests.sleutels.test_wissel import NU

Vraag = Callable[..., Result]


@pytest.fixture
def vraag(
    monkeypatch: pytest.MonkeyPatch, databank: Databank, gemeente: Gemeente, kalender: Kalender, sleutelmap: Path
) -> Vraag:
    """Ask `portal keys …` of an installation with one person."""
    monkeypatch.setattr(keys, "WENNEN", 0.0)
    with databank.schrijven(gemeente.slug) as sessie:
        aangemeld(sessie, gemeente, kalender, NU)
    vast = {
        "PORTAL_VAR_DIR": str(sleutelmap),
        "PORTAL_DATABASE_URL": databank.engine.url.render_as_string(hide_password=False),
    }

    def vraag(*args: str, **omgeving: str) -> Result:
        return CliRunner().invoke(portal, ["keys", *args], env=vast | omgeving)

    return vraag


def test_wisselen_en_de_oude_uitzetten(vraag: Vraag, sleutelmap: Path) -> None:
    assert "encryption key k1 (in use)" in vraag("status").output
    gewisseld = vraag("rotate")
    assert gewisseld.exit_code == 0
    assert "Key k2 is in use" in gewisseld.output
    assert re.search(r"[1-9]\d* rows were made anew with key k2", gewisseld.output)
    stand = vraag("status").output
    assert "encryption key k1 (known): 0 values" in stand
    assert "Retired: k1" in vraag("retire").output
    assert "still needed" in vraag("retire").output
    assert list(json.loads((sleutelmap / BESTAND).read_text())["encryption"]) == ["k2"]


def test_een_afgebroken_wissel_gaat_verder_waar_hij_was(vraag: Vraag, sleutelmap: Path) -> None:
    sleutelbestand.voeg_toe(sleutelmap)
    assert "run `portal keys rotate` first" in vraag("retire").output
    assert vraag("retire").exit_code == 2
    verder = vraag("rotate").output
    assert "Key k2 was added before" in verder
    assert "k3" not in verder
    sleutelbestand.voeg_toe(sleutelmap)
    sleutelbestand.neem_in_gebruik(sleutelmap)
    assert "rows are still to be made anew" in vraag("status").output
    verder = vraag("rotate").output
    assert "no new key this time" in verder
    assert re.search(r"[1-9]\d* rows were made anew with key k3", verder)
    assert "Key k4 is in use" in vraag("rotate").output


def test_een_oude_sleutel_die_nog_nodig_is_blijft(vraag: Vraag, sleutelmap: Path) -> None:
    sleutelbestand.voeg_toe(sleutelmap)
    sleutelbestand.neem_in_gebruik(sleutelmap)
    assert "still needed" in vraag("retire").output
    assert "k1" in json.loads((sleutelmap / BESTAND).read_text())["encryption"]


def test_met_sleutels_in_de_instellingen_zegt_elke_stap_de_volgende(vraag: Vraag, sleutelmap: Path) -> None:
    gelezen = json.loads((sleutelmap / BESTAND).read_text())
    (sleutelmap / BESTAND).unlink()
    sleutels = {
        "PORTAL_ENCRYPTION_KEYS": f"k1:{gelezen['encryption']['k1']}",
        "PORTAL_SECRET_KEYS": f"k1:{gelezen['secret']['k1']}",
    }
    een = vraag("rotate", **sleutels).output
    bekend = dict(re.findall(r'^(PORTAL_\w+)="(.*)"$', een, re.MULTILINE))
    assert set(bekend) == set(sleutels)
    for naam, regel in bekend.items():
        assert regel.startswith("+k2:")
        assert regel.endswith(sleutels[naam])
    twee = vraag("rotate", **bekend).output
    assert "take the + before k2 away" in twee
    assert "k1 (in use)" in vraag("status", **bekend).output
    nieuw = {naam: regel.removeprefix("+") for naam, regel in bekend.items()}
    drie = vraag("rotate", **nieuw).output
    assert re.search(r"[1-9]\d* rows were made anew with key k2", drie)
    assert "PORTAL_ENCRYPTION_KEYS may do without k1" in drie
    assert "may do without k1" in vraag("retire", **nieuw).output
    kort = nieuw | {"PORTAL_ENCRYPTION_KEYS": nieuw["PORTAL_ENCRYPTION_KEYS"].split()[0]}
    stand = vraag("status", **kort).output
    assert "cannot be read" not in stand
    assert "still to be made anew" not in stand
    assert not (sleutelmap / BESTAND).exists()
    assert '"+k3:' in vraag("rotate", **kort).output


def test_de_ene_soort_in_de_instellingen_en_de_andere_in_het_bestand(vraag: Vraag, sleutelmap: Path) -> None:
    gelezen = json.loads((sleutelmap / BESTAND).read_text())
    uitkomst = vraag("rotate", PORTAL_SECRET_KEYS=f"k1:{gelezen['secret']['k1']}")
    assert uitkomst.exit_code == 2
    assert "give both" in uitkomst.output
