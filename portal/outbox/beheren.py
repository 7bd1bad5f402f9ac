"""The operator's hands: how every destination is doing, what stands still, and putting it right.

Everything here speaks of events, never of what is in them; `toon` does, when asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.outbox.models import OVERGESLAGEN, Hartslag, OutboxBestemming, OutboxEvent, OutboxStroom


class OnbekendEvent(LookupError):
    """There is no event or line with this id."""


class NietAanDeBeurt(Exception):
    """This event is not the one its line stands still at; the message says how it is."""


@dataclass(frozen=True, slots=True)
class Bestemmingstand:
    """How one destination of one gemeente is doing."""

    gemeente: str
    bestemming: str
    wachtend: int
    geparkeerd: int
    oudste: datetime | None
    in_woorden: str


@dataclass(frozen=True, slots=True)
class Stilstand:
    """A line that does not go on, and the event it stands still at."""

    gemeente: str
    bestemming: str
    onderwerp_id: UUID
    event_id: UUID
    type: str
    volgnummer: int
    wachtend: int
    sinds: datetime
    geparkeerd: bool
    volgende_poging: datetime | None
    reden: str


@dataclass(frozen=True, slots=True)
class Eventinzage:
    """One event; `inhoud` only when it was asked for."""

    event: OutboxEvent
    stroom: OutboxStroom
    inhoud: str | None


def laatste_hartslag(sessie: Session) -> datetime | None:
    """When any worker was last seen."""
    return sessie.scalar(select(func.max(Hartslag.gezien_op)))


def standen(sessie: Session, now: datetime) -> list[Bestemmingstand]:
    """Give every destination that has a state or events, in words for the operator."""
    rijen = {
        (gemeente, bestemming): (wachtend, oudste)
        for gemeente, bestemming, wachtend, oudste in sessie.execute(
            select(OutboxEvent.gemeente, OutboxEvent.bestemming, func.count(), func.min(OutboxEvent.created_at))
            .where(OutboxEvent.delivered_at.is_(None))
            .group_by(OutboxEvent.gemeente, OutboxEvent.bestemming)
        )
    }
    geparkeerd = {
        (gemeente, bestemming): stuks
        for gemeente, bestemming, stuks in sessie.execute(
            select(OutboxStroom.gemeente, OutboxStroom.bestemming, func.count())
            .where(OutboxStroom.parked_at.is_not(None))
            .group_by(OutboxStroom.gemeente, OutboxStroom.bestemming)
        )
    }
    bekend = {(rij.gemeente, rij.bestemming): rij for rij in sessie.scalars(select(OutboxBestemming))}
    gevonden = []
    for sleutel in sorted({*bekend, *rijen}):
        wacht, oudste = rijen.get(sleutel, (0, None))
        gevonden.append(
            Bestemmingstand(
                *sleutel,
                wachtend=wacht,
                geparkeerd=geparkeerd.get(sleutel, 0),
                oudste=oudste,
                in_woorden=_in_woorden(bekend.get(sleutel), now),
            )
        )
    return gevonden


def _in_woorden(rij: OutboxBestemming | None, now: datetime) -> str:
    if rij is None:
        return "no worker has looked after it yet"
    if rij.paused_at is not None:
        return f"paused for {duur(now - rij.paused_at)}, one probe a minute: {rij.last_error}"
    if rij.failing_since is not None:
        return f"failing for {duur(now - rij.failing_since)}, tries go on: {rij.last_error}"
    if rij.last_success_at is not None:
        return f"well, last delivery {duur(now - rij.last_success_at)} ago"
    return "nothing delivered yet"


def duur(tijd: timedelta) -> str:
    """Give a length of time as an operator says it."""
    seconden = max(0, int(tijd.total_seconds()))
    for maat, naam in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconden >= 2 * maat:
            return f"{seconden // maat} {naam}"
    return f"{seconden} s"


def stilstanden(sessie: Session, *, gemeente: str | None = None, limiet: int = 50) -> list[Stilstand]:
    """Give the lines that are parked or failing, the parked ones first, the oldest first."""
    vraag = (
        select(OutboxStroom, OutboxEvent)
        .join(
            OutboxEvent,
            (OutboxEvent.stroom_id == OutboxStroom.id) & (OutboxEvent.seq == OutboxStroom.delivered_seq + 1),
        )
        .where(
            OutboxStroom.delivered_seq < OutboxStroom.last_seq,
            or_(OutboxStroom.parked_at.is_not(None), OutboxStroom.last_error.is_not(None)),
        )
        .order_by(OutboxStroom.parked_at.is_(None), OutboxEvent.created_at, OutboxEvent.id)
        .limit(limiet)
    )
    if gemeente is not None:
        vraag = vraag.where(OutboxStroom.gemeente == gemeente)
    return [
        Stilstand(
            gemeente=stroom.gemeente,
            bestemming=stroom.bestemming,
            onderwerp_id=stroom.onderwerp_id,
            event_id=event.id,
            type=event.type,
            volgnummer=event.seq,
            wachtend=stroom.last_seq - stroom.delivered_seq,
            sinds=event.created_at,
            geparkeerd=stroom.parked_at is not None,
            volgende_poging=None if stroom.parked_at else stroom.due_at,
            reden=stroom.last_error or "",
        )
        for stroom, event in sessie.execute(vraag)
    ]


def toon(sessie: Session, event_id: UUID, *, met_inhoud: bool = False) -> Eventinzage:
    """Give one event; with `met_inhoud` also what is in it, which is somebody's own story.

    Raises `OnbekendEvent`.
    """
    rij = sessie.execute(
        select(OutboxEvent, OutboxStroom)
        .join(OutboxStroom, OutboxStroom.id == OutboxEvent.stroom_id)
        .where(OutboxEvent.id == event_id)
    ).one_or_none()
    if rij is None:
        raise OnbekendEvent(str(event_id))
    event, stroom = rij
    return Eventinzage(event, stroom, event.payload if met_inhoud else None)


def stuur_opnieuw(sessie: Session, event_id: UUID, now: datetime) -> None:
    """Try the line of this event again, at once.

    Raises `OnbekendEvent`, and `NietAanDeBeurt` when the event was settled already.
    """
    inzage = toon(sessie, event_id)
    if inzage.event.delivered_at is not None:
        raise NietAanDeBeurt(_afgehandeld(inzage.event))
    _zet_klaar([inzage.stroom], now)


def stuur_alles_opnieuw(
    sessie: Session, now: datetime, *, gemeente: str | None = None, bestemming: str | None = None
) -> int:
    """Try every parked and every waiting line again, at once; gives how many."""
    vraag = select(OutboxStroom).where(
        OutboxStroom.delivered_seq < OutboxStroom.last_seq,
        or_(OutboxStroom.parked_at.is_not(None), OutboxStroom.due_at > now),
        OutboxStroom.token.is_(None),
    )
    if gemeente is not None:
        vraag = vraag.where(OutboxStroom.gemeente == gemeente)
    if bestemming is not None:
        vraag = vraag.where(OutboxStroom.bestemming == bestemming)
    stromen = sessie.scalars(vraag.order_by(OutboxStroom.id)).all()
    return _zet_klaar(stromen, now)


def _zet_klaar(stromen: Sequence[OutboxStroom], now: datetime) -> int:
    for stroom in stromen:
        stroom.parked_at = None
        stroom.attempts = stroom.rejections = 0
        if stroom.token is None:  # one that is being brought keeps the end of its lease
            stroom.due_at = now
    return len(stromen)


def probeer_nu(sessie: Session, *, gemeente: str, bestemming: str, now: datetime) -> bool:
    """Let a destination that is paused or failing be tried at once, with the line that waits longest.

    One is enough: its success makes all that wait due. False when nothing waits there.
    """
    rij = sessie.get(OutboxBestemming, (gemeente, bestemming), with_for_update=True)
    if rij is not None and rij.next_probe_at is not None:
        rij.next_probe_at = now
    stroom = sessie.scalars(
        select(OutboxStroom)
        .where(
            OutboxStroom.gemeente == gemeente,
            OutboxStroom.bestemming == bestemming,
            OutboxStroom.delivered_seq < OutboxStroom.last_seq,
            OutboxStroom.parked_at.is_(None),
            OutboxStroom.token.is_(None),
        )
        .order_by(OutboxStroom.due_at, OutboxStroom.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if stroom is not None:
        stroom.due_at = min(stroom.due_at, now)
    return stroom is not None


def sla_over(sessie: Session, event_id: UUID, reden: str, now: datetime) -> None:
    """Skip the event that a line stands still at: it is recorded with the reason, the next goes on.

    Raises `OnbekendEvent`, and `NietAanDeBeurt` for any other event of the line or while it is
    being brought.
    """
    if not reden.strip():
        raise ValueError("say why: the reason is kept with the event")
    inzage = toon(sessie, event_id)
    event, stroom = inzage.event, inzage.stroom
    sessie.refresh(stroom, with_for_update=True)
    if event.seq <= stroom.delivered_seq:
        raise NietAanDeBeurt(_afgehandeld(event))
    if event.seq != stroom.delivered_seq + 1:
        raise NietAanDeBeurt(f"its line stands still at number {stroom.delivered_seq + 1}, this is {event.seq}")
    if stroom.lease_until is not None and stroom.lease_until > now:
        raise NietAanDeBeurt("it is being brought at this moment: look again in half a minute")
    event.delivered_at = now
    event.uitkomst = OVERGESLAGEN
    event.reden = reden.strip()[:300]
    stroom.delivered_seq = event.seq
    stroom.token = stroom.lease_until = None
    stroom.last_error = None
    _zet_klaar([stroom], now)


def _afgehandeld(event: OutboxEvent) -> str:
    if event.delivered_at is None:
        return "it was settled a moment ago"
    return f"it was settled at {event.delivered_at.isoformat(sep=' ', timespec='seconds')} ({event.uitkomst})"
