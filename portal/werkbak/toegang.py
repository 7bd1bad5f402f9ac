"""Who may look: one password when the werkbak is not on loopback, and a token in every form.

The session is a signed cookie; it holds no more than "logged in with this password" and the form token.
"""

import hashlib
import hmac
import ipaddress
import os
import secrets
import tempfile
import threading
from datetime import datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from flask import Flask, Request, request, session
from flask.sessions import SecureCookieSessionInterface

from portal.werkbak.opslag import Opslag

MAX_MISLUKT = 10
VENSTER = timedelta(minutes=15)
"""After MAX_MISLUKT wrong passwords from one source within this time, that source waits. Others do not."""

WERKDAG = timedelta(hours=10)
"""A login ends this long after the last page, so nobody is asked twice in one working day."""


class TeVaakMislukt(Exception):
    """Too many wrong passwords from this source; try again after VENSTER."""


class Toegang:
    """The login of one werkbak; without a password everybody who reaches it may look."""

    def __init__(self, wachtwoord: str | None, sleutel: bytes, opslag: Opslag) -> None:
        self._opslag = opslag
        self._hasher = PasswordHasher()
        self._een_tegelijk = threading.Lock()
        self._hash = None if wachtwoord is None else self._hasher.hash(wachtwoord)
        # Bound into the session, so that another password ends every login made with the old one.
        self._merk = hmac.new(sleutel, (wachtwoord or "").encode(), hashlib.sha256).hexdigest()

    @property
    def vraagt_wachtwoord(self) -> bool:
        return self._hash is not None

    def is_binnen(self) -> bool:
        """Tell whether this request may see people."""
        return not self.vraagt_wachtwoord or hmac.compare_digest(str(session.get("binnen", "")), self._merk)

    def log_in(self, wachtwoord: str, bron: str, now: datetime) -> bool:
        """Check the password and open a session; raise TeVaakMislukt when this source tried too often."""
        vanaf = (now - VENSTER).isoformat()
        with self._opslag.schrijven() as db:
            db.execute("DELETE FROM mislukte_inlog WHERE op < ?", (vanaf,))
            mislukt: int = db.execute("SELECT count(*) FROM mislukte_inlog WHERE bron = ?", (bron,)).fetchone()[0]
        if mislukt >= MAX_MISLUKT:
            raise TeVaakMislukt
        if not self._klopt(wachtwoord):
            with self._opslag.schrijven() as db:
                db.execute("INSERT INTO mislukte_inlog (bron, op) VALUES (?, ?)", (bron, now.isoformat()))
            return False
        session.clear()
        session["binnen"] = self._merk
        session.permanent = True
        return True

    def _klopt(self, wachtwoord: str) -> bool:
        with self._een_tegelijk:
            try:
                return self._hash is not None and self._hasher.verify(self._hash, wachtwoord)
            except VerifyMismatchError:
                return False


class Sessiekoekje(SecureCookieSessionInterface):
    """A session cookie that is Secure whenever the browser came over TLS, also through a proxy that ends it."""

    def get_cookie_secure(self, app: Flask) -> bool:
        over_tls = request.is_secure or request.headers.get("X-Forwarded-Proto") == "https"
        return over_tls or super().get_cookie_secure(app)


def formuliertoken() -> str:
    """Give the token that this session's forms carry."""
    if "formulier" not in session:
        session["formulier"] = secrets.token_urlsafe(32)
    return str(session["formulier"])


def token_klopt(verzoek: Request) -> bool:
    """Tell whether a POST came from one of our own forms in this session."""
    if verzoek.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    gegeven = verzoek.form.get("formuliertoken", "").encode("utf-8", "replace")
    verwacht = str(session.get("formulier", "")).encode()
    return bool(verwacht) and hmac.compare_digest(gegeven, verwacht)


def bron_van(verzoek: Request) -> str:
    """Give the source a request counts for: the address, or for IPv6 its /64, which one subscriber owns."""
    try:
        adres = ipaddress.ip_address(verzoek.remote_addr or "")
    except ValueError:
        return "onbekend"
    if adres.version == 6:
        return str(ipaddress.ip_network((adres, 64), strict=False))
    return str(adres)


def sleutel_in(bestand: Path) -> bytes:
    """Give the key that signs sessions, made once and readable by its owner only.

    Two processes that start together end up with the same key: whoever comes second reads the first one's.
    """
    bestand.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not bestand.exists():
        greep, tijdelijk = tempfile.mkstemp(dir=bestand.parent)
        with os.fdopen(greep, "wb") as uit:
            uit.write(secrets.token_bytes(32))
            uit.flush()
            os.fsync(uit.fileno())
        try:
            os.link(tijdelijk, bestand)
        except FileExistsError:
            pass
        finally:
            os.unlink(tijdelijk)
    return bestand.read_bytes()
