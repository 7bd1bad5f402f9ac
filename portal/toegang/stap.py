"""One more way of showing who it is: from level 1 to 2, and from 2 to 3."""

from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as BasisResponse

from portal.inwoners.service import vind_inwoner
from portal.meldingen.sjablonen import Sjablonen
from portal.toegang import eenmalig, sessies, stapvorm
from portal.toegang.beleid import NIVEAU_1, eis_voor, toegang
from portal.toegang.binnen import laat_binnen
from portal.toegang.binnenkomen import geen_zes_cijfers, past_niet, te_vaak, vraag_code
from portal.toegang.codes import Leesfout
from portal.toegang.digid import ga_heen
from portal.toegang.kanalen import DIGID
from portal.toegang.terugweg import Terugweg
from portal.web.applicatie import db, sluit_eenheid
from portal.web.omgeving import bron, gemeente, nu, omgeving
from portal.web.talen import taal

bp = Blueprint("stap", __name__, url_prefix="/<taal:taal>/verder/stap", template_folder="templates")

SJABLONEN = "sjablonen"


@bp.get("")
@NIVEAU_1
def kies() -> BasisResponse:
    """Choose how; who showed enough already goes on at once."""
    terugweg = Terugweg.van_pagina()
    eis = eis_voor(terugweg.naar)
    if eis.voldaan(toegang(), nu()):
        return redirect(terugweg.doel(url_for("mijn.vandaag")), 303)
    return stapvorm.toon(toegang(), eis, terugweg)


@bp.post("")
@NIVEAU_1
def kies_post() -> BasisResponse:
    """Send a code by the way that was chosen."""
    terugweg = Terugweg.van_pagina()
    eis = eis_voor(terugweg.naar)
    kanaal = request.form.get("kanaal", "")
    inwoner = vind_inwoner(db(), toegang().inwoner_id)
    if request.form.get("taal_wissel") or not kanaal or inwoner is None:
        return stapvorm.toon(toegang(), eis, terugweg)
    if kanaal == DIGID:
        return ga_heen(terugweg)
    sjablonen: Sjablonen = current_app.extensions[SJABLONEN]
    try:
        eenmalig.stuur(
            db(),
            sjablonen,
            inwoner,
            binding=toegang().merk,
            kanaal=kanaal,
            landen=gemeente().sms.landen,
            bron=bron(),
            taal=taal(),
            now=nu(),
        )
    except eenmalig.KanaalKanNiet:
        return stapvorm.toon(toegang(), eis, terugweg, status=422)
    except eenmalig.TeVaakGevraagd:
        sluit_eenheid()
        return stapvorm.toon(toegang(), eis, terugweg, {"kanaal": te_vaak()}, 429)
    if terugweg.bewaard:
        return vraag_code("stap.code_post", terugweg, bekend=True)
    return redirect(url_for("stap.code", naar=terugweg.naar or None), 303)


@bp.get("/code")
@NIVEAU_1
def code() -> Response:
    """Ask for the six digits."""
    return vraag_code("stap.code_post", Terugweg.van_pagina(), bekend=True)


@bp.post("/code")
@NIVEAU_1
def code_post() -> BasisResponse:
    """Judge the six digits; the right ones give a new session of a higher level."""
    terugweg = Terugweg.van_pagina()
    if request.form.get("opnieuw"):
        return stapvorm.toon(toegang(), eis_voor(terugweg.naar), terugweg)
    if request.form.get("taal_wissel"):
        return vraag_code("stap.code_post", terugweg, bekend=True)
    try:
        cijfers = eenmalig.lees_eenmalig(request.form.get("eenmalige_code", ""))
    except Leesfout:
        return vraag_code("stap.code_post", terugweg, geen_zes_cijfers(), 422, bekend=True)
    merk = toegang().merk
    sluit_eenheid()  # the count of a wrong code has to survive the refusal
    nieuw = None
    with omgeving().databank.schrijven(gemeente().slug) as sessie:
        rij = sessies.leeft(sessie, merk, nu())
        inwoner_id = eenmalig.neem(sessie, binding=merk, doel=eenmalig.VERHOGEN, code=cijfers, now=nu())
        if rij is not None and inwoner_id == rij.inwoner_id:
            nieuw, _rij = sessies.toon_aan(
                sessie, rij, gemeente=rij.gemeente, inwoner_id=rij.inwoner_id, factor=sessies.EENMALIG, now=nu()
            )
    if nieuw is None:
        return vraag_code("stap.code_post", terugweg, past_niet(), 422, bekend=True)
    return laat_binnen(nieuw, terugweg)
