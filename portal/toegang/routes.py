"""Coming back with the code, and leaving quickly."""

import logging

from flask import Blueprint, Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as GeenVerbinding
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as BasisResponse

from portal.db.poort import TeDruk
from portal.toegang import sessies
from portal.toegang.beleid import OPENBAAR, csrf_van, koeknaam, neem_koek, zet_koek
from portal.toegang.beurtrij import GeenBeurt
from portal.toegang.codes import Leesfout
from portal.toegang.forms import CodeForm
from portal.toegang.service import OnbekendeCode, TeVaakMis, inwoner_van_code, verberg_code
from portal.web.applicatie import db
from portal.web.herkomst import van_eigen_site
from portal.web.omgeving import bron, gemeente, nu, omgeving

bp = Blueprint("toegang", __name__, url_prefix="/<taal:taal>", template_folder="templates")

_BEWAARD = "bewaard."
_WEG_BINNEN = 1.0
"""Seconds that somebody who has to be gone may wait for the database."""

logger = logging.getLogger(__name__)


@bp.get("/verder")
@OPENBAAR
def verder() -> str:
    """Ask for the code."""
    return render_template("toegang/verder.html", fouten={}, naar=request.args.get("naar", ""), bewaard=[])


@bp.post("/verder")
@OPENBAAR
def verder_post() -> BasisResponse:
    """Judge the code; on the way in the browser gets a session of level 1."""
    form = CodeForm()
    bewaard = [
        (naam.removeprefix(_BEWAARD), waarde)
        for naam, waarden in request.form.lists()
        if naam.startswith(_BEWAARD)
        for waarde in waarden
    ]
    naar = form.naar.data or ""
    if request.form.get("taal_wissel"):
        return _verder({}, 200, form, bewaard)
    if not van_eigen_site():
        # With a code of its own another site could lead somebody into a stranger's space, and let them write there.
        return _verder({}, 422, form, bewaard)
    try:
        inwoner_id = inwoner_van_code(
            omgeving().databank, gemeente=gemeente().slug, getypt=form.code.data or "", bron=bron(), now=nu()
        )
    except Leesfout:
        return _verder({"code": _("Kijk nog eens naar de cijfers. Het zijn er 16.")}, 422, form, bewaard)
    except OnbekendeCode:
        return _verder({"code": _("Deze code kennen we niet. Kijk nog eens, of bel ons.")}, 422, form, bewaard)
    except TeVaakMis:
        return _verder({"code": _("Het lukt nu niet met een code. Bel ons. We helpen je verder.")}, 429, form, bewaard)
    except GeenBeurt:
        return _verder({"code": _("Het is druk. Probeer het zo nog eens.")}, 429, form, bewaard)
    oud = request.cookies.get(koeknaam())
    if oud:
        sessies.beeindig(db(), oud)
    nummer, _rij = sessies.begin(db(), gemeente=gemeente().slug, inwoner_id=inwoner_id, niveau=1, now=nu())
    doel = naar if _is_eigen_pad(naar, ook_post=bool(bewaard)) else url_for("mijn.vandaag")
    if bewaard:
        g.csrf_token = csrf_van(nummer)
        antwoord = make_response(render_template("toegang/welkom_terug.html", naar=doel, bewaard=bewaard))
    else:
        antwoord = redirect(doel, 303)  # type: ignore[assignment]
    zet_koek(antwoord, nummer)
    return antwoord


@bp.get("/snel-weg")
@OPENBAAR
def snel_weg() -> BasisResponse:
    """End the session, let the device forget, and go to an everyday site.

    A GET on purpose: it has to be a plain link, and it ends only the caller's own session.
    """
    nummer = request.cookies.get(koeknaam())
    if nummer:
        try:
            _vergeet(nummer)
        except (DBAPIError, GeenVerbinding, TeDruk) as fout:
            # Leaving always works: the device forgets the number, nobody else has it, and it ends by itself.
            logger.error("session not ended", extra={"exception": type(fout).__name__})
    antwoord = redirect(gemeente().snel_weg_url, 303)
    neem_koek(antwoord)  # type: ignore[arg-type]
    antwoord.headers["Clear-Site-Data"] = '"cookies", "storage"'
    antwoord.headers["Cache-Control"] = "no-store"
    antwoord.headers["Referrer-Policy"] = "no-referrer"
    return antwoord


def _vergeet(nummer: str) -> None:
    with omgeving().databank.schrijven(gemeente().slug, wachttijd=_WEG_BINNEN) as sessie:
        rij = sessies.vind(sessie, nummer, nu())
        if rij is not None:
            verberg_code(sessie, rij, nu())
        sessies.beeindig(sessie, nummer)


def _verder(fouten: dict[str, str], status: int, form: CodeForm, bewaard: list[tuple[str, str]]) -> Response:
    """The same page again, with what was typed: sixteen digits are not typed twice for one slip."""
    return make_response(
        render_template(
            "toegang/verder.html",
            fouten=fouten,
            getypt=form.code.data or "",
            naar=form.naar.data or "",
            bewaard=bewaard,
        ),
        status,
    )


def _is_eigen_pad(pad: str, *, ook_post: bool) -> bool:
    """Whether this is a page of ours that a browser may be sent to, or send a kept form to."""
    if not pad.startswith("/") or pad.startswith(("//", "/\\")):
        return False
    adapter = current_app.create_url_adapter(request)
    try:
        if adapter is not None:
            adapter.match(pad, method="GET")
            return True
    except RequestRedirect:
        return False
    except HTTPException as fout:
        return ook_post and fout.code == 405
    return False
