"""Messages that really leave: to a stand-in for NotifyNL, a real mail server, or the werkbak's door."""

import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pytest

from portal.clock import Klok, Systeemklok
from portal.config import lees_instellingen
from portal.db.databank import Databank
from portal.gemeente import Gemeenten
from portal.meldingen.bezorging import Controle
from portal.meldingen.routering import berichtwegen
from portal.omgeving import Omgeving
from portal.outbox.worker import Worker
from tests.conftest import VasteKlok
from tests.meldingen.notify import CALLBACK_TOKEN, SLEUTEL, NotifyDienst, notify_dienst

MaakWorker = Callable[..., Worker]


@pytest.fixture
def notify() -> Iterator[NotifyDienst]:
    with notify_dienst() as dienst:
        yield dienst


@pytest.fixture
def omgeving(omgeving: Omgeving, notify: NotifyDienst) -> Omgeving:
    """The parts of a process that sends by NotifyNL."""
    eigen = {
        "PORTAL_NOTIFYNL_URL": notify.url,
        "PORTAL_NOTIFYNL_KEY": SLEUTEL,
        "PORTAL_NOTIFYNL_CALLBACK_TOKEN": CALLBACK_TOKEN,
    }
    return replace(omgeving, instellingen=replace(omgeving.instellingen, per_gemeente=eigen))


@pytest.fixture
def maak_worker(databank: Databank, gemeenten: Gemeenten, omgeving: Omgeving, klok: VasteKlok) -> Iterator[MaakWorker]:
    """Make workers that bring messages only; by NotifyNL, unless other settings are given."""
    gemaakt = []

    def maak(
        instelling: Mapping[str, str] | None = None,
        *,
        gemeenten: Gemeenten = gemeenten,
        controles: Mapping[str, Controle] | None = None,
        ware_tijd: Klok | None = None,
    ) -> Worker:
        instellingen = omgeving.instellingen
        if instelling is not None:
            instellingen = lees_instellingen({"PORTAL_VAR_DIR": str(instellingen.var_dir), **instelling})
        wegen = berichtwegen(gemeenten, instellingen, databank, klok, ware_tijd or Systeemklok(), controles or {})
        worker = Worker(databank, gemeenten, instellingen, klok, wegen=wegen, toeval=lambda: 0.5)
        gemaakt.append(worker)
        return worker

    yield maak
    for worker in gemaakt:
        worker.sluit()


@pytest.fixture
def worker(maak_worker: MaakWorker) -> Worker:
    return maak_worker()


@pytest.fixture
def lege_poort() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as los:
        los.bind(("127.0.0.1", 0))
        poort: int = los.getsockname()[1]
    return poort
