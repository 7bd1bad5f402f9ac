"""May this account come here? The answer to what a route declares with `Beleid(…, rol=…)`."""

import hmac
import logging
from collections.abc import Callable, Mapping
from typing import cast

from flask import Response, g, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as GeenVerbinding

from portal.accounts import sessies
from portal.accounts.koek import SESSIE, lees_koek
from portal.accounts.models import Account, Accountsessie
from portal.db.poort import TeDruk
from portal.toegang.koek import csrf_van
from portal.web.applicatie import SCHRIJFT, db, sluit_eenheid
from portal.web.fouten import foutpagina
from portal.web.omgeving import gemeente, nu, omgeving

_LEVENSTEKEN = 2.0
"""Seconds that a page waits to note a sign of life."""
_log = logging.getLogger(__name__)

VraagInloggen = Callable[[], Response]
"""The answer to somebody who is not logged in (any more)."""


def account() -> Account:
    """Whose request this is; only on routes with a role."""
    return cast(Account, g.account)


def accountkeuring(wegen: Mapping[str, VraagInloggen]) -> Callable[[str], Response | None]:
    """What judges a request for a role; `wegen` says for each role how somebody is asked to log in."""

    def keur(rol: str) -> Response | None:
        nummer = lees_koek(SESSIE)
        gevonden = sessies.vind(db(), nummer, rol, nu()) if nummer else None
        if gevonden is None or nummer is None:
            sluit_eenheid()
            return wegen[rol]()
        rij, g.account = gevonden
        g.csrf_token = csrf_van(nummer)
        if request.method in SCHRIJFT:
            if not csrf_klopt(nummer):
                return foutpagina(403)
            sessies.houd_levend(db(), rij.merk, nu())
        elif sessies.moet_bijgewerkt(rij, nu()):
            _noteer(rij)
        return None

    return keur


def csrf_klopt(nummer: str) -> bool:
    """Whether the form that was sent carries the token that belongs to this number."""
    getypt = request.form.get("csrf_token") or request.headers.get("X-CSRF-Token", "")
    return hmac.compare_digest(getypt.encode(), csrf_van(nummer).encode())


def _noteer(rij: Accountsessie) -> None:
    sluit_eenheid()
    try:
        with omgeving().databank.schrijven(gemeente().slug, wachttijd=_LEVENSTEKEN) as sessie:
            sessies.houd_levend(sessie, rij.merk, nu())
    except (DBAPIError, GeenVerbinding, TeDruk) as fout:
        # The page can be read; that somebody was here is noted the next time.
        _log.warning("sign of life not noted", extra={"exception": type(fout).__name__})
