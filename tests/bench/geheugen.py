"""Memory: what the processes of the portal hold after real work, as the system counts it (resident set)."""

import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Final
from uuid import uuid4

from sqlalchemy import func, select

from portal.db.databank import ALLE, Databank
from portal.outbox.models import OutboxStroom
from portal.outbox.service import BACKOFFICE, record
from tests.bench.gootsteen import gootsteen
from tests.bench.lader import HIER, jaag, vraag, zend
from tests.bench.outbox import DATA, GEHEIM, KLOK, STAD
from tests.bench.server import StartNiet, omgeving_van, portaal, proces_van
from tests.bench.tabel import Regel
from tests.bench.wedloop import processen
from tests.databanken import nieuwe_url

DEEL: Final = "Memory (resident set)"
WEB, WORKER = 120, 90
VERZOEKEN: Final = 1000
EVENTS: Final = 1000
_PAGINAS: Final = (
    "/nl/",
    "/en/",
    "/ar/",
    "/nl/aanmelden",
    "/nl/zo-werkt-het",
    "/en/contact",
    "/nl/verder",
    "/nl/woorden",
)


def meet(var_dir: Path, *, kort: bool) -> list[Regel]:
    """The web process and the worker."""
    regels = []
    for soort in ("sqlite",) if kort else ("sqlite", "postgresql"):
        ouder, *kinderen = web(var_dir, soort)
        regels.append(
            Regel(
                DEEL,
                f"web process after {VERZOEKEN:,} mixed requests, {soort}",
                f"{max(kinderen):.0f} MB",
                f"its parent {ouder:.0f} MB",
                max(kinderen) / WEB,
                f"<= {WEB} MB",
                max(kinderen) <= WEB,
            )
        )
        gemeten = worker(var_dir, soort)
        wat = f"portal worker after {EVENTS:,} deliveries, {soort}"
        regels.append(Regel(DEEL, wat, f"{gemeten:.0f} MB", "", gemeten / WORKER, f"<= {WORKER} MB", gemeten <= WORKER))
    return regels


def web(var_dir: Path, soort: str) -> list[float]:
    """Megabytes of the process that was started and of each of its workers, after a thousand mixed requests."""

    def maak(al: int, nummer: int) -> bytes:
        nummer += al
        if nummer % 4 == 0:
            return zend("/nl/aanmelden", f"telefoon=06{nummer:08d}".encode(), {"User-Agent": f"bench {nummer}"})
        koek = {"Cookie": "taal=nl"} if nummer % 2 else {}
        return vraag(_PAGINAS[nummer // 2 % len(_PAGINAS)], koek)

    with portaal(omgeving_van(var_dir, nieuwe_url(soort, var_dir))) as server:
        gedaan = 0
        while gedaan < VERZOEKEN:
            gedaan += len(jaag(server.poort, partial(maak, gedaan), verbindingen=8, seconden=0.5).tijden)
        return [_megabytes(pid) for pid in processen(server.pid)]


def worker(var_dir: Path, soort: str) -> float:
    """Megabytes of `portal worker` after a thousand deliveries."""
    url = nieuwe_url(soort, var_dir)
    databank = Databank(url)
    with databank.schrijven(STAD) as sessie:
        for _ in range(EVENTS):
            record(
                sessie,
                gemeente=STAD,
                bestemming=BACKOFFICE,
                onderwerp_id=uuid4(),
                type="aanmelding.ontvangen",
                data=DATA,
                now=KLOK.nu(),
            )
    with gootsteen() as poort, tempfile.TemporaryFile() as logboek:
        omgeving = omgeving_van(
            var_dir,
            url,
            PORTAL_BACKOFFICE_URL=f"http://{HIER}:{poort}/gebeurtenissen",
            PORTAL_BACKOFFICE_SECRET=GEHEIM,
        )
        with proces_van([sys.executable, "-m", "portal", "worker"], omgeving, logboek) as proces:
            while _bezorgd(databank) < EVENTS:
                if proces.poll() is not None:
                    logboek.seek(0)
                    raise StartNiet(logboek.read().decode(errors="replace")[-2000:])
                time.sleep(0.1)
            time.sleep(3)  # so that the errands have had their turn too
            gemeten = _megabytes(proces.pid)
    databank.sluit()
    return gemeten


def _bezorgd(databank: Databank) -> int:
    with databank.lezen(ALLE) as sessie:
        return int(sessie.scalar(select(func.sum(OutboxStroom.delivered_seq))) or 0)


def _megabytes(pid: int) -> float:
    for regel in Path(f"/proc/{pid}/status").read_text().splitlines():
        if regel.startswith("VmRSS:"):
            return int(regel.split()[1]) / 1024
    raise ProcessLookupError(pid)
