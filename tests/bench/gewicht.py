"""Weight: every public page and every step of the sign-up, in every language, as it is sent."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.bench.bezoeker import Bezoeker, Gekregen, Onderdelen
from tests.bench.openbaar import TALEN, openbare_paden
from tests.bench.server import omgeving_van, portaal
from tests.bench.tabel import Regel
from tests.bench.wedloop import AnderAntwoord
from tests.databanken import nieuwe_url

DEEL: Final = "Weight in bytes over the line, heads included; the heaviest of all pages"
PAGINA, SCRIPTS, SAMEN, VERZOEKEN = 14 * 1024, 20 * 1024, 40 * 1024, 4
_ADRES: Final = re.compile(r"url\(\s*['\"]?([^)'\"]+)")


def meet(var_dir: Path, *, kort: bool) -> list[Regel]:
    """Weigh everything, with brotli and with gzip."""
    omgeving = omgeving_van(var_dir, nieuwe_url("sqlite", var_dir))
    regels: list[Regel] = []
    with portaal(omgeving) as server:
        for vorm in ("br",) if kort else ("br", "gzip"):
            gewogen = list(_weeg(server.poort, vorm, openbare_paden(omgeving, alleen_bewaarde=False)))
            regels += _regels(vorm, gewogen)
    return regels


class _Gewicht:
    """One page with everything that belongs to it, on a first visit."""

    def __init__(self, pagina: Gekregen, bezoeker: Bezoeker) -> None:
        onderdelen = Onderdelen(pagina.pad, pagina.tekst)
        eigen = onderdelen.scripts | onderdelen.overig
        self.pagina = pagina
        self.derden = len(onderdelen.derden) + len(_ADRES.findall(pagina.tekst))
        self.verzoeken = 1 + len(eigen)
        gewicht = {adres: bezoeker.haal(adres).gewicht for adres in eigen - onderdelen.derden}
        self.scripts = sum(gewicht[adres] for adres in onderdelen.scripts if adres in gewicht)
        self.samen = pagina.gewicht + sum(gewicht.values())


def _weeg(poort: int, vorm: str, paden: list[str]) -> Iterator[_Gewicht]:
    for pad in paden:
        with Bezoeker(poort, vorm) as bezoeker:
            gekregen = bezoeker.haal(pad)
            if gekregen.is_pagina:
                yield _Gewicht(gekregen, bezoeker)
    for taal in TALEN:
        with Bezoeker(poort, vorm) as bezoeker:
            for gekregen in _aanmelden(bezoeker, taal):
                if gekregen.status not in (200, 422):
                    raise AnderAntwoord(f"{gekregen.pad}: {gekregen.status}")
                yield _Gewicht(gekregen, bezoeker)


def _aanmelden(bezoeker: Bezoeker, taal: str) -> Iterator[Gekregen]:
    """Every step from a forgotten number to the last question."""
    yield bezoeker.zend(f"/{taal}/aanmelden", {"telefoon": ""})
    yield bezoeker.zend(f"/{taal}/aanmelden/samen/ja", {"telefoon": ""})
    klaar = bezoeker.zend(f"/{taal}/aanmelden", {"telefoon": "06 12345678"})
    yield klaar
    for antwoord in ({"haast": "woning"}, {"meelezen": "soms"}, {"eigen_telefoon": "ja"}):
        velden = {"csrf_token": Onderdelen(klaar.pad, klaar.tekst).csrf} | antwoord
        yield bezoeker.zend(f"/{taal}/aanmelden/klaar", velden)
    lijst = bezoeker.haal(f"/{taal}/aanmelden/vertellen")
    yield lijst
    for pad in sorted(set(re.findall(rf'"(/{taal}/aanmelden/vertellen/[a-z_]+)"', lijst.tekst))):
        yield bezoeker.haal(pad)
    yield bezoeker.haal(f"/{taal}/mijn")


def _regels(vorm: str, gewogen: list[_Gewicht]) -> Iterator[Regel]:
    zwaarste = max(gewogen, key=lambda gewicht: gewicht.pagina.gewicht)
    middelste = sorted(gewogen, key=lambda gewicht: gewicht.pagina.gewicht)[len(gewogen) // 2]
    paginas = f"{vorm}: HTML and CSS of one page, of {len(gewogen)}"
    naast = f"middle {middelste.pagina.gewicht:,}"
    yield Regel(
        DEEL,
        paginas,
        f"{zwaarste.pagina.gewicht:,}",
        f"{naast}; {zwaarste.pagina.pad}",
        zwaarste.pagina.gewicht / PAGINA,
        f"<= {PAGINA:,}",
        zwaarste.pagina.gewicht <= PAGINA,
    )
    for wat, hoogste, grens in (
        ("scripts", max(gewicht.scripts for gewicht in gewogen), SCRIPTS),
        ("everything, on a first visit", max(gewicht.samen for gewicht in gewogen), SAMEN),
        ("requests", max(gewicht.verzoeken for gewicht in gewogen), VERZOEKEN),
        ("from third parties", max(gewicht.derden for gewicht in gewogen), 0),
    ):
        verhouding = hoogste / grens if grens else None
        yield Regel(DEEL, f"{vorm}: {wat}", f"{hoogste:,}", "", verhouding, f"<= {grens:,}", hoogste <= grens)
