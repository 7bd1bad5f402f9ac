"""How somebody likes to hear from us: what stands now, and one page to change each of it (C7)."""

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.aanmelding.vragen import Vraag
from portal.inwoners.bereikbaar import schoon
from portal.inwoners.voorkeuren import voorkeuren_van, wijzig_voorkeuren
from portal.mijn.ik import ik
from portal.mijn.voorkeurvragen import antwoord_van, vragen_van, waarde_van
from portal.toegang.beleid import NIVEAU_2
from portal.web.applicatie import db
from portal.web.omgeving import gemeente, nu

bp = Blueprint("voorkeuren", __name__, url_prefix="/<taal:taal>/mijn/voorkeuren", template_folder="templates")

_LANGSTE_TAAL = 200


@bp.get("")
@NIVEAU_2
def lijst() -> str:
    """What stands now, question by question."""
    voorkeuren = voorkeuren_van(db(), ik())
    return render_template(
        "mijn/voorkeuren.html",
        regels=[(vraag, _in_woorden(vraag, antwoord_van(vraag, voorkeuren))) for vraag in vragen_van(gemeente())],
    )


@bp.get("/<onderwerp>")
@NIVEAU_2
def vraag(onderwerp: str) -> str:
    """One question, with what was said before."""
    deze = _vraag(onderwerp)
    return _toon(deze, antwoord_van(deze, voorkeuren_van(db(), ik())))


@bp.post("/<onderwerp>")
@NIVEAU_2
def bewaar(onderwerp: str) -> Response | str:
    """Keep the answer; none at all leaves it as it was, where "none of these" is no answer."""
    deze = _vraag(onderwerp)
    gegeven = _lees(deze)
    if request.form.get("taal_wissel"):
        return _toon(deze, gegeven)
    if gegeven or deze.soort == "meer":
        wijzig_voorkeuren(db(), ik(), {onderwerp: waarde_van(deze, gegeven)}, nu())
    return redirect(url_for("voorkeuren.lijst"), 303)


def _toon(deze: Vraag, antwoord: list[str]) -> str:
    return render_template("mijn/voorkeur.html", vraag=deze, antwoord=antwoord)


def _lees(deze: Vraag) -> list[str]:
    if deze.soort == "woorden":
        tekst = schoon(request.form.get("tekst"), _LANGSTE_TAAL)
        return [tekst] if tekst else []
    gekozen = request.form.getlist("antwoord")
    gegeven = [code for code, _label in deze.opties if code in gekozen]
    return gegeven if deze.soort == "meer" else gegeven[:1]


def _in_woorden(deze: Vraag, antwoord: list[str]) -> str:
    labels = dict(deze.opties)
    return Markup(", ").join(labels.get(code, code) for code in antwoord)


def _vraag(onderwerp: str) -> Vraag:
    for deze in vragen_van(gemeente()):
        if deze.onderwerp == onderwerp:
            return deze
    raise NotFound
