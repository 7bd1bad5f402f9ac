"""A slow line in front of a server: bandwidth, distance, the opening of a connection, and TCP's slow start.

A browser's own throttling delays answers but opens connections for nothing and sends the first byte as fast as the
thousandth. Here a connection costs a round trip before anything can be said, and the server may have no more under
way than TCP allows: ten segments at first (RFC 6928), one more for each that arrived (RFC 5681). Nothing is lost on
the way. TLS is spoken end to end, through it.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from tests.bench.lader import HIER

SEGMENT: Final = 1460
EERSTE_VENSTER: Final = 10 * SEGMENT


@dataclass(frozen=True, slots=True)
class Soort:
    """A kind of line: bits a second in either direction, and the seconds that a round trip takes."""

    bits: float
    heen_en_weer: float


TRAAG: Final = Soort(bits=400_000, heen_en_weer=0.4)
"""A telephone at the edge of its network."""


class _Richting:
    """One direction of the line, shared by all connections: who comes later waits."""

    def __init__(self, soort: Soort) -> None:
        self._seconden_per_byte = 8 / soort.bits
        self._vrij_op = 0.0

    def verzonden_op(self, nu: float, lengte: int) -> float:
        """When the last of these bytes has left."""
        self._vrij_op = max(nu, self._vrij_op) + lengte * self._seconden_per_byte
        return self._vrij_op


class _Verbinding:
    """One connection through the line."""

    def __init__(self, lijn: "Lijn", lezer: asyncio.StreamReader, schrijver: asyncio.StreamWriter) -> None:
        self._lijn = lijn
        self._lezer = lezer
        self._schrijver = schrijver
        self._lus = asyncio.get_running_loop()
        # Before the first byte can go, a packet went there and its answer came back.
        self._open_op = self._lus.time() + lijn.soort.heen_en_weer
        self._venster = EERSTE_VENSTER
        self._onderweg = 0
        self._bevestigd = asyncio.Event()

    async def draai(self) -> None:
        """Carry everything until both sides have said all."""
        server_lezer, server_schrijver = await asyncio.open_connection(HIER, self._lijn.naar)
        try:
            async with asyncio.TaskGroup() as groep:
                groep.create_task(self._heen(server_schrijver))
                groep.create_task(self._terug(server_lezer))
        except* (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._schrijver.close()
            server_schrijver.close()

    async def _heen(self, server: asyncio.StreamWriter) -> None:
        """From browser to server; requests are small, so no window here."""
        while stuk := await self._lezer.read(SEGMENT):
            op = self._lijn.heen.verzonden_op(max(self._lus.time(), self._open_op), len(stuk))
            self._op(op + self._lijn.soort.heen_en_weer / 2, server, stuk)
        server.write_eof() if server.can_write_eof() else None

    async def _terug(self, server: asyncio.StreamReader) -> None:
        """From server to browser, as much at a time as the window lets through."""
        while stuk := await server.read(SEGMENT):
            while self._onderweg + len(stuk) > self._venster:
                self._bevestigd.clear()
                await self._bevestigd.wait()
            self._onderweg += len(stuk)
            op = self._lijn.terug.verzonden_op(self._lus.time(), len(stuk))
            self._op(op + self._lijn.soort.heen_en_weer / 2, self._schrijver, stuk)
            self._lus.call_at(op + self._lijn.soort.heen_en_weer, self._kwam_aan, len(stuk))

    def _op(self, moment: float, schrijver: asyncio.StreamWriter, stuk: bytes) -> None:
        self._lus.call_at(moment, lambda: None if schrijver.is_closing() else schrijver.write(stuk))

    def _kwam_aan(self, lengte: int) -> None:
        self._onderweg -= lengte
        self._venster += lengte
        self._bevestigd.set()


class Lijn:
    """The line to one server on this machine."""

    def __init__(self, soort: Soort, naar: int) -> None:
        self.soort = soort
        self.naar = naar
        self.heen = _Richting(soort)
        self.terug = _Richting(soort)
        self.verbindingen: set[asyncio.Task[None]] = set()

    async def neem_aan(self, lezer: asyncio.StreamReader, schrijver: asyncio.StreamWriter) -> None:
        """A browser connects."""
        await _Verbinding(self, lezer, schrijver).draai()


@contextmanager
def lijn(soort: Soort, naar: int) -> Iterator[int]:
    """Lay a line to the server on port `naar`; gives the port on which the browser finds its beginning."""
    lus = asyncio.new_event_loop()
    draad = threading.Thread(target=lus.run_forever, name="lijn", daemon=True)
    draad.start()
    deze = Lijn(soort, naar)
    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(deze.neem_aan, HIER, 0), lus).result()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(_ruim_op(server), lus).result()
        lus.call_soon_threadsafe(lus.stop)
        draad.join()
        lus.close()


async def _ruim_op(server: asyncio.Server) -> None:
    server.close()
    taken = [taak for taak in asyncio.all_tasks() if taak is not asyncio.current_task()]
    for taak in taken:
        taak.cancel()
    await asyncio.gather(*taken, return_exceptions=True)
