"""Logging in with DigiD: to the broker by a link, and back by a button. A GET changes nothing here either."""

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as BasisResponse

from portal.toegang import browserkoek, digid_koppeling, sessies
from portal.toegang.beleid import OPENBAAR
from portal.toegang.binnen import laat_binnen
from portal.toegang.brokers import client
from portal.toegang.digid_koppeling import AndereDigid, OnbekendeDigid
from portal.toegang.koek import koeknaam
from portal.toegang.oidc import BrokerWeg, Geweigerd
from portal.toegang.terugweg import Terugweg
from portal.web.applicatie import sluit_eenheid
from portal.web.herkomst import van_eigen_site
from portal.web.omgeving import gemeente, nu, omgeving

bp = Blueprint("digid", __name__, url_prefix="/<taal:taal>/verder/digid", template_folder="templates")


def ga_heen(terugweg: Terugweg) -> BasisResponse:
    """Remember the way, and show the link. (A form that ends at another site is kept in by our own policy.)"""
    broker = client()
    if broker is None:
        return _lukt_niet("weg", terugweg, 404)
    sluit_eenheid()  # nothing is held while we wait for the broker
    try:
        heenweg = broker.begin()
    except BrokerWeg:
        return _lukt_niet("weg", terugweg, 503)
    nummer = browserkoek.nieuw()
    with omgeving().databank.schrijven(gemeente().slug) as sessie:
        digid_koppeling.onthoud(
            sessie,
            gemeente=gemeente().slug,
            browser=browserkoek.merk_van(nummer),
            heenweg=heenweg,
            terugweg=terugweg,
            now=nu(),
        )
    antwoord = make_response(render_template("toegang/digid_heen.html", heenweg=heenweg.url))
    browserkoek.geef(antwoord, nummer, digid_koppeling.GELDIG)
    return antwoord


@bp.get("/terug")
@OPENBAAR
def terug() -> Response:
    """Where the broker sends the browser: one button, so that looking at this address does nothing."""
    code, state = request.args.get("code", ""), request.args.get("state", "")
    if not code or not state:
        return _lukt_niet("opnieuw", Terugweg(), 200)
    return make_response(render_template("toegang/digid_terug.html", code=code[:4000], state=state[:200]))


@bp.post("/terug")
@OPENBAAR
def terug_post() -> BasisResponse:
    """Ask the broker whose code this is, and let that person in."""
    broker = client()
    if broker is None or not van_eigen_site():
        return _lukt_niet("opnieuw", Terugweg(), 422)
    with omgeving().databank.schrijven(gemeente().slug) as sessie:
        onderweg = digid_koppeling.neem(
            sessie, state=request.form.get("state", ""), browser=browserkoek.merk(), now=nu()
        )
    if onderweg is None:
        return _lukt_niet("opnieuw", Terugweg(), 422)
    terugweg = onderweg.terugweg
    try:
        sub = broker.rond_af(code=request.form.get("antwoord", ""), nonce=onderweg.nonce, verifier=onderweg.verifier)
    except Geweigerd:
        return _lukt_niet("opnieuw", terugweg, 422)
    except BrokerWeg:
        return _lukt_niet("weg", terugweg, 503)
    try:
        nieuw = _laat_in(broker.broker.issuer, sub)
    except OnbekendeDigid:
        return _lukt_niet("onbekend", terugweg, 422)
    except AndereDigid:
        return _lukt_niet("andere", terugweg, 422)
    antwoord = laat_binnen(nieuw, terugweg)
    browserkoek.neem(antwoord)
    return antwoord


def _laat_in(issuer: str, sub: str) -> str:
    with omgeving().databank.schrijven(gemeente().slug) as sessie:
        huidig = sessies.vind(sessie, request.cookies.get(koeknaam()), nu())
        inwoner_id = digid_koppeling.wie_is(sessie, issuer=issuer, sub=sub, huidig=huidig, now=nu())
        nummer, _rij = sessies.toon_aan(
            sessie, huidig, gemeente=gemeente().slug, inwoner_id=inwoner_id, factor=sessies.DIGID, now=nu()
        )
    return nummer


def _lukt_niet(waarom: str, terugweg: Terugweg, status: int) -> Response:
    """Another way on, with what was typed; `waarom` is weg, opnieuw, onbekend or andere."""
    return make_response(render_template("toegang/digid_niet.html", waarom=waarom, **terugweg.waarden()), status)
