"""What every call keeps to: the NLGov REST API Design Rules, as far as the contract names them."""

import json
import logging
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from portal.backoffice.document import Contract
from portal.db.databank import Databank
from portal.db.poort import TeDruk
from portal.web.applicatie import Portaal
from tests.backoffice.bouwers import Systeem, leg_vast, zet_klaar
from tests.conftest import VasteKlok

BEVESTIGING = "/gebeurtenissen/bevestiging"


def _fouten(inhoud: Any) -> list[tuple[str, str, str]]:
    assert isinstance(inhoud, Mapping), inhoud
    return [(fout["in"], fout["veld"], fout["reden"]) for fout in inhoud["fouten"]]


def test_elk_antwoord_draagt_de_versie_en_wordt_nergens_bewaard(stad: Systeem, niemand: Systeem) -> None:
    antwoorden = {
        antwoord.status_code: antwoord
        for antwoord in (
            stad.haal("/gebeurtenissen"),
            niemand.haal("/gebeurtenissen"),
            stad.haal("/bestaat-niet"),
            niemand.haal("/bestaat-niet"),
            stad.haal("/gebeurtenissen", limiet=0),
            stad.vraag("DELETE", "/gebeurtenissen"),
            stad.vraag("POST", BEVESTIGING, data="x"),
            stad.vraag("POST", BEVESTIGING, data="x" * 65537, content_type="application/json"),
            niemand.haal("/openapi.json"),
        )
    }
    assert sorted(antwoorden) == [200, 400, 401, 404, 405, 413, 415]
    for status, antwoord in antwoorden.items():
        assert antwoord.headers["API-Version"] == Contract().versie
        assert antwoord.headers["Cache-Control"] == "no-store"
        assert antwoord.headers["X-Content-Type-Options"] == "nosniff"
        assert antwoord.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in antwoord.headers["Content-Security-Policy"]
        assert "default-src 'none'" in antwoord.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in antwoord.headers
        if status >= 400:
            assert antwoord.mimetype == "application/problem+json"
            assert antwoord.json is not None
            assert antwoord.json["status"] == status
            assert antwoord.json["title"]
            assert antwoord.json["detail"]


@pytest.mark.parametrize("pad", ["/gebeurtenissen/", f"{BEVESTIGING}/", "/openapi.json/", "", "/", "/Gebeurtenissen"])
def test_een_ander_adres_is_er_niet_en_er_wordt_niet_verwezen(stad: Systeem, pad: str) -> None:
    assert stad.haal(pad).status_code == 404


@pytest.mark.parametrize("pad", ["/api/aanmelden", "/api/v2/gebeurtenissen", "/api/"])
def test_onder_api_komt_nooit_een_bladzijde(app: Flask, pad: str) -> None:
    antwoord = app.test_client().get(pad)
    assert antwoord.status_code == 404
    assert antwoord.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("methode", "pad", "wel"),
    [
        ("POST", "/gebeurtenissen", {"GET", "HEAD"}),
        ("PUT", "/gebeurtenissen/01a1f82f-1e80-72a3-b814-f9d6ba1b0539", {"GET", "HEAD"}),
        ("DELETE", BEVESTIGING, {"POST"}),
        ("GET", BEVESTIGING, {"POST"}),
        ("OPTIONS", "/gebeurtenissen", {"GET", "HEAD"}),
        ("TRACE", "/openapi.json", {"GET", "HEAD"}),
        ("PATCH", "/schemas/aanmelding.ontvangen", {"GET", "HEAD"}),
    ],
)
def test_een_andere_methode_hoort_welke_er_wel_zijn(stad: Systeem, methode: str, pad: str, wel: set[str]) -> None:
    antwoord = stad.vraag(methode, pad)
    assert antwoord.status_code == 405
    assert set(antwoord.headers["Allow"].split(", ")) == wel


@pytest.mark.parametrize(
    "soort", [None, "", "text/plain", "text/json", "application/x-www-form-urlencoded", "application/xml", "x" * 999]
)
def test_iets_anders_dan_json_wordt_geweigerd(stad: Systeem, soort: str | None) -> None:
    koppen = {} if soort is None else {"Content-Type": soort}
    assert stad.vraag("POST", BEVESTIGING, data=b'{"totEnMet":"0"}', headers=koppen).status_code == 415


def test_json_met_een_tekenset_erbij_mag(stad: Systeem) -> None:
    soort = "application/json; charset=utf-8"
    assert stad.vraag("POST", BEVESTIGING, data=b'{"totEnMet":"0"}', content_type=soort).status_code == 200


def test_een_verzoek_van_meer_dan_64_kb_wordt_geweigerd(stad: Systeem) -> None:
    vol = b'{"totEnMet":"0"' + b" " * (65536 - 16) + b"}"
    assert len(vol) == 65536
    assert stad.vraag("POST", BEVESTIGING, data=vol, content_type="application/json").status_code == 200
    for lengte in (65537, 30_000_000):
        antwoord = stad.vraag("POST", BEVESTIGING, data=b" " * lengte, content_type="application/json")
        assert antwoord.status_code == 413


@pytest.mark.parametrize(("lengte", "status"), [(65536, 200), (65537, 413), (300_000, 413)])
def test_ook_wie_de_lengte_niet_vooraf_zegt_mag_niet_meer_sturen(stad: Systeem, lengte: int, status: int) -> None:
    # A body in pieces (chunked): right JSON, with spaces up to its length.
    antwoord = stad.vraag(
        "POST",
        BEVESTIGING,
        input_stream=BytesIO(b'{"totEnMet":"0"}'.ljust(lengte)),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert antwoord.status_code == status


@pytest.mark.parametrize(
    "lichaam",
    [
        b"",
        b"{",
        b"{'totEnMet': '0'}",
        b'{"totEnMet": NaN}',
        b'{"totEnMet": Infinity}',
        b'{"totEnMet": 1e999}',
        b'{"totEnMet": ' + b"9" * 5000 + b"}",
        b'{"totEnMet": "\xff"}',
        b'\xef\xbb\xbf{"totEnMet": "0"}',
        '{"totEnMet": "0"}'.encode("utf-16"),
        b"[" * 60000,
        b"[" * 30000 + b"]" * 30000,
        b"[" * 900 + b"]" * 900,
        b'{"a":' * 9000 + b"1" + b"}" * 9000,
        b'{"totEnMet": "\\u0000"}',
        b'{"totEnMet": "\\ud800"}',
        b'{"\\udfff": "0", "totEnMet": "0"}',
        b"null",
        b"[]",
        b'"tekst"',
        b"1",
        b"true",
    ],
)
def test_wat_geen_goed_verzoek_is_hoort_dat_met_400(stad: Systeem, lichaam: bytes) -> None:
    antwoord = stad.vraag("POST", BEVESTIGING, data=lichaam, content_type="application/json")
    assert antwoord.status_code == 400
    assert len(_fouten(antwoord.json)) == 1


@pytest.mark.parametrize("waarde", [0, 1.5, None, True, [], {}, "", "-1", "01", "1 ", " 1", "1\n", "١", "x", "9" * 19])
def test_een_cursor_van_een_andere_vorm_wordt_geweigerd(stad: Systeem, waarde: object) -> None:
    antwoord = stad.stuur(BEVESTIGING, {"totEnMet": waarde})
    assert antwoord.status_code == 400
    assert [(waar, veld) for waar, veld, _ in _fouten(antwoord.json)] == [("body", "totEnMet")]


def test_alles_wat_niet_klopt_staat_in_een_antwoord(stad: Systeem) -> None:
    antwoord = stad.haal("/gebeurtenissen", na="x", limiet="0", limit="5")
    assert antwoord.status_code == 400
    assert sorted(_fouten(antwoord.json)) == [
        ("query", "limiet", "moet minstens 1 zijn"),
        ("query", "limit", "hoort hier niet"),
        ("query", "na", "heeft niet de vorm ^(0|[1-9][0-9]{0,17})?$"),
    ]
    antwoord = stad.vraag("POST", f"{BEVESTIGING}?na=1", json={"totenmet": "1"})
    assert sorted(_fouten(antwoord.json)) == [
        ("body", "totEnMet", "ontbreekt"),
        ("body", "totenmet", "hoort hier niet"),
        ("query", "na", "hoort hier niet"),
    ]


@pytest.mark.parametrize("limiet", ["0", "1001", "-1", "1.5", "x", "", "1e2", "٣", "9" * 40, " 5", "0x10"])
def test_een_limiet_buiten_1_tot_en_met_1000_wordt_geweigerd(stad: Systeem, limiet: str) -> None:
    antwoord = stad.haal("/gebeurtenissen", limiet=limiet)
    assert antwoord.status_code == 400
    assert [veld for _, veld, _ in _fouten(antwoord.json)] == ["limiet"]


@pytest.mark.parametrize("limiet", ["1", "1000", "007"])
def test_een_limiet_van_1_tot_en_met_1000_mag(stad: Systeem, limiet: str) -> None:
    assert stad.haal("/gebeurtenissen", limiet=limiet).status_code == 200


def test_een_parameter_staat_er_maar_een_keer(stad: Systeem) -> None:
    antwoord = stad.vraag("GET", "/gebeurtenissen?limiet=1&limiet=2")
    assert antwoord.status_code == 400
    assert _fouten(antwoord.json) == [("query", "limiet", "mag er maar een keer staan")]


def test_ook_bij_duizend_fouten_blijft_het_antwoord_leesbaar(stad: Systeem) -> None:
    antwoord = stad.stuur(BEVESTIGING, {"x" * 40 + str(nummer): 1 for nummer in range(1000)})
    assert antwoord.status_code == 400
    assert antwoord.json is not None
    assert "1001 punten" in antwoord.json["detail"]
    assert len(antwoord.json["fouten"]) == 100


def test_een_antwoord_herhaalt_niet_wat_er_is_gestuurd(stad: Systeem) -> None:
    antwoord = stad.stuur(BEVESTIGING, {"totEnMet": "0612345678 van Jansen"})
    assert "Jansen" not in antwoord.text


def test_wat_hier_misgaat_is_een_probleem_zonder_bijzonderheden(
    app: Flask, stad: Systeem, caplog: pytest.LogCaptureFixture
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    geheim = "0612345678"
    voor = [
        (RuntimeError(geheim), 500),
        (OperationalError(geheim, {}, Exception(geheim)), 503),
        (TeDruk(geheim), 429),
    ]
    for fout, status in voor:

        def mislukt(fout: Exception = fout) -> None:
            raise fout

        app.view_functions["api_gebeurtenissen.haal_gebeurtenissen"] = _met_beleid(
            app.view_functions["api_gebeurtenissen.haal_gebeurtenissen"], mislukt
        )
        with caplog.at_level(logging.ERROR):
            antwoord = stad.haal("/gebeurtenissen")
        assert antwoord.status_code == status
        assert antwoord.mimetype == "application/problem+json"
        assert antwoord.headers["API-Version"] == Contract().versie
        assert geheim not in antwoord.text
        assert ("Retry-After" in antwoord.headers) == (status in (429, 503))
        assert antwoord.json is not None
        assert antwoord.json["detail"]


def _met_beleid(oud: Any, nieuw: Any) -> Any:
    nieuw.beleid = oud.beleid
    return nieuw


def test_mislukt_het_bewaren_dan_is_er_niets_bevestigd(
    app: Flask, stad: Systeem, databank: Databank, klok: VasteKlok, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(app, Portaal)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    leg_vast(databank, klok.nu())
    zet_klaar(databank)
    stad.haal("/gebeurtenissen")  # so that the use of the token was written down before

    def vol(self: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    with monkeypatch.context() as storing:
        storing.setattr("portal.db.databank.Werkeenheid.bevestig", vol)
        antwoord = stad.stuur(BEVESTIGING, {"totEnMet": "1"})
        assert antwoord.status_code == 503
        assert antwoord.mimetype == "application/problem+json"
        assert antwoord.headers["API-Version"]
    deel = json.loads(stad.stuur(BEVESTIGING, {"totEnMet": "0"}).data)
    assert deel == {"bevestigdTotEnMet": "0"}
