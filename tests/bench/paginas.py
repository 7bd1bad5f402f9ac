"""Pages: how many a second, beside a bare Flask page under the same server on the same core."""

from pathlib import Path
from typing import Final

from tests.bench.bezoeker import Bezoeker
from tests.bench.lader import vraag
from tests.bench.openbaar import openbare_paden
from tests.bench.server import alleen_op, kaal, kernen, omgeving_van, portaal
from tests.bench.tabel import Regel
from tests.bench.wedloop import Loper, Uitslag, om_de_beurt
from tests.databanken import nieuwe_url

DEEL: Final = "Pages a second, one core, beside a bare Flask page (layout, 40 translated strings, a form)"
BEWAARD, GEMAAKT = 8.0, 0.6
EIGEN: Final = "of one person (reads the database)"


def meet(var_dir: Path, *, kort: bool) -> list[Regel]:
    """The kept pages, and the same with a cookie, which have to be made for every request."""
    rondes, seconden = (3, 0.4) if kort else (5, 0.5)
    omgeving = omgeving_van(var_dir, nieuwe_url("sqlite", var_dir))
    server, vrager = kernen()
    bewaarde = [pad for pad in openbare_paden(omgeving) if pad.startswith("/nl/")]
    with portaal(omgeving, server) as onze, kaal("tests.bench.kaal:maak_pagina", omgeving, server) as bare:
        lopers = {"bare": Loper(bare, lambda _: vraag("/"))}
        for pad in bewaarde[:2] if kort else bewaarde:
            lopers[pad] = Loper(onze, lambda _, pad=pad: vraag(pad))  # type: ignore[misc]
        for pad in bewaarde[:2] if kort else (*bewaarde[:2], "/nl/zo-werkt-het", "/nl/woorden", "/ar/"):
            lopers[f"{pad} with a cookie"] = Loper(
                onze,
                lambda _, pad=pad: vraag(pad, {"Cookie": "kleur=licht"}),  # type: ignore[misc]
            )
        with Bezoeker(onze.poort) as iemand:
            iemand.zend("/nl/aanmelden", {"telefoon": "06 12345678"})
        for pad in ("/nl/aanmelden/klaar",) if kort else ("/nl/", "/nl/aanmelden/klaar", "/nl/mijn"):
            lopers[f"{pad} {EIGEN}"] = Loper(
                onze,
                lambda _, pad=pad, koek=iemand.koek: vraag(pad, {"Cookie": koek}),  # type: ignore[misc]
            )
        with alleen_op(vrager):
            uitslagen = om_de_beurt(lopers, rondes=rondes, seconden=seconden)
    naast = uitslagen.pop("bare")
    return [_regel(naam, uitslag, naast) for naam, uitslag in uitslagen.items()]


def _regel(naam: str, uitslag: Uitslag, naast: Uitslag) -> Regel:
    verhouding = uitslag.tegen(naast)
    if naam.endswith(EIGEN):
        return Regel(DEEL, f"GET {naam}", uitslag.in_woorden, naast.in_woorden, verhouding)
    doel = GEMAAKT if naam.endswith("cookie") else BEWAARD
    return Regel(
        DEEL, f"GET {naam}", uitslag.in_woorden, naast.in_woorden, verhouding, f">= {doel:g} x", verhouding >= doel
    )
