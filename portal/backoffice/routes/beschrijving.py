"""The API about itself: the OpenAPI document, and the schemas of the events. For everybody."""

from flask import Response, abort, request

from portal.backoffice.invoer import contract
from portal.backoffice.routes.blauwdruk import ApiBlueprint
from portal.db.basis import als_json
from portal.toegang.beleid import API_OPENBAAR
from portal.web.omgeving import omgeving

bp = ApiBlueprint("beschrijving", __name__)


@bp.get("/openapi.json")
@API_OPENBAAR
def openapi() -> Response:
    """The document, with whom to ask: the gemeente of this host name, or else the first."""
    deze = omgeving()
    gemeente = deze.gemeenten.van_host(request.host) or next(iter(deze.gemeenten))
    adres = gemeente.base_url or deze.instellingen.base_url
    document = contract().document
    contact = {"name": f"Rustpunt, {gemeente.naam}", "url": f"{adres}/contact", "email": gemeente.contact.email}
    return _voor_iedereen({**document, "info": {**document["info"], "contact": contact}}, "application/json")


@bp.get("/schemas/<type>")
@API_OPENBAAR
def schema(type: str) -> Response:
    """The JSON Schema of what one kind of event tells."""
    gevonden = contract().eventschemas.get(type)
    if gevonden is None:
        abort(404)
    return _voor_iedereen(gevonden, "application/schema+json")


def _voor_iedereen(inhoud: object, soort: str) -> Response:
    """Tools in a browser, on whatever site, may read it too (NLGov: publish-openapi)."""
    antwoord = Response(als_json(inhoud), mimetype=soort)
    antwoord.headers["Access-Control-Allow-Origin"] = "*"
    antwoord.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return antwoord
