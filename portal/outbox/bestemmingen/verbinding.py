"""One kept-alive HTTP connection that cannot be led astray or kept waiting.

The name is looked up, the address judged, and that same address connected to: a
name that later points inside our own network gets nowhere. One deadline covers
the look-up, the handshake, the question and the answer.

Of HTTP/1.1 it speaks what a webhook needs: a POST with a body, and of the answer the
status and the headers. It costs a third of what `http.client` costs. An answer that is
anything but plain (chunked, too long, without a length) counts, and ends the connection.
"""

import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import quote, urlsplit

from portal.outbox.bestemmingen.adres import Adres, OnjuistAdres, zoek_op

HOOGSTENS: Final = 64 * 1024
"""Bytes of an answer that are read, only to use the connection again; nothing of it is kept."""

_PER_ADRES: Final = 5.0
"""Seconds for one of several addresses, so that a dead one leaves time for the next."""

_SPELING: Final = 0.25
"""Seconds by which a wait may be longer than the deadline: setting it costs a system call."""

_STATUSREGEL: Final = re.compile(rb"HTTP/1\.([01]) ([1-9][0-9]{2})(?: .*)?")


class GeenHttp(OSError):
    """What came back is not an HTTP answer."""


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
    kop: bytes
    tls: ssl.SSLContext | None
    mag_prive: bool

    @classmethod
    def van_url(cls, url: str, *, mag_prive: bool, tls: ssl.SSLContext | None = None) -> Self:
        """Read an http or https address; https without a context trusts the system's authorities."""
        delen = urlsplit(url)
        veilig = delen.scheme == "https"
        host = delen.hostname or ""
        port = delen.port or (443 if veilig else 80)
        pad = quote(delen.path or "/", safe="/%:@!$&'()*+,;=~")
        if delen.query:
            pad += "?" + quote(delen.query, safe="/%:@!$&'()*+,;=~?")
        naam = f"[{host}]" if ":" in host else host.encode("idna").decode()
        if port != (443 if veilig else 80):
            naam += f":{port}"
        return cls(
            host=host,
            port=port,
            kop=f"POST {pad} HTTP/1.1\r\nHost: {naam}\r\n".encode(),
            tls=(tls or ssl.create_default_context()) if veilig else None,
            mag_prive=mag_prive,
        )


class Verbinding:
    """A connection to one place, used by one thread at a time."""

    def __init__(self, doel: Doel) -> None:
        self._doel = doel
        self._sok: socket.socket | None = None
        self._einde = 0.0
        self._gezet = 0.0

    def post(self, lichaam: bytes, koppen: Mapping[str, str], seconden: float) -> Antwoord:
        """Send and give the answer, all within `seconden`.

        Raises `OnjuistAdres` or `OSError`, `TimeoutError` and `GeenHttp` among them.
        """
        self._einde = time.monotonic() + seconden
        regels = "".join(f"{naam}: {waarde}\r\n" for naam, waarde in koppen.items()).encode()
        bericht = b"%b%bContent-Length: %d\r\n\r\n%b" % (self._doel.kop, regels, len(lichaam), lichaam)
        hergebruikt = self._sok is not None
        try:
            return self._vraag(bericht)
        except ConnectionError:
            # The other side may close a connection that was at rest, just as we use it.
            if not hergebruikt:
                raise
            return self._vraag(bericht)

    def sluit(self) -> None:
        """Hang up."""
        sok, self._sok = self._sok, None
        if sok is not None:
            sok.close()

    def _vraag(self, bericht: bytes) -> Antwoord:
        heel = False
        try:
            sok = self._sok or self._verbind()
            self._wacht_tot_einde(sok)
            sok.sendall(bericht)
            antwoord, heel = self._lees(sok)
            return antwoord
        finally:
            if not heel:
                self.sluit()

    def _lees(self, sok: socket.socket) -> tuple[Antwoord, bool]:
        """Give the answer, and whether the connection can be used again."""
        gelezen = b""
        while True:
            while (grens := gelezen.find(b"\r\n\r\n")) < 0:
                if len(gelezen) > HOOGSTENS:
                    raise GeenHttp("the head of the answer does not end")
                gelezen += self._ontvang(sok)
            eerste, *regels = gelezen[:grens].split(b"\r\n")
            gelezen = gelezen[grens + 4 :]
            gevonden = _STATUSREGEL.fullmatch(eerste)
            if gevonden is None:
                raise GeenHttp("the answer does not begin as HTTP")
            status = int(gevonden[2])
            if status >= 200:  # what is below only announces the real answer
                break
        koppen = {
            naam.strip().lower(): waarde.strip().decode("latin-1")
            for naam, _, waarde in (regel.partition(b":") for regel in regels)
        }
        antwoord = Antwoord(status, koppen.get(b"retry-after"))
        blijft = gevonden[1] == b"1" and koppen.get(b"connection", "").lower() != "close"
        return antwoord, blijft and self._lees_lichaam(sok, status, koppen, gelezen)

    def _lees_lichaam(self, sok: socket.socket, status: int, koppen: Mapping[bytes, str], gelezen: bytes) -> bool:
        """Read past a body of a known, bearable length; what goes wrong here changes no status."""
        lengte = "0" if status in (204, 304) else koppen.get(b"content-length", "")
        if b"transfer-encoding" in koppen or not re.fullmatch("[0-9]{1,5}", lengte, re.ASCII):
            return False
        nog = int(lengte) - len(gelezen)
        try:
            while nog > 0:
                nog -= len(self._ontvang(sok))
        except OSError:
            return False
        return nog == 0

    def _ontvang(self, sok: socket.socket) -> bytes:
        self._wacht_tot_einde(sok)
        stuk = sok.recv(HOOGSTENS)
        if not stuk:
            raise ConnectionResetError("the other side hung up")
        return stuk

    def _verbind(self) -> socket.socket:
        doel = self._doel
        *eerdere, laatste = zoek_op(doel.host, doel.port, self._rest(), mag_prive=doel.mag_prive)
        for adres in eerdere:
            try:
                return self._open(adres, min(_PER_ADRES, self._rest()))
            except OSError:
                continue
        return self._open(laatste, self._rest())

    def _open(self, adres: Adres, seconden: float) -> socket.socket:
        familie, plek = adres
        sok = socket.socket(familie, socket.SOCK_STREAM)
        try:
            sok.settimeout(seconden)
            sok.connect(plek)
            sok.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._gezet = self._rest()
            sok.settimeout(self._gezet)
            self._sok = self._beveilig(sok)
            return self._sok
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

    def _wacht_tot_einde(self, sok: socket.socket) -> None:
        """Let the next wait end at the deadline; one byte a second is not a way to keep us."""
        rest = self._rest()
        if abs(self._gezet - rest) > _SPELING:
            sok.settimeout(rest)
            self._gezet = rest

    def _rest(self) -> float:
        rest = self._einde - time.monotonic()
        if rest <= 0:
            raise TimeoutError
        return rest
