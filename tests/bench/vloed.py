"""Everybody at once: many sign-ups and page views, and a storm of wrong codes, for some time.

What counts is the ledger: who got the answer "gelukt" has to be in the database.
"""

import asyncio
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from portal.aanmelding.models import Aanmelding
from portal.db.databank import ALLE, Databank
from portal.inwoners.models import Inwoner
from tests.bench.lader import HIER, Antwoord, Meting, stroom, vraag, zend
from tests.bench.server import omgeving_van, portaal
from tests.bench.tabel import Regel
from tests.databanken import nieuwe_url

DEEL: Final = "Flood on SQLite (both cores; in time as people wait)"
AANMELDINGEN: Final = 20
PAGINAS: Final = 200
RADERS: Final = 40
STORM_P95_MS: Final = 2_000.0
_PADEN: Final = (
    "/nl/",
    "/en/",
    "/ar/",
    "/nl/aanmelden",
    "/nl/zo-werkt-het",
    "/en/wat-als",
    "/nl/contact",
    "/nl/veilig",
)


@dataclass(slots=True)
class Grootboek:
    """What the sender knows: the numbers that were signed up according to the portal, and everything it answered."""

    gelukt: set[str] = field(default_factory=set)
    aanmeldingen: Meting = field(default_factory=Meting)
    paginas: Meting = field(default_factory=Meting)

    def noteer(self, antwoord: Antwoord) -> None:
        """One answer to a sign-up."""
        if antwoord.status == 303:
            self.gelukt.add(telefoon(antwoord.nummer))


def telefoon(nummer: int) -> str:
    """A telephone number of its own for each, as the portal keeps it."""
    return f"+3161{nummer:07d}"


def overspoel(poort: int, seconden: float, *, paginas: int = PAGINAS) -> Grootboek:
    """Send it all; gives the ledger once every request was answered."""
    # A thread of its own: in a test run the browser may have left its event loop in this one.
    with ThreadPoolExecutor(max_workers=1) as draad:
        return draad.submit(asyncio.run, _overspoel(poort, seconden, paginas)).result()


async def _overspoel(poort: int, seconden: float, paginas: int) -> Grootboek:
    boek = Grootboek()
    boek.aanmeldingen, boek.paginas = await asyncio.gather(
        stroom(poort, aanmelding, per_seconde=AANMELDINGEN, seconden=seconden, bij_antwoord=boek.noteer),
        stroom(poort, _pagina, per_seconde=max(paginas, 1), seconden=seconden if paginas else 0),
    )
    return boek


def aanmelding(nummer: int) -> bytes:
    """A sign-up by the front page's one field."""
    velden = f"telefoon=0{telefoon(nummer)[3:]}".encode()
    return zend("/nl/aanmelden", velden, {"User-Agent": f"telefoon {nummer}"})


def _pagina(nummer: int) -> bytes:
    """Half of the people come for the first time; the others have a cookie and get a page of their own."""
    return vraag(_PADEN[nummer // 2 % len(_PADEN)], {"Cookie": "kleur=donker"} if nummer % 2 else {})


def opgeslagen(url: str) -> set[str]:
    """Every telephone number with an aanmelding, decrypted."""
    databank = Databank(url)
    try:
        with databank.lezen(ALLE) as sessie:
            wie = sessie.scalars(select(Inwoner).join(Aanmelding, Aanmelding.inwoner_id == Inwoner.id)).all()
            assert len(wie) == sessie.scalar(select(func.count()).select_from(Aanmelding))
            return {inwoner.telefoon or "" for inwoner in wie}
    finally:
        databank.sluit()


def meet(var_dir: Path, *, kort: bool) -> list[Regel]:
    """A minute of flood, then sign-ups beside a storm of wrong codes."""
    seconden = 4.0 if kort else 60.0
    url = nieuwe_url("sqlite", var_dir)
    with portaal(omgeving_van(var_dir, url)) as server:
        boek = overspoel(server.poort, seconden)
    kwijt = len(boek.gelukt - opgeslagen(url))
    wat = f"{AANMELDINGEN}/s sign-ups and {PAGINAS}/s pages for {seconden:.0f} s: acknowledged and lost"
    regels = [
        Regel(DEEL, wat, f"{kwijt} of {len(boek.gelukt):,}", _statussen(boek), None, "0", kwijt == 0),
        Regel(DEEL, "  a sign-up", _wachten(boek.aanmeldingen)),
        Regel(DEEL, "  a page, half of them made for one person", _wachten(boek.paginas)),
    ]
    rust, storm, geraden = _raadstorm(var_dir, 3.0 if kort else 10.0)
    regels += [
        Regel(DEEL, f"{AANMELDINGEN}/s sign-ups by themselves", _wachten(rust)),
        Regel(
            DEEL,
            f"  beside {RADERS} clients with wrong codes",
            _wachten(storm),
            geraden,
            storm.deel(0.95) / rust.deel(0.95),
            f"p95 < {STORM_P95_MS:.0f} ms",
            storm.deel(0.95) < STORM_P95_MS,
        ),
    ]
    return regels


def _raadstorm(var_dir: Path, seconden: float) -> tuple[Meting, Meting, str]:
    """Sign-ups by themselves, and beside guessers who come from ever other addresses; and what those got."""
    omgeving = omgeving_van(var_dir, nieuwe_url("sqlite", var_dir), PORTAL_TRUSTED_PROXIES=HIER)
    with portaal(omgeving) as server:
        rust = overspoel(server.poort, seconden, paginas=0).aanmeldingen
        opdracht = [sys.executable, "-m", "tests.bench.raders", str(server.poort), str(seconden + 1), str(RADERS)]
        with subprocess.Popen(opdracht, stdout=subprocess.PIPE, text=True) as raders:
            time.sleep(1)
            storm = overspoel(server.poort, seconden, paginas=0).aanmeldingen
            geraden, _ = raders.communicate()
    return rust, storm, geraden.strip()


def _wachten(meting: Meting) -> str:
    return f"p50 {meting.deel(0.5):.0f}, p95 {meting.deel(0.95):.0f}, p99 {meting.deel(0.99):.0f} ms"


def _statussen(boek: Grootboek) -> str:
    alles = boek.aanmeldingen.statussen + boek.paginas.statussen
    return ", ".join(f"{aantal:,} x {status}" for status, aantal in sorted(alles.items()))
