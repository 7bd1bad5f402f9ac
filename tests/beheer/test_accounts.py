"""Beheerders on the screen: inviting, a new code, keeping out, and who did what."""

import re

import pytest
from flask import Flask

from portal.accounts import handelingen
from portal.omgeving import Omgeving
from tests.beheer.mens import Beheerder, gedaan, log_in, maak, stuur
from tests.browser_na import StrengeClient

BLADZIJ = "/nl/beheer/accounts"
_CODE = re.compile(r"<code>((?:[A-Z2-7]{4}-){5}[A-Z2-7]{4})</code>")


def test_uitnodigen_geeft_een_keer_een_code_die_werkt(
    app: Flask, omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    antwoord = stuur(client, BLADZIJ, BLADZIJ, naam="Noor", email="noor@gemeente.example")
    (code,) = _CODE.findall(antwoord.text)
    assert "/nl/beheer/uitnodiging" in antwoord.text
    bladzij = client.get(BLADZIJ).text
    assert "Wacht op de code" in bladzij
    assert code not in bladzij
    ander = app.test_client()
    assert stuur(ander, "/nl/beheer/uitnodiging", "/nl/beheer/uitnodiging", code=code).status_code == 303
    assert gedaan(omgeving.databank)[-1][0] == handelingen.UITGENODIGD


@pytest.mark.parametrize(
    ("naam", "email", "melding"),
    [
        ("", "noor@gemeente.example", "Vul een naam in"),
        ("Noor", "geen adres", "Kijk nog eens naar het e-mailadres"),
        ("Noor", "SAM@gemeente.example", "Er is al een account"),
    ],
)
def test_wat_niet_klopt_staat_er_met_wat_was_getypt(
    client: StrengeClient, beheerder: Beheerder, naam: str, email: str, melding: str
) -> None:
    antwoord = stuur(client, BLADZIJ, BLADZIJ, naam=naam, email=email)
    assert antwoord.status_code == 422
    assert melding in antwoord.text
    assert f'value="{email}"' in antwoord.text
    assert "Let op:" in antwoord.text.split("</title>")[0]


def test_blokkeren_en_weer_toelaten(
    app: Flask, omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    collega = maak(omgeving, "Noor", "noor@gemeente.example")
    ander = app.test_client()
    log_in(omgeving, ander, collega)
    assert ander.get("/nl/beheer").status_code == 200
    assert stuur(client, BLADZIJ, f"{BLADZIJ}/{collega.id}/blokkeren").location == BLADZIJ
    assert ander.get("/nl/beheer").status_code == 303, "with the next request"
    assert "Geblokkeerd" in client.get(BLADZIJ).text
    antwoord = stuur(client, BLADZIJ, f"{BLADZIJ}/{collega.id}/herstellen")
    (code,) = _CODE.findall(antwoord.text)
    assert stuur(ander, "/nl/beheer/uitnodiging", "/nl/beheer/uitnodiging", code=code).status_code == 303
    assert {soort for soort, over in gedaan(omgeving.databank) if over == str(collega.id)} == {
        handelingen.UITGENODIGD,
        handelingen.GEBLOKKEERD,
        handelingen.HERSTELD,
    }


def test_het_eigen_account_staat_er_zonder_knoppen_en_laat_zich_niet_blokkeren(
    client: StrengeClient, beheerder: Beheerder
) -> None:
    bladzij = client.get(BLADZIJ).text
    assert "Dit ben jij" in bladzij
    assert str(beheerder.id) not in bladzij
    token = bladzij.split('name="csrf_token" value="')[1].split('"')[0]
    for wat in ("blokkeren", "herstellen"):
        assert client.post(f"{BLADZIJ}/{beheerder.id}/{wat}", data={"csrf_token": token}).status_code == 403
    assert client.get("/nl/beheer").status_code == 200


def test_het_logboek_zegt_wie_wat_deed_en_bladert(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    for nummer in range(60):
        omgeving.klok.verzet(seconds=1)  # type: ignore[attr-defined]
        maak(omgeving, f"Collega {nummer}", f"c{nummer}@gemeente.example")
    bladzij = client.get("/nl/beheer/logboek").text
    assert "Op de server, met een opdracht" in bladzij
    assert "Collega 59" in bladzij
    assert "Collega 3<" not in bladzij
    verder = re.findall(r'href="(/nl/beheer/logboek\?voor=[\w-]+)"', bladzij)
    assert "Collega 3<" in client.get(verder[0]).text
    for onzin in ("x", "", "' OR 1=1"):
        assert client.get("/nl/beheer/logboek", query_string={"voor": onzin}).status_code == 404
