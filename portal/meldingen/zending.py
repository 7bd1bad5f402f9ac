"""A message on its way out, as a channel gets it, and how that went."""

import json
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self
from uuid import UUID

from portal.outbox.bestemmingen.bestemming import Bericht, Berichtfout, Configuratiefout, Later

SMS: Final = "sms"
EMAIL: Final = "email"
KANALEN: Final = (SMS, EMAIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zending:
    """One text for one address. `bericht` is the row of the outbox it was read from."""

    id: UUID
    kanaal: str
    naar: str
    onderwerp: str
    tekst: str
    taal: str
    bericht: Bericht

    @classmethod
    def van(cls, bericht: Bericht) -> Self:
        """Read what was recorded."""
        inhoud: dict[str, Any] = json.loads(bericht.payload or "{}")
        return cls(
            id=UUID(inhoud["id"]),
            kanaal=inhoud["kanaal"],
            naar=inhoud["naar"],
            onderwerp=inhoud["onderwerp"] or "",
            tekst=inhoud["tekst"],
            taal=inhoud["taal"],
            bericht=bericht,
        )


@dataclass(frozen=True, slots=True)
class Verstuurd:
    """The provider has taken it; `provider_id` is its own name for it."""

    provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class Geweigerd:
    """It will never arrive this way; `reden` is one of `events.REDENEN`."""

    reden: str
    uitleg: str


@dataclass(frozen=True, slots=True)
class Onbekend:
    """We were cut off after it was offered: it may or may not have been taken."""

    uitleg: str


Verzending = Verstuurd | Geweigerd | Onbekend | Later | Configuratiefout | Berichtfout
"""An `uitleg` or `reden` for the operator holds nothing of a person."""


class Kanaal(Protocol):
    """A way to send texts. Called from several threads at once."""

    @property
    def ontdubbelt(self) -> bool:
        """Whether sending the same message again can be recognised, so that nobody gets it twice."""
        ...

    def stuur(self, zending: Zending) -> Verzending:
        """Send one message, within half a minute; faults are an outcome, not an exception."""
        ...

    def sluit(self) -> None:
        """Give back what is held open; nothing is sent any more."""
        ...
