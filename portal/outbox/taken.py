"""Work that comes round every so often beside the relay: retention, hashing codes, reminders."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from portal.clock import Klok

_KIJK: Final = 1.0
"""Seconds between two looks at what is due."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taak:
    """Something to do every so long. Another worker may do it at the same moment too."""

    naam: str
    elke: timedelta
    doe: Callable[[datetime], object]


class Takenlijst:
    """Does each task when it is due; the first time at once. A task that fails stops nothing."""

    def __init__(self, taken: Sequence[Taak]) -> None:
        self._taken = tuple(taken)
        self._weer_op: dict[str, datetime] = {}

    def doe_wat_moet(self, now: datetime) -> None:
        """Do the tasks that are due, one after the other."""
        for taak in self._taken:
            if now < self._weer_op.get(taak.naam, now):
                continue
            self._weer_op[taak.naam] = now + taak.elke
            try:
                taak.doe(now)
            except Exception:
                _log.exception("task failed", extra={"taak": taak.naam})

    def draai(self, klok: Klok, stop: threading.Event) -> None:
        """Go on until `stop`; a slow task keeps the next one waiting, never the relay."""
        while not stop.is_set():
            self.doe_wat_moet(klok.nu())
            stop.wait(_KIJK)
