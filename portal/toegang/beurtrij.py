"""One at a time, fair per source: a flood from one place does not keep others out."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

PLEKKEN: Final = 4
"""Who waits here holds a thread of the web server. Half of them stay free, or a storm of wrong codes
would keep people from signing up."""


class GeenBeurt(Exception):
    """No turn came within the waiting time, or there was no place to wait."""


class _Wachtende(threading.Event):
    """Somebody in line. Set when their turn comes, or when they had to make way."""

    moest_wijken = False


class Beurtrij:
    """Gives turns source by source, in a circle; within a source in order of arrival.

    `wachttijd` in seconds; `plekken` to wait in all, of which `meeste` for one source. When all are
    taken, the last of the longest line makes way for a source that has fewer.
    """

    def __init__(self, wachttijd: float = 3.0, plekken: int = PLEKKEN, meeste: int = 2) -> None:
        self._wachttijd = wachttijd
        self._plekken = plekken
        self._meeste = meeste
        self._slot = threading.Lock()
        self._bezet = False
        self._rijen: OrderedDict[str, deque[_Wachtende]] = OrderedDict()

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
            mijn = self._sluit_aan(bron)
        mijn.wait(max(0.0, einde - time.monotonic()))
        with self._slot:
            if mijn in self._rijen.get(bron, ()):
                self._haal_weg(bron, mijn)
                raise GeenBeurt
        if mijn.moest_wijken:
            raise GeenBeurt
        # Not in line any more and not sent away: the turn is ours, perhaps at the very last moment.

    def _sluit_aan(self, bron: str) -> _Wachtende:
        eigen = len(self._rijen.get(bron, ()))
        if eigen >= self._meeste:
            raise GeenBeurt
        if sum(map(len, self._rijen.values())) >= self._plekken:
            langste = max(self._rijen, key=lambda ander: len(self._rijen[ander]))
            if len(self._rijen[langste]) <= eigen + 1:
                raise GeenBeurt
            laatste = self._rijen[langste][-1]
            self._haal_weg(langste, laatste)
            laatste.moest_wijken = True
            laatste.set()
        mijn = _Wachtende()
        self._rijen.setdefault(bron, deque()).append(mijn)
        return mijn

    def _haal_weg(self, bron: str, wie: _Wachtende) -> None:
        self._rijen[bron].remove(wie)
        if not self._rijen[bron]:
            del self._rijen[bron]

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


TRAAG: Final = Beurtrij()
"""The one line of this process for everything that hashes slowly: personal codes and passwords of accounts."""
