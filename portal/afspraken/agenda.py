"""A calendar that follows somebody's appointments: its address is a secret by itself, made and ended by the person."""

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.afspraken.models import Agenda
from portal.db.sleutels import sleutels
from portal.inwoners.models import Inwoner
from portal.inwoners.status import is_gesloten

_DOEL: Final = "afspraakagenda"
_BYTES: Final = 24
"""192 bits."""
_LANGST: Final = 64


def maak_agenda(sessie: Session, inwoner: Inwoner, now: datetime) -> str:
    """A new address, to be shown once; an earlier one ends. Gives the secret part."""
    stop_agenda(sessie, inwoner.id, now)
    geheim = secrets.token_urlsafe(_BYTES)
    sessie.add(
        Agenda(
            gemeente=inwoner.gemeente,
            merk=sleutels().geheimen.merk(_DOEL, geheim),
            inwoner_id=inwoner.id,
            gemaakt_op=now,
        )
    )
    sessie.flush()
    return geheim


def stop_agenda(sessie: Session, inwoner_id: UUID, now: datetime) -> None:
    """No calendar follows this person any more."""
    sessie.execute(
        update(Agenda)
        .where(Agenda.inwoner_id == inwoner_id, Agenda.beeindigd_op.is_(None))
        .values(beeindigd_op=now)
        .execution_options(synchronize_session=False)
    )


def agenda_van(sessie: Session, inwoner_id: UUID) -> Agenda | None:
    """The calendar that follows this person now, if any."""
    return sessie.scalars(
        select(Agenda).where(Agenda.inwoner_id == inwoner_id, Agenda.beeindigd_op.is_(None)).limit(1)
    ).first()


def volgt(sessie: Session, geheim: str) -> Inwoner | None:
    """Whose appointments this address follows; None when it is unknown or ended, without telling which."""
    if len(geheim) > _LANGST:
        return None
    agenda = sessie.scalars(
        select(Agenda).where(Agenda.merk.in_(sleutels().geheimen.merken(_DOEL, geheim))).limit(1)
    ).first()
    if agenda is None or agenda.beeindigd_op is not None:
        return None
    inwoner = sessie.get(Inwoner, agenda.inwoner_id)
    return inwoner if inwoner is not None and not is_gesloten(inwoner) else None
