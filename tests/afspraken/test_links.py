"""The link in a message: one appointment, no session, no more than the message said, and over when it is over."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from portal.afspraken.links import maak_link, ruim_op, trek_links_in
from portal.afspraken.models import Afspraak, AfspraakLink
from portal.db.databank import Databank
from tests.afspraken.bouwers import NU
from tests.afspraken.conftest import Iemand
from tests.browser_na import StrengeClient
from tests.conftest import VasteKlok

WERKT_NIET = "Deze link werkt niet meer. Vraag een nieuwe of bel ons."


@pytest.fixture
def schoon(app: Flask) -> StrengeClient:
    """A browser that knows nothing."""
    client = app.test_client()
    assert isinstance(client, StrengeClient)
    return client


@pytest.fixture
def zonder(wie: Iemand, schoon: StrengeClient) -> Iemand:
    """Somebody who holds nothing but the message."""
    wie.client = schoon
    return wie


def test_hij_opent_een_afspraak_in_een_schone_browser_en_geeft_geen_sessie(zonder: Iemand) -> None:
    eigen = zonder.gepland()
    link, sessies = zonder.link(), zonder.sessies()
    antwoord = zonder.client.get(link)
    assert antwoord.status_code == 200
    assert '<time datetime="2026-12-01">' in antwoord.text
    assert "Set-Cookie" not in antwoord.headers
    assert antwoord.headers["Cache-Control"] == "no-store"
    assert zonder.sessies() == sessies
    for pad in ("/nl/mijn", eigen):
        assert "/verder" in zonder.client.get(pad).headers["Location"]


def test_zonder_taal_ervoor_werkt_hij_ook(zonder: Iemand) -> None:
    zonder.gepland()
    link = zonder.link()
    antwoord = zonder.client.get(link.removeprefix("/nl"), headers={"Accept-Language": "ar"})
    assert (antwoord.status_code, antwoord.headers["Location"]) == (302, link.replace("/nl/", "/ar/"))


@pytest.mark.parametrize("toont", [(), ("plaats",), ("met",), ("plaats", "met")])
def test_hij_toont_niet_meer_dan_het_bericht_zei(zonder: Iemand, toont: tuple[str, ...]) -> None:
    pad = zonder.gepland()
    link = zonder.link(*toont)
    for pagina in (link, f"{link}/verzetten", f"{link}/afzeggen"):
        tekst = zonder.client.get(pagina).text
        assert "Noor" not in tekst or ("met" in toont and pagina == link)
        assert "Plein 1" not in tekst or ("plaats" in toont and pagina == link)
        assert not [woord for woord in ("huurbaas", "Tigrinya", pad, "/mijn") if woord in tekst], pagina
    tekst = zonder.client.get(link).text
    assert ("Noor" in tekst, "Plein 1" in tekst) == ("met" in toont, "plaats" in toont)


def test_get_en_head_doen_niets(zonder: Iemand, databank: Databank) -> None:
    zonder.gepland()
    link = zonder.link()

    def stand() -> list[object]:
        with databank.engine.connect() as verbinding:
            tabellen = ("afspraak", "afspraak_link", "outbox_event", "toegang_sessie", "toegang_teller")
            return [verbinding.exec_driver_sql(f"SELECT * FROM {tabel}").fetchall() for tabel in tabellen]

    voor = stand()
    for onder in ("", "/verzetten", "/afzeggen", "/komen"):
        for methode in ("GET", "HEAD"):
            zonder.client.open(link + onder + "?vervolg=later&moment=liever:bel_mij&versie=1", method=methode)
    assert stand() == voor


def test_met_een_tik_komen_verzetten_of_afzeggen(zonder: Iemand) -> None:
    zonder.gepland()
    link = zonder.link()
    assert zonder.zegt(link, "/komen").headers["Location"] == link
    zonder.zegt(f"{link}/verzetten", "/verzetten", moment="moment:tweede")
    antwoord = zonder.zegt(f"{link}/afzeggen", "/afzeggen", vervolg="ander_moment")
    assert antwoord.headers["Location"] == f"{link}/verzetten"
    assert [soort for soort, _ in zonder.gemeld()] == ["bevestigd", "verzet_gevraagd", "afgezegd"]


def test_een_andere_site_kan_niets_sturen(zonder: Iemand) -> None:
    zonder.gepland()
    link = zonder.link()
    for koppen in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://kwaad.example"}):
        assert zonder.client.post(f"{link}/komen", data={"versie": "1"}, headers=koppen).status_code == 403
    assert zonder.gemeld() == []


def test_wie_al_binnen_is_ziet_er_niet_meer_mee(wie: Iemand) -> None:
    wie.gepland()
    wie.niveau(3)
    tekst = wie.client.get(wie.link()).text
    assert not [woord for woord in ("Noor", "Plein 1", "huurbaas") if woord in tekst]


def _zonder_wisseling(html: str, link: str) -> str:
    return re.sub(r"/a/[^\"/<]+", "/a/x", html.replace(link, "/nl/a/x"))


def test_onbekend_voorbij_en_ingetrokken_zien_er_hetzelfde_uit(zonder: Iemand, klok: VasteKlok) -> None:
    zonder.gepland()
    ingetrokken = zonder.link()
    with zonder.omgeving.databank.schrijven(zonder.gemeente.slug) as sessie:
        trek_links_in(sessie, zonder.bekend.inwoner_id, klok.nu())
    voorbij = zonder.link()
    klok.verzet(days=11, hours=1)  # the end of the appointment, to the minute
    gezien = set()
    for link in (ingetrokken, voorbij, "/nl/a/" + "x" * 22, "/nl/a/" + "y" * 5000, "/nl/a/é"):
        for methode, onder in (("GET", ""), ("GET", "/verzetten"), ("GET", "/afzeggen"), ("POST", "/komen")):
            antwoord = zonder.client.open(link + onder, method=methode, data={"versie": "1"})
            assert antwoord.status_code == 404
            assert WERKT_NIET in antwoord.text
            if not onder:
                gezien.add(_zonder_wisseling(antwoord.text, link))
    assert len(gezien) == 1
    assert zonder.gemeld() == []


def test_met_een_nieuw_nummer_werken_de_links_naar_het_oude_niet_meer(wie: Iemand) -> None:
    wie.gepland()
    link = wie.link()
    wie.niveau(3)
    assert wie.client.get(link).status_code == 200
    contact = "/nl/mijn/gegevens/contact"
    assert wie.zegt(contact, contact, telefoon="06 87654321").status_code == 303
    assert wie.client.get(link).status_code == 404


def test_tot_het_eind_van_de_afspraak_werkt_hij_ook_als_die_is_verzet(zonder: Iemand, klok: VasteKlok) -> None:
    zonder.gepland()
    link = zonder.link()
    zonder.gepland(later=1, begin="2026-12-10T10:00:00+01:00", einde="2026-12-10T11:00:00+01:00")
    klok.verzet(days=15)
    assert '<time datetime="2026-12-10">' in zonder.client.get(link).text
    zonder.gepland(later=2, status="geweest", begin="2026-12-10T10:00:00+01:00", einde="2026-12-10T11:00:00+01:00")
    assert zonder.client.get(link).status_code == 404


def test_de_link_in_het_bericht_over_een_gemiste_afspraak_leidt_naar_een_nieuwe(
    zonder: Iemand, klok: VasteKlok
) -> None:
    zonder.gepland()
    oud = zonder.link()
    klok.verzet(days=12)
    zonder.gepland(later=1, status="niet_verschenen")
    link = zonder.link()
    assert zonder.client.get(oud).status_code == 404
    assert "We hebben je gemist." in zonder.client.get(link).text
    zonder.zegt(f"{link}/verzetten", "/verzetten", moment="liever:bel_mij")
    assert [soort for soort, _ in zonder.gemeld()] == ["verzet_gevraagd"]
    klok.verzet(days=14)
    assert zonder.client.get(link).status_code == 404


def test_van_een_link_is_alleen_een_merk_bewaard(zonder: Iemand, databank: Databank) -> None:
    zonder.gepland()
    links = {zonder.link().rpartition("/")[2] for _ in range(50)}
    assert len(links) == 50
    assert all(len(link) >= 22 for link in links)  # 128 bits in base64
    with databank.lezen("*") as sessie:
        merken = {rij.merk for rij in sessie.scalars(select(AfspraakLink))}
    assert len(merken) == 50
    assert not [link for link in links if any(link.encode() in merk for merk in merken)]


def test_wat_lang_voorbij_is_wordt_opgeruimd(zonder: Iemand, databank: Databank, klok: VasteKlok) -> None:
    zonder.gepland()
    zonder.link()
    with databank.schrijven(zonder.gemeente.slug) as sessie:
        assert ruim_op(sessie, klok.nu()) == 0
    klok.verzet(days=50)
    with databank.schrijven(zonder.gemeente.slug) as sessie:
        afspraak = sessie.scalars(select(Afspraak)).one()
        maak_link(sessie, afspraak, toont=frozenset(), now=klok.nu())
        assert ruim_op(sessie, klok.nu()) == 1
    assert klok.nu() > NU
