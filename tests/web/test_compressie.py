"""What is sent is small, whatever the status."""

import brotli
import pytest
from flask.testing import FlaskClient

from tests.browser_na import StrengeClient


@pytest.fixture
def kaal(client: StrengeClient) -> FlaskClient:
    """A client that takes the bytes as they come."""
    return FlaskClient(client.application)


@pytest.mark.parametrize(
    ("methode", "pad", "status"),
    [("GET", "/nl/", 200), ("POST", "/nl/aanmelden", 422), ("GET", "/nl/bestaat-niet", 404)],
)
def test_ook_een_pagina_die_nog_iets_vraagt_is_klein(kaal: FlaskClient, methode: str, pad: str, status: int) -> None:
    groot = kaal.open(pad, method=methode)
    klein = kaal.open(pad, method=methode, headers={"Accept-Encoding": "br"})
    assert (groot.status_code, klein.status_code) == (status, status)
    assert klein.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in klein.headers["Vary"]
    assert brotli.decompress(klein.data).decode() == groot.text
    assert len(klein.data) < len(groot.data) / 2


def test_wie_niets_kan_uitpakken_krijgt_het_gewoon(kaal: FlaskClient) -> None:
    assert "Content-Encoding" not in kaal.post("/nl/aanmelden").headers
