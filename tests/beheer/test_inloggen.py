"""Logging in and out: one answer for whatever is wrong, a new number every time, and nothing from another site."""

import pytest
from flask import Flask

from portal.accounts import pogingen
from portal.db.databank import ALLE
from portal.omgeving import Omgeving
from portal.toegang.beurtrij import TRAAG
from tests.beheer.mens import WACHTWOORD, Beheerder, log_in, maak, stuur, uitnodiging
from tests.browser_na import StrengeClient, formulier

BEGIN = "/nl/beheer/uitnodiging"
KEUZE = "/nl/beheer/instellen"
IN = "/nl/beheer/inloggen"


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
