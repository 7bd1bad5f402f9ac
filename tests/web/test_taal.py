"""Which language a page speaks, and where a path without one leads."""

from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.db.databank import Databank
from tests.veiligheid.stand import aanmeldingen

pytestmark = pytest.mark.parametrize("databank", ["sqlite"], indirect=True)


@pytest.fixture
def bezoeker(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize(
    ("pad", "doel"),
    [
        ("/", "/nl/"),
        ("/aanmelden", "/nl/aanmelden"),
        ("/contact", "/nl/contact"),
        ("/mijn", "/nl/mijn"),
        ("/snel-weg", "/nl/snel-weg"),
        ("/xx/", "/nl/"),
        ("/xx", "/nl/"),
        ("/de/contact", "/nl/contact"),
        ("/tlh/contact", "/nl/contact"),
        ("/NL/contact", "/nl/contact"),
        ("/EN/contact", "/en/contact"),
        ("/nl-BE/", "/nl/"),
        ("/nl-NL/contact", "/nl/contact"),
        ("/nl_NL/contact", "/nl/contact"),
        ("/en-GB/contact", "/en/contact"),
        ("/zh-Hant-TW/contact", "/nl/contact"),
        ("/contact?a=b", "/nl/contact?a=b"),
        ("/xx/aanmelden?groep=jong", "/nl/aanmelden?groep=jong"),
    ],
)
def test_een_pad_zonder_of_met_een_vreemde_taal_komt_goed_terecht(bezoeker: FlaskClient, pad: str, doel: str) -> None:
    antwoord = bezoeker.get(pad)
    assert (antwoord.status_code, antwoord.location) == (302, doel)
    assert antwoord.headers["Cache-Control"] == "private, no-cache"
    assert {"Accept-Language", "Cookie"} <= {deel.strip() for deel in antwoord.headers["Vary"].split(",")}


@pytest.mark.parametrize(
    "pad",
    [
        "/bestaat-niet",
        "/xx/bestaat-niet",
        "/nl/nl/",
        "/x",
        "/xxxx/contact",
        "/%0d%0aSet-Cookie:a=b",
        "/\\elders.example",
    ],
)
def test_wat_er_in_geen_taal_is_is_er_niet(bezoeker: FlaskClient, pad: str) -> None:
    antwoord = bezoeker.get(pad, follow_redirects=True)
    assert antwoord.status_code == 404
    assert "0800 0000 000" in antwoord.text
    assert "Set-Cookie" not in antwoord.headers


@pytest.mark.parametrize(
    "pad",
    [
        "//elders.example/",
        "//elders.example/contact",
        "/xx//elders.example",
        "/\\\\elders.example/contact",
        "/%2f%2felders.example",
    ],
)
def test_er_is_geen_weg_naar_een_andere_site(bezoeker: FlaskClient, pad: str) -> None:
    antwoord = bezoeker.get("/", environ_overrides={"PATH_INFO": unquote(pad)})
    assert antwoord.status_code in (302, 308, 404)
    doel = antwoord.headers.get("Location", "/")
    assert doel.startswith("/"), doel
    assert not doel.startswith(("//", "/\\")), doel


@pytest.mark.parametrize(
    ("aanvaard", "taal"),
    [
        ("ar", "ar"),
        ("en-GB,en;q=0.9,nl;q=0.8", "en"),
        ("de, nl;q=0.5", "nl"),
        ("tr", "nl"),
        ("", "nl"),
        ("*", "nl"),
        (";;q=;,", "nl"),
        ("nl;q=abc", "nl"),
        ("x" * 10_000, "nl"),
        ("ar-SY;q=0.1,en;q=0.05", "ar"),
        ("\xff\xfe", "nl"),
    ],
)
def test_de_browser_wordt_gehoord(bezoeker: FlaskClient, aanvaard: str, taal: str) -> None:
    assert bezoeker.get("/contact", headers={"Accept-Language": aanvaard}).location == f"/{taal}/contact"


@pytest.mark.parametrize(
    ("koek", "taal"),
    [
        ("en", "en"),
        ("ar", "ar"),
        ("xx", "ar"),
        ("", "ar"),
        ("../nl", "ar"),
        ("nl\xff", "ar"),
        ("en" * 2000, "ar"),
    ],
)
def test_een_keuze_wint_van_de_browser_en_onzin_telt_niet(bezoeker: FlaskClient, koek: str, taal: str) -> None:
    kaal = bezoeker.application.test_client(use_cookies=False)
    koppen = {"Accept-Language": "ar", "Cookie": f"taal={koek}"}
    assert kaal.get("/contact", headers=koppen).location == f"/{taal}/contact"
    assert kaal.get("/nl/contact", headers=koppen).status_code == 200


def test_een_formulier_zonder_taal_houdt_wat_er_getypt_is(bezoeker: FlaskClient, databank: Databank) -> None:
    for pad in ("/aanmelden", "/xx/aanmelden", "/nl-BE/aanmelden"):
        antwoord = bezoeker.post(pad, data={"telefoon": "0612345678"})
        assert (antwoord.status_code, antwoord.location) == (307, "/nl/aanmelden")
        assert bezoeker.post(antwoord.location, data={"telefoon": "0612345678"}).status_code == 303
    assert aanmeldingen(databank) == 1


@pytest.mark.parametrize(
    "naar",
    [
        "/",
        "/contact",
        "//elders.example",
        "/\\elders.example",
        "https://elders.example",
        "",
        "/bestaat-niet",
        "/contact\r\nX: y",
    ],
)
def test_kiezen_onthoudt_de_taal_en_gaat_terug_op_deze_site(bezoeker: FlaskClient, naar: str) -> None:
    antwoord = bezoeker.get("/en/taal/kies", query_string={"naar": naar})
    assert antwoord.status_code == 303
    assert antwoord.location == ("/en/contact" if naar == "/contact" else "/en/")
    assert bezoeker.get("/contact").location == "/en/contact"


@pytest.mark.parametrize(
    ("vorige", "terug"),
    [
        ("http://localhost/nl/wat-als", "/wat-als"),
        ("http://localhost/ar/", "/"),
        ("http://elders.example/nl/wat-als", "/"),
        ("http://[", "/"),
        ("rommel", "/"),
        ("", "/"),
        ("http://localhost/nl/bestaat-niet", "/"),
        ("http://localhost//elders.example", "/"),
    ],
)
def test_de_bladzij_met_talen_weet_waar_je_vandaan_kwam(bezoeker: FlaskClient, vorige: str, terug: str) -> None:
    antwoord = bezoeker.get("/nl/taal", headers={"Referer": vorige})
    assert antwoord.status_code == 200
    assert f'naar={terug}"' in antwoord.text.replace("%2F", "/")


def test_een_fout_spreekt_de_taal_van_het_pad(bezoeker: FlaskClient) -> None:
    for taal in ("nl", "en", "ar"):
        antwoord = bezoeker.get(f"/{taal}/bestaat-niet")
        assert f'<html lang="{taal}"' in antwoord.text
