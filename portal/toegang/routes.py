"""Coming back with the code, and leaving quickly."""

import logging
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as GeenVerbinding
from werkzeug.wrappers import Response as BasisResponse

from portal.db.poort import TeDruk
from portal.toegang import binnenkomen, sessies
from portal.toegang.beleid import OPENBAAR, misschien_toegang
from portal.toegang.beurtrij import GeenBeurt
from portal.toegang.binnen import laat_binnen
from portal.toegang.codes import Leesfout
from portal.toegang.digid import ga_heen
from portal.toegang.kanalen import DIGID
from portal.toegang.koek import koeknaam, neem_koek
from portal.toegang.service import OnbekendeCode, TeVaakMis, herken_code, verberg_code, wissel_activatiecode_in
from portal.toegang.terugweg import Terugweg
from portal.web.applicatie import db
from portal.web.herkomst import van_eigen_site
from portal.web.omgeving import bron, gemeente, nu, omgeving
from portal.web.talen import vertaal as _

bp = Blueprint("toegang", __name__, url_prefix="/<taal:taal>", template_folder="templates")

_WEG_BINNEN = 1.0
"""Seconds that somebody who has to be gone may wait for the database."""

logger = logging.getLogger(__name__)


@bp.get("/verder")
@OPENBAAR
def verder() -> Response:
    """Ask for the code, or for where a message may go (`?kanaal=sms`)."""
    kanaal = request.args.get("kanaal", "")
    terugweg = Terugweg.van_pagina()
    return binnenkomen.vraag_contact(kanaal, terugweg) if kanaal in binnenkomen.KANALEN else _verder({}, 200, terugweg)


@bp.post("/verder")
@OPENBAAR
def verder_post() -> BasisResponse:
    """Judge the code; on the way in the browser gets a session of level 1, or 2 when it had shown more."""
    terugweg = Terugweg.van_pagina()
    if request.form.get("taal_wissel") or request.form.get("opnieuw"):
        return _verder({}, 200, terugweg)
    if request.form.get("kanaal") in binnenkomen.KANALEN:
        return binnenkomen.vraag_contact(request.form["kanaal"], terugweg)
    if request.form.get("kanaal") == DIGID and van_eigen_site():
        return ga_heen(terugweg)
    if not van_eigen_site():
        # With a code of its own another site could lead somebody into a stranger's space, and let them write there.
        return _verder({}, 422, terugweg)
    try:
        herkend = herken_code(
            omgeving().databank,
            gemeente=gemeente().slug,
            getypt=request.form.get("code", ""),
            bron=bron(),
            now=nu(),
        )
        if herkend.activatie_id is not None:
            return _nieuwe_code(herkend.activatie_id)
    except Leesfout:
        return _verder({"code": _("Kijk nog eens naar de cijfers. Het zijn er 16.")}, 422, terugweg)
    except OnbekendeCode:
        return _verder({"code": _("Deze code kennen we niet. Kijk nog eens, of bel ons.")}, 422, terugweg)
    except TeVaakMis:
        return _verder({"code": _("Het lukt nu niet met een code. Bel ons. We helpen je verder.")}, 429, terugweg)
    except GeenBeurt:
        return _verder({"code": _("Het is druk. Probeer het zo nog eens.")}, 429, terugweg)
    nummer, _rij = sessies.toon_aan(
        db(),
        misschien_toegang(),
        gemeente=gemeente().slug,
        inwoner_id=herkend.inwoner_id,
        factor=sessies.CODE,
        now=nu(),
    )
    return laat_binnen(nummer, terugweg)


def _nieuwe_code(activatie_id: UUID) -> BasisResponse:
    """An activation code: this browser gets a new personal code to keep; all others are out."""
    inwoner_id = wissel_activatiecode_in(db(), activatie_id, nu())
    nummer, _rij = sessies.begin(
        db(), gemeente=gemeente().slug, inwoner_id=inwoner_id, niveau=1, now=nu(), code_zichtbaar=True
    )
    return laat_binnen(nummer, Terugweg(url_for("code.nieuw")))


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
    neem_koek(antwoord)
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


def _verder(fouten: dict[str, str], status: int, terugweg: Terugweg) -> Response:
    """The page again, with what was typed: sixteen digits are not typed twice for one slip."""
    return make_response(
        render_template(
            "toegang/verder.html", fouten=fouten, getypt=request.form.get("code", ""), **terugweg.waarden()
        ),
        status,
    )
