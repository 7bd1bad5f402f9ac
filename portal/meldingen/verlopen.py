"""Messages whose time ran out while nothing could be sent: a call is still in time then."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.meldingen.afloop import is_mislukt, is_vervallen
from portal.meldingen.models import EENMALIGE_CODE, KLAARGEZET, Melding

PER_KEER: Final = 500
"""Messages in one transaction, so that nobody waits for it."""


def verloop(sessie: Session, melding: Melding, now: datetime) -> None:
    """A code that came too late helps nobody; any other message becomes a call."""
    if melding.soort == EENMALIGE_CODE:
        is_vervallen(melding, "verlopen", now)
    else:
        is_mislukt(sessie, melding, "verlopen", now)


def laat_verlopen(sessie: Session, now: datetime) -> int:
    """Do so with what waited too long, also while its channel is away; gives how many.

    What is being sent at this moment is left alone.
    """
    te_laat = sessie.scalars(
        select(Melding)
        .where(Melding.status == KLAARGEZET, Melding.geldig_tot <= now, Melding.begonnen_op.is_(None))
        .order_by(Melding.geldig_tot)
        .limit(PER_KEER)
        .with_for_update(skip_locked=True)
    ).all()
    for melding in te_laat:
        verloop(sessie, melding, now)
    return len(te_laat)
