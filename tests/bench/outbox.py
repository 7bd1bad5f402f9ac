"""The outbox: delivering beside bare posting, claiming beside how much waits, and the time from write to delivered.

Alone: `python -m tests.bench.outbox`.
"""

import http.client
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

from sqlalchemy import func, insert, select

from portal.clock import Systeemklok
from portal.config import PROJECTMAP, lees_instellingen
from portal.db import sleutels
from portal.db.databank import ALLE, Databank
from portal.db.ids import nieuw_id
from portal.gemeente import laad_gemeenten
from portal.outbox.bestemmingen.handtekening import koppen, sleutel_van
from portal.outbox.claimen import claim
from portal.outbox.models import OutboxEvent, OutboxStroom
from portal.outbox.service import BACKOFFICE, record
from portal.outbox.worker import Worker
from tests.bench.gootsteen import gootsteen
from tests.bench.tabel import Regel, toon
from tests.databanken import SOORTEN, gooi_weg, nieuwe_url

KLOK = Systeemklok()
STAD = "voorbeeldstad"
GEHEIM = "whsec_" + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
DATA = {"naam": "voorbeeld", "eigenWoorden": "Er liggen brieven die ik niet durf te lezen. " * 10}

EVENTS: Final = 2_000
RONDES: Final = 5
METINGEN: Final = 60
WEINIG: Final = 1_000
VEEL: Final = 200_000


def main() -> None:
    """Measure everything, and print it as a table."""
    print(toon(regels()))


def regels() -> list[Regel]:
    """Measure everything: one worker beside a bare loop that posts, few waiting streams beside many."""
    with ExitStack() as stapel:
        map = Path(stapel.enter_context(tempfile.TemporaryDirectory()))
        sleutels.maak_sleutels(map)
        sleutels.gebruik(sleutels.laad_sleutels(map, None, None))
        poort = stapel.enter_context(gootsteen())
        return [*_bezorgen(poort, map), *_claimen(map), *_in_rust(poort, map)]


def _bezorgen(poort: int, map: Path) -> Iterator[Regel]:
    """Round after round, each in turn, so that all meet the same weather."""
    kaal: list[float] = []
    tempo: dict[str, list[float]] = {soort: [] for soort in SOORTEN}
    for _ in range(RONDES):
        kaal.append(rauw(poort))
        for soort in SOORTEN:
            with _databank(soort, map) as databank:
                tempo[soort].append(relais(databank, poort, map))
    for soort in SOORTEN:
        verhouding = statistics.median(ons / hun for ons, hun in zip(tempo[soort], kaal, strict=True))
        yield Regel(
            "Outbox",
            f"delivered by one worker, {soort}; raw signed posts",
            f"{statistics.median(tempo[soort]):,.0f}/s",
            f"{statistics.median(kaal):,.0f}/s",
            verhouding,
            "≥ 0.60",
            verhouding >= 0.60,
        )


def _claimen(map: Path) -> Iterator[Regel]:
    for soort in SOORTEN:
        with _databank(soort, map) as databank:
            weinig, veel = claimtijd(databank, WEINIG), claimtijd(databank, VEEL)
        yield Regel(
            "Outbox",
            f"claim of ten, {soort}: {VEEL:,} waiting; {WEINIG:,}",
            f"{veel:.1f} ms",
            f"{weinig:.1f} ms",
            veel / weinig,
            "flat: ≤ 2",
            veel / weinig <= 2,
        )


def _in_rust(poort: int, map: Path) -> Iterator[Regel]:
    for soort in SOORTEN:
        with _databank(soort, map) as databank:
            tijden = sorted(schrijven_tot_bezorgd(databank, poort, map))
        p95 = tijden[len(tijden) * 95 // 100]
        yield Regel(
            "Outbox",
            f"from write to delivered at rest, {soort}: p95; middle",
            f"{p95:.0f} ms",
            f"{statistics.median(tijden):.0f} ms",
            None,
            "< 150 ms",
            p95 < 150,
        )


def rauw(poort: int) -> float:
    """Sign and post what a worker posts, over one connection, with nothing else around it; events a second."""
    lichaam = b'{"specversion":"1.0","data":' + b"x" * 900 + b"}"
    sleutel = sleutel_van(GEHEIM)
    verbinding = http.client.HTTPConnection("127.0.0.1", poort)
    begin = time.perf_counter()
    for _ in range(EVENTS):
        kop = {"Content-Type": "application/cloudevents+json; charset=utf-8"}
        kop |= koppen([sleutel], str(uuid4()), lichaam, KLOK.nu())
        verbinding.request("POST", "/gebeurtenissen", lichaam, kop)
        verbinding.getresponse().read()
    tempo = EVENTS / (time.perf_counter() - begin)
    verbinding.close()
    return tempo


def relais(databank: Databank, poort: int, map: Path) -> float:
    """Let one worker bring a backlog of one event for each of many people; gives events a second."""
    for _ in range(EVENTS // 500):
        with databank.schrijven(STAD) as sessie:
            for _ in range(500):
                record(
                    sessie,
                    gemeente=STAD,
                    bestemming=BACKOFFICE,
                    onderwerp_id=uuid4(),
                    type="aanmelding.ontvangen",
                    data=DATA,
                    now=KLOK.nu(),
                )
    with _draaiend(databank, poort, map):
        al = _wacht_tot(databank, EVENTS // 10)  # past the start
        begin = time.perf_counter()
        _wacht_tot(databank, EVENTS)
        return (EVENTS - al) / (time.perf_counter() - begin)


def claimtijd(databank: Databank, stromen: int) -> float:
    """Fill up to so many due streams of one event, then claim; gives the median in milliseconds."""
    now = KLOK.nu()
    with databank.schrijven(ALLE) as sessie:
        al = sessie.scalar(select(func.count()).select_from(OutboxStroom)) or 0
    for begin in range(al, stromen, 5_000):
        rijen = [
            {
                "id": nieuw_id(now),
                "gemeente": STAD,
                "bestemming": BACKOFFICE,
                "onderwerp_id": uuid4(),
                "last_seq": 1,
                "delivered_seq": 0,
                "due_at": now - timedelta(seconds=stromen - begin),
                "attempts": 0,
                "rejections": 0,
            }
            for _ in range(min(5_000, stromen - begin))
        ]
        with databank.schrijven(ALLE) as sessie:
            sessie.execute(insert(OutboxStroom), rijen)
            sessie.execute(
                insert(OutboxEvent),
                [
                    {
                        "gemeente": STAD,
                        "bestemming": BACKOFFICE,
                        "onderwerp_id": rij["onderwerp_id"],
                        "stroom_id": rij["id"],
                        "seq": 1,
                        "id": nieuw_id(now),
                        "type": "aanmelding.ontvangen",
                        "dringend": False,
                        "payload_geheim": b"",
                        "created_at": now,
                    }
                    for rij in rijen
                ],
            )
    with databank.engine.connect() as verbinding:
        verbinding.exec_driver_sql("ANALYZE")
        verbinding.commit()
    tijden = []
    for _ in range(METINGEN):
        begonnen = time.perf_counter()
        with databank.schrijven(ALLE) as sessie:
            assert len(claim(sessie, STAD, BACKOFFICE, now, 10)) == 10
        tijden.append((time.perf_counter() - begonnen) * 1000)
    return statistics.median(tijden)


def schrijven_tot_bezorgd(databank: Databank, poort: int, map: Path) -> list[float]:
    """Record one event at a time while nothing else happens; gives milliseconds until it is marked."""
    tijden = []
    with _draaiend(databank, poort, map):
        time.sleep(0.5)
        for nummer in range(METINGEN):
            begin = time.perf_counter()
            with databank.schrijven(STAD) as sessie:
                record(
                    sessie,
                    gemeente=STAD,
                    bestemming=BACKOFFICE,
                    onderwerp_id=uuid4(),
                    type="aanmelding.ontvangen",
                    data=DATA,
                    now=KLOK.nu(),
                )
            _wacht_tot(databank, nummer + 1, 0.0005)
            tijden.append((time.perf_counter() - begin) * 1000)
            time.sleep(0.05)
    return tijden


@contextmanager
def _databank(soort: str, map: Path) -> Iterator[Databank]:
    url = nieuwe_url(soort, map)
    databank = Databank(url)
    try:
        yield databank
    finally:
        databank.sluit()
        gooi_weg(url)


@contextmanager
def _draaiend(databank: Databank, poort: int, map: Path) -> Iterator[None]:
    instellingen = replace(
        lees_instellingen({"PORTAL_VAR_DIR": str(map), "PORTAL_BACKOFFICE_SECRET": GEHEIM}),
        backoffice_url=f"http://127.0.0.1:{poort}/gebeurtenissen",
    )
    worker = Worker(databank, laad_gemeenten(PROJECTMAP / "content"), instellingen, KLOK)
    stop = threading.Event()
    draad = threading.Thread(target=worker.run, args=(stop,))
    draad.start()
    try:
        yield
    finally:
        stop.set()
        draad.join()


def _bezorgd(databank: Databank) -> int:
    with databank.lezen(ALLE) as sessie:
        return int(sessie.scalar(select(func.sum(OutboxStroom.delivered_seq))) or 0)


def _wacht_tot(databank: Databank, aantal: int, pauze: float = 0.02) -> int:
    while (al := _bezorgd(databank)) < aantal:
        time.sleep(pauze)
    return al


if __name__ == "__main__":
    main()
