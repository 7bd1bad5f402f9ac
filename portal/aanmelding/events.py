"""What a sign-up tells the backoffice (types and fields of the contract)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from portal.clock import moment
from portal.termijnen import Termijnen


def termijnen_data(termijnen: Termijnen) -> dict[str, str]:
    """Both dates as the contract writes them."""
    return {
        "belbelofteUiterlijk": termijnen.belbelofte_uiterlijk.isoformat(),
        "eersteGesprekUiterlijk": termijnen.eerste_gesprek_uiterlijk.isoformat(),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class AanmeldingOntvangen:
    """Somebody signed up, by whatever way."""

    type: ClassVar[str] = "aanmelding.ontvangen"
    aanmelding_id: UUID
    startdatum: date
    ontvangen_op: datetime
    kanaal: str
    taal: str
    bereikbaarheid: dict[str, object]
    naam: str | None
    eigen_woorden: str | None
    crisisinterventie: bool
    termijnen: Termijnen
    helper: dict[str, object] | None
    veilig_bereikbaar: str
    verdacht: bool
    ingekort: bool

    def data(self) -> dict[str, Any]:
        """The content; what was not given is left out."""
        alles = {
            "aanmeldingId": str(self.aanmelding_id),
            "startdatum": self.startdatum.isoformat(),
            "ontvangenOp": moment(self.ontvangen_op),
            "kanaal": self.kanaal,
            "taal": self.taal,
            "bereikbaarheid": self.bereikbaarheid,
            "naam": self.naam,
            "eigenWoorden": self.eigen_woorden,
            "crisisinterventie": self.crisisinterventie,
            "termijnen": termijnen_data(self.termijnen),
            "helper": self.helper,
            "veiligBereikbaar": self.veilig_bereikbaar,
            "verdacht": self.verdacht,
            "ingekort": self.ingekort,
        }
        return {naam: waarde for naam, waarde in alles.items() if waarde is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class AanmeldingAangevuld:
    """One later answer."""

    type: ClassVar[str] = "aanmelding.aangevuld"
    aanmelding_id: UUID
    onderwerp: str
    antwoord: Any

    def data(self) -> dict[str, Any]:
        """The content."""
        return {
            "aanmeldingId": str(self.aanmelding_id),
            "onderwerp": self.onderwerp,
            "antwoord": self.antwoord,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class HaastGemeld:
    """An answer to "is er haast?", with the dates that stand now."""

    type: ClassVar[str] = "aanmelding.aangevuld"
    aanmelding_id: UUID
    gronden: tuple[str, ...]
    datum: date | None
    crisisinterventie: bool
    termijnen: Termijnen

    def data(self) -> dict[str, Any]:
        """The content."""
        data: dict[str, Any] = {
            "aanmeldingId": str(self.aanmelding_id),
            "onderwerp": "haast",
            "antwoord": list(self.gronden) or ["nee"],
            "crisisinterventie": self.crisisinterventie,
            "gronden": list(self.gronden),
            "termijnen": termijnen_data(self.termijnen),
        }
        if self.datum is not None:
            data["datum"] = self.datum.isoformat()
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class AanmeldingIngetrokken:
    """The person said: no, after all."""

    type: ClassVar[str] = "aanmelding.ingetrokken"
    aanmelding_id: UUID

    def data(self) -> dict[str, Any]:
        """The content."""
        return {"aanmeldingId": str(self.aanmelding_id)}


@dataclass(frozen=True, slots=True, kw_only=True)
class AanmeldingHersteld:
    """The person said: yes, after all."""

    type: ClassVar[str] = "aanmelding.hersteld"
    aanmelding_id: UUID
    termijnen: Termijnen

    def data(self) -> dict[str, Any]:
        """The content; the dates as they stand now."""
        return {
            "aanmeldingId": str(self.aanmelding_id),
            "termijnen": termijnen_data(self.termijnen),
        }
