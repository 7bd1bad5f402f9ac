"""Beheer speaks Dutch: in another language the address leads there."""

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from portal.beheer.weergave import VOORVOEGSEL, blauwdruk
from portal.toegang.beleid import OPENBAAR
from portal.web.talen import STANDAARD, taal

bp = blauwdruk("andere_talen")
bp.url_prefix = "/<taal:taal>/beheer"


@bp.get("")
@bp.get("/<path:rest>")
@OPENBAAR
def ga(rest: str = "") -> Response:
    """The same page in Dutch; one that is not there in Dutch either is not found."""
    if taal() == STANDAARD:
        abort(404)
    doel = f"{VOORVOEGSEL}/{rest}".rstrip("/")
    return redirect(f"{doel}?{request.query_string.decode('ascii', 'ignore')}".rstrip("?"), 302)
