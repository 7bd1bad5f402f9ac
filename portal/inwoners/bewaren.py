"""How long the personal space of somebody stays, once nobody needs it any more (AVG art. 5 lid 1e)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from portal.gemeente.model import Bewaren
from portal.inwoners.models import AFGEROND, OVERLEDEN, VERHUISD, Inwoner
from portal.inwoners.wissen import wis
from portal.outbox.models import OutboxStroom

_PER_KEER: Final = 50
_MAAND: Final = timedelta(days=31)
"""Never shorter than a month of the calendar."""


def sluit_oude_ruimten(
    sessie: Session, bewaren: Bewaren, now: datetime, *, behalve: Sequence[ColumnElement[bool]] = ()
) -> int:
    """Erase whoever's help ended long enough ago, and of whom everything was delivered; how many.

    Counted from the moment at which the backoffice said that it ended: until the later of the days after
    nazorg and the months after the decision (model art. 15 and 16 lid 2). Nobody of whom one of `behalve` is true.
    """
    termijn = max(timedelta(days=bewaren.ruimte_na_nazorg_dagen), _MAAND * bewaren.ruimte_na_beeindiging_maanden)
    over = sessie.scalars(
        select(Inwoner)
        .where(
            Inwoner.status.in_((AFGEROND, OVERLEDEN, VERHUISD)),
            Inwoner.status_gewijzigd_op < now - termijn,
            ~wacht_nog_iets(),
            *(~reden for reden in behalve),
        )
        .order_by(Inwoner.status_gewijzigd_op, Inwoner.id)
        .limit(_PER_KEER)
    ).all()
    for inwoner in over:
        wis(sessie, inwoner, now)
    return len(over)


def wacht_nog_iets() -> ColumnElement[bool]:
    """Whether anything of this person still has to be delivered: undelivered wins over retention."""
    return (
        select(OutboxStroom.id)
        .where(
            OutboxStroom.onderwerp_id == Inwoner.id,
            OutboxStroom.gemeente == Inwoner.gemeente,
            OutboxStroom.delivered_seq < OutboxStroom.last_seq,
        )
        .correlate(Inwoner)
        .exists()
    )
