"""When something is not right: a kind page, a telephone number, and everything that was typed."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from portal.app import create_app
from portal.db.databank import ALLE, Databank
from portal.omgeving import Omgeving
from portal.toegang.beleid import OPENBAAR
from portal.web import fouten
from tests.browser_na import StrengeClient, formulier
from tests.conftest import VasteKlok
from tests.databanken import SOORTEN, gooi_weg, nieuwe_url
from tests.veiligheid.stand import aanmeldingen, gebeurtenissen
from tests.web.storingen import Storing, in_de_rij, op_slot, vastleggen_lukt_niet, verbreek, vol, weg

TELEFOON = "0800 0000 000"
VELDEN = {
    "telefoon": "06 12345678",
    "naam": "Noor <b>",
    "email": "noor@voorbeeld.example",
    "adres": "Straat 1\n1234 AB",
    "langskomen": "ja",
    "eigen_woorden": 'Een "lange" dag. ' + "x" * 9_000,
}
STORINGEN = pytest.mark.parametrize(
    ("storing", "woord"),
    [
        (op_slot, "locked"),
        (in_de_rij, "locked"),
        (weg, "cannot be opened|cannot be reached|PostgreSQL says"),
        (vol, "full"),
    ],
    ids=["op slot", "in de rij", "weg", "vol"],
)


@pytest.fixture(params=SOORTEN)
def databank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databank]:
    """As always, but with little patience, and alone in its folder."""
    (tmp_path / "db").mkdir()
    url = nieuwe_url(request.param, tmp_path / "db")
    eigen = Databank(url, wachttijd=0.3)
    yield eigen
    eigen.sluit()
    gooi_weg(url)


def _is_kind(html: str) -> None:
    assert TELEFOON in html
    assert re.search(r"Dat ligt niet aan jou|Je hebt niets fout gedaan|Maak je tekst korter", html)
    assert not re.search(r"Traceback|sqlalchemy|Error\b|exception|mislukt|ongeldig|!", html.partition("<main")[2])


@STORINGEN
def test_een_aanmelding_die_nu_niet_kan_staat_klaar_om_nog_eens_te_sturen(
    client: StrengeClient, databank: Databank, storing: Storing, woord: str
) -> None:
    with storing(databank):
        antwoord = client.post("/nl/aanmelden", data=VELDEN)
        assert antwoord.status_code in (429, 503)
        assert antwoord.headers["Retry-After"] == "30"
        assert antwoord.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in antwoord.headers
        _is_kind(antwoord.text)
        klaar = client.get("/readyz")
        assert klaar.status_code == 503
        assert re.search(woord, klaar.text), klaar.text
        assert client.get("/livez").status_code == 200
        assert client.get("/nl/").status_code == 200
        assert client.get("/nl/contact").status_code == 200
    assert client.get("/readyz").status_code == 200
    assert aanmeldingen(databank) == 0
    velden = formulier(antwoord.text, "/aanmelden")
    assert velden == {naam: [waarde] for naam, waarde in VELDEN.items()}
    assert client.post("/nl/aanmelden", data=velden).status_code == 303
    assert client.get("/nl/aanmelden/klaar").status_code == 200
    assert aanmeldingen(databank) == 1


def test_een_volle_wachtrij_is_druk_en_een_databank_die_weg_is_niet(client: StrengeClient, databank: Databank) -> None:
    with in_de_rij(databank):
        assert client.post("/nl/aanmelden", data=VELDEN).status_code == (429 if databank.is_sqlite else 503)
    with weg(databank):
        assert client.post("/nl/aanmelden", data=VELDEN).status_code == 503


def test_verbindingen_die_wegvallen_merkt_niemand(client: StrengeClient, databank: Databank) -> None:
    assert client.post("/nl/aanmelden", data=VELDEN).status_code == 303
    verbreek(databank)
    assert client.get("/nl/mijn").status_code == 200
    verbreek(databank)
    assert client.post("/nl/aanmelden", data=VELDEN | {"naam": "Bo"}).status_code == 303
    assert aanmeldingen(databank) == 2


@STORINGEN
def test_snel_weg_gaat_altijd_weg(client: StrengeClient, databank: Databank, storing: Storing, woord: str) -> None:
    client.post("/nl/aanmelden", data=VELDEN)
    with storing(databank):
        antwoord = client.get("/nl/snel-weg")
        assert antwoord.status_code == 303
        assert antwoord.location == "https://www.buienradar.nl/"
        assert "Clear-Site-Data" in antwoord.headers
    assert client.get_cookie("sessie") is None, woord


@pytest.mark.parametrize("storing", [op_slot, in_de_rij], ids=["op slot", "in de rij"])
def test_een_eigen_bladzij_is_te_lezen_ook_als_er_niet_geschreven_kan_worden(
    client: StrengeClient, databank: Databank, klok: VasteKlok, storing: Storing
) -> None:
    client.post("/nl/aanmelden", data=VELDEN)
    klok.verzet(minutes=5)
    with storing(databank):
        assert client.get("/nl/mijn").status_code == 200
    klok.verzet(minutes=20)
    assert client.get("/nl/mijn").status_code == 200
    klok.verzet(minutes=20)
    assert client.get("/nl/mijn").status_code == 200, "the second look was a sign of life"


@STORINGEN
def test_de_voordeur_staat_open_ook_voor_wie_al_een_sessie_heeft(
    client: StrengeClient, databank: Databank, storing: Storing, woord: str
) -> None:
    client.post("/nl/aanmelden", data=VELDEN)
    with storing(databank):
        assert 'name="telefoon"' in client.get("/nl/").text, woord


def test_een_later_antwoord_dat_nu_niet_kan_staat_ook_klaar(client: StrengeClient, databank: Databank) -> None:
    client.post("/nl/aanmelden", data=VELDEN)
    velden = formulier(client.get("/nl/aanmelden/vertellen/zorg").text, "/vertellen/zorg")
    with op_slot(databank):
        antwoord = client.post("/nl/aanmelden/vertellen/zorg", data=velden | {"tekst": ["De huur."]})
    assert antwoord.status_code == 503
    opnieuw = formulier(antwoord.text, "/vertellen/zorg")
    assert opnieuw["tekst"] == ["De huur."]
    assert opnieuw["csrf_token"] == velden["csrf_token"]
    assert client.post("/nl/aanmelden/vertellen/zorg", data=opnieuw).status_code == 303
    assert gebeurtenissen(databank, "aanmelding.aangevuld")[0]["antwoord"] == "De huur."


def test_wat_bij_het_vastleggen_misgaat_wordt_nooit_bevestigd(client: StrengeClient, databank: Databank) -> None:
    with vastleggen_lukt_niet(databank):
        antwoord = client.post("/nl/aanmelden", data=VELDEN)
        klaar = client.get("/readyz")
    assert antwoord.status_code == 503
    assert "Set-Cookie" not in antwoord.headers
    assert klaar.status_code == 503
    _is_kind(antwoord.text)
    assert formulier(antwoord.text, "/aanmelden")["telefoon"] == ["06 12345678"]
    assert aanmeldingen(databank) == 0
    assert client.post("/nl/aanmelden", data=VELDEN).status_code == 303
    assert aanmeldingen(databank) == 1


def test_een_fout_van_ons_laat_alles_staan_en_het_logboek_weet_geen_woord(
    app: Flask,
    client: StrengeClient,
    databank: Databank,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def stuk() -> str:
        raise RuntimeError("Noor belde over 06 12345678")

    monkeypatch.setitem(app.view_functions, "aanmelding.aanmelden_post", OPENBAAR(stuk))
    with caplog.at_level(logging.DEBUG):
        antwoord = client.post("/nl/aanmelden", data=VELDEN)
    assert antwoord.status_code == 500
    _is_kind(antwoord.text)
    assert formulier(antwoord.text, "/aanmelden") == {naam: [waarde] for naam, waarde in VELDEN.items()}
    assert "request failed" in caplog.text
    assert "Noor" not in caplog.text
    assert "06 12345678" not in caplog.text
    assert aanmeldingen(databank) == 0


def test_als_ook_de_foutpagina_stuk_is_staat_het_nummer_er_nog(
    app: Flask, client: StrengeClient, databank: Databank, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuk(*_: object, **__: object) -> str:
        raise RuntimeError("geen sjabloon")

    monkeypatch.setattr(fouten, "render_template", stuk)
    antwoord = client.post("/nl/bestaat-niet")
    assert antwoord.status_code == 404
    assert TELEFOON in antwoord.text
    assert 'href="tel:' in antwoord.text or "href='tel:" in antwoord.text


@pytest.mark.parametrize(
    "pad", ["/nl/aanmelden", "/nl/aanmelden/samen/ja", "/nl/verder", "/nl/taal", "/aanmelden", "/xx/aanmelden"]
)
def test_te_veel_om_te_lezen_is_een_bladzij_met_het_nummer(client: StrengeClient, databank: Databank, pad: str) -> None:
    kop = b'--x\r\nContent-Disposition: form-data; name="eigen_woorden"\r\n\r\n'
    for soort, groot in (
        ("application/x-www-form-urlencoded", b"telefoon=0612345678&eigen_woorden=" + b"x" * 30_000_000),
        ("multipart/form-data; boundary=x", kop + b"x" * 30_000_000 + b"\r\n--x--\r\n"),
    ):
        antwoord = client.post(pad, data=groot, content_type=soort)
        if antwoord.status_code == 307:  # a browser sends its form again, the test client what is left of it
            antwoord = client.post(antwoord.headers["Location"], data=groot, content_type=soort)
        assert antwoord.status_code == 413
        _is_kind(antwoord.text)
        assert len(antwoord.data) < 40_000
    assert aanmeldingen(databank) == 0


def test_te_veel_velden_is_ook_te_veel(client: StrengeClient, databank: Databank) -> None:
    velden = {f"veld{nummer}": "x" for nummer in range(300)}
    antwoord = client.post("/nl/aanmelden", data=velden, content_type="multipart/form-data")
    assert antwoord.status_code == 413
    _is_kind(antwoord.text)


def test_zonder_lengte_of_met_een_verkeerde_lengte(client: StrengeClient, databank: Databank) -> None:
    for lengte in ("", "x", "-1", "9" * 30):
        antwoord = client.post(
            "/nl/aanmelden",
            data=b"telefoon=0612345678",
            content_type="application/x-www-form-urlencoded",
            environ_overrides={"CONTENT_LENGTH": lengte},
        )
        assert antwoord.status_code in (303, 413, 422), lengte
        assert antwoord.status_code == 303 or TELEFOON in antwoord.text


@pytest.mark.parametrize("taal", ["nl", "en", "ar"])
@pytest.mark.parametrize(
    ("methode", "pad", "status"),
    [
        ("GET", "/bestaat-niet", 404),
        ("GET", "/aanmelden/bestaat-niet", 404),
        ("GET", "/aanmelden/vertellen", 303),
        ("POST", "/contact", 405),
        ("DELETE", "/aanmelden", 405),
        ("PUT", "/", 405),
        ("PROPFIND", "/", 405),
        ("TRACE", "/", 405),
    ],
)
def test_wat_er_niet_is_zegt_dat_in_de_taal_van_het_pad(
    client: StrengeClient, databank: Databank, taal: str, methode: str, pad: str, status: int
) -> None:
    antwoord = client.open(f"/{taal}{pad}", method=methode)
    assert antwoord.status_code == status
    if status == 303:
        return
    assert f'<html lang="{taal}"' in antwoord.text
    assert TELEFOON in antwoord.text
    assert ("Allow" in antwoord.headers) is (status == 405)


@pytest.mark.parametrize(
    "host",
    ["elders.example", "localhost.elders.example", "", "a b", "127.0.0.1@elders.example", "[::1", "\xff", "x" * 300],
)
def test_een_onbekend_adres_is_van_niemand(app: Flask, omgeving: Omgeving, databank: Databank, host: str) -> None:
    buiten = replace(
        omgeving, instellingen=replace(omgeving.instellingen, base_url="https://hulp.voorbeeldstad.example")
    )
    app = create_app(buiten)
    app.test_client_class = StrengeClient
    for pad in ("/", "/nl/", "/nl/mijn", "/bestaat-niet"):
        for methode in ("GET", "POST"):
            antwoord = app.test_client().open(pad, method=methode, environ_overrides={"HTTP_HOST": host})
            assert antwoord.status_code in (400, 421)
            assert "Dit adres kennen we niet" in antwoord.text
            assert "0800 8115" in antwoord.text
            assert "voorbeeldstad" not in antwoord.text.lower()
            assert "Set-Cookie" not in antwoord.headers
    with databank.lezen(ALLE) as sessie:
        assert sessie.execute(text("SELECT count(*) FROM aanmelding")).scalar() == 0


def test_een_stille_backoffice_of_worker_maakt_niets_rood(
    client: StrengeClient, databank: Databank, klok: VasteKlok
) -> None:
    assert client.post("/nl/aanmelden", data=VELDEN).status_code == 303
    klok.verzet(days=10)
    with databank.schrijven(ALLE) as sessie:
        sessie.execute(text("DELETE FROM hartslag"))
    assert client.get("/readyz").text == "ready\n"
    assert client.post("/nl/aanmelden", data=VELDEN).status_code == 303
    assert len(gebeurtenissen(databank)) == 2


def test_klaar_staan_laat_niets_achter(client: StrengeClient, databank: Databank) -> None:
    for _ in range(3):
        assert client.get("/readyz").status_code == 200
    with databank.lezen(ALLE) as sessie:
        for tabel in ("inwoner", "aanmelding", "outbox_event", "outbox_stroom", "toegang_code", "toegang_sessie"):
            assert sessie.execute(text(f"SELECT count(*) FROM {tabel}")).scalar() == 0, tabel
