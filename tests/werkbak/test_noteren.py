"""What a counsellor notes: it stays here, counts once, and can be taken back."""

import re

import pytest
from flask.testing import FlaskClient

from tests.werkbak.bouwers import aanmelding, dagen_na, gebeurtenis, lever, mens
from tests.werkbak.paginas import noteer, open_pagina


@pytest.fixture
def sanne(werkbak: FlaskClient) -> str:
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding(naam="Sanne")))
    return subject


def test_wat_genoteerd_is_staat_in_het_verhaal(werkbak: FlaskClient, sanne: str) -> None:
    antwoord = noteer(werkbak, sanne, "contact", "Belt morgen terug.\r\nHeeft een hond.")
    assert (antwoord.status_code, antwoord.location) == (303, f"/mensen/{sanne}")
    pagina = open_pagina(werkbak, f"/mensen/{sanne}")
    assert "Genoteerd: contact gehad." in pagina.tekst
    assert "Belt morgen terug.\nHeeft een hond." in pagina.bron
    assert "Genoteerd" not in open_pagina(werkbak, f"/mensen/{sanne}").tekst


def test_een_dubbele_tik_telt_een_keer(werkbak: FlaskClient, sanne: str) -> None:
    eenmalig = "0190a1b2-0000-7000-8000-000000000001"
    for _ in range(2):
        noteer(werkbak, sanne, "notitie", "Een keer", eenmalig=eenmalig)
    assert open_pagina(werkbak, f"/mensen/{sanne}").tekst.count("Een keer") == 1


def test_een_lege_notitie_wordt_niet_bewaard(werkbak: FlaskClient, sanne: str) -> None:
    antwoord = noteer(werkbak, sanne, "notitie", "  \n ")
    assert antwoord.status_code == 422
    assert "Schrijf eerst iets op." in antwoord.text


def test_een_heel_lange_notitie_wordt_op_tienduizend_tekens_bewaard(werkbak: FlaskClient, sanne: str) -> None:
    assert noteer(werkbak, sanne, "notitie", "😀" * 10_001).status_code == 303
    assert open_pagina(werkbak, f"/mensen/{sanne}").bron.count("😀") == 10_000


def test_wat_binnenkwam_na_het_openen_van_de_bladzijde_blijft_open(werkbak: FlaskClient, sanne: str) -> None:
    gezien = open_pagina(werkbak, f"/mensen/{sanne}").veld("gezien_tot")
    data = {"contactUiterlijk": dagen_na(1)}
    lever(werkbak, gebeurtenis("terugval.gemeld", subject=sanne, volgnummer=2, dringend=True, data=data))
    noteer(werkbak, sanne, "contact", gezien_tot=gezien)
    lijst = open_pagina(werkbak, "/").tekst
    assert "Dringend" in lijst
    assert "Contact na terugval" in lijst


def test_wat_nog_moet_komen_is_niet_al_gezien(werkbak: FlaskClient, sanne: str) -> None:
    noteer(werkbak, sanne, "contact", gezien_tot="999999999")
    lever(werkbak, gebeurtenis("contact.nodig", subject=sanne, volgnummer=2, data={"uiterlijk": dagen_na(1)}))
    assert "Contact nodig" in open_pagina(werkbak, "/").tekst


def test_terugdraaien_maakt_het_weer_open_en_blijft_zichtbaar(werkbak: FlaskClient, sanne: str) -> None:
    noteer(werkbak, sanne, "contact")
    pagina = open_pagina(werkbak, f"/mensen/{sanne}")
    assert "Eerste contact uiterlijk di 24 nov (" not in pagina.tekst
    (pad,) = re.findall(r'action="(/mensen/[^"]+/terugdraaien)"', pagina.bron)
    antwoord = werkbak.post(pad, data={"formuliertoken": pagina.veld("formuliertoken")})
    assert antwoord.status_code == 303
    pagina = open_pagina(werkbak, f"/mensen/{sanne}")
    assert "Eerste contact uiterlijk di 24 nov (" in pagina.tekst
    assert "teruggedraaid" in pagina.tekst


def test_van_een_ander_terugdraaien_kan_niet(werkbak: FlaskClient, sanne: str) -> None:
    ander = mens()
    lever(werkbak, gebeurtenis(subject=ander, data=aanmelding()))
    noteer(werkbak, sanne, "contact")
    pagina = open_pagina(werkbak, f"/mensen/{sanne}")
    (pad,) = re.findall(r'action="(/mensen/[^"]+/terugdraaien)"', pagina.bron)
    antwoord = werkbak.post(pad.replace(sanne, ander), data={"formuliertoken": pagina.veld("formuliertoken")})
    assert antwoord.status_code == 404


@pytest.mark.parametrize(
    "anders", [{"soort": "weg"}, {"eenmalig": "geen-uuid"}, {"gezien_tot": "alles"}, {"gezien_tot": ""}]
)
def test_een_verknoeid_formulier_is_400(werkbak: FlaskClient, sanne: str, anders: dict[str, str]) -> None:
    soort = anders.pop("soort", "contact")
    assert noteer(werkbak, sanne, soort, **anders).status_code == 400


def test_over_wie_er_niet_is_valt_niets_te_noteren(werkbak: FlaskClient, sanne: str) -> None:
    pagina = open_pagina(werkbak, f"/mensen/{sanne}")
    velden = {naam: pagina.veld(naam) for naam in ("formuliertoken", "eenmalig", "gezien_tot")}
    antwoord = werkbak.post(f"/mensen/{mens()}/handelingen", data=velden | {"soort": "contact"})
    assert antwoord.status_code == 404
