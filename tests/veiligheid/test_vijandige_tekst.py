"""Hostile and very long text: kept as it is, shown as text, and never more than text."""

import json
import unicodedata
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask

from portal.db.databank import Databank
from portal.inwoners.bereikbaar import schoon
from portal.outbox.cloudevents import HOOGSTENS
from tests.browser_na import StrengeClient, formulier
from tests.conftest import VasteKlok
from tests.veiligheid.stand import code_van_de_laatste, gebeurtenissen, laatste
from tests.veiligheid.vijandig import ALLES, BYTES

VELDEN = ("telefoon", "email", "adres", "naam", "eigen_woorden")
SAMEN = (*VELDEN, "helper_naam", "helper_telefoon", "helper_relatie")
GEWOON = "gewoon"


def _bouw(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page and the names of their attributes, without any text."""
    boom: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return [(str(e.tag), tuple(sorted(e.attrib))) for e in boom.iter()]


def _zichtbaar(tekst: str) -> str:
    """What a field holds after a browser sent it and we showed it again."""
    return tekst.replace("\r\n", "\n")


@pytest.fixture
def ingelogd(client: StrengeClient) -> StrengeClient:
    client.post("/nl/aanmelden", data={"telefoon": "0612345678"})
    return client


@pytest.mark.parametrize(("pad", "namen"), [("/nl/aanmelden", VELDEN), ("/ar/aanmelden/samen/ja", SAMEN)])
def test_in_elk_veld_komt_terug_wat_er_stond_en_niets_dan_tekst(
    client: StrengeClient, pad: str, namen: tuple[str, ...]
) -> None:
    # A page of another site's form shows everything again and stores nothing.
    elders = {"Sec-Fetch-Site": "cross-site"}
    gewoon = client.post(pad, data=dict.fromkeys(namen, GEWOON), headers=elders)
    for tekst in ALLES:
        antwoord = client.post(pad, data=dict.fromkeys(namen, tekst), headers=elders)
        assert antwoord.status_code == 422
        assert _bouw(antwoord.text) == _bouw(gewoon.text), tekst
        terug = formulier(antwoord.text, pad)
        for naam in namen:
            een_regel = naam not in ("adres", "eigen_woorden")
            verwacht = _zichtbaar(tekst)
            assert terug[naam] == [verwacht] or (een_regel and "\n" in verwacht), (naam, tekst)


def test_wat_iemand_schrijft_wordt_precies_zo_bewaard(
    client: StrengeClient, databank: Databank, klok: VasteKlok
) -> None:
    for tekst in ALLES:
        klok.verzet(seconds=1)
        velden = {"telefoon": "0612345678", "naam": tekst, "eigen_woorden": tekst, "adres": f"{tekst}, hier"}
        assert client.post("/nl/aanmelden", data=velden).status_code == 303
        verwacht = unicodedata.normalize("NFC", _zichtbaar(tekst))
        event = laatste(databank)
        assert event["naam"] == schoon(tekst, 200)
        assert event["eigenWoorden"] == verwacht.strip()
        assert event["bereikbaarheid"]["adres"] == f"{verwacht}, hier".strip()
        assert event["ingekort"] is False


def test_bytes_die_geen_tekst_zijn_houden_niemand_tegen(
    client: StrengeClient, databank: Databank, klok: VasteKlok
) -> None:
    for rauw, tekst in BYTES.items():
        klok.verzet(minutes=11)
        soort = "application/x-www-form-urlencoded"
        elders = client.post(
            "/nl/aanmelden", data=b"naam=" + rauw, content_type=soort, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert formulier(elders.text, "/aanmelden")["naam"] == [tekst], rauw
        antwoord = client.post("/nl/aanmelden", data=b"telefoon=0612345678&naam=" + rauw, content_type=soort)
        assert antwoord.status_code == 303
        assert laatste(databank)["naam"] == tekst


@pytest.mark.parametrize(
    ("woorden", "ingekort"),
    [
        ("a" * 10_000, False),
        ("a" * 10_001, True),
        ("a" * 20_000, True),
        ("😀" * 20_000, True),
        ('"\\' * 10_000, True),
        ("  " + "a" * 10_000 + "\r\n\r\n ", False),
        ("\x00" * 50 + "a" * 10_000, False),
        ("a\r\n" * 5_000, False),
        ("\u0958" * 6_000, True),
        ("e\u0301" * 10_000, False),
        ("ظ" * 20_000, True),
    ],
    ids=[
        "precies",
        "een te veel",
        "dubbel",
        "emoji",
        "streepjes",
        "witruimte",
        "nul",
        "regels",
        "groeit",
        "krimpt",
        "arabisch",
    ],
)
def test_lange_woorden_worden_ingekort_en_dat_staat_erbij(
    client: StrengeClient, databank: Databank, woorden: str, ingekort: bool
) -> None:
    velden = {
        "telefoon": "0612345678",
        "eigen_woorden": woorden,
        **dict.fromkeys(
            ("naam", "adres", "email", "helper_naam", "helper_relatie", "helper_telefoon"), woorden[:5_000]
        ),
    }
    assert client.post("/nl/aanmelden/samen/ja", data=velden).status_code == 303
    event = laatste(databank)
    heel = schoon(woorden) or ""
    assert event["ingekort"] is ingekort
    assert len(event["eigenWoorden"]) <= 10_000
    assert heel.startswith(event["eigenWoorden"])
    assert (event["eigenWoorden"] == heel) is not ingekort
    # Whole, with its envelope, it has to fit in what every receiver takes.
    assert len(json.dumps(event, ensure_ascii=False).encode()) < HOOGSTENS - 2_000
    assert client.get("/nl/aanmelden/klaar").status_code == 200


def test_later_verteld_is_ook_alleen_tekst(ingelogd: StrengeClient, databank: Databank, klok: VasteKlok) -> None:
    velden = formulier(ingelogd.get("/nl/aanmelden/vertellen/zorg").text, "/vertellen/zorg")
    gewoon = ingelogd.post("/nl/aanmelden/vertellen/zorg/concept", data=velden | {"tekst": [GEWOON]})
    assert gewoon.status_code == 204
    ingelogd.post("/nl/aanmelden/vertellen/zorg", data=velden | {"tekst": [GEWOON]})
    bouw = _bouw(ingelogd.get("/nl/aanmelden/vertellen/zorg").text)
    for tekst in ALLES:
        klok.verzet(seconds=1)
        ingelogd.post("/nl/aanmelden/vertellen/zorg/concept", data=velden | {"tekst": [tekst]})
        bladzij = ingelogd.get("/nl/aanmelden/vertellen/zorg").text
        assert _bouw(bladzij) == bouw, tekst
        verwacht = unicodedata.normalize("NFC", _zichtbaar(tekst)).strip()
        assert formulier(bladzij, "/vertellen/zorg")["tekst"] == [verwacht]
        ingelogd.post("/nl/aanmelden/vertellen/zorg", data=velden | {"tekst": [tekst]})
        assert gebeurtenissen(databank)[-1]["antwoord"] == verwacht


def test_ook_de_bladzijden_die_velden_doorgeven_laten_alleen_tekst_zien(app: Flask, databank: Databank) -> None:
    client = app.test_client()

    def alle(tekst: str) -> list[str]:
        van = {"Referer": "http://localhost/nl/aanmelden"}
        return [
            client.get("/nl/verder", query_string={"naar": tekst}).text,
            client.get("/nl/aanmelden", query_string={"groep": tekst, "anderen": tekst}).text,
            client.post("/nl/verder", data={"code": tekst, "naar": tekst, "bewaard.tekst": tekst}).text,
            client.post("/nl/aanmelden/vertellen/zorg", data={"tekst": tekst}).text,
            client.post("/nl/taal", data={"naam": tekst}, headers=van).text,
        ]

    bouw = [_bouw(html) for html in alle(GEWOON)]
    for tekst in ALLES:
        assert [_bouw(html) for html in alle(tekst)] == bouw, tekst


def test_na_een_echte_code_staat_vijandige_tekst_er_als_tekst(app: Flask, databank: Databank) -> None:
    app.test_client().post("/nl/aanmelden", data={"telefoon": "0612345678"})
    code = code_van_de_laatste(databank)

    def welkom(tekst: str) -> str:
        velden = {"code": code, "naar": "/nl/aanmelden/vertellen/zorg", "bewaard.tekst": tekst}
        return app.test_client().post("/nl/verder", data=velden).text

    bouw = _bouw(welkom(GEWOON))
    for tekst in ALLES[::7]:
        assert _bouw(welkom(tekst)) == bouw
        assert formulier(welkom(tekst), "/vertellen/zorg")["tekst"] == [_zichtbaar(tekst)]
