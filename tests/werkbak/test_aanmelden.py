"""Somebody who called, came by or wrote: signed up by a counsellor, and handed a code that is nowhere kept."""

import re
from pathlib import Path

import pytest

from portal.omgeving import Omgeving
from tests.backoffice.bouwers import nieuw_token
from tests.veiligheid.vijandig import ALLES
from tests.werkbak.conftest import MaakWerkbak
from tests.werkbak.keten import Keten, code_in, subject_in
from tests.werkbak.paginas import Pagina, meldingen, open_pagina, tekst_van, velden_van, verstuur, vreemd

DEBT = re.compile(r"schuld|geld|betaal|gemeente|incasso|deurwaarder|hulpverlen", re.IGNORECASE)


def test_wie_belde_staat_in_het_portaal_en_in_de_werklijst(keten: Keten) -> None:
    subject, _ = keten.meld_aan(naam="Sanne", telefoon="06 12 34 56 78", veilig="ja", taal="ar")
    inwoner = keten.inwoner(subject)
    assert inwoner["naam"] == "Sanne"
    assert inwoner["bereikbaarheid"] == {"telefoon": "+31612345678"}
    assert (inwoner["veiligBereikbaar"], inwoner["taal"]) == ("ja", "ar")
    assert open_pagina(keten.werkbak, "/").namen() == ["Sanne"]
    assert "Aangemeld door een hulpverlener" in open_pagina(keten.werkbak, f"/mensen/{subject}").tekst


def test_met_de_code_op_het_kaartje_komt_iemand_binnen(keten: Keten) -> None:
    _, code = keten.meld_aan(naam="Sanne")
    _, getoond = keten.telefoon(code)
    assert "<h1>Vandaag</h1>" in getoond


def test_de_code_wordt_nergens_bewaard(keten: Keten, tmp_path: Path) -> None:
    _, code = keten.meld_aan(naam="Sanne")
    for bestand in tmp_path.glob("werkbak.sqlite3*"):
        inhoud = bestand.read_bytes()
        assert code.encode() not in inhoud
        assert code[:4].encode() + b" " + code[4:8].encode() not in inhoud


def test_een_dubbele_tik_is_een_mens_met_dezelfde_code(keten: Keten) -> None:
    pagina = open_pagina(keten.werkbak, "/aanmelden")
    antwoorden = [Pagina(verstuur(keten.werkbak, pagina, "/aanmelden", {"naam": "Sanne"})) for _ in range(2)]
    assert code_in(antwoorden[0]) == code_in(antwoorden[1])
    assert subject_in(antwoorden[0]) == subject_in(antwoorden[1])
    keten.breng()
    assert open_pagina(keten.werkbak, "/").namen() == ["Sanne"]


def test_hetzelfde_formulier_met_iets_anders_erin_maakt_niet_stil_een_ander(keten: Keten) -> None:
    pagina = open_pagina(keten.werkbak, "/aanmelden")
    verstuur(keten.werkbak, pagina, "/aanmelden", {"naam": "Sanne"})
    antwoord = verstuur(keten.werkbak, pagina, "/aanmelden", {"naam": "Sanne B"})
    assert antwoord.status_code == 422
    nog_eens = Pagina(antwoord)
    assert "Kijk eerst in de werklijst of deze persoon er al staat." in nog_eens.tekst
    assert velden_van(nog_eens, "/aanmelden")["naam"] == ["Sanne B"]
    assert verstuur(keten.werkbak, nog_eens, "/aanmelden").status_code == 200


def test_alleen_hoe_iemand_vroeg_is_nodig(keten: Keten) -> None:
    subject, _ = keten.meld_aan(kanaal="brief")
    inwoner = keten.inwoner(subject)
    aanmelding = inwoner["aanmelding"]
    assert isinstance(aanmelding, dict)
    assert (aanmelding["kanaal"], aanmelding["startdatum"]) == ("brief", "2026-11-20")
    assert inwoner["veiligBereikbaar"] == "onbekend"


def test_wie_vorige_week_al_belde_heeft_vanaf_toen_zijn_termijn(keten: Keten) -> None:
    subject, _ = keten.meld_aan(naam="Sanne", startdatum="13-11-2026")
    assert "Eerste gesprek uiterlijk vr 11 dec" in open_pagina(keten.werkbak, f"/mensen/{subject}").tekst


def test_bij_haast_staat_iemand_bovenaan(keten: Keten) -> None:
    keten.meld_aan(naam="Rustig")
    keten.meld_aan(naam="Haast", gronden=["woning", "energie_water"])
    assert open_pagina(keten.werkbak, "/").namen() == ["Haast", "Rustig"]


@pytest.mark.parametrize(
    ("veld", "getypt", "reden"),
    [
        ("email", "geen-adres", "is geen e-mailadres"),
        ("telefoon", "?", "is geen telefoonnummer"),
        ("startdatum", "2026-11-21", "ligt in de toekomst"),
        ("startdatum", "eergisteren", "moet een datum"),
        ("kanaal", "duif", "moet een van deze zijn"),
    ],
)
def test_wat_niet_kan_staat_bij_het_veld_en_alles_staat_er_nog(
    keten: Keten, veld: str, getypt: str, reden: str
) -> None:
    anders: dict[str, str | list[str]] = {"naam": "Sanne", "veilig": "nee", "gronden": ["woning"], veld: getypt}
    antwoord = verstuur(keten.werkbak, open_pagina(keten.werkbak, "/aanmelden"), "/aanmelden", anders)
    assert antwoord.status_code == 422
    pagina = Pagina(antwoord)
    assert any(f"Let op: {reden}" in tekst_van(fout) for fout in pagina.alle("span", "fouttekst"))
    velden = velden_van(pagina, "/aanmelden")
    assert (velden["naam"], velden["veilig"], velden["gronden"]) == (["Sanne"], ["nee"], ["woning"])
    if veld != "kanaal":
        assert velden[veld] == [getypt]


def test_vijandige_tekst_blijft_tekst(keten: Keten) -> None:
    for tekst in ALLES:
        pagina = open_pagina(keten.werkbak, "/aanmelden")
        alles = dict.fromkeys(("naam", "telefoon", "email", "startdatum", "taal", "kanaal", "veilig"), tekst)
        fout = Pagina(verstuur(keten.werkbak, pagina, "/aanmelden", alles | {"gronden": [tekst]}))
        subject, _ = keten.meld_aan(naam=tekst)
        for deel in (fout, *(open_pagina(keten.werkbak, f"/mensen/{subject}{pad}") for pad in ("", "/weg"))):
            assert vreemd(deel) == [], tekst
    assert vreemd(open_pagina(keten.werkbak, "/")) == []


def test_op_het_kaartje_staat_niets_waar_een_meelezer_iets_aan_heeft(
    maak: MaakWerkbak, omgeving: Omgeving, portaal_url: str
) -> None:
    token, _ = nieuw_token(omgeving.databank, omgeving.klok.nu())
    werkbak = maak(
        PORTAL_BASE_URL=portaal_url,
        PORTAL_WERKBAK_TOKEN=token,
        PORTAL_WERKBAK_TELEFOON="0800 0000 000",
        PORTAL_WERKBAK_OPENINGSTIJDEN="Maandag tot en met vrijdag 09:00 tot 17:00",
    ).test_client()
    antwoord = verstuur(werkbak, open_pagina(werkbak, "/aanmelden"), "/aanmelden", {"naam": "Sanne"})
    pagina = Pagina(antwoord)
    (kaart,) = pagina.alle("section", "printkaart")
    tekst = tekst_van(kaart)
    assert not DEBT.search(tekst)
    assert "Sanne" not in tekst
    assert f"{portaal_url}/verder" in tekst
    assert "0800 0000 000" in tekst
    assert "Maandag tot en met vrijdag 09:00 tot 17:00" in tekst
    stijlen = [link.get("href", "") for link in pagina.alle("link") if link.get("rel") == "stylesheet"]
    blad = next(adres for adres in stijlen if "kaartje" in adres)
    with werkbak.get(blad) as css:
        assert re.search(r"@page\s*{\s*size:\s*105mm 148mm", css.get_data(as_text=True))
    assert antwoord.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("veilig", "woorden"),
    [
        ("onbekend", "We weten niet of anderen meelezen."),
        ("nee", "Anderen lezen mee."),
        ("alleen_neutraal", "misschien"),
    ],
)
def test_het_kaartje_gaat_niet_op_de_post_als_dat_niet_veilig_is(keten: Keten, veilig: str, woorden: str) -> None:
    antwoord = verstuur(keten.werkbak, open_pagina(keten.werkbak, "/aanmelden"), "/aanmelden", {"veilig": veilig})
    tekst = Pagina(antwoord).tekst
    assert woorden in tekst
    assert "Stuur hem niet op." in tekst


def test_direct_na_het_aanmelden_is_de_mens_er_al(keten: Keten) -> None:
    antwoord = verstuur(keten.werkbak, open_pagina(keten.werkbak, "/aanmelden"), "/aanmelden", {"naam": "Sanne"})
    subject = subject_in(Pagina(antwoord))
    pagina = open_pagina(keten.werkbak, f"/mensen/{subject}")
    assert "Sanne" in pagina.tekst
    assert "De aanmelding komt hier vanzelf binnen." in pagina.tekst
    keten.breng()
    assert "komt hier vanzelf" not in open_pagina(keten.werkbak, f"/mensen/{subject}").tekst


def test_een_nieuwe_code_opent_de_ruimte_en_de_oude_niet_meer(keten: Keten) -> None:
    subject, oud = keten.meld_aan(naam="Sanne")
    adres = f"/mensen/{subject}/code"
    assert "Weet je zeker dat je deze persoon spreekt?" in open_pagina(keten.werkbak, adres).tekst
    eerste, tweede = (Pagina(verstuur(keten.werkbak, open_pagina(keten.werkbak, adres), adres)) for _ in range(2))
    assert "Gebruik deze code uiterlijk donderdag 26 november 2026" in tweede.tekst
    assert code_in(eerste) != code_in(tweede) != oud
    assert "<h1>Vandaag</h1>" not in keten.telefoon(code_in(eerste))[1]
    assert "Je nieuwe code" in keten.telefoon(code_in(tweede))[1]
    assert "<h1>Vandaag</h1>" not in keten.telefoon(oud)[1]
    assert meldingen(open_pagina(keten.werkbak, f"/mensen/{subject}")) == []
    assert "Nieuwe code gegeven" in open_pagina(keten.werkbak, f"/mensen/{subject}").tekst


def test_op_het_kaartje_staat_het_adres_zoals_je_het_typt(
    maak: MaakWerkbak, omgeving: Omgeving, portaal_url: str
) -> None:
    token, _ = nieuw_token(omgeving.databank, omgeving.klok.nu())
    werkbak = maak(
        PORTAL_BASE_URL="https://rustpunt.voorbeeldstad.example",
        PORTAL_WERKBAK_PORTAAL=portaal_url,
        PORTAL_WERKBAK_TOKEN=token,
    ).test_client()
    antwoord = verstuur(werkbak, open_pagina(werkbak, "/aanmelden"), "/aanmelden")
    (kaart,) = Pagina(antwoord).alle("section", "printkaart")
    assert "Ga naar rustpunt.voorbeeldstad.example/verder en vul je code in." in tekst_van(kaart)
