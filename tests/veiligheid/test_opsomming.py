"""Nobody learns from us whether somebody is known: not from a status, a header, a page or a missing button."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from portal.db.databank import ALLE, Databank
from portal.toegang.codes import maak_code
from portal.toegang.models import PersoonlijkeCode
from tests.browser_na import StrengeClient, formulier
from tests.conftest import VasteKlok
from tests.veiligheid.stand import aanmeldingen, code_van_de_laatste

NUMMER = "06 12345678"
WISSELT = (
    (r'name="csrf_token" value="[^"]*"', 'name="csrf_token" value="-"'),
    (r'(?s)<p class="code"[^>]*>.*?</p>', "<p>code</p>"),
)
"""What is different each time, and says nothing."""


def _vorm(antwoord: TestResponse) -> tuple[int, list[tuple[str, str]], str]:
    """Status, headers and body, without what is different each time."""
    tekst = antwoord.text
    for patroon, plek in WISSELT:
        tekst = re.sub(patroon, plek, tekst)
    koppen = [(naam, re.sub(r"sessie=[\w-]{43};", "sessie=-;", waarde)) for naam, waarde in antwoord.headers]
    return antwoord.status_code, [(n, w) for n, w in koppen if n != "Content-Length"], tekst


def _meld_aan(client: FlaskClient, **velden: str) -> list[object]:
    """Everything somebody gets to see of a sign-up and of what follows."""
    velden = {"telefoon": NUMMER} | velden
    vormen: list[object] = [_vorm(client.post("/nl/aanmelden", data=velden))]
    vormen += [_vorm(client.get(pad)) for pad in ("/nl/aanmelden/klaar", "/nl/mijn", "/nl/aanmelden/vertellen", "/nl/")]
    return vormen


@pytest.fixture
def nieuw(app: Flask, klok: VasteKlok) -> list[object]:
    """What a number that nobody ever gave gets to see."""
    return _meld_aan(app.test_client(), telefoon="06 87654321")


def test_een_bekend_nummer_krijgt_hetzelfde_antwoord(
    app: Flask, client: StrengeClient, databank: Databank, klok: VasteKlok, nieuw: list[object]
) -> None:
    assert _meld_aan(client) == nieuw
    assert _meld_aan(app.test_client()) == nieuw, "the same again, from the same place"
    ander = app.test_client()
    ander.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert _meld_aan(ander) == nieuw, "from elsewhere"
    klok.verzet(minutes=11)
    assert _meld_aan(app.test_client()) == nieuw, "later"


@pytest.mark.parametrize(
    "eerder",
    [
        [("/nl/aanmelden/klaar", "/klaar", {"haast": "woning"})],
        [("/nl/aanmelden/klaar", "/klaar", {"haast": "nee"}), ("/nl/aanmelden/klaar", "/klaar", {"meelezen": "ja"})],
        [("/nl/aanmelden/klaar", "/klaar", {"eigen_telefoon": "ja"})],
        [("/nl/aanmelden/vertellen/zorg", "/zorg", {"tekst": "De huur."})],
        [("/nl/mijn", "/intrekken", {})],
    ],
    ids=["haast", "veilig", "eigen telefoon", "verteld", "ingetrokken"],
)
@pytest.mark.parametrize("weg", [False, True], ids=["gebleven", "snel weg"])
def test_wie_op_hetzelfde_toestel_hetzelfde_nummer_intikt_ziet_niet_wat_er_al_is_verteld(
    app: Flask,
    client: StrengeClient,
    databank: Databank,
    nieuw: list[object],
    eerder: list[tuple[str, str, dict[str, str]]],
    weg: bool,
) -> None:
    _meld_aan(client)
    for bladzij, actie, velden in eerder:
        pad = bladzij.replace("/mijn", "/aanmelden/intrekken") if actie == "/intrekken" else bladzij
        assert client.post(pad, data=formulier(client.get(bladzij).text, actie) | velden).status_code == 303
    if weg:
        client.get("/nl/snel-weg")
    assert _meld_aan(app.test_client()) == nieuw


def test_na_snel_weg_is_er_niet_te_zien_dat_er_iemand_was(
    app: Flask, client: StrengeClient, databank: Databank, nieuw: list[object]
) -> None:
    _meld_aan(client)
    client.get("/nl/snel-weg")
    assert _meld_aan(client) == nieuw
    assert "Set-Cookie" not in client.get("/nl/contact").headers


def test_op_een_toestel_zonder_koekjes_blijft_een_dubbele_tik_er_een(app: Flask, databank: Databank) -> None:
    zonder = app.test_client(use_cookies=False)
    vormen = [_vorm(zonder.post("/nl/aanmelden", data={"telefoon": NUMMER})) for _ in range(3)]
    assert vormen[0] == vormen[1] == vormen[2]
    assert aanmeldingen(databank) == 1


def _verder(app: Flask, code: str, host: str = "localhost") -> tuple[int, list[tuple[str, str]], str]:
    status, koppen, tekst = _vorm(app.test_client().post("/nl/verder", data={"code": code}, headers={"Host": host}))
    return status, koppen, tekst.replace(code, "-")


def test_elke_code_die_niet_werkt_krijgt_hetzelfde_antwoord(
    app: Flask, client: StrengeClient, databank: Databank, klok: VasteKlok
) -> None:
    onbekend = _verder(app, maak_code())
    assert onbekend[0] == 422
    client.post("/nl/aanmelden", data={"telefoon": NUMMER})
    code = code_van_de_laatste(databank)
    assert _verder(app, code)[0] == 303
    with databank.schrijven(ALLE) as sessie:
        sessie.execute(update(PersoonlijkeCode).values(ingetrokken_op=klok.nu()))
    assert _verder(app, code) == onbekend, "withdrawn"
    with databank.schrijven(ALLE) as sessie:
        sessie.execute(update(PersoonlijkeCode).values(ingetrokken_op=None, gemeente="elders"))
    assert _verder(app, code) == onbekend, "of another gemeente"


def test_een_sessie_die_niet_bestaat_is_gelijk_aan_een_die_voorbij_is(
    app: Flask, client: StrengeClient, databank: Databank, klok: VasteKlok
) -> None:
    client.post("/nl/aanmelden", data={"telefoon": NUMMER})
    klok.verzet(hours=1)
    verzonnen = app.test_client()
    verzonnen.set_cookie("sessie", "x" * 43)
    for pad in ("/nl/mijn", "/nl/aanmelden/klaar", "/nl/"):
        assert _vorm(client.get(pad)) == _vorm(verzonnen.get(pad)), pad
