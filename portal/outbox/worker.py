"""The worker: brings what is due, keeps watch, and does what comes round. Any number may run."""

import logging
import os
import random
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from portal.clock import Klok, Systeemklok
from portal.config import Instellingen
from portal.db.databank import ALLE, Databank
from portal.db.poort import TeDruk
from portal.db.wekker import Wekker
from portal.gemeente import Gemeenten, lees_kalender
from portal.outbox.bestemmingen.ophalen import Ophalen
from portal.outbox.bezorgen import Controle
from portal.outbox.models import Hartslag
from portal.outbox.posities import geef_posities, zonder_positie
from portal.outbox.routering import Adres, Route, routes
from portal.outbox.service import KANAAL, is_postgresql
from portal.outbox.taken import Taak, Takenlijst
from portal.outbox.verdeler import Verdeler
from portal.outbox.waarschuwen import (
    NA_NIET_OPHALEN,
    NA_WACHTEN,
    Logwaarschuwer,
    Waarschuwer,
    kijk_rond,
)

HARTSLAG: Final = timedelta(seconds=10)
_VERLENGEN: Final = timedelta(seconds=10)
_RONDKIJKEN: Final = timedelta(seconds=30)
_VERGETEN: Final = timedelta(days=1)
"""The heartbeat of a worker that is gone this long is removed."""

_POLL: Final = 1.0
"""Seconds between two looks when nothing is heard: waking is quick, looking is sure."""

_VERZAMEL: Final = 0.02
"""Seconds that results may wait for each other, to be written down together."""

_ADEM: Final = 0.004
"""Seconds between two turns, so that a burst is taken in handfuls instead of one by one."""

_UITLOOP: Final = 25.0
"""Seconds at the end for what is being sent; longer than any delivery may take."""

_log = logging.getLogger(__name__)


class Worker:
    """Delivers everything in the outbox, until it is told to stop."""

    def __init__(
        self,
        databank: Databank,
        gemeenten: Gemeenten,
        instellingen: Instellingen,
        klok: Klok,
        controles: Mapping[str, Controle] | None = None,
        taken: Sequence[Taak] = (),
        waarschuwer: Waarschuwer | None = None,
        wegen: Mapping[Adres, Route] | None = None,
        toeval: Callable[[], float] = random.random,
    ) -> None:
        """Get ready. Raises `OnjuisteInstelling` for a destination that cannot work.

        `controles` asks per event type, at the moment of sending, whether it still holds;
        `taken` come round beside the relay; `wegen` replaces what the settings say.
        """
        self.naam = f"{socket.gethostname()}:{os.getpid()}"
        self._databank = databank
        self._klok = klok
        wegen = routes(gemeenten, instellingen, Systeemklok()) if wegen is None else wegen
        self._wegen = wegen
        self._ophalers = sorted(gemeente for (gemeente, _), weg in wegen.items() if isinstance(weg, Ophalen))
        self._gemeenten = gemeenten
        self._kalender = lees_kalender(instellingen.content_dir)
        self._waarschuwer = waarschuwer or Logwaarschuwer()
        self._bel = threading.Event()
        self._verdeler = Verdeler(databank, wegen, controles or {}, toeval, self._waarschuwer, self._bij_uitslag)
        self._wacht = Takenlijst(
            (
                Taak("hartslag", HARTSLAG, self._hartslag),
                Taak("leases", _VERLENGEN, self._verdeler.verleng),
                Taak("rondkijken", _RONDKIJKEN, self._rondkijken),
            )
        )
        self._taken = Takenlijst(taken)
        self._klaargezet = False

    def een_ronde(self, now: datetime) -> int:
        """Bring everything that is due at `now`; gives how many events were delivered."""
        self._bereid_voor()
        self._taken.doe_wat_moet(now)
        self._wacht.doe_wat_moet(now)
        self._posities()
        bezorgd = 0
        while True:
            beurt = self._verdeler.beurt(now)
            bezorgd += beurt.bezorgd
            if not beurt.genomen and not self._verdeler.is_bezig:
                return bezorgd
            self._bel.wait(_VERZAMEL)
            self._bel.clear()

    def run(self, stop: threading.Event) -> None:
        """Go on until `stop`; then finish what is being sent, and give the rest back."""
        wekker = Wekker(self._databank, KANAAL, self._bel.set)
        taken = threading.Thread(target=self._taken.draai, args=(self._klok, stop), name="taken", daemon=True)
        wekker.begin()
        taken.start()
        try:
            while not stop.is_set():
                self._wacht_op_werk()
                self._veilig(self._slag)
                stop.wait(_ADEM)
        finally:
            wekker.stop()
            self._sluit_af()
            taken.join(timeout=5)

    def sluit(self) -> None:
        """Give threads and connections back, after rounds that were asked for one by one."""
        self._verdeler.sluit()

    def _slag(self) -> None:
        self._bereid_voor()
        now = self._klok.nu()
        self._wacht.doe_wat_moet(now)
        self._posities()
        self._verdeler.beurt(now)

    def _wacht_op_werk(self) -> None:
        wachten = _POLL
        if self._verdeler.teruggekomen:
            wachten = _VERZAMEL
        elif self._verdeler.volgende is not None:
            nog = (self._verdeler.volgende - self._klok.nu()).total_seconds()
            wachten = min(_POLL, max(0.0, nog))
        self._bel.wait(wachten)
        self._bel.clear()

    def _bij_uitslag(self) -> None:
        """From a hand: half of what is out came back, so writing it down is worth a commit."""
        if 2 * self._verdeler.teruggekomen >= self._verdeler.aantal_onderweg:
            self._bel.set()

    def _veilig(self, doe: Callable[[], object]) -> None:
        """A database that is away stops the work, not the worker."""
        try:
            doe()
        except (SQLAlchemyError, TeDruk):
            _log.exception("database not usable, trying again")
            self._bel.wait(_POLL)

    def _bereid_voor(self) -> None:
        if not self._klaargezet:
            self._verdeler.bereid_voor()
            self._klaargezet = True

    def _posities(self) -> None:
        """Give positions for the backoffices that fetch."""
        if not self._ophalers:
            return
        with self._databank.lezen(ALLE) as sessie:
            nieuw = [gemeente for gemeente in self._ophalers if zonder_positie(sessie, gemeente)]
        for gemeente in nieuw:
            gegeven = -1
            while gegeven:
                with self._databank.schrijven(ALLE) as sessie:
                    gegeven = geef_posities(sessie, gemeente)

    def _hartslag(self, now: datetime) -> None:
        with self._databank.schrijven(ALLE) as sessie:
            invoegen = (postgresql if is_postgresql(sessie) else sqlite).insert(Hartslag)
            sessie.execute(
                invoegen.values(worker=self.naam, gezien_op=now).on_conflict_do_update(
                    index_elements=["worker"], set_={"gezien_op": now}
                )
            )
            sessie.execute(delete(Hartslag).where(Hartslag.gezien_op < now - _VERGETEN))

    def _rondkijken(self, now: datetime) -> None:
        termijnen = {
            adres: NA_NIET_OPHALEN if isinstance(weg, Ophalen) else NA_WACHTEN for adres, weg in self._wegen.items()
        }
        open_gemeenten = [g.slug for g in self._gemeenten if g.open_op(now, self._kalender)]
        with self._databank.schrijven(ALLE) as sessie:
            gezien = kijk_rond(sessie, termijnen, open_gemeenten, now)
        for waarschuwing in gezien:
            self._waarschuwer.waarschuw(waarschuwing)

    def _sluit_af(self) -> None:
        self._verdeler.stop_zachtjes()
        einde = time.monotonic() + _UITLOOP
        while self._verdeler.is_bezig and time.monotonic() < einde:
            self._veilig(lambda: self._verdeler.beurt(self._klok.nu(), nemen=False))
            self._bel.wait(_VERZAMEL)
            self._bel.clear()
        self._verdeler.sluit()
