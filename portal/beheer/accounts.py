"""The beheerders of a gemeente: invite one, give a new start, keep one out."""

from typing import Final
from uuid import UUID

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import service
from portal.accounts.keuring import account
from portal.accounts.models import BEHEERDER as ROL
from portal.accounts.models import Account
from portal.accounts.service import BestaatAl, EigenAccount, OnjuistAdres, OnjuisteNaam
from portal.beheer.weergave import blauwdruk
from portal.beheer.weergave import toon as teken
from portal.toegang.beleid import BEHEERDER
from portal.web.applicatie import db
from portal.web.omgeving import gemeente, nu, omgeving

bp = blauwdruk("accounts")

_MEER: Final = "Geef de code zelf door, het liefst aan de telefoon. Hij werkt één keer, zeven dagen lang."


@bp.get("/accounts")
@BEHEERDER
def toon() -> Response:
    """Everybody in this role."""
    return _lijst({}, 200)


@bp.post("/accounts")
@BEHEERDER
def uitnodigen() -> Response:
    """Make an account and show the code to set it up with, once."""
    try:
        code, nieuw = service.nodig_uit(
            db(),
            gemeente=gemeente().slug,
            rol=ROL,
            naam=request.form.get("naam", ""),
            email=request.form.get("email", ""),
            door=account().id,
            now=nu(),
        )
    except OnjuisteNaam:
        return _lijst({"naam": "Vul een naam in, in hooguit 80 tekens."}, 422)
    except OnjuistAdres:
        return _lijst({"email": "Kijk nog eens naar het e-mailadres."}, 422)
    except BestaatAl:
        return _lijst({"email": "Er is al een account met dit adres. Geef dat een nieuwe code."}, 422)
    return _code(code, nieuw)


@bp.post("/accounts/<uuid:account_id>/herstellen")
@BEHEERDER
def herstellen(account_id: UUID) -> Response:
    """A new code; everything that could be logged in with ends."""
    try:
        code, wie = service.herstel(db(), _beheerder(account_id), door=account().id, now=nu())
    except EigenAccount:
        return _lijst({}, 403)
    return _code(code, wie)


@bp.post("/accounts/<uuid:account_id>/blokkeren")
@BEHEERDER
def blokkeren(account_id: UUID) -> Response:
    """Keep somebody out from now on."""
    try:
        service.blokkeer(db(), _beheerder(account_id), door=account().id, now=nu())
    except EigenAccount:
        return _lijst({}, 403)
    return redirect(url_for("accounts.toon"), 303)


def _beheerder(account_id: UUID) -> UUID:
    """The id, when it is of a beheerder of this gemeente; else 404."""
    gevonden = db().get(Account, account_id)
    if gevonden is None or gevonden.rol != ROL:
        abort(404)
    return gevonden.id


def _code(code: str, wie: Account) -> Response:
    adres = f"{gemeente().base_url or omgeving().instellingen.base_url}{url_for('instellen.vraag_code')}"
    return teken(
        "eenmalig",
        kop="De code is klaar",
        geheim=code,
        uitleg=(f"Hij is voor {wie.naam}. Die vult hem in op {adres}.", _MEER),
        terug="accounts.toon",
        terug_naam="Accounts",
    )


def _lijst(fouten: dict[str, str], status: int) -> Response:
    getypt = {veld: request.form.get(veld, "") for veld in ("naam", "email")}
    return teken("accounts", status, accounts=service.alle(db(), ROL), fouten=fouten, getypt=getypt)
