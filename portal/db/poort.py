"""First come, first served for those who write to SQLite.

SQLite has one writer. Its busy handler lets luck decide who is next, and with
sixteen writers some wait over a second. A queue in the process and a turnstile
of two file locks between processes make it a line instead.
"""

import fcntl
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import OperationalError


class TeDruk(Exception):
    """No turn came within the waiting time: the service is overloaded."""


class Schrijfpoort:
    """Lets one writer in at a time, in order of arrival.

    `pad` is a file beside the database; `wachttijd` in seconds.
    """

    def __init__(self, pad: Path, wachttijd: float = 10.0) -> None:
        self._pad = pad
        self._wachttijd = wachttijd
        self._slot = threading.Lock()
        self._rij: deque[threading.Event] = deque()
        self._bezet = False
        self._handvatten: tuple[int, int, int] | None = None

    @contextmanager
    def beurt(self, wachttijd: float | None = None) -> Iterator[None]:
        """Wait for a turn (at most `wachttijd` seconds when given), hold it, and hand it on. Raises `TeDruk`."""
        einde = time.monotonic() + (self._wachttijd if wachttijd is None else wachttijd)
        self._neem_plaats(einde)
        try:
            deur = self._neem_deur(einde)
            try:
                yield
            finally:
                fcntl.flock(deur, fcntl.LOCK_UN)
        finally:
            self._geef_door()

    def _neem_plaats(self, einde: float) -> None:
        with self._slot:
            if not self._bezet:
                self._bezet = True
                return
            mijn = threading.Event()
            self._rij.append(mijn)
        if mijn.wait(max(0.0, einde - time.monotonic())):
            return
        with self._slot:
            if mijn in self._rij:
                self._rij.remove(mijn)
                raise TeDruk
        # The turn came at the very moment we stopped waiting: it is ours.

    def _geef_door(self) -> None:
        with self._slot:
            if self._rij:
                self._rij.popleft().set()
            else:
                self._bezet = False

    def _neem_deur(self, einde: float) -> int:
        """Between processes: whoever holds the turnstile is next at the door."""
        draaihek, deur = self._bestanden()
        self._vergrendel(draaihek, einde)
        try:
            self._vergrendel(deur, einde)
        finally:
            fcntl.flock(draaihek, fcntl.LOCK_UN)
        return deur

    def _bestanden(self) -> tuple[int, int]:
        # A lock belongs to an open file, and a forked child shares its parent's:
        # so each process opens its own.
        pid = os.getpid()
        if self._handvatten is None or self._handvatten[0] != pid:
            self._handvatten = (pid, self._open("-rij"), self._open("-deur"))
        return self._handvatten[1], self._handvatten[2]

    def _open(self, einde: str) -> int:
        pad = self._pad.with_name(self._pad.name + einde)
        try:
            return os.open(pad, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as fout:
            # Where no lock can be made, there is no database either: the same fault for everybody above.
            raise OperationalError("open the writers' gate", None, fout) from fout

    @staticmethod
    def _vergrendel(handvat: int, einde: float) -> None:
        pauze = 0.0002
        while True:
            try:
                fcntl.flock(handvat, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > einde:
                    raise TeDruk from None
                time.sleep(pauze)
                pauze = min(pauze * 1.5, 0.004)
