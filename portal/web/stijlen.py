"""The one style sheet, with the colours of the gemeente, made once per gemeente."""

from typing import Final, cast

from flask import Flask, current_app

from portal.gemeente import Gemeenten
from portal.web.omgeving import gemeente
from portal.web.stijl import Stijl, stijl_voor

_SLEUTEL: Final = "stijlen"


def stijl() -> Stijl:
    """The style sheet of this request's gemeente."""
    return cast(dict[str, Stijl], current_app.extensions[_SLEUTEL])[gemeente().slug]


def init_app(app: Flask, css: str, gemeenten: Gemeenten) -> None:
    """Make the sheets."""
    app.extensions[_SLEUTEL] = {g.slug: stijl_voor(css, g.thema.tokens()) for g in gemeenten}
