"""Fetching what the portal kept back: for an `informatiearm` gemeente events arrive without their data.

It happens when somebody looks, not while receiving, so a slow portal never holds up a delivery.
"""

import threading
from datetime import datetime, timedelta

from portal.werkbak import gebeurtenissen, werklijst
from portal.werkbak.cloudevent import CloudEvent, GeenCloudEvent, lees_cloudevent
from portal.werkbak.opslag import Opslag
from portal.werkbak.portaal import Portaal, PortaalNiet, Reden

RUST = timedelta(seconds=60)
"""After a failure the worklist does not try again for this long; a person's own page always tries."""


class Ophaler:
    """Asks the portal for whole events."""

    def __init__(self, portaal: Portaal, opslag: Opslag) -> None:
        self._portaal = portaal
        self._opslag = opslag
        self._bezig = threading.Lock()
        self._niet_voor: datetime | None = None

    def haal_van(self, subject: str) -> Reden | None:
        """Fetch what is missing of one person; the reason when something stays missing."""
        return self._haal(subject, limiet=50)

    def haal_nieuwste(self, now: datetime) -> Reden | None:
        """Fetch some of what is missing for anybody, unless that failed a moment ago or is being done already."""
        if self._niet_voor is not None and now < self._niet_voor:
            return None
        if not self._bezig.acquire(blocking=False):
            return None
        try:
            reden = self._haal(None, limiet=25)
            self._niet_voor = now + RUST if reden else None
            return reden
        finally:
            self._bezig.release()

    def _haal(self, subject: str | None, limiet: int) -> Reden | None:
        with self._opslag.lezen() as db:
            missend = gebeurtenissen.wachtende(db, limiet, subject)
        gemist: Reden | None = None
        for event in missend:
            try:
                geheel = self._vraag(event)
            except PortaalNiet as fout:
                gemist = fout.reden
                if gemist in (Reden.ONBEKEND, Reden.ONLEESBAAR):
                    continue
                break
            with self._opslag.schrijven() as db:
                gebeurtenissen.vul_aan(db, geheel)
                werklijst.werk_bij(db, geheel.subject)
        return gemist

    def _vraag(self, event: CloudEvent) -> CloudEvent:
        try:
            geheel = lees_cloudevent(self._portaal.gebeurtenis(event.id))
        except GeenCloudEvent as fout:
            raise PortaalNiet(Reden.ONLEESBAAR) from fout
        if (geheel.id, geheel.subject, geheel.volgnummer) != (
            event.id,
            event.subject,
            event.volgnummer,
        ) or geheel.wacht:
            raise PortaalNiet(Reden.ONLEESBAAR)
        return geheel
