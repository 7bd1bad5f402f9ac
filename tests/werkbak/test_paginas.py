"""The pages: valid, whole, and safe with whatever text people send."""

import json

import pytest
from flask.testing import FlaskClient

from tests.werkbak.bouwers import Json, aanmelding, gebeurtenis, lever, lever_melding, melding, mens
from tests.werkbak.paginas import Pagina, open_pagina

VIJANDIG = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7777 * 7777 }}{% raw %}",
    "' onmouseover='alert(1)",
    "</details></li></ol><h1>weg</h1>",
    "javascript:alert(1)",
    "a\u0000b\u202ec\u0007d\u2028e",
    "&lt;b&gt; & ; <!--",
    "x" * 20_000,
]
AANGEVALLEN = ("script", "img", "iframe", "object")


def is_heel(pagina: Pagina) -> None:
    """Nothing of the text became markup: no element, no handler, no link that runs, one h1."""
    assert pagina.status == 200
    assert len(pagina.alle("h1")) == 1
    for element in pagina.boom.iter():
        naam = str(element.tag).rpartition("}")[2]
        assert naam not in AANGEVALLEN
        assert not [kenmerk for kenmerk in element.attrib if kenmerk.startswith("on") or kenmerk == "style"]
        assert not element.get("href", "").startswith("javascript")
    assert "60481729" not in pagina.bron


@pytest.mark.parametrize("tekst", VIJANDIG)
def test_vijandige_tekst_blijft_tekst(werkbak: FlaskClient, tekst: str) -> None:
    subject = mens()
    helper = {"naam": tekst, "telefoon": tekst, "relatie": tekst, tekst[:50]: tekst}
    bereik = {"telefoon": tekst, "email": tekst, "adres": tekst}
    data = aanmelding(naam=tekst, eigenWoorden=tekst[:9000], taal=tekst, kanaal=tekst) | {"veiligBereikbaar": tekst}
    lever(werkbak, gebeurtenis(subject=subject, data=data))
    lever(werkbak, gebeurtenis("aanmelding.aangevuld", subject=subject, volgnummer=2, data={"helper": helper}))
    for nummer, onderwerp in enumerate(("zorg", tekst[:100], "haast"), start=3):
        antwoord = {"onderwerp": onderwerp, "antwoord": [tekst[:999], {tekst[:50]: tekst[:999]}], "gronden": [tekst]}
        lever(werkbak, gebeurtenis("aanmelding.aangevuld", subject=subject, volgnummer=nummer, data=antwoord))
    lever(werkbak, gebeurtenis("contactgegevens.gewijzigd", subject=subject, volgnummer=6, data=bereik))
    lever(werkbak, gebeurtenis(f"iets.{tekst[:80]}", subject=subject, volgnummer=7, data={tekst[:80]: tekst}))
    ander = {"kanaal": tekst[:40], "naar": tekst, "onderwerp": tekst, "tekst": tekst, "taal": tekst, "soort": tekst}
    lever_melding(werkbak, melding(inwonerId=subject, **ander))
    for adres in ("/", f"/?zoek={tekst[:90]}", f"/mensen/{subject}", "/berichten", f"/berichten?kanaal={tekst[:40]}"):
        is_heel(open_pagina(werkbak, adres.replace("#", "").replace("\n", "")))


def test_een_onbekende_gebeurtenis_staat_er_leesbaar_met_alles_erbij(werkbak: FlaskClient) -> None:
    subject = mens()
    data = {
        "hoeVaak": 3,
        "wanneer": "2026-12-24",
        "welGoed": True,
        "lijst": [{"een": None}, []],
        "diep": {"a": {"b": {"c": 1}}},
    }
    event = gebeurtenis("toekomst.iets_nieuws", subject=subject, data=data)
    lever(werkbak, event)
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    assert "Gebeurtenis die de werkbak niet kent: toekomst.iets_nieuws" in pagina.tekst
    for woorden in ("Hoe vaak 3", "Wanneer do 24 dec", "Wel goed ja"):
        assert woorden in " ".join(pagina.tekst.split())
    (ruw,) = pagina.alle("pre")
    assert json.loads(ruw.text or "") == event


def test_een_woord_dat_ook_een_code_is_blijft_in_eigen_woorden_zichzelf(werkbak: FlaskClient) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding(kanaal="zelf", eigenWoorden="samen")))
    antwoorden: list[Json] = [
        {"onderwerp": "zorg", "antwoord": "jong"},
        {"onderwerp": "groep", "antwoord": ["jong", "eigen_huis"]},
    ]
    for nummer, data in enumerate(antwoorden, start=2):
        lever(werkbak, gebeurtenis("aanmelding.aangevuld", subject=subject, volgnummer=nummer, data=data))
    tekst = open_pagina(werkbak, f"/mensen/{subject}").tekst
    assert "In eigen woorden samen" in tekst
    assert "Grootste zorg jong" in tekst
    assert "Groep 18 tot 27 jaar, koophuis" in tekst
    assert "Hoe zelf, via het portaal" in tekst


def test_het_verhaal_laat_contact_termijnen_antwoorden_en_helper_zien(werkbak: FlaskClient) -> None:
    subject = mens()
    helper = {"naam": "Joke", "telefoon": "+31687654321", "relatie": "buurvrouw", "magGebeld": False}
    data = aanmelding(naam="Samira", helper=helper, kanaal="samen", eigenWoorden="Help", ingekort=True, taal="ar")
    lever(werkbak, gebeurtenis(subject=subject, data=data))
    tekst = open_pagina(werkbak, f"/mensen/{subject}").tekst
    for woorden in (
        "Telefoon 06 12345678",
        "Eerste contact uiterlijk di 24 nov",
        "Eerste gesprek uiterlijk vr 18 dec",
        "Naam Joke Telefoon 06 87654321 Relatie buurvrouw Mag gebeld worden nee",
        "is ingekort",
        "Taal Arabisch",
        "Startdatum vr 20 nov",
    ):
        assert woorden in tekst


def test_een_latere_wijziging_van_contact_telt(werkbak: FlaskClient) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding()))
    data = {"telefoon": "+31687654321", "email": "s@voorbeeld.example"}
    lever(werkbak, gebeurtenis("contactgegevens.gewijzigd", subject=subject, volgnummer=2, data=data))
    lijst = open_pagina(werkbak, "/").tekst
    assert "06 87654321" in lijst
    assert "06 12345678" not in lijst


def test_een_later_antwoord_over_naam_taal_of_bereikbaarheid_telt(werkbak: FlaskClient) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding(naam="Onbekende")))
    antwoorden: list[Json] = [
        {"onderwerp": "naam", "antwoord": "Sanne"},
        {"onderwerp": "taal", "antwoord": "tr"},
        {
            "onderwerp": "bereikbaarheid",
            "antwoord": {"email": "s@voorbeeld.example", "adres": {"straat": "Laan 1", "plaats": "Stad"}},
        },
        {"onderwerp": "leefgebieden", "antwoord": {"werk": "goed", "sociaal_netwerk": "gaat_wel"}},
        {"onderwerp": "haast", "antwoord": ["nee"], "gronden": [], "crisisinterventie": False},
    ]
    for nummer, data in enumerate(antwoorden, start=2):
        lever(werkbak, gebeurtenis("aanmelding.aangevuld", subject=subject, volgnummer=nummer, data=data))
    tekst = open_pagina(werkbak, f"/mensen/{subject}").tekst
    for woorden in ("Sanne", "Taal Turks", "E-mail s@voorbeeld.example", "Adres Laan 1, Stad", "Haast nee"):
        assert woorden in tekst
    assert "Hoe het gaat per leefgebied Werk: goed; Sociaal netwerk: gaat wel" in tekst
    assert "Dringend" not in tekst
    assert open_pagina(werkbak, "/?zoek=sanne").namen() == ["Sanne"]


@pytest.mark.parametrize(
    ("telefoon", "getoond", "link"),
    [
        ("+31612345678", "06 12345678", "tel:+31612345678"),
        ("+31201234567", "020 123 4567", "tel:+31201234567"),
        ("+32470123456", "+32 470 12 34 56", "tel:+32470123456"),
        ("06-12345678", "06 12345678", "tel:+31612345678"),
        ("06 12345678 of bij de buren", "06 12345678 of bij de buren", None),
        ("112", "112", None),
    ],
)
def test_een_nummer_staat_er_zoals_je_het_voorleest(
    werkbak: FlaskClient, telefoon: str, getoond: str, link: str | None
) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding(bereikbaarheid={"telefoon": telefoon})))
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    assert f"Telefoon {getoond}" in pagina.tekst
    links = [a.get("href", "") for a in pagina.alle("a") if a.get("href", "").startswith("tel:")]
    assert links == ([link] if link else [])


def test_berichten_staan_er_zoals_ze_zouden_aankomen(werkbak: FlaskClient) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding(naam="Sanne")))
    lever_melding(werkbak, melding(inwonerId=subject, tekst="Tot morgen"))
    mail = melding(kanaal="email", naar="s@voorbeeld.example", onderwerp="Je afspraak", tekst="Dag", inwonerId=None)
    lever_melding(werkbak, mail)
    lever_melding(werkbak, melding(kanaal="duif", taal="ar", tekst="مرحبا"))
    alles = open_pagina(werkbak, "/berichten")
    assert [h2.split(" aan ")[0] for h2 in alles.namen()] == ["duif", "E-mail", "Sms"]
    assert "Je afspraak" in alles.tekst
    assert [p.get("lang") for p in alles.alle("p", "ballon")] == ["ar", "nl", "nl"]
    sms = open_pagina(werkbak, "/berichten?kanaal=sms")
    assert "Tot morgen" in sms.tekst
    assert "Je afspraak" not in sms.tekst
    assert f"/mensen/{subject}" in sms.bron
    assert "Tot morgen" in open_pagina(werkbak, f"/mensen/{subject}").tekst


def test_veel_berichten_staan_op_meer_bladzijden(werkbak: FlaskClient) -> None:
    for nummer in range(31):
        lever_melding(werkbak, melding(tekst=f"Bericht {nummer}."))
    assert "Bericht 30." in open_pagina(werkbak, "/berichten").tekst
    laatste = open_pagina(werkbak, "/berichten?pagina=2")
    assert "Bericht 0." in laatste.tekst
    assert "Bladzijde 2 van 2" in laatste.tekst


@pytest.mark.parametrize("adres", ["/", "/berichten", "/?toon=ingetrokken", "/?zoek=niemand", "/is-er-niet"])
def test_een_lege_werkbak_heeft_ook_hele_bladzijden(werkbak: FlaskClient, adres: str) -> None:
    pagina = open_pagina(werkbak, adres)
    assert pagina.status == (404 if adres == "/is-er-niet" else 200)
    assert len(pagina.alle("h1")) == 1
    assert len(pagina.tekst) > 30


def test_een_verkeerde_methode_zegt_wat_wel_mag(werkbak: FlaskClient) -> None:
    antwoord = werkbak.get("/gebeurtenissen")
    assert (antwoord.status_code, antwoord.mimetype) == (405, "application/problem+json")
    assert "POST" in antwoord.headers["Allow"]
    assert werkbak.delete("/").status_code == 405
