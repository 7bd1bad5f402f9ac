"""The days that a decree put on a par with a holiday, from content/feestdagen.toml."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from portal.gemeente.lezen import Plek, lees_tabel, lees_toml
from portal.gemeente.waarden import Klacht, Minstens, Tussen
from portal.termijnen import Kalender


@dataclass(frozen=True, slots=True, kw_only=True)
class Besluit:
    """A decree (Atw art. 3 lid 3) and the days it names."""

    titel: str
    dagen: Annotated[tuple[date, ...], Minstens(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feestdagen:
    """All decrees that we know of."""

    volledig_tot_en_met: Annotated[int, Tussen(2000, 2200)]
    """The last year whose decree is in the list; after it the legal dates may be a day too early."""
    besluit: Annotated[tuple[Besluit, ...], Minstens(1)]

    def __post_init__(self) -> None:
        gezien: set[date] = set()
        for besluit in self.besluit:
            for dag in besluit.dagen:
                if dag in gezien:
                    raise Klacht("besluit", f"{dag} stands in the list twice")
                if dag.year > self.volledig_tot_en_met:
                    raise Klacht("besluit", f"{dag} is after the year of volledig_tot_en_met")
                gezien.add(dag)

    @property
    def kalender(self) -> Kalender:
        """The calendar that these days make."""
        return Kalender(frozenset(dag for besluit in self.besluit for dag in besluit.dagen))


def lees_feestdagen(content_dir: Path) -> Feestdagen:
    """Read the list; raise OnjuisteGemeente, with one line, when the file cannot be used."""
    bestand = content_dir / "feestdagen.toml"
    return lees_tabel(Feestdagen, lees_toml(bestand), Plek(bestand))


def lees_kalender(content_dir: Path) -> Kalender:
    """Read the calendar that all terms are counted with; errors as `lees_feestdagen`."""
    return lees_feestdagen(content_dir).kalender
