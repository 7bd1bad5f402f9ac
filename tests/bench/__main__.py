"""`python -m tests.bench [--kort] [part …]`: everything side by side in one run, as one table with ratios.

It measures and never judges with an exit code: a machine that is busy would fail for the wrong reason.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from portal.db import sleutels
from tests.bench import aanmelden, api, geheugen, gewicht, outbox, paginas, ruimte, verf, vloed
from tests.bench.tabel import Regel, toon


class Meter(Protocol):
    """One part of the bench."""

    def __call__(self, var_dir: Path, *, kort: bool) -> list[Regel]: ...


def _outbox(var_dir: Path, *, kort: bool) -> list[Regel]:
    """It has keys and a folder of its own, and fills a table with 200,000 rows: too long for a short look."""
    return [] if kort else outbox.regels()


DELEN: Final[dict[str, Meter]] = {
    "gewicht": gewicht.meet,
    "verf": verf.meet,
    "paginas": paginas.meet,
    "aanmelden": aanmelden.meet,
    "staart": aanmelden.meet_staart,
    "ruimte": ruimte.meet,
    "api": api.meet,
    "outbox": _outbox,
    "geheugen": geheugen.meet,
    "vloed": vloed.meet,
}


def main() -> None:
    """Measure what was asked for, or all of it."""
    keuze = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    keuze.add_argument("delen", nargs="*", metavar="part", help=f"one or more of: {', '.join(DELEN)}")
    keuze.add_argument("--kort", action="store_true", help="everything within a minute, less precise")
    gekozen = keuze.parse_args()
    onbekend = set(gekozen.delen) - set(DELEN)
    if onbekend:
        keuze.error(f"there is no part {', '.join(sorted(onbekend))}")
    begin, drukte = time.monotonic(), os.getloadavg()[0]
    regels: list[Regel] = []
    try:
        _meet(gekozen.delen or list(DELEN), regels, kort=gekozen.kort)
    finally:
        print(toon(regels))
    print(
        f"{time.monotonic() - begin:.0f} seconds on {os.cpu_count()} cores; others kept {drukte:.1f} of them busy when "
        f"this began, {os.getloadavg()[0]:.1f} when it ended. Compare the ratios, not the numbers."
    )


def _meet(delen: Sequence[str], regels: list[Regel], *, kort: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="rustpunt-bench-") as map:
        sleutels.maak_sleutels(Path(map))
        for naam in delen:
            sleutels.gebruik(sleutels.laad_sleutels(Path(map), None, None))
            print(f"{naam} …", end=" ", file=sys.stderr, flush=True)
            begin = time.monotonic()
            regels += DELEN[naam](Path(map), kort=kort)
            print(f"{time.monotonic() - begin:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
