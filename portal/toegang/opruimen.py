"""What is over goes. Knows the tables only, so that the worker carries nothing of the web for it."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.toegang import eenmalig, sessies, tellers
from portal.toegang.models import Activatiecode, DigidAanvraag


def ruim_op(sessie: Session, now: datetime, eenmalige_codes: timedelta) -> int:
    """Delete sessions, codes, ways to DigiD that nobody came back from, and counters that are over; how many.

    `eenmalige_codes` is how long the fact of a one-time code stays after its end.
    """
    codes = delete(Activatiecode).where(Activatiecode.verloopt_op < now).returning(Activatiecode.id)
    digid = delete(DigidAanvraag).where(DigidAanvraag.verloopt_op < now).returning(DigidAanvraag.state_merk)
    weg = sum(len(sessie.execute(over).all()) for over in (codes, digid))
    weg += sessies.ruim_op(sessie, now) + tellers.ruim_op(sessie, now)
    return weg + eenmalig.ruim_op(sessie, now, eenmalige_codes)
