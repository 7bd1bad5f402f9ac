"""Beheer in a real browser: setting up and coming in with a passkey and with an app, on a telephone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from portal.accounts.models import Account, Accountpasskey
from portal.app import create_app
from portal.config import lees_instellingen
from portal.db.databank import ALLE, Databank
from portal.gemeente import Gemeenten, lees_kalender
from portal.omgeving import Omgeving
from tests.beheer.mens import WACHTWOORD, uitnodiging
from tests.beheer.test_uitgaand import zet_klaar
from tests.browser.conftest import _Poort, _start
from tests.browser.test_passkey import TELEFOON, _sleutelhanger
from tests.conftest import CONTENT, VasteKlok
from tests.databanken import nieuwe_url

PAGINAS = ("", "/outbox", "/getallen", "/tokens", "/accounts", "/logboek")
AXE_REGELS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def thuis(gemeenten: Gemeenten, sleutelring: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Omgeving]:
    """A portal that is reached by name: a key belongs to a name, never to a number."""
    map_ = tmp_path_factory.mktemp("beheer")
    poort = _Poort()
    url = f"http://localhost:{poort.nummer}"
    gemeente = replace(next(iter(gemeenten)), hosts=("localhost",))
    databank = Databank(nieuwe_url("sqlite", map_))
    instellingen = lees_instellingen({"PORTAL_VAR_DIR": str(map_), "PORTAL_BASE_URL": url})
    klok = VasteKlok(datetime(2026, 11, 20, 9, tzinfo=UTC))
    omgeving = Omgeving(instellingen, databank, Gemeenten([gemeente]), lees_kalender(CONTENT), klok)
    poort.server.app = create_app(omgeving)
    draad = _start(poort.server)
    yield omgeving
    poort.server.shutdown()
    draad.join()
    poort.server.server_close()
    databank.sluit()


@pytest.fixture
def nieuwe_browser(browser: Browser, thuis: Omgeving) -> Iterator[Callable[..., BrowserContext]]:
    """Browsers that know nothing of each other."""
    gemaakt: list[BrowserContext] = []

    def maak(*, js: bool = True, **anders: object) -> BrowserContext:
        opties: dict[str, object] = {"viewport": TELEFOON, "locale": "nl-NL", "java_script_enabled": js, **anders}
        gemaakt.append(browser.new_context(base_url=thuis.instellingen.base_url, **opties))  # type: ignore[arg-type]
        return gemaakt[-1]

    yield maak
    for context in gemaakt:
        context.close()


def _typ_code(page: Page, code: str) -> None:
    page.goto("/nl/beheer/inloggen")
    page.get_by_role("link", name="Ik heb een code gekregen").click()
    page.get_by_label("Welke code heb je gekregen?").fill(code)
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", name="Stel je account in")).to_be_visible()


def _met_app(page: Page, thuis: Omgeving, code: str) -> str:
    """Set up with a password and an app; gives the secret that was typed over."""
    _typ_code(page, code)
    page.get_by_text("Ik kan niet scannen").click()
    geheim = re.sub(r"\s", "", page.locator("details b").inner_text())
    page.get_by_label("Nieuw wachtwoord").fill(WACHTWOORD)
    page.get_by_label("Code uit de app").fill(pyotp.TOTP(geheim).at(thuis.klok.nu()))
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit vraagt je aandacht")
    return geheim


def _uitloggen(page: Page) -> None:
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()


@pytest.mark.parametrize("js", [True, False], ids=["met script", "zonder script"])
def test_met_wachtwoord_en_app(thuis: Omgeving, nieuwe_browser: Callable[..., BrowserContext], js: bool) -> None:
    email = f"app-{js}@gemeente.example".lower()
    page = nieuwe_browser(js=js).new_page()
    code = uitnodiging(thuis, email, "Noor van de App")
    if not js:
        _typ_code(page, code)
        expect(page.get_by_role("button", name="Maak een passkey")).to_have_count(0)
    geheim = _met_app(page, thuis, code)
    _uitloggen(page)
    if js:  # a page that the browser kept whole loads again by its script
        page.go_back(wait_until="commit")
        expect(page.get_by_text("Noor van de App")).to_have_count(0)

    thuis.klok.verzet(minutes=1)  # type: ignore[attr-defined]
    page.goto("/nl/beheer/tokens")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill("een ander wachtwoord")
    page.get_by_label("Code uit je app").fill(pyotp.TOTP(geheim).at(thuis.klok.nu()))
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("Dit klopt niet samen.")
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_label("Code uit je app").fill(pyotp.TOTP(geheim).at(thuis.klok.nu()))
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tokens")
    expect(page.get_by_text("Je bent ingelogd als Noor van de App.")).to_be_visible()


def test_met_een_passkey_zonder_iets_te_typen(thuis: Omgeving, nieuwe_browser: Callable[..., BrowserContext]) -> None:
    page = nieuwe_browser().new_page()
    _sleutelhanger(page, lijst=True)
    _typ_code(page, uitnodiging(thuis, "passkey@gemeente.example", "Pia Passkey"))
    page.get_by_role("button", name="Maak een passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit vraagt je aandacht")
    _uitloggen(page)
    page.get_by_role("button", name="Met een passkey").click()
    expect(page.get_by_text("Je bent ingelogd als Pia Passkey.")).to_be_visible()
    with thuis.databank.lezen(ALLE) as sessie:
        passkey, account = sessie.execute(
            select(Accountpasskey, Account).join(Account, Account.id == Accountpasskey.account_id)
        ).one()
        assert account.wachtwoord_hash is None
        assert account.totp is None
        assert passkey.gebruikt_op is not None

    vreemd = nieuwe_browser().new_page()
    _sleutelhanger(vreemd, lijst=True)
    vreemd.goto("/nl/beheer/inloggen")
    vreemd.get_by_role("button", name="Met een passkey").click()
    expect(vreemd.get_by_role("status")).to_have_text("Dat lukte niet. Je kunt het nog eens proberen.")
    with thuis.databank.schrijven(ALLE) as sessie:
        for rij in sessie.scalars(select(Accountpasskey)):
            sessie.delete(rij)


def test_overslaan_en_een_token_maken_met_de_hand(
    thuis: Omgeving, nieuwe_browser: Callable[..., BrowserContext]
) -> None:
    page = nieuwe_browser().new_page()
    _met_app(page, thuis, uitnodiging(thuis, "hand@gemeente.example", "Hanna Hand"))
    event_id = zet_klaar(thuis)
    page.get_by_role("link", name="Outbox").click()
    kaart = page.locator("section").filter(has_text=str(event_id))
    kaart.get_by_role("link", name="Overslaan").click()
    page.get_by_role("button", name="Sla over").click()
    expect(page.get_by_role("alert")).to_contain_text("Schrijf op waarom.")
    page.get_by_label("Waarom sla je haar over?").fill("Dubbel in hun systeem")
    page.get_by_role("button", name="Sla over").click()
    expect(page.get_by_text("De gebeurtenis is overgeslagen.")).to_be_visible()

    page.get_by_role("link", name="Tokens").click()
    page.get_by_label("Voor welk systeem?").fill("Zaaksysteem")
    page.get_by_role("button", name="Maak token").click()
    token = page.locator("code").inner_text()
    assert token.startswith("rp_")
    page.get_by_role("link", name="Klaar").click()
    expect(page.get_by_text(token)).to_have_count(0)
    page.get_by_text("Trek in", exact=True).first.click()
    page.get_by_role("button", name="Trek dit token in").first.click()
    expect(page.get_by_text("Ingetrokken").first).to_be_visible()
    page.get_by_role("link", name="Logboek").click()
    expect(page.get_by_text("Reden: Dubbel in hun systeem")).to_be_visible()


@pytest.mark.parametrize("kleur", ["light", "dark"])
@pytest.mark.parametrize("breed", [360, 1280])
def test_elke_bladzijde_is_toegankelijk_en_past(
    thuis: Omgeving, nieuwe_browser: Callable[..., BrowserContext], kleur: str, breed: int
) -> None:
    context = nieuwe_browser(color_scheme=kleur, viewport={"width": breed, "height": 640 if breed == 360 else 800})
    page = context.new_page()
    axe = Axe()

    def kijk(waar: str) -> None:
        gevonden = axe.run(page, options=AXE_REGELS).response["violations"]
        assert [(g["id"], [n["html"] for n in g["nodes"]]) for g in gevonden] == [], waar
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{waar} is too wide"
        assert page.locator("h1").count() == 1, waar

    page.goto("/nl/beheer/inloggen")
    kijk("inloggen")
    page.goto("/nl/beheer/uitnodiging")
    kijk("uitnodiging")
    code = uitnodiging(thuis, f"axe-{kleur}-{breed}@gemeente.example", "Aad Axe")
    _typ_code(page, code)
    kijk("instellen")
    _met_app(page, thuis, code)
    event_id = zet_klaar(thuis)
    for pad in (*PAGINAS, f"/outbox/{event_id}/overslaan"):
        page.goto(f"/nl/beheer{pad}")
        kijk(pad)
    page.goto("/nl/beheer/accounts")
    page.get_by_label("Naam").fill("x")
    page.get_by_role("button", name="Maak een code").click()
    expect(page.get_by_role("alert")).to_be_visible()
    kijk("accounts, nog een ding")
