"""How every page of the beheerder is drawn. They are in Dutch, whatever language the browser speaks."""

from typing import Any, Final

from flask import Blueprint, Response, g, make_response, render_template

from portal.beheer import woorden
from portal.web.omgeving import nu

VOORVOEGSEL: Final = "/nl/beheer"


def blauwdruk(naam: str) -> Blueprint:
    """A blueprint of these pages."""
    return Blueprint(naam, __name__, url_prefix=VOORVOEGSEL, template_folder="templates")


def toon(sjabloon: str, status: int = 200, **waarden: Any) -> Response:
    """Draw a page; `wie` is who is logged in, and the words of the beheerder are at hand."""
    bladzij = render_template(
        f"beheer/{sjabloon}.html",
        **{"fouten": {}, "getypt": ""} | waarden,
        wie=g.get("account"),
        nu=nu(),
        moment=woorden.moment,
        bestemming=woorden.bestemming,
        waarom=waarom,
    )
    return make_response(bladzij, status)


def waarom(tekst: str | None) -> str:
    """The reason as a sentence of its own."""
    zin = woorden.reden(tekst)
    return zin[:1].upper() + zin[1:]
