"""Wiring: one place where the parts are chosen and joined."""

import time
from functools import lru_cache
from pathlib import Path
from typing import Final, cast
from wsgiref.types import WSGIApplication

from flask import Flask, Response, abort, g, request
from htmx_flask import Htmx

from portal.aanmelding import routes as aanmelding
from portal.aanmelding import vertellen
from portal.accounts.keuring import accountkeuring
from portal.accounts.models import BEHEERDER
from portal.afspraken import agendaroutes, linkroutes
from portal.afspraken import routes as afspraken
from portal.backoffice import api
from portal.backoffice import service as tokenkast
from portal.backoffice.toegang import keur_token
from portal.beheer import (
    accounts,
    andere_talen,
    gezondheid,
    inloggen,
    instellen,
    logboek,
    overzicht,
    tokens,
    uitgaand,
)
from portal.berichten import routes as berichten
from portal.config import Instellingen
from portal.gemeente import Gemeente, Gemeenten
from portal.informatie import beveiliging
from portal.informatie import routes as informatie
from portal.informatie.inhoud import Inhoud, laad_inhoud
from portal.informatie.invulling import invulling_van
from portal.meldingen import routes as ontvangstberichten
from portal.meldingen.sjablonen import Sjablonen
from portal.mijn import gegevens, voorkeuren
from portal.mijn import routes as mijn
from portal.omgeving import Omgeving
from portal.toegang import beleid, binnenkomen, brokers, digid, nieuwe_code, passkey, sessielijst, stap
from portal.toegang import routes as toegang
from portal.web import fouten, koppen, statisch, stijlen, talen, weergave
from portal.web.applicatie import Portaal, Verzoek
from portal.web.bron import VertrouwdeProxy
from portal.web.compressie import Compressie
from portal.web.omgeving import SLEUTEL
from portal.web.paginacache import Paginacache
from portal.web.probleem import is_voor_machines
from portal.web.uitlezer import Uitlezer

GROOTSTE_FORMULIER: Final = 1_048_576
"""Bytes of one form: far more than ten thousand characters of any script."""

MIJN: Final = (mijn.bp, voorkeuren.bp, gegevens.bp, berichten.bp)
BLUEPRINTS: Final = (aanmelding.bp, vertellen.bp, toegang.bp, informatie.bp)
TOEGANG: Final = (binnenkomen.bp, stap.bp, digid.bp, nieuwe_code.bp, sessielijst.bp, passkey.bp)
AFSPRAKEN: Final = (afspraken.bp, linkroutes.bp, agendaroutes.bp)
BEHEER: Final = (
    inloggen.bp,
    instellen.bp,
    overzicht.bp,
    uitgaand.bp,
    tokens.bp,
    accounts.bp,
    logboek.bp,
    andere_talen.bp,
)


def create_app(omgeving: Omgeving) -> Flask:
    """The portal. Refuses to be made while a route has no access policy."""
    instellingen = omgeving.instellingen
    app = Portaal("portal.web", static_folder=None, template_folder="templates")
    app.url_map.strict_slashes = False
    app.config.update(
        SECRET_KEY=None,
        MAX_CONTENT_LENGTH=GROOTSTE_FORMULIER,
        MAX_FORM_MEMORY_SIZE=GROOTSTE_FORMULIER,
        WTF_CSRF_ENABLED=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_MIN_SIZE=500,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
        COMPRESS_MIMETYPES=["text/html", "application/json", "application/problem+json"],
    )
    app.extensions[SLEUTEL] = omgeving
    app.extensions[aanmelding.SJABLONEN] = Sjablonen(instellingen.content_dir / "meldingen")
    app.extensions[informatie.SLEUTEL] = _inhoud(instellingen, omgeving.gemeenten)
    _kies_gemeente(app)
    statisch.init_app(app, instellingen.static_dir)
    stijlen.init_app(app, (instellingen.static_dir / "css" / "portal.css").read_text("utf-8"), omgeving.gemeenten)
    talen.init_app(app, str(instellingen.translations_dir))
    weergave.init_app(app)
    Htmx(app)
    app.request_class = Verzoek  # htmx-flask puts its own there
    Compressie(app)
    koppen.init_app(app, https=instellingen.base_url.startswith("https://"))
    fouten.init_app(app)
    beleid.init_app(app, keur_token, accountkeuring({BEHEERDER: inloggen.vraag_inloggen}))
    brokers.init_app(app, instellingen, omgeving.gemeenten)
    for blueprint in (*BLUEPRINTS, *TOEGANG, *MIJN, *AFSPRAKEN, *BEHEER):
        app.register_blueprint(blueprint)
    app.register_blueprint(beveiliging.bp)
    app.register_blueprint(gezondheid.bp)
    app.register_blueprint(ontvangstberichten.bp)
    api.init_app(app)
    tokens.init_app(app, tokenkast)
    beleid.OPENBAAR(app.view_functions["static"])
    # Messages lie below the policies, so theirs is declared here.
    beleid.MACHINE(app.view_functions["meldingen.callback"])
    beleid.controleer(app)
    brokers.controleer(app, omgeving.gemeenten)
    app.wsgi_app = _lagen(app, instellingen)  # type: ignore[method-assign, assignment]
    return app


def _kies_gemeente(app: Flask) -> None:
    """First of all: whose house is this? An unknown host name is nobody's.

    Except for machines: there the token says it.
    """

    @app.before_request
    def _gemeente() -> Response | None:
        deze = cast(Omgeving, app.extensions[SLEUTEL])
        van_niemand = request.path in ("/livez", "/readyz", "/metrics") or request.path.startswith("/static/")
        if not (van_niemand or is_voor_machines()):
            gevonden = deze.gemeenten.van_host(request.host, ontwikkeling=deze.instellingen.ontwikkeling)
            if gevonden is None:
                abort(421)
            g.gemeente = gevonden
        if cast(Verzoek, request).heeft_vreemd_pad:
            abort(404)
        return None


def _inhoud(instellingen: Instellingen, gemeenten: Gemeenten) -> dict[str, Inhoud]:
    bron = instellingen.content_dir
    stand = tuple((pad, pad.stat().st_mtime_ns) for pad in sorted(bron.rglob("*")) if pad.is_file())
    return {gemeente.slug: _lees_inhoud(bron, stand, gemeente) for gemeente in gemeenten}


@lru_cache(maxsize=32)
def _lees_inhoud(bron: Path, _stand: tuple[tuple[Path, int], ...], gemeente: Gemeente) -> Inhoud:
    """The public text of one gemeente, which takes long to make: the same files are read once in a process."""
    return laad_inhoud(bron, invulling_van(gemeente))


def _lagen(app: Flask, instellingen: Instellingen) -> WSGIApplication:
    return Uitlezer(VertrouwdeProxy(Paginacache(app.wsgi_app, time.monotonic), instellingen.trusted_proxies))
