"""Delivery receipts from NotifyNL: what became of a message after it was handed over.

https://docs.notifynl.nl/misc/callbacks. A receipt may come twice, late, out of order, or before
our own call had its answer; it names our id as its `reference`.
"""

import hmac
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from portal.meldingen.afloop import van_provider, verwerk_ontvangstbericht
from portal.meldingen.instellingen import callback_token
from portal.meldingen.models import Melding
from portal.web.omgeving import nu, omgeving
from portal.web.probleem import probleem

bp = Blueprint("meldingen", __name__)

_HOOGSTENS: Final = 64 * 1024


@bp.post("/notifynl/callback")
def callback() -> Response:
    """Take one receipt in. Whether we know the message makes no difference to the answer."""
    gemeenten = _van_token()
    if not gemeenten:
        return probleem(401, koppen=[("WWW-Authenticate", "Bearer")])
    request.max_content_length = _HOOGSTENS
    try:
        inhoud = request.get_json()
    except (BadRequest, UnsupportedMediaType) as fout:
        return probleem(fout.code or 400)
    if not isinstance(inhoud, dict):
        return probleem(400)
    kenmerk, provider_id, status = (_tekst(inhoud.get(naam)) for naam in ("reference", "id", "status"))
    for gemeente in gemeenten:
        # Whose message it is, only the message knows: one account there may serve several gemeenten.
        with omgeving().databank.schrijven(gemeente) as sessie:
            melding = _vind(sessie, kenmerk, provider_id)
            if melding is not None:
                verwerk_ontvangstbericht(sessie, melding, status, nu())
                break
    return Response(status=204)


def _van_token() -> list[str]:
    """The gemeenten whose receipts come with the token of this request."""
    soort, _, gegeven = request.headers.get("Authorization", "").partition(" ")
    if soort.lower() != "bearer":
        return []
    return [
        gemeente.slug
        for gemeente in omgeving().gemeenten
        if hmac.compare_digest(
            gegeven.strip().encode(), (callback_token(gemeente, omgeving().instellingen) or "").encode()
        )
        and gegeven.strip()
    ]


def _vind(sessie: Session, kenmerk: str, provider_id: str) -> Melding | None:
    try:
        melding = sessie.get(Melding, UUID(kenmerk), with_for_update=True)
    except ValueError:
        melding = None
    return melding or (van_provider(sessie, provider_id) if provider_id else None)


def _tekst(waarde: object) -> str:
    return waarde if isinstance(waarde, str) else ""
