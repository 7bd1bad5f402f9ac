"""The cookies of accounts: the session, and the number of a browser that is on its way in."""

from datetime import timedelta
from typing import Final

from flask import request
from werkzeug.wrappers import Response

from portal.web.omgeving import omgeving

SESSIE: Final = "beheer"
AANLOOP: Final = "beheer-begin"


def lees_koek(soort: str) -> str | None:
    """What this browser sent."""
    return request.cookies.get(_naam(soort))


def zet_koek(antwoord: Response, soort: str, nummer: str, duur: timedelta | None = None) -> None:
    """Give the browser its number, for pages of this site only and out of reach of scripts.

    Until the browser closes, or for `duur`. Never along with a request that began elsewhere (SameSite=Strict).
    """
    antwoord.set_cookie(
        _naam(soort),
        nummer,
        max_age=int(duur.total_seconds()) if duur else None,
        path="/",
        secure=_https(),
        httponly=True,
        samesite="Strict",
    )


def neem_koek(antwoord: Response, soort: str) -> None:
    """Take it from the browser."""
    antwoord.delete_cookie(_naam(soort), path="/", secure=_https(), httponly=True, samesite="Strict")


def _naam(soort: str) -> str:
    return f"__Host-{soort}" if _https() else soort


def _https() -> bool:
    return omgeving().instellingen.base_url.startswith("https://")
