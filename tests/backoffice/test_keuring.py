"""Our own reading of JSON Schema agrees with everybody's, for the part of it that we use."""

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.backoffice.keuring import Keuring, OnbekendTrefwoord, Schema

NAMEN = st.sampled_from(["naam", "code", "stappen", "a"])
TEKSTEN = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        [
            "nu",
            "straks",
            "2026-12-24",
            "2026-02-30",
            "2026-12-24T10:00:00Z",
            "2026-12-24T10:00:00+01:00",
            "2026-12-24T10:00:00",
            "01a1f82f-1e80-72a3-b814-f9d6ba1b0539",
            "nu\n",
        ]
    ),
)
LOS = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(-5, 5).filter(lambda g: g % 1 != 0), TEKSTEN)
WAARDEN = st.recursive(
    LOS,
    lambda deel: st.one_of(st.lists(deel, max_size=4), st.dictionaries(NAMEN, deel, max_size=3)),
    max_leaves=8,
)

TEKSTSCHEMAS = st.one_of(
    st.just({"type": "string"}),
    st.builds(
        lambda kort, lang: {"type": "string", "minLength": kort, "maxLength": lang},
        st.integers(0, 2),
        st.integers(1, 4),
    ),
    st.just({"type": "string", "pattern": "^[a-z]{2,6}$"}),
    st.sampled_from(["uuid", "date", "date-time"]).map(lambda vorm: {"type": "string", "format": vorm}),
    st.just({"enum": ["nu", "straks", 1, True]}),
)
LOSSE_SCHEMAS = st.one_of(
    TEKSTSCHEMAS,
    st.builds(
        lambda soort, laag, hoog: {"type": soort, "minimum": laag, "maximum": hoog},
        st.sampled_from(["integer", "number"]),
        st.integers(-4, 2),
        st.integers(-1, 4),
    ),
    st.sampled_from(
        [{"type": "boolean"}, {"type": ["string", "null"]}, {"type": "null"}, {"$ref": "#/components/schemas/Stap"}]
    ),
)
SCHEMAS = st.recursive(
    LOSSE_SCHEMAS,
    lambda deel: st.one_of(
        st.builds(
            lambda items, hoogstens: {"type": "array", "items": items, "minItems": 1, "maxItems": hoogstens},
            deel,
            st.integers(1, 3),
        ),
        st.builds(
            lambda velden, nodig, dicht: {
                "type": "object",
                "properties": velden,
                "required": sorted(nodig),
                **({"additionalProperties": False} if dicht else {}),
            },
            st.dictionaries(NAMEN, deel, max_size=3),
            st.sets(NAMEN, max_size=2),
            st.booleans(),
        ),
    ),
    max_leaves=5,
)
GENOEMD: dict[str, Schema] = {
    "Stap": {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}}
}


@settings(max_examples=400, deadline=None)
@given(SCHEMAS, WAARDEN)
def test_wat_wij_goed_vinden_vindt_iedereen_goed(schema: dict[str, Any], waarde: Any) -> None:
    keuring = Keuring(GENOEMD)
    keuring.controleer(schema)
    volgens_iedereen = jsonschema_rs.is_valid(
        {"components": {"schemas": GENOEMD}, "allOf": [schema]}, waarde, validate_formats=True
    )
    assert (not list(keuring.afwijkingen(schema, waarde))) == volgens_iedereen


@pytest.mark.parametrize(
    "schema",
    [
        {"not": {"type": "string"}},
        {"type": "string", "format": "email"},
        {"type": "object", "properties": {"a": {"oneOf": []}}},
        {"type": "array", "items": {"uniqueItems": True}},
        {"type": "object", "additionalProperties": {"type": "string"}},
        {"type": "string", "pattern": "[a-z]"},
        {"$ref": "#/components/schemas/Elders"},
    ],
)
def test_een_schema_dat_meer_belooft_dan_wij_keuren_houdt_het_starten_tegen(schema: Schema) -> None:
    with pytest.raises(OnbekendTrefwoord):
        Keuring(GENOEMD).controleer(schema)


@pytest.mark.parametrize(
    ("vorm", "tekst", "goed"),
    [
        ("date", "2026-12-24", True),
        ("date", "2028-02-29", True),
        ("date", "2026-02-29", False),
        ("date", "20261224", False),
        ("date", "2026-W52-4", False),
        ("date", "2026-12-24T00:00:00Z", False),
        ("date-time", "2026-12-24T10:00:00Z", True),
        ("date-time", "2026-12-24T10:00:00.123456+01:00", True),
        ("date-time", "2026-12-24T10:00:00", False),
        ("date-time", "2026-12-24T25:00:00Z", False),
        ("date-time", "2026-12-24", False),
        ("uuid", "01a1f82f-1e80-72a3-b814-f9d6ba1b0539", True),
        ("uuid", "01A1F82F-1E80-72A3-B814-F9D6BA1B0539", True),
        ("uuid", "01a1f82f1e8072a3b814f9d6ba1b0539", False),
        ("uuid", "{01a1f82f-1e80-72a3-b814-f9d6ba1b0539}", False),
    ],
)
def test_datum_moment_en_uuid_hebben_een_vaste_vorm(vorm: str, tekst: str, goed: bool) -> None:
    schema = {"type": "string", "format": vorm}
    assert (not list(Keuring({}).afwijkingen(schema, tekst))) == goed
    assert jsonschema_rs.is_valid(schema, tekst, validate_formats=True) == goed


def test_elke_afwijking_heeft_een_plaats_en_een_reden() -> None:
    schema: Schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["stappen", "versie"],
        "properties": {
            "stappen": {"type": "array", "maxItems": 1, "items": {"$ref": "#/components/schemas/Stap"}},
            "versie": {"type": "integer"},
            "tot": {"type": "string", "format": "date"},
            "wie": {"enum": ["gemeente", "inwoner"]},
            "naam": {"type": "string", "maxLength": 3},
        },
    }
    waarde = {"stappen": [{"code": 1}, {}], "tot": "24-12-2026", "wie": "buur", "naam": "vier", "extra": 0}
    gevonden = {afwijking.veld: afwijking.reden for afwijking in Keuring(GENOEMD).afwijkingen(schema, waarde)}
    assert gevonden == {
        "stappen": "mag hoogstens 1 onderdelen hebben",
        "stappen.0.code": "moet een tekst zijn",
        "stappen.1.code": "ontbreekt",
        "versie": "ontbreekt",
        "tot": "moet een datum (zoals 2026-12-24) zijn",
        "wie": "moet een van deze zijn: gemeente, inwoner",
        "naam": "mag hoogstens 3 tekens hebben",
        "extra": "hoort hier niet",
    }
