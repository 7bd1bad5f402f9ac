"""Signing up: how many a second beside a bare Flask form handler, and what waits when sixteen write at once."""

import re
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, create_engine, func, inspect, select, table

from tests.bench.bezoeker import Bezoeker
from tests.bench.lader import Meting, jaag, zend
from tests.bench.server import Server, alleen_op, kaal, kernen, omgeving_van, portaal
from tests.bench.tabel import Regel
from tests.bench.wedloop import Loper, om_de_beurt
from tests.databanken import SOORTEN, gooi_weg, nieuwe_url

DEEL: Final = "Sign-ups a second, one core, beside a bare Flask form that writes as many rows"
STAART: Final = "Sixteen writers at once on SQLite (both cores)"
GELIJK, P99 = 0.8, 150.0
SCHRIJVERS: Final = 16


def meet(var_dir: Path, *, kort: bool) -> list[Regel]:
    """The rate on both databases."""
    rondes, seconden = (3, 0.5) if kort else (7, 1.0)
    server, vrager = kernen()
    regels = []
    for soort in SOORTEN:
        url, ander = nieuwe_url(soort, var_dir), nieuwe_url(soort, var_dir)
        if soort == "sqlite":
            ander = f"sqlite:///{var_dir / 'kaal.db'}"
        rijen = _rijen_van_een(var_dir, url)
        bare_omgeving = omgeving_van(var_dir, ander, KAAL_TABELLEN=str(rijen))
        doel = "tests.bench.kaal:maak_aanmelding"
        with (
            portaal(omgeving_van(var_dir, url), server) as onze,
            kaal(doel, bare_omgeving, server) as zonder,
            kaal(doel, bare_omgeving | {"KAAL_CSRF": "1"}, server) as met,
            alleen_op(vrager),
        ):
            uitslagen = om_de_beurt(
                {"onze": Loper(onze, _aanmelding, 303), "zonder": _bare(zonder), "met": _bare(met)},
                rondes=rondes,
                seconden=seconden,
            )
        gooi_weg(url)
        gooi_weg(ander)
        for naam, wat in (("zonder", "no token"), ("met", "with Flask-WTF's token, as is its default")):
            verhouding = uitslagen["onze"].tegen(uitslagen[naam])
            regels.append(
                Regel(
                    DEEL,
                    f"{soort}, {rijen} rows; the bare one {wat}",
                    uitslagen["onze"].in_woorden,
                    uitslagen[naam].in_woorden,
                    verhouding,
                    f">= {GELIJK} x",
                    verhouding >= GELIJK,
                )
            )
    return regels


def meet_staart(var_dir: Path, *, kort: bool) -> list[Regel]:
    """What the slowest of many wait for, with the writer gate and without it."""
    seconden = 2.0 if kort else 8.0
    met, zonder = (
        _staart(var_dir, doel, seconden) for doel in ("portal.wsgi:maak_app", "tests.bench.zonder_poort:maak_app")
    )
    return [
        Regel(
            STAART,
            f"p99 of a sign-up; p50 {met.deel(0.5):.0f} ms and {met.tempo:.0f}/s",
            f"{met.deel(0.99):.0f} ms, slowest {max(met.tijden) * 1000:.0f}",
            f"no gate {zonder.deel(0.99):.0f}, slowest {max(zonder.tijden) * 1000:.0f}",
            met.deel(0.99) / zonder.deel(0.99),
            f"< {P99:.0f} ms",
            met.deel(0.99) < P99,
        )
    ]


def _staart(var_dir: Path, doel: str, seconden: float) -> Meting:
    omgeving = omgeving_van(var_dir, nieuwe_url("sqlite", var_dir))
    with kaal(doel, omgeving, draden=SCHRIJVERS) as server:
        jaag(server.poort, _aanmelding, verbindingen=SCHRIJVERS, seconden=0.5)
        return jaag(server.poort, lambda n: _aanmelding(n + 50_000), verbindingen=SCHRIJVERS, seconden=seconden)


def _aanmelding(nummer: int) -> bytes:
    """Each from another telephone: so many from one would be marked, and that is another path."""
    return zend("/nl/aanmelden", f"telefoon=06{nummer:08d}".encode(), {"User-Agent": f"telefoon {nummer}"})


def _bare(server: Server) -> Loper:
    with Bezoeker(server.poort) as bezoeker:
        csrf = re.sub(r"\s", "", bezoeker.haal("/").tekst)
        koek = {"Cookie": bezoeker.koek} if bezoeker.koek else {}
    return Loper(server, lambda n: zend("/", f"telefoon=06{n:08d}&csrf_token={csrf}".encode(), koek), 303)


def _rijen_van_een(var_dir: Path, url: str) -> int:
    """How many rows one sign-up writes, counted in the database."""
    engine = create_engine(url)
    with portaal(omgeving_van(var_dir, url)) as server, Bezoeker(server.poort) as bezoeker:
        voor = _tel_rijen(engine)
        bezoeker.zend("/nl/aanmelden", {"telefoon": "06 12345678"})
        geschreven = _tel_rijen(engine) - voor
    engine.dispose()
    return geschreven


def _tel_rijen(engine: Engine) -> int:
    tabellen = inspect(engine).get_table_names()
    with engine.connect() as verbinding:
        return sum(verbinding.scalar(select(func.count()).select_from(table(naam))) or 0 for naam in tabellen)
