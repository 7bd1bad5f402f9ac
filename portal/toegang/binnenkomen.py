"""Coming in with a message instead of the code: the same for every number and address, known or not."""

from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BasisResponse

from portal.inwoners.bereikbaar import lees_email, lees_telefoon
from portal.toegang import browserkoek, eenmalig, sessies
from portal.toegang.beleid import OPENBAAR
from portal.toegang.binnen import laat_binnen
from portal.toegang.codes import Leesfout
from portal.toegang.kanalen import EMAIL, SMS
from portal.toegang.koek import koeknaam
from portal.toegang.terugweg import Terugweg
from portal.web.applicatie import db, sluit_eenheid
from portal.web.herkomst import van_eigen_site
from portal.web.omgeving import bron, gemeente, nu, omgeving
from portal.web.talen import vertaal as _

bp = Blueprint("binnenkomen", __name__, url_prefix="/<taal:taal>/verder", template_folder="templates")

KANALEN: Final = (SMS, EMAIL)
_VELD: Final = {SMS: "telefoon", EMAIL: "email"}


def vraag_contact(kanaal: str, terugweg: Terugweg, fout: str = "", status: int = 200) -> Response:
    """Ask for the number or the address."""
    veld = _VELD[kanaal]
    pagina = render_template(
        "toegang/contact.html",
        kanaal=kanaal,
        veld=veld,
        fouten={veld: fout} if fout else {},
        getypt=request.form.get(veld, ""),
        **terugweg.waarden(),
    )
    return make_response(pagina, status)


@bp.post("/bericht")
@OPENBAAR
def stuur() -> BasisResponse:
    """Write the request down. What can be said about it is the same for everybody."""
    terugweg = Terugweg.van_pagina()
    kanaal = request.form.get("kanaal", "")
    if kanaal not in KANALEN:
        return _opnieuw(terugweg)
    if request.form.get("taal_wissel"):
        return vraag_contact(kanaal, terugweg)
    if not van_eigen_site():
        return vraag_contact(kanaal, terugweg, status=422)
    try:
        contact = _lees_contact(kanaal)
    except Leesfout as fout:
        return vraag_contact(kanaal, terugweg, str(fout), 422)
    nummer = browserkoek.nieuw()
    try:
        eenmalig.vraag_aan(
            db(),
            gemeente=gemeente().slug,
            binding=browserkoek.merk_van(nummer),
            kanaal=kanaal,
            contact=contact,
            bron=bron(),
            per_bron=gemeente().sms.per_bron_per_dag,
            now=nu(),
        )
    except eenmalig.TeVaakGevraagd:
        sluit_eenheid()
        return vraag_contact(kanaal, terugweg, te_vaak(), 429)
    antwoord: BasisResponse
    if terugweg.bewaard:
        antwoord = vraag_code("binnenkomen.code_post", terugweg)
    else:
        antwoord = redirect(url_for("binnenkomen.code", naar=terugweg.naar or None), 303)
    browserkoek.geef(antwoord, nummer, eenmalig.GELDIG)
    return antwoord


@bp.get("/bericht")
@OPENBAAR
def code() -> Response:
    """Ask for the six digits."""
    return vraag_code("binnenkomen.code_post", Terugweg.van_pagina())


@bp.post("/bericht/code")
@OPENBAAR
def code_post() -> BasisResponse:
    """Judge the six digits; the right ones open level 1."""
    terugweg = Terugweg.van_pagina()
    if request.form.get("opnieuw"):
        return _opnieuw(terugweg)
    if request.form.get("taal_wissel"):
        return vraag_code("binnenkomen.code_post", terugweg)
    if not van_eigen_site():
        return vraag_code("binnenkomen.code_post", terugweg, status=422)
    try:
        cijfers = eenmalig.lees_eenmalig(request.form.get("eenmalige_code", ""))
    except Leesfout:
        return vraag_code("binnenkomen.code_post", terugweg, geen_zes_cijfers(), 422)
    with omgeving().databank.schrijven(gemeente().slug) as sessie:
        inwoner_id = eenmalig.neem(
            sessie,
            binding=browserkoek.merk(),
            doel=eenmalig.BINNENKOMEN,
            code=cijfers,
            now=nu(),
        )
        if inwoner_id is not None:
            nieuw, _rij = sessies.toon_aan(
                sessie,
                sessies.vind(sessie, request.cookies.get(koeknaam()), nu()),
                gemeente=gemeente().slug,
                inwoner_id=inwoner_id,
                factor=sessies.EENMALIG,
                now=nu(),
            )
    if inwoner_id is None:
        return vraag_code("binnenkomen.code_post", terugweg, past_niet(), 422)
    antwoord = laat_binnen(nieuw, terugweg)
    browserkoek.neem(antwoord)
    return antwoord


def vraag_code(actie: str, terugweg: Terugweg, fout: str = "", status: int = 200, *, bekend: bool = False) -> Response:
    """The page with the field for six digits. `bekend`: we know for sure that something was sent."""
    pagina = render_template(
        "toegang/eenmalig.html",
        actie=url_for(actie),
        bekend=bekend,
        fouten={"eenmalige_code": fout} if fout else {},
        getypt=request.form.get("eenmalige_code", ""),
        **terugweg.waarden(),
    )
    return make_response(pagina, status)


def geen_zes_cijfers() -> str:
    """A slip: costs nothing."""
    return _("Kijk nog eens naar de cijfers. Het zijn er 6.")


def past_niet() -> str:
    """Wrong, over, used, or tried too often: which of these is nobody's business."""
    return _("Deze code past niet. Kijk nog eens, of vraag een nieuwe.")


def te_vaak() -> str:
    """Enough for now, known or not."""
    return _("Er zijn al een paar codes gevraagd. Wacht een kwartier, of bel ons.")


def _opnieuw(terugweg: Terugweg) -> Response:
    return make_response(render_template("toegang/verder.html", fouten={}, **terugweg.waarden()))


def _lees_contact(kanaal: str) -> str:
    """The number or address as we keep it. Raises `Leesfout` with what to do."""
    getypt = request.form.get(_VELD[kanaal], "")
    if kanaal == EMAIL:
        email = lees_email(getypt)
        if email is None:
            raise Leesfout(_("Kijk nog eens naar je e-mailadres."))
        return email
    telefoon = lees_telefoon(getypt)
    if telefoon is None or telefoon.onzeker:
        raise Leesfout(_("Kijk nog eens naar je telefoonnummer."))
    if not telefoon.nummer.startswith(gemeente().sms.landen):
        raise Leesfout(_("Naar dit nummer kunnen we geen sms sturen. Bel ons."))
    return telefoon.nummer
