"""Logging in and out."""

from flask import Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as BasisResponse

from portal.accounts import inloggen, sessies
from portal.accounts.inloggen import WACHT, KloptNiet, TeVaak
from portal.accounts.koek import AANLOOP, SESSIE, lees_koek, neem_koek, zet_koek
from portal.accounts.models import BEHEERDER as ROL
from portal.beheer.weergave import VOORVOEGSEL, blauwdruk, toon
from portal.toegang.beleid import BEHEERDER, OPENBAAR
from portal.toegang.beurtrij import GeenBeurt
from portal.toegang.huis import huis
from portal.toegang.terugweg import is_eigen_pad
from portal.web.applicatie import db, sluit_eenheid
from portal.web.fouten import foutpagina
from portal.web.herkomst import van_eigen_site
from portal.web.omgeving import bron, gemeente, nu, omgeving

bp = blauwdruk("inloggen")

_KLOPT_NIET = "Dit klopt niet samen. Kijk nog eens naar alle drie, en neem een nieuwe code uit de app."
_TE_VAAK = "Het lukt vandaag niet meer vanaf deze plek. Vraag een andere beheerder om hulp."
_DRUK = "Het is druk. Probeer het zo nog eens."


def vraag_inloggen() -> Response:
    """For who is not logged in (any more): a page leads to logging in, a form was not carried out."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("inloggen.vraag", naar=request.path), 303)  # type: ignore[return-value]
    return _pagina(status=403, weg_geweest=True)


@bp.get("/inloggen")
@OPENBAAR
def vraag() -> Response:
    """Ask for a passkey, or for address, password and code."""
    return _pagina(naar=request.args.get("naar", ""))


@bp.post("/inloggen")
@OPENBAAR
def met_wachtwoord() -> BasisResponse:
    """All three at once; what is not right is not said."""
    if not van_eigen_site():
        return foutpagina(403, opnieuw=False)
    try:
        nummer = inloggen.met_wachtwoord(
            omgeving().databank,
            gemeente=gemeente().slug,
            rol=ROL,
            email=request.form.get("email", ""),
            wachtwoord=request.form.get("wachtwoord", ""),
            code=request.form.get("eenmalige_code", ""),
            bron=bron(),
            now=nu(),
        )
    except KloptNiet:
        return _pagina({"email": _KLOPT_NIET}, 422)
    except TeVaak:
        return _pagina({"email": _TE_VAAK}, 429)
    except GeenBeurt:
        return _pagina({"email": _DRUK}, 429)
    return _binnen(nummer)


@bp.post("/inloggen/passkey/vraag")
@OPENBAAR
def vraag_passkey() -> Response:
    """For the script: what the device has to sign."""
    if not van_eigen_site():
        return foutpagina(403, opnieuw=False)
    try:
        vraag, nummer = inloggen.vraag_passkey(
            omgeving().databank, gemeente=gemeente().slug, nummer=lees_koek(AANLOOP), huis=huis(), bron=bron(), now=nu()
        )
    except TeVaak:
        return _pagina({"email": _TE_VAAK}, 429)
    antwoord = make_response(vraag)
    antwoord.mimetype = "application/json"
    zet_koek(antwoord, AANLOOP, nummer, WACHT)
    return antwoord


@bp.post("/inloggen/passkey")
@OPENBAAR
def met_passkey() -> BasisResponse:
    """Judge what the device signed."""
    if not van_eigen_site():
        return foutpagina(403, opnieuw=False)
    try:
        nummer = inloggen.met_passkey(
            omgeving().databank,
            gemeente=gemeente().slug,
            rol=ROL,
            nummer=lees_koek(AANLOOP),
            huis=huis(),
            antwoord=request.form.get("passkey", ""),
            now=nu(),
        )
    except KloptNiet:
        return _pagina({"email": "Dat lukte niet. Probeer het nog eens, of kies een andere manier."}, 422)
    return _binnen(nummer)


@bp.post("/uitloggen")
@BEHEERDER
def uit() -> BasisResponse:
    """End this session, on the server too."""
    sessies.beeindig(db(), lees_koek(SESSIE) or "")
    antwoord = redirect(url_for("inloggen.vraag"), 303)
    neem_koek(antwoord, SESSIE)
    antwoord.headers["Clear-Site-Data"] = '"storage"'
    return antwoord


def laat_binnen(nummer: str, doel: str) -> BasisResponse:
    """Give the browser its session, in the place of any earlier one, and go on."""
    eerder = lees_koek(SESSIE)
    if eerder:
        sluit_eenheid()
        with omgeving().databank.schrijven(gemeente().slug) as sessie:
            sessies.beeindig(sessie, eerder)
    antwoord = redirect(doel, 303)
    zet_koek(antwoord, SESSIE, nummer)
    neem_koek(antwoord, AANLOOP)
    return antwoord


def _binnen(nummer: str) -> BasisResponse:
    naar = request.form.get("naar", "")
    eigen = naar.startswith(VOORVOEGSEL) and is_eigen_pad(naar, ook_post=False)
    return laat_binnen(nummer, naar if eigen else url_for("overzicht.toon"))


def _pagina(
    fouten: dict[str, str] | None = None, status: int = 200, *, naar: str | None = None, weg_geweest: bool = False
) -> Response:
    return toon(
        "inloggen",
        status,
        fouten=fouten or {},
        getypt=request.form.get("email", "") if fouten else "",
        naar=request.form.get("naar", "") if naar is None else naar,
        weg_geweest=weg_geweest,
        misschien=request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"),
    )
