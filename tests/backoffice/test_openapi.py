"""The document tells all there is, and nothing that is not."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from openapi_spec_validator import validate

from portal.backoffice.document import BASISPAD, Contract, pad_van
from portal.db.databank import Databank
from portal.omgeving import Omgeving
from portal.outbox.bestemmingen.bestemming import Bericht
from portal.outbox.bestemmingen.handtekening import koppen
from portal.outbox.cloudevents import Envelop
from portal.toegang.beleid import beleid_van
from tests.backoffice.bouwers import DORP, STAD, Systeem, leg_vast
from tests.conftest import VasteKlok
from tests.outbox.bouwers import events

METHODEN = {"get", "put", "post", "patch", "delete"}


@pytest.fixture
def document(niemand: Systeem) -> dict[str, Any]:
    antwoord = niemand.haal("/openapi.json")
    assert antwoord.status_code == 200
    assert antwoord.mimetype == "application/json"
    assert antwoord.headers["Access-Control-Allow-Origin"] == "*"
    inhoud: dict[str, Any] = json.loads(antwoord.data)
    return inhoud


def _bewerkingen(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for pad, deel in document["paths"].items():
        for methode in METHODEN & deel.keys():
            yield pad, methode, deel[methode]


def test_het_document_is_geldig_openapi(document: dict[str, Any]) -> None:
    validate(document)
    assert document["openapi"].startswith("3.1")
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["info"]["version"])
    assert [server["url"] for server in document["servers"]] == [BASISPAD]


def test_document_en_routes_zijn_gelijk(app: Flask, document: dict[str, Any]) -> None:
    beschreven = {(pad, methode.upper()) for pad, methode, _ in _bewerkingen(document)}
    gebouwd = {
        (pad_van(regel.rule), methode)
        for regel in app.url_map.iter_rules()
        if regel.rule.startswith("/api/")
        for methode in (regel.methods or set()) - {"HEAD"}
    }
    assert beschreven == gebouwd
    assert len(gebouwd) >= 5


def test_het_document_noemt_de_scope_die_de_route_vraagt(app: Flask, document: dict[str, Any]) -> None:
    gevraagd = {
        (pad_van(regel.rule), methode): beleid_van(app, regel.endpoint).scope
        for regel in app.url_map.iter_rules()
        if regel.rule.startswith(BASISPAD)
        for methode in regel.methods or set()
    }
    for pad, methode, bewerking in _bewerkingen(document):
        scope = gevraagd[pad, methode.upper()]
        assert bewerking["security"] == ([{"token": [scope]}] if scope else []), pad


def test_elke_aanroep_zegt_welke_antwoorden_er_zijn(document: dict[str, Any]) -> None:
    namen = set()
    for pad, _methode, bewerking in _bewerkingen(document):
        namen.add(bewerking["operationId"])
        assert bewerking["summary"], pad
        assert set(bewerking["tags"]) <= {tag["name"] for tag in document["tags"]}
        assert {"400", "429", "500", "503"} <= bewerking["responses"].keys(), pad
        assert {"200", "201"} & bewerking["responses"].keys(), pad
        assert {"401", "403"} <= bewerking["responses"].keys() or not bewerking["security"]
        assert {"413", "415"} <= bewerking["responses"].keys() or "requestBody" not in bewerking
        for status, antwoord in bewerking["responses"].items():
            heel = antwoord
            if "$ref" in antwoord:
                heel = document["components"]["responses"][antwoord["$ref"].rpartition("/")[2]]
            assert "API-Version" in heel["headers"], (pad, status)
            if status >= "400":
                assert heel["content"].keys() == {"application/problem+json"}
    assert len(namen) == len(list(_bewerkingen(document)))


def test_paden_zijn_kebab_case_en_velden_camel_case(document: dict[str, Any]) -> None:
    for pad in document["paths"]:
        assert re.fullmatch(r"(/([a-z0-9-]+|\{[a-zA-Z]+\}|openapi\.json))+", pad)
    for _, _, bewerking in _bewerkingen(document):
        for parameter in bewerking.get("parameters", []):
            vorm = r"[A-Z][a-z]+(-[A-Z][a-z]+)*" if parameter["in"] == "header" else r"[a-z]+([A-Z][a-z]+)*"
            assert re.fullmatch(vorm, parameter["name"])

    def velden(deel: Any) -> Iterator[str]:
        if isinstance(deel, dict):
            yield from deel.get("properties", {})
            for onder in deel.values():
                yield from velden(onder)
        elif isinstance(deel, list):
            for onder in deel:
                yield from velden(onder)

    alle = set(velden(document["components"]["schemas"]))
    assert "totEnMet" in alle
    # The life areas are codes, as in the answers themselves.
    assert {naam for naam in alle if not re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", naam)} == {"sociaal_netwerk"}


def test_wie_vragen_heeft_ziet_bij_wie(app: Flask) -> None:
    for host, naam in ((f"{DORP}.example", DORP), (f"{STAD}.example", STAD), ("nergens.example", DORP)):
        antwoord = app.test_client().get("/api/v1/openapi.json", headers={"Host": host})
        assert antwoord.json is not None
        contact = antwoord.json["info"]["contact"]
        assert contact["url"] == f"https://{naam}.example/contact"
        assert contact.keys() == {"name", "url", "email"}


def test_elke_uitgaande_gebeurtenis_staat_bij_de_webhooks(document: dict[str, Any]) -> None:
    assert document["webhooks"].keys() == Contract().eventschemas.keys()
    for webhook in document["webhooks"].values():
        assert {"2XX", "409", "429", "5XX", "401", "400"} == webhook["post"]["responses"].keys()
        assert webhook["post"]["summary"]


@pytest.mark.parametrize("gemeente", [STAD, DORP])
def test_wat_wordt_gestuurd_is_zoals_de_webhook_zegt(
    document: dict[str, Any], databank: Databank, omgeving: Omgeving, klok: VasteKlok, gemeente: str
) -> None:
    leg_vast(databank, klok.nu(), gemeente=gemeente)
    bericht = Bericht.van(events(databank)[0])
    deze = omgeving.gemeenten.van_slug(gemeente)
    assert deze is not None
    lichaam = Envelop(deze, "https://installatie.example").lichaam(bericht)
    webhook = document["webhooks"][bericht.type]["post"]
    for kop, waarde in koppen([b"x" * 32, b"y" * 32], str(bericht.id), lichaam, klok.nu()).items():
        (parameter,) = (deel for deel in webhook["parameters"] if deel["name"] == kop)
        jsonschema_rs.validate(parameter["schema"], waarde, validate_formats=True)
    assert len(webhook["parameters"]) == 3
    schema = webhook["requestBody"]["content"]["application/cloudevents+json"]["schema"]
    jsonschema_rs.validate(schema | {"components": document["components"]}, json.loads(lichaam), validate_formats=True)
