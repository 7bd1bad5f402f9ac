"""A beheerder who is logged in."""

import pytest

from portal.omgeving import Omgeving
from tests.beheer.mens import Beheerder, log_in, maak
from tests.browser_na import StrengeClient
from tests.conftest import VasteKlok


@pytest.fixture
def beheerder(omgeving: Omgeving, client: StrengeClient, klok: VasteKlok) -> Beheerder:
    """Sam, logged in in `client`."""
    wie = maak(omgeving)
    klok.verzet(seconds=1)
    log_in(omgeving, client, wie)
    return wie
