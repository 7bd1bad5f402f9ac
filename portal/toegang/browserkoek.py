"""A cookie that binds a few minutes of asking to one browser that has no session yet."""

import hashlib
import secrets
from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from portal.toegang.koek import koeknaam


def geef(antwoord: Response, nummer: str, duur: timedelta) -> None:
    """Give the browser its number."""
    antwoord.set_cookie(
        _naam(),
        nummer,
        max_age=int(duur.total_seconds()),
        path="/",
        secure=_naam().startswith("__Host-"),
        httponly=True,
        samesite="Lax",
    )


def neem(antwoord: Response) -> None:
    """Take it back: it did its work."""
    antwoord.delete_cookie(_naam(), path="/", secure=_naam().startswith("__Host-"), httponly=True, samesite="Lax")


def nieuw() -> str:
    """A number for a browser: 256 bits."""
    return secrets.token_urlsafe(32)


def merk_van(nummer: str) -> bytes:
    """What the database knows of it."""
    return hashlib.sha256(b"browser|" + nummer.encode()[:200]).digest()


def merk() -> bytes:
    """The same, of the browser that asks now."""
    return merk_van(request.cookies.get(_naam(), ""))


def _naam() -> str:
    return koeknaam().replace("sessie", "binnen")
