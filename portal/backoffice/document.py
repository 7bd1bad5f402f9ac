"""The OpenAPI document, put together from its parts, and what it says about each call.

One source: the document that is served is the one that input is judged by, and the schemas
of the events are in it and served one by one.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from portal.backoffice.keuring import Keuring, Schema

BASISPAD: Final = "/api/v1"

_HIER: Final = Path(__file__).parent
_METHODEN: Final = frozenset({"get", "put", "post", "patch", "delete"})
_API_VERSIE: Final = {"API-Version": {"$ref": "#/components/headers/ApiVersion"}}

_PROBLEMEN: Final = {
    "Onjuist": "Er klopt iets niet aan de invoer; `fouten` noemt alles.",
    "GeenToken": "Er is geen token meegegeven, of het is er niet (meer).",
    "NietToegestaan": "Het token heeft deze scope niet.",
    "Onbekend": "Dit is er niet, of het is van een andere gemeente.",
    "Botsing": "De gebeurtenissen van deze gemeente worden gestuurd, of deze cursor is nooit gegeven.",
    "Gewist": "De inhoud is na de bewaartermijn gewist.",
    "TeGroot": "Het verzoek is groter dan 64 kB.",
    "AndereInhoud": "Deze `Idempotency-Key` is al gebruikt, met een andere inhoud.",
    "AndereSoort": "Het verzoek is geen `application/json`.",
    "TeDruk": "Het is te druk.",
    "Storing": "Er ging hier iets mis.",
    "NietBereikbaar": "De opslag is even niet te bereiken.",
}
"""Every answer that is not what was asked for, by its name in the document."""

_KOPPEN: Final = {
    "GeenToken": {"WWW-Authenticate": {"$ref": "#/components/headers/WwwAuthenticate"}},
    "NietToegestaan": {"WWW-Authenticate": {"$ref": "#/components/headers/WwwAuthenticate"}},
    "TeDruk": {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}},
    "NietBereikbaar": {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}},
}


@dataclass(frozen=True, slots=True)
class Bewerking:
    """What one call takes: a schema for its query and its own headers, and one for its body if it has one."""

    query: Schema
    koppen: Schema
    lichaam: Schema | None


class Contract:
    """The document, the schemas of the events, and the calls. Read once; a fault in it stops the start."""

    def __init__(self) -> None:
        """Raises `OnbekendTrefwoord` for a schema that promises more than is kept."""
        self.eventschemas: Mapping[str, Schema] = {
            bestand.stem: _lees(bestand) for bestand in sorted((_HIER / "schemas").glob("*.json"))
        }
        self.document = _stel_samen(self.eventschemas)
        self.versie: str = self.document["info"]["version"]
        self.keuring = Keuring(self.document["components"]["schemas"])
        self._bewerkingen = {
            (pad, methode.upper()): _bewerking(bewerking)
            for pad, deel in self.document["paths"].items()
            for methode, bewerking in deel.items()
        }
        for bewerking in self._bewerkingen.values():
            self.keuring.controleer(bewerking.query)
            self.keuring.controleer(bewerking.koppen)
            if bewerking.lichaam is not None:
                self.keuring.controleer(bewerking.lichaam)

    def bewerking(self, pad: str, methode: str) -> Bewerking:
        """Give what the document says of a call. Raises `KeyError` for one that is not in it."""
        return self._bewerkingen[pad, "GET" if methode == "HEAD" else methode]


@cache
def pad_van(regel: str) -> str:
    """Give the path of a route as the document writes it: /gebeurtenissen/{id}."""
    return re.sub(r"<(?:[a-z]+:)?([A-Za-z]+)>", r"{\1}", regel).removeprefix(BASISPAD)


def _lees(bestand: Path) -> dict[str, Any]:
    inhoud: dict[str, Any] = json.loads(bestand.read_text("utf-8"))
    return inhoud


def _stel_samen(eventschemas: Mapping[str, Schema]) -> dict[str, Any]:
    document = _lees(_HIER / "openapi" / "basis.json")
    webhook = _lees(_HIER / "openapi" / "webhook.json")
    schemas = document["components"]["schemas"]
    for bestand in sorted((_HIER / "openapi").glob("*.json")):
        if bestand.stem in ("basis", "webhook"):
            continue
        deel = _lees(bestand)
        document["paths"].update(deel["paths"])
        schemas.update(deel.get("components", {}).get("schemas", {}))
    for type_, schema in eventschemas.items():
        naam = _klassenaam(type_)
        schemas[naam] = {woord: eis for woord, eis in schema.items() if woord != "$schema"}
        document["webhooks"][type_] = _webhook(webhook, type_, naam, schema["description"])
    document["components"]["responses"] = {naam: _probleem(naam) for naam in _PROBLEMEN}
    parameters = document["components"]["parameters"]
    for deel in document["paths"].values():
        for methode in _METHODEN & deel.keys():
            bewerking = deel[methode]
            if "parameters" in bewerking:
                bewerking["parameters"] = [_parameter(gegeven, parameters) for gegeven in bewerking["parameters"]]
            _vul_antwoorden_aan(bewerking)
    return document


def _klassenaam(type_: str) -> str:
    """aanmelding.ontvangen becomes AanmeldingOntvangen, as the names of schemas are written."""
    return "".join(deel.capitalize() for deel in type_.replace("_", ".").split("."))


def _webhook(sjabloon: Mapping[str, Any], type_: str, naam: str, omschrijving: str) -> dict[str, Any]:
    schema = {
        "allOf": [
            {"$ref": "#/components/schemas/Gebeurtenis"},
            {
                "properties": {
                    "type": {"const": f"nl.schuldhulpverlening.{type_}"},
                    "data": {"$ref": f"#/components/schemas/{naam}"},
                },
                "oneOf": [{"required": ["data"]}, {"required": ["dataref"]}],
            },
        ]
    }
    return {
        "post": {
            **sjabloon["post"],
            "operationId": f"ontvang{naam}",
            "summary": omschrijving,
            "requestBody": {"required": True, "content": {"application/cloudevents+json": {"schema": schema}}},
        }
    }


def _parameter(gegeven: dict[str, Any], gedeeld: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Write a shared parameter out, so that whoever reads a call has all of it at hand."""
    return gedeeld[gegeven["$ref"].rpartition("/")[2]] if "$ref" in gegeven else gegeven


def _probleem(naam: str) -> dict[str, Any]:
    return {
        "description": _PROBLEMEN[naam],
        "headers": _API_VERSIE | _KOPPEN.get(naam, {}),
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Probleem"}}},
    }


def _vul_antwoorden_aan(bewerking: dict[str, Any]) -> None:
    """Write down what is so for every call: the header of the version, and the answers to a fault."""
    for antwoord in bewerking["responses"].values():
        if "$ref" not in antwoord:
            antwoord["headers"] = _API_VERSIE | antwoord.get("headers", {})
    gevolgen = {"400": "Onjuist", "429": "TeDruk", "500": "Storing", "503": "NietBereikbaar"}
    if bewerking["security"]:
        gevolgen |= {"401": "GeenToken", "403": "NietToegestaan"}
    if any(parameter["in"] == "path" for parameter in bewerking.get("parameters", ())):
        gevolgen |= {"404": "Onbekend"}
    if "requestBody" in bewerking:
        gevolgen |= {"413": "TeGroot", "415": "AndereSoort"}
    for status, naam in gevolgen.items():
        bewerking["responses"].setdefault(status, {"$ref": f"#/components/responses/{naam}"})
    bewerking["responses"] = dict(sorted(bewerking["responses"].items()))


def _bewerking(bewerking: Mapping[str, Any]) -> Bewerking:
    query = _velden(bewerking, "query")
    koppen = _velden(bewerking, "header")
    if "requestBody" not in bewerking:
        return Bewerking(query, koppen, None)
    return Bewerking(query, koppen, bewerking["requestBody"]["content"]["application/json"]["schema"])


def _velden(bewerking: Mapping[str, Any], waar: str) -> Schema:
    velden = [parameter for parameter in bewerking.get("parameters", ()) if parameter["in"] == waar]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [parameter["name"] for parameter in velden if parameter.get("required")],
        "properties": {parameter["name"]: parameter["schema"] for parameter in velden},
    }
