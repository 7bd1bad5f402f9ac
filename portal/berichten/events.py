"""What this package tells the backoffice (types and fields of the contract)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class BerichtOntvangen:
    """A question; the answer goes by `antwoordkanaal` when the person said how they like to hear things."""

    type: ClassVar[str] = "bericht.ontvangen"
    bericht_id: UUID
    tekst: str
    antwoordkanaal: str | None
    uiterlijk: date

    def data(self) -> dict[str, Any]:
        """The content."""
        data = {"berichtId": str(self.bericht_id), "tekst": self.tekst, "uiterlijk": self.uiterlijk.isoformat()}
        return data | ({"antwoordkanaal": self.antwoordkanaal} if self.antwoordkanaal else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class VeranderingGemeld:
    """Something changed (model art. 11 lid 2)."""

    type: ClassVar[str] = "verandering.gemeld"
    soort: str
    tekst: str | None
    datum: date
    uiterlijk: date

    def data(self) -> dict[str, Any]:
        """The content."""
        data = {"soort": self.soort, "datum": self.datum.isoformat(), "uiterlijk": self.uiterlijk.isoformat()}
        return data | ({"tekst": self.tekst} if self.tekst else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class TerugvalGemeld:
    """It does not go well: somebody calls, at best the one who helped last (model art. 16 lid 2)."""

    type: ClassVar[str] = "terugval.gemeld"
    belwens: str
    tekst: str | None
    contact_uiterlijk: date
    laatste_hulpverlener: str | None

    def data(self) -> dict[str, Any]:
        """The content."""
        data = {"belwens": self.belwens, "contactUiterlijk": self.contact_uiterlijk.isoformat()}
        if self.tekst:
            data["tekst"] = self.tekst
        if self.laatste_hulpverlener:
            data["laatsteHulpverlener"] = self.laatste_hulpverlener
        return data
