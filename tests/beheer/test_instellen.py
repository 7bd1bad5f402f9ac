"""From the code on paper to being logged in; as a browser without scripts does it."""

import pyotp
import pytest
from flask import Flask

from portal.accounts import handelingen, service
from portal.accounts.models import BEHEERDER
from portal.db.databank import ALLE
from portal.omgeving import Omgeving
from tests.beheer.mens import WACHTWOORD, app_geheim, gedaan, stuur, uitnodiging
from tests.browser_na import StrengeClient, formulier

BEGIN = "/nl/beheer/uitnodiging"
KEUZE = "/nl/beheer/instellen"
IN = "/nl/beheer/inloggen"


def _stel_in(omgeving: Omgeving, client: StrengeClient, code: str) -> str:
    """Type the code and choose a password; gives the secret of the app."""
    assert stuur(client, BEGIN, BEGIN, code=code).location == KEUZE
    geheim = app_geheim(omgeving, client)
    nu = pyotp.TOTP(geheim).at(omgeving.klok.nu())
    antwoord = stuur(client, KEUZE, KEUZE, wachtwoord=WACHTWOORD, eenmalige_code=nu)
    assert antwoord.location == "/nl/beheer", antwoord.text
    return geheim


def test_van_code_tot_overzicht_en_weer_uit(omgeving: Omgeving, client: StrengeClient) -> None:
    code = uitnodiging(omgeving)
    omgeving.klok.verzet(minutes=1)  # type: ignore[attr-defined]
    geheim = _stel_in(omgeving, client, code)
    assert "Noor Nieuw" in client.get("/nl/beheer").text
    assert stuur(client, "/nl/beheer", "/nl/beheer/uitloggen").location == IN
    assert client.get_cookie("beheer") is None
    assert client.get("/nl/beheer").location == f"{IN}?naar=/nl/beheer"
    omgeving.klok.verzet(minutes=1)  # type: ignore[attr-defined]
    code = pyotp.TOTP(geheim).at(omgeving.klok.nu())
    antwoord = stuur(
        client,
        f"{IN}?naar=/nl/beheer/tokens",
        IN,
        email="nieuw@gemeente.example",
        wachtwoord=WACHTWOORD,
        eenmalige_code=code,
    )
    assert antwoord.location == "/nl/beheer/tokens"
    soorten = [soort for soort, _ in gedaan(omgeving.databank)]
    assert soorten == [handelingen.UITGENODIGD, handelingen.INGERICHT, handelingen.INGELOGD]


def test_de_code_werkt_daarna_niet_meer(app: Flask, omgeving: Omgeving, client: StrengeClient) -> None:
    code = uitnodiging(omgeving)
    ander = app.test_client()
    assert stuur(ander, BEGIN, BEGIN, code=code).location == KEUZE
    _stel_in(omgeving, client, code)
    assert stuur(client, BEGIN, BEGIN, code=code).status_code == 422
    assert ander.get(KEUZE).location == BEGIN, "whoever typed it too and was slower"


def test_een_get_op_de_bladzijden_van_de_code_verandert_niets(omgeving: Omgeving, client: StrengeClient) -> None:
    code = uitnodiging(omgeving)
    for _ in range(3):
        assert client.get(f"{BEGIN}?code={code}").status_code == 200
        client.head(BEGIN)
    assert code not in client.get(f"{BEGIN}?code={code}").text
    _stel_in(omgeving, client, code)


@pytest.mark.parametrize(
    ("wachtwoord", "melding"),
    [
        ("kort", "minstens 12 tekens"),
        ("x" * 300, "hooguit 200 tekens"),
        ("Wachtwoord2026", "makkelijk te raden"),
        ("nieuw@gemeente.example", "makkelijk te raden"),
    ],
)
def test_een_slecht_wachtwoord_wordt_gezegd_en_nooit_herhaald(
    omgeving: Omgeving, client: StrengeClient, wachtwoord: str, melding: str
) -> None:
    stuur(client, BEGIN, BEGIN, code=uitnodiging(omgeving))
    code = pyotp.TOTP(app_geheim(omgeving, client)).at(omgeving.klok.nu())
    antwoord = stuur(client, KEUZE, KEUZE, wachtwoord=wachtwoord, eenmalige_code=code)
    assert antwoord.status_code == 422
    assert melding in antwoord.text
    assert f'value="{wachtwoord}"' not in antwoord.text.replace('value="nieuw@gemeente.example" autocomplete', "")
    assert code not in antwoord.text


def test_een_verkeerde_code_van_de_app_kost_alleen_opnieuw_typen(omgeving: Omgeving, client: StrengeClient) -> None:
    stuur(client, BEGIN, BEGIN, code=uitnodiging(omgeving))
    geheim = app_geheim(omgeving, client)
    for fout in ("000000", "", "abc"):
        antwoord = stuur(client, KEUZE, KEUZE, wachtwoord=WACHTWOORD, eenmalige_code=fout)
        assert antwoord.status_code == 422
        assert "Deze code is het niet" in antwoord.text
    assert app_geheim(omgeving, client) == geheim, "the app does not have to be set anew"


def test_de_velden_helpen_een_wachtwoordmanager(omgeving: Omgeving, client: StrengeClient) -> None:
    bladzij = client.get(IN).text
    for soort in ("username", "current-password", "one-time-code"):
        assert f'autocomplete="{soort}"' in bladzij
    stuur(client, BEGIN, BEGIN, code=uitnodiging(omgeving))
    bladzij = client.get(KEUZE).text
    for soort in ("username", "new-password", "one-time-code"):
        assert f'autocomplete="{soort}"' in bladzij
    assert "onpaste" not in bladzij
    assert "<svg" in bladzij
    groepen = " ".join(app_geheim(omgeving, client)[i : i + 4] for i in range(0, 32, 4))
    assert groepen in bladzij


@pytest.mark.parametrize("pad", [KEUZE, f"{KEUZE}/passkey", f"{KEUZE}/passkey/vraag"])
def test_instellen_kan_alleen_met_het_formulier_van_deze_browser(
    omgeving: Omgeving, client: StrengeClient, pad: str
) -> None:
    assert client.post(pad, data={"wachtwoord": WACHTWOORD}).status_code == 403
    stuur(client, BEGIN, BEGIN, code=uitnodiging(omgeving))
    for token in ("", "verzonnen", "é"):
        antwoord = client.post(pad, data={"csrf_token": token, "wachtwoord": WACHTWOORD, "eenmalige_code": "123456"})
        assert antwoord.status_code == 403
        assert WACHTWOORD not in antwoord.text


def test_in_geen_logregel_staat_wie_het_is_of_waarmee(
    omgeving: Omgeving, client: StrengeClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    code = uitnodiging(omgeving)
    geheim = _stel_in(omgeving, client, code)
    for wachtwoord in ("een verkeerd wachtwoord", WACHTWOORD):
        stuur(client, IN, IN, email="nieuw@gemeente.example", wachtwoord=wachtwoord, eenmalige_code="000000")
    client.post(f"{IN}/passkey", data={"passkey": "{"})
    gelogd = " ".join(str(vars(regel)) for regel in caplog.records)
    for geplant in (code, code.replace("-", ""), geheim, WACHTWOORD, "verkeerd wachtwoord", "nieuw@gemeente", "Noor"):
        assert geplant not in gelogd


def test_een_code_die_ondertussen_vervalt_maakt_niets_af(omgeving: Omgeving, client: StrengeClient) -> None:
    stuur(client, BEGIN, BEGIN, code=uitnodiging(omgeving))
    velden = formulier(client.get(KEUZE).text, KEUZE)
    with omgeving.databank.schrijven(ALLE) as sessie:
        wie = service.vind(sessie, BEHEERDER, "nieuw@gemeente.example")
        assert wie is not None
        service.herstel(sessie, wie.id, door=None, now=omgeving.klok.nu())
    laat = velden | {"wachtwoord": [WACHTWOORD], "eenmalige_code": ["123456"], "passkey": ["{}"]}
    assert client.post(KEUZE, data=laat).status_code == 422
    assert client.post(f"{KEUZE}/passkey", data=laat).status_code == 422
    assert client.post(f"{KEUZE}/passkey/vraag", data=laat).status_code == 403
    assert client.get(KEUZE).location == BEGIN
