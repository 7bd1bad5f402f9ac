"""A worker against a real receiver, with a clock that is told the time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.config import Instellingen, lees_instellingen
from portal.db.databank import Databank
from portal.gemeente import Gemeenten
from portal.outbox.worker import Worker
from tests.conftest import VasteKlok
from tests.outbox.ontvanger import GEHEIM, Ontvanger, ontvanger


@pytest.fixture
def bak() -> Iterator[Ontvanger]:
    """The receiver that the backoffice URL points at."""
    with ontvanger() as deze:
        yield deze


@pytest.fixture
def instellingen(bak: Ontvanger, tmp_path: Path) -> Instellingen:
    return lees_instellingen(
        {
            "PORTAL_VAR_DIR": str(tmp_path),
            "PORTAL_BACKOFFICE_URL": f"{bak.url}/gebeurtenissen",
            "PORTAL_BACKOFFICE_SECRET": GEHEIM,
            "PORTAL_WERKBAK_URL": bak.url,
        }
    )


@pytest.fixture
def maak_worker(
    databank: Databank, gemeenten: Gemeenten, instellingen: Instellingen, klok: VasteKlok
) -> Iterator[Callable[..., Worker]]:
    """Make workers with other settings where a test asks for them; all are closed at the end."""
    gemaakt = []

    def maak(
        *, instelling: dict[str, object] | None = None, gemeenten: Gemeenten = gemeenten, **anders: object
    ) -> Worker:
        deze = Worker(
            databank,
            gemeenten,
            replace(instellingen, **(instelling or {})),  # type: ignore[arg-type]
            klok,
            **{"toeval": lambda: 0.5, **anders},  # type: ignore[arg-type]
        )
        gemaakt.append(deze)
        return deze

    yield maak
    for worker in gemaakt:
        worker.sluit()


@pytest.fixture
def worker(maak_worker: Callable[..., Worker]) -> Worker:
    return maak_worker()
