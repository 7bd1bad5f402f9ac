"""Puts one werkbak together: settings, clock, storage, routes, headers and error pages."""

import hashlib
import sqlite3
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, request, session, url_for
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable
from werkzeug.wrappers import Response as Antwoord

from portal.clock import Klok, Systeemklok
from portal.werkbak import bewaren, tekst, werklijst, woorden
from portal.werkbak.handtekening import sleutel_van
from portal.werkbak.instellingen import WerkbakInstellingen, is_loopback
from portal.werkbak.omgeving import EXTENSIE, Omgeving, omgeving
from portal.werkbak.ophalen import Ophaler
from portal.werkbak.opslag import Opslag
from portal.werkbak.portaal import Portaal
from portal.werkbak.routes import (
    aanmelden,
    afspraken,
    berichten,
    code,
    foutpagina,
    inloggen,
    mensen,
    ontvangst,
    status,
    voorkeuren,
    weg,
    wissen,
)
from portal.werkbak.routes import werklijst as werklijst_routes
from portal.werkbak.toegang import WERKDAG, Sessiekoekje, Toegang, formuliertoken, sleutel_in, token_klopt
from portal.werkbak.wijzigen import Wijziger

MAX_FORMULIER = 256 * 1024

# The doors for machines: signed, so they need no form token, and their faults are problem+json.
VOOR_MACHINES = frozenset({"ontvangst.gebeurtenis", "ontvangst.melding"})

# Everything else asks for the login, so that a new page is closed until somebody opens it on purpose.
OPEN = VOOR_MACHINES | {"static", "livez", "inloggen.formulier", "inloggen.log_in"}

KOPPEN = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def maak_werkbak(instellingen: WerkbakInstellingen, klok: Klok, ware_tijd: Klok | None = None) -> Flask:
    """Make the werkbak's WSGI application; its files are made in `var_dir` when they are not there.

    `klok` says what day it is. `ware_tijd` (by default the machine's clock) is what signatures are held against, also
    when `klok` was moved to try out dates: sender and receiver have to agree on it.
    """
    app = Flask("portal.werkbak", template_folder="templates", static_folder="static")
    opslag = Opslag(instellingen.var_dir / "werkbak.sqlite3")
    portaal = Portaal(instellingen)
    if opslag.bijgewerkt:
        with opslag.schrijven() as db:
            werklijst.bouw_opnieuw(db)
    bewaren.ruim_op(opslag, instellingen.bewaardagen, klok.nu())
    app.secret_key = sleutel_in(instellingen.var_dir / "werkbak_sleutel")
    toegang = Toegang(instellingen.wachtwoord, app.secret_key, opslag)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_FORMULIER,
        PERMANENT_SESSION_LIFETIME=WERKDAG,
        SESSION_COOKIE_NAME="werkbak",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
    )
    app.session_interface = Sessiekoekje()
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    stijlen = sorted((Path(app.root_path) / "static").glob("*.css"))
    stijl = hashlib.sha256(b"".join(blad.read_bytes() for blad in stijlen)).hexdigest()[:12]
    app.jinja_env.globals.update(formuliertoken=formuliertoken, nieuw_id=uuid.uuid4, stijl_versie=stijl)
    app.extensions[EXTENSIE] = Omgeving(
        instellingen=instellingen,
        klok=klok,
        ware_tijd=ware_tijd or Systeemklok(),
        opslag=opslag,
        portaal=portaal,
        ophaler=Ophaler(portaal, opslag),
        wijziger=Wijziger(portaal, opslag),
        toegang=toegang,
        sleutels=tuple(sleutel_van(geheim) for geheim in instellingen.webhook_secrets),
    )
    for deel in (
        ontvangst,
        werklijst_routes,
        aanmelden,
        mensen,
        weg,
        afspraken,
        voorkeuren,
        status,
        code,
        wissen,
        berichten,
        inloggen,
    ):
        app.register_blueprint(deel.routes)
    app.add_url_rule("/livez", "livez", lambda: Response("ok\n", mimetype="text/plain"))
    app.before_request(_alleen_hier)
    app.before_request(_bewaak)
    app.after_request(_zet_koppen)
    app.register_error_handler(HTTPException, _fout)
    app.register_error_handler(sqlite3.Error, _geen_opslag)
    app.context_processor(_in_elke_pagina)
    app.jinja_env.filters.update(
        als_id=tekst.als_id,
        belbaar=tekst.belbaar,
        dag=tekst.dag,
        hoe_ver=tekst.hoe_ver,
        nummer=tekst.nummer,
        tijdstip=tekst.tijdstip,
    )
    return app


def _alleen_hier() -> Antwoord | None:
    # Without a password the werkbak answers to the names of this machine only: not through a proxy that was put in
    # front of it, and not to a page elsewhere that points its own name at 127.0.0.1.
    if omgeving().toegang.vraagt_wachtwoord or is_loopback(urlsplit(f"//{request.host}").hostname or ""):
        return None
    # 403 tells the worker that a setting is wrong: it pauses and loses nothing.
    return foutpagina.antwoord(403, foutpagina.ALLEEN_HIER)


def _bewaak() -> Antwoord | None:
    if request.endpoint is None:
        return None
    if request.endpoint not in OPEN and not omgeving().toegang.is_binnen():
        if request.method == "GET":
            session["verder"] = request.path
        return redirect(url_for("inloggen.formulier"), 303)
    if request.method == "POST" and request.endpoint not in VOOR_MACHINES and not token_klopt(request):
        return foutpagina.antwoord(403)
    return None


def _zet_koppen(antwoord: Response) -> Response:
    for naam, inhoud in KOPPEN.items():
        antwoord.headers.setdefault(naam, inhoud)
    bewaren = request.endpoint == "static" and antwoord.status_code == 200
    antwoord.headers["Cache-Control"] = "public, max-age=31536000, immutable" if bewaren else "no-store"
    return antwoord


def _fout(fout: HTTPException) -> Antwoord:
    antwoord = foutpagina.antwoord(fout.code or InternalServerError.code)
    for naam, inhoud in fout.get_headers():
        if naam in ("Allow", "Retry-After"):
            antwoord.headers[naam] = inhoud
    return antwoord


def _geen_opslag(fout: sqlite3.Error) -> Antwoord:
    # A locked database or a full disk passes; the portal keeps the event and comes back with it.
    current_app.logger.error("storage does not answer: %s", fout)
    return _fout(ServiceUnavailable(retry_after=5))


def _in_elke_pagina() -> dict[str, object]:
    hier = omgeving()
    return {
        "kanalen": woorden.KANALEN,
        "statussen": woorden.STATUSSEN,
        "taken": woorden.TAKEN,
        "talen": woorden.TALEN,
        "titels": woorden.GEBEURTENISSEN,
        "vandaag": hier.vandaag(),
        "veilig_in_woorden": woorden.VEILIG,
        "vraagt_wachtwoord": hier.toegang.vraagt_wachtwoord,
    }
