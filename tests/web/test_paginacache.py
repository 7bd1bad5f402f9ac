"""Kept pages: the same bytes for everybody, never anybody's own, and true for at most a minute."""

from dataclasses import replace

import brotli
import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from portal.app import create_app
from portal.omgeving import Omgeving
from portal.web.paginacache import Paginacache
from tests.browser_na import StrengeClient
from tests.toegang.mens import iemand, sessie_van

pytestmark = pytest.mark.parametrize("databank", ["sqlite"], indirect=True)


class Teller:
    """Seconds that go forward when told."""

    def __init__(self) -> None:
        self.nu = 100.0

    def __call__(self) -> float:
        return self.nu


@pytest.fixture
def teller() -> Teller:
    return Teller()


@pytest.fixture
def gemaakt(app: Flask, teller: Teller) -> list[str]:
    """The paths of the pages that were really made, in order."""
    paden: list[str] = []
    echt = app.full_dispatch_request

    def tel() -> object:
        paden.append(request.full_path.rstrip("?"))
        return echt()

    app.full_dispatch_request = tel  # type: ignore[method-assign, assignment]
    app.wsgi_app = Paginacache(Flask.wsgi_app.__get__(app), teller)  # type: ignore[method-assign]
    return paden


@pytest.fixture
def bezoeker(app: Flask) -> FlaskClient:
    """A browser that takes compressed pages."""
    return FlaskClient(app, response_wrapper=app.response_class, use_cookies=False)


def test_een_bladzij_wordt_een_keer_gemaakt(bezoeker: FlaskClient, gemaakt: list[str]) -> None:
    een, twee = bezoeker.get("/nl/"), bezoeker.get("/nl/")
    assert gemaakt == ["/nl/"]
    assert een.data == twee.data
    assert list(een.headers) == list(twee.headers)
    assert een.headers["Cache-Control"] == "private, no-cache"
    assert een.headers["ETag"].startswith('W/"')


def test_na_een_minuut_wordt_er_opnieuw_gekeken(bezoeker: FlaskClient, gemaakt: list[str], teller: Teller) -> None:
    bezoeker.get("/nl/contact")
    teller.nu += 59
    bezoeker.get("/nl/contact")
    assert len(gemaakt) == 1
    teller.nu += 2
    bezoeker.get("/nl/contact")
    assert len(gemaakt) == 2


def test_wie_hem_al_heeft_krijgt_alleen_te_horen_dat_hij_nog_klopt(bezoeker: FlaskClient, gemaakt: list[str]) -> None:
    merk = bezoeker.get("/nl/").headers["ETag"]
    antwoord = bezoeker.get("/nl/", headers={"If-None-Match": merk})
    assert (antwoord.status_code, antwoord.data) == (304, b"")
    assert "Content-Security-Policy" in antwoord.headers
    assert bezoeker.get("/nl/", headers={"If-None-Match": 'W/"anders"'}).status_code == 200
    eerst = bezoeker.get("/nl/wat-als", headers={"If-None-Match": merk})
    assert eerst.status_code == 200


def test_head_geeft_dezelfde_koppen_zonder_bladzij(bezoeker: FlaskClient, gemaakt: list[str]) -> None:
    head = bezoeker.head("/nl/")
    get = bezoeker.get("/nl/")
    assert head.data == b""
    assert list(head.headers) == list(get.headers)
    assert len(gemaakt) == 1


@pytest.mark.parametrize(
    "anders",
    [
        {"headers": {"Cookie": "taal=nl"}},
        {"headers": {"Cookie": ""}},
        {"headers": {"HX-Request": "true"}},
        {"headers": {"Authorization": "Bearer x"}},
        {"query_string": "anderen=ja"},
    ],
    ids=str,
)
def test_een_verzoek_waar_iets_aan_vastzit_wordt_apart_gemaakt(
    bezoeker: FlaskClient, gemaakt: list[str], anders: dict[str, object]
) -> None:
    for _ in range(2):
        bezoeker.get("/nl/aanmelden", **anders)
    assert len(gemaakt) == 2
    bezoeker.get("/nl/aanmelden")
    assert len(gemaakt) == 3


def test_elke_host_taal_en_vorm_heeft_zijn_eigen(bezoeker: FlaskClient, gemaakt: list[str]) -> None:
    for koppen in (
        {"Accept-Encoding": "br"},
        {"Accept-Encoding": "gzip"},
        {"Accept-Encoding": "identity"},
        {"Accept-Language": "ar", "Accept-Encoding": "br"},
        {"Accept-Language": "en", "Accept-Encoding": "br"},
        {"Host": "127.0.0.1", "Accept-Encoding": "br"},
    ):
        bezoeker.get("/nl/", headers=koppen)
    assert len(gemaakt) == 6
    arabisch = bezoeker.get("/nl/", headers={"Accept-Language": "ar", "Accept-Encoding": "br"})
    assert "العربية" in brotli.decompress(arabisch.data).decode()


def test_een_onbekende_host_krijgt_niets_van_een_ander(omgeving: Omgeving) -> None:
    buiten = replace(omgeving.instellingen, base_url="https://hulp.voorbeeldstad.example")
    bezoeker = create_app(replace(omgeving, instellingen=buiten)).test_client(use_cookies=False)
    assert bezoeker.get("/nl/", headers={"Host": "localhost"}).status_code == 200
    for methode in ("GET", "HEAD", "GET"):
        antwoord = bezoeker.open("/nl/", method=methode, headers={"Host": "elders.example"})
        assert antwoord.status_code == 421


@pytest.mark.parametrize("pad", ["/nl/bestaat-niet", "/nl/aanmelden/klaar", "/nl/mijn", "/", "/readyz", "/nl/verder"])
def test_wat_niet_voor_iedereen_hetzelfde_blijft_wordt_niet_bewaard(
    bezoeker: FlaskClient, gemaakt: list[str], pad: str
) -> None:
    for _ in range(2):
        antwoord = bezoeker.get(pad)
    assert len(gemaakt) == 2
    assert "ETag" not in antwoord.headers


def test_wat_van_iemand_zelf_is_komt_nooit_bij_een_ander(
    app: Flask, omgeving: Omgeving, client: StrengeClient, bezoeker: FlaskClient
) -> None:
    sessie_van(omgeving, client, iemand(omgeving).inwoner_id, 1)
    velden = {"csrf_token": "", "eigen_telefoon": "ja"}
    bladzij = client.get("/nl/aanmelden/klaar").text
    velden["csrf_token"] = bladzij.split('name="csrf_token" value="')[1].split('"')[0]
    client.post("/nl/aanmelden/klaar", data=velden)
    eigen = client.get("/nl/")
    assert "Verder waar je was" in eigen.text
    assert eigen.headers["Cache-Control"] == "no-store"
    assert "Verder waar je was" not in bezoeker.get("/nl/").text
    for pad in ("/nl/", "/nl/contact", "/nl/aanmelden"):
        client.get(pad)
        assert velden["csrf_token"] not in bezoeker.get(pad).text


def test_er_blijft_nooit_te_veel_liggen(bezoeker: FlaskClient, app: Flask, gemaakt: list[str]) -> None:
    laag = app.wsgi_app
    assert isinstance(laag, Paginacache)
    for nummer in range(30):
        bezoeker.get("/nl/", headers={"Accept-Language": f"nl;q=0.{nummer:02}"})
    assert len(laag._bewaard) == 30
    bezoeker.get("/nl/", headers={"Accept-Language": "x" * 5000})
    assert all(len("".join(sleutel)) < 400 for sleutel in laag._bewaard)
