"""Public pages from content, the choice of language, and the choice of colour."""

from typing import cast
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, g, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.informatie.inhoud import PAGINAS, Inhoud, PaginaOntbreekt
from portal.toegang.beleid import BEWAARBAAR, OPENBAAR, misschien_toegang
from portal.web.herkomst import host_van
from portal.web.koeken import onthoud
from portal.web.omgeving import gemeente, nu, omgeving
from portal.web.talen import KOEK, TALEN, taal
from portal.web.weergave import KLEUR, KLEUREN

bp = Blueprint("informatie", __name__, url_prefix="/<taal:taal>", template_folder="templates")
SLEUTEL = "inhoud"


def inhoud() -> Inhoud:
    """The content of this request's gemeente."""
    return cast(dict[str, Inhoud], current_app.extensions[SLEUTEL])[gemeente().slug]


@bp.app_context_processor
def _woorden() -> dict[str, object]:
    """`woord(code)`: a word of the list in this page's language, for the macro `term`."""
    return {"woord": lambda code: inhoud().woord(taal(), code)}


@bp.get(f"/<any({', '.join(repr(p) for p in PAGINAS)}):slug>")
@BEWAARBAAR
def pagina(slug: str) -> str:
    """One page of content."""
    try:
        gevonden = inhoud().pagina(taal(), slug)
    except PaginaOntbreekt:
        abort(404)
    return render_template(
        "informatie/pagina.html",
        pagina=gevonden,
        slug=slug,
        inloop=gemeente().volgende_inloop(nu(), omgeving().kalender) if slug == "contact" else None,
    )


@bp.get("/woorden")
@BEWAARBAAR
def woorden() -> str:
    """The words, each with what it means."""
    lijst = inhoud().woorden(taal())
    return render_template("informatie/woorden.html", woorden=lijst)


@bp.get("/taal")
@OPENBAAR
def talen() -> str:
    """Choose a language; the way back is the page one came from."""
    return render_template("informatie/taal.html", pad=_vorige_pad(), velden=[])


@bp.post("/taal")
@OPENBAAR
def talen_met_tekst() -> str:
    """The same from within a form: what was typed travels along, nothing is stored."""
    misschien_toegang()  # the form of somebody who is signed in needs its token again
    velden = [
        (naam, waarde)
        for naam, waarden in request.form.lists()
        if naam not in ("taal_wissel", "csrf_token")
        for waarde in waarden
    ]
    pad = _vorige_pad()
    return render_template("informatie/taal.html", pad=pad if _bestaat(pad, "POST") else "/aanmelden", velden=velden)


@bp.get("/taal/kies")
@OPENBAAR
def kies_taal() -> Response:
    """Remember this language on this device and go back to the page."""
    naar = request.args.get("naar", "/")
    antwoord = redirect(f"/{taal()}{naar if _bestaat(naar, 'GET') else '/'}", 303)
    onthoud(antwoord, KOEK, taal())
    return antwoord


@bp.post("/kleur")
@OPENBAAR
def kleur() -> Response:
    """Remember light or dark on this device; "vanzelf" forgets it."""
    pad = request.form.get("pad", "/")
    antwoord = redirect(f"/{taal()}{pad if _bestaat(pad, 'GET') else '/'}", 303)
    keuze = request.form.get("kleur", "")
    if keuze in KLEUREN:
        onthoud(antwoord, KLEUR, keuze)
    else:
        antwoord.delete_cookie(KLEUR)
    return antwoord


def _vorige_pad() -> str:
    """The page of ours that this request came from, without its language; else the start."""
    vorige = request.referrer or ""
    if host_van(vorige) != request.host:
        return "/"
    _, code, rest = (*urlsplit(vorige).path.split("/", 2), "", "")[:3]
    pad = "/" + rest
    if code not in TALEN or pad.startswith("/taal"):
        return "/"
    return pad if _bestaat(pad, "GET") or _bestaat(pad, "POST") else "/"


def _bestaat(pad: str, methode: str) -> bool:
    if not pad.startswith("/") or pad.startswith(("//", "/\\")):
        return False
    adapter = current_app.create_url_adapter(request)
    try:
        if adapter is not None:
            adapter.match(f"/{g.taal}{pad}", method=methode)
            return True
    except HTTPException:
        return False
    return False
