"""The only place that reads the clock; everything else is handed the moment it works with."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
"""The zone in which people live and in which the legal days are counted."""


class Klok(Protocol):
    """Something that knows what time it is."""

    def nu(self) -> datetime:
        """Give the present moment, aware and in UTC."""
        ...


class Systeemklok:
    """The clock of the machine."""

    def nu(self) -> datetime:
        return datetime.now(UTC)


class Proefklok:
    """A clock that starts at a chosen moment and runs on from there, for trying out dates.

    It runs on the monotonic clock, so a correction of the machine's time does not move it.
    """

    def __init__(self, start: datetime) -> None:
        """Start the clock at `start`; a moment without a zone is a ValueError."""
        self._start = _met_zone(start).astimezone(UTC)
        self._begonnen = time.monotonic()

    def nu(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._begonnen)


def maak_klok(begin: datetime | None) -> Klok:
    """Give the clock of the machine, or one that starts at `begin`."""
    return Proefklok(begin) if begin else Systeemklok()


def in_amsterdam(nu: datetime) -> datetime:
    """Give the same moment as people here read it from the clock on the wall.

    A moment without a zone is a ValueError: the zone of the machine would be guessed for it.
    """
    return _met_zone(nu).astimezone(AMSTERDAM)


def dag_van(nu: datetime) -> date:
    """Give the day it is in the Netherlands at this moment; errors as `in_amsterdam`.

    An aanmelding at 23:59 in Amsterdam counts for that day, although it may be another day in UTC.
    """
    return in_amsterdam(nu).date()


def moment(nu: datetime) -> str:
    """Give a moment as the contract writes it: ISO 8601 to the second, on the clock of Amsterdam."""
    return in_amsterdam(nu).isoformat(timespec="seconds")


def _met_zone(nu: datetime) -> datetime:
    if nu.utcoffset() is None:
        raise ValueError(f"a moment needs a time zone, got {nu.isoformat()}")
    return nu
