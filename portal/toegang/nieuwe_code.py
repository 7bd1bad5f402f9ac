"""A new personal code: shown to keep, after an activation code or when somebody wants another one."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.inwoners.service import vind_inwoner
from portal.toegang import sessies
from portal.toegang.beleid import NIVEAU_1, NIVEAU_3, toegang
from portal.toegang.koek import zet_koek
from portal.toegang.service import verberg_code, vernieuw_code, zichtbare_code
from portal.web.applicatie import db
from portal.web.omgeving import gemeente, nu

bp = Blueprint("code", __name__, url_prefix="/<taal:taal>/mijn", template_folder="templates")


@bp.get("/nieuwe-code")
@NIVEAU_1
def nieuw() -> Response | str:
    """Show the code to the browser that got it, until that says it was kept."""
    code = zichtbare_code(db(), toegang(), nu())
    if code is None:
        return redirect(url_for("mijn.vandaag"), 303)
    return render_template("toegang/nieuwe_code.html", code=code)


@bp.post("/nieuwe-code")
@NIVEAU_1
def bewaard() -> Response:
    """It was written down: no browser shows it any more.

    The session gets a new id, since a browser that keeps pages for "back" drops them when its cookie changes.
    """
    rij = toegang()
    verberg_code(db(), rij, nu())
    antwoord = redirect(url_for("mijn.vandaag"), 303)
    zet_koek(antwoord, sessies.geef_ander_nummer(db(), rij))
    return antwoord


@bp.get("/andere-code")
@NIVEAU_3
def andere() -> str:
    """Before the old code ends: what that means."""
    return render_template("toegang/andere_code.html")


@bp.post("/andere-code")
@NIVEAU_3
def andere_post() -> Response:
    """A new code; the old one and all other devices are out."""
    rij = toegang()
    inwoner = vind_inwoner(db(), rij.inwoner_id)
    if inwoner is None:
        raise LookupError("a session without inwoner")
    vernieuw_code(db(), inwoner, nu())
    nummer, _rij = sessies.begin(
        db(),
        gemeente=gemeente().slug,
        inwoner_id=inwoner.id,
        niveau=3,
        now=nu(),
        code_zichtbaar=True,
        factoren=sessies.factoren_van(rij),
    )
    antwoord = redirect(url_for("code.nieuw"), 303)
    zet_koek(antwoord, nummer)
    return antwoord
