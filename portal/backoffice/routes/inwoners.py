"""What the backoffice knows about one inwoner, and what the inwoner gave."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from flask import Response, abort, jsonify

from portal.aanmelding.aanvraag import Aanvraag
from portal.aanmelding.service import meld_iemand_aan
from portal.backoffice.document import BASISPAD
from portal.backoffice.herhaling import AndereInhoud, neem_sleutel
from portal.backoffice.invoer import fout, invoer, weiger
from portal.backoffice.inwoner import als_gegeven, inwoner_data, status_data
from portal.backoffice.routes.blauwdruk import ApiBlueprint
from portal.backoffice.toegang import afnemer
from portal.clock import dag_van
from portal.inwoners.bereikbaar import lees_email, lees_telefoon, schoon
from portal.inwoners.inzage import noteer_inzage
from portal.inwoners.models import GEPAUZEERD
from portal.inwoners.service import Bereikbaarheid, OnbekendeInwoner, vind_inwoner
from portal.inwoners.status import is_gesloten, zet_status
from portal.inwoners.voorkeuren import voorkeuren_van, zet_voorkeuren
from portal.toegang import sessies
from portal.toegang.beleid import API_LEZEN, API_SCHRIJVEN
from portal.toegang.service import geef_activatiecode, leesbare_code
from portal.traject.service import zet_traject
from portal.web.applicatie import db, sluit_eenheid
from portal.web.omgeving import gemeente, nu, omgeving
from portal.web.probleem import probleem

bp = ApiBlueprint("inwoners", __name__)

_VOORKEUREN: Final = {"veiligBereikbaar": "veilig", "kanalen": "kanalen", "taal": "taal"}
"""The things that are one value, in the contract and here."""

EERSTE_JAAR: Final = 2014
"""From then on the calendar of holidays is right."""


@bp.post("/inwoners")
@API_SCHRIJVEN
def meld_aan() -> Response:
    """Somebody who came by, called or wrote."""
    lichaam, sleutel = invoer().lichaam, invoer().koppen.get("Idempotency-Key")
    aanvraag, startdatum = _aanvraag(lichaam), date.fromisoformat(lichaam.get("startdatum") or str(dag_van(nu())))
    fouten = [*_fouten(lichaam, aanvraag, startdatum)]
    if fouten:
        weiger(*fouten)
    try:
        rij, is_nieuw = neem_sleutel(db(), gemeente().slug, sleutel, lichaam, nu()) if sleutel else (None, True)
    except AndereInhoud:
        abort(probleem(422, "Deze Idempotency-Key is al gebruikt, met een andere inhoud."))
    if rij is not None and not is_nieuw and rij.inwoner_id is not None:
        return _gemaakt(rij.inwoner_id, leesbare_code(db(), rij.inwoner_id, nu()))
    gronden = tuple(grond for grond in gemeente().haast.gronden if grond in lichaam.get("gronden", ()))
    inwoner_id, code = meld_iemand_aan(
        db(), gemeente(), omgeving().kalender, aanvraag, startdatum=startdatum, gronden=gronden, now=nu()
    )
    if rij is not None:
        rij.inwoner_id = inwoner_id
    return _gemaakt(inwoner_id, code)


@bp.get("/inwoners/<uuid:id>")
@API_LEZEN
def haal(id: UUID) -> dict[str, Any]:
    """What there is about one inwoner now."""
    inwoner = vind_inwoner(db(), id)
    if inwoner is None:
        abort(404)
    data = inwoner_data(db(), inwoner)
    sluit_eenheid()
    # In a unit of its own, since this is a GET. What cannot be written down is not shown.
    with omgeving().databank.schrijven(gemeente().slug) as sessie:
        noteer_inzage(sessie, inwoner, rol="backoffice", wie=afnemer(), wat="alles", now=nu())
    return data


@bp.post("/inwoners/<uuid:id>/activatiecode")
@API_SCHRIJVEN
def activatiecode(id: UUID) -> dict[str, str]:
    """A code for who lost theirs."""
    try:
        return {"code": geef_activatiecode(db(), id, nu())}
    except LookupError:
        abort(404)


@bp.put("/inwoners/<uuid:id>/traject")
@API_SCHRIJVEN
def traject(id: UUID) -> dict[str, Any]:
    """The road of one inwoner; the newest state stays."""
    inhoud = dict(invoer().lichaam)
    gewijzigd_op = datetime.fromisoformat(inhoud.pop("gewijzigdOp"))
    dubbel = [*_dubbel(inhoud, "stappen", "code"), *_dubbel(inhoud, "nodig", "id")]
    if dubbel:
        weiger(*dubbel)
    try:
        return als_gegeven(zet_traject(db(), inwoner_id=id, inhoud=inhoud, gewijzigd_op=gewijzigd_op))
    except OnbekendeInwoner:
        abort(404)


@bp.put("/inwoners/<uuid:id>/voorkeuren")
@API_SCHRIJVEN
def voorkeuren(id: UUID) -> dict[str, Any]:
    """What a counsellor heard about how somebody likes to be reached."""
    lichaam = dict(invoer().lichaam)
    gewijzigd_op = datetime.fromisoformat(lichaam.pop("gewijzigdOp"))
    waarden = {_VOORKEUREN[naam]: waarde for naam, waarde in lichaam.items() if naam in _VOORKEUREN}
    if "kanalen" in waarden:
        waarden["kanalen"] = list(dict.fromkeys(waarden["kanalen"]))
    if "tolk" in lichaam:
        waarden |= {"tolk": lichaam["tolk"]["nodig"], "taal_praten": schoon(lichaam["tolk"].get("taal"))}
    try:
        inwoner = zet_voorkeuren(db(), inwoner_id=id, waarden=waarden, gewijzigd_op=gewijzigd_op)
    except OnbekendeInwoner:
        abort(404)
    db().flush()
    return voorkeuren_van(db(), inwoner).als_data()


@bp.put("/inwoners/<uuid:id>/status")
@API_SCHRIJVEN
def status(id: UUID) -> dict[str, Any]:
    """How the help stands; the newest word stays."""
    lichaam = invoer().lichaam
    tot = lichaam.get("tot")
    if tot and lichaam["status"] != GEPAUZEERD:
        weiger(fout("body", "tot", f"kan alleen bij {GEPAUZEERD}"))
    try:
        inwoner = zet_status(
            db(),
            inwoner_id=id,
            status=lichaam["status"],
            tot=date.fromisoformat(tot) if tot else None,
            gewijzigd_op=datetime.fromisoformat(lichaam["gewijzigdOp"]),
        )
    except OnbekendeInwoner:
        abort(404)
    if is_gesloten(inwoner):
        sessies.beeindig_alle(db(), id)
    return status_data(inwoner)


def _aanvraag(lichaam: Mapping[str, Any]) -> Aanvraag:
    telefoon, email = lees_telefoon(lichaam.get("telefoon")), lees_email(lichaam.get("email"))
    return Aanvraag(
        Bereikbaarheid(telefoon, email, langskomen=not (telefoon or email)),
        kanaal=lichaam["kanaal"],
        taal=lichaam.get("taal", "nl"),
        naam=schoon(lichaam.get("naam")),
        veilig=lichaam.get("veiligBereikbaar", "onbekend"),
    )


def _fouten(lichaam: Mapping[str, Any], aanvraag: Aanvraag, startdatum: date) -> Iterator[dict[str, str]]:
    """What no schema can say. A number or address that is none would be lost, and whoever wrote it still has it."""
    if startdatum > dag_van(nu()):
        yield fout("body", "startdatum", "ligt in de toekomst")
    if startdatum.year < EERSTE_JAAR:
        yield fout("body", "startdatum", f"ligt voor {EERSTE_JAAR}")
    if schoon(lichaam.get("telefoon")) and aanvraag.bereikbaarheid.telefoon is None:
        yield fout("body", "telefoon", "is geen telefoonnummer")
    if schoon(lichaam.get("email")) and aanvraag.bereikbaarheid.email is None:
        yield fout("body", "email", "is geen e-mailadres")
    bekend = gemeente().haast.gronden
    for nummer, grond in enumerate(lichaam.get("gronden", ())):
        if grond not in bekend:
            yield fout("body", f"gronden.{nummer}", f"moet een van deze zijn: {', '.join(bekend)}")


def _gemaakt(inwoner_id: UUID, code: str | None) -> Response:
    antwoord = jsonify({"id": str(inwoner_id)} | ({"code": code} if code else {}))
    antwoord.status_code = 201
    antwoord.headers["Location"] = f"{BASISPAD}/inwoners/{inwoner_id}"
    return antwoord


def _dubbel(inhoud: Mapping[str, Any], lijst: str, naam: str) -> Iterable[dict[str, str]]:
    """Everything in a list whose name stood there before: which of the two holds, nobody could say."""
    eerder = set()
    for nummer, deel in enumerate(inhoud.get(lijst, ())):
        if deel[naam] in eerder:
            yield fout("body", f"{lijst}.{nummer}.{naam}", "staat er al eerder")
        eerder.add(deel[naam])
