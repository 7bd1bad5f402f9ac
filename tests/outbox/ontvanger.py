"""A real receiver on loopback: verifies signatures, answers as told, remembers what it got and in what order."""

import base64
import hashlib
import hmac
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SLEUTEL = bytes(range(32))
GEHEIM = "whsec_" + base64.b64encode(SLEUTEL).decode()


@dataclass(frozen=True)
class Levering:
    """One request as it came in."""

    pad: str
    koppen: dict[str, str]
    lichaam: bytes

    @property
    def event(self) -> dict[str, Any]:
        gelezen: dict[str, Any] = json.loads(self.lichaam)
        return gelezen

    def klopt(self, sleutel: bytes = SLEUTEL) -> bool:
        """Whether one of the signatures was made with this key over exactly this body."""
        getekend = f"{self.koppen['webhook-id']}.{self.koppen['webhook-timestamp']}.".encode() + self.lichaam
        mijn = "v1," + base64.b64encode(hmac.new(sleutel, getekend, hashlib.sha256).digest()).decode()
        return mijn in self.koppen["webhook-signature"].split(" ")


@dataclass(frozen=True)
class Antwoord:
    """What to answer: a status, or something worse."""

    status: int = 204
    koppen: dict[str, str] = field(default_factory=dict)
    wacht: float = 0.0
    verbreek: bool = False
    verlies: bool = False
    """Take it in, and then hang up without an answer: the sender cannot know."""
    lichaam: bytes = b""
    druppel: float = 0.0
    """Seconds between the bytes of the body."""


Regel = Callable[[Levering], Antwoord]


def altijd(status: int, **koppen: str) -> Regel:
    """Answer everybody alike."""
    antwoord = Antwoord(status, {naam.replace("_", "-"): waarde for naam, waarde in koppen.items()})
    return lambda levering: antwoord


class Ontvanger:
    """The receiver of one test; `regel` may be changed while it runs."""

    def __init__(self, server: ThreadingHTTPServer, schema: str) -> None:
        self.url = f"{schema}://127.0.0.1:{server.server_address[1]}"
        self.regel: Regel = altijd(204)
        self.pogingen: list[Levering] = []
        self.aangenomen: list[Levering] = []
        self.verbindingen = 0
        self._iets = threading.Condition()

    def ontvang(self, levering: Levering) -> Antwoord:
        with self._iets:
            self.pogingen.append(levering)
        antwoord = self.regel(levering)
        with self._iets:
            if antwoord.verlies or ((200 <= antwoord.status < 300 or antwoord.status == 409) and not antwoord.verbreek):
                self.aangenomen.append(levering)
            self._iets.notify_all()
        return antwoord

    def wacht_op(self, aantal: int, seconden: float = 20.0) -> None:
        """Wait until so many different events were taken."""
        with self._iets:
            gelukt = self._iets.wait_for(lambda: len({e["id"] for e in self.events}) >= aantal, seconden)
        assert gelukt, f"{len(self.aangenomen)} came, {aantal} were expected"

    @property
    def events(self) -> list[dict[str, Any]]:
        """What was taken, in the order of arrival, repeats included."""
        return [levering.event for levering in self.aangenomen]

    def nummers(self, subject: object) -> list[int]:
        """The numbers of one person in the order in which each first arrived."""
        return list(dict.fromkeys(e["volgnummer"] for e in self.events if e["subject"] == str(subject)))


@contextmanager
def ontvanger(tls: ssl.SSLContext | None = None) -> Iterator[Ontvanger]:
    """Run a receiver on a free port of loopback."""

    class Afhandeling(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            deze.verbindingen += 1
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            super().setup()

        def do_POST(self) -> None:
            lichaam = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            koppen = {naam.lower(): waarde for naam, waarde in self.headers.items()}
            antwoord = deze.ontvang(Levering(self.path, koppen, lichaam))
            if antwoord.wacht:
                time.sleep(antwoord.wacht)
            if antwoord.verbreek or antwoord.verlies:
                self.close_connection = True
                return
            self.send_response_only(antwoord.status)
            for naam, waarde in antwoord.koppen.items():
                self.send_header(naam, waarde)
            self.send_header("Content-Length", str(len(antwoord.lichaam)))
            self.end_headers()
            if not antwoord.druppel:
                self.wfile.write(antwoord.lichaam)
                return
            for byte in antwoord.lichaam:
                self.wfile.write(bytes([byte]))
                time.sleep(antwoord.druppel)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that hangs up is part of the game

    server = Server(("127.0.0.1", 0), Afhandeling)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=True)
    deze = Ontvanger(server, "https" if tls else "http")
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    draad.start()
    try:
        yield deze
    finally:
        server.shutdown()
        server.server_close()
        draad.join()
