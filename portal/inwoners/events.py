"""What this package tells the backoffice (types and fields of the contract)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from portal.clock import moment


@dataclass(frozen=True, slots=True, kw_only=True)
class VoorkeurenGewijzigd:
    """The person changed how they like to be reached; `voorkeuren` is how all of them stand now."""

    type: ClassVar[str] = "voorkeuren.gewijzigd"
    voorkeuren: dict[str, Any]

    def data(self) -> dict[str, Any]:
        """The content."""
        return self.voorkeuren


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactgegevensGewijzigd:
    """Name or ways to reach the person, as they stand now; what is not in it, is not there any more."""

    type: ClassVar[str] = "contactgegevens.gewijzigd"
    naam: str | None
    bereikbaarheid: dict[str, object]
    veilig_bereikbaar: str

    def data(self) -> dict[str, Any]:
        """The content."""
        data: dict[str, Any] = {
            "bereikbaarheid": self.bereikbaarheid,
            "veiligBereikbaar": self.veilig_bereikbaar,
        }
        return data | ({"naam": self.naam} if self.naam else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class ToestemmingGegeven:
    """A yes to something that can be refused."""

    type: ClassVar[str] = "toestemming.gegeven"
    soort: str
    op: datetime

    def data(self) -> dict[str, Any]:
        """The content."""
        return {"soort": self.soort, "gegevenOp": moment(self.op)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToestemmingIngetrokken:
    """That yes was taken back: what was done with it stops."""

    type: ClassVar[str] = "toestemming.ingetrokken"
    soort: str
    op: datetime

    def data(self) -> dict[str, Any]:
        """The content."""
        return {"soort": self.soort, "ingetrokkenOp": moment(self.op)}


@dataclass(frozen=True, slots=True, kw_only=True)
class InzageGevraagd:
    """The person wants to see what the gemeente holds in its own systems (AVG art. 15)."""

    type: ClassVar[str] = "inzage.gevraagd"
    op: datetime

    def data(self) -> dict[str, Any]:
        """The content."""
        return {"gevraagdOp": moment(self.op)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectieGevraagd:
    """The person says that something is not right (AVG art. 16)."""

    type: ClassVar[str] = "correctie.gevraagd"
    tekst: str
    op: datetime

    def data(self) -> dict[str, Any]:
        """The content."""
        return {"tekst": self.tekst, "gevraagdOp": moment(self.op)}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerwijderingGevraagd:
    """The person had everything here erased; the gemeente decides about its own systems (AVG art. 17).

    `hulp_door`: whether the help goes on.
    """

    type: ClassVar[str] = "verwijdering.gevraagd"
    hulp_door: bool
    op: datetime

    def data(self) -> dict[str, Any]:
        """The content."""
        return {"gevraagdOp": moment(self.op), "hulpGaatDoor": self.hulp_door}
