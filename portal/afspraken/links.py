"""The link to one appointment in a message: random, good for that one thing, and useless once it is over.

It carries no session power. Only a keyed hash of it is kept; the link itself is in the message and nowhere else.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.afspraken.models import GEWEEST, NIET_VERSCHENEN, Afspraak, AfspraakLink
from portal.db.sleutels import sleutels
from portal.inwoners.models import Inwoner
from portal.inwoners.status import is_gesloten

_DOEL: Final = "afspraaklink"
_BYTES: Final = 16
"""128 bits."""
_LANGST: Final = 64
NA_GEMIST: Final = timedelta(days=14)
"""So long the link in a message about a missed appointment leads to a new one."""
_BEWAARD: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Geopend:
    """What a link opens: the appointment and whose it is, and what may be said on the page besides day and hour."""

    afspraak: Afspraak
    inwoner: Inwoner
    toont: frozenset[str]


def maak_link(sessie: Session, afspraak: Afspraak, *, toont: frozenset[str], now: datetime) -> str:
    """A link for one message; `toont` is what that message says: `plaats`, `met`. Gives what stands after `/a/`."""
    geheim = secrets.token_urlsafe(_BYTES)
    sessie.add(
        AfspraakLink(
            gemeente=afspraak.gemeente,
            merk=sleutels().geheimen.merk(_DOEL, geheim),
            afspraak_id=afspraak.id,
            toont=" ".join(sorted(toont)),
            gemaakt_op=now,
        )
    )
    sessie.flush()
    return geheim


def open_link(sessie: Session, geheim: str, now: datetime, *, om_te_veranderen: bool = False) -> Geopend | None:
    """What this link opens now; None when it is unknown, revoked or over, without telling which.

    With `om_te_veranderen` nobody else changes the appointment before this transaction ends.
    """
    if len(geheim) > _LANGST:
        return None
    link = sessie.scalars(
        select(AfspraakLink).where(AfspraakLink.merk.in_(sleutels().geheimen.merken(_DOEL, geheim))).limit(1)
    ).first()
    if link is None or link.ingetrokken_op is not None:
        return None
    vraag = select(Afspraak).where(Afspraak.id == link.afspraak_id)
    if om_te_veranderen:
        vraag = vraag.with_for_update().execution_options(populate_existing=True)
    afspraak = sessie.scalars(vraag).one()
    inwoner = sessie.get(Inwoner, afspraak.inwoner_id)
    if inwoner is None or is_gesloten(inwoner) or now >= _tot(link, afspraak):
        return None
    return Geopend(afspraak, inwoner, frozenset(link.toont.split()))


def trek_links_in(sessie: Session, inwoner_id: UUID, now: datetime) -> None:
    """No link to any appointment of this inwoner works any more."""
    van_inwoner = select(Afspraak.id).where(Afspraak.inwoner_id == inwoner_id)
    sessie.execute(
        update(AfspraakLink)
        .where(AfspraakLink.afspraak_id.in_(van_inwoner), AfspraakLink.ingetrokken_op.is_(None))
        .values(ingetrokken_op=now)
        .execution_options(synchronize_session=False)
    )


def ruim_op(sessie: Session, now: datetime) -> int:
    """Delete the links to what was over long ago; how many."""
    over = select(Afspraak.id).where(Afspraak.einde < now - _BEWAARD)
    weg = (
        delete(AfspraakLink)
        .where(AfspraakLink.afspraak_id.in_(over), AfspraakLink.gemaakt_op < now - _BEWAARD)
        .returning(AfspraakLink.merk)
        .execution_options(synchronize_session=False)
    )
    return len(sessie.execute(weg).all())


def _tot(link: AfspraakLink, afspraak: Afspraak) -> datetime:
    """Until when it works, as the appointment is now."""
    if afspraak.status == GEWEEST:
        return link.gemaakt_op
    if afspraak.status == NIET_VERSCHENEN and link.gemaakt_op >= afspraak.begin:
        return link.gemaakt_op + NA_GEMIST
    return afspraak.einde
