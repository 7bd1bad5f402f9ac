"""A load generator: keep-alive connections on plain sockets, one thread, no parsing beyond what is needed.

`jaag` asks as fast as the server answers (a rate), `stroom` asks at a fixed pace whatever the server does (what
people feel: an answer counts from the moment it should have been asked for).
"""

import asyncio
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

HIER: Final = "127.0.0.1"
_GEDULD: Final = 30.0
"""Seconds without any answer after which a measurement is given up."""
_RUST: Final = 5.0
"""Seconds that a connection is used again after: a server closes one that is at rest for long."""


class GeenAntwoord(Exception):
    """The server closed a connection or stayed silent in the middle of a measurement."""


@dataclass(slots=True)
class Meting:
    """What a run of requests gave. `tijden` in seconds, one for each answer."""

    duur: float = 0.0
    tijden: list[float] = field(default_factory=list)
    statussen: Counter[int] = field(default_factory=Counter)

    @property
    def tempo(self) -> float:
        """Answers a second."""
        return len(self.tijden) / self.duur if self.duur else 0.0

    def deel(self, welk: float) -> float:
        """The time within which this part of the answers came, in milliseconds: `deel(0.99)` is p99."""
        gesorteerd = sorted(self.tijden)
        return gesorteerd[min(len(gesorteerd) - 1, int(len(gesorteerd) * welk))] * 1000


def vraag(pad: str, koppen: Mapping[str, str] | None = None) -> bytes:
    """A GET request, as a browser without cookies sends it."""
    regels = [f"GET {pad} HTTP/1.1", f"Host: {HIER}", "Accept-Encoding: gzip, br"]
    regels += [f"{naam}: {waarde}" for naam, waarde in (koppen or {}).items()]
    return ("\r\n".join(regels) + "\r\n\r\n").encode()


def zend(pad: str, velden: bytes, koppen: Mapping[str, str] | None = None) -> bytes:
    """A POST request with a form."""
    regels = [
        f"POST {pad} HTTP/1.1",
        f"Host: {HIER}",
        "Accept-Encoding: gzip, br",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(velden)}",
    ]
    regels += [f"{naam}: {waarde}" for naam, waarde in (koppen or {}).items()]
    return ("\r\n".join(regels) + "\r\n\r\n").encode() + velden


def jaag(poort: int, maak: Callable[[int], bytes], *, verbindingen: int, seconden: float) -> Meting:
    """Keep `verbindingen` requests under way for so long; `maak` gives the n-th request."""
    meting = Meting()
    nummer = 0
    with selectors.DefaultSelector() as kiezer:
        begin = time.perf_counter()
        einde = begin + seconden
        for _ in range(verbindingen):
            sok = socket.create_connection((HIER, poort))
            sok.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            lijn = _Lijn(sok)
            kiezer.register(sok, selectors.EVENT_READ, lijn)
            lijn.stuur(maak(nummer))
            nummer += 1
        open_ = verbindingen
        while open_:
            klaar = kiezer.select(_GEDULD)
            if not klaar:
                raise GeenAntwoord(f"silence for {_GEDULD:.0f} seconds")
            for sleutel, _ in klaar:
                lijn = sleutel.data
                status = lijn.lees()
                if not status:
                    continue
                nu = time.perf_counter()
                meting.tijden.append(nu - lijn.verstuurd)
                meting.statussen[status] += 1
                if nu < einde:
                    lijn.stuur(maak(nummer))
                    nummer += 1
                else:
                    kiezer.unregister(lijn.sok)
                    lijn.sok.close()
                    open_ -= 1
        meting.duur = time.perf_counter() - begin
    return meting


class _Lijn:
    """One connection with at most one request under way."""

    __slots__ = ("_rest", "sok", "verstuurd")

    def __init__(self, sok: socket.socket) -> None:
        self.sok = sok
        self.verstuurd = 0.0
        self._rest = b""

    def stuur(self, verzoek: bytes) -> None:
        self.verstuurd = time.perf_counter()
        self.sok.sendall(verzoek)

    def lees(self) -> int:
        """Read what is there; the status once the answer is whole, else 0."""
        stuk = self.sok.recv(262_144)
        if not stuk:
            raise GeenAntwoord("the server closed the connection")
        self._rest = self._rest + stuk if self._rest else stuk
        kop = self._rest.find(b"\r\n\r\n")
        if kop < 0 or len(self._rest) < kop + 4 + _lengte(self._rest[:kop]):
            return 0
        status = int(self._rest[9:12])
        self._rest = b""
        return status


def _lengte(kop: bytes) -> int:
    klein = kop.lower()
    plek = klein.find(b"\ncontent-length:")
    return int(klein[plek + 16 :].partition(b"\r")[0]) if plek >= 0 else 0


@dataclass(frozen=True, slots=True)
class Antwoord:
    """One answer of a stream: which request, its status, and its cookies by name."""

    nummer: int
    status: int


async def stroom(
    poort: int,
    maak: Callable[[int], bytes],
    *,
    per_seconde: float,
    seconden: float,
    bij_antwoord: Callable[[Antwoord], None] = lambda _: None,
) -> Meting:
    """Send requests at a fixed pace, over as many connections as it takes; waits for every answer."""
    meting = Meting()
    vrij: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = []
    lus = asyncio.get_running_loop()
    begin = lus.time()

    async def een(nummer: int, op: float) -> None:
        sinds, lezer, schrijver = vrij.pop() if vrij else (0.0, None, None)
        if schrijver is None or lezer is None or lus.time() - sinds > _RUST:
            if schrijver is not None:
                schrijver.close()
            lezer, schrijver = await asyncio.open_connection(HIER, poort)
        schrijver.write(maak(nummer))
        kop = await lezer.readuntil(b"\r\n\r\n")
        await lezer.readexactly(_lengte(kop))
        vrij.append((lus.time(), lezer, schrijver))
        meting.tijden.append(lus.time() - op)
        meting.statussen[int(kop[9:12])] += 1
        bij_antwoord(Antwoord(nummer, int(kop[9:12])))

    async with asyncio.TaskGroup() as groep:
        for nummer in range(round(per_seconde * seconden)):
            op = begin + nummer / per_seconde
            await asyncio.sleep(max(0.0, op - lus.time()))
            groep.create_task(een(nummer, op))
    meting.duur = lus.time() - begin
    for _, _, schrijver in vrij:
        schrijver.close()
    return meting
