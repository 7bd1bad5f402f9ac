"""The outbox: delivery beside raw posting, claiming beside its size, and the time from write to delivered.

Run with `python -m tests.bench.outbox`.
"""

import http.client
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, insert, select

from portal.clock import Systeemklok
from portal.config import PROJECTMAP, lees_instellingen
from portal.db import sleutels
from portal.db.databank import ALLE, Databank
from portal.db.ids import nieuw_id
from portal.gemeente import laad_gemeenten
from portal.outbox.bestemmingen.handtekening import koppen, sleutel_van
from portal.outbox.bezorgen import HANDEN
from portal.outbox.claimen import claim
from portal.outbox.models import OutboxEvent, OutboxStroom
from portal.outbox.service import BACKOFFICE, record
from portal.outbox.worker import Worker
from tests.bench.gootsteen import gootsteen
from tests.databanken import SOORTEN, gooi_weg, nieuwe_url

KLOK = Systeemklok()
STAD = "voorbeeldstad"
GEHEIM = "whsec_" + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
EVENTS = 6000
METINGEN = 60
DATA = {"naam": "voorbeeld", "eigenWoorden": "Er liggen brieven die ik niet durf te lezen. " * 10}


def main() -> None:
    """Measure everything, and print it as tables."""
    with tempfile.TemporaryDirectory() as map, gootsteen() as poort:
        sleutels.maak_sleutels(Path(map))
        sleutels.gebruik(sleutels.laad_sleutels(Path(map), None, None))
        print(f"\nDelivery of {EVENTS} events to one sink")
        print(f"  {'raw signed POST, one connection':<40}{(raw := rauw(poort, 1)):>8.0f}/s")
        print(f"  {f'raw signed POST, {HANDEN} connections':<40}{rauw(poort, HANDEN):>8.0f}/s")
        for soort in SOORTEN:
            with _databank(soort, Path(map)) as databank:
                tempo = relais(databank, poort, Path(map))
                print(f"  {f'one worker, {soort}':<40}{tempo:>8.0f}/s  {tempo / raw:.0%} of raw, one connection")
        print("\nClaiming 50 streams, by how many wait")
        for soort in SOORTEN:
            with _databank(soort, Path(map)) as databank:
                klein, groot = claimtijd(databank, 1_000), claimtijd(databank, 200_000)
                print(f"  {soort:<14}1,000: {klein:6.2f} ms   200,000: {groot:6.2f} ms   {groot / klein:.2f} x")
        print("\nWrite to delivered, at rest")
        for soort in SOORTEN:
            with _databank(soort, Path(map)) as databank:
                tijden = schrijven_tot_bezorgd(databank, poort, Path(map))
                print(f"  {soort:<14}p50 {statistics.median(tijden):6.1f} ms   slowest {max(tijden):6.1f} ms")


def rauw(poort: int, verbindingen: int) -> float:
    """Post what a worker posts, with nothing else around it; gives events a second."""
    lichaam = b'{"specversion":"1.0","data":' + b"x" * 900 + b"}"
    sleutel = sleutel_van(GEHEIM)

    def post(stuks: int) -> None:
        verbinding = http.client.HTTPConnection("127.0.0.1", poort)
        for _ in range(stuks):
            kop = {"Content-Type": "application/cloudevents+json; charset=utf-8"}
            verbinding.request("POST", "/gebeurtenissen", lichaam, kop | koppen([sleutel], str(uuid4()), lichaam, KLOK.nu()))
            verbinding.getresponse().read()
        verbinding.close()

    begin = time.perf_counter()
    with ThreadPoolExecutor(verbindingen) as handen:
        list(handen.map(post, [EVENTS // verbindingen] * verbindingen))
    return EVENTS / (time.perf_counter() - begin)


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
        _wacht_tot(databank, EVENTS // 10)  # past the start
        begin, al = time.perf_counter(), _bezorgd(databank)
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


def _wacht_tot(databank: Databank, aantal: int, pauze: float = 0.01) -> None:
    while _bezorgd(databank) < aantal:
        time.sleep(pauze)


if __name__ == "__main__":
    main()
