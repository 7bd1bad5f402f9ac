"""Which destination serves which gemeente."""

from pathlib import Path

import pytest

from portal.clock import Systeemklok
from portal.config import OnjuisteInstelling, lees_instellingen
from portal.gemeente import Gemeenten
from portal.outbox.bestemmingen.map import Map
from portal.outbox.bestemmingen.ophalen import Ophalen
from portal.outbox.bestemmingen.webhook import Webhook
from portal.outbox.routering import Route, naar_werkbak, routes
from portal.outbox.service import BACKOFFICE
from tests.outbox.bouwers import STAD
from tests.outbox.ontvanger import GEHEIM

BUITEN = {"PORTAL_BASE_URL": "https://hulp.example"}


def _route(gemeenten: Gemeenten, **omgeving: str) -> Route:
    return routes(gemeenten, lees_instellingen(omgeving), Systeemklok())[STAD, BACKOFFICE]


def test_zonder_adres_haalt_de_backoffice_op(gemeenten: Gemeenten) -> None:
    assert _route(gemeenten) == Ophalen()


def test_met_een_adres_wordt_er_gebeld(gemeenten: Gemeenten) -> None:
    url = "https://backoffice.example/in"
    assert isinstance(_route(gemeenten, PORTAL_BACKOFFICE_URL=url, PORTAL_BACKOFFICE_SECRET=GEHEIM), Webhook)


@pytest.mark.parametrize("vorm", ["file:{}", "file://{}"])
def test_een_map_heeft_geen_geheim_nodig(vorm: str, gemeenten: Gemeenten, tmp_path: Path) -> None:
    route = _route(gemeenten, PORTAL_BACKOFFICE_URL=vorm.format(tmp_path / "uit"), **BUITEN)
    assert isinstance(route, Map)
    assert route._folder == tmp_path / "uit"


def test_het_eigen_adres_van_een_gemeente_gaat_voor(gemeenten: Gemeenten, tmp_path: Path) -> None:
    route = _route(
        gemeenten,
        PORTAL_BACKOFFICE_URL="https://backoffice.example",
        PORTAL_BACKOFFICE_SECRET=GEHEIM,
        PORTAL_VOORBEELDSTAD_BACKOFFICE_URL=f"file:{tmp_path}",
    )
    assert isinstance(route, Map)


def test_zonder_geheim_begint_er_niets(gemeenten: Gemeenten) -> None:
    with pytest.raises(OnjuisteInstelling, match="PORTAL_BACKOFFICE_SECRET is missing for voorbeeldstad"):
        _route(gemeenten, PORTAL_BACKOFFICE_URL="https://backoffice.example", **BUITEN)


def test_op_de_eigen_machine_delen_portaal_en_werkbak_een_geheim(gemeenten: Gemeenten, tmp_path: Path) -> None:
    (tmp_path / "backoffice_secret").write_text(GEHEIM + "\n")
    hier = {"PORTAL_VAR_DIR": str(tmp_path), "PORTAL_BACKOFFICE_URL": "http://127.0.0.1:9"}
    assert isinstance(_route(gemeenten, **hier), Webhook)
    with pytest.raises(OnjuisteInstelling):
        _route(gemeenten, **hier | BUITEN)  # the file is not for an installation that others can reach


def test_een_onbruikbaar_geheim_wordt_genoemd_maar_niet_getoond(gemeenten: Gemeenten) -> None:
    with pytest.raises(OnjuisteInstelling) as gevangen:
        _route(
            gemeenten,
            PORTAL_BACKOFFICE_URL="https://backoffice.example",
            PORTAL_VOORBEELDSTAD_BACKOFFICE_SECRET="whsec_geheimpje",
        )
    assert "VOORBEELDSTAD" in str(gevangen.value).upper()
    assert "geheimpje" not in str(gevangen.value)


@pytest.mark.parametrize("url", ["http://x:99999", "https://" + "a" * 64 + ".example"])
def test_een_adres_dat_niet_kan_is_een_duidelijke_regel(url: str, gemeenten: Gemeenten) -> None:
    with pytest.raises((OnjuisteInstelling, ValueError)):
        _route(gemeenten, PORTAL_BACKOFFICE_URL=url, PORTAL_BACKOFFICE_SECRET=GEHEIM)


def test_berichten_gaan_alleen_naar_een_werkbak_die_er_is(gemeenten: Gemeenten) -> None:
    stad = next(iter(gemeenten))
    geheim = {"PORTAL_BACKOFFICE_SECRET": GEHEIM}
    werkbak = geheim | {"PORTAL_WERKBAK_URL": "http://127.0.0.1:9"}
    assert naar_werkbak(stad, lees_instellingen(geheim), Systeemklok()) is None
    assert isinstance(naar_werkbak(stad, lees_instellingen(werkbak), Systeemklok()), Webhook)


@pytest.mark.parametrize(
    ("url", "extra", "mag"),
    [
        ("http://127.0.0.1:9", {}, True),
        ("http://localhost:9", {}, True),
        ("http://werkbak.intern:9", {}, False),
        ("http://werkbak.intern:9", {"PORTAL_PRIVATE_DESTINATIONS": "1"}, True),
        ("https://127.0.0.1:9", BUITEN, False),
        ("https://127.0.0.1:9", BUITEN | {"PORTAL_PRIVATE_DESTINATIONS": "1"}, True),
    ],
)
def test_binnen_het_eigen_netwerk_komt_alleen_wie_dat_zegt(
    url: str, extra: dict[str, str], mag: bool, gemeenten: Gemeenten
) -> None:
    route = _route(gemeenten, PORTAL_BACKOFFICE_URL=url, PORTAL_BACKOFFICE_SECRET=GEHEIM, **extra)
    assert isinstance(route, Webhook)
    assert route._doel.mag_prive is mag
