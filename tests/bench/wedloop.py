"""Several servers asked in turn, a little while each, round after round, so that all meet the same weather."""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.bench.lader import jaag
from tests.bench.server import Server

VERBINDINGEN: Final = 4
_TIK: Final = 100.0
"""Clock ticks a second in /proc, the same on every Linux of today (USER_HZ)."""


class AnderAntwoord(Exception):
    """A server answered something else than what is being measured."""


@dataclass(frozen=True, slots=True)
class Loper:
    """One of those who are compared: what it is asked, and with which status it has to answer."""

    server: Server
    maak: Callable[[int], bytes]
    status: int = 200


@dataclass(slots=True)
class Uitslag:
    """Answers a second, round by round: by the clock, and by each second that the server's processor worked."""

    klok: list[float] = field(default_factory=list)
    kern: list[float] = field(default_factory=list)

    @property
    def in_woorden(self) -> str:
        """Both, as the middle of the rounds."""
        return f"{statistics.median(self.kern):,.0f}/s a core ({statistics.median(self.klok):,.0f}/s)"

    def tegen(self, ander: "Uitslag") -> float:
        """How many times as many answers from a second of processor: the middle of the rounds.

        Not by the clock, because on a shared machine that says how busy the others were.
        """
        return statistics.median(a / b for a, b in zip(self.kern, ander.kern, strict=True))

    def tegen_klok(self, ander: "Uitslag") -> float:
        """The same by the clock, waiting for the disk included."""
        return statistics.median(a / b for a, b in zip(self.klok, ander.klok, strict=True))


def om_de_beurt(lopers: Mapping[str, Loper], *, rondes: int, seconden: float) -> dict[str, Uitslag]:
    """Let them run `rondes` times, after one round to warm up that does not count."""
    uitslagen = {naam: Uitslag() for naam in lopers}
    geweest = dict.fromkeys(lopers, 0)
    for ronde in range(rondes + 1):
        for naam, loper in lopers.items():
            al = geweest[naam]
            begin = seconden_werk(loper.server.pid)
            meting = jaag(
                loper.server.poort,
                lambda nummer, loper=loper, al=al: loper.maak(al + nummer),  # type: ignore[misc]
                verbindingen=VERBINDINGEN,
                seconden=seconden if ronde else min(seconden, 0.5),
            )
            werk = seconden_werk(loper.server.pid) - begin
            geweest[naam] += len(meting.tijden)
            if set(meting.statussen) != {loper.status}:
                raise AnderAntwoord(f"{naam}: {dict(meting.statussen)}")
            if ronde:
                uitslagen[naam].klok.append(meting.tempo)
                uitslagen[naam].kern.append(len(meting.tijden) / max(werk, 1 / _TIK))
    return uitslagen


def processen(pid: int) -> list[int]:
    """A process and everything below it."""
    gevonden = [pid]
    for taak in Path(f"/proc/{pid}/task").iterdir():
        for kind in (taak / "children").read_text().split():
            gevonden += processen(int(kind))
    return gevonden


def seconden_werk(pid: int) -> float:
    """Seconds of processor that a server used so far, its children included."""
    tikken = 0
    for proces in processen(pid):
        velden = Path(f"/proc/{proces}/stat").read_text().rpartition(")")[2].split()
        tikken += int(velden[11]) + int(velden[12])
    return tikken / _TIK
