"""The outbox: where things go, what stands still, and putting it right."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Response, abort, redirect, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BasisResponse

from portal.accounts.handelingen import schrijf
from portal.accounts.keuring import account
from portal.beheer import woorden
from portal.beheer.weergave import blauwdruk
from portal.beheer.weergave import toon as teken
from portal.outbox.beheren import (
    Bestemmingstand,
    NietAanDeBeurt,
    OnbekendEvent,
    probeer_nu,
    sla_over,
    standen,
    stilstanden,
    stuur_opnieuw,
)
from portal.outbox.beheren import toon as inzage
from portal.outbox.models import OutboxBestemming
from portal.outbox.routering import wordt_opgehaald
from portal.outbox.service import BACKOFFICE
from portal.toegang.beleid import BEHEERDER
from portal.web.applicatie import db
from portal.web.omgeving import gemeente, nu, omgeving

bp = blauwdruk("uitgaand")

_HOOGSTENS = 50
_LANGSTE_REDEN = 300
_GEZEGD = {
    "opnieuw": "De gebeurtenis wordt meteen weer geprobeerd.",
    "over": "De gebeurtenis is overgeslagen. De rij gaat verder.",
    "al": "Deze gebeurtenis was al afgehandeld, of wordt net bezorgd. Kijk hieronder hoe het nu is.",
    "proef": "De worker probeert het nu.",
    "leeg": "Er wacht daar niets, dus er is niets te proberen.",
}


@dataclass(frozen=True, slots=True)
class Bestemmingkaart:
    """One destination, as the page says it."""

    naam: str
    kop: str
    woord: str
    soort: str
    zin: str
    feiten: list[tuple[str, object]]
    proberen: bool


@bp.get("/outbox")
@BEHEERDER
def toon() -> BasisResponse:
    """Every destination, and every line that does not go on. Never what is in an event."""
    stil = stilstanden(db(), gemeente=gemeente().slug, limiet=_HOOGSTENS + 1)
    bekend = {rij.bestemming: rij for rij in db().scalars(select(OutboxBestemming))}
    return teken(
        "outbox",
        bestemmingen=[_kaart(stand, bekend.get(stand.bestemming), nu()) for stand in standen(db(), nu())],
        stil=stil[:_HOOGSTENS],
        meer=len(stil) > _HOOGSTENS,
        gezegd=_GEZEGD.get(request.args.get("gedaan", ""), ""),
    )


@bp.post("/outbox/<uuid:event_id>/opnieuw")
@BEHEERDER
def opnieuw(event_id: UUID) -> BasisResponse:
    """Try the line of this event again, at once."""
    try:
        stuur_opnieuw(db(), event_id, nu())
    except OnbekendEvent:
        abort(404)
    except NietAanDeBeurt:
        return _terug("al")
    _noteer(woorden.OPNIEUW, event_id)
    return _terug("opnieuw")


@bp.get("/outbox/<uuid:event_id>/overslaan")
@BEHEERDER
def vraag_overslaan(event_id: UUID) -> BasisResponse:
    """Ask why, and whether it is meant."""
    return _vraag(event_id, {}, 200)


@bp.post("/outbox/<uuid:event_id>/overslaan")
@BEHEERDER
def overslaan(event_id: UUID) -> BasisResponse:
    """Skip the event that a line stands still at."""
    reden = " ".join(request.form.get("reden", "").split())
    if not reden:
        return _vraag(event_id, {"reden": "Schrijf op waarom. Dat blijft bij de gebeurtenis staan."}, 422)
    if len(reden) > _LANGSTE_REDEN:
        return _vraag(event_id, {"reden": f"Maak het korter: hooguit {_LANGSTE_REDEN} tekens."}, 422)
    try:
        sla_over(db(), event_id, reden, nu())
    except OnbekendEvent:
        abort(404)
    except NietAanDeBeurt:
        return _terug("al")
    _noteer(woorden.OVERGESLAGEN, event_id)
    return _terug("over")


@bp.post("/bestemmingen/<bestemming>/nu")
@BEHEERDER
def probeer(bestemming: str) -> BasisResponse:
    """Let a destination be tried at once."""
    if db().get(OutboxBestemming, (gemeente().slug, bestemming)) is None:
        abort(404)
    geprobeerd = probeer_nu(db(), gemeente=gemeente().slug, bestemming=bestemming, now=nu())
    _noteer(woorden.GEPROBEERD, bestemming)
    return _terug("proef" if geprobeerd else "leeg")


def _kaart(stand: Bestemmingstand, rij: OutboxBestemming | None, now: datetime) -> Bestemmingkaart:
    ophalen = stand.bestemming == BACKOFFICE and wordt_opgehaald(gemeente(), omgeving().instellingen)
    woord, soort, zin, proberen = "Goed", "ok", "Er is nog niets bezorgd.", False
    if ophalen:
        zin = "Dit systeem haalt zelf op."
    elif rij is not None and rij.paused_at is not None:
        woord, soort, proberen = "Staat stil", "let", True
        zin = (
            f"Sinds {woorden.moment(rij.paused_at)}: {woorden.reden(rij.last_error)}. "
            "De worker kijkt elke minuut of het weer kan."
        )
    elif rij is not None and rij.failing_since is not None:
        woord, soort, proberen = "Lukt nu niet", "let", True
        zin = (
            f"Sinds {woorden.moment(rij.failing_since)}: {woorden.reden(rij.last_error)}. "
            "De worker blijft het proberen."
        )
    elif rij is not None and rij.last_success_at is not None:
        zin = f"De laatste bezorging was {woorden.duur(now - rij.last_success_at)} geleden."
    feiten: list[tuple[str, object]] = [("Wacht", stand.wachtend)]
    if stand.oudste is not None:
        feiten.append(("De oudste wacht", woorden.duur(now - stand.oudste)))
    if stand.geparkeerd:
        feiten.append(("Wacht op jou", "1 rij" if stand.geparkeerd == 1 else f"{stand.geparkeerd} rijen"))
    return Bestemmingkaart(stand.bestemming, woorden.bestemming(stand.bestemming), woord, soort, zin, feiten, proberen)


def _vraag(event_id: UUID, fouten: dict[str, str], status: int) -> Response:
    try:
        event = inzage(db(), event_id).event
    except OnbekendEvent:
        abort(404)
    return teken("overslaan", status, event=event, fouten=fouten, getypt=request.form.get("reden", ""))


def _noteer(soort: str, over: object) -> None:
    schrijf(db(), gemeente=gemeente().slug, door=account().id, soort=soort, over=over, now=nu())


def _terug(gedaan: str) -> BasisResponse:
    return redirect(url_for("uitgaand.toon", gedaan=gedaan), 303)
