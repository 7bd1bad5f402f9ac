"""Whose call is this? The token decides the gemeente; the host name has no say in it."""

import logging
from typing import Final

from flask import Response, g, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as GeenVerbinding

from portal.backoffice.models import ApiToken
from portal.backoffice.service import moet_genoteerd, noteer_gebruik, vind_token
from portal.db.databank import ALLE
from portal.db.poort import TeDruk
from portal.web.omgeving import nu, omgeving
from portal.web.probleem import probleem

_REALM: Final = 'Bearer realm="Rustpunt"'
_log = logging.getLogger(__name__)


def keur_token(scope: str) -> Response | None:
    """Let a call in whose token may do this, for the gemeente of that token; else the refusal.

    As RFC 6750 has it: 401 without a (living) token, 403 when it lacks the scope.
    """
    soort, _, gegeven = request.headers.get("Authorization", "").partition(" ")
    if soort.lower() != "bearer":
        return _weiger(401, None, _REALM)
    with omgeving().databank.lezen(ALLE) as sessie:
        token = vind_token(sessie, gegeven.strip())
    gemeente = omgeving().gemeenten.van_slug(token.gemeente) if token else None
    if token is None or gemeente is None:
        return _weiger(401, "Dit token is er niet, of is ingetrokken.", f'{_REALM}, error="invalid_token"')
    if not token.mag(scope):
        return _weiger(
            403,
            f"Dit token mag alleen: {token.scopes}. Hiervoor is nodig: {scope}.",
            f'{_REALM}, error="insufficient_scope", scope="{scope}"',
        )
    g.gemeente = gemeente
    g.afnemer = token.naam
    _noteer(token)
    return None


def afnemer() -> str:
    """The name of the system that calls: that of its token."""
    return str(g.afnemer)


def _noteer(token: ApiToken) -> None:
    """In a unit of its own: it also counts when the call is refused, or only reads."""
    if not moet_genoteerd(token, nu()):
        return
    try:
        with omgeving().databank.schrijven(token.gemeente) as sessie:
            noteer_gebruik(sessie, token.id, nu())
    except (TeDruk, DBAPIError, GeenVerbinding) as fout:
        # To know when a token was used is not worth refusing a call that can be answered.
        _log.warning("use of token not kept", extra={"token": str(token.id), "exception": type(fout).__name__})


def _weiger(status: int, detail: str | None, kop: str) -> Response:
    return probleem(status, detail, koppen=[("WWW-Authenticate", kop)])
