"""A counsellor at the werkbak and somebody with a phone: what the one does, the other sees."""

import base64
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect
from werkzeug.serving import make_server

from portal.werkbak.app import maak_werkbak
from portal.werkbak.instellingen import lees_werkbak_instellingen
from portal.werkbak.omgeving import EXTENSIE, Omgeving
from tests.backoffice.bouwers import nieuw_token
from tests.browser.conftest import TELEFOON, Portaal
from tests.browser.mens import Mens
from tests.browser.meten import axe
from tests.werkbak.bouwers import Json, aanmelding, gebeurtenis, lever, lever_melding, melding

GEHEIM = "whsec_" + base64.b64encode(b"een geheim van de proef, 32 tekens").decode()
SCHERM: ViewportSize = {"width": 1280, "height": 800}
PUNT = 72 / 25.4
"""Points of a PDF in one millimetre."""


@dataclass(frozen=True)
class Bak:
    """One running werkbak, with the door for the worker."""

    url: str
    worker: FlaskClient


@pytest.fixture(scope="module")
def bak(portaal: Portaal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bak]:
    """A werkbak on a free port, with a token for the portal that runs."""
    token, _ = nieuw_token(portaal.omgeving.databank, portaal.klok.nu(), portaal.gemeente.slug)
    instellingen = lees_werkbak_instellingen(
        {
            "PORTAL_VAR_DIR": str(tmp_path_factory.mktemp("werkbak")),
            "PORTAL_BASE_URL": portaal.url,
            "PORTAL_BACKOFFICE_SECRET": GEHEIM,
            "PORTAL_WERKBAK_TOKEN": token,
            "PORTAL_WERKBAK_TELEFOON": "0800 0000 000",
            "PORTAL_WERKBAK_OPENINGSTIJDEN": "Maandag tot en met vrijdag 09:00 tot 17:00, zaterdag 10:00 tot 12:00",
        }
    )
    app = maak_werkbak(instellingen, portaal.klok, portaal.klok)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    draad.start()
    yield Bak(f"http://127.0.0.1:{server.server_port}", app.test_client())
    server.shutdown()
    server.server_close()
    draad.join()
    hier: Omgeving = app.extensions[EXTENSIE]
    hier.opslag.sluit()
    hier.portaal.sluit()


class Hulpverlener:
    """A counsellor, whose browser runs no scripts: the werkbak has none."""

    def __init__(self, bak: Bak, page: Page) -> None:
        self.bak = bak
        self.page = page

    def ga(self, pad: str) -> None:
        self.page.goto(f"{self.bak.url}{pad}")

    def knop(self, zin: str) -> None:
        self.page.get_by_role("button", name=zin).click()

    def link(self, zin: str) -> None:
        self.page.get_by_role("link", name=zin).click()

    def meld_aan(self, naam: str) -> str:
        """Sign somebody up at the desk; gives the code on the card."""
        self.ga("/")
        self.link("Aanmelden")
        self.page.get_by_label("Aan de balie").check()
        self.page.get_by_label("Naam").fill(naam)
        self.page.get_by_label("Nee, dat kan niemand").check()
        self.knop("Meld aan en toon de code")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(naam)
        return self.code()

    def code(self) -> str:
        return self.page.locator(".printkaart .code").inner_text().replace("\n", " ")


@pytest.fixture
def nieuwe_hulpverlener(bak: Bak, new_context: Callable[..., BrowserContext]) -> Callable[..., Hulpverlener]:
    def maak(**context: Any) -> Hulpverlener:
        return Hulpverlener(
            bak, new_context(**{"java_script_enabled": False, "viewport": SCHERM, **context}).new_page()
        )

    return maak


@pytest.fixture
def hulpverlener(nieuwe_hulpverlener: Callable[..., Hulpverlener]) -> Hulpverlener:
    return nieuwe_hulpverlener()


def stap_nu(mens: Mens) -> str:
    """The heading of the step that the timeline says it is about now."""
    return mens.page.locator('[aria-current="step"]').first.get_by_role("heading").inner_text()


@pytest.mark.parametrize("js", [True, False])
def test_de_hulpverlener_verzet_de_fase_en_de_telefoon_ziet_het(
    hulpverlener: Hulpverlener, nieuw_mens: Callable[..., Mens], js: bool
) -> None:
    code = hulpverlener.meld_aan("Sanne")
    mens = nieuw_mens(js=js)
    mens.komt_terug(code)
    mens.ziet("Vandaag")
    hulpverlener.link("Verder naar deze persoon")
    hulpverlener.knop("Naar de volgende fase: In gesprek")
    expect(hulpverlener.page.get_by_text("De fase is nu: In gesprek.")).to_be_visible()
    mens.page.reload()
    assert stap_nu(mens).startswith(mens.zeg("Eerste gesprek"))
    hulpverlener.link("Verander de weg, stap voor stap")
    hulpverlener.page.get_by_label("Rust en overzicht").check()
    gesprek = hulpverlener.page.locator("details", has_text="Eerste gesprek")
    gesprek.get_by_label("Status").select_option("Klaar")
    rust = hulpverlener.page.locator("details", has=hulpverlener.page.get_by_text("Rust", exact=True))
    rust.locator("summary").click()
    rust.get_by_label("Status").select_option("Nu")
    hulpverlener.knop("Bewaar de weg")
    expect(hulpverlener.page.get_by_text("Bewaard. De inwoner ziet dit nu ook.")).to_be_visible()
    mens.page.reload()
    assert stap_nu(mens).startswith(mens.zeg("Rust"))


def test_code_kwijt_en_een_nieuwe_aan_de_telefoon(hulpverlener: Hulpverlener, nieuw_mens: Callable[..., Mens]) -> None:
    hulpverlener.meld_aan("Sanne")
    hulpverlener.link("Verder naar deze persoon")
    hulpverlener.link("Code kwijt? Geef een nieuwe")
    hulpverlener.knop("Maak een nieuwe code")
    mens = nieuw_mens()
    mens.komt_terug(hulpverlener.code())
    mens.ziet("Je nieuwe code")


_HIER = """() => {
  const el = document.activeElement
  const naam = (el.labels && el.labels.length ? el.labels[0] : el).innerText.trim()
  // Inside a date the browser marks the part that one is in.
  return [naam, el === document.body || el.type === 'date' || getComputedStyle(el).outlineStyle !== 'none']
}"""


def _tab_naar(page: Page, naam: str, toets: str = "Tab") -> None:
    for _ in range(80):
        page.keyboard.press(toets)
        hier, omlijnd = page.evaluate(_HIER)
        assert omlijnd, hier
        if hier.startswith(naam):
            return
    raise AssertionError(f"the keyboard never comes to {naam!r}")


def test_aanmelden_met_alleen_toetsen(nieuwe_hulpverlener: Callable[..., Hulpverlener]) -> None:
    # Scripts on, only to ask the browser where the focus is.
    hulpverlener = nieuwe_hulpverlener(java_script_enabled=True, viewport=TELEFOON)
    page = hulpverlener.page
    hulpverlener.ga("/")
    _tab_naar(page, "Aanmelden")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Iemand aanmelden")
    _tab_naar(page, "Aan de telefoon")
    _tab_naar(page, "Aan de balie", "ArrowDown")
    _tab_naar(page, "Naam")
    page.keyboard.type("Sanne")
    _tab_naar(page, "Moet misschien het huis uit")
    page.keyboard.press("Space")
    _tab_naar(page, "Meld aan en toon de code")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gelukt. Sanne is aangemeld.")


def test_het_kaartje_is_een_bladzijde_van_a6(hulpverlener: Hulpverlener, tmp_path: Path) -> None:
    hulpverlener.meld_aan("Sanne")
    hulpverlener.link("Verder naar deze persoon")
    hulpverlener.link("Code kwijt? Geef een nieuwe")
    hulpverlener.knop("Maak een nieuwe code")
    pdf = hulpverlener.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    (maten,) = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([0-9.]+)\s+([0-9.]+)", pdf)
    breed, hoog = (float(maat) / PUNT for maat in maten)
    assert abs(breed - 105) < 1
    assert abs(hoog - 148) < 1
    hulpverlener.page.emulate_media(media="print")
    zichtbaar = hulpverlener.page.locator("body").inner_text()
    assert "Sanne" not in zichtbaar
    assert "Zo lees je hem voor" not in zichtbaar
    assert "0800 0000 000" in zichtbaar


@pytest.fixture(scope="module")
def vol(bak: Bak) -> str:
    """Somebody about whom there is everything, so that every kind of block is on the page."""
    subject = "01a1f944-8620-7ff7-8c70-c1e05edf3960"
    data = aanmelding(naam="Sanne", eigenWoorden="Er ligt een brief.", helper={"naam": "Buurvrouw"})
    gebeurd: list[tuple[str, Json]] = [
        ("aanmelding.ontvangen", data),
        ("verwijdering.gevraagd", {"hulpGaatDoor": True}),
        ("melding.mislukt", {"kanaal": "sms", "soort": "eenmalige_code", "reden": "land"}),
    ]
    for nummer, (soort, inhoud) in enumerate(gebeurd, start=1):
        event = gebeurtenis(soort, subject=subject, volgnummer=nummer, data=inhoud, dringend=nummer == 1)
        assert lever(bak.worker, event, _nu(bak)).status_code == 200
    assert lever_melding(bak.worker, melding(inwonerId=subject), _nu(bak)).status_code == 200
    return subject


def _nu(bak: Bak) -> Any:
    hier: Omgeving = bak.worker.application.extensions[EXTENSIE]
    return hier.ware_tijd.nu()


@pytest.mark.parametrize("kleur", ["light", "dark"])
@pytest.mark.parametrize("scherm", [TELEFOON, SCHERM], ids=["telefoon", "scherm"])
def test_elke_bladzijde_is_toegankelijk(
    nieuwe_hulpverlener: Callable[..., Hulpverlener], vol: str, scherm: ViewportSize, kleur: str
) -> None:
    hulpverlener = nieuwe_hulpverlener(java_script_enabled=True, viewport=scherm, color_scheme=kleur)
    page = hulpverlener.page
    elders = []
    page.on("request", lambda verzoek: elders.append(verzoek.url) if "127.0.0.1" not in verzoek.url else None)

    def keur() -> None:
        assert axe(page) == "", page.url
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
        klein = page.evaluate(
            "[...document.querySelectorAll('main button, main .knop, main label.keuze, main select, main summary')]"
            ".filter(el => el.getClientRects().length && el.getBoundingClientRect().height < 44)"
            ".map(el => el.innerText)"
        )
        assert klein == [], page.url

    hulpverlener.meld_aan("Sanne")
    keur()
    hulpverlener.link("Verder naar deze persoon")
    bekend = page.url.removeprefix(hulpverlener.bak.url)
    paden = ["/", "/aanmelden", "/berichten", f"/mensen/{vol}", f"/mensen/{vol}/wissen", f"/mensen/{vol}/weg"]
    for pad in [
        *paden,
        bekend,
        *(f"{bekend}/{deel}" for deel in ("weg", "voorkeuren", "status", "code", "afspraken/nieuw")),
    ]:
        hulpverlener.ga(pad)
        keur()
        page.set_viewport_size({"width": 320, "height": 256})
        assert page.evaluate("document.documentElement.scrollWidth <= 320"), page.url
        page.set_viewport_size(scherm)
    hulpverlener.ga(f"{bekend}/status")
    page.get_by_label("Overleden").check()
    hulpverlener.knop("Bewaar")
    keur()
    hulpverlener.ga("/aanmelden")
    page.get_by_label("E-mail").fill("geen adres")
    hulpverlener.knop("Meld aan en toon de code")
    expect(page.get_by_role("alert")).to_be_visible()
    keur()
    assert elders == []
