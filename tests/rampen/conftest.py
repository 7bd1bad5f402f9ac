"""One system per kind of database, for all tests of a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databanken import SOORTEN, gooi_weg, nieuwe_url
from tests.outbox.ontvanger import ontvanger
from tests.rampen.grootboek import Grootboek
from tests.rampen.opstelling import Opstelling, opstelling


@pytest.fixture(scope="module", params=SOORTEN)
def systeem(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sleutelring: Path
) -> Iterator[Opstelling]:
    """Web and worker, running."""
    map = tmp_path_factory.mktemp(request.param)
    (map / "db").mkdir()
    url = nieuwe_url(request.param, map / "db")
    with ontvanger() as bak, opstelling(map, sleutelring, url, bak) as deze:
        yield deze
    gooi_weg(url)


@pytest.fixture(scope="module")
def boek(systeem: Opstelling) -> Grootboek:
    """Everything that was acknowledged on this system."""
    return Grootboek()
