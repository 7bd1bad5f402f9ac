"""Back, away, twice, too late: what people do with a page that nobody meant them to do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from portal.aanmelding.models import Antwoord
from portal.db.sleutels import sleutels
from portal.inwoners.bereikbaar import lees_telefoon
from portal.inwoners.models import Inwoner
from portal.toegang import sessies
from tests.browser.conftest import Portaal
from tests.browser.mens import Mens

MET_EN_ZONDER_SCRIPTS = pytest.mark.parametrize("js", [True, False])


def aantal_aanmeldingen(portaal: Portaal, nummer: str) -> int:
    gelezen = lees_telefoon(nummer)
    assert gelezen is not None
    with portaal.omgeving.databank.lezen(portaal.gemeente.slug) as sessie:
        return (
            sessie.scalar(
                select(func.count())
                .select_from(Inwoner)
                .where(Inwoner.telefoon_index == sleutels().geheimen.merk("telefoon", gelezen.nummer))
            )
            or 0
        )


def beeindig_sessie(portaal: Portaal, page: Page) -> None:
    """What the server does after half an hour, while the page stays as it is."""
    [nummer] = [koek["value"] for koek in page.context.cookies() if koek["name"] == "sessie"]
    with portaal.omgeving.databank.schrijven(portaal.gemeente.slug) as sessie:
        sessies.beeindig(sessie, nummer)


@MET_EN_ZONDER_SCRIPTS
def test_twee_keer_tikken_is_een_aanmelding(nieuw_mens: Callable[..., Mens], portaal: Portaal, js: bool) -> None:
    mens = nieuw_mens(js=js)
    mens.ga("/")
    mens.veld("Telefoonnummer").fill(mens.nummer)
    mens.knop("Bel mij").dblclick()
    mens.ziet("Gelukt. We hebben je aanmelding.")
    assert aantal_aanmeldingen(portaal, mens.nummer) == 1


@MET_EN_ZONDER_SCRIPTS
def test_terug_en_nog_eens_sturen_is_een_aanmelding(
    nieuw_mens: Callable[..., Mens], portaal: Portaal, js: bool
) -> None:
    mens = nieuw_mens(js=js)
    mens.vraagt_hulp()
    code = mens.code()
    mens.gaat_terug()
    mens.veld("Telefoonnummer").fill(mens.nummer)
    mens.knop("Bel mij").click()
    mens.ziet("Gelukt. We hebben je aanmelding.")
    assert mens.code() == code
    assert aantal_aanmeldingen(portaal, mens.nummer) == 1


def test_herladen_laat_alles_staan(mens: Mens) -> None:
    mens.vraagt_hulp()
    code = mens.code()
    mens.page.reload()
    mens.ziet("Gelukt. We hebben je aanmelding.")
    assert mens.code() == code


@MET_EN_ZONDER_SCRIPTS
def test_een_pagina_die_lang_openstond_bewaart_de_tekst(
    nieuw_mens: Callable[..., Mens], portaal: Portaal, js: bool
) -> None:
    mens = nieuw_mens(js=js)
    mens.vraagt_hulp()
    code = mens.code()
    mens.ga("/aanmelden/vertellen/zorg")
    beeindig_sessie(portaal, mens.page)
    mens.veld("Waar maak je je het meest zorgen over?").fill("De brieven\nen de deur")
    mens.knop("Bewaar").click()
    mens.leest("Je was een tijd weg.")
    mens.leest("Wat je hebt ingevuld, is bewaard.")
    mens.veld("Wat is je code?").fill(code)
    mens.knop("Verder").click()
    mens.leest("Wat je hebt ingevuld, staat nog klaar.")
    mens.knop("Bewaar en ga verder").click()
    mens.ziet("Wat zou je nu het meest helpen?")
    with portaal.omgeving.databank.lezen(portaal.gemeente.slug) as sessie:
        antwoorden = [rij.antwoord for rij in sessie.scalars(select(Antwoord).where(Antwoord.onderwerp == "zorg"))]
    assert '"De brieven\\nen de deur"' in antwoorden


@MET_EN_ZONDER_SCRIPTS
def test_ook_een_antwoord_van_een_tik_overleeft_het_einde_van_de_sessie(
    nieuw_mens: Callable[..., Mens], portaal: Portaal, js: bool
) -> None:
    mens = nieuw_mens(js=js)
    mens.vraagt_hulp()
    code = mens.code()
    mens.zegt_haast("Nee, of dat weet ik niet")
    mens.leest("Dank je. We hebben je antwoord.")
    beeindig_sessie(portaal, mens.page)
    mens.antwoord("Kunnen anderen je berichten lezen of je telefoon opnemen?", "Soms").click()
    mens.leest("Je was een tijd weg.")
    mens.veld("Wat is je code?").fill(code)
    mens.knop("Verder").click()
    mens.knop("Bewaar en ga verder").click()
    mens.ziet("Gelukt. We hebben je aanmelding.")
    expect(mens.page.get_by_role("group", name="Kunnen anderen je berichten")).to_have_count(0)


@MET_EN_ZONDER_SCRIPTS
def test_een_tikfout_in_de_code_laat_de_cijfers_staan(nieuw_mens: Callable[..., Mens], js: bool) -> None:
    mens = nieuw_mens(js=js)
    mens.ga("/verder")
    mens.veld("Wat is je code?").fill("1234 5678 9012 345")
    mens.knop("Verder").click()
    mens.ziet("Nog één ding")
    expect(mens.veld("Wat is je code?")).to_have_value("1234 5678 9012 345")
    expect(mens.veld("Wat is je code?")).to_have_accessible_description(
        "Dat zijn 16 cijfers. Kijk nog eens naar de cijfers. Het zijn er 16."
    )


def test_de_code_mag_geplakt_worden(mens: Mens, nieuw_mens: Callable[..., Mens]) -> None:
    mens.vraagt_hulp()
    code = mens.code()
    later = nieuw_mens()
    later.ga("/verder")
    later.veld("Wat is je code?").focus()
    later.page.keyboard.insert_text(f" {code.replace(' ', '-')}\n")
    later.knop("Verder").click()
    later.ziet("Vandaag")


@pytest.mark.parametrize("pad", ["/aanmelden/klaar", "/mijn", "/aanmelden/vertellen"])
@MET_EN_ZONDER_SCRIPTS
def test_snel_weg_laat_niets_achter(nieuw_mens: Callable[..., Mens], portaal: Portaal, pad: str, js: bool) -> None:
    mens = nieuw_mens(js=js)
    mens.vraagt_hulp()
    code = mens.code()
    mens.ga(pad)
    mens.page.get_by_role("link", name="Snel weg").click()
    mens.page.wait_for_url(portaal.elders)
    assert [koek for koek in mens.page.context.cookies() if koek["name"] == "sessie"] == []
    mens.gaat_terug()
    inhoud = mens.page.get_by_role("document")
    expect(inhoud).not_to_contain_text(code)
    expect(mens.kop("Gelukt. We hebben je aanmelding.")).to_have_count(0)
    expect(mens.kop("Vandaag")).to_have_count(0)
    expect(mens.kop("Nog iets vertellen")).to_have_count(0)
    mens.ga("/mijn")
    expect(mens.veld("Wat is je code?")).to_be_visible()


def test_na_snel_weg_opent_de_code_alles_weer(mens: Mens) -> None:
    mens.vraagt_hulp()
    code = mens.code()
    mens.page.get_by_role("link", name="Snel weg").click()
    mens.page.get_by_role("heading", name="Het weer").wait_for()
    mens.komt_terug(code)
    mens.ziet("Vandaag")


def test_wie_zijn_eigen_telefoon_heeft_kan_verder_vanaf_het_begin(mens: Mens) -> None:
    mens.vraagt_hulp()
    mens.ga("/")
    expect(mens.link("Verder waar je was")).to_have_count(0)
    mens.ga("/aanmelden/klaar")
    mens.zegt_haast("Nee, of dat weet ik niet")
    mens.antwoord("Kunnen anderen je berichten lezen of je telefoon opnemen?", "Nee").click()
    mens.antwoord("Is dit je eigen telefoon?", "Ja").click()
    expect(mens.page.get_by_role("group", name="Is dit je eigen telefoon?")).to_have_count(0)
    mens.ga("/")
    mens.link("Verder waar je was").click()
    mens.ziet("Vandaag")


@MET_EN_ZONDER_SCRIPTS
def test_een_andere_taal_neemt_mee_wat_al_getypt_is(nieuw_mens: Callable[..., Mens], js: bool) -> None:
    mens = nieuw_mens(js=js)
    mens.ga("/")
    mens.veld("Telefoonnummer").fill(mens.nummer)
    mens.page.get_by_role("button", name="Language").click()
    mens.page.get_by_role("button", name="العربية").click()
    mens.taal = "ar"
    expect(mens.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(mens.veld("Telefoon")).to_have_value(mens.nummer)
    mens.knop("Vraag hulp").click()
    mens.ziet("Gelukt. We hebben je aanmelding.")


@MET_EN_ZONDER_SCRIPTS
def test_een_andere_taal_midden_in_een_vraag_stuurt_niets(
    nieuw_mens: Callable[..., Mens], portaal: Portaal, js: bool
) -> None:
    mens = nieuw_mens(js=js)
    mens.vraagt_hulp()
    mens.ga("/aanmelden/vertellen/wens")
    mens.veld("Wat zou je nu het meest helpen?").fill("Rust")
    mens.page.get_by_role("button", name="Language").click()
    mens.page.get_by_role("button", name="English").click()
    mens.taal = "en"
    expect(mens.veld("Wat zou je nu het meest helpen?")).to_have_value("Rust")
    mens.ga("/aanmelden/vertellen")
    expect(mens.page.get_by_text(mens.zeg("Ingevuld"), exact=True)).to_have_count(0)


def test_wat_getypt_wordt_is_meteen_bewaard(mens: Mens) -> None:
    mens.vraagt_hulp()
    mens.ga("/aanmelden/vertellen/zorg")
    with mens.page.expect_response("**/zorg/concept") as antwoord:
        mens.veld("Waar maak je je het meest zorgen over?").press_sequentially("Post")
    assert antwoord.value.status == 204
    mens.page.reload()
    expect(mens.veld("Waar maak je je het meest zorgen over?")).to_have_value("Post")


def test_een_antwoord_is_later_te_veranderen(mens: Mens) -> None:
    mens.vraagt_hulp()
    mens.zegt_haast("Nee, of dat weet ik niet")
    mens.leest("Dank je. We hebben je antwoord.")
    assert "2026-12-18" in mens.data()
    mens.page.get_by_text("Verander je antwoorden").click()
    mens.zegt_haast("Mijn zorgverzekering stopt")
    mens.ziet("Goed dat je dit zegt.")
    assert "2026-12-18" not in mens.data()


def test_na_een_antwoord_ligt_de_aandacht_bij_wat_wij_zeggen(mens: Mens) -> None:
    mens.vraagt_hulp()
    mens.zegt_haast()
    mens.ziet("Goed dat je dit zegt.")
    assert "Goed dat je dit zegt." in mens.page.evaluate("document.activeElement.innerText")


def test_vertellen_begint_bij_wat_nog_niet_gezegd_is(mens: Mens) -> None:
    """What came with the sign-up is not asked again."""
    mens.ga("/aanmelden")
    mens.veld("Telefoon").fill(mens.nummer)
    mens.veld("Hoe mogen we je noemen?").fill("Noor")
    mens.knop("Vraag hulp").click()
    mens.link("Ik wil nog iets vertellen").click()
    expect(mens.page.get_by_role("listitem").filter(has_text="Je naam")).to_contain_text("Ingevuld")
    mens.link("Je naam Ingevuld").click()
    expect(mens.veld("Hoe mogen we je noemen?")).to_have_value("")
    mens.leest("Dit heb je al ingevuld.")
