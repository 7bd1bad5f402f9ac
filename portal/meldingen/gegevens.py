"""Everything this package holds about one inwoner, for the person to read and take along."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import moment
from portal.meldingen.models import EENMALIGE_CODE, Melding
from portal.meldingen.zending import EMAIL, SMS
from portal.outbox.models import OutboxEvent, OutboxStroom


def gegevens_van(sessie: Session, inwoner: UUID) -> list[dict[str, Any]]:
    """Every message, the oldest first; its text for as long as we still have it."""
    meldingen = sessie.scalars(
        select(Melding).where(Melding.inwoner_id == inwoner).order_by(Melding.gemaakt_op, Melding.id)
    )
    teksten = _teksten(sessie, inwoner)
    return [
        {
            "soort": melding.soort,
            "kanaal": melding.kanaal,
            "status": melding.status,
            "gemaaktOp": moment(melding.gemaakt_op),
            "verstuurdOp": moment(melding.verstuurd_op) if melding.verstuurd_op else None,
            # A code for one time is nobody's to read again.
            "tekst": None if melding.soort == EENMALIGE_CODE else teksten.get(str(melding.id)),
        }
        for melding in meldingen
    ]


def _teksten(sessie: Session, inwoner_id: UUID) -> dict[str, str]:
    events = sessie.scalars(
        select(OutboxEvent)
        .join(OutboxStroom, OutboxStroom.id == OutboxEvent.stroom_id)
        .where(
            OutboxStroom.onderwerp_id == inwoner_id,
            OutboxStroom.bestemming.in_((SMS, EMAIL)),
            OutboxEvent.payload_geheim.is_not(None),
        )
    )
    gelezen = [json.loads(event.payload or "{}") for event in events]
    return {str(inhoud["id"]): str(inhoud["tekst"]) for inhoud in gelezen if "id" in inhoud and "tekst" in inhoud}
