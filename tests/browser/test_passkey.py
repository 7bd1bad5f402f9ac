"""Passkeys with the browser's own virtual authenticator: a real key, a real signature, a real origin."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from sqlalchemy import select

from portal.app import create_app
from portal.config import lees_instellingen
from portal.db.databank import ALLE, Databank
from portal.gemeente import Gemeenten, lees_kalender
from portal.omgeving import Omgeving
from portal.toegang import sessies
from portal.toegang.models import Passkey
from tests.bouwers import aangemeld
from tests.browser.conftest import _Poort, _start
from tests.conftest import CONTENT, VasteKlok
from tests.databanken import nieuwe_url

TELEFOON: ViewportSize = {"width": 360, "height": 640}
VINGER = "Met je vinger of gezicht"


@pytest.fixture(scope="module")
def thuis(gemeenten: Gemeenten, sleutelring: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Omgeving]:
    """A portal that is reached by name: a key belongs to a name, never to a number."""
    map_ = tmp_path_factory.mktemp("passkeys")
    poort = _Poort()
    url = f"http://localhost:{poort.nummer}"
    gemeente = replace(next(iter(gemeenten)), hosts=("localhost",), snel_weg_url="https://www.buienradar.nl/")
    databank = Databank(nieuwe_url("sqlite", map_))
    instellingen = lees_instellingen({"PORTAL_VAR_DIR": str(map_), "PORTAL_BASE_URL": url})
    omgeving = Omgeving(instellingen, databank, Gemeenten([gemeente]), lees_kalender(CONTENT), VasteKlok())
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

    def maak(*, js: bool = True) -> BrowserContext:
        context = browser.new_context(
            base_url=thuis.instellingen.base_url, viewport=TELEFOON, locale="nl-NL", java_script_enabled=js
        )
        gemaakt.append(context)
        return context

    yield maak
    for context in gemaakt:
        context.close()


def _sleutelhanger(page: Page, *, lijst: bool = False) -> None:
    """A device that keeps keys and always recognises its owner; with `lijst` it can list what it keeps."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": lijst,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def _kom_binnen(omgeving: Omgeving, context: BrowserContext, niveau: int) -> None:
    """A session of somebody who signed up, in the cookie of this browser."""
    gemeente = next(iter(omgeving.gemeenten))
    nu = omgeving.klok.nu()
    with omgeving.databank.schrijven(gemeente.slug) as sessie:
        wie = aangemeld(sessie, gemeente, omgeving.kalender, nu).inwoner_id
        nummer, _ = sessies.begin(sessie, gemeente=gemeente.slug, inwoner_id=wie, niveau=niveau, now=nu)
    _zet(omgeving, context, nummer)


def _zet(omgeving: Omgeving, context: BrowserContext, nummer: str) -> None:
    url = omgeving.instellingen.base_url
    context.add_cookies([{"name": "sessie", "value": nummer, "url": url, "httpOnly": True, "sameSite": "Lax"}])


def _terug_naar_niveau_1(omgeving: Omgeving, context: BrowserContext) -> None:
    gemeente = next(iter(omgeving.gemeenten))
    with omgeving.databank.schrijven(gemeente.slug) as sessie:
        wie = sessie.scalars(select(Passkey.inwoner_id)).first()
        assert wie is not None
        nummer, _ = sessies.begin(sessie, gemeente=gemeente.slug, inwoner_id=wie, niveau=1, now=omgeving.klok.nu())
    _zet(omgeving, context, nummer)


def test_een_vinger_is_een_tweede_manier(thuis: Omgeving, nieuwe_browser: Callable[..., BrowserContext]) -> None:
    context = nieuwe_browser()
    page = context.new_page()
    _sleutelhanger(page)
    _kom_binnen(thuis, context, 3)
    page.goto("/nl/mijn/passkeys")
    page.get_by_role("button", name="Stel het in op dit apparaat").click()
    expect(page.get_by_role("heading", name="Apparaat 1")).to_be_visible()
    with thuis.databank.lezen(ALLE) as sessie:
        passkey = sessie.scalars(select(Passkey)).one()
        assert passkey.gebruikt_op is None

    _terug_naar_niveau_1(thuis, context)
    page.goto("/nl/mijn/passkeys")
    expect(page.get_by_role("heading", name="Hoe laat je zien dat jij het bent?")).to_be_visible()
    page.get_by_role("button", name=VINGER).click()
    expect(page.get_by_role("heading", name="Apparaat 1")).to_be_visible()

    page.get_by_role("button", name="Haal weg").click()
    expect(page.get_by_role("heading", name="Apparaat 1")).to_have_count(0)
    with thuis.databank.lezen(ALLE) as sessie:
        assert sessie.scalars(select(Passkey)).all() == []


def test_een_ander_apparaat_komt_er_niet_mee_binnen(
    thuis: Omgeving, nieuwe_browser: Callable[..., BrowserContext]
) -> None:
    context = nieuwe_browser()
    page = context.new_page()
    _sleutelhanger(page)
    _kom_binnen(thuis, context, 3)
    page.goto("/nl/mijn/passkeys")
    page.get_by_role("button", name="Stel het in op dit apparaat").click()
    expect(page.get_by_role("heading", name="Apparaat 1")).to_be_visible()

    vreemd = nieuwe_browser()
    _terug_naar_niveau_1(thuis, vreemd)
    ander = vreemd.new_page()
    _sleutelhanger(ander)
    ander.goto("/nl/mijn/sessies")
    ander.get_by_role("button", name=VINGER).click()
    expect(ander.get_by_role("status")).to_have_text("Dat lukte niet. Je kunt het nog eens proberen.")
    ander.goto("/nl/mijn/sessies")
    expect(ander.get_by_role("heading", name="Hoe laat je zien dat jij het bent?")).to_be_visible()
    with thuis.databank.schrijven(ALLE) as sessie:
        for passkey in sessie.scalars(select(Passkey)):
            sessie.delete(passkey)


def test_zonder_script_is_er_niets_van_te_zien(thuis: Omgeving, nieuwe_browser: Callable[..., BrowserContext]) -> None:
    context = nieuwe_browser(js=False)
    _kom_binnen(thuis, context, 3)
    page = context.new_page()
    page.goto("/nl/mijn/passkeys")
    expect(page.get_by_role("button", name="Stel het in op dit apparaat")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("Een bericht of je code werkt gewoon.")
