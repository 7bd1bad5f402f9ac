"""Logging in and out, where the werkbak asks for its password."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from portal.werkbak.omgeving import omgeving
from portal.werkbak.routes import foutpagina
from portal.werkbak.toegang import VENSTER, TeVaakMislukt, bron_van

routes = Blueprint("inloggen", __name__)


@routes.get("/inloggen")
def formulier() -> str | Response:
    """Ask for the password; whoever is in already goes to the worklist."""
    if omgeving().toegang.is_binnen():
        return redirect(url_for("werklijst.lijst"), 303)
    return render_template("werkbak/inloggen.html")


@routes.post("/inloggen")
def log_in() -> Response | tuple[str, int]:
    """Check the password and go on to the page that was asked for."""
    hier = omgeving()
    verder = str(session.get("verder") or url_for("werklijst.lijst"))
    try:
        klopt = hier.toegang.log_in(request.form.get("wachtwoord", ""), bron_van(request), hier.nu())
    except TeVaakMislukt:
        antwoord = foutpagina.antwoord(429)
        antwoord.headers["Retry-After"] = str(int(VENSTER.total_seconds()))
        return antwoord
    if not klopt:
        return render_template("werkbak/inloggen.html", melding="Dit wachtwoord past niet. Probeer het nog eens."), 422
    return redirect(verder, 303)


@routes.post("/uitloggen")
def log_uit() -> Response:
    """End the login on this browser."""
    session.clear()
    return redirect(url_for("inloggen.formulier"), 303)
