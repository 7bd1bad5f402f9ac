"""Signing up over HTTP: whatever somebody types, on whatever device, nobody is turned away or stored twice."""

import pytest
from flask import Flask

from portal.db.databank import Databank
from tests.browser_na import StrengeClient, formulier
from tests.conftest import VasteKlok
from tests.veiligheid.stand import aanmeldingen, gebeurtenissen, laatste

NUMMERS = {
    "0612345678": "+31612345678",
    "06-12345678": "+31612345678",
    " 06 12 34 56 78 ": "+31612345678",
    "06.12.34.56.78": "+31612345678",
    "(06) 1234 5678": "+31612345678",
    "+31612345678": "+31612345678",
    "+31 (0)6 1234 5678": "+31612345678",
    "0031 6 12345678": "+31612345678",
    "tel:+31-6-1234-5678": "+31612345678",
    "06\u00a012\u201334\u201056\u202f78": "+31612345678",
    "\u202a06 12345678\u202c": "+31612345678",
    "０６１２３４５６７８": "+31612345678",
    "٠٦١٢٣٤٥٦٧٨": "+31612345678",
    "۰۶۱۲۳۴۵۶۷۸": "+31612345678",
    "०६१२३४५६७८": "+31612345678",
    "010 123 45 67": "+31101234567",
    "+49 151 23456789": "+4915123456789",
    "0090 532 123 45 67": "+905321234567",
    "+963 11 222 3333": "+963112223333",
}
"""What people type, and the number it means."""

ONZEKER = (
    "123456",
    "06 12 34 56",
    "06123456789012345",
    "06-12345678 of 06-87654321",
    "0612345678 na 5 uur bellen",
    "+999 123456789",
)
"""What no rule can read: it stands as it was typed, for somebody to look at."""

GEEN_NUMMER = ("", " ", "12345", "geen", "²²²²²²", "-", "bel me", "\x00\x00")


def _post(client: StrengeClient, koppen: dict[str, str] | None = None, /, **velden: str) -> int:
    return client.post("/nl/aanmelden", data=velden, headers=koppen or {}).status_code


def test_een_nummer_mag_op_elke_manier_geschreven_zijn(
    client: StrengeClient, databank: Databank, klok: VasteKlok
) -> None:
    for getypt, nummer in NUMMERS.items():
        klok.verzet(minutes=11)
        assert _post(client, telefoon=getypt) == 303, getypt
        assert laatste(databank)["bereikbaarheid"] == {"telefoon": nummer}, getypt


def test_een_nummer_dat_we_niet_kunnen_lezen_gaat_mee_zoals_het_is(
    client: StrengeClient, databank: Databank, klok: VasteKlok
) -> None:
    for getypt in ONZEKER:
        klok.verzet(seconds=1)
        assert _post(client, telefoon=getypt) == 303, getypt
        assert laatste(databank)["bereikbaarheid"] == {"telefoon": getypt, "telefoonOnzeker": True}


def test_zonder_manier_om_te_bereiken_blijft_alles_staan(client: StrengeClient, databank: Databank) -> None:
    for getypt in GEEN_NUMMER:
        antwoord = client.post(
            "/nl/aanmelden", data={"telefoon": getypt, "naam": "Noor", "eigen_woorden": "Een zin.\n\nNog een."}
        )
        assert antwoord.status_code == 422
        velden = formulier(antwoord.text, "/aanmelden")
        assert velden["naam"] == ["Noor"]
        assert velden["eigen_woorden"] == ["Een zin.\n\nNog een."]
        assert "Telefoon of e-mail is genoeg" in antwoord.text
        assert "Set-Cookie" not in antwoord.headers
    assert aanmeldingen(databank) == 0


@pytest.mark.parametrize(
    ("veld", "waarde", "gelezen"),
    [
        ("email", " Iemand@Voorbeeld.EXAMPLE ", {"email": "Iemand@voorbeeld.example"}),
        ("telefoon", "iemand@voorbeeld.example", {"email": "iemand@voorbeeld.example"}),
        ("email", "iemand@thuis", {"email": "iemand@thuis"}),
        ("adres", "Postbus 1\r\n1234 AB Voorbeeldstad", {"adres": "Postbus 1\n1234 AB Voorbeeldstad"}),
        ("langskomen", "ja", {"langskomen": True}),
    ],
)
def test_elke_andere_manier_is_ook_genoeg(
    client: StrengeClient, databank: Databank, veld: str, waarde: str, gelezen: dict[str, object]
) -> None:
    assert _post(client, **{veld: waarde}) == 303
    assert laatste(databank)["bereikbaarheid"] == gelezen


def test_een_dubbele_tik_is_een_aanmelding_met_en_zonder_koekje(
    app: Flask, client: StrengeClient, databank: Databank
) -> None:
    zonder = app.test_client(use_cookies=False)
    for browser in (client, client, zonder, zonder):
        antwoord = browser.post("/nl/aanmelden", data={"telefoon": "06 12345678", "naam": "Noor"})
        assert (antwoord.status_code, antwoord.location) == (303, "/nl/aanmelden/klaar")
    assert aanmeldingen(databank) == 1
    assert len(gebeurtenissen(databank)) == 1


def test_wie_na_een_dubbele_tik_verdergaat_doet_dat_in_dezelfde_aanmelding(
    client: StrengeClient, databank: Databank
) -> None:
    for _ in range(2):
        _post(client, telefoon="0612345678")
        velden = formulier(client.get("/nl/aanmelden/klaar").text, "/klaar")
        client.post("/nl/aanmelden/klaar", data=velden | {"haast": ["woning"]})
    assert aanmeldingen(databank) == 1
    assert [e.get("gronden") for e in gebeurtenissen(databank)] == [None, ["woning"], ["woning"]]


def test_een_bladzij_die_een_week_openstond_werkt_nog(
    app: Flask, client: StrengeClient, klok: VasteKlok, databank: Databank
) -> None:
    voor = formulier(client.get("/nl/").text, "/aanmelden")
    breed = formulier(app.test_client().get("/nl/aanmelden").text, "/aanmelden")
    klok.verzet(days=7)
    for velden in (voor, breed):
        assert client.post("/nl/aanmelden", data=velden | {"telefoon": ["0612345678"]}).status_code == 303
        client.delete_cookie("sessie")
    assert aanmeldingen(databank) == 1


def test_zonder_koekjes_is_de_bevestiging_er_ook_maar_zonder_code(app: Flask, databank: Databank) -> None:
    zonder = app.test_client(use_cookies=False)
    antwoord = zonder.post("/nl/aanmelden", data={"telefoon": "0612345678"}, follow_redirects=True)
    assert antwoord.status_code == 200
    assert '<time datetime="2026-11-24">' in antwoord.text
    assert '<time datetime="2026-12-18">' in antwoord.text
    assert "0800 0000 000" in antwoord.text
    assert 'class="code"' not in antwoord.text
    assert aanmeldingen(databank) == 1


@pytest.mark.parametrize(
    "koppen",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "zomaar"},
        {"Origin": "https://elders.example"},
        {"Origin": "http://localhost:81"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
    ids=str,
)
def test_van_een_andere_site_staat_het_formulier_klaar_maar_is_er_niets_bewaard(
    client: StrengeClient, databank: Databank, koppen: dict[str, str]
) -> None:
    velden = {"telefoon": "0612345678", "naam": "Noor", "eigen_woorden": "Help."}
    for pad in ("/nl/aanmelden", "/nl/aanmelden/samen/ja"):
        antwoord = client.post(pad, data=velden, headers=koppen)
        assert antwoord.status_code == 422
        assert "Set-Cookie" not in antwoord.headers
        assert aanmeldingen(databank) == 0
    klaargezet = formulier(antwoord.text, "/samen/ja")
    assert {naam: klaargezet[naam] for naam in velden} == {naam: [waarde] for naam, waarde in velden.items()}
    assert client.post("/nl/aanmelden/samen/ja", data=klaargezet).status_code == 303
    assert aanmeldingen(databank) == 1


@pytest.mark.parametrize(
    "koppen",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    ],
    ids=str,
)
def test_van_onze_eigen_bladzij_of_van_een_oude_browser_gaat_het_door(
    client: StrengeClient, databank: Databank, koppen: dict[str, str]
) -> None:
    assert _post(client, koppen, telefoon="0612345678") == 303
    assert aanmeldingen(databank) == 1


def test_wie_een_machine_lijkt_wordt_gemerkt_en_bezorgd(
    client: StrengeClient, databank: Databank, klok: VasteKlok
) -> None:
    velden: dict[str, str]
    gemerkt = [{"vakje": "ja"}, {"duur": "300"}]
    gewoon = [{}, *({"duur": duur} for duur in ("60000", "-5", "x" * 9000, "٣", "9" * 5000))]
    for nummer, (velden, verdacht) in enumerate([(v, True) for v in gemerkt] + [(v, False) for v in gewoon]):
        klok.verzet(seconds=1)
        assert _post(client, telefoon=f"061234567{nummer}", **velden) == 303
        assert laatste(databank)["verdacht"] is verdacht, velden


def test_samen_gaat_wie_helpt_mee_en_is_genoeg_als_die_gebeld_mag_worden(
    client: StrengeClient, databank: Databank
) -> None:
    velden = {"helper_naam": "Sam", "helper_telefoon": "020 123 45 67", "helper_relatie": "buurvrouw"}
    assert client.post("/nl/aanmelden/samen/ja", data=velden).status_code == 422
    assert client.post("/nl/aanmelden/samen/ja", data=velden | {"helper_gebeld": "ja"}).status_code == 303
    assert laatste(databank)["helper"] == {
        "naam": "Sam",
        "telefoon": "+31201234567",
        "relatie": "buurvrouw",
        "magGebeld": True,
    }
    assert laatste(databank)["kanaal"] == "samen"


def test_een_ander_antwoord_op_wie_er_meeleest_gaat_niet_verloren(
    client: StrengeClient, databank: Databank, klok: VasteKlok
) -> None:
    for meelezen in ("", "ja", "soms", "nee", "zomaar iets"):
        klok.verzet(seconds=1)
        _post(client, telefoon="0612345678", meelezen=meelezen)
    gezegd = [e["veiligBereikbaar"] for e in gebeurtenissen(databank, "aanmelding.ontvangen")]
    assert gezegd == ["onbekend", "nee", "alleen_neutraal", "ja"]


def test_een_andere_taal_kiezen_bewaart_niets_en_laat_alles_staan(client: StrengeClient, databank: Databank) -> None:
    velden = {"telefoon": "0612345678", "naam": "Noor", "eigen_woorden": "Een\nzin", "langskomen": "ja"}
    van = {"Referer": "http://localhost/nl/aanmelden"}
    keuze = client.post("/nl/taal", data=velden, headers=van)
    assert keuze.status_code == 200
    mee = formulier(keuze.text, "/aanmelden")
    assert {naam: mee[naam] for naam in velden} == {naam: [waarde] for naam, waarde in velden.items()}
    engels = client.post("/en/aanmelden", data=mee | {"taal_wissel": ["en"]})
    assert engels.status_code == 200
    assert 'lang="en"' in engels.text
    terug = formulier(engels.text, "/aanmelden")
    assert {naam: terug[naam] for naam in velden} == {naam: [waarde] for naam, waarde in velden.items()}
    assert aanmeldingen(databank) == 0


def test_een_formulier_in_een_vorm_die_we_niet_kennen_laat_het_formulier_zien(
    client: StrengeClient, databank: Databank
) -> None:
    for inhoud, soort in (
        (b'{"telefoon": "0612345678"}', "application/json"),
        (b"telefoon=0612345678", "text/plain"),
        (b"--x\r\nrommel", "multipart/form-data; boundary=x"),
        (b"--x\r\nrommel", "multipart/form-data"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"", ""),
    ):
        antwoord = client.post("/nl/aanmelden", data=inhoud, content_type=soort)
        assert antwoord.status_code == 422, soort
        assert formulier(antwoord.text, "/aanmelden")["telefoon"] == [""]
    assert aanmeldingen(databank) == 0


DATUMS = {
    "2026-12-01": "2026-12-01",
    "1-12-2026": "2026-12-01",
    "01/12/26": "2026-12-01",
    "٠١-١٢-٢٠٢٦": "2026-12-01",
    "": None,
    "morgen": None,
    "31-2-2026": None,
    "99999999999999999999-1-1": None,
    "1-1-99999999999999999999": None,
    "1-" + "9" * 5_000 + "-2026": None,
    "-5-1-1": None,
    "0-0-0": None,
    "²-1-2026": None,
}
"""What somebody types as the date in a letter, and which one it is."""


def test_een_datum_in_de_brief_is_nooit_een_fout(client: StrengeClient, databank: Databank, klok: VasteKlok) -> None:
    _post(client, telefoon="0612345678")
    velden = formulier(client.get("/nl/aanmelden/klaar").text, "/klaar")
    for getypt, datum in DATUMS.items():
        klok.verzet(seconds=1)
        antwoord = client.post("/nl/aanmelden/klaar", data=velden | {"haast": ["woning"], "datum": [getypt]})
        assert antwoord.status_code == 303, getypt
        assert gebeurtenissen(databank)[-1].get("datum") == datum, getypt


def test_een_grond_die_er_niet_meer_is_blijft_haast(client: StrengeClient, databank: Databank, klok: VasteKlok) -> None:
    _post(client, telefoon="0612345678")
    velden = formulier(client.get("/nl/aanmelden/klaar").text, "/klaar")
    for gezegd, gronden in (
        (["huisdier"], ["anders"]),
        (["huisdier", "woning"], ["woning"]),
        (["nee", "woning"], ["woning"]),
        (["nee"], []),
    ):
        klok.verzet(seconds=1)
        client.post("/nl/aanmelden/klaar", data=velden | {"haast": gezegd})
        assert gebeurtenissen(databank)[-1]["gronden"] == gronden
        assert client.get("/nl/aanmelden/klaar").status_code == 200
