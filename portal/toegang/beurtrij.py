"""One at a time, fair per source: a flood from one place does not keep others out."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager


class GeenBeurt(Exception):
    """No turn came within the waiting time."""


class Beurtrij:
    """Gives turns source by source, in a circle; within a source in order of arrival.

    `wachttijd` in seconds; `meeste` waiting callers per source.
    """

    def __init__(self, wachttijd: float = 3.0, meeste: int = 20) -> None:
        self._wachttijd = wachttijd
        self._meeste = meeste
        self._slot = threading.Lock()
        self._bezet = False
        self._rijen: OrderedDict[str, deque[threading.Event]] = OrderedDict()

    @contextmanager
    def beurt(self, bron: str) -> Iterator[None]:
        """Wait for a turn and hold it. Raises `GeenBeurt`."""
        self._wacht(bron)
        try:
            yield
        finally:
            self._geef_door()

    def _wacht(self, bron: str) -> None:
        einde = time.monotonic() + self._wachttijd
        with self._slot:
            if not self._bezet:
                self._bezet = True
                return
            rij = self._rijen.setdefault(bron, deque())
            if len(rij) >= self._meeste:
                raise GeenBeurt
            mijn = threading.Event()
            rij.append(mijn)
        if mijn.wait(max(0.0, einde - time.monotonic())):
            return
        with self._slot:
            rij = self._rijen.get(bron, deque())
            if mijn in rij:
                rij.remove(mijn)
                if not rij:
                    self._rijen.pop(bron, None)
                raise GeenBeurt

    def _geef_door(self) -> None:
        with self._slot:
            if not self._rijen:
                self._bezet = False
                return
            bron, rij = self._rijen.popitem(last=False)
            volgende = rij.popleft()
            if rij:
                self._rijen[bron] = rij  # to the end of the circle
            volgende.set()
