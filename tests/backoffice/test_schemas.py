"""The schemas of the events say what is really sent: every kind that is recorded is held against them."""

import importlib
import json
import pkgutil
from dataclasses import is_dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import jsonschema_rs
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import portal
from portal.aanmelding.aanvraag import Aanvraag, Helper
from portal.aanmelding.aanvullen import meld_haast, vul_aan, zeg_of_het_veilig_is
from portal.aanmelding.models import Aanmelding
from portal.aanmelding.service import herstel, meld_aan, trek_in
from portal.aanmelding.vragen import LEEFGEBIEDEN, SCHAAL, VRAGEN
from portal.afspraken.events import VERVOLGEN, VOORKEUREN
from portal.afspraken.reageren import bevestig, neem_iemand_mee, vraag_ander_moment, zeg_af
from portal.afspraken.service import zet_afspraak
from portal.backoffice.document import Contract
from portal.berichten.service import BELWENSEN, meld_terugval, meld_verandering, stel_vraag
from portal.berichten.service import SOORTEN as SOORTEN_VERANDERING
from portal.gemeente import laad_gemeenten, lees_kalender
from portal.inwoners.bereikbaar import Telefoon
from portal.inwoners.contact import Wijziging, wijzig_contact
from portal.inwoners.models import Inwoner
from portal.inwoners.service import VEILIG, Bereikbaarheid
from portal.inwoners.toestemmingen import SOORTEN, zet_toestemming
from portal.inwoners.verzoeken import vraag_correctie, vraag_inzage
from portal.inwoners.voorkeuren import KANALEN, MOMENTEN, wijzig_voorkeuren
from portal.inwoners.wissen import wis_op_verzoek
from portal.meldingen.afloop import is_mislukt
from portal.meldingen.events import REDENEN
from portal.meldingen.models import Melding
from portal.omgeving import Omgeving
from portal.outbox.models import OutboxEvent
from portal.traject.service import zet_traject
from tests.backoffice.bouwers import STAD, Systeem, zet_klaar
from tests.conftest import CONTENT

SCHEMAS = {type_: dict(schema) for type_, schema in Contract().eventschemas.items()}
ANTWOORD: dict[str, object] = {
    "aanmeldingId": "01a1f82f-1e80-72a3-b814-f9d6ba1b0539",
    "onderwerp": "voicemail",
    "antwoord": "nee",
}


def _dicht(schema: Any) -> Any:
    """The same schema without room for fields it does not name: what is sent has to be described."""
    if isinstance(schema, list):
        return [_dicht(deel) for deel in schema]
    if not isinstance(schema, dict):
        return schema
    dicht = {woord: _dicht(eis) for woord, eis in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        dicht["unevaluatedProperties"] = False
    return dicht


def _klopt(type_: str, data: object) -> None:
    jsonschema_rs.validate(_dicht(SCHEMAS[type_]), data, validate_formats=True)


def _eventtypen() -> set[str]:
    """Every type that a package of ours can send, by its class in an `events` module."""
    typen = set()
    for module in pkgutil.walk_packages(portal.__path__, "portal."):
        if module.name.endswith(".events"):
            for ding in vars(importlib.import_module(module.name)).values():
                type_ = getattr(ding, "type", None)
                if is_dataclass(ding) and isinstance(type_, str):
                    typen.add(type_)
    return typen


def test_elke_soort_gebeurtenis_heeft_een_schema_en_andersom() -> None:
    assert _eventtypen() == set(SCHEMAS)


@pytest.mark.parametrize("type_", sorted(SCHEMAS))
def test_elk_schema_is_json_schema_2020_12_en_te_halen_zonder_token(niemand: Systeem, type_: str) -> None:
    antwoord = niemand.haal(f"/schemas/{type_}")
    assert antwoord.mimetype == "application/schema+json"
    assert antwoord.headers["Access-Control-Allow-Origin"] == "*"
    schema = json.loads(antwoord.data)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == type_
    jsonschema_rs.meta.validate(schema)


@pytest.mark.parametrize(
    "type_", ["onbekend", "aanmelding", "nl.schuldhulpverlening.aanmelding.ontvangen", "..%2fbasis"]
)
def test_van_een_onbekende_soort_is_er_geen_schema(niemand: Systeem, type_: str) -> None:
    assert niemand.haal(f"/schemas/{type_}").status_code == 404


AANVRAGEN = [
    Aanvraag(Bereikbaarheid(telefoon=Telefoon("+31612345678", onzeker=False)), kanaal="zelf", taal="nl"),
    Aanvraag(
        Bereikbaarheid(Telefoon("nul zes 12345678", onzeker=True), "a@example.org", "Opvang, kamer 3", langskomen=True),
        kanaal="balie",
        taal="ar",
        naam="Élodie",
        eigen_woorden="x" * 10_000,
        ingekort=True,
        veilig="alleen_neutraal",
        groep="jongeren",
        gemerkt=True,
    ),
    Aanvraag(
        Bereikbaarheid(),
        kanaal="samen",
        taal="en",
        helper=Helper(naam="Buur", telefoon="+31201234567", relatie="buurvrouw", mag_gebeld=True),
    ),
    Aanvraag(
        Bereikbaarheid(langskomen=True),
        kanaal="samen",
        taal="nl",
        helper=Helper(naam=None, telefoon=None, relatie=None, mag_gebeld=False),
    ),
]


def _leef(sessie: Session, omgeving: Omgeving) -> UUID:
    """Do everything with one sign-up that leads to an event; gives whose it is."""
    gemeente, kalender, now = (
        next(g for g in omgeving.gemeenten if g.slug == STAD),
        omgeving.kalender,
        omgeving.klok.nu(),
    )
    wie = None
    for aanvraag in AANVRAGEN:
        wie = meld_aan(sessie, gemeente, kalender, aanvraag, bron="192.0.2.1", now=now)
    assert wie is not None
    aanmelding = sessie.get_one(Aanmelding, wie.aanmelding_id)
    for vraag in VRAGEN:
        for antwoord in [code for code, _ in vraag.opties] or ["Eigen woorden\nop twee regels"]:
            vul_aan(sessie, aanmelding, vraag.onderwerp, [antwoord] if vraag.soort == "meer" else antwoord, now=now)
    for (gebied, _), (hoe, _) in zip(LEEFGEBIEDEN, SCHAAL * 3, strict=True):
        vul_aan(sessie, aanmelding, "leefgebieden", {gebied: hoe}, now=now)
    for veilig in VEILIG:
        zeg_of_het_veilig_is(sessie, aanmelding, veilig, now=now)
    for gronden, datum in ((("woning", "huisdier"), date(2026, 12, 1)), (("anders",), None), ((), None)):
        meld_haast(sessie, aanmelding, gronden, datum, kalender, now=now)
    trek_in(sessie, aanmelding, now=now)
    herstel(sessie, gemeente, aanmelding, kalender, now=now)
    for reden in REDENEN:
        is_mislukt(sessie, _melding(wie.inwoner_id), reden, now)
    _praat_over_een_afspraak(sessie, sessie.get_one(Inwoner, wie.inwoner_id), now)
    _regel_eigen_gegevens(sessie, sessie.get_one(Inwoner, wie.inwoner_id), now)
    return wie.inwoner_id


def _praat_over_een_afspraak(sessie: Session, inwoner: Inwoner, now: datetime) -> None:
    inhoud: dict[str, Any] = {
        "begin": "2026-12-01T10:00:00+01:00",
        "soort": "kantoor",
        "alternatieven": [{"id": "a1", "begin": "2026-12-02T10:00:00+01:00"}],
    }

    def zet(status: str, later: int) -> Any:
        return zet_afspraak(
            sessie,
            inwoner_id=inwoner.id,
            kenmerk="afspraak-1",
            inhoud=inhoud | {"status": status},
            gewijzigd_op=now + timedelta(seconds=later),
            contact_uiterlijk=date(2026, 12, 3),
            now=now,
        )

    afspraak, dag = zet("gepland", 0), date(2026, 11, 24)
    bevestig(sessie, inwoner, afspraak, versie=1, now=now)
    for mee in (True, False):
        neem_iemand_mee(sessie, inwoner, afspraak, mee, versie=1, now=now)
    for keuze in ("moment:a1", *(f"liever:{voorkeur}" for voorkeur in VOORKEUREN)):
        vraag_ander_moment(sessie, inwoner, afspraak, keuze, versie=1, uiterlijk=dag, now=now)
    for vervolg in VERVOLGEN:
        zeg_af(sessie, inwoner, afspraak, vervolg, versie=1, uiterlijk=dag, now=now)
    zet("niet_verschenen", 1)


def _regel_eigen_gegevens(sessie: Session, inwoner: Inwoner, now: datetime) -> None:
    wijzig_voorkeuren(sessie, inwoner, {"neutraal": True}, now)
    alles = {
        "veilig": "ja",
        "taal": "ti",
        "kanalen": KANALEN,
        "momenten": MOMENTEN,
        "tolk": True,
        "taal_praten": "Tigrinya",
        "anoniem_bellen": False,
    }
    wijzig_voorkeuren(sessie, inwoner, alles, now)
    nummer = Bereikbaarheid(telefoon=Telefoon("+31698765432", onzeker=False))
    wijzig_contact(sessie, inwoner, Wijziging(nummer, "Noor", frozenset(), None), now)
    for soort in SOORTEN:
        zet_toestemming(sessie, inwoner, soort, ja=False, now=now)
        zet_toestemming(sessie, inwoner, soort, ja=True, now=now)
        zet_toestemming(sessie, inwoner, soort, ja=False, now=now)
    _zeg_iets(sessie, inwoner, now)
    vraag_inzage(sessie, inwoner, now)
    vraag_correctie(sessie, inwoner, "Mijn adres is anders", now)
    sessie.flush()
    wis_op_verzoek(sessie, inwoner, hulp_door=True, now=now)


def _zeg_iets(sessie: Session, inwoner: Inwoner, now: datetime) -> None:
    gemeente, kalender = next(iter(laad_gemeenten(CONTENT))), lees_kalender(CONTENT)
    zet_traject(
        sessie,
        inwoner_id=inwoner.id,
        inhoud={"fase": "in_contact", "hulpverlener": {"voornaam": "Voornaam"}},
        gewijzigd_op=now,
    )
    stel_vraag(sessie, gemeente, kalender, inwoner, "Wanneer bellen jullie?", now=now)
    for soort in SOORTEN_VERANDERING:
        meld_verandering(sessie, gemeente, kalender, inwoner, soort, None, now=now)
    for wens in BELWENSEN:
        meld_terugval(sessie, gemeente, kalender, inwoner, wens, "Het lukt niet", now=now)


def _melding(inwoner_id: UUID) -> Melding:
    return Melding(gemeente=STAD, inwoner_id=inwoner_id, soort="aanmelding", kanaal="sms", status="klaargezet")


def test_alles_wat_wordt_vastgelegd_is_zoals_het_schema_zegt(omgeving: Omgeving, stad: Systeem) -> None:
    with omgeving.databank.schrijven(STAD) as sessie:
        _leef(sessie, omgeving)
    with omgeving.databank.lezen(STAD) as sessie:
        vastgelegd = [(event.type, json.loads(event.payload or "")) for event in sessie.scalars(select(OutboxEvent))]
    assert {type_ for type_, _ in vastgelegd} == set(SCHEMAS)
    for type_, data in vastgelegd:
        _klopt(type_, data)
    # And as it goes out: the whole event, as the document has it.
    zet_klaar(omgeving.databank)
    events, _ = stad.alles_na("0", 1000)
    assert len(events) == len(vastgelegd)
    gebeurtenis = Contract().document["components"]["schemas"]["Gebeurtenis"]
    for event in events:
        jsonschema_rs.validate(_dicht(gebeurtenis) | {"additionalProperties": False}, event, validate_formats=True)
        jsonschema_rs.validate(SCHEMAS[event["dataschema"].rpartition("/")[2]], event["data"], validate_formats=True)


def test_elk_onderwerp_van_de_vragen_staat_in_het_schema() -> None:
    bekend: set[str] = set()
    for deel in SCHEMAS["aanmelding.aangevuld"]["oneOf"]:
        onderwerp = deel["properties"]["onderwerp"]
        bekend |= {onderwerp["const"]} if "const" in onderwerp else set(onderwerp["enum"])
    van_ons = {vraag.onderwerp for vraag in VRAGEN} | {"leefgebieden", "haast", "veilig"}
    assert van_ons - bekend == set()
    assert bekend - van_ons == {"bereikbaarheid"}


AID = {"aanmeldingId": ANTWOORD["aanmeldingId"]}
ONJUIST: list[tuple[str, dict[str, object]]] = [
    ("aanmelding.ingetrokken", {}),
    ("aanmelding.ingetrokken", {"aanmeldingId": "1"}),
    ("aanmelding.hersteld", AID),
    ("aanmelding.hersteld", AID | {"termijnen": {"belbelofteUiterlijk": "morgen"}}),
    ("aanmelding.aangevuld", ANTWOORD | {"antwoord": "misschien"}),
    ("aanmelding.aangevuld", ANTWOORD | {"onderwerp": "schulden"}),
    ("aanmelding.aangevuld", ANTWOORD | {"onderwerp": "haast", "antwoord": ["woning"]}),
    ("aanmelding.aangevuld", ANTWOORD | {"onderwerp": "leefgebieden", "antwoord": {"werk": "prima"}}),
    ("aanmelding.aangevuld", ANTWOORD | {"onderwerp": "zorg", "antwoord": ["geen tekst"]}),
    ("aanmelding.ontvangen", ANTWOORD),
    ("afspraak.bevestigd", {}),
    ("afspraak.verzet_gevraagd", {"afspraakId": "1", "contactUiterlijk": "2026-11-24"}),
    (
        "afspraak.verzet_gevraagd",
        {"afspraakId": "1", "alternatiefId": "a", "voorkeur": "ochtend", "contactUiterlijk": "2026-11-24"},
    ),
    ("afspraak.afgezegd", {"afspraakId": "1", "vervolg": "stoppen", "contactUiterlijk": "2026-11-24"}),
    ("contact.nodig", {"reden": "niet_verschenen", "uiterlijk": "snel"}),
]


@pytest.mark.parametrize(("type_", "data"), ONJUIST)
def test_wat_anders_is_keurt_het_schema_af(type_: str, data: dict[str, object]) -> None:
    assert not jsonschema_rs.is_valid(SCHEMAS[type_], data, validate_formats=True)
