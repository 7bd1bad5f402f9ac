"""A werkbak with a file of its own for every test, and a client that speaks to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.werkbak.app import maak_werkbak
from portal.werkbak.instellingen import lees_werkbak_instellingen
from portal.werkbak.omgeving import EXTENSIE, Omgeving
from tests.werkbak.bouwers import GEHEIM, Handklok

MaakWerkbak = Callable[..., Flask]


@pytest.fixture
def klok() -> Handklok:
    return Handklok()


@pytest.fixture
def maak(tmp_path: Path, klok: Handklok) -> Iterator[MaakWerkbak]:
    """Make a werkbak with extra settings; made twice in one test it is the same one started again."""
    gemaakt: list[Flask] = []

    def een_werkbak(**extra: str) -> Flask:
        omgeving = {"PORTAL_VAR_DIR": str(tmp_path), "PORTAL_BACKOFFICE_SECRET": GEHEIM} | extra
        gemaakt.append(maak_werkbak(lees_werkbak_instellingen(omgeving), klok, klok))
        return gemaakt[-1]

    yield een_werkbak
    for app in gemaakt:
        hier: Omgeving = app.extensions[EXTENSIE]
        hier.opslag.sluit()
        hier.portaal.sluit()


@pytest.fixture
def werkbak(maak: MaakWerkbak) -> FlaskClient:
    """A browser, or the portal's worker, at a werkbak on loopback."""
    return maak().test_client()
