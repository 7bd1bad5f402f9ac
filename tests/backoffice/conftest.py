"""Two gemeenten, and a system with a token for each of them."""

import pytest
from flask import Flask

from portal.gemeente import Gemeenten, laad_gemeenten
from portal.omgeving import Omgeving
from tests.backoffice.bouwers import DORP, STAD, Systeem, nieuw_token
from tests.conftest import CONTENT


@pytest.fixture(scope="session")
def gemeenten(tmp_path_factory: pytest.TempPathFactory) -> Gemeenten:
    """The example, and a neighbour that wants its events without data."""
    map = tmp_path_factory.mktemp("content")
    (map / "gemeenten").mkdir()
    tekst = (CONTENT / "gemeenten" / f"{STAD}.toml").read_text("utf-8")
    host = 'hosts = ["127.0.0.1", "localhost", "::1"]'
    assert host in tekst
    for slug, informatiearm in ((STAD, "false"), (DORP, "true")):
        eigen = f'hosts = ["{slug}.example"]\nbase_url = "https://{slug}.example"'
        (map / "gemeenten" / f"{slug}.toml").write_text(
            tekst.replace(host, eigen).replace("informatiearm = false", f"informatiearm = {informatiearm}"), "utf-8"
        )
    return laad_gemeenten(map)


@pytest.fixture
def stad(app: Flask, omgeving: Omgeving) -> Systeem:
    return Systeem(app.test_client(), nieuw_token(omgeving.databank, omgeving.klok.nu(), STAD)[0])


@pytest.fixture
def dorp(app: Flask, omgeving: Omgeving) -> Systeem:
    return Systeem(app.test_client(), nieuw_token(omgeving.databank, omgeving.klok.nu(), DORP)[0])


@pytest.fixture
def niemand(app: Flask) -> Systeem:
    return Systeem(app.test_client(), None)
