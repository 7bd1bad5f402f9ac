"""What the pages after a sign-up say, and when."""

import re

from playwright.sync_api import expect

from tests.browser.mens import Mens
from tests.browser.meten import axe
from tests.browser.paginas import fout
from tests.conftest import VasteKlok
from tests.huisregels.gewone_taal.controle import WOORDBUDGET


def test_de_voortgang_klopt_met_de_weg(mens: Mens) -> None:
    """R24 and R7: in words, above the question and in the title; sent empty, each page goes on to the next."""
    mens.vraagt_hulp()
    mens.ga("/aanmelden/vertellen")
    vragen = mens.page.get_by_role("main").get_by_role("list").get_by_role("link")
    totaal = vragen.count()
    vragen.first.click()
    for nummer in range(1, totaal + 1):
        mens.leest(f"Vraag {nummer} van {totaal}")
        assert mens.page.title().startswith(f"Vraag {nummer} van {totaal}: ")
        mens.knop("Bewaar").click()
    mens.ziet("Nog iets vertellen")
    expect(mens.page.get_by_text("Ingevuld", exact=True)).to_have_count(0)


def test_de_bevestiging_zegt_alles_wat_nodig_is(mens: Mens) -> None:
    """R13 and R19: done, who, what, when at the latest, nothing to do, what if it gets worse, how to keep it."""
    mens.vraagt_hulp()
    main = mens.page.get_by_role("main")
    for zin in ("Je hoeft nu niets te doen.", "We bellen je", "Papieren zijn niet nodig.", "Wordt het erger?"):
        mens.leest(zin)
    assert mens.data() == ["2026-11-24", "2026-12-18"]
    expect(main.get_by_role("link", name=re.compile("0800"))).to_have_attribute("href", re.compile("^tel:"))
    expect(mens.knop("Print")).to_be_visible()
    expect(mens.kop("Bewaar deze code")).to_be_visible()


def test_zijn_we_te_laat_dan_zeggen_we_dat_als_eerste(mens: Mens, klok: VasteKlok) -> None:
    """R13, R20 and R23: that it is ours and not theirs, what to do, and still one thing at a time."""
    mens.vraagt_hulp()
    code = mens.code()
    klok.verzet(days=7)
    mens.komt_terug(code)
    mens.ziet("Vandaag")
    eerste = mens.page.get_by_role("main").get_by_role("paragraph").first
    expect(eerste).to_contain_text("Dan zijn we te laat.")
    expect(eerste).to_contain_text("Dat ligt aan ons, niet aan jou.")
    expect(mens.page.locator("[data-nu]")).to_have_count(1)
    expect(mens.page.locator("main .knop:not(.twee):visible")).to_have_count(1)
    assert len(mens.page.get_by_role("main").inner_text().split()) <= WOORDBUDGET["overzicht"]
    assert axe(mens.page) == ""


def test_buiten_de_openingstijden_staat_er_wanneer_we_er_weer_zijn(mens: Mens, klok: VasteKlok) -> None:
    klok.verzet(days=1)
    mens.vraagt_hulp()
    mens.zegt_haast()
    mens.ziet("Goed dat je dit zegt.")
    mens.leest("We zijn er weer op maandag 23 november om 09:00 uur.")
    expect(mens.page.locator("main .knop:not(.twee):visible")).to_have_count(1)


def test_na_een_fout_is_in_beeld_wat_nog_nodig_is(mens: Mens) -> None:
    """R3 and R14."""
    fout(mens)
    for deel in (mens.page.get_by_role("alert"), mens.veld("Telefoon")):
        vak = deel.bounding_box()
        assert vak is not None
        assert 0 <= vak["y"] <= 640 - vak["height"]


def test_het_kaartje_op_papier_noemt_alleen_code_en_nummer(mens: Mens) -> None:
    mens.vraagt_hulp()
    code = mens.code()
    mens.page.emulate_media(media="print")
    for zin in (code, "0800 0000 000", "Rustpunt", "Bewaar deze code"):
        expect(mens.page.get_by_role("main")).to_contain_text(zin)
    expect(mens.page.get_by_role("button")).to_have_count(0)


def test_een_hele_reis_vraagt_weinig_bestanden(mens: Mens) -> None:
    """R30: scripts within 20 KB, everything within 40, at most four requests for a first view."""
    gewicht: dict[str, int] = {}
    mens.page.on("requestfinished", lambda v: gewicht.update({v.url: v.sizes()["responseBodySize"]}))
    mens.ga("/")
    mens.page.wait_for_load_state("networkidle")
    assert len(gewicht) <= 4
    assert sum(maat for url, maat in gewicht.items() if url.endswith(".js")) <= 20 * 1024
    assert sum(gewicht.values()) <= 40 * 1024


def test_elke_reden_van_haast_van_de_wet_staat_er(mens: Mens) -> None:
    mens.vraagt_hulp()
    vakjes = mens.page.get_by_role("group", name="Is er haast bij?").get_by_role("checkbox")
    assert [vakje.get_attribute("value") for vakje in vakjes.all()] == [
        "woning",
        "energie_water",
        "zorgverzekering",
        "anders",
        "nee",
    ]
