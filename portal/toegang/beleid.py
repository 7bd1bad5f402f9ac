"""Access policies: every route declares exactly one, and none is the default.

A route without a policy keeps the application from starting.
"""

import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as GeenVerbinding

from portal.db.poort import TeDruk
from portal.inwoners.service import vind_inwoner
from portal.inwoners.status import is_gesloten
from portal.toegang import sessies, stapvorm
from portal.toegang.brokers import wil_digid
from portal.toegang.kanalen import Eis
from portal.toegang.koek import csrf_van, koeknaam
from portal.toegang.models import Sessie
from portal.toegang.terugweg import Terugweg, route_van
from portal.web.applicatie import SCHRIJFT, db, sluit_eenheid
from portal.web.fouten import foutpagina
from portal.web.herkomst import van_eigen_site
from portal.web.omgeving import gemeente, nu, omgeving
from portal.web.paginacache import VLAG

logger = logging.getLogger(__name__)

_NAAM: Final = "beleid"
_LEVENSTEKEN: Final = 2.0
"""Seconds that a page waits to note a sign of life."""
V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Beleid:
    """Who may use a route.

    `niveau` 0 is everybody; 1 to 3 an inwoner's session of at least that level (3: with a
    second factor of the last five minutes).
    `bewaren`: the same page for everybody, so it may be kept. `machine`: no cookies,
    no forms; with a `scope` the token of the request has to have it, without one the
    view itself sees to it. `rol`: somebody who is logged in with an account in this role.
    `link`: a secret in the address itself opens one thing and nothing else; the view looks whether it does. It makes
    no session and no session adds to it; what is sent has to come from a page of ours.
    """

    naam: str
    niveau: int = 0
    bewaren: bool = False
    machine: bool = False
    scope: str | None = None
    rol: str | None = None
    link: bool = False

    def __call__(self, view: V) -> V:
        """Declare this policy on a view."""
        setattr(view, _NAAM, self)
        return view


OPENBAAR: Final = Beleid("openbaar")
BEWAARBAAR: Final = Beleid("openbaar, wordt bewaard", bewaren=True)
NIVEAU_1: Final = Beleid("niveau 1", niveau=1)
NIVEAU_2: Final = Beleid("niveau 2", niveau=2)
NIVEAU_3: Final = Beleid("niveau 3", niveau=3)
LINK: Final = Beleid("link", link=True)
MACHINE: Final = Beleid("machine", machine=True)
API_OPENBAAR: Final = Beleid("API, zonder token", machine=True)
API_LEZEN: Final = Beleid("API, lezen", machine=True, scope="lezen")
API_SCHRIJVEN: Final = Beleid("API, schrijven", machine=True, scope="schrijven")
BEHEERDER: Final = Beleid("beheerder", rol="beheerder")

KeurToken = Callable[[str], Response | None]
"""Judges the token of a request for a scope; gives the refusal, or None when it may."""
KeurAccount = Callable[[str], Response | None]
"""Judges who is logged in, for a role; gives the refusal, or None when they may."""


class GeenBeleid(Exception):
    """A route was registered without saying who may use it."""


def beleid_van(app: Flask, endpoint: str) -> Beleid:
    """The policy of a route. Raises `GeenBeleid`."""
    beleid = getattr(app.view_functions[endpoint], _NAAM, None)
    if beleid is None:
        raise GeenBeleid(f"the route {endpoint!r} declares no access policy")
    return cast(Beleid, beleid)


def controleer(app: Flask) -> None:
    """Refuse to start while any route is without a policy."""
    for regel in app.url_map.iter_rules():
        beleid_van(app, regel.endpoint)


def toegang() -> Sessie:
    """The session of this request; only on routes of level 1 and up."""
    return cast(Sessie, g.toegang)


def misschien_toegang() -> Sessie | None:
    """The living session of this browser, if any; for public pages that know somebody."""
    if "toegang" not in g:
        nummer = request.cookies.get(koeknaam())
        g.toegang = sessies.vind(db(), nummer, nu()) if nummer else None
        g.csrf_token = csrf_van(nummer) if g.toegang and nummer else ""
    return cast(Sessie | None, g.toegang)


def eis_voor(pad: str) -> Eis:
    """What a path of ours asks for; at least level 2, since nobody is asked for one more step without need."""
    endpoint = route_van(pad)
    niveau = max(2, beleid_van(current_app, endpoint).niveau) if endpoint else 2
    return Eis(niveau, endpoint is not None and wil_digid(pad))


def init_app(app: Flask, keur_token: KeurToken, keur_account: KeurAccount) -> None:
    """Judge every request before its view sees it; tokens of machines by `keur_token`, accounts by `keur_account`."""

    @app.before_request
    def _mag_dit() -> Response | None:
        if request.endpoint is None:
            return None
        beleid = beleid_van(app, request.endpoint)
        if beleid.scope is not None:
            return keur_token(beleid.scope)
        if beleid.machine:
            return None
        eigen = beleid.niveau > 0 or beleid.rol is not None or beleid.link
        if eigen and request.method in SCHRIJFT and not van_eigen_site():
            return foutpagina(403, opnieuw=False)
        if beleid.rol is not None:
            return keur_account(beleid.rol)
        return _niveau(beleid) if beleid.niveau else None

    @app.after_request
    def _bewaren(antwoord: Response) -> Response:
        if (
            request.endpoint is not None
            and antwoord.status_code == 200
            and request.method == "GET"
            and beleid_van(app, request.endpoint).bewaren
            and "Set-Cookie" not in antwoord.headers
            and g.get("toegang") is None  # then it may say "Verder waar je was"
        ):
            antwoord.headers["Cache-Control"] = "private, no-cache"
            if not request.cookies:
                request.environ[VLAG] = True
        return antwoord


def _niveau(beleid: Beleid) -> Response | None:
    nummer = request.cookies.get(koeknaam())
    rij = misschien_toegang()
    if rij is None or nummer is None:
        return _weg_geweest()
    # Kept for as long as the request: whoever asks for the same row later then has it already.
    g.inwoner = inwoner = vind_inwoner(db(), rij.inwoner_id)
    if inwoner is not None and is_gesloten(inwoner):
        return _gesloten()
    eis = Eis(beleid.niveau, beleid.niveau > 1 and wil_digid(request.path))
    if not eis.voldaan(rij, nu()):
        return _nog_een_stap(rij, eis)
    if request.method in SCHRIJFT:
        getypt = request.form.get("csrf_token") or request.headers.get("X-CSRF-Token", "")
        if not hmac.compare_digest(getypt.encode(), csrf_van(nummer).encode()):
            return foutpagina(403)
        sessies.houd_levend(db(), rij.merk, nu())
    elif sessies.moet_bijgewerkt(rij, nu()):
        sluit_eenheid()
        try:
            with omgeving().databank.schrijven(gemeente().slug, wachttijd=_LEVENSTEKEN) as sessie:
                sessies.houd_levend(sessie, rij.merk, nu())
        except (DBAPIError, GeenVerbinding, TeDruk) as fout:
            # The page can be read; that somebody was here is noted the next time.
            logger.warning("sign of life not noted", extra={"exception": type(fout).__name__})
    return None


def _gesloten() -> Response:
    """Nobody sees anything of it any more; whoever gets here can call."""
    sluit_eenheid()
    return make_response(render_template("toegang/gesloten.html"), 403)


def _weg_geweest() -> Response | None:
    """Ask again who it is; what was typed stays in the page and goes along."""
    if request.method in ("GET", "HEAD"):
        return cast(Response, redirect(url_for("toegang.verder", naar=request.path), 303))
    sluit_eenheid()
    return make_response(
        render_template("toegang/verder.html", fouten={}, weg_geweest=True, **Terugweg.van_geweigerd().waarden()),
        403,
    )


def _nog_een_stap(rij: Sessie, eis: Eis) -> Response:
    """Ask for one more way of showing who it is; what was typed goes along here too."""
    if request.method in ("GET", "HEAD"):
        return cast(Response, redirect(url_for("stap.kies", naar=request.path), 303))
    return stapvorm.toon(rij, eis, Terugweg.van_geweigerd(), status=403)
