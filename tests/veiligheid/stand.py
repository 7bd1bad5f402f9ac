"""What is really stored, read around the application."""

import json
from typing import Any

from sqlalchemy import func, select

from portal.aanmelding.models import Aanmelding
from portal.db.databank import ALLE, Databank
from portal.outbox.models import OutboxEvent
from portal.toegang.models import PersoonlijkeCode


def aanmeldingen(databank: Databank) -> int:
    """How many there are."""
    with databank.lezen(ALLE) as sessie:
        return sessie.scalar(select(func.count()).select_from(Aanmelding)) or 0


def gebeurtenissen(databank: Databank, soort: str | None = None) -> list[dict[str, Any]]:
    """The contents of what goes to the backoffice, in the order in which it was recorded."""
    vraag = select(OutboxEvent).where(OutboxEvent.bestemming == "backoffice")
    if soort is not None:
        vraag = vraag.where(OutboxEvent.type == soort)
    with databank.lezen(ALLE) as sessie:
        events = sessie.scalars(vraag.order_by(OutboxEvent.created_at, OutboxEvent.onderwerp_id, OutboxEvent.seq))
        return [json.loads(event.payload or "null") for event in events]


def laatste(databank: Databank) -> dict[str, Any]:
    """The content of the newest sign-up, as the backoffice gets it."""
    return gebeurtenissen(databank, "aanmelding.ontvangen")[-1]


def code_van_de_laatste(databank: Databank) -> str:
    """The personal code of whoever signed up last; it has to be readable still."""
    with databank.lezen(ALLE) as sessie:
        rij = sessie.scalars(select(PersoonlijkeCode).order_by(PersoonlijkeCode.id.desc()).limit(1)).one()
    assert rij.code is not None
    return rij.code
