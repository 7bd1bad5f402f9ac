"""Settings: what the werkbak starts with, and what it refuses in one line."""

from pathlib import Path

import pytest

from portal.werkbak.instellingen import OnjuisteWerkbakInstelling, lees_werkbak_instellingen
from tests.werkbak.bouwers import GEHEIM

ANDER = GEHEIM.replace("ZWVu", "QUJD")
GOED = {"PORTAL_BACKOFFICE_SECRET": GEHEIM}


def test_zonder_instellingen_staat_de_werkbak_op_deze_machine() -> None:
    instellingen = lees_werkbak_instellingen(GOED)
    assert (instellingen.host, instellingen.port) == ("127.0.0.1", 8010)
    assert (instellingen.var_dir, instellingen.portal_url) == (Path("var"), "http://127.0.0.1:8000")
    assert (instellingen.token, instellingen.wachtwoord) == (None, None)


def test_het_portaal_op_een_andere_poort_of_een_ander_adres() -> None:
    assert lees_werkbak_instellingen(GOED | {"PORTAL_PORT": "9000"}).portal_url == "http://127.0.0.1:9000"
    adres = {"PORTAL_BASE_URL": "https://hulp.voorbeeldstad.example/", "PORTAL_PORT": "9000"}
    assert lees_werkbak_instellingen(GOED | adres).portal_url == "https://hulp.voorbeeldstad.example"


def test_meer_geheimen_tijdens_het_wisselen() -> None:
    instellingen = lees_werkbak_instellingen({"PORTAL_BACKOFFICE_SECRET": f" {GEHEIM}  {ANDER}\n"})
    assert instellingen.webhook_secrets == (GEHEIM, ANDER)


def test_zonder_geheim_geldt_het_bestand_van_deze_machine(tmp_path: Path) -> None:
    (tmp_path / "backoffice_secret").write_text(f"{GEHEIM}\n")
    assert lees_werkbak_instellingen({"PORTAL_VAR_DIR": str(tmp_path)}).webhook_secrets == (GEHEIM,)


def test_een_geheim_staat_niet_in_een_logregel() -> None:
    extra = {"PORTAL_WERKBAK_TOKEN": "geheim-token", "PORTAL_WERKBAK_WACHTWOORD": "geheim-wachtwoord"}
    tekst = repr(lees_werkbak_instellingen(GOED | extra))
    assert "geheim-" not in tekst
    assert "whsec_" not in tekst


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_op_loopback_mag_het_zonder_wachtwoord(host: str) -> None:
    assert lees_werkbak_instellingen(GOED | {"PORTAL_WERKBAK_HOST": host}).wachtwoord is None


@pytest.mark.parametrize(
    ("extra", "naam"),
    [
        ({"PORTAL_WERKBAK_HOST": "0.0.0.0"}, "PORTAL_WERKBAK_WACHTWOORD"),
        ({"PORTAL_WERKBAK_HOST": "werkbak.voorbeeldstad.example"}, "PORTAL_WERKBAK_WACHTWOORD"),
        ({"PORTAL_WERKBAK_WACHTWOORD": "te kort"}, "PORTAL_WERKBAK_WACHTWOORD"),
        ({"PORTAL_WERKBAK_PORT": "achtduizend"}, "PORTAL_WERKBAK_PORT"),
        ({"PORTAL_WERKBAK_PORT": "65536"}, "PORTAL_WERKBAK_PORT"),
        ({"PORTAL_WERKBAK_PORT": "²"}, "PORTAL_WERKBAK_PORT"),
        ({"PORTAL_BASE_URL": "127.0.0.1:8000"}, "PORTAL_BASE_URL"),
        ({"PORTAL_BASE_URL": "file:///etc"}, "PORTAL_BASE_URL"),
        ({"PORTAL_BASE_URL": "http://[::1"}, "PORTAL_BASE_URL"),
        ({"PORTAL_WERKBAK_PORTAAL": "web:8000"}, "PORTAL_WERKBAK_PORTAAL"),
        ({"PORTAL_BACKOFFICE_SECRET": f"{GEHEIM} geheim"}, "PORTAL_BACKOFFICE_SECRET"),
        ({"PORTAL_BACKOFFICE_SECRET": "", "PORTAL_VAR_DIR": "/bestaat/niet"}, "portal migrate"),
    ],
)
def test_een_onjuiste_instelling_is_een_regel(extra: dict[str, str], naam: str) -> None:
    with pytest.raises(OnjuisteWerkbakInstelling, match=naam) as fout:
        lees_werkbak_instellingen(GOED | extra)
    assert "\n" not in str(fout.value)
    assert GEHEIM not in str(fout.value)


def test_de_werkbak_kan_het_portaal_langs_een_kortere_weg_bereiken() -> None:
    anders = {"PORTAL_BASE_URL": "https://rustpunt.voorbeeldstad.example/", "PORTAL_WERKBAK_PORTAAL": "http://web:8000"}
    instellingen = lees_werkbak_instellingen(GOED | anders)
    assert (instellingen.portal_url, instellingen.api_url) == (anders["PORTAL_BASE_URL"][:-1], "http://web:8000")
    zonder = lees_werkbak_instellingen(GOED | {"PORTAL_BASE_URL": "https://rustpunt.voorbeeldstad.example"})
    assert zonder.api_url == zonder.portal_url
