"""The authorisation matrix, generated from the routes: every route × who asks × with and without htmx."""

import itertools
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.accounts import service
from portal.accounts.koek import SESSIE
from portal.omgeving import Omgeving
from portal.toegang.beleid import GeenBeleid, beleid_van, controleer
from tests.beheer.mens import log_in, maak
from tests.bouwers import aangemeld, aanvraag
from tests.browser_na import StrengeClient
from tests.toegang.mens import KOEK, iemand, koek, rij_van, sessie_van

WAARDEN = {
    "taal": "nl",
    "andere_taal": "en",
    "onderwerp": "zorg",
    "slug": "contact",
    "bestand": "js/portal.js",
    "bestemming": "backoffice",
}
METHODEN = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _pad(regel: Rule) -> str:
    pad = regel.rule
    for naam in regel.arguments:
        deel = next(d for d in pad.split("/") if d.endswith(f"{naam}>"))
        pad = pad.replace(deel, WAARDEN.get(naam, "01a1f82f-1e80-72a3-b814-f9d6ba1b0539"))
    return pad


def _routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for regel in app.url_map.iter_rules():
        for methode in sorted((regel.methods or set()) & set(METHODEN)):
            yield regel, methode


def test_elke_route_zegt_wie_erbij_mag(app: Flask) -> None:
    assert [regel.endpoint for regel, _ in _routes(app) if beleid_van(app, regel.endpoint) is None] == []


def test_een_route_zonder_beleid_houdt_het_starten_tegen(app: Flask) -> None:
    app._got_first_request = False
    app.add_url_rule("/nl/vergeten", "vergeten", lambda: "")
    with pytest.raises(GeenBeleid, match="vergeten"):
        controleer(app)


def test_zonder_sessie_is_geen_enkele_eigen_pagina_te_zien(app: Flask, client: StrengeClient) -> None:
    gezien = 0
    for (regel, methode), htmx in itertools.product(_routes(app), (False, True)):
        if beleid_van(app, regel.endpoint).niveau == 0:
            continue
        gezien += 1
        koppen = {"HX-Request": "true"} if htmx else {}
        antwoord = client.open(_pad(regel), method=methode, headers=koppen)
        if methode == "GET":
            assert antwoord.status_code == 303, regel
            assert "/verder" in antwoord.headers["Location"], regel
        else:
            assert antwoord.status_code == 403, regel
    assert gezien > 10


def test_met_een_verzonnen_of_oude_sessie_ook_niet(app: Flask, client: StrengeClient) -> None:
    for waarde in ("", "x", "a" * 43, "é" * 10, "x" * 4000):
        client.set_cookie("sessie", waarde)
        for regel, methode in _routes(app):
            if beleid_van(app, regel.endpoint).niveau and methode == "GET":
                assert client.get(_pad(regel)).status_code == 303


def test_een_sessie_van_een_andere_gemeente_is_er_geen(app: Flask, omgeving: Omgeving, client: StrengeClient) -> None:
    gemeente = next(iter(omgeving.gemeenten))
    with omgeving.databank.schrijven(gemeente.slug) as sessie:
        wie = aangemeld(sessie, gemeente, omgeving.kalender, omgeving.klok.nu())
    with omgeving.databank.schrijven("*") as sessie:
        sessie.connection().exec_driver_sql("UPDATE toegang_sessie SET gemeente = 'elders'")
    client.set_cookie("sessie", wie.sessienummer)
    assert client.get("/nl/mijn").status_code == 303


@pytest.mark.parametrize("niveau", [1, 2, 3])
def test_een_sessie_opent_precies_haar_eigen_niveau(
    app: Flask, omgeving: Omgeving, client: StrengeClient, niveau: int
) -> None:
    """Every route × level of the session, with and without htmx: too low asks for a step and does nothing."""
    wie = iemand(omgeving)
    for (regel, methode), htmx in itertools.product(list(_routes(app)), (False, True)):
        nodig = beleid_van(app, regel.endpoint).niveau
        if nodig <= niveau:
            continue
        sessie_van(omgeving, client, wie.inwoner_id, niveau)
        koppen = {"HX-Request": "true"} if htmx else {}
        antwoord = client.open(_pad(regel), method=methode, headers=koppen, data={"tekst": "bewaar mij"})
        if methode == "GET":
            assert (antwoord.status_code, "/verder/stap?" in antwoord.headers["Location"]) == (303, True), regel
        else:
            assert antwoord.status_code == 403, regel
            assert "bewaar mij" in antwoord.text, regel
        assert rij_van(omgeving.databank, koek(client)) is not None, regel


@pytest.mark.parametrize("niveau", [2, 3])
def test_wie_genoeg_heeft_laten_zien_wordt_niets_meer_gevraagd(
    app: Flask, omgeving: Omgeving, client: StrengeClient, niveau: int
) -> None:
    wie = iemand(omgeving)
    gezien = 0
    for regel, methode in _routes(app):
        nodig = beleid_van(app, regel.endpoint).niveau
        if methode == "GET" and 2 <= nodig <= niveau:
            sessie_van(omgeving, client, wie.inwoner_id, niveau)
            antwoord = client.get(_pad(regel))
            assert "/verder" not in antwoord.headers.get("Location", ""), regel
            gezien += 1
    assert gezien


def test_met_een_verzonnen_link_is_er_niets_te_zien_en_een_sessie_helpt_niet(
    app: Flask, omgeving: Omgeving, client: StrengeClient
) -> None:
    """Every route that a link opens × nobody and somebody inside × with and without htmx: the same kind page."""
    gezien = 0
    for niveau in (0, 3):
        if niveau:
            sessie_van(omgeving, client, iemand(omgeving).inwoner_id, niveau)
        for (regel, methode), htmx in itertools.product(list(_routes(app)), (False, True)):
            if not beleid_van(app, regel.endpoint).link:
                continue
            gezien += 1
            koppen = {"HX-Request": "true"} if htmx else {}
            antwoord = client.open(_pad(regel), method=methode, headers=koppen, data={"vervolg": "later"})
            assert antwoord.status_code == 404, regel
            assert "Deze link werkt niet meer. Vraag een nieuwe of bel ons." in antwoord.text, regel
    assert gezien > 20


GEEN_BEHEERDER = ("niemand", "inwoner", "verzonnen", "voorbij", "geblokkeerd", "elders", "ander koekje")


def _geen_beheerder(omgeving: Omgeving, client: StrengeClient, wie: str) -> None:
    """A browser that may see nothing of beheer, though it may hold something."""
    client.delete_cookie(SESSIE)
    if wie == "inwoner":
        sessie_van(omgeving, client, iemand(omgeving).inwoner_id, 3)
    elif wie == "verzonnen":
        client.set_cookie(SESSIE, "a" * 43)
    elif wie != "niemand":
        beheerder = maak(omgeving)
        nummer = log_in(omgeving, client, beheerder)
        with omgeving.databank.schrijven("*") as sessie:
            if wie == "voorbij":
                sessie.connection().exec_driver_sql("UPDATE account_sessie SET verloopt_op = '2026-01-01 00:00:00'")
            elif wie == "geblokkeerd":
                service.blokkeer(sessie, beheerder.id, door=None, now=omgeving.klok.nu())
            elif wie == "elders":
                sessie.connection().exec_driver_sql("UPDATE account_sessie SET gemeente = 'elders'")
        if wie == "ander koekje":
            client.delete_cookie(SESSIE)
            for naam in (KOEK, "beheer-begin"):
                client.set_cookie(naam, nummer)


@pytest.mark.parametrize("wie", GEEN_BEHEERDER)
def test_wie_geen_beheerder_is_ziet_geen_bladzijde_van_beheer(
    app: Flask, omgeving: Omgeving, client: StrengeClient, wie: str
) -> None:
    _geen_beheerder(omgeving, client, wie)
    gezien = 0
    for (regel, methode), htmx in itertools.product(list(_routes(app)), (False, True)):
        if beleid_van(app, regel.endpoint).rol is None:
            continue
        gezien += 1
        koppen = {"HX-Request": "true"} if htmx else {}
        antwoord = client.open(_pad(regel), method=methode, headers=koppen, data={"naam": "x", "reden": "x"})
        if methode == "GET":
            assert antwoord.status_code == 303, regel
            assert antwoord.headers["Location"].startswith("/nl/beheer/inloggen?naar="), regel
        else:
            assert antwoord.status_code == 403, regel
    assert gezien > 25


def test_elke_bladzijde_van_beheer_vraagt_een_beheerder_of_is_om_binnen_te_komen(app: Flask) -> None:
    open_ = {"inloggen.vraag", "inloggen.met_wachtwoord", "inloggen.vraag_passkey", "inloggen.met_passkey"}
    open_ |= {f"instellen.{naam}" for naam in ("vraag_code", "neem_code", "toon_keuze", "met_wachtwoord")}
    open_ |= {"instellen.vraag_passkey", "instellen.met_passkey"}
    beheer = [regel.endpoint for regel, _ in _routes(app) if regel.rule.startswith("/nl/beheer")]
    assert {endpoint for endpoint in beheer if beleid_van(app, endpoint).rol != "beheerder"} == open_


def test_een_beheerder_komt_in_geen_ruimte_van_een_inwoner_en_niet_bij_de_api(
    app: Flask, omgeving: Omgeving, client: StrengeClient
) -> None:
    nummer = log_in(omgeving, client, maak(omgeving))
    client.set_cookie(KOEK, nummer)
    gezien = 0
    for (regel, methode), htmx in itertools.product(list(_routes(app)), (False, True)):
        beleid = beleid_van(app, regel.endpoint)
        if not beleid.niveau and beleid.scope is None:
            continue
        gezien += 1
        koppen = {"HX-Request": "true"} if htmx else {}
        antwoord = client.open(_pad(regel), method=methode, headers=koppen)
        verwacht = 401 if beleid.scope else 303 if methode == "GET" else 403
        assert antwoord.status_code == verwacht, regel


def test_een_beheerder_ziet_elke_bladzijde_van_beheer_en_verandert_niets_zonder_token(
    app: Flask, omgeving: Omgeving, client: StrengeClient
) -> None:
    log_in(omgeving, client, maak(omgeving))
    andere_site: list[dict[str, str]] = [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://kwaad.example"},
    ]
    for regel, methode in _routes(app):
        if beleid_van(app, regel.endpoint).rol is None:
            continue
        if methode == "GET":
            assert client.get(_pad(regel)).status_code in (200, 404), regel
            continue
        for token in ("", "verzonnen", "é"):
            assert client.post(_pad(regel), data={"csrf_token": token, "naam": "x"}).status_code == 403, regel
        for koppen in andere_site:
            assert client.post(_pad(regel), headers=koppen, data={"naam": "x"}).status_code == 403, regel


@pytest.fixture
def ingelogd(omgeving: Omgeving, client: StrengeClient) -> StrengeClient:
    gemeente = next(iter(omgeving.gemeenten))
    with omgeving.databank.schrijven(gemeente.slug) as sessie:
        wie = aangemeld(sessie, gemeente, omgeving.kalender, omgeving.klok.nu())
    client.set_cookie("sessie", wie.sessienummer)
    return client


def test_met_sessie_maar_zonder_token_verandert_er_niets(app: Flask, ingelogd: StrengeClient) -> None:
    for regel, methode in _routes(app):
        if methode == "POST" and beleid_van(app, regel.endpoint).niveau:
            assert ingelogd.post(_pad(regel), data={"tekst": "x"}).status_code == 403, regel
            assert ingelogd.post(_pad(regel), data={"csrf_token": "verzonnen"}).status_code == 403, regel


def test_een_formulier_van_een_andere_site_verandert_niets(app: Flask, ingelogd: StrengeClient) -> None:
    for koppen in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://kwaad.example"},
    ):
        for regel, methode in _routes(app):
            beleid = beleid_van(app, regel.endpoint)
            if methode == "POST" and (beleid.niveau or beleid.link):
                assert ingelogd.post(_pad(regel), headers=koppen).status_code == 403


@pytest.mark.parametrize("niveau", [1, 3])
def test_een_get_verandert_nooit_iets(app: Flask, ingelogd: StrengeClient, omgeving: Omgeving, niveau: int) -> None:
    log_in(omgeving, ingelogd, maak(omgeving))
    if niveau == 3:
        sessie_van(omgeving, ingelogd, iemand(omgeving, aanvraag("06 87654321")).inwoner_id, 3)

    def stand() -> list[object]:
        with omgeving.databank.engine.connect() as verbinding:
            return [
                verbinding.exec_driver_sql(f"SELECT * FROM {tabel}").fetchall()
                for tabel in (
                    "account",
                    "account_aanloop",
                    "account_handeling",
                    "account_passkey",
                    "account_sessie",
                    "account_uitnodiging",
                    "api_token",
                    "beheer_verteld",
                    "outbox_bestemming",
                    "outbox_stroom",
                    "aanmelding",
                    "aanmelding_antwoord",
                    "afspraak",
                    "afspraak_agenda",
                    "afspraak_link",
                    "inwoner",
                    "outbox_event",
                    "toegang_activatiecode",
                    "toegang_code",
                    "toegang_digid",
                    "toegang_digid_aanvraag",
                    "toegang_eenmalig",
                    "toegang_passkey",
                )
            ]

    voor = stand()
    for regel, methode in _routes(app):
        if methode == "GET" and regel.endpoint != "toegang.snel_weg":
            for _ in range(3):
                ingelogd.get(_pad(regel))
            ingelogd.head(_pad(regel))
    assert stand() == voor
