"""A portal that really listens, and a browser that talks to nobody else."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import BaseWSGIServer, make_server

from portal.afspraken.links import maak_link
from portal.app import create_app
from portal.config import lees_instellingen
from portal.db.databank import Databank
from portal.gemeente import Gemeente, Gemeenten, lees_kalender
from portal.omgeving import Omgeving
from portal.toegang import sessies
from tests.afspraken.bouwers import plan
from tests.browser.mens import Mens
from tests.browser.meten import Meting, meet
from tests.browser.paginas import PAGINAS
from tests.conftest import CONTENT, VasteKlok
from tests.databanken import nieuwe_url
from tests.gereedschap import chromium

TELEFOON = {"width": 360, "height": 640}
BINNEN_DE_DEUR = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"
"""Every other name leads nowhere, whatever a page asks for."""


@dataclass(frozen=True, slots=True)
class Portaal:
    """One running portal, and what a test may do behind its back."""

    url: str
    elders: str
    omgeving: Omgeving
    gemeente: Gemeente
    klok: VasteKlok

    def bewijs(self, sessienummer: str) -> None:
        """Somebody just showed who they are in two ways."""
        with self.omgeving.databank.schrijven(self.gemeente.slug) as sessie:
            rij = sessies.vind(sessie, sessienummer, self.klok.nu())
            assert rij is not None
            rij.niveau, rij.bewezen_op = 2, self.klok.nu()

    def plan(self, sessienummer: str, **anders: Any) -> tuple[str, str]:
        """The backoffice plans an appointment with this person; gives its path and that of a link to it."""
        with self.omgeving.databank.schrijven(self.gemeente.slug) as sessie:
            rij = sessies.vind(sessie, sessienummer, self.klok.nu())
            assert rij is not None
            afspraak = plan(sessie, rij.inwoner_id, **anders)
            link = maak_link(sessie, afspraak, toont=frozenset({"plaats", "met"}), now=self.klok.nu())
            return f"/mijn/afspraak/{afspraak.id}", f"/a/{link}"


@pytest.fixture(scope="session")
def portaal(gemeenten: Gemeenten, sleutelring: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portaal]:
    """The portal on a free port, with an everyday site beside it for "Snel weg"."""
    map_ = tmp_path_factory.mktemp("portaal")
    anders = make_server("127.0.0.1", 0, _het_weer, threaded=True)
    gemeente = replace(
        next(iter(gemeenten)), hosts=("127.0.0.1",), snel_weg_url=f"http://localhost:{anders.server_port}/"
    )
    poort = _Poort()
    url = f"http://127.0.0.1:{poort.nummer}"
    instellingen = lees_instellingen({"PORTAL_VAR_DIR": str(map_), "PORTAL_BASE_URL": url})
    databank = Databank(nieuwe_url("sqlite", map_))
    klok = VasteKlok()
    omgeving = Omgeving(instellingen, databank, Gemeenten([gemeente]), lees_kalender(CONTENT), klok)
    poort.server.app = create_app(omgeving)
    draden = [_start(poort.server), _start(anders)]
    yield Portaal(url, gemeente.snel_weg_url, omgeving, gemeente, klok)
    for server, draad in zip((poort.server, anders), draden, strict=True):
        server.shutdown()
        draad.join()
        server.server_close()
    databank.sluit()


class _Poort:
    """A server that has its port before it has its application, which needs to know the port."""

    def __init__(self) -> None:
        self.server: BaseWSGIServer = make_server("127.0.0.1", 0, _het_weer, threaded=True)
        self.nummer = self.server.server_port


def _het_weer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [b"<!doctype html><html lang=nl><title>Het weer</title><h1>Het weer</h1><p>Droog.</p>"]


def _start(server: BaseWSGIServer) -> threading.Thread:
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    draad.start()
    return draad


@pytest.fixture(scope="session")
def base_url(portaal: Portaal) -> str:
    return portaal.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser that is there, with "back" as people have it: Playwright switches that cache off by itself."""
    return {
        **browser_type_launch_args,
        "executable_path": chromium.pad(),
        "args": [*chromium.vlaggen(), BINNEN_DE_DEUR],
        "ignore_default_args": ["--disable-back-forward-cache"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], base_url: str) -> dict[str, Any]:
    return {**browser_context_args, "locale": "nl-NL", "base_url": base_url}


@pytest.fixture
def klok(portaal: Portaal) -> Iterator[VasteKlok]:
    """The clock of the running portal, put back afterwards."""
    begin = portaal.klok.nu()
    yield portaal.klok
    portaal.klok.zet(begin)


@pytest.fixture(scope="module")
def meting(browser: Browser, browser_context_args: dict[str, Any], portaal: Portaal) -> Callable[..., Meting]:
    """Every page looked at once: in a language, light or dark, as wide as a telephone or a screen."""

    @cache
    def geef(naam: str, taal: str = "nl", kleur: str = "light", breed: int = 360) -> Meting:
        scherm = TELEFOON if breed == TELEFOON["width"] else {"width": breed, "height": 800}
        context = browser.new_context(**{**browser_context_args, "viewport": scherm, "color_scheme": kleur})
        try:
            return meet(Mens(context.new_page(), taal, portaal.bewijs, portaal.plan), PAGINAS[naam])
        finally:
            context.close()

    return geef


@pytest.fixture
def nieuw_mens(new_context: Callable[..., BrowserContext], portaal: Portaal) -> Callable[..., Mens]:
    """Somebody whose browser knows nothing yet."""

    def maak(taal: str = "nl", *, js: bool = True, **context: Any) -> Mens:
        eigen = new_context(**{"java_script_enabled": js, "viewport": TELEFOON, **context})
        return Mens(eigen.new_page(), taal, portaal.bewijs, portaal.plan)

    return maak


@pytest.fixture
def mens(nieuw_mens: Callable[..., Mens]) -> Mens:
    """Somebody who reads Dutch, on a telephone."""
    return nieuw_mens()
