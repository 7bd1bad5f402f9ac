"""Events without data: fetched when somebody looks, from a portal that may be slow, away or unwilling."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask.testing import FlaskClient

from tests.werkbak.bouwers import Handklok, Json, aanmelding, gebeurtenis, lever, mens
from tests.werkbak.conftest import MaakWerkbak
from tests.werkbak.paginas import open_pagina

TOKEN = "een-token-van-de-proef"


class Portaal(ThreadingHTTPServer):
    """A portal that gives whole events to whoever shows the token."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Balie)
        self.events: dict[str, Json] = {}
        self.status = 200
        self.gevraagd: list[str] = []

    @property
    def adres(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Balie(BaseHTTPRequestHandler):
    """Answers one question to the portal."""

    server: Portaal

    def do_GET(self) -> None:
        self.server.gevraagd.append(self.path)
        event = self.server.events.get(self.path.removeprefix("/api/v1/gebeurtenissen/"))
        status = self.server.status if event else 404
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            status = 401
        inhoud = json.dumps(event).encode() if status == 200 else b"{}"
        self.send_response(status)
        self.send_header("Location", "/elders")
        self.send_header("Content-Length", str(len(inhoud)))
        self.end_headers()
        self.wfile.write(inhoud)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""


@pytest.fixture
def portaal() -> Iterator[Portaal]:
    server = Portaal()
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    draad.start()
    yield server
    server.shutdown()
    server.server_close()
    draad.join()


@pytest.fixture
def arm(maak: MaakWerkbak, portaal: Portaal) -> FlaskClient:
    return maak(PORTAL_BASE_URL=portaal.adres, PORTAL_WERKBAK_TOKEN=TOKEN).test_client()


def lever_arm(client: FlaskClient, portaal: Portaal, event: Json, dataref: str = "") -> None:
    """Deliver an event without its data; the portal has the whole one."""
    portaal.events[str(event["id"])] = event
    zonder = {naam: waarde for naam, waarde in event.items() if naam != "data"}
    adres = dataref or f"{portaal.adres}/api/v1/gebeurtenissen/{event['id']}"
    assert lever(client, zonder | {"dataref": adres}).status_code == 200


def test_wat_achterbleef_wordt_opgehaald_als_iemand_kijkt(arm: FlaskClient, portaal: Portaal) -> None:
    subject = mens()
    lever_arm(arm, portaal, gebeurtenis(subject=subject, data=aanmelding(naam="Sanne")))
    assert portaal.gevraagd == []
    pagina = open_pagina(arm, f"/mensen/{subject}")
    assert "Sanne" in pagina.tekst
    assert "Eerste contact uiterlijk di 24 nov" in pagina.tekst
    assert "nog niet opgehaald" not in pagina.tekst
    open_pagina(arm, f"/mensen/{subject}")
    assert len([pad for pad in portaal.gevraagd if "/gebeurtenissen/" in pad]) == 1


def test_de_werklijst_haalt_ook_op(arm: FlaskClient, portaal: Portaal) -> None:
    for naam in ("Sanne", "Bert"):
        lever_arm(arm, portaal, gebeurtenis(subject=mens(), data=aanmelding(naam=naam)))
    assert sorted(open_pagina(arm, "/").namen()) == ["Bert", "Sanne"]


def test_dringend_is_te_zien_zonder_gegevens(arm: FlaskClient, portaal: Portaal) -> None:
    portaal.status = 503
    lever_arm(arm, portaal, gebeurtenis(subject=mens(), dringend=True, data=aanmelding(crisisinterventie=True)))
    lijst = open_pagina(arm, "/").tekst
    assert "Dringend" in lijst
    assert "Gegevens nog niet opgehaald" in lijst


@pytest.mark.parametrize(
    ("status", "reden"),
    [
        (500, "het portaal antwoordt nu niet"),
        (503, "het portaal is nu te druk of wordt bijgewerkt"),
        (302, "het portaal antwoordt nu niet"),
        (403, "het portaal neemt het token niet aan"),
        (404, "het portaal heeft deze gegevens niet (meer)"),
    ],
)
def test_lukt_het_niet_dan_staat_er_waarom_en_lukt_het_later_wel(
    arm: FlaskClient, portaal: Portaal, status: int, reden: str
) -> None:
    subject = mens()
    lever_arm(arm, portaal, gebeurtenis(subject=subject, data=aanmelding(naam="Sanne")))
    portaal.status = status
    assert f"Gegevens nog niet opgehaald: {reden}" in open_pagina(arm, f"/mensen/{subject}").tekst
    portaal.status = 200
    assert "Sanne" in open_pagina(arm, f"/mensen/{subject}").tekst


def test_de_werklijst_wacht_even_na_een_mislukte_poging(arm: FlaskClient, portaal: Portaal, klok: Handklok) -> None:
    portaal.status = 503
    lever_arm(arm, portaal, gebeurtenis(subject=mens(), data=aanmelding(naam="Sanne")))
    for _ in range(3):
        open_pagina(arm, "/")
    assert len(portaal.gevraagd) == 1
    portaal.status = 200
    klok.verder(seconds=61)
    assert open_pagina(arm, "/").namen() == ["Sanne"]


def test_een_portaal_dat_weg_is_houdt_de_bladzijde_niet_tegen(maak: MaakWerkbak, portaal: Portaal) -> None:
    client = maak(PORTAL_BASE_URL="http://127.0.0.1:1", PORTAL_WERKBAK_TOKEN=TOKEN).test_client()
    subject = mens()
    lever_arm(client, portaal, gebeurtenis(subject=subject, data=aanmelding()))
    assert "het portaal antwoordt nu niet" in open_pagina(client, f"/mensen/{subject}").tekst


def test_zonder_token_staat_er_wat_er_mist(maak: MaakWerkbak, portaal: Portaal) -> None:
    client = maak(PORTAL_BASE_URL=portaal.adres).test_client()
    subject = mens()
    lever_arm(client, portaal, gebeurtenis(subject=subject, data=aanmelding()))
    assert "PORTAL_WERKBAK_TOKEN" in open_pagina(client, f"/mensen/{subject}").tekst
    assert portaal.gevraagd == []


def test_het_token_gaat_nooit_naar_een_ander_adres(arm: FlaskClient, portaal: Portaal) -> None:
    elders = Portaal()
    try:
        subject = mens()
        event = gebeurtenis(subject=subject, data=aanmelding(naam="Sanne"))
        lever_arm(arm, portaal, event, dataref=f"{elders.adres}/api/v1/gebeurtenissen/{event['id']}")
        assert "Sanne" in open_pagina(arm, f"/mensen/{subject}").tekst
        assert elders.gevraagd == []
    finally:
        elders.server_close()


@pytest.mark.parametrize("anders", [{"id": "ander"}, {"subject": "ander"}, {"volgnummer": 9}, {"specversion": "9"}])
def test_een_andere_gebeurtenis_dan_gevraagd_telt_niet(arm: FlaskClient, portaal: Portaal, anders: Json) -> None:
    subject = mens()
    event = gebeurtenis(subject=subject, data=aanmelding(naam="Sanne"))
    lever_arm(arm, portaal, event)
    portaal.events[str(event["id"])] = event | anders
    pagina = open_pagina(arm, f"/mensen/{subject}").tekst
    assert "het antwoord van het portaal was niet te lezen" in pagina
    assert "Sanne" not in pagina
