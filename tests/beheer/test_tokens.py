"""Tokens on the screen: shown once, and taken back for good."""

import re

import pytest
from flask import Flask

from portal.backoffice.service import alle_tokens, maak_token, vind_token
from portal.beheer import woorden
from portal.db.databank import ALLE
from portal.omgeving import Omgeving
from tests.beheer.mens import Beheerder, gedaan, stuur
from tests.browser_na import StrengeClient

BLADZIJ = "/nl/beheer/tokens"


def _maak(client: StrengeClient, naam: str = "Zaaksysteem", mag: str = "schrijven") -> str:
    antwoord = stuur(client, BLADZIJ, BLADZIJ, naam=naam, mag=mag)
    assert antwoord.status_code == 200, antwoord.text
    (token,) = re.findall(r"<code>(rp_[\w-]{43})</code>", antwoord.text)
    return str(token)


def test_een_token_staat_er_een_keer_en_werkt(
    app: Flask, omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    token = _maak(client)
    assert token not in client.get(BLADZIJ).text
    assert "Zaaksysteem" in client.get(BLADZIJ).text
    antwoord = app.test_client().get("/api/v1/gebeurtenissen", headers={"Authorization": f"Bearer {token}"})
    assert antwoord.status_code == 200
    with omgeving.databank.lezen(ALLE) as sessie:
        rij = vind_token(sessie, token)
    assert rij is not None
    assert gedaan(omgeving.databank)[-1] == (woorden.TOKEN_GEMAAKT, str(rij.id))
    assert token not in str(gedaan(omgeving.databank))


def test_alleen_lezen_is_alleen_lezen(omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder) -> None:
    for mag, scopes in (("lezen", "lezen"), ("schrijven", "lezen schrijven"), ("onzin", "lezen schrijven")):
        with omgeving.databank.lezen(ALLE) as sessie:
            rij = vind_token(sessie, _maak(client, mag=mag))
            assert rij is not None
            assert rij.scopes == scopes


def test_intrekken_geldt_meteen(app: Flask, omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder) -> None:
    token = _maak(client)
    with omgeving.databank.lezen(ALLE) as sessie:
        (rij,) = alle_tokens(sessie)
    antwoord = stuur(client, BLADZIJ, f"{BLADZIJ}/{rij.id}/intrekken")
    assert antwoord.location == BLADZIJ
    assert "Ingetrokken" in client.get(BLADZIJ).text
    kop = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get("/api/v1/gebeurtenissen", headers=kop).status_code == 401
    assert (woorden.TOKEN_INGETROKKEN, str(rij.id)) in gedaan(omgeving.databank)
    assert "Zaaksysteem" in client.get("/nl/beheer/logboek").text


@pytest.mark.parametrize("naam", ["", "  ", "x" * 81])
def test_een_token_heeft_een_naam(omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder, naam: str) -> None:
    antwoord = stuur(client, BLADZIJ, BLADZIJ, naam=naam)
    assert antwoord.status_code == 422
    assert "Schrijf op voor welk systeem" in antwoord.text
    with omgeving.databank.lezen(ALLE) as sessie:
        assert alle_tokens(sessie) == []


def test_een_token_dat_met_een_opdracht_is_gemaakt_staat_er_ook(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    gemeente = next(iter(omgeving.gemeenten)).slug
    with omgeving.databank.schrijven(gemeente) as sessie:
        maak_token(sessie, gemeente=gemeente, naam="Van de server", alleen_lezen=True, now=omgeving.klok.nu())
    assert "Van de server" in client.get(BLADZIJ).text
