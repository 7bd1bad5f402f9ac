"""What somebody filled in to sign up, as plain values."""

import hashlib
from dataclasses import dataclass

from portal.db.basis import als_json
from portal.inwoners.service import Bereikbaarheid

MEESTE_WOORDEN = 10_000
"""Own words, in characters; a longer text is cut and the event says so."""


@dataclass(frozen=True, slots=True)
class Helper:
    """Who helps somebody sign up (`samen`): a relative, a maatje, a professional."""

    naam: str | None
    telefoon: str | None
    relatie: str | None
    mag_gebeld: bool

    def als_data(self) -> dict[str, object]:
        """As the contract writes it."""
        alles: dict[str, object | None] = {
            "naam": self.naam,
            "telefoon": self.telefoon,
            "relatie": self.relatie,
            "magGebeld": self.mag_gebeld,
        }
        return {naam: waarde for naam, waarde in alles.items() if waarde is not None}


@dataclass(frozen=True, slots=True)
class Aanvraag:
    """A sign-up before it is stored. `gemerkt`: it looks like a machine's work."""

    bereikbaarheid: Bereikbaarheid
    kanaal: str
    taal: str
    naam: str | None = None
    eigen_woorden: str | None = None
    ingekort: bool = False
    veilig: str = "onbekend"
    groep: str | None = None
    helper: Helper | None = None
    gemerkt: bool = False

    @property
    def is_bereikbaar(self) -> bool:
        """Whether there is one way: of the person, or through a helper who may be called."""
        via_helper = self.helper is not None and self.helper.mag_gebeld and self.helper.telefoon
        return self.bereikbaarheid.is_bekend or bool(via_helper)

    def inhoud(self) -> bytes:
        """What makes two of them the same: everything the person wrote or chose."""
        velden = [
            self.bereikbaarheid.als_data(),
            self.kanaal,
            self.naam,
            self.eigen_woorden,
            self.helper.als_data() if self.helper else None,
            self.veilig,
            self.groep,
        ]
        return hashlib.sha256(als_json(velden).encode()).digest()
