"""The road as everybody walks it: phases and steps of the routekaart, as a table."""

from dataclasses import dataclass
from typing import Final

from portal.gemeente import Gemeente

FASEN: Final = ("in_contact", "in_gesprek", "rust_en_overzicht", "plaatje_compleet", "toekomst")


@dataclass(frozen=True, slots=True)
class Stapsoort:
    """One step. `wie` acts; `keuze` is the setting of the gemeente without which it is not shown."""

    code: str
    fase: str
    wie: str
    keuze: str | None = None


ROUTE: Final = (
    Stapsoort("aanmelding", "in_contact", "inwoner"),
    Stapsoort("kennismaking", "in_contact", "gemeente"),
    Stapsoort("eerste_gesprek", "in_gesprek", "samen"),
    Stapsoort("plan_van_aanpak", "in_gesprek", "samen"),
    Stapsoort("beschikking", "in_gesprek", "gemeente"),
    Stapsoort("schuldenrust", "rust_en_overzicht", "gemeente"),
    Stapsoort("begeleiding", "rust_en_overzicht", "samen"),
    Stapsoort("schulden_in_kaart", "plaatje_compleet", "gemeente"),
    Stapsoort("voorstel", "plaatje_compleet", "schuldeisers"),
    Stapsoort("oplossing", "plaatje_compleet", "samen"),
    Stapsoort("evaluatie", "plaatje_compleet", "samen"),
    Stapsoort("volgen", "toekomst", "samen", keuze="volgen"),
    Stapsoort("nazorg", "toekomst", "samen"),
    Stapsoort("afronding", "toekomst", "gemeente"),
)
CODES: Final = frozenset(soort.code for soort in ROUTE)


def route_van(gemeente: Gemeente) -> list[Stapsoort]:
    """The steps that this gemeente uses."""
    return [s for s in ROUTE if s.keuze is None or getattr(gemeente.keuzes, s.keuze)]
