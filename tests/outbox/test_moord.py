"""A worker that is killed, at every point and at no point in particular: nothing lost, twice only under the same id."""

import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from portal.clock import Systeemklok
from portal.db.databank import Databank
from portal.outbox.posities import haal_op
from tests.conftest import VasteKlok
from tests.outbox.bouwers import STAD, events, neem_op
from tests.outbox.conftest import MaakWorker
from tests.outbox.moord import PUNTEN
from tests.outbox.ontvanger import Antwoord, Ontvanger

MENSEN = [UUID(int=nummer) for nummer in range(1, 6)]
KLOK = Systeemklok()

BRENGPUNTEN = [punt for punt in PUNTEN if punt != "positions_not_committed"]


@contextmanager
def _werkproces(
    databank: Databank, sleutelring: Path, backoffice: str, punt: str = "never", keer: int = 1
) -> Iterator[subprocess.Popen[str]]:
    adres = databank.engine.url.render_as_string(hide_password=False)
    proces = subprocess.Popen(
        [sys.executable, "-m", "tests.outbox.moord", adres, str(sleutelring), backoffice, punt, str(keer)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert proces.stdout is not None
        assert proces.stdout.readline() == "begonnen\n"
        yield proces
    finally:
        proces.kill()
        proces.communicate()


def _herstel(databank: Databank, maak_worker: MaakWorker, **anders: object) -> None:
    """Another worker, at a time when every lease of the dead one has run out."""
    klok = VasteKlok(KLOK.nu() + timedelta(minutes=2))
    maak_worker(klok=klok, **anders).een_ronde(klok.nu())


def _alles_klopt(databank: Databank, bak: Ontvanger, opgenomen: list[UUID]) -> None:
    """Ledger, database and receiver agree."""
    in_database = {event.id: (str(event.onderwerp_id), event.seq) for event in events(databank)}
    assert set(in_database) == set(opgenomen)
    assert all(event.uitkomst == "bezorgd" for event in events(databank))
    for event in bak.events:
        assert in_database[UUID(event["id"])] == (event["subject"], event["volgnummer"])
    assert {event["id"] for event in bak.events} == {str(event_id) for event_id in opgenomen}
    for wie, aantal in Counter(wie for wie, _ in in_database.values()).items():
        assert bak.nummers(wie) == list(range(1, aantal + 1))


@pytest.mark.parametrize("punt", BRENGPUNTEN)
def test_wie_op_dit_punt_sterft_verliest_niets(
    punt: str, databank: Databank, maak_worker: MaakWorker, bak: Ontvanger, sleutelring: Path
) -> None:
    opgenomen: list[UUID] = []
    for keer in (1, 2):
        with _werkproces(databank, sleutelring, bak.url, punt, keer) as proces:
            einde = time.monotonic() + 60
            while proces.poll() is None:
                assert time.monotonic() < einde, "it does not come to this point"
                wie = UUID(int=1 + len(opgenomen) // 3)  # three in a row for each
                opgenomen.append(neem_op(databank, KLOK.nu(), wie))
                time.sleep(0.02)
            assert proces.returncode == -signal.SIGKILL
    _herstel(databank, maak_worker)
    _alles_klopt(databank, bak, opgenomen)


def test_wie_sterft_bij_het_geven_van_een_plaats_slaat_niemand_over(
    databank: Databank, maak_worker: MaakWorker, sleutelring: Path
) -> None:
    opgenomen = [neem_op(databank, KLOK.nu(), wie) for _ in range(4) for wie in MENSEN]
    with _werkproces(databank, sleutelring, "", "positions_not_committed") as proces:
        assert proces.wait(timeout=30) == -signal.SIGKILL
    with databank.lezen(STAD) as sessie:
        assert haal_op(sessie, STAD, 0, 100) == []
    _herstel(databank, maak_worker, backoffice_url="")
    with databank.lezen(STAD) as sessie:
        gehaald = haal_op(sessie, STAD, 0, 100)
    assert [event.positie for event in gehaald] == list(range(1, len(opgenomen) + 1))
    assert {event.id for event in gehaald} == set(opgenomen)


def test_een_storm_waarin_de_workers_telkens_sterven_verliest_niets(
    databank: Databank, maak_worker: MaakWorker, bak: Ontvanger, sleutelring: Path
) -> None:
    toeval = random.Random(4)
    streken = [Antwoord(204)] * 8 + [Antwoord(verlies=True), Antwoord(500), Antwoord(204, wacht=0.02)]
    bak.regel = lambda levering: toeval.choice(streken)
    opgenomen: list[UUID] = []
    klaar = threading.Event()

    def neem_veel_op() -> None:
        while not klaar.is_set():
            opgenomen.append(neem_op(databank, KLOK.nu(), toeval.choice(MENSEN)))
            time.sleep(0.01)

    schrijver = threading.Thread(target=neem_veel_op)
    schrijver.start()
    try:
        for _ in range(4):
            with _werkproces(databank, sleutelring, bak.url):
                time.sleep(toeval.uniform(0.05, 0.6))
    finally:
        klaar.set()
        schrijver.join()
    bak.regel = lambda levering: Antwoord(204)
    klok = VasteKlok(KLOK.nu() + timedelta(days=1))
    maak_worker(klok=klok).een_ronde(klok.nu())
    _alles_klopt(databank, bak, opgenomen)
