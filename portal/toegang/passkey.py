"""Passkeys on the screen: make one, use one, forget one. Needs a script; without one nothing of it is shown."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BasisResponse

from portal.toegang import passkeys, sessies, stapvorm
from portal.toegang.authenticator import PastNiet
from portal.toegang.beleid import NIVEAU_1, NIVEAU_3, eis_voor, toegang
from portal.toegang.binnen import laat_binnen
from portal.toegang.huis import huis
from portal.toegang.terugweg import Terugweg
from portal.web.applicatie import db, sluit_eenheid
from portal.web.omgeving import gemeente, nu, omgeving
from portal.web.talen import vertaal as _

bp = Blueprint("passkey", __name__, url_prefix="/<taal:taal>", template_folder="templates")


@bp.get("/mijn/passkeys")
@NIVEAU_3
def lijst() -> Response:
    """The keys there are, and the way to another one."""
    return _toon({}, 200)


@bp.post("/mijn/passkeys/vraag")
@NIVEAU_3
def vraag_nieuwe() -> Response:
    """For the script: what the device needs to make a key."""
    return _json(passkeys.vraag_nieuwe(db(), toegang(), huis(), nu()))


@bp.post("/mijn/passkeys")
@NIVEAU_3
def bewaar() -> BasisResponse:
    """Keep a new key, or forget one (`weg`)."""
    weg = request.form.get("weg")
    if weg:
        try:
            passkeys.verwijder(db(), toegang().inwoner_id, UUID(weg))
        except ValueError:
            return _toon({}, 422)
        return redirect(url_for("passkey.lijst"), 303)
    merk = toegang().merk
    sluit_eenheid()
    gelukt = True
    with omgeving().databank.schrijven(gemeente().slug) as sessie:
        rij = sessies.leeft(sessie, merk, nu())
        try:
            if rij is None:
                raise PastNiet
            passkeys.bewaar(sessie, rij, huis(), request.form.get("passkey", ""), nu())
        except PastNiet:
            gelukt = False  # the challenge is used up all the same
    if not gelukt:
        return _toon({"passkey": _("Dat lukte niet. Probeer het nog eens, of bel ons.")}, 422)
    return redirect(url_for("passkey.lijst"), 303)


@bp.post("/verder/stap/passkey/vraag")
@NIVEAU_1
def vraag_bewijs() -> Response:
    """For the script: what the device has to sign."""
    return _json(passkeys.vraag_bewijs(db(), toegang(), huis(), nu()))


@bp.post("/verder/stap/passkey")
@NIVEAU_1
def gebruik() -> BasisResponse:
    """Judge what the device signed; it counts as one more way."""
    terugweg = Terugweg.van_pagina()
    merk = toegang().merk
    sluit_eenheid()
    nieuw = None
    with omgeving().databank.schrijven(gemeente().slug) as sessie:
        rij = sessies.leeft(sessie, merk, nu())
        try:
            if rij is not None:
                passkeys.controleer(sessie, rij, huis(), request.form.get("passkey", ""), nu())
                nieuw, _rij = sessies.toon_aan(
                    sessie, rij, gemeente=rij.gemeente, inwoner_id=rij.inwoner_id, factor=sessies.PASSKEY, now=nu()
                )
        except PastNiet:
            nieuw = None  # the challenge is used up all the same
    if nieuw is None:
        fouten = {"kanaal": _("Dat lukte niet. Probeer het nog eens, of kies een andere manier.")}
        return stapvorm.toon(toegang(), eis_voor(terugweg.naar), terugweg, fouten, 422)
    return laat_binnen(nieuw, terugweg)


def _toon(fouten: dict[str, str], status: int) -> Response:
    eigen = passkeys.van_inwoner(db(), toegang().inwoner_id)
    ruimte = len(eigen) < passkeys.MEESTE
    return make_response(render_template("toegang/passkeys.html", passkeys=eigen, ruimte=ruimte, fouten=fouten), status)


def _json(tekst: str) -> Response:
    antwoord = make_response(tekst)
    antwoord.mimetype = "application/json"
    return antwoord
