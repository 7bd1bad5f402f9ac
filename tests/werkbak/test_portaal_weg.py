"""When the portal is away, full or unwilling: a calm sentence, and what was typed is still there."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask.testing import FlaskClient

from portal.omgeving import Omgeving
from tests.backoffice.bouwers import nieuw_token
from tests.werkbak.bouwers import aanmelding, gebeurtenis, lever, mens
from tests.werkbak.conftest import MaakWerkbak
from tests.werkbak.keten import Keten
from tests.werkbak.paginas import Pagina, meldingen, noteer, open_pagina, velden_van, verstuur


class Onwillig(ThreadingHTTPServer):
    """A portal, or what stands before it, that always gives the same answer."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Antwoorder)
        self.status = 503
        self.inhoud = b""
        self.gevraagd = 0
        self.breekt = 0
        """How many times the connection is closed without an answer first."""


class Antwoorder(BaseHTTPRequestHandler):
    """Gives that answer."""

    server: Onwillig

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.gevraagd += 1
        if self.server.gevraagd <= self.server.breekt:
            self.close_connection = True
            return
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.inhoud)))
        self.end_headers()
        self.wfile.write(self.server.inhoud)

    do_POST = do_PUT = do_GET  # noqa: N815 the names are those of http.server

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""


@pytest.fixture
def onwillig() -> Iterator[Onwillig]:
    server = Onwillig()
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    draad.start()
    yield server
    server.shutdown()
    server.server_close()
    draad.join()


def werkbak_bij(maak: MaakWerkbak, url: str, token: str = "een-token") -> FlaskClient:
    return maak(PORTAL_BASE_URL=url, PORTAL_WERKBAK_TOKEN=token).test_client()


def probeer_aan_te_melden(werkbak: FlaskClient) -> tuple[int, Pagina]:
    antwoord = verstuur(werkbak, open_pagina(werkbak, "/aanmelden"), "/aanmelden", {"naam": "Sanne"})
    return antwoord.status_code, Pagina(antwoord)


PROBLEEM = json.dumps({"status": 409, "title": "Conflict", "detail": "Deze gemeente stuurt zelf."}).encode()


@pytest.mark.parametrize(
    ("status", "inhoud", "getoond", "zin"),
    [
        (503, b"", 503, "Het portaal is nu te druk of wordt bijgewerkt."),
        (429, b"{}", 503, "Het portaal is nu te druk of wordt bijgewerkt."),
        (500, b"<html>", 503, "Het portaal antwoordt nu niet."),
        (302, b"", 503, "Het portaal antwoordt nu niet."),
        (401, b"{}", 422, "Het portaal neemt het token van de werkbak niet aan."),
        (403, b"{}", 422, "mag in het portaal alleen lezen"),
        (404, b"{}", 404, "Het portaal kent deze persoon niet (meer)."),
        (409, PROBLEEM, 409, "Het portaal kan dit nu niet doen. Deze gemeente stuurt zelf."),
        (422, b"{}", 422, "Kijk eerst in de werklijst"),
        (400, b'{"fouten": "geen lijst"}', 422, "Het portaal kan dit zo niet aannemen."),
        (200, b"<html>hier was het portaal</html>", 503, "Het antwoord van het portaal was niet te lezen."),
        (201, b'{"id": 7, "code": null}', 200, "De code is al eens getoond"),
        (201, b"{}", 503, "Het antwoord van het portaal was niet te lezen."),
    ],
)
def test_elke_weigering_is_een_rustige_zin_en_wat_getypt_is_staat_er_nog(
    maak: MaakWerkbak, onwillig: Onwillig, status: int, inhoud: bytes, getoond: int, zin: str
) -> None:
    onwillig.status, onwillig.inhoud = status, inhoud
    werkbak = werkbak_bij(maak, f"http://127.0.0.1:{onwillig.server_port}")
    kreeg, pagina = probeer_aan_te_melden(werkbak)
    assert kreeg == getoond
    assert zin in pagina.tekst
    if getoond != 200:
        assert velden_van(pagina, "/aanmelden")["naam"] == ["Sanne"]


def test_een_portaal_dat_weg_is(maak: MaakWerkbak) -> None:
    werkbak = werkbak_bij(maak, "http://127.0.0.1:1")
    kreeg, pagina = probeer_aan_te_melden(werkbak)
    assert kreeg == 503
    assert "Het portaal antwoordt nu niet. Misschien kwam dit wel aan." in pagina.tekst
    assert velden_van(pagina, "/aanmelden")["naam"] == ["Sanne"]


def test_zonder_token_staat_er_wie_wat_moet_doen(maak: MaakWerkbak) -> None:
    kreeg, pagina = probeer_aan_te_melden(maak().test_client())
    assert kreeg == 422
    assert "PORTAL_WERKBAK_TOKEN" in pagina.tekst


def test_na_een_storing_maakt_hetzelfde_formulier_geen_tweede_mens(
    maak: MaakWerkbak, keten: Keten, portaal_url: str, omgeving: Omgeving
) -> None:
    token, _ = nieuw_token(omgeving.databank, omgeving.klok.nu())
    weg = werkbak_bij(maak, "http://127.0.0.1:1", token)
    _, pagina = probeer_aan_te_melden(weg)
    velden = velden_van(pagina, "/aanmelden")
    werkbak = werkbak_bij(maak, portaal_url, token)
    token_hier = open_pagina(werkbak, "/aanmelden").veld("formuliertoken")
    for _ in range(2):
        assert werkbak.post("/aanmelden", data={**velden, "formuliertoken": token_hier}).status_code == 200
    assert len(keten.breng()) == 1


@pytest.mark.parametrize("pad", ["weg", "voorkeuren", "status"])
def test_een_formulier_dat_niet_te_openen_is_zegt_waarom(maak: MaakWerkbak, pad: str) -> None:
    werkbak = werkbak_bij(maak, "http://127.0.0.1:1")
    pagina = open_pagina(werkbak, f"/mensen/{mens()}/{pad}")
    assert pagina.status == 503
    assert "Het portaal antwoordt nu niet." in pagina.tekst
    assert "Probeer het opnieuw" in pagina.tekst


@pytest.mark.parametrize("pad", ["weg", "voorkeuren", "status"])
def test_wat_getypt_is_overleeft_een_token_dat_net_werd_ingetrokken(keten: Keten, pad: str) -> None:
    subject, _ = keten.meld_aan(naam="Sanne")
    adres = f"/mensen/{subject}/{pad}"
    pagina = open_pagina(keten.werkbak, adres)
    keten.trek_token_in()
    anders = {"weg": {"voornaam": "Noor"}, "voorkeuren": {"tolk": "ja", "tolk_taal": "Tigrinya"}, "status": {}}[pad]
    antwoord = verstuur(keten.werkbak, pagina, adres, anders | {"status": "afgerond"} if pad == "status" else anders)
    assert antwoord.status_code == 422
    terug = Pagina(antwoord)
    assert "Het portaal neemt het token van de werkbak niet aan." in terug.tekst
    assert "Wat je hebt ingevuld, staat er nog." in terug.tekst
    velden = velden_van(terug, adres)
    assert {"weg": "Noor", "voorkeuren": "Tigrinya", "status": "afgerond"}[pad] in str(velden)


def test_een_token_dat_alleen_leest_laat_alles_zien_en_verandert_niets(
    maak: MaakWerkbak, keten: Keten, portaal_url: str, omgeving: Omgeving
) -> None:
    subject, _ = keten.meld_aan(naam="Sanne")
    token, _ = nieuw_token(omgeving.databank, omgeving.klok.nu(), alleen_lezen=True)
    werkbak = werkbak_bij(maak, portaal_url, token)
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    verstuur(werkbak, pagina, f"/mensen/{subject}/weg/volgende-fase")
    gezegd = meldingen(open_pagina(werkbak, f"/mensen/{subject}"))
    assert "mag in het portaal alleen lezen" in gezegd[0]
    assert "traject" not in keten.inwoner(subject)


def test_de_notitie_blijft_als_het_portaal_weg_is(maak: MaakWerkbak) -> None:
    werkbak = werkbak_bij(maak, "http://127.0.0.1:1")
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding(naam="Sanne")))
    noteer(werkbak, subject, "gesprek", "Heeft een hond")
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    gezegd = meldingen(pagina)
    assert gezegd[0] == "Genoteerd: eerste gesprek geweest."
    assert gezegd[1].startswith("De notitie is bewaard. Het portaal weet het nog niet. Het portaal antwoordt nu niet.")
    assert "Heeft een hond" in pagina.tekst
    assert "De weg is nu niet te zien: het portaal antwoordt nu niet." in pagina.tekst
    assert "Dit komt uit de gebeurtenissen" in pagina.tekst


def test_wie_het_portaal_niet_kent_is_te_lezen_en_te_wissen(keten: Keten) -> None:
    subject = mens()
    lever(keten.werkbak, gebeurtenis(subject=subject, data=aanmelding(naam="Sanne")))
    tekst = open_pagina(keten.werkbak, f"/mensen/{subject}").tekst
    assert "Sanne" in tekst
    assert "Het portaal kent deze persoon niet (meer)." in tekst
    assert open_pagina(keten.werkbak, f"/mensen/{mens()}").status == 404
    assert open_pagina(keten.werkbak, f"/mensen/{mens()}/code").status == 404
    assert open_pagina(keten.werkbak, f"/mensen/{mens()}/weg").status == 404


@pytest.mark.parametrize("subject", ["..", "%2e%2e", "niemand", "..%2Fgebeurtenissen", "a b", "%00", "é"])
def test_wie_geen_nummer_heeft_is_niemand_en_vraagt_niets_aan_het_portaal(
    maak: MaakWerkbak, onwillig: Onwillig, subject: str
) -> None:
    onwillig.status, onwillig.inhoud = 200, b"{}"
    werkbak = werkbak_bij(maak, f"http://127.0.0.1:{onwillig.server_port}")
    for pad in ("", "/weg", "/voorkeuren", "/status", "/code", "/wissen"):
        assert werkbak.get(f"/mensen/{subject}{pad}").status_code == 404
    assert onwillig.gevraagd == 0


def test_een_verbinding_die_net_dichtging_is_geen_storing(maak: MaakWerkbak, onwillig: Onwillig) -> None:
    onwillig.status, onwillig.inhoud, onwillig.breekt = 201, b'{"id": "x"}', 1
    kreeg, _ = probeer_aan_te_melden(werkbak_bij(maak, f"http://127.0.0.1:{onwillig.server_port}"))
    assert (kreeg, onwillig.gevraagd) == (200, 2)
