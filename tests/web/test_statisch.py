"""Static files: named by their contents, kept for a year, sent small, and nothing else from the disk."""

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web.statisch import Statisch, static_url
from tests.conftest import PROJECT

OP_EEN_DATABANK = pytest.mark.parametrize("databank", ["sqlite"], indirect=True)


@pytest.fixture
def bezoeker(app: Flask) -> FlaskClient:
    return app.test_client()


def _url(app: Flask, naam: str) -> str:
    with app.test_request_context("/"):
        return static_url(naam)


@OP_EEN_DATABANK
def test_een_bestand_met_zijn_inhoud_in_de_naam_mag_een_jaar_blijven(app: Flask, bezoeker: FlaskClient) -> None:
    url = _url(app, "js/portal.js")
    antwoord = bezoeker.get(url)
    assert antwoord.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert antwoord.mimetype == "text/javascript"
    assert antwoord.data == (PROJECT / "static/js/portal.js").read_bytes()
    los = bezoeker.get("/static/js/portal.js")
    assert los.headers["Cache-Control"] == "public, max-age=3600"
    assert los.data == antwoord.data


def test_een_andere_inhoud_is_een_andere_naam(tmp_path: Path) -> None:
    (tmp_path / "js").mkdir()
    namen = set()
    for inhoud in ("een", "twee", "een"):
        (tmp_path / "js" / "portal.js").write_text(inhoud)
        namen.add(Statisch(tmp_path).namen["js/portal.js"])
    assert len(namen) == 2
    assert all(naam.startswith("js/portal.") and naam.endswith(".js") for naam in namen)


@OP_EEN_DATABANK
@pytest.mark.parametrize(
    ("aanvaard", "vorm"),
    [
        ("br, gzip", "br"),
        ("gzip", "gzip"),
        ("", None),
        ("identity", None),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
    ],
)
def test_de_kleinste_vorm_die_de_browser_aankan(
    app: Flask, bezoeker: FlaskClient, aanvaard: str, vorm: str | None
) -> None:
    antwoord = bezoeker.get(_url(app, "js/portal.js"), headers={"Accept-Encoding": aanvaard})
    assert antwoord.headers.get("Content-Encoding") == vorm
    assert "Accept-Encoding" in antwoord.headers["Vary"]
    uitpakken = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[vorm]
    assert uitpakken(antwoord.data) == (PROJECT / "static/js/portal.js").read_bytes()
    assert int(antwoord.headers["Content-Length"]) == len(antwoord.data)


@OP_EEN_DATABANK
def test_wie_het_al_heeft_krijgt_het_niet_nog_eens(app: Flask, bezoeker: FlaskClient) -> None:
    url = _url(app, "js/portal.js")
    merk = bezoeker.get(url).headers["ETag"]
    nog_eens = bezoeker.get(url, headers={"If-None-Match": merk})
    assert nog_eens.status_code == 304
    assert nog_eens.data == b""
    assert bezoeker.get(url, headers={"If-None-Match": '"anders"'}).status_code == 200


@OP_EEN_DATABANK
@pytest.mark.parametrize(
    "pad",
    [
        "bestaat-niet.js",
        "",
        "js",
        "js/",
        "../pyproject.toml",
        "..%2fpyproject.toml",
        "%2e%2e/pyproject.toml",
        "js/../../pyproject.toml",
        "/etc/passwd",
        "js/portal.00000000.js",
        "js/portal.js%00",
        "js\\portal.js",
    ],
)
def test_verder_is_er_van_de_schijf_niets_te_halen(bezoeker: FlaskClient, pad: str) -> None:
    antwoord = bezoeker.get(f"/static/{pad}", follow_redirects=True)
    assert antwoord.status_code == 404
    assert b"[project]" not in antwoord.data
    assert b"root:" not in antwoord.data


@OP_EEN_DATABANK
def test_schrijven_kan_er_niet(bezoeker: FlaskClient) -> None:
    for methode in ("POST", "PUT", "DELETE"):
        assert bezoeker.open("/static/js/portal.js", method=methode).status_code == 405
