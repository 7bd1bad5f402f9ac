"""Erasing somebody: all that we hold goes now; what still has to be delivered goes as soon as it was."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.inwoners.events import VerwijderingGevraagd
from portal.inwoners.models import Gewist, Inwoner
from portal.inwoners.vertellen import vertel
from portal.outbox.models import OutboxEvent, OutboxStroom

_PER_KEER: Final = 500


def wis_op_verzoek(sessie: Session, inwoner: Inwoner, *, hulp_door: bool, now: datetime) -> None:
    """The person asks for it: the backoffice hears so, to decide about its own systems."""
    vertel(sessie, inwoner, VerwijderingGevraagd(hulp_door=hulp_door, op=now), now)
    wis(sessie, inwoner, now)


def wis(sessie: Session, inwoner: Inwoner, now: datetime) -> None:
    """Delete the inwoner and everything that hangs on them; only the pseudonym stays, on the list of the erased."""
    sessie.add(Gewist(gemeente=inwoner.gemeente, inwoner_id=inwoner.id, op=now))
    sessie.flush()
    sessie.execute(delete(Inwoner).where(Inwoner.id == inwoner.id).execution_options(synchronize_session=False))
    sessie.expire_all()
    wis_bezorgd_van_gewisten(sessie)


def wis_bezorgd_van_gewisten(sessie: Session) -> int:
    """Wipe what was settled of everybody who was erased; how many events. What was not settled stays whole."""
    van_gewisten = (
        select(OutboxEvent.id)
        .join(OutboxStroom, OutboxStroom.id == OutboxEvent.stroom_id)
        .join(Gewist, Gewist.inwoner_id == OutboxStroom.onderwerp_id)
        .where(OutboxEvent.payload_geheim.is_not(None), OutboxEvent.delivered_at.is_not(None))
        .limit(_PER_KEER)
    )
    gewist = sessie.execute(
        update(OutboxEvent)
        .where(OutboxEvent.id.in_(van_gewisten))
        .values(payload_geheim=None)
        .returning(OutboxEvent.seq)
        .execution_options(synchronize_session=False)
    )
    return len(gewist.all())


def ruim_op(sessie: Session, voor: datetime) -> int:
    """Take people off the list who were erased before `voor` and of whom nothing waits any more; how many."""
    wacht = (
        select(OutboxStroom.id)
        .join(OutboxEvent, OutboxEvent.stroom_id == OutboxStroom.id)
        .where(OutboxStroom.onderwerp_id == Gewist.inwoner_id, OutboxEvent.payload_geheim.is_not(None))
        .exists()
    )
    weg = (
        delete(Gewist)
        .where(Gewist.op < voor, ~wacht)
        .returning(Gewist.inwoner_id)
        .execution_options(synchronize_session=False)
    )
    return len(sessie.execute(weg).all())
