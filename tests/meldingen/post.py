"""A real mail server on loopback: STARTTLS or TLS from the start, AUTH, and any answer a server can give."""

import asyncio
import datetime
import email
import email.policy
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

GEBRUIKER = "portaal"
WACHTWOORD = "geheim/:@woord"


@dataclass
class Gekregen:
    """One letter as it came in."""

    van: str
    naar: list[str]
    met_tls: bool
    aangemeld: bool
    ruw: bytes

    @property
    def brief(self) -> EmailMessage:
        return email.message_from_bytes(self.ruw, policy=email.policy.default)


@dataclass
class Postbus:
    """The server of one test. `antwoorden` replaces what it says to MAIL, RCPT or DATA."""

    port: int
    gekregen: list[Gekregen] = field(default_factory=list)
    pogingen: int = 0
    antwoorden: dict[str, str] = field(default_factory=dict)
    traag: float = 0.0
    verbreek: str = ""

    async def handle_MAIL(  # noqa: N802 the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, opties: Any
    ) -> str:
        self.pogingen += 1
        antwoord = self._zeg("MAIL", server)
        if antwoord is None:
            envelope.mail_from = address
        return antwoord or "250 OK"

    async def handle_RCPT(  # noqa: N802 the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, opties: Any
    ) -> str:
        antwoord = self._zeg("RCPT", server)
        if antwoord is None:
            envelope.rcpt_tos.append(address)
        return antwoord or "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        antwoord = self._zeg("DATA", server)
        if antwoord is None or self.verbreek == "DATA":
            self.gekregen.append(
                Gekregen(
                    envelope.mail_from or "",
                    list(envelope.rcpt_tos),
                    session.ssl is not None,
                    bool(session.authenticated),
                    cast(bytes, envelope.content),
                )
            )
        return antwoord or "250 OK"

    def _zeg(self, waarbij: str, server: SMTP) -> str | None:
        if self.traag:
            time.sleep(self.traag)  # the whole server stands still, which is what is meant
        if self.verbreek == waarbij:
            cast(asyncio.Transport, server.transport).abort()
            return "421 bye"
        return self.antwoorden.get(waarbij)


def certificaat(map: Path, naam: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make a certificate for one name; gives the server's side, and a client that trusts it."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    wie = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, naam)])
    nu = datetime.datetime.now(datetime.UTC)
    bouwer = (
        x509.CertificateBuilder()
        .subject_name(wie)
        .issuer_name(wie)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - datetime.timedelta(hours=1))
        .not_valid_after(nu + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([_naam(naam)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    pem = map / f"{naam}.pem"
    pem.write_bytes(
        sleutel.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + bouwer.sign(sleutel, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return server, ssl.create_default_context(cafile=str(pem))


def _naam(naam: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(naam))
    except ValueError:
        return x509.DNSName(naam)


@contextmanager
def postbus(
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    aanmelden: bool = False,
    zonder: tuple[str, ...] = (),
) -> Iterator[Postbus]:
    """Run the server on a free port of loopback."""
    with socket.socket() as los:  # aiosmtpd cannot choose a port itself
        los.bind(("127.0.0.1", 0))
        port = los.getsockname()[1]
    bus = Postbus(port)

    def keur(server: Any, session: Any, envelope: Any, mechanisme: str, gegevens: Any) -> AuthResult:
        goed = LoginPassword(GEBRUIKER.encode(), WACHTWOORD.encode())
        return AuthResult(success=gegevens == goed, handled=False)

    controller = Controller(
        bus,
        hostname="127.0.0.1",
        port=port,
        ssl_context=tls,
        tls_context=starttls,
        auth_required=aanmelden,
        auth_require_tls=starttls is not None,
        authenticator=keur,
        auth_exclude_mechanism=zonder,
        ready_timeout=10,
    )
    controller.start()
    try:
        yield bus
    finally:
        controller.stop()
