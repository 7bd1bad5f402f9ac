"""The whole way as people go it, on a telephone: with and without scripts, to the right and to the left."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.mens import Mens

MEELEZEN = "Kunnen anderen je berichten lezen of je telefoon opnemen?"
EIGEN = "Is dit je eigen telefoon?"
MANIEREN = pytest.mark.parametrize(("taal", "js"), [("nl", True), ("nl", False), ("ar", True), ("ar", False)])
"""The clock stands at Friday 20 November 2026: the call is due on Tuesday the 24th, the conversation on 18 December."""


@MANIEREN
def test_van_aanmelden_tot_terugkomen(nieuw_mens: Callable[..., Mens], taal: str, js: bool) -> None:
    mens = nieuw_mens(taal, js=js)
    mens.vraagt_hulp()
    code = mens.code()
    mens.leest("Je hoeft nu niets te doen.")
    assert mens.data() == ["2026-11-24", "2026-12-18"]

    mens.zegt_haast()
    mens.ziet("Goed dat je dit zegt.")
    mens.leest("We helpen je snel.")
    assert sorted(set(mens.data())) == ["2026-11-24", "2026-11-25"]

    mens.veld("Welke datum staat er in de brief?").fill("2026-11-23")
    mens.knop("Bewaar").click()
    mens.leest("De datum in je brief is eerder. Bel ons zo snel mogelijk.")

    mens.antwoord(MEELEZEN, "Soms").click()
    mens.antwoord(EIGEN, "Ja").click()
    expect(mens.page.get_by_role("group", name=mens.zeg(EIGEN))).to_have_count(0)

    mens.link("Ik wil nog iets vertellen").click()
    mens.link("Je grootste zorg").click()
    mens.veld("Waar maak je je het meest zorgen over?").fill("De brieven")
    mens.knop("Bewaar").click()
    mens.ziet("Wat zou je nu het meest helpen?")
    mens.link("Sla over").click()
    mens.ziet("Wat past bij jou?")
    mens.link("Terug").click()
    expect(mens.page.get_by_role("listitem").filter(has_text=mens.zeg("Ingevuld"))).to_have_count(1)
    mens.link("Ik ben klaar").click()
    mens.ziet("Vandaag")

    mens.page.get_by_text(mens.zeg("Toch geen hulp?")).click()
    mens.knop("Toch niet").click()
    mens.ziet("Je wilt nu geen hulp. Dat mag.")
    mens.knop("Toch wel").click()
    mens.ziet("Nu aan de beurt")

    later = nieuw_mens(taal, js=js)
    later.komt_terug(code)
    later.ziet("Vandaag")
    tekst = later.page.get_by_role("document").inner_text()
    assert "De brieven" not in tekst
    assert mens.nummer[-8:] not in tekst.replace(" ", "")
    assert later.data() == ["2026-11-24", "2026-11-20", "2026-11-24", "2026-11-25"]


@MANIEREN
def test_alle_wegen_op_een_bladzijde(nieuw_mens: Callable[..., Mens], taal: str, js: bool) -> None:
    mens = nieuw_mens(taal, js=js)
    mens.ga("/")
    mens.link("Neemt soms iemand anders op? Zeg het ons.").click()
    mens.veld("E-mail").fill(mens.mail)
    mens.keuze("Ja").check()
    mens.veld("Hoe mogen we je noemen?").fill("Noor")
    mens.veld("Wil je al iets vertellen?").fill("Morgen komt de ontruiming")
    mens.knop("Vraag hulp").click()
    mens.ziet("Gelukt. We hebben je aanmelding.")
    mens.leest("We mailen je")
    haast, daarna = mens.kop("Is er haast bij?").bounding_box(), mens.kop("Wat gebeurt er nu?").bounding_box()
    assert haast is not None
    assert daarna is not None
    assert haast["y"] < daarna["y"]

    mens.zegt_haast("Nee, of dat weet ik niet")
    mens.leest("Dank je. We hebben je antwoord.")
    expect(mens.page.get_by_role("group", name=mens.zeg(EIGEN))).to_be_visible()
    mens.link("Ik wil nog iets vertellen").click()
    gedaan = mens.page.get_by_role("listitem").filter(has_text=mens.zeg("Ingevuld"))
    expect(gedaan).to_contain_text([mens.zeg("Je naam"), mens.zeg("In je eigen woorden")])


@MANIEREN
def test_samen_voor_iemand_anders(nieuw_mens: Callable[..., Mens], taal: str, js: bool) -> None:
    mens = nieuw_mens(taal, js=js)
    mens.ga("/")
    mens.link("Ik help iemand anders").click()
    mens.ziet("Zit de ander nu bij je?")
    mens.link("Nee").click()
    mens.ziet("Fijn dat je wilt helpen")
    mens.link("De ander zit nu bij mij").click()
    mens.veld("Jouw naam").fill("Kim")
    mens.veld("Jouw telefoon").fill(mens.nummer)
    mens.keuze("Ja, bel mij ook").check()
    mens.knop("Vraag hulp").click()
    mens.ziet("Gelukt. We hebben je aanmelding.")
    mens.leest("We bellen wie jou helpt")


@MANIEREN
def test_zonder_manier_om_te_bereiken_blijft_alles_staan(nieuw_mens: Callable[..., Mens], taal: str, js: bool) -> None:
    mens = nieuw_mens(taal, js=js)
    mens.ga("/aanmelden")
    mens.veld("Hoe mogen we je noemen?").fill("Noor")
    mens.veld("Wil je al iets vertellen?").fill("Regel een\n\nRegel twee")
    mens.knop("Vraag hulp").click()
    mens.ziet("Nog één ding")
    assert mens.page.title().startswith(mens.zeg("Let op:"))
    expect(mens.page.get_by_role("alert")).to_be_focused()
    expect(mens.veld("Hoe mogen we je noemen?")).to_have_value("Noor")
    expect(mens.veld("Wil je al iets vertellen?")).to_have_value("Regel een\n\nRegel twee")
    mens.link("Vul in hoe we je kunnen bereiken. Telefoon of e-mail is genoeg.").click()
    expect(mens.veld("Telefoon")).to_be_focused()
    mens.veld("Telefoon").fill(mens.nummer)
    mens.knop("Vraag hulp").click()
    mens.ziet("Gelukt. We hebben je aanmelding.")
