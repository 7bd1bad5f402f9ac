"""Every answer of every route, for everybody: its headers, its cookies, and nothing inline."""

import base64
import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.db.databank import Databank
from portal.omgeving import Omgeving
from portal.toegang.beleid import beleid_van
from portal.web.talen import TALEN
from tests.beheer.mens import log_in, maak
from tests.browser_na import StrengeClient
from tests.databanken import nieuwe_url
from tests.huisregels.gewone_taal.lijsten import neutraal
from tests.toegang.mens import iemand, sessie_van

WAARDEN = {
    "onderwerp": "zorg",
    "slug": "contact",
    "bestand": "js/portal.js",
    "type": "aanmelding.ontvangen",
    "andere_taal": "en",
}
METHODEN = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
BUITEN_DE_ROUTES = (
    "/",
    "/aanmelden",
    "/xx/contact",
    "/nl/bestaat-niet",
    "/bestaat-niet",
    "/static/bestaat-niet.js",
    "/static/icoon/portaal.svg",
    "/api/v1/bestaat-niet",
    "/nl/taal/kies?naar=/contact",
    "/nl/?bron=elders",
)
LEEG = "default-src 'none'; frame-ancestors 'none'"


def _paden(app: Flask, taal: str = "nl") -> Iterator[str]:
    for regel in app.url_map.iter_rules():
        yield _pad(regel, taal)
    yield from BUITEN_DE_ROUTES


def _pad(regel: Rule, taal: str) -> str:
    pad = regel.rule
    for naam in regel.arguments:
        deel = next(d for d in pad.split("/") if d.endswith(f"{naam}>"))
        waarde = taal if naam == "taal" else WAARDEN.get(naam, "01a1f82f-1e80-72a3-b814-f9d6ba1b0539")
        pad = pad.replace(deel, waarde)
    return pad


def _elementen(html: str) -> list[Element]:
    boom: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return list(boom.iter())


@pytest.fixture
def databank(tmp_path: Path) -> Iterator[Databank]:
    """Headers do not depend on the kind of database: the quick one will do."""
    eigen = Databank(nieuwe_url("sqlite", tmp_path))
    yield eigen
    eigen.sluit()


@pytest.fixture(params=["niemand", "niveau 1", "niveau 3", "beheerder"])
def wie(request: pytest.FixtureRequest, omgeving: Omgeving, client: StrengeClient) -> StrengeClient:
    """A browser without a session, or with one."""
    if request.param == "beheerder":
        log_in(omgeving, client, maak(omgeving))
    elif request.param != "niemand":
        sessie_van(omgeving, client, iemand(omgeving).inwoner_id, int(request.param[-1]))
    return client


def _controleer_koppen(antwoord: TestResponse, waar: tuple[str, str]) -> None:
    koppen = antwoord.headers
    assert koppen["X-Content-Type-Options"] == "nosniff", waar
    assert koppen["Cross-Origin-Opener-Policy"] == "same-origin", waar
    voor_iedereen = antwoord.status_code == 200 and waar[1].startswith(("/api/v1/openapi.json", "/api/v1/schemas/"))
    assert koppen["Cross-Origin-Resource-Policy"] == ("cross-origin" if voor_iedereen else "same-origin"), waar
    weg = antwoord.status_code == 303 and waar[1].endswith("/snel-weg")
    assert koppen["Referrer-Policy"] == ("no-referrer" if weg else "same-origin"), waar
    assert not [naam for naam, _ in koppen if naam.lower().startswith(("x-powered", "x-pagina"))], waar
    assert "Server" not in koppen, waar
    csp = koppen.getlist("Content-Security-Policy")
    assert len(csp) == 1, waar
    assert "unsafe" not in csp[0], waar
    assert "*" not in csp[0], waar
    assert "default-src 'none'" in csp[0], waar
    assert "frame-ancestors 'none'" in csp[0], waar
    if waar[1].startswith("/static/"):
        assert csp[0] == LEEG, waar
        return
    assert "script-src 'self';" in csp[0], waar
    assert "form-action 'self'" in csp[0], waar
    assert "base-uri 'none'" in csp[0], waar
    assert koppen["X-Frame-Options"] == "DENY", waar
    assert koppen["Permissions-Policy"].startswith("camera=()"), waar
    assert koppen["Cache-Control"] in ("no-store", "private, no-cache") or waar[1].startswith("/api/"), waar
    if antwoord.mimetype == "text/html":
        assert "HX-Request" in ", ".join(koppen.getlist("Vary")), waar
        if antwoord.data:
            _controleer_bladzij(antwoord.text, csp[0], waar)
    if "Location" in koppen and not waar[1].endswith("/snel-weg"):
        assert koppen["Location"].startswith("/"), waar
        assert not koppen["Location"].startswith("//"), waar


def _controleer_bladzij(html: str, csp: str, waar: tuple[str, str]) -> None:
    stijlen = []
    for element in _elementen(html):
        assert "style" not in element.attrib, waar
        assert not [naam for naam in element.attrib if naam.startswith(("on", "hx-on"))], waar
        for naam in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
            doel = element.get(naam, "")
            assert not doel.lower().startswith(("javascript:", "data:", "//")), waar
            if naam != "href":
                assert doel.startswith("/") or not doel, (waar, doel)
        if element.tag == "script":
            assert element.get("src", "").startswith("/static/"), waar
            assert element.text is None, waar
            assert "defer" in element.attrib, waar
        if element.tag == "style":
            stijlen.append(element.text or "")
        if element.tag == "meta":
            assert (element.get("http-equiv") or "").lower() != "refresh", waar
    for stijl in stijlen:
        som = base64.b64encode(hashlib.sha256(stijl.encode()).digest()).decode()
        assert f"style-src 'sha256-{som}'" in csp, waar
    assert len(stijlen) <= 1, waar


def test_elk_antwoord_van_elke_route_heeft_de_koppen(app: Flask, wie: StrengeClient) -> None:
    for pad, methode in itertools.product(_paden(app), METHODEN):
        if methode == "HEAD" and "/snel-weg" in pad:
            continue  # ends the session, as GET does
        antwoord = wie.open(pad, method=methode)
        assert antwoord.status_code < 500, (methode, pad)
        _controleer_koppen(antwoord, (methode, pad))


def test_ook_een_stuk_voor_htmx_heeft_dezelfde_koppen(app: Flask, wie: StrengeClient) -> None:
    for pad in _paden(app):
        if "/snel-weg" not in pad:
            _controleer_koppen(wie.get(pad, headers={"HX-Request": "true"}), ("GET", pad))


def test_wat_van_iemand_zelf_is_wordt_nergens_bewaard(app: Flask, omgeving: Omgeving, client: StrengeClient) -> None:
    sessie_van(omgeving, client, iemand(omgeving).inwoner_id, 3)
    gezien = 0
    for regel in app.url_map.iter_rules():
        if "GET" in (regel.methods or ()) and beleid_van(app, regel.endpoint).niveau:
            assert client.get(_pad(regel, "nl")).headers["Cache-Control"] == "no-store", regel
            gezien += 1
    assert gezien > 5
    for pad in ("/nl/", "/nl/aanmelden/klaar"):
        assert client.get(pad).headers["Cache-Control"] == "no-store", pad


@pytest.mark.parametrize("taal", TALEN)
def test_titels_en_adressen_verraden_niets_over_de_schouder(
    app: Flask, omgeving: Omgeving, client: StrengeClient, taal: str
) -> None:
    sessie_van(omgeving, client, iemand(omgeving).inwoner_id, 3)
    patronen = [neutraal()["nl"], neutraal()[taal]]
    titels = set()
    for pad in _paden(app, taal):
        if "/snel-weg" in pad:
            continue
        assert not any(patroon.search(pad) for patroon in patronen), pad
        antwoord = client.get(pad)
        for element in _elementen(antwoord.text) if antwoord.mimetype == "text/html" and antwoord.data else ():
            if element.tag == "title":
                titels.add(element.text or "")
            doel = element.get("href", "")
            if doel.startswith("/"):
                assert not any(patroon.search(doel) for patroon in patronen), (pad, doel)
    assert len(titels) > 10
    assert [titel for titel in titels if any(patroon.search(titel) for patroon in patronen)] == []


def test_voor_er_een_nodig_is_is_er_geen_koekje(app: Flask, client: StrengeClient) -> None:
    for regel in app.url_map.iter_rules():
        if "GET" in (regel.methods or ()) and regel.endpoint not in ("informatie.kies_taal", "toegang.snel_weg"):
            assert "Set-Cookie" not in client.get(_pad(regel, "nl")).headers, regel


def _koekjes(antwoord: TestResponse) -> dict[str, set[str]]:
    gezet = {}
    for regel in antwoord.headers.getlist("Set-Cookie"):
        naam, _, rest = regel.partition("=")
        gezet[naam] = {deel.strip().lower() for deel in rest.split(";")[1:]}
    return gezet


@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
def test_koekjes_zijn_van_deze_site_alleen_en_buiten_bereik_van_scripts(omgeving: Omgeving, https: bool) -> None:
    adres = "https://127.0.0.1" if https else "http://127.0.0.1"
    anders = replace(omgeving, instellingen=replace(omgeving.instellingen, base_url=adres))
    client = create_app(anders).test_client()
    gezet: dict[str, set[str]] = {}
    for antwoord in (
        client.post("/nl/aanmelden", data={"telefoon": "0612345678"}),
        client.get("/nl/taal/kies?naar=/"),
        client.post("/nl/kleur", data={"kleur": "donker"}),
        client.post("/en/aanmelden", data={"telefoon": "06", "taal_wissel": "en"}),
        client.get("/nl/snel-weg"),
    ):
        gezet |= {f"{naam} {antwoord.request.path}": vlaggen for naam, vlaggen in _koekjes(antwoord).items()}
        assert ("Strict-Transport-Security" in antwoord.headers) is https
    assert len(gezet) == 5
    for naam, vlaggen in gezet.items():
        assert {"httponly", "samesite=lax", "path=/"} <= vlaggen, naam
        assert ("secure" in vlaggen) is https, naam
        assert not any(vlag.startswith("domain") for vlag in vlaggen), naam
        if "sessie" in naam:
            assert naam.startswith("__Host-" if https else "sessie")
            assert not any(vlag.startswith("max-age") for vlag in vlaggen) or "snel-weg" in naam


def test_snel_weg_laat_het_apparaat_vergeten(omgeving: Omgeving, client: StrengeClient) -> None:
    nummer = sessie_van(omgeving, client, iemand(omgeving).inwoner_id, 1)
    antwoord = client.get("/nl/snel-weg")
    assert antwoord.status_code == 303
    assert antwoord.location == "https://www.buienradar.nl/"
    assert '"storage"' in antwoord.headers["Clear-Site-Data"]
    assert antwoord.headers["Cache-Control"] == "no-store"
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert client.get_cookie("sessie") is None
    client.set_cookie("sessie", nummer)
    assert client.get("/nl/mijn").status_code == 303, "the session is over on the server too"


def test_bestanden_hebben_geen_eigen_script_of_stijl(app: Flask) -> None:
    client = app.test_client()
    namen = [naam for naam in app.extensions["statisch"].namen if naam.endswith(".svg")]
    assert namen
    for naam in namen:
        tekst = client.get(f"/static/{naam}").get_data(as_text=True)
        assert not re.search(r"<script|<style|style=|\bon\w+=|href=\"(?!#)", tekst), naam
