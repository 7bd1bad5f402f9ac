"""Passkeys: what a device did not sign opens nothing. The real signatures are in tests/browser."""

import json

import pytest

from portal.db.databank import ALLE
from portal.db.ids import nieuw_id
from portal.omgeving import Omgeving
from portal.toegang.models import Passkey
from tests.bouwers import aanvraag
from tests.browser_na import StrengeClient
from tests.conftest import VasteKlok
from tests.toegang.mens import Bekende, iemand, koek, niveau_nu, rij_van, sessie_van

ONZIN = [
    "",
    "{}",
    "[]",
    "null",
    "niet json",
    "[" * 5000,
    '{"id":1}',
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":{}}',
]


@pytest.fixture
def wie(omgeving: Omgeving) -> Bekende:
    return iemand(omgeving)


def _passkey(omgeving: Omgeving, wie: Bekende) -> Passkey:
    gemeente = next(iter(omgeving.gemeenten)).slug
    nu = omgeving.klok.nu()
    rij = Passkey(
        gemeente=gemeente,
        id=nieuw_id(nu),
        inwoner_id=wie.inwoner_id,
        credential_id=b"een sleutel",
        publieke_sleutel=b"geen echte",
        teller=0,
        gemaakt_op=nu,
        gebruikt_op=None,
    )
    with omgeving.databank.schrijven(gemeente) as sessie:
        sessie.add(rij)
    return rij


def _token(client: StrengeClient, blad: str) -> str:
    return str(client.get(blad).text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0])


@pytest.mark.parametrize("antwoord", ONZIN)
def test_wat_een_apparaat_niet_tekende_maakt_geen_sleutel(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende, antwoord: str
) -> None:
    sessie_van(omgeving, client, wie.inwoner_id, 3)
    velden = {"csrf_token": _token(client, "/nl/mijn/passkeys")}
    vraag = client.post("/nl/mijn/passkeys/vraag", data=velden)
    assert json.loads(vraag.text)["user"]["name"] == "Rustpunt"
    assert client.post("/nl/mijn/passkeys", data={**velden, "passkey": antwoord}).status_code == 422
    rij = rij_van(omgeving.databank, koek(client))
    assert rij is not None
    assert rij.uitdaging is None, "a challenge is used up by a wrong answer too"


@pytest.mark.parametrize("antwoord", ONZIN)
def test_wat_een_apparaat_niet_tekende_opent_niets(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende, antwoord: str
) -> None:
    _passkey(omgeving, wie)
    sessie_van(omgeving, client, wie.inwoner_id, 1)
    velden = {"csrf_token": _token(client, "/nl/verder/stap"), "naar": "/nl/mijn/sessies", "bewaard.tekst": "blijft"}
    vraag = json.loads(client.post("/nl/verder/stap/passkey/vraag", data=velden).text)
    assert vraag["userVerification"] == "required"
    assert len(vraag["allowCredentials"]) == 1
    pagina = client.post("/nl/verder/stap/passkey", data={**velden, "passkey": antwoord})
    assert pagina.status_code == 422
    assert "blijft" in pagina.text
    assert niveau_nu(omgeving, client) == 1


def test_een_uitdaging_is_van_een_sessie_en_van_even(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende, klok: VasteKlok
) -> None:
    _passkey(omgeving, wie)
    sessie_van(omgeving, client, wie.inwoner_id, 1)
    velden = {"csrf_token": _token(client, "/nl/verder/stap")}
    eerste = json.loads(client.post("/nl/verder/stap/passkey/vraag", data=velden).text)["challenge"]
    tweede = json.loads(client.post("/nl/verder/stap/passkey/vraag", data=velden).text)["challenge"]
    assert eerste != tweede
    rij = rij_van(omgeving.databank, koek(client))
    assert rij is not None
    assert rij.uitdaging_tot is not None
    assert (rij.uitdaging_tot - klok.nu()).total_seconds() == 300


def test_de_sleutel_van_een_ander_is_niet_weg_te_halen(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> None:
    ander = iemand(omgeving, aanvraag("06 87654321"))
    sleutel = _passkey(omgeving, ander)
    sessie_van(omgeving, client, wie.inwoner_id, 3)
    velden = {"csrf_token": _token(client, "/nl/mijn/passkeys")}
    client.post("/nl/mijn/passkeys", data={**velden, "weg": str(sleutel.id)})
    assert client.post("/nl/mijn/passkeys", data={**velden, "weg": "onzin"}).status_code == 422
    with omgeving.databank.lezen(ALLE) as sessie:
        assert sessie.get(Passkey, sleutel.id) is not None


def test_wie_geen_sleutel_heeft_ziet_er_niets_van(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> None:
    sessie_van(omgeving, client, wie.inwoner_id, 1)
    assert "data-passkey" not in client.get("/nl/verder/stap").text
    _passkey(omgeving, wie)
    assert "data-passkey" in client.get("/nl/verder/stap").text
