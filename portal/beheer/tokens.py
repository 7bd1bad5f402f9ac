"""The tokens of the API: see them, make one, take one back."""

from typing import Final, cast
from uuid import UUID

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.handelingen import schrijf
from portal.accounts.keuring import account
from portal.beheer import woorden
from portal.beheer.tokenkast import Tokenkast
from portal.beheer.weergave import blauwdruk
from portal.beheer.weergave import toon as teken
from portal.toegang.beleid import BEHEERDER
from portal.web.applicatie import db
from portal.web.omgeving import gemeente, nu

bp = blauwdruk("tokens")

_SLEUTEL: Final = "tokenkast"
_UITLEG: Final = (
    "Geef het veilig door aan wie het systeem instelt. Zet het niet in een e-mail.",
    "Raakt het kwijt? Trek het in en maak een nieuw.",
)


def init_app(app: Flask, tokens: Tokenkast) -> None:
    """Hand over where tokens are kept."""
    app.extensions[_SLEUTEL] = tokens


def kast() -> Tokenkast:
    """Where tokens are kept."""
    return cast(Tokenkast, current_app.extensions[_SLEUTEL])


@bp.get("/tokens")
@BEHEERDER
def toon() -> Response:
    """Every token of this gemeente, without the secret."""
    return _lijst({}, 200)


@bp.post("/tokens")
@BEHEERDER
def maken() -> Response:
    """Make one, and show it: this is the only time."""
    try:
        geheim, token = kast().maak_token(
            db(),
            gemeente=gemeente().slug,
            naam=request.form.get("naam", ""),
            alleen_lezen=request.form.get("mag") == "lezen",
            now=nu(),
        )
    except ValueError:
        return _lijst({"naam": "Schrijf op voor welk systeem het is, in hooguit 80 tekens."}, 422)
    schrijf(db(), gemeente=gemeente().slug, door=account().id, soort=woorden.TOKEN_GEMAAKT, over=token.id, now=nu())
    return teken(
        "eenmalig", kop="Het token is klaar", geheim=geheim, uitleg=_UITLEG, terug="tokens.toon", terug_naam="Tokens"
    )


@bp.post("/tokens/<uuid:token_id>/intrekken")
@BEHEERDER
def intrekken(token_id: UUID) -> Response:
    """Take one back: its next call is refused."""
    try:
        token = kast().trek_in(db(), token_id, nu())
    except LookupError:
        abort(404)
    schrijf(db(), gemeente=gemeente().slug, door=account().id, soort=woorden.TOKEN_INGETROKKEN, over=token.id, now=nu())
    return redirect(url_for("tokens.toon"), 303)


def _lijst(fouten: dict[str, str], status: int) -> Response:
    levend_eerst = sorted(kast().alle_tokens(db()), key=lambda token: token.ingetrokken_op is not None)
    return teken(
        "tokens",
        status,
        tokens=levend_eerst,
        fouten=fouten,
        getypt=request.form.get("naam", ""),
        mag=request.form.get("mag", "schrijven"),
    )
