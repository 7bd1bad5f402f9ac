"""E-mail through a mail server (RFC 5321): one connection and exactly one recipient for each message.

TLS from the start (`smtps`), or STARTTLS whenever it is offered; without it only to this
machine itself. A server that speaks plainly, or whose certificate is not right, gets nothing.
"""

import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as REGELS
from typing import Final, TypeVar

from email_validator import EmailNotValidError, validate_email

from portal.clock import Klok
from portal.meldingen.zending import Geweigerd, Verstuurd, Verzending, Zending
from portal.outbox.bestemmingen.bestemming import Configuratiefout, Later

SECONDEN: Final = 20.0
"""For one message in all, give or take one answer."""

_ZONDER_AANMELDING: Final = frozenset({530, 534, 535, 538})
"""Replies that say that our login is missing or wrong, at whatever moment they come (RFC 4954)."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in. `plat_mag`: it is this machine, so no one can listen in."""

    host: str
    port: int
    tls_vanaf_begin: bool
    plat_mag: bool
    gebruiker: str | None = None
    wachtwoord: str | None = None


_WAARBIJ: Final[dict[type[Exception], str]] = {
    smtplib.SMTPConnectError: "the connection",
    smtplib.SMTPHeloError: "EHLO",
    smtplib.SMTPAuthenticationError: "the login",
}

T = TypeVar("T")


class _Afgebroken(Exception):
    """The conversation ended early; `verzending` is what it means."""

    def __init__(self, verzending: Verzending) -> None:
        super().__init__(str(verzending))
        self.verzending = verzending


class Smtp:
    """Hands messages to one mail server, in the name of one gemeente."""

    ontdubbelt: Final = True  # by the Message-ID, which is the same for every try

    def __init__(
        self,
        server: Server,
        naam: str,
        afzender: str,
        ware_tijd: Klok,
        tls: ssl.SSLContext | None = None,
        seconden: float = SECONDEN,
    ) -> None:
        """`naam` is what readers see as the sender; it and `afzender` say nothing of what it is about."""
        self._server = server
        self._afzender = Address(naam, addr_spec=afzender)
        self._klok = ware_tijd
        self._tls = tls or _vertrouwen(server)
        self._seconden = seconden

    def stuur(self, zending: Zending) -> Verzending:
        naar = _echt_adres(zending.naar)
        if naar is None:
            return Geweigerd("adres", "the address cannot be mailed to")
        try:
            gesprek = _Gesprek(self._server, self._tls, self._afzender.domain, self._seconden)
        except _Afgebroken as einde:
            return einde.verzending
        try:
            gesprek.lever_in(self._afzender.addr_spec, naar, self._brief(zending, naar))
        except _Afgebroken as einde:
            return einde.verzending
        finally:
            gesprek.sluit()
        return Verstuurd()

    def sluit(self) -> None:
        """Nothing stays open between two messages."""

    def _brief(self, zending: Zending, naar: str) -> bytes:
        brief = EmailMessage(policy=REGELS)
        brief["From"] = self._afzender
        brief["To"] = Address(addr_spec=naar)
        brief["Subject"] = zending.onderwerp
        brief["Date"] = self._klok.nu()
        brief["Message-ID"] = f"<{zending.id}@{self._afzender.domain}>"
        brief["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies
        brief.set_content(zending.tekst + "\n", charset="utf-8", cte="quoted-printable")
        brief["Content-Language"] = zending.taal
        return brief.as_bytes()


class _Gesprek:
    """One conversation with a mail server, of which every step ends at the deadline."""

    def __init__(self, server: Server, tls: ssl.SSLContext, eigen_naam: str, seconden: float) -> None:
        self._seconden = seconden
        self._einde = time.monotonic() + seconden
        self._smtp = self._stap(lambda: _verbind(server, tls, eigen_naam, seconden))
        try:
            self._stap(self._smtp.ehlo_or_helo_if_needed)
            if not server.tls_vanaf_begin:
                self._versleutel(server, tls)
            if server.gebruiker is not None:
                self._meld_je(server.gebruiker, server.wachtwoord or "")
        except _Afgebroken:
            self.sluit()
            raise

    def lever_in(self, van: str, naar: str, brief: bytes) -> None:
        """Hand one letter in. Raises `_Afgebroken` unless the server took it."""
        code, _ = self._stap(lambda: self._smtp.mail(van))
        if code != 250:
            raise _Afgebroken(_aan_onze_kant(code, "MAIL FROM"))
        code, _ = self._stap(lambda: self._smtp.rcpt(naar))
        if code not in (250, 251):
            raise _Afgebroken(_over_bericht(code, "adres", "RCPT TO"))
        code, _ = self._stap(lambda: self._smtp.data(brief))
        if code != 250:
            raise _Afgebroken(_over_bericht(code, "technisch", "DATA"))

    def sluit(self) -> None:
        """Say goodbye; what comes of that changes nothing any more."""
        try:
            self._stap(lambda: self._smtp.docmd("QUIT"))
        except _Afgebroken:
            pass
        finally:
            self._smtp.close()

    def _versleutel(self, server: Server, tls: ssl.SSLContext) -> None:
        if self._smtp.has_extn("starttls"):
            self._stap(lambda: self._smtp.starttls(context=tls))
            self._stap(self._smtp.ehlo_or_helo_if_needed)
        elif not server.plat_mag:
            raise _Afgebroken(Configuratiefout("the mail server does not offer STARTTLS"))

    def _meld_je(self, gebruiker: str, wachtwoord: str) -> None:
        """Log in, once: a server that refuses often breaks off when another way is tried after it."""
        aangeboden = self._smtp.esmtp_features.get("auth", "").upper().split()
        self._smtp.user, self._smtp.password = gebruiker, wachtwoord
        if "PLAIN" in aangeboden:
            self._stap(lambda: self._smtp.auth("PLAIN", self._smtp.auth_plain))
        elif "LOGIN" in aangeboden:
            self._stap(lambda: self._smtp.auth("LOGIN", self._smtp.auth_login))
        else:
            raise _Afgebroken(Configuratiefout("the mail server offers neither AUTH PLAIN nor LOGIN"))

    def _stap(self, doe: Callable[[], T]) -> T:
        """One question and its answer. Raises `_Afgebroken` with what a fault means."""
        rest = self._einde - time.monotonic()
        if rest <= 0:
            raise _Afgebroken(Later(None, f"no answer within {self._seconden:.0f} seconds"))
        smtp: smtplib.SMTP | None = getattr(self, "_smtp", None)
        try:
            if smtp is not None and smtp.sock is not None:
                smtp.sock.settimeout(rest)
            return doe()
        except (OSError, smtplib.SMTPException) as fout:  # an SMTPException is an OSError; it is said for the reader
            raise _Afgebroken(_betekenis(fout)) from fout


def _verbind(server: Server, tls: ssl.SSLContext, eigen_naam: str, seconden: float) -> smtplib.SMTP:
    if server.tls_vanaf_begin:
        return smtplib.SMTP_SSL(server.host, server.port, eigen_naam, timeout=seconden, context=tls)
    return smtplib.SMTP(server.host, server.port, eigen_naam, timeout=seconden)


def _vertrouwen(server: Server) -> ssl.SSLContext:
    """Certificate and name are checked, except on this machine: there plain text would do as well."""
    tls = ssl.create_default_context()
    if server.plat_mag:
        tls.check_hostname = False
        tls.verify_mode = ssl.CERT_NONE
    return tls


def _echt_adres(getypt: str) -> str | None:
    """Give an address that is exactly one and can stand in a header, or None."""
    try:
        return validate_email(getypt, check_deliverability=False, test_environment=True).ascii_email
    except EmailNotValidError:
        return None


def _betekenis(fout: OSError) -> Verzending:
    match fout:
        case smtplib.SMTPDataError(smtp_code=code):
            return _over_bericht(code, "technisch", "DATA")
        case smtplib.SMTPResponseException(smtp_code=code):
            return _aan_onze_kant(code, _WAARBIJ.get(type(fout), "a command"))
        case smtplib.SMTPServerDisconnected():
            return Later(None, "the mail server broke the connection off, or did not answer in time")
        case socket.gaierror():
            return Configuratiefout("the host name of the mail server cannot be found (DNS)")
        case ssl.SSLCertVerificationError():
            return Configuratiefout(f"the certificate of the mail server is not trusted: {fout.verify_message}")
        case ssl.SSLError():
            return Configuratiefout(f"no TLS could be agreed on with the mail server: {fout.reason}")
        case TimeoutError():
            return Later(None, "the mail server did not answer in time")
    return Later(None, f"no connection with the mail server ({type(fout).__name__})")


def _aan_onze_kant(code: int, waar: str) -> Verzending:
    """Something refused before a recipient was named: it would be the same for everybody."""
    reden = f"the mail server answered {code} to {waar}"
    return Configuratiefout(reden) if code >= 500 else Later(None, reden)


def _over_bericht(code: int, reden: str, waar: str) -> Verzending:
    """Something refused about this message alone: 4 is for now, 5 for good (RFC 5321, 4.2.1)."""
    uitleg = f"the mail server answered {code} to {waar}"
    if code in _ZONDER_AANMELDING:
        return Configuratiefout(uitleg)
    return Geweigerd(reden, uitleg) if code >= 500 else Later(None, uitleg)
