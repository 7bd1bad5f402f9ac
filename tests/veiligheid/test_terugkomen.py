"""Coming back: a session that ended loses no text, a slip costs nothing, and nobody is led astray."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db.databank import ALLE, Databank
from portal.toegang.codes import maak_code
from portal.toegang.models import Sessie, Teller
from tests.browser_na import StrengeClient, formulier
from tests.conftest import VasteKlok
from tests.veiligheid.stand import code_van_de_laatste, gebeurtenissen

TEKST = 'De huur is "te hoog".\n\nEn <er> is meer & meer.'


@pytest.fixture
def code(client: StrengeClient, databank: Databank, klok: VasteKlok) -> str:
    """Somebody signed up and was typing; then the session ended."""
    client.post("/nl/aanmelden", data={"telefoon": "0612345678"})
    return code_van_de_laatste(databank)


def test_wat_getypt_was_toen_de_sessie_eindigde_komt_langs_de_code_aan(
    client: StrengeClient, databank: Databank, klok: VasteKlok, code: str
) -> None:
    velden = formulier(client.get("/nl/aanmelden/vertellen/zorg").text, "/zorg")
    klok.verzet(minutes=31)
    weg = client.post("/nl/aanmelden/vertellen/zorg", data=velden | {"tekst": [TEKST]})
    assert weg.status_code == 403
    assert "Je was een tijd weg" in weg.text
    terug = formulier(weg.text, "/verder")
    mis = client.post("/nl/verder", data=terug | {"code": ["1234"]})
    assert mis.status_code == 422
    assert formulier(mis.text, "/verder") == terug | {"code": ["1234"]}
    onbekend = client.post("/nl/verder", data=terug | {"code": [maak_code()]})
    assert onbekend.status_code == 422
    welkom = client.post("/nl/verder", data=terug | {"code": [code]})
    assert welkom.status_code == 200
    klaar = formulier(welkom.text, "/vertellen/zorg")
    assert klaar["tekst"] == [TEKST]
    assert client.post("/nl/aanmelden/vertellen/zorg", data=klaar).status_code == 303
    assert gebeurtenissen(databank, "aanmelding.aangevuld")[0]["antwoord"] == TEKST


def test_zonder_iets_getypt_kom_je_op_de_bladzij_waar_je_heen_ging(
    client: StrengeClient, klok: VasteKlok, code: str
) -> None:
    klok.verzet(minutes=31)
    naar_de_deur = client.get("/nl/aanmelden/vertellen/wens")
    assert naar_de_deur.status_code == 303
    velden = formulier(client.get(naar_de_deur.location).text, "/verder")
    antwoord = client.post("/nl/verder", data=velden | {"code": [code]})
    assert (antwoord.status_code, antwoord.location) == (303, "/nl/aanmelden/vertellen/wens")


def test_een_knop_na_een_verlopen_sessie_loopt_nergens_dood(client: StrengeClient, klok: VasteKlok, code: str) -> None:
    velden = formulier(client.get("/nl/mijn").text, "/intrekken")
    klok.verzet(minutes=31)
    weg = client.post("/nl/aanmelden/intrekken", data=velden)
    assert weg.status_code == 403
    antwoord = client.post("/nl/verder", data=formulier(weg.text, "/verder") | {"code": [code]}, follow_redirects=True)
    assert antwoord.status_code == 200


def test_een_code_mag_op_elke_manier_en_in_elk_schrift_geschreven_zijn(app: Flask, code: str) -> None:
    een, twee, drie, vier = (code[i : i + 4] for i in range(0, 16, 4))
    manieren = [
        code,
        f"{een} {twee} {drie} {vier}",
        f"{een}-{twee}\u2013{drie}.{vier}",
        f"  {een}\t{twee}\u00a0{drie} {vier}\r\n",
        f"\u200e{een} {twee} {drie} {vier}\u200f",
        *("".join(chr(ord(nul) + int(cijfer)) for cijfer in code) for nul in "٠۰०０𝟎"),
    ]
    for manier in manieren:
        assert app.test_client().post("/nl/verder", data={"code": manier}).status_code == 303, manier


GEEN_CODE = (
    "",
    " ",
    "1",
    "1234 5678 9012 345",
    "1" * 17,
    "1" * 20_000,
    "abcd efgh ijkl mnop",
    "²" * 16,
    "½" * 16,
    "Ⅷ" * 16,
    "1234-5678",
    "' OR 1=1 --",
    "\x00" * 16,
    "👍" * 16,
)


def test_wat_geen_code_is_is_een_vriendelijke_regel_en_kost_niets(client: StrengeClient, databank: Databank) -> None:
    for getypt in GEEN_CODE:
        antwoord = client.post("/nl/verder", data={"code": getypt})
        assert antwoord.status_code == 422, getypt
        assert "Het zijn er 16" in antwoord.text, getypt
        assert "Set-Cookie" not in antwoord.headers, getypt
    with databank.lezen(ALLE) as sessie:
        assert sessie.scalars(select(Teller)).all() == []


@pytest.mark.parametrize("koppen", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elders.example"}], ids=str)
def test_een_andere_site_kan_niemand_in_een_vreemde_ruimte_zetten(
    app: Flask, databank: Databank, code: str, koppen: dict[str, str]
) -> None:
    ander = app.test_client()
    antwoord = ander.post("/nl/verder", data={"code": code, "bewaard.tekst": "x"}, headers=koppen)
    assert antwoord.status_code == 422
    assert "Set-Cookie" not in antwoord.headers
    assert ander.get("/nl/mijn").status_code == 303


NAAR_ELDERS = (
    "https://elders.example/",
    "//elders.example/",
    "/\\elders.example/",
    "javascript:alert(1)",
    "/nl/bestaat-niet",
    "nl/mijn",
    "/nl/mijn\r\nSet-Cookie: a=b",
    "/nl//elders.example",
    "x" * 5_000,
)


def test_een_weg_terug_naar_elders_is_er_geen(app: Flask, code: str) -> None:
    for naar in NAAR_ELDERS:
        antwoord = app.test_client().post("/nl/verder", data={"code": code, "naar": naar})
        assert (antwoord.status_code, antwoord.location) == (303, "/nl/mijn"), naar


def test_met_een_code_begint_een_nieuwe_sessie_en_eindigt_de_oude(
    client: StrengeClient, databank: Databank, klok: VasteKlok, code: str
) -> None:
    oud = client.get_cookie("sessie")
    assert oud is not None
    client.post("/nl/verder", data={"code": code})
    nieuw = client.get_cookie("sessie")
    assert nieuw is not None
    assert oud.value != nieuw.value
    with databank.lezen(ALLE) as sessie:
        assert len(sessie.scalars(select(Sessie)).all()) == 1
    client.set_cookie("sessie", oud.value)
    assert client.get("/nl/mijn").status_code == 303


GEEN_KOEK = (
    "sessie=\xff\xfe",
    "sessie=",
    "sessie",
    "=;=;",
    "sessie=" + "x" * 9_000,
    "sessie=a; sessie=b",
    '"',
)


def test_een_gek_koekje_is_geen_sessie_en_geen_fout(app: Flask) -> None:
    kaal = app.test_client(use_cookies=False)
    for rauw in GEEN_KOEK:
        koppen = {"Cookie": rauw}
        for pad, status in (("/nl/", 200), ("/nl/mijn", 303), ("/nl/aanmelden/klaar", 200), ("/nl/snel-weg", 303)):
            assert kaal.get(pad, headers=koppen).status_code == status, (rauw, pad)
        assert kaal.post("/nl/aanmelden", data={"telefoon": "0612345678"}, headers=koppen).status_code == 303, rauw
