"""The whole system as an operator runs it: web and worker as processes, on free ports, with a real receiver."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.db.databank import ALLE, Databank
from portal.db.sleutels import BESTAND
from portal.outbox.models import Hartslag
from tests.conftest import PROJECT
from tests.outbox.ontvanger import GEHEIM, Ontvanger

GEDULD = 90.0
"""Seconds that anything may take on a busy machine; nothing waits longer than it has to."""


def wacht_tot(waar: Callable[[], object], wat: str, seconden: float = GEDULD) -> None:
    """Look again and again until it is so; fails with `wat` when it never is."""
    einde = time.monotonic() + seconden
    while not waar():
        assert time.monotonic() < einde, wat
        time.sleep(0.02)


def vrije_poort() -> int:
    """A port of loopback that nobody has now."""
    with socket.create_server(("127.0.0.1", 0)) as proef:
        poort: int = proef.getsockname()[1]
    return poort


class Opstelling:
    """Web and worker of one installation. `begin_web` and `begin_worker` may be called again after an end."""

    def __init__(self, map: Path, sleutelmap: Path, url: str, bak: Ontvanger) -> None:
        self.bak = bak
        self.databank = Databank(url)
        self.poort = vrije_poort()
        self.haak = map / "haak"
        self.haak.mkdir()
        self.var = map / "var"
        self.var.mkdir()
        shutil.copy(sleutelmap / BESTAND, self.var)
        self.logboek = map / "logboek"
        self._omgeving = {naam: w for naam, w in os.environ.items() if not naam.startswith("PORTAL_")} | {
            "RAMP_HAAK": str(self.haak),
            "PORTAL_VAR_DIR": str(self.var),
            "PORTAL_DATABASE_URL": url,
            "PORTAL_PORT": str(self.poort),
            "PORTAL_BACKOFFICE_URL": f"{bak.url}/gebeurtenissen",
            "PORTAL_BACKOFFICE_SECRET": GEHEIM,
            "PORTAL_PROCESSES": "1",
        }
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def begin_web(self) -> None:
        """Start the web server and wait until it can store a sign-up."""
        self.web = self._begin("serve")
        # The port may still be answered by a process whose parent was killed a moment ago, so ours has to be there too.
        wacht_tot(
            lambda: self._is_dood(self.web) or (self.webprocessen and self.is_klaar), "the web server does not come up"
        )
        assert not self._is_dood(self.web), self.logboek.read_text()

    def begin_worker(self) -> None:
        """Start the worker and wait until it was seen."""
        self.worker = self._begin("worker")
        naam = f"{socket.gethostname()}:{self.worker.pid}"
        wacht_tot(lambda: self._is_gezien(naam) or self._is_dood(self.worker), "the worker does not come up")
        assert not self._is_dood(self.worker), self.logboek.read_text()

    def zorg_dat_alles_loopt(self) -> None:
        """Start what has ended."""
        if self._is_dood(self.web):
            self.begin_web()
        if self._is_dood(self.worker):
            self.begin_worker()

    def herstart(self) -> None:
        """End both, as an operator does, and start them again."""
        self._stop()
        self.zorg_dat_alles_loopt()

    def portal(self, *args: str, code: int = 0, pad: str | None = None) -> str:
        """Run a command of the operator on this installation; gives what it said."""
        uit = subprocess.run(
            [sys.executable, "-m", "tests.rampen.proces", *args],
            env=self._omgeving | ({"PATH": pad} if pad else {}),
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=GEDULD,
        )
        assert uit.returncode == code, uit
        return uit.stdout + uit.stderr

    def wapen(self, punt: str) -> None:
        """Whoever comes to this point next, dies there."""
        (self.haak / punt).touch()

    def is_gewapend(self, punt: str) -> bool:
        """Whether nobody came there yet."""
        return (self.haak / punt).exists()

    @property
    def is_klaar(self) -> bool:
        """Whether /readyz is green."""
        return self.vraag("GET", "/readyz") == 200

    def vraag(self, methode: str, pad: str, seconden: float = 15) -> int:
        """The status of one request; 0 when nobody answers."""
        verbinding = http.client.HTTPConnection("127.0.0.1", self.poort, timeout=seconden)
        try:
            verbinding.request(methode, pad)
            return verbinding.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            verbinding.close()

    @property
    def webprocessen(self) -> list[int]:
        """The processes under `portal serve` that answer requests."""
        assert self.web is not None
        try:
            kinderen = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text()
        except OSError:
            return []
        return [int(pid) for pid in kinderen.split()]

    def sluit(self) -> None:
        """End what still runs."""
        self._stop()
        self.databank.sluit()

    def _stop(self) -> None:
        for proces in (self.web, self.worker):
            if proces is not None:
                if proces.poll() is None:
                    proces.send_signal(signal.SIGTERM)
                proces.wait(timeout=GEDULD)

    def _begin(self, opdracht: str) -> "subprocess.Popen[bytes]":
        with self.logboek.open("ab") as logboek:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.rampen.proces", opdracht],
                env=self._omgeving,
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=logboek,
                stderr=logboek,
            )

    def _is_gezien(self, worker: str) -> bool:
        with self.databank.lezen(ALLE) as sessie:
            return sessie.get(Hartslag, worker) is not None

    @staticmethod
    def _is_dood(proces: "subprocess.Popen[bytes] | None") -> bool:
        return proces is None or proces.poll() is not None


@contextmanager
def opstelling(map: Path, sleutelmap: Path, url: str, bak: Ontvanger) -> Iterator[Opstelling]:
    """Start both processes; end them."""
    deze = Opstelling(map, sleutelmap, url, bak)
    try:
        deze.begin_worker()
        deze.begin_web()
        yield deze
    finally:
        deze.sluit()
