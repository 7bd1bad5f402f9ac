"""A werkbak with a file of its own for every test, and a client that speaks to it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from portal.db.databank import Databank
from portal.omgeving import Omgeving as PortaalOmgeving
from portal.werkbak.app import maak_werkbak
from portal.werkbak.instellingen import lees_werkbak_instellingen
from portal.werkbak.omgeving import EXTENSIE, Omgeving
from tests.backoffice.bouwers import nieuw_token
from tests.databanken import gooi_weg, nieuwe_url
from tests.werkbak.bouwers import GEHEIM, Handklok
from tests.werkbak.keten import Keten

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


@pytest.fixture
def databank(tmp_path: Path) -> Iterator[Databank]:
    """The portal's own database. One kind is enough: the werkbak knows nothing of it."""
    url = nieuwe_url("sqlite", tmp_path)
    eigen = Databank(url)
    yield eigen
    eigen.sluit()
    gooi_weg(url)


@pytest.fixture
def portaal_url(app: Flask) -> Iterator[str]:
    """The real portal, listening on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    draad.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    draad.join()


@pytest.fixture
def keten(app: Flask, omgeving: PortaalOmgeving, portaal_url: str, maak: MaakWerkbak) -> Keten:
    """A real portal, and a werkbak that has a token for it."""
    token, _ = nieuw_token(omgeving.databank, omgeving.klok.nu())
    werkbak = maak(PORTAL_BASE_URL=portaal_url, PORTAL_WERKBAK_TOKEN=token)
    return Keten(omgeving, app, werkbak.test_client(), token)
