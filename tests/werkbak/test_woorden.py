"""Every event that the portal describes is told in words: its title, its fields and its choices."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.werkbak import woorden
from portal.werkbak.cloudevent import lees_cloudevent
from portal.werkbak.gebeurtenissen import Gebeurtenis
from portal.werkbak.gegevens import Gegevens
from portal.werkbak.handelingen import Handeling, Soort
from portal.werkbak.stand import stand_van
from portal.werkbak.woorden import veldnaam, waarde
from tests.conftest import PROJECT
from tests.werkbak.bouwers import BEGIN, Json, aanmelding, gebeurtenis, lever, mens
from tests.werkbak.paginas import Pagina, open_pagina, tekst_van

SCHEMAS = sorted((PROJECT / "portal" / "backoffice" / "schemas").glob("*.json"))
VANDAAG = date(2026, 11, 20)

elk_schema = pytest.mark.parametrize("bestand", SCHEMAS, ids=lambda pad: pad.stem)


def schema(bestand: Path) -> dict[str, Any]:
    gelezen: dict[str, Any] = json.loads(bestand.read_text("utf-8"))
    return gelezen


def verhaal(pagina: Pagina) -> str:
    return tekst_van(pagina.alle("ol", "verhaal")[0])


@elk_schema
def test_elke_soort_gebeurtenis_heeft_een_titel_in_woorden(bestand: Path) -> None:
    assert bestand.stem in woorden.GEBEURTENISSEN


@elk_schema
def test_een_code_met_een_liggend_streepje_komt_nooit_op_het_scherm(bestand: Path) -> None:
    # A choice of more than one word, such as no_show, is nothing for a person to read.
    for veld, beschrijving in schema(bestand).get("properties", {}).items():
        for keuze in beschrijving.get("enum", []) + beschrijving.get("items", {}).get("enum", []):
            assert "_" not in waarde(keuze, VANDAAG, veld)
        assert "_" not in veldnaam(veld)


@pytest.mark.parametrize(
    ("soort", "data", "verwacht"),
    [
        (
            "melding.mislukt",
            {"kanaal": "sms", "soort": "eenmalige_code", "reden": "land"},
            ["Bericht kwam niet aan", "code van zes cijfers", "naar dit land gaan geen sms'en"],
        ),
        (
            "verwijdering.gevraagd",
            {"gevraagdOp": "2026-11-20T15:00:00+01:00", "hulpGaatDoor": False},
            ["Vraagt om gegevens te wissen", "Gevraagd op vr 20 nov 15:00", "De hulp gaat door nee"],
        ),
        (
            "correctie.gevraagd",
            {"tekst": "Mijn naam is Sanne.", "gevraagdOp": "2026-11-20T15:00:00+01:00"},
            ["Vraagt om een verbetering van gegevens", "Mijn naam is Sanne."],
        ),
        ("inzage.gevraagd", {"gevraagdOp": "2026-11-20T15:00:00+01:00"}, ["Wil eigen gegevens zien"]),
        (
            "toestemming.gegeven",
            {"soort": "helper_bellen", "gegevenOp": "2026-11-20T15:00:00+01:00"},
            ["Toestemming gegeven", "de helper bellen"],
        ),
        (
            "toestemming.ingetrokken",
            {"soort": "inspreken", "ingetrokkenOp": "2026-11-20T15:00:00+01:00"},
            ["Toestemming ingetrokken", "een bericht inspreken"],
        ),
        (
            "voorkeuren.gewijzigd",
            {"veiligBereikbaar": "ja", "taal": "ti", "kanalen": ["bellen", "email"], "momenten": ["dag_zelf"]},
            ["Voorkeuren veranderd", "bellen, e-mail", "op de dag zelf", "Tigrinya"],
        ),
        ("contact.nodig", {"reden": "no-show", "uiterlijk": "2026-11-24"}, ["Contact nodig", "was er niet"]),
    ],
)
def test_een_gebeurtenis_is_te_lezen(werkbak: FlaskClient, soort: str, data: Json, verwacht: list[str]) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding()))
    lever(werkbak, gebeurtenis(soort, subject=subject, volgnummer=2, data=data))
    tekst = verhaal(open_pagina(werkbak, f"/mensen/{subject}"))
    assert [woord for woord in verwacht if woord not in tekst] == []


def test_een_nieuw_nummer_komt_in_de_plaats_van_het_oude(werkbak: FlaskClient) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding(naam="Sanne", veiligBereikbaar="ja")))
    data = {"naam": "Sanne Bos", "bereikbaarheid": {"email": "s@voorbeeld.example"}, "veiligBereikbaar": "onbekend"}
    lever(werkbak, gebeurtenis("contactgegevens.gewijzigd", subject=subject, volgnummer=2, data=data))
    lijst = open_pagina(werkbak, "/").tekst
    assert "Sanne Bos" in lijst
    assert "s@voorbeeld.example" in lijst
    assert "06 12345678" not in lijst
    assert "Onbekend of berichten veilig zijn" in lijst


def test_voorkeuren_van_de_inwoner_staan_bij_het_nummer(werkbak: FlaskClient) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, tijd=BEGIN, data=aanmelding(veiligBereikbaar="ja")))
    data = {"veiligBereikbaar": "nee", "taal": "ti"}
    lever(werkbak, gebeurtenis("voorkeuren.gewijzigd", subject=subject, volgnummer=2, data=data))
    lijst = open_pagina(werkbak, "/").tekst
    assert "Niet veilig: stuur geen berichten" in lijst
    assert "Tigrinya" in lijst


def test_een_nee_van_de_inwoner_gaat_voor_een_eerder_ja_van_de_hulpverlener() -> None:
    subject = mens()
    events = [
        gebeurtenis(subject=subject, data=aanmelding(veiligBereikbaar="nee")),
        gebeurtenis(
            "aanmelding.aangevuld", subject=subject, volgnummer=2, data={"onderwerp": "veilig", "antwoord": "nee"}
        ),
    ]
    lijn = [
        Gebeurtenis(lees_cloudevent(json.dumps(event).encode()), aankomst, BEGIN)
        for aankomst, event in enumerate(events, start=1)
    ]
    ja = Handeling("h", Soort.VOORKEUREN, "", 1, BEGIN, None, Gegevens({"veiligBereikbaar": "ja"}))
    assert stand_van(subject, lijn[:1], [ja]).veilig == "ja"
    assert stand_van(subject, lijn, [ja]).veilig == "nee"
