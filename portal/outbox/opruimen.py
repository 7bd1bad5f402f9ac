"""Wiping what was delivered; the row stays, as the fact that it was."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.sql import ColumnElement

from portal.db.databank import Databank
from portal.outbox.models import OutboxEvent

_PER_KEER: Final = 500
"""Events wiped in one transaction, so that nobody waits for it."""


def wis_bezorgd(
    databank: Databank,
    gemeente: str,
    now: datetime,
    na: timedelta,
    eigen: Mapping[str, timedelta] = MappingProxyType({}),
) -> int:
    """Wipe the contents of events of one gemeente that were settled longer than `na` ago.

    `eigen` has the destinations with a time of their own. What was not settled stays whole, however
    old. Gives how many were wiped.
    """
    gewist = _wis(databank, gemeente, now - na, OutboxEvent.bestemming.not_in(eigen))
    for bestemming, termijn in eigen.items():
        gewist += _wis(databank, gemeente, now - termijn, OutboxEvent.bestemming == bestemming)
    if gewist:
        databank.wis_sporen()
    return gewist


def _wis(databank: Databank, gemeente: str, voor: datetime, welke: ColumnElement[bool]) -> int:
    gewist = 0
    while True:
        with databank.schrijven(gemeente) as sessie:
            oude = (
                select(OutboxEvent.id)
                .where(
                    OutboxEvent.gemeente == gemeente,
                    OutboxEvent.delivered_at < voor,
                    OutboxEvent.delivered_at.is_not(None),
                    OutboxEvent.payload_geheim.is_not(None),
                    welke,
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
            return gewist
