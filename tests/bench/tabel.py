"""One line of the table, and the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

_BREED: Final = (62, 26, 26, 10, 10)


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


def toon(regels: Sequence[Regel]) -> str:
    """The whole table as text; a target that was missed is marked with MISSED."""
    uit = ["", _rij("", "ours", "beside it", "ratio", "target")]
    for deel, groep in groupby(regels, key=lambda regel: regel.deel):
        uit += ["", deel]
        for regel in groep:
            verhouding = "" if regel.verhouding is None else f"{regel.verhouding:.2f}"
            oordeel = {True: "", False: "  MISSED", None: ""}[regel.goed]
            uit.append(_rij("  " + regel.wat, regel.onze, regel.naast, verhouding, regel.doel) + oordeel)
    beoordeeld = [regel.goed for regel in regels if regel.goed is not None]
    uit += ["", f"{sum(beoordeeld)} of {len(beoordeeld)} targets reached."]
    return "\n".join(uit)


def _rij(*vakken: str) -> str:
    return "".join(vak.ljust(breed) for vak, breed in zip(vakken, _BREED, strict=True)).rstrip()
