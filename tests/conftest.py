"""Fixtures of the whole suite: real databases, a real application, a clock that is told the time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.config import lees_instellingen
from portal.db import sleutels
from portal.db.databank import Databank
from portal.gemeente import Gemeente, Gemeenten, laad_gemeenten, lees_kalender
from portal.omgeving import Omgeving
from portal.termijnen import Kalender
from tests.browser_na import StrengeClient
from tests.databanken import SOORTEN, gooi_weg, nieuwe_url

PROJECT = Path(__file__).resolve().parent.parent
CONTENT = PROJECT / "content"


class VasteKlok:
    """A clock that stands still until it is moved. 20 November 2026 is a Friday."""

    def __init__(self, nu: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)) -> None:
        self._nu = nu

    def nu(self) -> datetime:
        return self._nu

    def verzet(self, **hoeveel: float) -> None:
        """Move on: `klok.verzet(minutes=10)`."""
        self._nu += timedelta(**hoeveel)

    def zet(self, nu: datetime) -> None:
        """Put it at a moment."""
        self._nu = nu


@pytest.fixture
def klok() -> VasteKlok:
    return VasteKlok()


@pytest.fixture(scope="session", autouse=True)
def sleutelring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of this test run, loaded once."""
    map = tmp_path_factory.mktemp("sleutels")
    sleutels.maak_sleutels(map)
    sleutels.gebruik(sleutels.laad_sleutels(map, None, None))
    return map


@pytest.fixture(params=SOORTEN)
def databank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databank]:
    """A fresh database at the newest version: every test that asks runs on both kinds."""
    url = nieuwe_url(request.param, tmp_path)
    eigen = Databank(url)
    yield eigen
    eigen.sluit()
    gooi_weg(url)


@pytest.fixture(scope="session")
def gemeenten() -> Gemeenten:
    return laad_gemeenten(CONTENT)


@pytest.fixture
def omgeving(databank: Databank, gemeenten: Gemeenten, klok: VasteKlok, tmp_path: Path) -> Omgeving:
    instellingen = lees_instellingen({"PORTAL_VAR_DIR": str(tmp_path)})
    return Omgeving(
        instellingen=replace(instellingen, database_url=databank.engine.url.render_as_string(hide_password=False)),
        databank=databank,
        gemeenten=gemeenten,
        kalender=lees_kalender(CONTENT),
        klok=klok,
    )


@pytest.fixture
def app(omgeving: Omgeving) -> Flask:
    app = create_app(omgeving)
    app.test_client_class = StrengeClient
    return app


@pytest.fixture
def client(app: Flask) -> StrengeClient:
    """A browser without JavaScript, that takes no sloppy HTML."""
    client = app.test_client()
    assert isinstance(client, StrengeClient)
    return client


@pytest.fixture(scope="session")
def gemeente(gemeenten: Gemeenten) -> Gemeente:
    return next(iter(gemeenten))


@pytest.fixture(scope="session")
def kalender() -> Kalender:
    return lees_kalender(CONTENT)
