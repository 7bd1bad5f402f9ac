"""Cookies that remember a wish, such as a language: nothing of a person, and only once somebody chose."""

from typing import Final

from werkzeug.wrappers import Response

from portal.web.omgeving import omgeving

_JAAR: Final = 31_536_000
"""Seconds."""


def onthoud(antwoord: Response, naam: str, waarde: str) -> None:
    """Let this device remember a wish for a year."""
    https = omgeving().instellingen.base_url.startswith("https://")
    antwoord.set_cookie(naam, waarde, max_age=_JAAR, secure=https, httponly=True, samesite="Lax")
