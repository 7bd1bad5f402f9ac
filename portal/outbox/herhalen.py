"""When something is tried again: the contract's retry table, as data."""

from datetime import timedelta
from typing import Final

WACHTTIJDEN: Final = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
)
"""After the first failure in a row, the second, …; the last one goes on without end."""

SPREIDING: Final = 0.1
"""Each wait is up to this part shorter or longer, so that not everybody comes back at once."""

PROEFTIJD: Final = timedelta(minutes=1)
"""A paused destination gets one probe in this time."""

AFWIJZINGEN: Final = 3
"""So often one event may be refused before its line is parked."""

LANGST_GEVRAAGD: Final = timedelta(days=1)
KORTST_GEVRAAGD: Final = timedelta(seconds=1)
"""Bounds to what a receiver may ask for in Retry-After."""


def wachttijd(mislukt: int, toeval: float) -> timedelta:
    """Give the wait after this many failures in a row (1, 2, …); `toeval` lies in 0 to 1."""
    basis = WACHTTIJDEN[min(mislukt, len(WACHTTIJDEN)) - 1]
    return basis * (1 + SPREIDING * (2 * toeval - 1))


def gevraagde_wachttijd(na: timedelta) -> timedelta:
    """Give what a receiver asked for, within bounds."""
    return max(KORTST_GEVRAAGD, min(na, LANGST_GEVRAAGD))
