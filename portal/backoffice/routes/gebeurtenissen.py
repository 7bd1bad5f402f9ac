"""Events, for a backoffice that comes to fetch them, or that asks for one of them whole."""

from dataclasses import replace
from typing import NoReturn
from uuid import UUID

from flask import Response, abort

from portal.backoffice.invoer import fout, invoer
from portal.backoffice.queries import Bladzijde, bevestigd_tot, bladzijde, event_van, laatste_positie
from portal.backoffice.routes.blauwdruk import ApiBlueprint
from portal.db.basis import als_json
from portal.db.sleutels import SleutelFout
from portal.outbox.bestemmingen.bestemming import Bericht
from portal.outbox.cloudevents import INHOUDSTYPE
from portal.outbox.posities import OnbekendePositie, bevestig
from portal.outbox.routering import envelop_van, wordt_opgehaald
from portal.toegang.beleid import API_LEZEN, API_SCHRIJVEN
from portal.web.applicatie import db
from portal.web.omgeving import gemeente, nu, omgeving
from portal.web.probleem import probleem

bp = ApiBlueprint("gebeurtenissen", __name__)


@bp.get("/gebeurtenissen")
@API_LEZEN
def haal_gebeurtenissen() -> Response:
    """The events after the cursor, in order."""
    _alleen_ophalen()
    na = int(invoer().query["na"] or 0)
    if na > laatste_positie(db(), gemeente().slug):
        # To answer with nothing would be to skip all that gets a position up to there.
        _nooit_gegeven(fout("query", "na", "is nooit gegeven"))
    deel = bladzijde(db(), gemeente().slug, na, invoer().query["limiet"])
    return Response(_als_tekst(deel), mimetype="application/json")


@bp.post("/gebeurtenissen/bevestiging")
@API_SCHRIJVEN
def bevestig_gebeurtenissen() -> dict[str, str]:
    """Everything up to the cursor has arrived; saying so again changes nothing."""
    _alleen_ophalen()
    try:
        bevestig(db(), gemeente().slug, int(invoer().lichaam["totEnMet"]), nu())
    except OnbekendePositie:
        _nooit_gegeven(fout("body", "totEnMet", "is nooit gegeven"))
    return {"bevestigdTotEnMet": str(bevestigd_tot(db(), gemeente().slug))}


@bp.get("/gebeurtenissen/<uuid:id>")
@API_LEZEN
def haal_gebeurtenis(id: UUID) -> Response:
    """One whole event, `informatiearm` or not, fetched or pushed."""
    event = event_van(db(), gemeente().slug, id)
    if event is None:
        abort(404)
    try:
        bericht = Bericht.van(event)
    except SleutelFout:
        return probleem(
            503, "De inhoud is nu niet te lezen: hier ontbreekt een sleutel. De beheerder kan die terugzetten."
        )
    if bericht.payload is None:
        return probleem(410, "De inhoud van deze gebeurtenis is na de bewaartermijn gewist.")
    return Response(envelop_van(gemeente(), omgeving().instellingen).heel(bericht), content_type=INHOUDSTYPE)


def _alleen_ophalen() -> None:
    """An empty list would say that nothing happened, to who asks at the wrong door."""
    if not wordt_opgehaald(gemeente(), omgeving().instellingen):
        abort(
            probleem(
                409,
                f"De gebeurtenissen van {gemeente().naam} worden gestuurd naar het adres in PORTAL_BACKOFFICE_URL. "
                "Ophalen kan als die instelling leeg is. Een gebeurtenis opvragen met haar id kan altijd.",
            )
        )


def _nooit_gegeven(veld: dict[str, str]) -> NoReturn:
    """Well written, and not of this queue: after an older backup was put back, for example."""
    detail = "Deze cursor is hier nooit gegeven. Begin opnieuw, leeg; wat al bekend is, is te herkennen aan het id."
    abort(probleem(409, detail, fouten=[veld]))


def _als_tekst(deel: Bladzijde) -> str:
    """What was recorded is JSON already; it goes out as it is, unread."""
    instellingen = omgeving().instellingen
    envelop = envelop_van(gemeente(), instellingen)
    zonder_inhoud = envelop_van(replace(gemeente(), informatiearm=True), instellingen)
    events = ",".join(
        zonder_inhoud.tekst(bericht) if bericht.payload is None else envelop.tekst(bericht)
        for bericht in deel.berichten
    )
    return f'{{"gebeurtenissen":[{events}],"volgende":{als_json(str(deel.volgende))}}}'
