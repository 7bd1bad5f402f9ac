"""Telling the operator what goes wrong, once, in words; silence is never good news."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from portal.outbox.afronden import Uitslag
from portal.outbox.claimen import wachtend
from portal.outbox.models import OutboxBestemming, OutboxEvent, OutboxStroom

NA_STORING: Final = timedelta(minutes=15)
"""A destination that fails this long is told about."""

NA_DRINGEND: Final = timedelta(minutes=15)
"""An urgent event that nobody took this long is told about, in office hours."""

NA_WACHTEN: Final = timedelta(hours=1)
NA_NIET_OPHALEN: Final = timedelta(days=1)
"""The oldest event that waits; a backoffice that fetches may do so once a day."""

OPNIEUW: Final = timedelta(days=1)
"""What still goes on is told again after this time."""

_HOOGSTENS: Final = 100
"""Urgent events told about at one look; the others follow at the next."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waarschuwing:
    """One thing that somebody has to look at. `tekst` is an English line without personal data."""

    soort: str
    gemeente: str
    bestemming: str
    sinds: datetime
    tekst: str


class Waarschuwer(Protocol):
    """Brings warnings to the operator."""

    def waarschuw(self, waarschuwing: Waarschuwing) -> None:
        """Tell; called after the commit, so nothing is told that did not happen."""
        ...


class Logwaarschuwer:
    """Writes each warning as one line in the log."""

    def waarschuw(self, waarschuwing: Waarschuwing) -> None:
        _log.warning(
            "%s",
            waarschuwing.tekst,
            extra={
                "soort": waarschuwing.soort,
                "gemeente": waarschuwing.gemeente,
                "bestemming": waarschuwing.bestemming,
                "sinds": waarschuwing.sinds.isoformat(timespec="seconds"),
            },
        )


def gepauzeerd(bestemming: OutboxBestemming, now: datetime) -> Waarschuwing:
    """A fault in a setting needs somebody now: tell at once, and not again for a day."""
    bestemming.warned_at = now
    return Waarschuwing(
        "paused",
        bestemming.gemeente,
        bestemming.bestemming,
        now,
        f"{bestemming.bestemming} of {bestemming.gemeente} is paused: {bestemming.last_error}. "
        "Nothing is lost; one probe a minute goes on.",
    )


def geparkeerd(uitslag: Uitslag, now: datetime) -> Waarschuwing:
    """One person's line stands still until the operator does something."""
    gemeente, bestemming = uitslag.claim.gemeente, uitslag.claim.bestemming
    reden = uitslag.einde.reden if uitslag.einde else ""
    return Waarschuwing(
        "parked",
        gemeente,
        bestemming,
        now,
        f"{bestemming} of {gemeente} refused an event {uitslag.afwijzingen} times ({reden}). That "
        "one line is parked; see `portal outbox list`, then `resend` or `skip`.",
    )


def kijk_rond(
    sessie: Session,
    adressen: Mapping[tuple[str, str], timedelta],
    open_gemeenten: Collection[str],
    now: datetime,
) -> list[Waarschuwing]:
    """Look for what goes on too long, and note that it was told; several workers tell once.

    `adressen` gives for each gemeente and destination how long an event may wait there,
    `open_gemeenten` are those where somebody is at work now. Never waits for a row.
    """
    waarschuwingen = []
    rijen = sessie.scalars(select(OutboxBestemming).with_for_update(skip_locked=True))
    for rij in rijen.all():
        termijn = adressen.get((rij.gemeente, rij.bestemming))
        if rij.failing_since is not None:
            waarschuwingen += _storing(rij, rij.failing_since, now)
        elif termijn is not None:
            waarschuwingen += _wacht_te_lang(sessie, rij, termijn, now)
    for event in _dringend(sessie, open_gemeenten, now):
        event.warned_at = now
        waarschuwingen.append(_niet_genomen(event))
    return waarschuwingen


def _storing(rij: OutboxBestemming, sinds: datetime, now: datetime) -> list[Waarschuwing]:
    if sinds > now - NA_STORING or _kort_geleden(rij.warned_at, now):
        return []
    rij.warned_at = now
    tekst = (
        f"{rij.bestemming} of {rij.gemeente} has failed since {_moment(sinds)}: "
        f"{rij.last_error}. Nothing is lost; tries go on."
    )
    return [Waarschuwing("failing", rij.gemeente, rij.bestemming, sinds, tekst)]


def _wacht_te_lang(sessie: Session, rij: OutboxBestemming, termijn: timedelta, now: datetime) -> list[Waarschuwing]:
    sinds = sessie.scalar(
        select(OutboxEvent.created_at)
        .join(OutboxStroom, OutboxStroom.id == OutboxEvent.stroom_id)
        .where(
            OutboxEvent.gemeente == rij.gemeente,
            OutboxEvent.bestemming == rij.bestemming,
            OutboxEvent.delivered_at.is_(None),
            wachtend(),
        )
        .order_by(OutboxEvent.created_at)
        .limit(1)
    )
    if sinds is None or sinds > now - termijn or _kort_geleden(rij.age_warned_at, now):
        return []
    rij.age_warned_at = now
    tekst = f"the oldest event for {rij.bestemming} of {rij.gemeente} waits since {_moment(sinds)}."
    return [Waarschuwing("waiting", rij.gemeente, rij.bestemming, sinds, tekst)]


def _dringend(sessie: Session, open_gemeenten: Collection[str], now: datetime) -> Sequence[OutboxEvent]:
    return sessie.scalars(
        select(OutboxEvent)
        .where(
            text("dringend"),  # as the partial index has it, on both databases
            OutboxEvent.delivered_at.is_(None),
            OutboxEvent.gemeente.in_(open_gemeenten),
            OutboxEvent.created_at <= now - NA_DRINGEND,
            or_(OutboxEvent.warned_at.is_(None), OutboxEvent.warned_at <= now - OPNIEUW),
        )
        .order_by(OutboxEvent.created_at)
        .limit(_HOOGSTENS)
        .with_for_update(skip_locked=True)
    ).all()


def _niet_genomen(event: OutboxEvent) -> Waarschuwing:
    tekst = (
        f"urgent event {event.id} of {event.gemeente} was not taken by {event.bestemming} "
        f"since {_moment(event.created_at)}: call the backoffice."
    )
    return Waarschuwing("urgent", event.gemeente, event.bestemming, event.created_at, tekst)


def _kort_geleden(verteld: datetime | None, now: datetime) -> bool:
    return verteld is not None and verteld > now - OPNIEUW


def _moment(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")
