"""Fetching what the portal kept back: for an `informatiearm` gemeente events arrive without their data.

It happens when somebody looks, not while receiving, so a slow portal never holds up a delivery.
"""

import threading
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import quote

import urllib3

from portal.werkbak import gebeurtenissen, werklijst
from portal.werkbak.cloudevent import CloudEvent, GeenCloudEvent, lees_cloudevent
from portal.werkbak.instellingen import WerkbakInstellingen
from portal.werkbak.opslag import Opslag

MAX_ANTWOORD = 256 * 1024
RUST = timedelta(seconds=60)
"""After a failure the worklist does not try again for this long; a person's own page always tries."""


class Reden(StrEnum):
    """Why data could not be fetched, as the counsellor reads it."""

    NIET_INGESTELD = "er is geen token voor het portaal ingesteld (PORTAL_WERKBAK_TOKEN)"
    ONBEREIKBAAR = "het portaal antwoordt nu niet"
    GEWEIGERD = "het portaal neemt het token niet aan"
    ONBEKEND = "het portaal heeft deze gegevens niet (meer)"
    ONLEESBAAR = "het antwoord van het portaal was niet te lezen"


class NietOpgehaald(Exception):
    """The portal did not give the event."""

    def __init__(self, reden: Reden) -> None:
        super().__init__(reden.value)
        self.reden = reden


class Ophaler:
    """Asks the portal for whole events. The address is always our own setting, so the token goes nowhere else."""

    def __init__(self, instellingen: WerkbakInstellingen, opslag: Opslag) -> None:
        self._basis = instellingen.portal_url
        self._token = instellingen.token
        self._opslag = opslag
        self._http = urllib3.PoolManager(
            maxsize=4,
            timeout=urllib3.Timeout(connect=2, read=3),
            retries=False,
            headers={"User-Agent": "rustpunt-werkbak"},
        )
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

    def sluit(self) -> None:
        self._http.clear()

    def _haal(self, subject: str | None, limiet: int) -> Reden | None:
        with self._opslag.lezen() as db:
            missend = gebeurtenissen.wachtende(db, limiet, subject)
        gemist: Reden | None = None
        for event in missend:
            try:
                geheel = self._vraag(event)
            except NietOpgehaald as fout:
                gemist = fout.reden
                if gemist in (Reden.ONBEKEND, Reden.ONLEESBAAR):
                    continue
                break
            with self._opslag.schrijven() as db:
                gebeurtenissen.vul_aan(db, geheel)
                werklijst.werk_bij(db, geheel.subject)
        return gemist

    def _vraag(self, event: CloudEvent) -> CloudEvent:
        if self._token is None:
            raise NietOpgehaald(Reden.NIET_INGESTELD)
        try:
            antwoord = self._http.request(
                "GET",
                f"{self._basis}/api/v1/gebeurtenissen/{quote(event.id, safe='')}",
                headers={
                    "Authorization": f"Bearer {self._token}",
                    "Accept": "application/cloudevents+json, application/json",
                },
                redirect=False,
                preload_content=False,
            )
            try:
                inhoud = antwoord.read(MAX_ANTWOORD, decode_content=True)
            finally:
                antwoord.close()
        except urllib3.exceptions.HTTPError as fout:
            raise NietOpgehaald(Reden.ONBEREIKBAAR) from fout
        if antwoord.status in (401, 403):
            raise NietOpgehaald(Reden.GEWEIGERD)
        if antwoord.status in (404, 410):
            raise NietOpgehaald(Reden.ONBEKEND)
        if antwoord.status != 200:
            raise NietOpgehaald(Reden.ONBEREIKBAAR)
        try:
            geheel = lees_cloudevent(inhoud)
        except GeenCloudEvent as fout:
            raise NietOpgehaald(Reden.ONLEESBAAR) from fout
        if (geheel.id, geheel.subject, geheel.volgnummer) != (
            event.id,
            event.subject,
            event.volgnummer,
        ) or geheel.wacht:
            raise NietOpgehaald(Reden.ONLEESBAAR)
        return geheel
