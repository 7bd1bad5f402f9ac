"""What the backoffice says about somebody as a whole: going on, paused, finished, deceased, moved."""

import hashlib
import json
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.inwoners.models import GEPAUZEERD, OVERLEDEN, Inwoner
from portal.inwoners.service import sluit_inwoner_op


def zet_status(sessie: Session, *, inwoner_id: UUID, status: str, tot: date | None, gewijzigd_op: datetime) -> Inwoner:
    """Keep the newest status; an older one than what is stored changes nothing. Gives the inwoner as stored.

    Of two of the same moment, the one that stays does not depend on which came first. `tot` is the
    first day on which messages may go again, and counts while paused only. Raises `OnbekendeInwoner`.
    """
    inwoner = sluit_inwoner_op(sessie, inwoner_id)
    tot = tot if status == GEPAUZEERD else None
    volgorde = hashlib.sha256(json.dumps([status, tot.isoformat() if tot else None]).encode()).digest()
    if inwoner.status_gewijzigd_op is not None and (inwoner.status_gewijzigd_op, inwoner.status_volgorde or b"") >= (
        gewijzigd_op,
        volgorde,
    ):
        return inwoner
    inwoner.status = status
    inwoner.status_tot = tot
    inwoner.status_gewijzigd_op = gewijzigd_op
    inwoner.status_volgorde = volgorde
    return inwoner


def mag_bericht_ontvangen(inwoner: Inwoner, vandaag: date) -> bool:
    """Whether we may send something on our own initiative today, as far as the status goes.

    Not to somebody deceased, and not while help is paused: before `status_tot`, or until told otherwise.
    """
    if inwoner.status == GEPAUZEERD:
        return inwoner.status_tot is not None and vandaag >= inwoner.status_tot
    return inwoner.status != OVERLEDEN


def is_gesloten(inwoner: Inwoner) -> bool:
    """Whether nobody may see anything of it any more."""
    return inwoner.status == OVERLEDEN
