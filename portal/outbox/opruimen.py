"""Wiping what was delivered; the row stays, as the fact that it was."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update

from portal.db.databank import Databank
from portal.outbox.models import OutboxEvent

_PER_KEER: Final = 500
"""Events wiped in one transaction, so that nobody waits for it."""


def wis_bezorgd(databank: Databank, gemeente: str, now: datetime, na: timedelta) -> int:
    """Wipe the contents of events of one gemeente that were settled longer than `na` ago.

    What was not settled stays whole, however old. Gives how many were wiped.
    """
    gewist = 0
    while True:
        with databank.schrijven(gemeente) as sessie:
            oude = (
                select(OutboxEvent.id)
                .where(
                    OutboxEvent.gemeente == gemeente,
                    OutboxEvent.delivered_at < now - na,
                    OutboxEvent.delivered_at.is_not(None),
                    OutboxEvent.payload_geheim.is_not(None),
                )
                .order_by(OutboxEvent.delivered_at)
                .limit(_PER_KEER)
            )
            gedaan = sessie.scalars(
                update(OutboxEvent)
                .where(OutboxEvent.id.in_(oude))
                .values(payload_geheim=None)
                .returning(OutboxEvent.seq)
                .execution_options(synchronize_session=False)
            )
            stuks = len(gedaan.all())
        gewist += stuks
        if stuks < _PER_KEER:
            break
    if gewist:
        databank.wis_sporen()
    return gewist
