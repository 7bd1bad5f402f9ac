"""Today: the phone shows what the counsellor wrote, as far as the level of the session goes."""

from typing import Any

import pytest
from sqlalchemy import event, update

from portal.omgeving import Omgeving
from portal.toegang.models import Sessie
from portal.traject.service import zet_traject
from tests.bouwers import aangemeld
from tests.browser_na import StrengeClient
from tests.conftest import VasteKlok

TRAJECT: dict[str, Any] = {
    "fase": "in_gesprek",
    "stappen": [
        {"code": "kennismaking", "wie": "gemeente", "status": "klaar", "gedaanOp": "2026-11-23"},
        {
            "code": "eerste_gesprek",
            "status": "nu",
            "uiterlijk": "2026-12-10",
            "toelichting": "Woorden van de hulpverlener",
        },
    ],
    "hulpverlener": {"voornaam": "Voornaam", "werkdagen": ["ma", "do"]},
    "nodig": [{"id": "1", "wat": "De brief van de huurbaas", "waarom": "Dan weten we de datum"}],
    "herstel": {"wat": "Dit lukte nog niet", "uiterlijk": "2026-12-04"},
}


@pytest.fixture
def iemand(omgeving: Omgeving, client: StrengeClient) -> StrengeClient:
    gemeente = next(iter(omgeving.gemeenten))
    with omgeving.databank.schrijven(gemeente.slug) as sessie:
        wie = aangemeld(sessie, gemeente, omgeving.kalender, omgeving.klok.nu())
        client.set_cookie("sessie", wie.sessienummer)
    return client


def _schrijf(omgeving: Omgeving, inhoud: dict[str, Any], niveau: int = 1) -> None:
    gemeente = next(iter(omgeving.gemeenten))
    with omgeving.databank.schrijven(gemeente.slug) as sessie:
        rij = sessie.query(Sessie).one()
        sessie.execute(update(Sessie).values(niveau=niveau))
        zet_traject(sessie, inwoner_id=rij.inwoner_id, inhoud=inhoud, gewijzigd_op=omgeving.klok.nu())


def test_zonder_bericht_van_de_backoffice_staat_de_weg_er_al(iemand: StrengeClient) -> None:
    tekst = iemand.get("/nl/mijn").text
    assert "We bellen je" in tekst
    assert '<time datetime="2026-11-24">' in tekst
    assert '<time datetime="2026-12-18">' in tekst
    assert tekst.count("data-nu") == 1
    assert "Toon alles" in tekst


def test_de_telefoon_toont_wat_de_backoffice_schreef(iemand: StrengeClient, omgeving: Omgeving) -> None:
    _schrijf(omgeving, TRAJECT)
    tekst = iemand.get("/nl/mijn").text
    assert '<time datetime="2026-12-10">' in tekst
    assert '<time datetime="2026-11-23">' in tekst


def test_op_niveau_1_blijven_de_woorden_van_de_hulpverlener_verborgen(
    iemand: StrengeClient, omgeving: Omgeving
) -> None:
    _schrijf(omgeving, TRAJECT)
    tekst = iemand.get("/nl/mijn").text
    for woorden in ("Voornaam", "Woorden van de hulpverlener", "huurbaas", "Dit lukte nog niet"):
        assert woorden not in tekst


def test_op_niveau_2_staan_ze_er_en_zijn_ze_nederlands(iemand: StrengeClient, omgeving: Omgeving) -> None:
    _schrijf(omgeving, TRAJECT, niveau=2)
    tekst = iemand.get("/ar/mijn").text
    for woorden in ("Woorden van de hulpverlener", "De brief van de huurbaas", "Dit lukte nog niet"):
        assert f'<bdi lang="nl">{woorden}' in tekst
    assert "Voornaam" in tekst


def test_te_laat_zeggen_we_het_eerst_en_ligt_het_aan_ons(
    iemand: StrengeClient, omgeving: Omgeving, klok: VasteKlok
) -> None:
    nieuw = {"fase": "in_contact", "stappen": [{"code": "kennismaking", "status": "nu", "uiterlijk": "2026-11-27"}]}
    _schrijf(omgeving, nieuw)
    klok.verzet(days=5)
    with omgeving.databank.schrijven("*") as sessie:
        sessie.execute(update(Sessie).values(verloopt_op=klok.nu().replace(year=2027), gezien_op=klok.nu()))
    tekst = iemand.get("/nl/mijn").text
    assert "Dat ligt aan ons, niet aan jou." in tekst
    assert '<time datetime="2026-11-27">' in tekst
    assert '<time datetime="2026-11-24">' not in tekst


def test_vijandige_tekst_van_de_backoffice_is_alleen_tekst(iemand: StrengeClient, omgeving: Omgeving) -> None:
    kwaad = "<script>alert(1)</script>{{7*7}}\u202e"
    _schrijf(
        omgeving,
        {
            "fase": "in_contact",
            "stappen": [{"code": "onbekend_" + "x" * 20, "status": "nu", "toelichting": kwaad}],
            "hulpverlener": {"voornaam": kwaad},
            "nodig": [{"id": "1", "wat": kwaad, "waarom": kwaad}],
            "herstel": {"wat": kwaad, "uiterlijk": "2026-12-04"},
        },
        niveau=2,
    )
    tekst = iemand.get("/nl/mijn").text
    assert "<script>alert" not in tekst
    assert "{{7*7}}" in tekst


def test_vandaag_kost_hoogstens_zes_vragen_aan_de_databank(iemand: StrengeClient, omgeving: Omgeving) -> None:
    _schrijf(omgeving, TRAJECT, niveau=2)
    gevraagd: list[str] = []
    event.listen(
        omgeving.databank.engine,
        "before_cursor_execute",
        lambda _v, _c, opdracht, *_rest: gevraagd.append(opdracht),
    )
    assert iemand.get("/nl/mijn").status_code == 200
    vragen = [opdracht for opdracht in gevraagd if opdracht.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]
    assert len(vragen) <= 6, "\n\n".join(vragen)
    assert vragen
