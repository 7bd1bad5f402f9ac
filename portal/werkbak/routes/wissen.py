"""Wiping one person from the werkbak, after being asked once."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.werkbak import berichten, bewaren, gebeurtenissen, handelingen
from portal.werkbak.omgeving import omgeving
from portal.werkbak.stand import stand_van

routes = Blueprint("wissen", __name__)


@routes.get("/mensen/<subject>/wissen")
def vraag(subject: str) -> str:
    """Say what goes, and ask whether that is meant."""
    with omgeving().opslag.lezen() as db:
        lijn, gedaan, post = gebeurtenissen.van(db, subject), handelingen.van(db, subject), berichten.van(db, subject)
    if not (lijn or gedaan or post):
        abort(404)
    return render_template("werkbak/wissen.html", stand=stand_van(subject, lijn, gedaan))


@routes.post("/mensen/<subject>/wissen")
def wis(subject: str) -> Response:
    """Wipe this person here. What the portal holds is for the portal."""
    hier = omgeving()
    bewaren.wis(hier.opslag, subject, hier.nu())
    flash("Deze persoon is uit de werkbak gewist.")
    return redirect(url_for("werklijst.lijst"), 303)
