"""What an inwoner's answer to an appointment tells the backoffice (types and fields of the contract)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

VERVOLGEN: Final = ("ander_moment", "bel_mij", "thuis", "later")
"""How it goes on after somebody cannot come: they choose another moment, are called, are visited, or hear from us."""

VOORKEUREN: Final = ("ochtend", "middag", "telefoon", "thuis", "bel_mij")
"""What suits better when none of the offered moments does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AfspraakBevestigd:
    """The person comes."""

    type: ClassVar[str] = "afspraak.bevestigd"
    afspraak_id: str

    def data(self) -> dict[str, Any]:
        """The content."""
        return {"afspraakId": self.afspraak_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class AfspraakVerzetGevraagd:
    """Another moment suits better: one that was offered, or a wish. The person was told who answers by when."""

    type: ClassVar[str] = "afspraak.verzet_gevraagd"
    afspraak_id: str
    alternatief_id: str | None
    voorkeur: str | None
    contact_uiterlijk: date

    def data(self) -> dict[str, Any]:
        """The content."""
        keuze = {"alternatiefId": self.alternatief_id, "voorkeur": self.voorkeur}
        return {
            "afspraakId": self.afspraak_id,
            **{naam: waarde for naam, waarde in keuze.items() if waarde},
            "contactUiterlijk": self.contact_uiterlijk.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AfspraakAfgezegd:
    """The person cannot come, and says how it goes on. Nobody asked why."""

    type: ClassVar[str] = "afspraak.afgezegd"
    afspraak_id: str
    vervolg: str
    contact_uiterlijk: date

    def data(self) -> dict[str, Any]:
        """The content."""
        return {
            "afspraakId": self.afspraak_id,
            "vervolg": self.vervolg,
            "contactUiterlijk": self.contact_uiterlijk.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AfspraakBegeleiderMee:
    """Somebody comes along, or after all does not."""

    type: ClassVar[str] = "afspraak.begeleider_mee"
    afspraak_id: str
    mee: bool

    def data(self) -> dict[str, Any]:
        """The content."""
        return {"afspraakId": self.afspraak_id, "mee": self.mee}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactNodig:
    """Somebody has to call, at the latest on the day that the person sees."""

    type: ClassVar[str] = "contact.nodig"
    reden: str
    uiterlijk: date
    afspraak_id: str | None = None

    def data(self) -> dict[str, Any]:
        """The content."""
        data = {"reden": self.reden, "uiterlijk": self.uiterlijk.isoformat()}
        return data | ({"afspraakId": self.afspraak_id} if self.afspraak_id else {})
