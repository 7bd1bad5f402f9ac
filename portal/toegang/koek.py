"""The cookie of a session, and the token of its forms."""

import hmac
from base64 import urlsafe_b64encode

from werkzeug.wrappers import Response

from portal.web.omgeving import omgeving


def koeknaam() -> str:
    """The name of the session cookie: bound to this host by its prefix, except on http loopback."""
    return "__Host-sessie" if _https() else "sessie"


def zet_koek(antwoord: Response, nummer: str) -> None:
    """Give the browser its session: until it closes, for this site only, out of reach of scripts."""
    antwoord.set_cookie(koeknaam(), nummer, path="/", secure=_https(), httponly=True, samesite="Lax")


def neem_koek(antwoord: Response) -> None:
    """Take the session from the browser."""
    antwoord.delete_cookie(koeknaam(), path="/", secure=_https(), httponly=True, samesite="Lax")


def csrf_van(nummer: str) -> str:
    """The token of a session's forms: lives exactly as long as the session.

    The session's own number is the key, so a form that stands open outlives a change of keys.
    """
    return urlsafe_b64encode(hmac.digest(nummer.encode(), b"csrf", "sha256")[-18:]).decode()


def _https() -> bool:
    return omgeving().instellingen.base_url.startswith("https://")
