"""How long the werkbak keeps people: not for ever, and on request not at all."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.werkbak import opslag as opslag_module
from portal.werkbak.bewaren import ruim_geregeld_op, ruim_op
from portal.werkbak.instellingen import OnjuisteWerkbakInstelling, lees_werkbak_instellingen
from portal.werkbak.omgeving import EXTENSIE, Omgeving
from portal.werkbak.opslag import Opslag
from tests.werkbak.bouwers import GEHEIM, Handklok, aanmelding, gebeurtenis, lever, lever_melding, melding, mens
from tests.werkbak.conftest import MaakWerkbak
from tests.werkbak.paginas import meldingen, noteer, open_pagina, verstuur

KANARIE = "Kanarievogel"


@pytest.fixture
def app(maak: MaakWerkbak) -> Flask:
    return maak()


@pytest.fixture
def werkbak(app: Flask) -> FlaskClient:
    return app.test_client()


def meld_aan(werkbak: FlaskClient, klok: Handklok, naam: str = KANARIE) -> str:
    """Somebody with an event, a message and a note, today."""
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding(naam=naam)), klok.nu())
    lever_melding(werkbak, melding(inwonerId=subject, tekst=f"Dag {naam}"), klok.nu())
    return subject


def opruimen(app: Flask, klok: Handklok, dagen: int = 90) -> int:
    hier: Omgeving = app.extensions[EXTENSIE]
    return ruim_op(hier.opslag, dagen, klok.nu())


def in_de_bestanden(map_: Path, tekst: str) -> bool:
    return any(tekst.encode() in bestand.read_bytes() for bestand in map_.glob("werkbak.sqlite3*"))


def test_wie_lang_niets_liet_horen_gaat_weg(app: Flask, werkbak: FlaskClient, klok: Handklok, tmp_path: Path) -> None:
    subject = meld_aan(werkbak, klok)
    noteer(werkbak, subject, "notitie", f"{KANARIE} belde")
    klok.verder(days=90)
    assert opruimen(app, klok) == 0
    klok.verder(seconds=1)
    assert opruimen(app, klok) == 1
    assert open_pagina(werkbak, "/").namen() == []
    assert open_pagina(werkbak, f"/mensen/{subject}").status == 404
    assert KANARIE not in open_pagina(werkbak, "/berichten").tekst
    assert not in_de_bestanden(tmp_path, KANARIE)


def test_het_laatste_teken_telt(app: Flask, werkbak: FlaskClient, klok: Handklok) -> None:
    door_gebeurtenis, door_notitie = meld_aan(werkbak, klok, "Gebeurtenis"), meld_aan(werkbak, klok, "Notitie")
    meld_aan(werkbak, klok, "Niets")
    klok.verder(days=60)
    lever(werkbak, gebeurtenis("iets.nieuws", subject=door_gebeurtenis, volgnummer=2), klok.nu())
    noteer(werkbak, door_notitie, "notitie", "Belde")
    klok.verder(days=60)
    assert opruimen(app, klok) == 1
    assert sorted(open_pagina(werkbak, "/").namen()) == ["Gebeurtenis", "Notitie"]


def test_een_bericht_van_niemand_gaat_na_dezelfde_tijd(app: Flask, werkbak: FlaskClient, klok: Handklok) -> None:
    lever_melding(werkbak, melding(tekst=KANARIE), klok.nu())
    klok.verder(days=91)
    opruimen(app, klok)
    assert KANARIE not in open_pagina(werkbak, "/berichten").tekst


def test_heel_veel_mensen_gaan_in_een_keer(app: Flask, werkbak: FlaskClient, klok: Handklok) -> None:
    for _ in range(203):
        lever(werkbak, gebeurtenis(subject=mens(), data=aanmelding()), klok.nu())
    klok.verder(days=91)
    assert opruimen(app, klok) == 203


def test_bij_het_starten_wordt_opgeruimd(maak: MaakWerkbak, werkbak: FlaskClient, klok: Handklok) -> None:
    meld_aan(werkbak, klok)
    klok.verder(days=8)
    assert open_pagina(maak(PORTAL_WERKBAK_BEWAARDAGEN="7").test_client(), "/").namen() == []


def test_zolang_de_werkbak_draait_wordt_er_geregeld_opgeruimd(app: Flask, werkbak: FlaskClient, klok: Handklok) -> None:
    meld_aan(werkbak, klok)
    klok.verder(days=91)
    klaar, hier = threading.Event(), app.extensions[EXTENSIE]
    draad = threading.Thread(target=ruim_geregeld_op, args=(hier.opslag, 90, klok, klaar, 0.01))
    draad.start()
    try:
        for _ in range(3000):
            if not open_pagina(werkbak, "/").namen():
                break
            time.sleep(0.01)
        else:
            raise AssertionError("nobody was wiped")
    finally:
        klaar.set()
        draad.join()


def test_van_wie_gewist_is_blijft_na_een_jaar_niets_over(
    app: Flask, werkbak: FlaskClient, klok: Handklok, tmp_path: Path
) -> None:
    subject = meld_aan(werkbak, klok)
    adres = f"/mensen/{subject}/wissen"
    verstuur(werkbak, open_pagina(werkbak, adres), adres)
    assert in_de_bestanden(tmp_path, subject)
    klok.verder(days=366)
    opruimen(app, klok)
    assert not in_de_bestanden(tmp_path, subject)


def test_wissen_vraagt_het_eerst_en_laat_niets_achter(werkbak: FlaskClient, klok: Handklok, tmp_path: Path) -> None:
    subject, ander = meld_aan(werkbak, klok), meld_aan(werkbak, klok, "Ander")
    adres = f"/mensen/{subject}/wissen"
    vraag = open_pagina(werkbak, adres)
    assert f"Wis {KANARIE} ?" in vraag.tekst
    assert in_de_bestanden(tmp_path, KANARIE)
    assert verstuur(werkbak, vraag, adres).location == "/"
    lijst = open_pagina(werkbak, "/")
    assert meldingen(lijst) == ["Deze persoon is uit de werkbak gewist."]
    assert lijst.namen() == ["Ander"]
    assert open_pagina(werkbak, adres).status == 404
    assert open_pagina(werkbak, f"/mensen/{ander}").status == 200
    assert not in_de_bestanden(tmp_path, KANARIE)


def test_een_late_tweede_bezorging_haalt_niemand_terug(werkbak: FlaskClient, tmp_path: Path) -> None:
    subject = mens()
    event = gebeurtenis(subject=subject, data=aanmelding(naam=KANARIE))
    lever(werkbak, event)
    adres = f"/mensen/{subject}/wissen"
    verstuur(werkbak, open_pagina(werkbak, adres), adres)
    antwoord = lever(werkbak, event)
    assert (antwoord.status_code, antwoord.get_json()["nieuw"]) == (200, False)
    assert open_pagina(werkbak, "/").namen() == []
    assert not in_de_bestanden(tmp_path, KANARIE)


def test_iets_nieuws_na_het_wissen_wordt_gezien_en_is_geen_gat(werkbak: FlaskClient) -> None:
    subject = mens()
    for nummer in (1, 2):
        lever(werkbak, gebeurtenis("iets.nieuws", subject=subject, volgnummer=nummer))
    adres = f"/mensen/{subject}/wissen"
    verstuur(werkbak, open_pagina(werkbak, adres), adres)
    lever(werkbak, gebeurtenis("terugval.gemeld", subject=subject, volgnummer=3, dringend=True, data={}))
    assert "Contact na terugval" in open_pagina(werkbak, "/").tekst
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    assert "nog niet binnen" not in pagina.tekst
    lever(werkbak, gebeurtenis("iets.nieuws", subject=subject, volgnummer=5))
    assert "Nummer 4 is nog niet binnen" in open_pagina(werkbak, f"/mensen/{subject}").tekst


@pytest.mark.parametrize("dagen", ["0", "-1", "3661", "negentig", "²", "9" * 40])
def test_een_bewaartermijn_die_geen_aantal_dagen_is_houdt_het_starten_tegen(dagen: str) -> None:
    with pytest.raises(OnjuisteWerkbakInstelling, match="PORTAL_WERKBAK_BEWAARDAGEN"):
        lees_werkbak_instellingen({"PORTAL_BACKOFFICE_SECRET": GEHEIM, "PORTAL_WERKBAK_BEWAARDAGEN": dagen})


def test_zonder_instelling_is_het_negentig_dagen() -> None:
    assert lees_werkbak_instellingen({"PORTAL_BACKOFFICE_SECRET": GEHEIM}).bewaardagen == 90


def test_een_bestand_van_een_eerdere_uitgave_houdt_zijn_notities(tmp_path: Path) -> None:
    bestand = tmp_path / "oud.sqlite3"
    with sqlite3.connect(bestand) as db:
        db.executescript(opslag_module.STAPPEN[0])
        for nummer in (2, 1):
            db.execute(
                "INSERT INTO handeling (id, subject, soort, tekst, gezien_tot, op) "
                "VALUES (?, 's', 'notitie', ?, 0, 'x')",
                (f"id-{nummer}", f"notitie {nummer}"),
            )
        db.execute("PRAGMA user_version = 1")
    db.close()
    opslag = Opslag(bestand)
    with opslag.lezen() as db:
        rijen = [tuple(rij) for rij in db.execute("SELECT tekst, gegevens FROM handeling ORDER BY rowid")]
    opslag.sluit()
    assert opslag.bijgewerkt
    assert rijen == [("notitie 2", "{}"), ("notitie 1", "{}")]
