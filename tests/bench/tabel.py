"""One line of the table, and the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

_KOP: Final = ("", "ours", "beside it", "ratio", "target", "")
_OORDEEL: Final = {True: "", False: "MISSED", None: ""}


@dataclass(frozen=True, slots=True)
class Regel:
    """One thing that was measured. `verhouding` is ours to theirs; `goed` is None when there is no target."""

    deel: str
    wat: str
    onze: str
    naast: str = ""
    verhouding: float | None = None
    doel: str = ""
    goed: bool | None = None

    @property
    def vakken(self) -> tuple[str, ...]:
        """What stands in each column."""
        verhouding = "" if self.verhouding is None else f"{self.verhouding:.2f}"
        return f"  {self.wat}", self.onze, self.naast, verhouding, self.doel, _OORDEEL[self.goed]


def toon(regels: Sequence[Regel]) -> str:
    """The whole table as text; a target that was missed is marked with MISSED."""
    rijen = [_KOP, *(regel.vakken for regel in regels)]
    breed = [max(len(rij[kolom]) for rij in rijen) for kolom in range(len(_KOP))]
    uit = ["", _rij(_KOP, breed)]
    for deel, groep in groupby(regels, key=lambda regel: regel.deel):
        uit += ["", deel, *(_rij(regel.vakken, breed) for regel in groep)]
    beoordeeld = [regel.goed for regel in regels if regel.goed is not None]
    uit += ["", f"{sum(beoordeeld)} of {len(beoordeeld)} targets reached."]
    return "\n".join(uit)


def _rij(vakken: Sequence[str], breed: Sequence[int]) -> str:
    return "  ".join(vak.ljust(wijd) for vak, wijd in zip(vakken, breed, strict=True)).rstrip()
