"""NotifyNL, the government's service for messages: text messages and e-mail (API v2, as GOV.UK Notify's).

https://docs.notifynl.nl. The texts are ours: a template there holds nothing but `((tekst))`,
and for e-mail `((onderwerp))` as its subject, so that every language is kept and tested here.
"""

import base64
import hashlib
import hmac
import http.client
import json
import socket
import ssl
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self
from urllib.parse import urlsplit
from uuid import UUID

from portal.clock import Klok
from portal.db.basis import als_json
from portal.meldingen.zending import SMS, Geweigerd, Onbekend, Verstuurd, Verzending, Zending
from portal.outbox.bestemmingen.bestemming import Configuratiefout, Later

SECONDEN: Final = 20.0
"""For one message in all."""

_HOOGSTENS: Final = 64 * 1024
_UUID: Final = 36
_TE_SNEL: Final = timedelta(minutes=1)
"""The service counts per minute (429)."""

_NIET_AANGENOMEN: Final = {500, 502, 503}
"""Its own word for a 500 is: resend. With the others nothing came as far as the service."""

_ADRES: Final = ("phone_number", "email_address", "Cannot send to international")
_SJABLOON: Final = ("Template", "template_id", "Missing personalisation")
"""How its error messages begin that are about the recipient, and about the template there."""


class OnjuisteSleutel(ValueError):
    """A key that is not `<name>-<service id>-<secret>`; the message does not repeat it."""


@dataclass(frozen=True, slots=True)
class Sleutel:
    """An API key: whose it is, and the secret that signs."""

    dienst: str
    geheim: str

    @classmethod
    def van(cls, tekst: str) -> Self:
        """Take a key apart; the name in front may hold dashes itself. Raises `OnjuisteSleutel`."""
        geheim, dienst = tekst[-_UUID:], tekst[-2 * _UUID - 1 : -_UUID - 1]
        try:
            UUID(geheim)
            UUID(dienst)
        except ValueError:
            raise OnjuisteSleutel("a key is <name>-<service id>-<secret>, both of them UUIDs") from None
        return cls(dienst, geheim)

    def token(self, nu: datetime) -> str:
        """Make the JSON Web Token (HS256) of one request; it is good for half a minute."""
        delen = [{"typ": "JWT", "alg": "HS256"}, {"iss": self.dienst, "iat": int(nu.timestamp())}]
        getekend = ".".join(_base64(als_json(deel).encode()) for deel in delen)
        som = hmac.new(self.geheim.encode(), getekend.encode(), hashlib.sha256).digest()
        return f"{getekend}.{_base64(som)}"


class NotifyNL:
    """Sends by one channel with one template. Each message has a connection of its own.

    A connection that is used again may just be closing, and then it cannot be known whether
    the message was taken.
    """

    ontdubbelt: Final = False

    def __init__(
        self,
        url: str,
        sleutel: Sleutel,
        sjabloon: str,
        ware_tijd: Klok,
        tls: ssl.SSLContext | None = None,
        seconden: float = SECONDEN,
    ) -> None:
        """`ware_tijd` dates the tokens: the service compares it with its own clock."""
        delen = urlsplit(url)
        self._host = delen.hostname or ""
        self._port = delen.port
        self._pad = delen.path.rstrip("/")
        self._tls = (tls or ssl.create_default_context()) if delen.scheme == "https" else None
        self._sleutel = sleutel
        self._sjabloon = sjabloon
        self._klok = ware_tijd
        self._seconden = seconden

    def stuur(self, zending: Zending) -> Verzending:
        einde = time.monotonic() + self._seconden
        verbinding = self._verbinding()
        try:
            try:
                verbinding.connect()
            except OSError as fout:
                return _niet_verbonden(fout)
            try:
                status, lichaam = self._vraag(verbinding, zending, einde)
            except (OSError, http.client.HTTPException) as fout:
                return Onbekend(f"no whole answer after the message was offered ({type(fout).__name__})")
        finally:
            verbinding.close()
        return _oordeel(status, lichaam)

    def sluit(self) -> None:
        """Nothing stays open between two messages."""

    def _verbinding(self) -> http.client.HTTPConnection:
        if self._tls is None:
            return http.client.HTTPConnection(self._host, self._port, timeout=self._seconden)
        return http.client.HTTPSConnection(self._host, self._port, timeout=self._seconden, context=self._tls)

    def _vraag(self, verbinding: http.client.HTTPConnection, zending: Zending, einde: float) -> tuple[int, bytes]:
        koppen = {
            "Authorization": f"Bearer {self._sleutel.token(self._klok.nu())}",
            "Content-Type": "application/json",
            "User-Agent": "Rustpunt",
            "Connection": "close",
        }
        verbinding.sock.settimeout(max(0.1, einde - time.monotonic()))
        verbinding.request("POST", f"{self._pad}/v2/notifications/{zending.kanaal}", self._lichaam(zending), koppen)
        with verbinding.getresponse() as antwoord:
            return antwoord.status, _lees(antwoord, einde)

    def _lichaam(self, zending: Zending) -> bytes:
        waarden = {"tekst": zending.tekst}
        naar = "phone_number"
        if zending.kanaal != SMS:
            naar = "email_address"
            waarden["onderwerp"] = zending.onderwerp
        inhoud = {
            naar: zending.naar,
            "template_id": self._sjabloon,
            "personalisation": waarden,
            "reference": str(zending.id),
        }
        return als_json(inhoud).encode()


def _lees(antwoord: http.client.HTTPResponse, einde: float) -> bytes:
    """Read what there is; a status that came is an answer, however its body goes on."""
    delen = b""
    try:
        while len(delen) < _HOOGSTENS and time.monotonic() < einde:
            deel = antwoord.read1(_HOOGSTENS)
            if not deel:
                break
            delen += deel
    except (OSError, http.client.HTTPException):
        pass
    return delen


def _niet_verbonden(fout: OSError) -> Verzending:
    """Nothing was offered yet, so it can be tried again."""
    match fout:
        case socket.gaierror():
            return Configuratiefout("the host name of NotifyNL cannot be found (DNS)")
        case ssl.SSLCertVerificationError():
            return Configuratiefout(f"the certificate of NotifyNL is not trusted: {fout.verify_message}")
        case ssl.SSLError():
            return Configuratiefout(f"no TLS could be agreed on with NotifyNL: {fout.reason}")
    return Later(None, f"no connection with NotifyNL ({type(fout).__name__})")


def _oordeel(status: int, lichaam: bytes) -> Verzending:
    uitleg = f"NotifyNL answered {status}"
    if status == http.HTTPStatus.CREATED:
        return Verstuurd(_tekst(_gelezen(lichaam).get("id")))
    if status == http.HTTPStatus.TOO_MANY_REQUESTS:
        return Later(_TE_SNEL, uitleg)
    if status == http.HTTPStatus.BAD_REQUEST:
        return _afgewezen(lichaam)
    if status in _NIET_AANGENOMEN:
        return Later(None, uitleg)
    if status >= 500 or 200 <= status < 300 or status == http.HTTPStatus.REQUEST_TIMEOUT:
        return Onbekend(uitleg)
    if status in (401, 403, 404, 405, 410) or 300 <= status < 400:
        return Configuratiefout(uitleg)
    return Geweigerd("technisch", uitleg)


def _afgewezen(lichaam: bytes) -> Verzending:
    """Tell by the list of errors whether it is this address, our settings there, or this message."""
    fouten = _gelezen(lichaam).get("errors")
    woorden = [_tekst(fout.get("message")) or "" for fout in fouten or () if isinstance(fout, dict)]
    if any(woord.startswith(_ADRES) for woord in woorden):
        return Geweigerd("adres", "NotifyNL answered 400 about the address")
    if any(woord.startswith(_SJABLOON) or "team-only" in woord or "trial mode" in woord for woord in woorden):
        return Configuratiefout("NotifyNL answered 400 about the template or the kind of key")
    return Geweigerd("technisch", "NotifyNL answered 400")


def _gelezen(lichaam: bytes) -> dict[str, Any]:
    try:
        gelezen = json.loads(lichaam)
    except ValueError:
        return {}
    return gelezen if isinstance(gelezen, dict) else {}


def _tekst(waarde: object) -> str | None:
    return waarde[:80] if isinstance(waarde, str) else None


def _base64(inhoud: bytes) -> str:
    return base64.urlsafe_b64encode(inhoud).rstrip(b"=").decode()
