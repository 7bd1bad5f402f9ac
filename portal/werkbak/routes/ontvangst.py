"""The two doors for the portal's worker: events, and messages that would have gone out."""

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import UnsupportedMediaType

from portal.werkbak import berichten, gebeurtenissen, werklijst
from portal.werkbak.berichten import GeenBericht, lees_bericht
from portal.werkbak.cloudevent import GeenCloudEvent, lees_cloudevent
from portal.werkbak.handtekening import OnjuisteHandtekening, controleer
from portal.werkbak.omgeving import omgeving
from portal.werkbak.routes import foutpagina

MAX_INHOUD = 64 * 1024

routes = Blueprint("ontvangst", __name__)


@routes.post("/gebeurtenissen")
def gebeurtenis() -> Response:
    """Receive one event. 200 is answered only when it is on disk, and again for every repeat."""
    hier, now = omgeving(), omgeving().nu()
    inhoud = _inhoud("application/cloudevents+json")
    try:
        kenmerk = _controleer(inhoud)
        event = lees_cloudevent(inhoud)
    except OnjuisteHandtekening as fout:
        return foutpagina.probleem(401, str(fout))
    except GeenCloudEvent as fout:
        return foutpagina.probleem(400, str(fout))
    if kenmerk != event.id:
        return foutpagina.probleem(400, "webhook-id is not the id of the event")
    with hier.opslag.schrijven() as db:
        nieuw = gebeurtenissen.bewaar(db, event, now)
        if nieuw:
            werklijst.werk_bij(db, event.subject)
    return jsonify(id=event.id, nieuw=nieuw)


@routes.post("/meldingen")
def melding() -> Response:
    """Receive one message to show instead of send; answers as for an event."""
    hier, now = omgeving(), omgeving().nu()
    inhoud = _inhoud("application/json")
    try:
        _controleer(inhoud)
        bericht = lees_bericht(inhoud, now)
    except OnjuisteHandtekening as fout:
        return foutpagina.probleem(401, str(fout))
    except GeenBericht as fout:
        return foutpagina.probleem(400, str(fout))
    with hier.opslag.schrijven() as db:
        nieuw = berichten.bewaar(db, bericht, now)
    return jsonify(id=bericht.id, nieuw=nieuw)


def _inhoud(mediatype: str) -> bytes:
    tekenset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != mediatype or tekenset != "utf-8":
        raise UnsupportedMediaType
    request.max_content_length = MAX_INHOUD
    return request.get_data()


def _controleer(inhoud: bytes) -> str:
    namen = ("webhook-id", "webhook-timestamp", "webhook-signature")
    koppen = {naam: request.headers.get(naam, "") for naam in namen}
    return controleer(omgeving().sleutels, koppen, inhoud, omgeving().ware_tijd.nu())
