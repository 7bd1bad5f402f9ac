"""Who may look and who may write: the login, the form token, and what every answer carries."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.werkbak.app import OPEN, VOOR_MACHINES
from tests.werkbak.bouwers import Handklok, aanmelding, gebeurtenis, lever, mens
from tests.werkbak.conftest import MaakWerkbak
from tests.werkbak.paginas import noteer, open_pagina

WACHTWOORD = "vier gewone woorden hier"


@pytest.fixture
def met_login(maak: MaakWerkbak) -> Flask:
    return maak(PORTAL_WERKBAK_HOST="0.0.0.0", PORTAL_WERKBAK_WACHTWOORD=WACHTWOORD)


def log_in(client: FlaskClient, wachtwoord: str = WACHTWOORD, bron: str = "192.0.2.1") -> TestResponse:
    token = open_pagina(client, "/inloggen").veld("formuliertoken")
    return client.post(
        "/inloggen",
        data={"formuliertoken": token, "wachtwoord": wachtwoord},
        environ_overrides={"REMOTE_ADDR": bron},
    )


def test_elke_route_is_dicht_behalve_wat_met_opzet_open_is(met_login: Flask) -> None:
    client = met_login.test_client()
    open_gevonden = set()
    for regel in met_login.url_map.iter_rules():
        waarden = {"subject": mens(), "handeling_id": mens(), "filename": "werkbak.css"}
        pad = regel.rule
        for converter in ("uuid:", "path:"):
            pad = pad.replace(f"<{converter}", "<")
        for naam, waarde in waarden.items():
            pad = pad.replace(f"<{naam}>", waarde)
        for methode in regel.methods or ():
            with client.open(pad, method=methode) as antwoord:
                naar_login = antwoord.status_code == 303 and antwoord.location == "/inloggen"
            if not naar_login:
                open_gevonden.add(regel.endpoint)
    assert open_gevonden == OPEN


def test_alleen_de_deuren_voor_machines_gaan_zonder_formuliertoken(maak: MaakWerkbak) -> None:
    app = maak()
    zonder_token = set()
    for regel in app.url_map.iter_rules():
        if "POST" in (regel.methods or ()):
            pad = regel.rule.replace("<subject>", mens()).replace("<uuid:handeling_id>", mens())
            if app.test_client().post(pad, data={}).status_code != 403:
                zonder_token.add(regel.endpoint)
    assert zonder_token == VOOR_MACHINES


def test_met_het_wachtwoord_kom_je_binnen_en_verder_waar_je_heen_wilde(met_login: Flask) -> None:
    client = met_login.test_client()
    subject = mens()
    lever(client, gebeurtenis(subject=subject, data=aanmelding(naam="Sanne")))
    assert client.get(f"/mensen/{subject}").location == "/inloggen"
    antwoord = log_in(client)
    assert (antwoord.status_code, antwoord.location) == (303, f"/mensen/{subject}")
    assert "Sanne" in open_pagina(client, f"/mensen/{subject}").tekst
    assert client.get("/inloggen").location == "/"


def test_een_ander_wachtwoord_opent_niets(met_login: Flask) -> None:
    client = met_login.test_client()
    antwoord = log_in(client, "een heel ander wachtwoord")
    assert antwoord.status_code == 422
    assert "Dit wachtwoord past niet" in antwoord.text
    assert client.get("/").location == "/inloggen"


def test_na_tien_keer_wacht_een_kwartier_wie_het_probeerde_en_niemand_anders(met_login: Flask, klok: Handklok) -> None:
    for _ in range(10):
        assert log_in(met_login.test_client(), "mis").status_code == 422
    geweigerd = log_in(met_login.test_client())
    assert (geweigerd.status_code, geweigerd.headers["Retry-After"]) == (429, "900")
    assert log_in(met_login.test_client(), bron="192.0.2.2").status_code == 303
    klok.verder(minutes=15, seconds=1)
    assert log_in(met_login.test_client()).status_code == 303


def test_een_heel_ipv6_netwerk_telt_als_een_bron(met_login: Flask) -> None:
    for nummer in range(10):
        log_in(met_login.test_client(), "mis", bron=f"2001:db8::{nummer}")
    assert log_in(met_login.test_client(), bron="2001:db8::ff").status_code == 429
    assert log_in(met_login.test_client(), bron="2001:db8:0:1::1").status_code == 303


def test_uitloggen_sluit_de_werkbak(met_login: Flask) -> None:
    client = met_login.test_client()
    log_in(client)
    token = open_pagina(client, "/").veld("formuliertoken")
    assert client.post("/uitloggen", data={"formuliertoken": token}).location == "/inloggen"
    assert client.get("/").location == "/inloggen"


def test_een_nieuw_wachtwoord_beeindigt_elke_sessie(met_login: Flask, maak: MaakWerkbak) -> None:
    client = met_login.test_client()
    log_in(client)
    koekje = client.get_cookie("werkbak")
    assert koekje is not None
    ander = maak(PORTAL_WERKBAK_WACHTWOORD="vier andere woorden hier").test_client()
    ander.set_cookie("werkbak", koekje.value)
    assert ander.get("/").location == "/inloggen"
    zelfde = maak(PORTAL_WERKBAK_WACHTWOORD=WACHTWOORD).test_client()
    zelfde.set_cookie("werkbak", koekje.value)
    assert zelfde.get("/").status_code == 200


@pytest.mark.parametrize(("kop", "veilig"), [({}, False), ({"X-Forwarded-Proto": "https"}, True)])
def test_het_koekje_is_niet_te_lezen_en_gaat_nergens_anders_heen(
    met_login: Flask, kop: dict[str, str], veilig: bool
) -> None:
    koekje = met_login.test_client().get("/inloggen", headers=kop).headers["Set-Cookie"]
    assert "HttpOnly" in koekje
    assert "SameSite=Strict" in koekje
    assert ("Secure" in koekje) is veilig


def test_een_wachtwoord_geldt_ook_op_loopback(maak: MaakWerkbak) -> None:
    assert maak(PORTAL_WERKBAK_WACHTWOORD=WACHTWOORD).test_client().get("/").location == "/inloggen"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8010", 200),
        ("localhost:8010", 200),
        ("[::1]:8010", 200),
        ("werkbak.example", 403),
        ("127.0.0.1.evil", 403),
        ("", 403),
    ],
)
def test_zonder_wachtwoord_antwoordt_de_werkbak_alleen_op_de_namen_van_deze_machine(
    werkbak: FlaskClient, host: str, status: int
) -> None:
    assert werkbak.get("/", headers={"Host": host}).status_code == status


def test_een_formulier_van_een_andere_plek_wordt_niet_aangenomen(werkbak: FlaskClient) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding()))
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    velden = {naam: pagina.veld(naam) for naam in ("formuliertoken", "eenmalig", "gezien_tot")}
    for herkomst, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 303)):
        antwoord = werkbak.post(
            f"/mensen/{subject}/handelingen",
            data=velden | {"soort": "contact"},
            headers={"Sec-Fetch-Site": herkomst},
        )
        assert antwoord.status_code == status


@pytest.mark.parametrize("token", ["", "ander", "é"])
def test_een_ander_formuliertoken_wordt_niet_aangenomen(werkbak: FlaskClient, token: str) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding()))
    antwoord = noteer(werkbak, subject, "notitie", "Van buiten", formuliertoken=token)
    assert antwoord.status_code == 403
    assert "Van buiten" not in open_pagina(werkbak, f"/mensen/{subject}").tekst


def test_het_token_van_een_andere_browser_wordt_niet_aangenomen(maak: MaakWerkbak) -> None:
    app = maak()
    subject = mens()
    lever(app.test_client(), gebeurtenis(subject=subject, data=aanmelding()))
    vreemd = open_pagina(app.test_client(), f"/mensen/{subject}").veld("formuliertoken")
    assert noteer(app.test_client(), subject, "contact", formuliertoken=vreemd).status_code == 403


def test_elk_antwoord_heeft_de_koppen(werkbak: FlaskClient) -> None:
    for pad in ("/", "/berichten", "/livez", "/is-er-niet", "/mensen/is-er-niet", "/gebeurtenissen"):
        koppen = werkbak.get(pad).headers
        assert "script" not in koppen["Content-Security-Policy"]
        assert koppen["Content-Security-Policy"].startswith("default-src 'none'")
        assert koppen["X-Content-Type-Options"] == "nosniff"
        assert koppen["Referrer-Policy"] == "same-origin"
        assert koppen["Cache-Control"] == "no-store"


def test_de_stijl_is_lang_te_bewaren_en_zet_geen_koekje(werkbak: FlaskClient) -> None:
    adres = open_pagina(werkbak, "/").alle("link")[-1].get("href", "")
    with werkbak.get(adres) as antwoord:
        assert antwoord.status_code == 200
        assert "immutable" in antwoord.headers["Cache-Control"]
        assert "Set-Cookie" not in antwoord.headers


def test_livez_antwoordt_ook_zonder_inloggen(met_login: Flask) -> None:
    antwoord = met_login.test_client().get("/livez")
    assert (antwoord.status_code, antwoord.text) == (200, "ok\n")
