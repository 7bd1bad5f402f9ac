"""Telling more, afterwards: one question a page, all optional, in any order (B4)."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.aanmelding.aanvraag import MEESTE_WOORDEN
from portal.aanmelding.aanvullen import bewaar_concept, vul_aan
from portal.aanmelding.forms import VertelForm
from portal.aanmelding.models import Aanmelding
from portal.aanmelding.queries import aanmelding_van, concept_van, ingevuld
from portal.aanmelding.vragen import LEEFGEBIEDEN, SCHAAL, Vraag, vragen_van
from portal.inwoners.bereikbaar import schoon
from portal.toegang.beleid import NIVEAU_1, toegang
from portal.web.applicatie import db
from portal.web.omgeving import gemeente, nu

bp = Blueprint(
    "vertellen",
    __name__,
    url_prefix="/<taal:taal>/aanmelden/vertellen",
    template_folder="templates",
)


@bp.get("")
@NIVEAU_1
def lijst() -> str:
    """The questions as a list; what was answered says so and shows nothing of it."""
    return render_template(
        "aanmelding/vertellen.html",
        vragen=vragen_van(gemeente()),
        gedaan=ingevuld(db(), _aanmelding()),
    )


@bp.get("/<onderwerp>")
@NIVEAU_1
def vertel(onderwerp: str) -> str:
    """One question; what was being typed stands there again."""
    return _toon(onderwerp, concept_van(db(), _aanmelding().id, onderwerp) or "", None)


@bp.post("/<onderwerp>")
@NIVEAU_1
def vertel_post(onderwerp: str) -> Response | str:
    """Keep the answer and go on to the next question; nothing filled in is fine too."""
    vraag, _nummer, _totaal = _vraag(onderwerp)
    antwoord = _lees(vraag)
    if request.form.get("taal_wissel"):
        return _toon(onderwerp, request.form.get("tekst", ""), antwoord)
    if antwoord:
        vul_aan(db(), _aanmelding(), onderwerp, antwoord, now=nu())
    return redirect(_volgende(onderwerp), 303)


@bp.post("/<onderwerp>/concept")
@NIVEAU_1
def concept(onderwerp: str) -> tuple[str, int]:
    """Keep what is being typed (htmx); answers with nothing."""
    _vraag(onderwerp)
    tekst = schoon(VertelForm().tekst.data, MEESTE_WOORDEN)
    bewaar_concept(db(), _aanmelding(), onderwerp, tekst, now=nu())
    return "", 204


def _toon(onderwerp: str, tekst: str, gekozen: Any) -> str:
    vraag, nummer, totaal = _vraag(onderwerp)
    return render_template(
        "aanmelding/vertel.html",
        vraag=vraag,
        nummer=nummer,
        totaal=totaal,
        gedaan=onderwerp in ingevuld(db(), _aanmelding()),
        tekst=tekst,
        gekozen=gekozen,
        volgende=_volgende(onderwerp),
        leefgebieden=LEEFGEBIEDEN,
        schaal=SCHAAL,
    )


def _lees(vraag: Vraag) -> Any:
    form = VertelForm()
    if vraag.soort == "woorden":
        return schoon(form.tekst.data, MEESTE_WOORDEN)
    if vraag.soort == "leefgebieden":
        waarden = {code for code, _label in SCHAAL}
        return {code: request.form[code] for code, _label in LEEFGEBIEDEN if request.form.get(code) in waarden}
    mogelijk = [code for code, _label in vraag.opties]
    gekozen = [code for code in mogelijk if code in (form.antwoord.data or [])]
    if vraag.soort == "een":
        return gekozen[0] if gekozen else None
    return gekozen


def _vraag(onderwerp: str) -> tuple[Vraag, int, int]:
    vragen = vragen_van(gemeente())
    for nummer, vraag in enumerate(vragen, 1):
        if vraag.onderwerp == onderwerp:
            return vraag, nummer, len(vragen)
    raise NotFound


def _volgende(onderwerp: str) -> str:
    vragen = [vraag.onderwerp for vraag in vragen_van(gemeente())]
    plek = vragen.index(onderwerp) + 1
    if plek == len(vragen):
        return url_for("vertellen.lijst")
    return url_for("vertellen.vertel", onderwerp=vragen[plek])


def _aanmelding() -> Aanmelding:
    aanmelding = aanmelding_van(db(), toegang().inwoner_id)
    if aanmelding is None:
        abort(404)
    return aanmelding
