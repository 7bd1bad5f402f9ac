"""What somebody may ask by law stays on the list until a counsellor says that it was done."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from portal.werkbak.taken import maand_later
from tests.werkbak.bouwers import Handklok, aanmelding, gebeurtenis, lever, mens
from tests.werkbak.paginas import noteer, open_pagina, verstuur

WOORDEN = {
    "verwijdering.gevraagd": "Gegevens wissen, zoals gevraagd",
    "correctie.gevraagd": "Gegevens verbeteren, zoals gevraagd",
    "inzage.gevraagd": "Laten zien wat de gemeente weet",
}
alle_plichten = pytest.mark.parametrize("soort", WOORDEN)


def vraag(werkbak: FlaskClient, soort: str, volgnummer: int = 2, subject: str = "") -> str:
    """Sign somebody up, have a first conversation, and let them ask for it."""
    if not subject:
        subject = mens()
        lever(werkbak, gebeurtenis(subject=subject, data=aanmelding(naam="Sanne")))
        noteer(werkbak, subject, "gesprek")
    lever(werkbak, gebeurtenis(soort, subject=subject, volgnummer=volgnummer, data={"tekst": "Mijn naam klopt niet."}))
    return subject


def gedaan(werkbak: FlaskClient, subject: str, soort: str, gezien_tot: str = "") -> None:
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    velden = {naam: pagina.veld(naam) for naam in ("formuliertoken", "eenmalig", "gezien_tot")}
    if gezien_tot:
        velden["gezien_tot"] = gezien_tot
    antwoord = werkbak.post(f"/mensen/{subject}/handelingen", data=velden | {"soort": "gedaan", "taak": soort})
    assert antwoord.status_code == 303


@alle_plichten
def test_een_plicht_staat_open_met_een_datum_van_een_maand_later(werkbak: FlaskClient, soort: str) -> None:
    vraag(werkbak, soort)
    assert f"{WOORDEN[soort]} uiterlijk zo 20 dec" in open_pagina(werkbak, "/").tekst


@alle_plichten
def test_een_plicht_is_ook_te_zien_naast_iets_dat_eerder_moet(werkbak: FlaskClient, soort: str) -> None:
    subject = vraag(werkbak, soort)
    data = {"contactUiterlijk": "2026-11-23"}
    lever(werkbak, gebeurtenis("terugval.gemeld", subject=subject, volgnummer=3, dringend=True, data=data))
    tekst = open_pagina(werkbak, "/").tekst
    assert "Contact na terugval uiterlijk ma 23 nov" in tekst
    assert f"Ook: {WOORDEN[soort]}" in tekst


@alle_plichten
def test_bellen_doet_een_plicht_niet(werkbak: FlaskClient, soort: str) -> None:
    subject = vraag(werkbak, soort)
    for wat in ("contact", "gesprek"):
        noteer(werkbak, subject, wat)
    assert WOORDEN[soort] in open_pagina(werkbak, "/").tekst


@alle_plichten
def test_intrekken_ontslaat_niet_van_een_plicht(werkbak: FlaskClient, soort: str) -> None:
    subject = vraag(werkbak, soort)
    lever(werkbak, gebeurtenis("aanmelding.ingetrokken", subject=subject, volgnummer=3, data={}))
    assert WOORDEN[soort] in open_pagina(werkbak, "/").tekst


@alle_plichten
def test_met_gedaan_is_een_plicht_klaar_en_dat_is_terug_te_draaien(werkbak: FlaskClient, soort: str) -> None:
    subject = vraag(werkbak, soort)
    gedaan(werkbak, subject, soort)
    assert "Niets open" in open_pagina(werkbak, "/").tekst
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    terug = re.findall(r'action="(/mensen/[^"]+/terugdraaien)"', pagina.bron)[-1]
    verstuur(werkbak, pagina, terug)
    assert WOORDEN[soort] in open_pagina(werkbak, "/").tekst


def test_gedaan_geldt_alleen_voor_die_ene_plicht(werkbak: FlaskClient) -> None:
    subject = vraag(werkbak, "verwijdering.gevraagd")
    vraag(werkbak, "correctie.gevraagd", 3, subject)
    gedaan(werkbak, subject, "verwijdering.gevraagd")
    tekst = open_pagina(werkbak, "/").tekst
    assert WOORDEN["verwijdering.gevraagd"] not in tekst
    assert WOORDEN["correctie.gevraagd"] in tekst


def test_wie_het_nog_eens_vraagt_staat_er_weer(werkbak: FlaskClient) -> None:
    subject = vraag(werkbak, "correctie.gevraagd")
    gezien = open_pagina(werkbak, f"/mensen/{subject}").veld("gezien_tot")
    vraag(werkbak, "correctie.gevraagd", 3, subject)
    gedaan(werkbak, subject, "correctie.gevraagd", gezien)
    assert WOORDEN["correctie.gevraagd"] in open_pagina(werkbak, "/").tekst


def test_alleen_een_plicht_kan_gedaan_zijn(werkbak: FlaskClient) -> None:
    subject = vraag(werkbak, "correctie.gevraagd")
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    velden = {naam: pagina.veld(naam) for naam in ("formuliertoken", "eenmalig", "gezien_tot")}
    for soort, taak in (("gedaan", "bellen"), ("gedaan", ""), ("status", "correctie.gevraagd"), ("weg", "")):
        antwoord = werkbak.post(f"/mensen/{subject}/handelingen", data=velden | {"soort": soort, "taak": taak})
        assert antwoord.status_code == 400


def test_een_plicht_die_bleef_liggen_is_te_laat(werkbak: FlaskClient, klok: Handklok) -> None:
    vraag(werkbak, "inzage.gevraagd")
    klok.verder(days=31)
    assert "Te laat" in open_pagina(werkbak, "/").tekst


@pytest.mark.parametrize(
    ("dag", "verwacht"),
    [
        (date(2026, 11, 20), date(2026, 12, 20)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2027, 3, 31), date(2027, 4, 30)),
    ],
)
def test_een_maand_later_is_dezelfde_dag_of_de_laatste(dag: date, verwacht: date) -> None:
    assert maand_later(dag) == verwacht
