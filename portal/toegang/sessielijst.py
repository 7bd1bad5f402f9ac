"""Where somebody is logged in, and ending that."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.db.sleutels import sleutels
from portal.toegang import sessies
from portal.toegang.beleid import NIVEAU_2, toegang
from portal.toegang.koek import neem_koek
from portal.toegang.models import Sessie
from portal.web.applicatie import db
from portal.web.omgeving import nu

bp = Blueprint("sessies", __name__, url_prefix="/<taal:taal>/mijn/sessies", template_folder="templates")


@bp.get("")
@NIVEAU_2
def lijst() -> str:
    """The living sessions: this one, then the newest first."""
    rijen = sessies.van_inwoner(db(), toegang().inwoner_id, nu())
    rijen.sort(key=lambda rij: rij.merk != toegang().merk)
    return render_template(
        "toegang/sessies.html",
        sessies=[(_handvat(rij), rij, rij.merk == toegang().merk) for rij in rijen],
    )


@bp.post("")
@NIVEAU_2
def beeindig() -> Response:
    """End the one that was chosen, or all of them. Only one's own can be chosen."""
    eigen = toegang()
    keuze = request.form.get("sessie", "")
    if keuze == "overal":
        sessies.beeindig_alle(db(), eigen.inwoner_id)
        return _uit()
    for rij in sessies.van_inwoner(db(), eigen.inwoner_id, nu()):
        if _handvat(rij) == keuze:
            db().delete(rij)
            if rij.merk == eigen.merk:
                return _uit()
    return redirect(url_for("sessies.lijst"), 303)


def _handvat(rij: Sessie) -> str:
    """A name for a row on the page that says nothing of the session's id."""
    return sleutels().geheimen.merk("sessie in de lijst", rij.merk)[-12:].hex()


def _uit() -> Response:
    antwoord = redirect(url_for("toegang.verder"), 303)
    neem_koek(antwoord)
    antwoord.headers["Clear-Site-Data"] = '"storage"'
    return antwoord
