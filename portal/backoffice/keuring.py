"""Judging what comes in by the schemas of the OpenAPI document: what is published is what holds.

The part of JSON Schema 2020-12 that our own schemas use, with a reason in Dutch for every
fault. A schema with another keyword is refused when the application starts, so nothing is
ever promised in the document and skipped here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

Schema = Mapping[str, Any]
Plek = tuple[str | int, ...]

_UITLEG: Final = frozenset({"title", "description", "default", "examples", "deprecated", "readOnly", "$comment"})
_VERWIJZING: Final = "#/components/schemas/"
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DATUM: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)


class OnbekendTrefwoord(Exception):
    """A schema of ours says something that is not kept here."""


@dataclass(frozen=True, slots=True)
class Afwijking:
    """One thing that is not as the schema says: where, and why, without repeating the value."""

    plek: Plek
    reden: str

    @property
    def veld(self) -> str:
        """The place as a path with dots: `stappen.0.code`; empty for the whole."""
        return ".".join(str(deel) for deel in self.plek)


class Keuring:
    """Judges values by schemas, which may refer to the named ones of the document."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas

    def afwijkingen(self, schema: Schema, waarde: Any, plek: Plek = ()) -> Iterator[Afwijking]:
        """Give everything that is not as the schema says, in the order of the schema."""
        schema = self.opgelost(schema)
        if "type" in schema and not _is_soort(schema["type"], waarde):
            yield Afwijking(plek, f"moet {_soortnamen(schema['type'])} zijn")
            return  # what the other keywords say is about a value of that type
        for woord, eis in schema.items():
            regel = _REGELS.get(woord)
            reden = regel(eis, waarde) if regel else None
            if reden:
                yield Afwijking(plek, reden)
        if isinstance(waarde, dict):
            yield from self._object(schema, waarde, plek)
        elif isinstance(waarde, list) and "items" in schema:
            for nummer, item in enumerate(waarde):
                yield from self.afwijkingen(schema["items"], item, (*plek, nummer))

    def opgelost(self, schema: Schema) -> Schema:
        """Follow a reference to a named schema of the document."""
        while "$ref" in schema:
            schema = self._schemas[schema["$ref"].removeprefix(_VERWIJZING)]
        return schema

    def controleer(self, schema: Schema) -> None:
        """Refuse a schema that says more than is kept here. Raises `OnbekendTrefwoord`."""
        if set(schema) == {"$ref"} and schema["$ref"].removeprefix(_VERWIJZING) in self._schemas:
            self.controleer(self.opgelost(schema))
            return
        for woord, eis in schema.items():
            if woord not in _BEKEND:
                raise OnbekendTrefwoord(f"{woord!r} in a schema for input")
            if woord == "format" and eis not in _VORMEN:
                raise OnbekendTrefwoord(f"format {eis!r}")
            if woord == "pattern":
                _patroon(eis)
        if schema.get("additionalProperties", False) is not False:
            raise OnbekendTrefwoord("additionalProperties that are allowed")
        for deel in (*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])):
            self.controleer(deel)

    def _object(self, schema: Schema, waarde: dict[str, Any], plek: Plek) -> Iterator[Afwijking]:
        velden: Mapping[str, Schema] = schema.get("properties", {})
        for naam in schema.get("required", ()):
            if naam not in waarde:
                yield Afwijking((*plek, naam), "ontbreekt")
        for naam, deel in waarde.items():
            if naam in velden:
                yield from self.afwijkingen(velden[naam], deel, (*plek, naam))
            elif schema.get("additionalProperties") is False:
                yield Afwijking((*plek, naam[:100]), "hoort hier niet")


def _is_soort(soort: str | list[str], waarde: Any) -> bool:
    if isinstance(soort, list):
        return any(_is_soort(deel, waarde) for deel in soort)
    return _SOORTEN[soort][1](waarde)


def _soortnamen(soort: str | list[str]) -> str:
    return " of ".join(_SOORTEN[deel][0] for deel in ([soort] if isinstance(soort, str) else soort))


def _is_getal(waarde: Any) -> bool:
    return isinstance(waarde, int | float) and not isinstance(waarde, bool)


_SOORTEN: Final[Mapping[str, tuple[str, Callable[[Any], bool]]]] = {
    "object": ("een object", lambda waarde: isinstance(waarde, dict)),
    "array": ("een lijst", lambda waarde: isinstance(waarde, list)),
    "string": ("een tekst", lambda waarde: isinstance(waarde, str)),
    "integer": ("een geheel getal", lambda waarde: isinstance(waarde, int) and not isinstance(waarde, bool)),
    "number": ("een getal", _is_getal),
    "boolean": ("true of false", lambda waarde: isinstance(waarde, bool)),
    "null": ("null", lambda waarde: waarde is None),
}


@cache
def _patroon(patroon: str) -> re.Pattern[str]:
    """A pattern for the whole value: elsewhere `$` also matches before a last line end, here it does not."""
    if not patroon.startswith("^") or not patroon.endswith("$"):
        raise OnbekendTrefwoord(f"pattern {patroon!r} is not about the whole value")
    return re.compile(f"(?:{patroon[1:-1]})")


def _is_datum(tekst: str) -> bool:
    if not _DATUM.fullmatch(tekst):
        return False
    try:
        date.fromisoformat(tekst)
    except ValueError:
        return False
    return True


def _is_moment(tekst: str) -> bool:
    if not _MOMENT.fullmatch(tekst):
        return False
    try:
        datetime.fromisoformat(tekst)
    except ValueError:
        return False
    return True


_VORMEN: Final[Mapping[str, tuple[str, Callable[[str], bool]]]] = {
    "uuid": ("een UUID", lambda tekst: _UUID.fullmatch(tekst) is not None),
    "date": ("een datum (zoals 2026-12-24)", _is_datum),
    "date-time": ("een moment met tijdzone (zoals 2026-12-24T10:00:00+01:00)", _is_moment),
}

Regel = Callable[[Any, Any], str | None]


def _keuze(eis: list[Any], waarde: Any) -> str | None:
    # By type as well: in Python, True is among [1].
    if any(type(mogelijk) is type(waarde) and mogelijk == waarde for mogelijk in eis):
        return None
    return f"moet een van deze zijn: {', '.join(map(str, eis))}"


def _vorm(eis: str, waarde: Any) -> str | None:
    naam, klopt = _VORMEN[eis]
    return f"moet {naam} zijn" if isinstance(waarde, str) and not klopt(waarde) else None


def _tekst(klopt: Callable[[Any, str], bool], reden: str) -> Regel:
    return lambda eis, waarde: reden.format(eis) if isinstance(waarde, str) and not klopt(eis, waarde) else None


def _getal(klopt: Callable[[Any, float], bool], reden: str) -> Regel:
    return lambda eis, waarde: reden.format(eis) if _is_getal(waarde) and not klopt(eis, waarde) else None


def _lijst(klopt: Callable[[Any, list[Any]], bool], reden: str) -> Regel:
    return lambda eis, waarde: reden.format(eis) if isinstance(waarde, list) and not klopt(eis, waarde) else None


_REGELS: Final[Mapping[str, Regel]] = {
    "enum": _keuze,
    "format": _vorm,
    "pattern": _tekst(lambda eis, tekst: _patroon(eis).fullmatch(tekst) is not None, "heeft niet de vorm {}"),
    "minLength": _tekst(lambda eis, tekst: len(tekst) >= eis, "moet minstens {} tekens hebben"),
    "maxLength": _tekst(lambda eis, tekst: len(tekst) <= eis, "mag hoogstens {} tekens hebben"),
    "minimum": _getal(lambda eis, getal: getal >= eis, "moet minstens {} zijn"),
    "maximum": _getal(lambda eis, getal: getal <= eis, "mag hoogstens {} zijn"),
    "minItems": _lijst(lambda eis, lijst: len(lijst) >= eis, "moet minstens {} onderdelen hebben"),
    "maxItems": _lijst(lambda eis, lijst: len(lijst) <= eis, "mag hoogstens {} onderdelen hebben"),
}
_BEKEND: Final = _UITLEG | set(_REGELS) | {"type", "properties", "required", "additionalProperties", "items"}
