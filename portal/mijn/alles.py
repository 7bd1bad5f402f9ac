"""Everything we hold about one inwoner, put together from the packages that hold it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.aanmelding import gegevens as aanmelding
from portal.afspraken import gegevens as afspraken
from portal.berichten import gegevens as berichten
from portal.clock import moment
from portal.inwoners import gegevens as inwoners
from portal.inwoners.models import Inwoner
from portal.meldingen import gegevens as meldingen
from portal.outbox.models import OutboxEvent, OutboxStroom
from portal.outbox.service import BACKOFFICE
from portal.toegang import gegevens as toegang
from portal.traject.service import traject_van


def alles_van(sessie: Session, inwoner: Inwoner, now: datetime) -> dict[str, Any]:
    """All of it as JSON, camelCase, by what it is about (AVG art. 15 and 20)."""
    traject = traject_van(sessie, inwoner.id)
    return {
        "gemaaktOp": moment(now),
        "jij": inwoners.gegevens_van(sessie, inwoner),
        "aanmeldingen": aanmelding.gegevens_van(sessie, inwoner.id),
        "traject": traject.inhoud if traject else None,
        "afspraken": afspraken.gegevens_van(sessie, inwoner.id),
        "jouwBerichten": berichten.gegevens_van(sessie, inwoner),
        "berichten": meldingen.gegevens_van(sessie, inwoner.id),
        "toegang": toegang.gegevens_van(sessie, inwoner.id, now),
        "doorgegevenAanDeGemeente": [
            {
                "soort": event.type,
                "op": moment(event.created_at),
                "aangekomenOp": moment(event.delivered_at) if event.delivered_at else None,
            }
            for event in sessie.scalars(
                select(OutboxEvent)
                .join(OutboxStroom, OutboxStroom.id == OutboxEvent.stroom_id)
                .where(OutboxStroom.onderwerp_id == inwoner.id, OutboxStroom.bestemming == BACKOFFICE)
                .order_by(OutboxEvent.seq)
            )
        ],
    }
