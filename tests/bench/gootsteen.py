"""A sink in a process of its own: takes every POST as fast as one process can, and counts."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class _Gootsteen(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._rest = b""

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while True:
            kop, scheiding, lichaam = self._rest.partition(b"\r\n\r\n")
            if not scheiding:
                return
            lengte = next(
                int(regel[15:]) for regel in kop.split(b"\r\n") if regel.lower().startswith(b"content-length:")
            )
            if len(lichaam) < lengte:
                return
            self._rest = lichaam[lengte:]
            self._transport.write(b"HTTP/1.1 204 No Content\r\n\r\n")


async def _draai() -> None:
    server = await asyncio.get_running_loop().create_server(_Gootsteen, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def gootsteen() -> Iterator[int]:
    """Run a sink; gives its port on loopback."""
    proces = subprocess.Popen([sys.executable, "-m", __name__], stdout=subprocess.PIPE, text=True)
    try:
        assert proces.stdout is not None
        yield int(proces.stdout.readline())
    finally:
        proces.kill()
        proces.wait()
        if proces.stdout is not None:
            proces.stdout.close()


if __name__ == "__main__":
    asyncio.run(_draai())
