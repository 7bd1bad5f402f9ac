"""Consents: given and taken back with equal ease (AVG art. 7 lid 3). Only what can be refused is one."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.ids import nieuw_id
from portal.inwoners.events import ToestemmingGegeven, ToestemmingIngetrokken
from portal.inwoners.models import Inwoner, Toestemming
from portal.inwoners.vertellen import vertel

SOORTEN: Final = ("inspreken", "helper_bellen", "ervaring")
"""inspreken: a message may be left on the telephone. helper_bellen: the helper may be called.
ervaring: we may ask afterwards what the help was like.
"""


def toestemmingen_van(sessie: Session, inwoner: Inwoner) -> list[Toestemming]:
    """Every yes that holds, the oldest first."""
    return list(
        sessie.scalars(
            select(Toestemming)
            .where(Toestemming.inwoner_id == inwoner.id, Toestemming.ingetrokken_op.is_(None))
            .order_by(Toestemming.gegeven_op, Toestemming.id)
        )
    )


def leg_toestemming_vast(sessie: Session, inwoner: Inwoner, soort: str, *, ja: bool, now: datetime) -> bool:
    """Keep a yes or a no that the backoffice hears in another way; whether it changed anything."""
    if soort not in SOORTEN:
        raise ValueError(f"not a kind of consent: {soort}")
    geldig = next((rij for rij in toestemmingen_van(sessie, inwoner) if rij.soort == soort), None)
    if ja and geldig is None:
        sessie.add(
            Toestemming(gemeente=inwoner.gemeente, id=nieuw_id(now), inwoner_id=inwoner.id, soort=soort, gegeven_op=now)
        )
        return True
    if not ja and geldig is not None:
        geldig.ingetrokken_op = now
        return True
    return False


def zet_toestemming(sessie: Session, inwoner: Inwoner, soort: str, *, ja: bool, now: datetime) -> None:
    """Give a consent or take it back, and tell the backoffice; asked twice it happens once."""
    if leg_toestemming_vast(sessie, inwoner, soort, ja=ja, now=now):
        gezegd = ToestemmingGegeven(soort=soort, op=now) if ja else ToestemmingIngetrokken(soort=soort, op=now)
        vertel(sessie, inwoner, gezegd, now)
