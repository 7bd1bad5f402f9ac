"""One kept-alive HTTP connection that cannot be led astray or kept waiting.

The name is looked up, the address judged, and that same address connected to: a
name that later points inside our own network gets nowhere. One deadline covers
the look-up, the handshake, the question and the answer.
"""

import http.client
import io
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import urlsplit

HOOGSTENS: Final = 64 * 1024
"""Bytes of an answer that are read, only to use the connection again; nothing of it is kept."""

_PER_ADRES: Final = 5.0
"""Seconds for one of several addresses, so that a dead one leaves time for the next."""


class OnjuistAdres(Exception):
    """No setting of ours or theirs lets this work: name, address or certificate."""


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What came back: the status, and the header Retry-After as it was sent."""

    status: int
    retry_after: str | None


@dataclass(frozen=True, slots=True)
class Doel:
    """Where a connection goes. `mag_prive` lets it reach loopback and private networks."""

    host: str
    port: int
    pad: str
    tls: ssl.SSLContext | None
    mag_prive: bool

    @classmethod
    def van_url(cls, url: str, *, mag_prive: bool, tls: ssl.SSLContext | None = None) -> "Doel":
        """Read an http or https address; https without a context trusts the system's authorities."""
        delen = urlsplit(url)
        veilig = delen.scheme == "https"
        return cls(
            host=delen.hostname or "",
            port=delen.port or (443 if veilig else 80),
            pad=(delen.path or "/") + (f"?{delen.query}" if delen.query else ""),
            tls=(tls or ssl.create_default_context()) if veilig else None,
            mag_prive=mag_prive,
        )


class Verbinding(http.client.HTTPConnection):
    """A connection to one place, used by one thread at a time."""

    def __init__(self, doel: Doel) -> None:
        super().__init__(doel.host, doel.port)
        self.default_port = 443 if doel.tls else 80
        self._doel = doel
        self._einde = 0.0

    def post(self, lichaam: bytes, koppen: Mapping[str, str], seconden: float) -> Antwoord:
        """Send and give the answer, all within `seconden`.

        Raises `OnjuistAdres`, `OSError` (`TimeoutError` among them) or `http.client.HTTPException`.
        """
        self._einde = time.monotonic() + seconden
        hergebruikt = self.sock is not None
        try:
            return self._post(lichaam, koppen)
        except ConnectionError:
            # The other side may close a connection that was at rest, just as we use it.
            self.close()
            if not hergebruikt:
                raise
            return self._post(lichaam, koppen)

    def _post(self, lichaam: bytes, koppen: Mapping[str, str]) -> Antwoord:
        heel = False
        try:
            self.request("POST", self._doel.pad, lichaam, koppen)
            with self.getresponse() as antwoord:
                gekregen = Antwoord(antwoord.status, antwoord.getheader("Retry-After"))
                heel = _lees_leeg(antwoord)
            return gekregen
        finally:
            if not heel:
                self.close()

    def connect(self) -> None:
        """Open a connection; `http.client` calls this when there is none."""
        fout: OSError | None = None
        adressen = _toegestaan(_zoek_op(self._doel, self._rest()), self._doel)
        for familie, adres in adressen:
            try:
                sok = self._open(familie, adres, laatste=adres == adressen[-1][1])
            except OnjuistAdres:
                raise
            except OSError as deze:
                fout = deze
                continue
            self.sock = cast(socket.socket, _Lijn(sok, self))
            return
        raise fout or OSError("there is no address")

    def _open(self, familie: int, adres: Any, *, laatste: bool) -> socket.socket:
        sok = socket.socket(familie, socket.SOCK_STREAM)
        try:
            sok.settimeout(self._rest() if laatste else min(_PER_ADRES, self._rest()))
            sok.connect(adres)
            # Head and body leave as two packets; waiting to join them would cost 40 ms each time.
            sok.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sok.settimeout(self._rest())
            return self._beveilig(sok)
        except BaseException:
            sok.close()
            raise

    def _beveilig(self, sok: socket.socket) -> socket.socket:
        if self._doel.tls is None:
            return sok
        try:
            return self._doel.tls.wrap_socket(sok, server_hostname=self._doel.host)
        except ssl.SSLCertVerificationError as fout:
            raise OnjuistAdres(f"the certificate is not trusted: {fout.verify_message}") from fout
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as fout:
            raise ConnectionResetError("broken off during the TLS handshake") from fout
        except ssl.SSLError as fout:
            raise OnjuistAdres(f"no TLS could be agreed on: {fout.reason}") from fout

    def _rest(self) -> float:
        rest = self._einde - time.monotonic()
        if rest <= 0:
            raise TimeoutError
        return rest


class _Lijn:
    """A socket as `http.client` uses it, of which every wait ends at the deadline."""

    def __init__(self, sok: socket.socket, verbinding: Verbinding) -> None:
        self._sok = sok
        self._verbinding = verbinding

    def sendall(self, data: bytes) -> None:
        self.wacht_tot_einde()
        self._sok.sendall(data)

    def makefile(self, _soort: str) -> io.BufferedReader:
        return io.BufferedReader(_Lezer(self, self._sok.makefile("rb", buffering=0)))

    def close(self) -> None:
        self._sok.close()

    def wacht_tot_einde(self) -> None:
        self._sok.settimeout(self._verbinding._rest())


class _Lezer(io.RawIOBase):
    """Reads an answer; one byte a second is not a way to keep us."""

    def __init__(self, lijn: _Lijn, bron: io.RawIOBase) -> None:
        self._lijn = lijn
        self._bron = bron

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._lijn.wacht_tot_einde()
        return self._bron.readinto(buffer)

    def close(self) -> None:
        self._bron.close()
        super().close()


def _lees_leeg(antwoord: http.client.HTTPResponse) -> bool:
    """Read the answer to its end; False when it is too long or broken, which changes no status."""
    try:
        antwoord.read(HOOGSTENS)
        return antwoord.isclosed()
    except (OSError, http.client.HTTPException):
        return False


_Adres = tuple[int, Any]


def _zoek_op(doel: Doel, seconden: float) -> list[_Adres]:
    """Look the name up. The system's own look-up knows no deadline, so it gets a thread."""
    uitkomst: queue.SimpleQueue[list[_Adres] | OSError] = queue.SimpleQueue()

    def zoek() -> None:
        try:
            gevonden = socket.getaddrinfo(doel.host, doel.port, type=socket.SOCK_STREAM)
            uitkomst.put([(int(familie), adres) for familie, _, _, _, adres in gevonden])
        except (OSError, UnicodeError) as fout:
            uitkomst.put(OSError(str(fout)))

    threading.Thread(target=zoek, name="dns", daemon=True).start()
    try:
        gevonden = uitkomst.get(timeout=seconden)
    except queue.Empty:
        gevonden = OSError("no answer in time")
    if isinstance(gevonden, OSError):
        raise OnjuistAdres("the host name cannot be found (DNS)") from gevonden
    return gevonden


def _toegestaan(adressen: list[_Adres], doel: Doel) -> list[_Adres]:
    if doel.mag_prive:
        return adressen
    openbaar = [(familie, adres) for familie, adres in adressen if _is_openbaar(adres[0])]
    if not openbaar:
        raise OnjuistAdres("the host name leads to a private address (PORTAL_PRIVATE_DESTINATIONS=1 allows that)")
    return openbaar


def _is_openbaar(tekst: str) -> bool:
    adres = ipaddress.ip_address(tekst.partition("%")[0])
    if isinstance(adres, ipaddress.IPv6Address) and adres.ipv4_mapped:
        adres = adres.ipv4_mapped
    return adres.is_global and not adres.is_multicast
