"""The worklist: who comes first, what is marked, and how one finds somebody."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.werkbak.bouwers import Handklok, aanmelding, dagen_na, gebeurtenis, lever, mens
from tests.werkbak.paginas import noteer, open_pagina, tekst_van


def meld_aan(werkbak: FlaskClient, naam: str, *, bellen: int = 2, gesprek: int = 28, **velden: object) -> str:
    """Sign somebody up with latest dates so many days from BEGIN."""
    subject = mens()
    termijnen = {"belbelofteUiterlijk": dagen_na(bellen), "eersteGesprekUiterlijk": dagen_na(gesprek)}
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding(naam=naam, termijnen=termijnen, **velden)))
    return subject


def namen(werkbak: FlaskClient, adres: str = "/") -> list[str]:
    return open_pagina(werkbak, adres).namen()


def rij(werkbak: FlaskClient, naam: str, adres: str = "/") -> str:
    rijen = [tekst_van(li) for li in open_pagina(werkbak, adres).alle("li", "rij")]
    return next(tekst for tekst in rijen if tekst.startswith(naam))


def test_wie_het_eerst_gebeld_moet_worden_staat_bovenaan(werkbak: FlaskClient) -> None:
    meld_aan(werkbak, "Derde", bellen=5)
    meld_aan(werkbak, "Eerste", bellen=1)
    meld_aan(werkbak, "Tweede", bellen=3)
    assert namen(werkbak) == ["Eerste", "Tweede", "Derde"]


def test_wie_haast_heeft_staat_boven_wie_te_laat_is(werkbak: FlaskClient) -> None:
    meld_aan(werkbak, "Te laat", bellen=-3)
    meld_aan(werkbak, "Haast", bellen=3, crisisinterventie=True)
    assert namen(werkbak) == ["Haast", "Te laat"]
    assert "Dringend" in rij(werkbak, "Haast")
    assert "Dringend" not in rij(werkbak, "Te laat")


def test_haast_die_later_blijkt_zet_iemand_bovenaan_met_de_nieuwe_datum(werkbak: FlaskClient) -> None:
    meld_aan(werkbak, "Ander", bellen=1)
    subject = meld_aan(werkbak, "Haast", bellen=2)
    data = {
        "onderwerp": "haast",
        "antwoord": ["woning"],
        "gronden": ["woning"],
        "crisisinterventie": True,
        "termijnen": {"belbelofteUiterlijk": dagen_na(2), "eersteGesprekUiterlijk": dagen_na(5)},
    }
    lever(werkbak, gebeurtenis("aanmelding.aangevuld", subject=subject, volgnummer=2, dringend=True, data=data))
    assert namen(werkbak) == ["Haast", "Ander"]
    tekst = open_pagina(werkbak, f"/mensen/{subject}").tekst
    assert "Eerste gesprek uiterlijk wo 25 nov" in tekst
    assert "moet misschien het huis uit" in tekst


def test_haast_na_het_eerste_gesprek_vraagt_opnieuw_een_gesprek(werkbak: FlaskClient) -> None:
    subject = meld_aan(werkbak, "Haast")
    noteer(werkbak, subject, "gesprek")
    assert "Niets open" in rij(werkbak, "Haast")
    data = {"onderwerp": "haast", "crisisinterventie": True, "termijnen": {"eersteGesprekUiterlijk": dagen_na(5)}}
    lever(werkbak, gebeurtenis("aanmelding.aangevuld", subject=subject, volgnummer=2, dringend=True, data=data))
    assert "Dringend" in rij(werkbak, "Haast")
    assert "uiterlijk wo 25 nov" in rij(werkbak, "Haast")


def test_na_het_contact_telt_de_datum_van_het_gesprek(werkbak: FlaskClient) -> None:
    gebeld = meld_aan(werkbak, "Gebeld", bellen=1, gesprek=28)
    meld_aan(werkbak, "Wacht", bellen=2)
    assert namen(werkbak) == ["Gebeld", "Wacht"]
    noteer(werkbak, gebeld, "contact")
    assert namen(werkbak) == ["Wacht", "Gebeld"]
    assert "Eerste gesprek uiterlijk vr 18 dec" in rij(werkbak, "Gebeld")


def test_na_het_gesprek_staat_niets_meer_open(werkbak: FlaskClient) -> None:
    subject = meld_aan(werkbak, "Klaar")
    noteer(werkbak, subject, "gesprek")
    assert "Niets open" in rij(werkbak, "Klaar")


def test_te_laat_staat_er_in_een_woord(werkbak: FlaskClient, klok: Handklok) -> None:
    meld_aan(werkbak, "Sanne", bellen=2)
    klok.verder(days=2)
    assert "Te laat" not in rij(werkbak, "Sanne")
    assert "(vandaag)" in rij(werkbak, "Sanne")
    klok.verder(days=1)
    assert "Te laat" in rij(werkbak, "Sanne")
    assert "(gisteren)" in rij(werkbak, "Sanne")


def test_wie_zich_terugtrok_staat_apart_tot_het_hersteld_is(werkbak: FlaskClient) -> None:
    subject = meld_aan(werkbak, "Kees")
    lever(werkbak, gebeurtenis("aanmelding.ingetrokken", subject=subject, volgnummer=2, data={"aanmeldingId": "a"}))
    assert namen(werkbak) == []
    assert namen(werkbak, "/?toon=ingetrokken") == ["Kees"]
    assert "Te laat" not in rij(werkbak, "Kees", "/?toon=ingetrokken")
    lever(werkbak, gebeurtenis("aanmelding.hersteld", subject=subject, volgnummer=3, data={"aanmeldingId": "a"}))
    assert namen(werkbak) == ["Kees"]
    assert namen(werkbak, "/?toon=ingetrokken") == []


def test_wie_na_intrekken_dringend_iets_meldt_staat_weer_in_de_lijst(werkbak: FlaskClient) -> None:
    subject = meld_aan(werkbak, "Kees")
    lever(werkbak, gebeurtenis("aanmelding.ingetrokken", subject=subject, volgnummer=2, data={}))
    data = {"contactUiterlijk": dagen_na(1)}
    lever(werkbak, gebeurtenis("terugval.gemeld", subject=subject, volgnummer=3, dringend=True, data=data))
    assert "Contact na terugval uiterlijk za 21 nov" in rij(werkbak, "Kees")
    assert "Ingetrokken" in rij(werkbak, "Kees")


def test_wie_na_afzeggen_toch_komt_hoeft_niet_gebeld_te_worden(werkbak: FlaskClient) -> None:
    subject = mens()
    data = {"afspraakId": "a1", "vervolg": "bel_mij", "contactUiterlijk": "2026-11-24"}
    lever(werkbak, gebeurtenis("afspraak.afgezegd", subject=subject, volgnummer=1, data=data))
    lever(werkbak, gebeurtenis("afspraak.bevestigd", subject=subject, volgnummer=2, data={"afspraakId": "a2"}))
    assert "kan niet komen" in rij(werkbak, "Naam onbekend")
    lever(werkbak, gebeurtenis("afspraak.bevestigd", subject=subject, volgnummer=3, data={"afspraakId": "a1"}))
    assert "Niets open" in rij(werkbak, "Naam onbekend")
    lever(werkbak, gebeurtenis("afspraak.afgezegd", subject=subject, volgnummer=4, data=data))
    assert "kan niet komen" in rij(werkbak, "Naam onbekend")


@pytest.mark.parametrize(
    ("soort", "data", "woorden"),
    [
        ("terugval.gemeld", {"contactUiterlijk": "2026-11-23"}, "Contact na terugval uiterlijk ma 23 nov"),
        ("contact.nodig", {"uiterlijk": "2026-11-23", "reden": "no-show"}, "Contact nodig uiterlijk ma 23 nov"),
        (
            "afspraak.afgezegd",
            {"afspraakId": "a1", "vervolg": "later", "contactUiterlijk": "2026-11-24"},
            "Contact: kan niet komen op de afspraak uiterlijk di 24 nov",
        ),
        (
            "afspraak.verzet_gevraagd",
            {"afspraakId": "a1", "voorkeur": "thuis", "contactUiterlijk": "2026-11-24"},
            "Ander moment zoeken voor de afspraak uiterlijk di 24 nov",
        ),
        ("melding.mislukt", {"kanaal": "sms"}, "Bellen: bericht kwam niet aan"),
        ("maatje.zorg_gemeld", {"tekst": "Ik hoor niets meer"}, "Contact: maatje maakt zich zorgen"),
        ("vroegsignaal.belverzoek", {"kenmerk": "A1"}, "Bellen over de brief"),
        ("checkin.beantwoord", {"antwoord": "niet_goed", "bellen": True}, "Bellen: inwoner vraagt erom"),
    ],
)
def test_wie_om_contact_vraagt_staat_open_tot_het_contact(
    werkbak: FlaskClient, soort: str, data: dict[str, object], woorden: str
) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis(soort, subject=subject, data=data))
    assert woorden in rij(werkbak, "Naam onbekend")
    noteer(werkbak, subject, "contact")
    assert "Niets open" in rij(werkbak, "Naam onbekend")


def test_een_onbekende_dringende_gebeurtenis_blijft_niet_liggen(werkbak: FlaskClient) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis("iets.nieuws", subject=subject, dringend=True))
    assert "Dringende gebeurtenis bekijken" in rij(werkbak, "Naam onbekend")


def test_een_datum_die_verstreek_wordt_gezien_ook_naast_iets_zonder_datum(werkbak: FlaskClient, klok: Handklok) -> None:
    subject = meld_aan(werkbak, "Sanne", bellen=1)
    lever(werkbak, gebeurtenis("melding.mislukt", subject=subject, volgnummer=2, data={"kanaal": "sms"}))
    klok.verder(days=3)
    assert "Te laat" in rij(werkbak, "Sanne")
    assert "Ook: Bellen: bericht kwam niet aan" in rij(werkbak, "Sanne")
    assert namen(werkbak, "/?toon=te-laat") == ["Sanne"]


@pytest.mark.parametrize(
    ("toon", "verwacht"),
    [
        ("open", ["Haast", "Laat", "Vandaag", "Later"]),
        ("dringend", ["Haast"]),
        ("te-laat", ["Laat"]),
        ("vandaag", ["Vandaag"]),
        ("nieuw", ["Haast", "Vandaag", "Later"]),
        ("ingetrokken", ["Weg"]),
        ("bestaat-niet", ["Haast", "Laat", "Vandaag", "Later"]),
    ],
)
def test_de_lijst_is_te_filteren(werkbak: FlaskClient, toon: str, verwacht: list[str]) -> None:
    meld_aan(werkbak, "Haast", bellen=1, crisisinterventie=True)
    meld_aan(werkbak, "Laat", bellen=-1, startdatum="2026-11-17")
    meld_aan(werkbak, "Vandaag", bellen=0)
    meld_aan(werkbak, "Later", bellen=2)
    weg = meld_aan(werkbak, "Weg")
    lever(werkbak, gebeurtenis("aanmelding.ingetrokken", subject=weg, volgnummer=2, data={}))
    assert namen(werkbak, f"/?toon={toon}") == verwacht


@pytest.mark.parametrize(
    ("zoek", "verwacht"),
    [
        ("ozturk", ["Fatma Öztürk"]),
        ("FATMA", ["Fatma Öztürk"]),
        ("06 1111 1111", ["Fatma Öztürk"]),
        ("+31 6 11111111", ["Fatma Öztürk"]),
        ("0031611111111", ["Fatma Öztürk"]),
        ("1111-1111", ["Fatma Öztürk"]),
        ("٠٦١١١١١١١١", ["Fatma Öztürk"]),
        ("bert@voorbeeld.example", ["Bert de Groot"]),
        ("06 9", []),
        ("%", []),
        ("_", []),
        ("niemand", []),
        ("kees", ["Kees Wit"]),
    ],
)
def test_zoeken_op_naam_nummer_en_mail(werkbak: FlaskClient, zoek: str, verwacht: list[str]) -> None:
    meld_aan(werkbak, "Fatma Öztürk", bereikbaarheid={"telefoon": "+31611111111"})
    meld_aan(werkbak, "Bert de Groot", bereikbaarheid={"email": "bert@voorbeeld.example"})
    weg = meld_aan(werkbak, "Kees Wit", bereikbaarheid={"telefoon": "+31722222222"})
    lever(werkbak, gebeurtenis("aanmelding.ingetrokken", subject=weg, volgnummer=2, data={}))
    pagina = open_pagina(werkbak, f"/?zoek={quote(zoek)}")
    assert pagina.namen() == verwacht


def test_bladeren_laat_iedereen_een_keer_zien(werkbak: FlaskClient) -> None:
    for nummer in range(103):
        meld_aan(werkbak, f"Mens {nummer:03}", bellen=nummer, gesprek=nummer + 1)
    bladen = [namen(werkbak, f"/?pagina={blad}") for blad in (1, 2, 3)]
    assert [len(blad) for blad in bladen] == [50, 50, 3]
    assert [naam for blad in bladen for naam in blad] == [f"Mens {nummer:03}" for nummer in range(103)]
    assert "Bladzijde 3 van 3" in open_pagina(werkbak, "/?pagina=3").tekst


@pytest.mark.parametrize("pagina", ["0", "-1", "99", "x", "²", "9" * 400])
def test_een_bladzijde_die_er_niet_is_wordt_een_die_er_wel_is(werkbak: FlaskClient, pagina: str) -> None:
    meld_aan(werkbak, "Sanne")
    assert namen(werkbak, f"/?pagina={pagina}") == ["Sanne"]


@pytest.mark.parametrize(
    ("veilig", "woorden"),
    [
        ("onbekend", "Onbekend of berichten veilig zijn: spreek niets in en zeg niet 'gemeente'."),
        ("ja", "Berichten en inspreken zijn veilig."),
        ("alleen_neutraal", "Alleen neutraal: zeg en schrijf niets over de gemeente of over geld."),
        ("nee", "Niet veilig: stuur geen berichten, spreek niets in en zeg niet 'gemeente'."),
        ("iets-nieuws", "Onbekend of berichten veilig zijn: spreek niets in en zeg niet 'gemeente'."),
    ],
)
def test_bij_het_nummer_staat_of_bellen_veilig_is(werkbak: FlaskClient, veilig: str, woorden: str) -> None:
    subject = meld_aan(werkbak, "Sanne", veiligBereikbaar=veilig)
    assert woorden in rij(werkbak, "Sanne")
    assert woorden in open_pagina(werkbak, f"/mensen/{subject}").tekst


def test_een_later_antwoord_over_veiligheid_telt(werkbak: FlaskClient) -> None:
    subject = meld_aan(werkbak, "Sanne", veiligBereikbaar="ja")
    data = {"onderwerp": "veilig", "antwoord": "nee"}
    lever(werkbak, gebeurtenis("aanmelding.aangevuld", subject=subject, volgnummer=2, data=data))
    assert "Niet veilig" in rij(werkbak, "Sanne")


def test_een_onzeker_nummer_staat_er_zoals_getypt_en_is_geen_link(werkbak: FlaskClient) -> None:
    subject = meld_aan(werkbak, "Sanne", bereikbaarheid={"telefoon": "06 1234 567", "telefoonOnzeker": True})
    assert "06 1234 567 (zoals getypt" in rij(werkbak, "Sanne")
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    assert not [a for a in pagina.alle("a") if a.get("href", "").startswith("tel:")]


def test_wat_verdacht_is_staat_er_in_woorden_bij(werkbak: FlaskClient) -> None:
    meld_aan(werkbak, "Bot", verdacht=True)
    assert "Mogelijk niet echt" in rij(werkbak, "Bot")


def test_zonder_telefoon_staat_er_hoe_het_wel_kan(werkbak: FlaskClient) -> None:
    meld_aan(werkbak, "Langs", bereikbaarheid={"langskomen": True, "adres": "Dorpsstraat 1, Voorbeeldstad"})
    assert "Brief naar Dorpsstraat 1, Voorbeeldstad" in rij(werkbak, "Langs")
    assert "Komt liever langs" in rij(werkbak, "Langs")
