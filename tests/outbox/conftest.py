"""A worker against a real receiver, with a clock that is told the time."""

import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.clock import Systeemklok
from portal.config import Instellingen, lees_instellingen
from portal.db.databank import Databank
from portal.gemeente import Gemeenten
from portal.outbox.bestemmingen.verbinding import Doel
from portal.outbox.bestemmingen.webhook import Webhook
from portal.outbox.waarschuwen import Waarschuwing
from portal.outbox.worker import Worker
from tests.conftest import VasteKlok
from tests.outbox.ontvanger import GEHEIM, SLEUTEL, Ontvanger, ontvanger

MaakWorker = Callable[..., Worker]
MaakWebhook = Callable[..., Webhook]


class Snelklok:
    """Runs so many times as fast: five seconds of waiting, and a lease too, pass in the blink of an eye."""

    def __init__(self, keer: float) -> None:
        self._keer = keer
        self._begin = time.monotonic()

    def nu(self) -> datetime:
        verstreken = self._keer * (time.monotonic() - self._begin)
        return datetime(2026, 11, 20, 9, tzinfo=UTC) + timedelta(seconds=verstreken)


class Meldkamer:
    """Keeps the warnings, so that a test can read what the operator was told."""

    def __init__(self) -> None:
        self.gehoord: list[Waarschuwing] = []

    def waarschuw(self, waarschuwing: Waarschuwing) -> None:
        self.gehoord.append(waarschuwing)

    @property
    def soorten(self) -> list[str]:
        return [waarschuwing.soort for waarschuwing in self.gehoord]


@pytest.fixture
def bak() -> Iterator[Ontvanger]:
    """The receiver that the backoffice URL points at."""
    with ontvanger() as deze:
        yield deze


@pytest.fixture
def meldkamer() -> Meldkamer:
    return Meldkamer()


@pytest.fixture
def instellingen(bak: Ontvanger) -> Instellingen:
    return lees_instellingen({"PORTAL_BACKOFFICE_URL": f"{bak.url}/gebeurtenissen", "PORTAL_BACKOFFICE_SECRET": GEHEIM})


@pytest.fixture
def maak_worker(
    databank: Databank, gemeenten: Gemeenten, instellingen: Instellingen, klok: VasteKlok, meldkamer: Meldkamer
) -> Iterator[MaakWorker]:
    """Make workers, with other settings where a test asks for them; all are closed at the end."""
    gemaakt: list[Worker] = []

    def maak(*, backoffice_url: str | None = None, stad: Gemeenten = gemeenten, **anders: Any) -> Worker:
        met = instellingen if backoffice_url is None else replace(instellingen, backoffice_url=backoffice_url)
        deze = Worker(databank, stad, met, **{"klok": klok, "toeval": lambda: 0.5, "waarschuwer": meldkamer, **anders})
        gemaakt.append(deze)
        return deze

    yield maak
    for worker in gemaakt:
        worker.sluit()


@pytest.fixture
def worker(maak_worker: MaakWorker) -> Worker:
    return maak_worker()


@pytest.fixture
def maak_webhook() -> Iterator[MaakWebhook]:
    """Make webhooks that may reach loopback, or not; all are closed at the end."""
    gemaakt: list[Webhook] = []

    def webhook(url: str, *, mag_prive: bool = True, tls: ssl.SSLContext | None = None, seconden: float = 5) -> Webhook:
        deze = Webhook(
            Doel.van_url(url, mag_prive=mag_prive, tls=tls),
            [SLEUTEL],
            lambda bericht: (bericht.payload or "").encode(),
            "application/cloudevents+json; charset=utf-8",
            Systeemklok(),
            timedelta(seconds=seconden),
        )
        gemaakt.append(deze)
        return deze

    yield webhook
    for deze in gemaakt:
        deze.sluit()
