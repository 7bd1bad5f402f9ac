"""What every destination is: it takes one message, and says how it went."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, Self
from uuid import UUID

from portal.outbox.models import OutboxEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Bericht:
    """One event on its way out, read from the outbox. `payload` is JSON text; None when wiped."""

    id: UUID
    gemeente: str
    onderwerp_id: UUID
    volgnummer: int
    type: str
    dringend: bool
    created_at: datetime
    payload: str | None

    @classmethod
    def van(cls, event: OutboxEvent) -> Self:
        """Read an event, decrypting its payload. Raises `SleutelFout` when no key here fits."""
        return cls(
            id=event.id,
            gemeente=event.gemeente,
            onderwerp_id=event.onderwerp_id,
            volgnummer=event.seq,
            type=event.type,
            dringend=event.dringend,
            created_at=event.created_at,
            payload=event.payload,
        )


@dataclass(frozen=True, slots=True)
class Geleverd:
    """It has arrived."""


@dataclass(frozen=True, slots=True)
class Vervallen:
    """It does not have to arrive any more, so the next in line may go."""

    reden: str


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: the receiver is away, or asks to wait for `na`."""

    na: timedelta | None
    reden: str


@dataclass(frozen=True, slots=True)
class Configuratiefout:
    """Nothing can arrive until somebody changes a setting, there or here."""

    reden: str


@dataclass(frozen=True, slots=True)
class Berichtfout:
    """The receiver is well, but refuses this one event."""

    reden: str


Uitkomst = Geleverd | Vervallen | Later | Configuratiefout | Berichtfout
"""A `reden` is one English phrase for the operator, without anything of a person in it."""


class Bestemming(Protocol):
    """A place that events are brought to. Called from several threads at once."""

    def bezorg(self, bericht: Bericht) -> Uitkomst:
        """Bring one message, within half a minute; faults are an outcome, not an exception."""
        ...

    def sluit(self) -> None:
        """Give back what is held open; nothing is brought any more."""
        ...
