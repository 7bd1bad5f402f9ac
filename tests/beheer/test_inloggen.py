"""From the code on paper to being logged in, and out again; as a browser without scripts does it."""

import pyotp
import pytest
from flask import Flask

from portal.accounts import handelingen, pogingen, service
from portal.accounts.models import BEHEERDER
from portal.db.databank import ALLE
from portal.omgeving import Omgeving
from portal.toegang.beurtrij import TRAAG
from tests.beheer.mens import WACHTWOORD, Beheerder, app_geheim, gedaan, log_in, maak, stuur, uitnodiging
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


def test_onbekend_adres_en_verkeerd_wachtwoord_geven_precies_hetzelfde_antwoord(app: Flask, omgeving: Omgeving) -> None:
    wie = maak(omgeving)
    antwoorden = set()
    for email, wachtwoord, code in (
        (wie.email, "een verkeerd wachtwoord", wie.code(omgeving.klok.nu())),
        (wie.email, WACHTWOORD, "000000"),
        ("niemand@gemeente.example", WACHTWOORD, "000000"),
    ):
        client = app.test_client()
        antwoord = stuur(client, IN, IN, email=email, wachtwoord=wachtwoord, eenmalige_code=code)
        koppen = sorted((k, v) for k, v in antwoord.headers if k != "Content-Length")
        antwoorden.add((antwoord.status_code, str(koppen), antwoord.text.replace(email, "")))
        assert wachtwoord not in antwoord.text
    assert len(antwoorden) == 1


def test_inloggen_geeft_altijd_een_nieuw_nummer_en_het_oude_werkt_niet_meer(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    oud = client.get_cookie("beheer")
    assert oud is not None
    code = beheerder.code(omgeving.klok.nu())
    antwoord = stuur(client, IN, IN, email=beheerder.email, wachtwoord=WACHTWOORD, eenmalige_code=code)
    assert antwoord.status_code == 303
    nieuw = client.get_cookie("beheer")
    assert nieuw is not None
    assert nieuw.value != oud.value
    client.set_cookie("beheer", oud.value)
    assert client.get("/nl/beheer").status_code == 303


@pytest.mark.parametrize(
    "naar",
    [
        "https://elders.example/",
        "//elders.example",
        "/\\elders.example",
        "/nl/mijn",
        "/nl/beheer/bestaat-niet",
        "x" * 3000,
    ],
)
def test_na_het_inloggen_ga_je_alleen_naar_een_bladzij_van_beheer(
    omgeving: Omgeving, client: StrengeClient, naar: str
) -> None:
    wie = maak(omgeving)
    code = wie.code(omgeving.klok.nu())
    antwoord = client.post(
        IN, data={"email": wie.email, "wachtwoord": WACHTWOORD, "eenmalige_code": code, "naar": naar}
    )
    assert (antwoord.status_code, antwoord.location) == (303, "/nl/beheer")


@pytest.mark.parametrize("pad", [IN, f"{IN}/passkey", f"{IN}/passkey/vraag", BEGIN, KEUZE, f"{KEUZE}/passkey"])
def test_een_andere_site_logt_niemand_in(omgeving: Omgeving, client: StrengeClient, pad: str) -> None:
    for koppen in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://x.example"}):
        antwoord = client.post(pad, headers=koppen, data={"wachtwoord": WACHTWOORD, "code": "x"})
        assert antwoord.status_code == 403
        assert WACHTWOORD not in antwoord.text
        assert "Set-Cookie" not in antwoord.headers


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


@pytest.mark.parametrize(
    "passkey", ["", "{}", "[]", "null", '{"id":1}', "x" * 30_000, '{"rawId":"AA","response":{}}', "[" * 900]
)
def test_onzin_van_een_apparaat_opent_niets(omgeving: Omgeving, client: StrengeClient, passkey: str) -> None:
    assert client.post(f"{IN}/passkey", data={"passkey": passkey}).status_code == 422
    assert client.post(f"{IN}/passkey/vraag").status_code == 200
    assert client.post(f"{IN}/passkey", data={"passkey": passkey}).status_code == 422
    stuur(client, BEGIN, BEGIN, code=uitnodiging(omgeving))
    velden = formulier(client.get(KEUZE).text, f"{KEUZE}/passkey")
    assert client.post(f"{KEUZE}/passkey/vraag", data=velden).status_code == 200
    assert client.post(f"{KEUZE}/passkey", data=velden | {"passkey": [passkey]}).status_code == 422
    assert client.get("/nl/beheer").status_code == 303


def test_zonder_hostnaam_hoort_een_passkey_bij_het_eigen_adres(client: StrengeClient) -> None:
    antwoord = client.post(f"{IN}/passkey/vraag", headers={"Host": ""})
    assert antwoord.status_code == 200
    assert antwoord.json is not None
    assert antwoord.json["rpId"] == "127.0.0.1"


def test_wie_te_vaak_om_een_passkey_vraagt_wacht(omgeving: Omgeving, client: StrengeClient) -> None:
    gezien = {client.post(f"{IN}/passkey/vraag").status_code for _ in range(201)}
    assert gezien == {200, 429}
    with omgeving.databank.lezen(ALLE) as sessie:
        rijen = sessie.connection().exec_driver_sql("SELECT count(*) FROM account_aanloop").scalar_one()
    assert rijen == 1, "one browser is one row"


def test_wie_op_een_wachtwoord_wacht_houdt_geen_ander_op_en_andersom(
    omgeving: Omgeving, client: StrengeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    wie = maak(omgeving)
    monkeypatch.setattr(TRAAG, "_wachttijd", 0.05)
    with TRAAG.beurt("198.51.100.9"):
        antwoord = stuur(client, IN, IN, email=wie.email, wachtwoord=WACHTWOORD, eenmalige_code="123456")
        assert (antwoord.status_code, "Het is druk" in antwoord.text) == (429, True)
        assert client.post("/nl/aanmelden", data={"telefoon": "0612345678"}).status_code == 303
    code = wie.code(omgeving.klok.nu())
    assert stuur(client, IN, IN, email=wie.email, wachtwoord=WACHTWOORD, eenmalige_code=code).status_code == 303


def test_een_formulier_na_een_pauze_is_niet_uitgevoerd_en_dat_staat_er(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    velden = formulier(client.get("/nl/beheer/tokens").text, "/tokens")
    omgeving.klok.verzet(minutes=31)  # type: ignore[attr-defined]
    antwoord = client.post("/nl/beheer/tokens", data=velden | {"naam": ["Zaaksysteem"]})
    assert antwoord.status_code == 403
    assert "Wat je net verstuurde, is niet gedaan." in antwoord.text
    log_in(omgeving, client, beheerder)
    assert "Zaaksysteem" not in client.get("/nl/beheer/tokens").text


@pytest.mark.parametrize(
    ("pad", "doel"),
    [
        ("/beheer", "/nl/beheer"),
        ("/beheer/outbox", "/nl/beheer/outbox"),
        ("/en/beheer", "/nl/beheer"),
        ("/ar/beheer/tokens?x=1", "/nl/beheer/tokens?x=1"),
    ],
)
def test_beheer_is_in_het_nederlands_in_welke_taal_je_ook_komt(client: StrengeClient, pad: str, doel: str) -> None:
    assert client.get(pad).location == doel
    assert client.get("/nl/beheer/bestaat-niet").status_code == 404
    assert client.get("/beheer", headers={"Accept-Language": "ar"}).location == "/ar/beheer"


def test_het_koekje_is_alleen_van_deze_site(omgeving: Omgeving, client: StrengeClient) -> None:
    wie = maak(omgeving)
    velden = {"email": wie.email, "wachtwoord": WACHTWOORD, "eenmalige_code": wie.code(omgeving.klok.nu())}
    koekjes = client.post(IN, data=velden).headers.getlist("Set-Cookie")
    (koek,) = [koek for koek in koekjes if koek.startswith("beheer=")]
    for deel in ("HttpOnly", "SameSite=Strict", "Path=/"):
        assert deel in koek
    assert "Max-Age" not in koek
    assert "Domain" not in koek


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


def test_een_bladzij_bekijken_houdt_de_sessie_levend(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    for _ in range(3):
        omgeving.klok.verzet(minutes=20)  # type: ignore[attr-defined]
        assert client.get("/nl/beheer").status_code == 200
    omgeving.klok.verzet(minutes=31)  # type: ignore[attr-defined]
    assert client.get("/nl/beheer").status_code == 303


def test_wie_te_vaak_mis_heeft_krijgt_te_horen_wat_wel_kan(omgeving: Omgeving, client: StrengeClient) -> None:
    slug = next(iter(omgeving.gemeenten)).slug
    with omgeving.databank.schrijven(slug) as sessie:
        for _ in range(pogingen.PER_BRON):
            pogingen.mis(sessie, slug, "127.0.0.1", omgeving.klok.nu())
    antwoord = stuur(client, IN, IN, email="x@y.example", wachtwoord="x", eenmalige_code="1")
    assert (antwoord.status_code, "Vraag een andere beheerder" in antwoord.text) == (429, True)


def test_wie_van_elders_komt_en_al_binnen_is_kan_verder(client: StrengeClient, beheerder: Beheerder) -> None:
    elders = {"Sec-Fetch-Site": "cross-site"}
    assert "Ik ben al ingelogd" in client.get(IN, headers=elders).text
    assert "Ik ben al ingelogd" not in client.get(IN, headers={"Sec-Fetch-Site": "none"}).text


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
