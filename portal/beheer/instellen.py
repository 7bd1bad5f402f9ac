"""Setting up an account with the code that somebody got."""

from flask import Response, g, make_response, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BasisResponse

from portal.accounts import inrichten, totp, wachtwoorden
from portal.accounts.inrichten import DUUR, CodeKloptNiet, OnbekendeCode
from portal.accounts.keuring import csrf_klopt
from portal.accounts.koek import AANLOOP, lees_koek, zet_koek
from portal.accounts.models import BEHEERDER as ROL
from portal.accounts.wachtwoorden import TeKort, TeLang, TeMakkelijk
from portal.beheer.inloggen import laat_binnen
from portal.beheer.weergave import blauwdruk, toon
from portal.toegang.authenticator import PastNiet
from portal.toegang.beleid import OPENBAAR
from portal.toegang.beurtrij import GeenBeurt
from portal.toegang.huis import huis
from portal.toegang.koek import csrf_van
from portal.web.applicatie import db, sluit_eenheid
from portal.web.fouten import foutpagina
from portal.web.herkomst import van_eigen_site
from portal.web.omgeving import bron, gemeente, nu, omgeving

bp = blauwdruk("instellen")


@bp.get("/uitnodiging")
@OPENBAAR
def vraag_code() -> BasisResponse:
    """Ask for the code. It is typed, so that it stands in no address and no scanner of mail uses it."""
    return toon("uitnodiging")


@bp.post("/uitnodiging")
@OPENBAAR
def neem_code() -> BasisResponse:
    """Look whether the code is good; it stays good until the account is ready."""
    if not van_eigen_site():
        return foutpagina(403, opnieuw=False)
    getypt = request.form.get("code", "")
    try:
        nummer = inrichten.begin(db(), gemeente=gemeente().slug, getypt=getypt, now=nu())
    except OnbekendeCode:
        return _onbekend(getypt)
    antwoord = redirect(url_for("instellen.toon_keuze"), 303)
    zet_koek(antwoord, AANLOOP, nummer, DUUR)
    return antwoord


@bp.get("/instellen")
@OPENBAAR
def toon_keuze() -> BasisResponse:
    """Both ways to come in, to choose one."""
    return _keuze({}, 200)


@bp.post("/instellen")
@OPENBAAR
def met_wachtwoord() -> BasisResponse:
    """A password and a code of the app."""
    if not _eigen_formulier():
        return foutpagina(403, opnieuw=False)
    try:
        nummer = inrichten.met_wachtwoord(
            omgeving().databank,
            gemeente=gemeente().slug,
            rol=ROL,
            nummer=lees_koek(AANLOOP),
            wachtwoord=request.form.get("wachtwoord", ""),
            code=request.form.get("eenmalige_code", ""),
            bron=bron(),
            now=nu(),
        )
    except OnbekendeCode:
        return _onbekend()
    except TeKort:
        return _keuze({"wachtwoord": f"Maak het langer: minstens {wachtwoorden.KORTST} tekens."}, 422)
    except TeLang:
        return _keuze({"wachtwoord": f"Maak het korter: hooguit {wachtwoorden.LANGST} tekens."}, 422)
    except TeMakkelijk:
        return _keuze({"wachtwoord": "Dit is makkelijk te raden. Kies iets anders, zoals vier losse woorden."}, 422)
    except CodeKloptNiet:
        uitleg = "Deze code is het niet. Vul je wachtwoord nog eens in, en de code die er nu staat."
        return _keuze({"eenmalige_code": uitleg}, 422)
    except GeenBeurt:
        return _keuze({"wachtwoord": "Het is druk. Probeer het zo nog eens."}, 429)
    return laat_binnen(nummer, url_for("overzicht.toon"))


@bp.post("/instellen/passkey/vraag")
@OPENBAAR
def vraag_passkey() -> Response:
    """For the script: what the device needs to make a key."""
    if not _eigen_formulier():
        return foutpagina(403, opnieuw=False)
    try:
        vraag = inrichten.vraag_passkey(
            omgeving().databank, gemeente=gemeente().slug, rol=ROL, nummer=lees_koek(AANLOOP), huis=huis(), now=nu()
        )
    except OnbekendeCode:
        return foutpagina(403, opnieuw=False)
    antwoord = make_response(vraag)
    antwoord.mimetype = "application/json"
    return antwoord


@bp.post("/instellen/passkey")
@OPENBAAR
def met_passkey() -> BasisResponse:
    """Keep the key that the device made."""
    if not _eigen_formulier():
        return foutpagina(403, opnieuw=False)
    try:
        nummer = inrichten.met_passkey(
            omgeving().databank,
            gemeente=gemeente().slug,
            rol=ROL,
            nummer=lees_koek(AANLOOP),
            huis=huis(),
            antwoord=request.form.get("passkey", ""),
            now=nu(),
        )
    except OnbekendeCode:
        return _onbekend()
    except PastNiet:
        return _keuze({"passkey": "Dat lukte niet. Probeer het nog eens, of kies een wachtwoord."}, 422)
    return laat_binnen(nummer, url_for("overzicht.toon"))


def _eigen_formulier() -> bool:
    nummer = lees_koek(AANLOOP)
    return van_eigen_site() and nummer is not None and csrf_klopt(nummer)


def _keuze(fouten: dict[str, str], status: int) -> BasisResponse:
    nummer = lees_koek(AANLOOP)
    sluit_eenheid()
    with omgeving().databank.lezen(gemeente().slug) as sessie:
        bezig = inrichten.vind(sessie, nummer, ROL, nu())
        if bezig is None or nummer is None:
            return redirect(url_for("instellen.vraag_code"), 303)
        geheim, account = bezig.rij.totp or "", bezig.account
    g.csrf_token = csrf_van(nummer)
    app = totp.adres(geheim, uitgever=gemeente().portaalnaam, naam=account.email or "")
    return toon(
        "instellen",
        status,
        fouten=fouten,
        account=account,
        qr=Markup(totp.qr(app)),  # noqa: S704 drawn by ourselves, of squares alone
        groepen=totp.in_groepen(geheim),
    )


def _onbekend(getypt: str = "") -> BasisResponse:
    uitleg = "Deze code kennen we niet, of hij is al gebruikt. Kijk nog eens, of vraag een nieuwe."
    return toon("uitnodiging", 422, fouten={"code": uitleg}, getypt=getypt)
