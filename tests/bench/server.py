"""Servers to measure: the portal as it is really started, and bare applications under the same granian."""

import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from tests.bench.lader import HIER

DRADEN: Final = 8
"""Threads of every server here, the same as `portal serve` has when nothing is said."""

_OPSTARTTIJD: Final = 60.0


class StartNiet(Exception):
    """A server did not answer in time; what it wrote is in the message."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers. `pid` is the process that was started; its children do the work."""

    poort: int
    pid: int


def vrije_poort() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as sok:
        sok.bind((HIER, 0))
        return int(sok.getsockname()[1])


def kernen() -> tuple[set[int], set[int]]:
    """One core for the server and the others for who asks; the same when there is only one."""
    if not hasattr(os, "sched_getaffinity"):
        return set(), set()
    alle = sorted(os.sched_getaffinity(0))
    return {alle[0]}, set(alle[1:]) or {alle[0]}


@contextmanager
def alleen_op(welke: set[int]) -> Iterator[None]:
    """Keep this process on these cores for a while."""
    if not welke:
        yield
        return
    eerst = os.sched_getaffinity(0)
    os.sched_setaffinity(0, welke)
    try:
        yield
    finally:
        os.sched_setaffinity(0, eerst)


def omgeving_van(var_dir: Path, database_url: str, **meer: str) -> dict[str, str]:
    """The environment of a `portal` command, and nothing of the caller's own settings."""
    kaal = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("PORTAL_")}
    return kaal | {"PORTAL_VAR_DIR": str(var_dir), "PORTAL_DATABASE_URL": database_url, "PORTAL_PROCESSES": "1"} | meer


@contextmanager
def portaal(omgeving: Mapping[str, str], op: set[int] | None = None) -> Iterator[Server]:
    """`portal serve` on a free port."""
    poort = vrije_poort()
    with _draaiend([sys.executable, "-m", "portal", "serve"], poort, {**omgeving, "PORTAL_PORT": str(poort)}, op) as s:
        yield s


@contextmanager
def kaal(
    doel: str,
    omgeving: Mapping[str, str],
    op: set[int] | None = None,
    *,
    draden: int = DRADEN,
    certificaat: tuple[Path, Path] | None = None,
) -> Iterator[Server]:
    """Another application (`module:factory`) under granian, with the settings that `portal serve` gives it.

    `certificaat` holds the files of a certificate and its key: then it speaks TLS.
    """
    poort = vrije_poort()
    opdracht = [sys.executable, "-m", "tests.bench.granian_kaal", doel, str(poort), str(draden)]
    opdracht += [str(pad) for pad in certificaat or ()]
    with _draaiend(opdracht, poort, omgeving, op, tls=certificaat is not None) as s:
        yield s


@contextmanager
def _draaiend(
    opdracht: list[str], poort: int, omgeving: Mapping[str, str], op: set[int] | None, *, tls: bool = False
) -> Iterator[Server]:
    with tempfile.TemporaryFile() as logboek, proces_van(opdracht, omgeving, logboek, op) as proces:
        _wacht_op(poort, proces, logboek, tls=tls)
        yield Server(poort, proces.pid)


@contextmanager
def proces_van(
    opdracht: list[str], omgeving: Mapping[str, str], logboek: IO[bytes], op: set[int] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command until the end of the block, kindly asked to stop; none of its children stays behind."""
    proces = subprocess.Popen(opdracht, env=dict(omgeving), stdout=logboek, stderr=logboek, start_new_session=True)
    if op:
        os.sched_setaffinity(proces.pid, op)
    try:
        yield proces
    finally:
        proces.terminate()
        try:
            proces.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(proces.pid, signal.SIGKILL)
            proces.wait()


def _wacht_op(poort: int, proces: subprocess.Popen[bytes], logboek: IO[bytes], *, tls: bool) -> None:
    vertrouwt_elk = ssl._create_unverified_context()
    einde = time.monotonic() + _OPSTARTTIJD
    while proces.poll() is None and time.monotonic() < einde:
        verbinding = http.client.HTTPConnection(HIER, poort, timeout=5)
        if tls:
            verbinding = http.client.HTTPSConnection(HIER, poort, timeout=5, context=vertrouwt_elk)
        try:
            verbinding.request("GET", "/livez")
            verbinding.getresponse().read()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            verbinding.close()
    logboek.seek(0)
    raise StartNiet(logboek.read().decode(errors="replace")[-2000:] or "it stayed silent")
