"""Beheer speaks Dutch: in another language the address leads there."""

from typing import Final

from flask import redirect, request
from werkzeug.wrappers import Response

from portal.beheer.weergave import VOORVOEGSEL, blauwdruk
from portal.toegang.beleid import OPENBAAR
from portal.web.talen import STANDAARD, TALEN

_ANDERE: Final = ",".join(code for code in TALEN if code != STANDAARD)

bp = blauwdruk("andere_talen")
bp.url_prefix = f"/<any({_ANDERE}):andere_taal>/beheer"


@bp.get("")
@bp.get("/<path:rest>")
@OPENBAAR
def ga(andere_taal: str, rest: str = "") -> Response:  # noqa: ARG001 it stands in the address
    """The same page in Dutch."""
    doel = f"{VOORVOEGSEL}/{rest}".rstrip("/")
    return redirect(f"{doel}?{request.query_string.decode('ascii', 'ignore')}".rstrip("?"), 302)
