"""Systems that call the API, and events that were recorded for them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.backoffice.service import maak_token
from portal.db.databank import ALLE, Databank
from portal.outbox.posities import geef_posities
from portal.outbox.service import BACKOFFICE, record

STAD, DORP = "voorbeeldstad", "buurdorp"
"""Two gemeenten; the second has its events sent without their data."""

AANMELDING = "01a1f82f-1e80-72a3-b814-f9d6ba1b0539"


class Systeem:
    """A backoffice that calls the API with its token, at whatever host name."""

    def __init__(self, client: FlaskClient, token: str | None) -> None:
        self._client = client
        self.koppen = {"Authorization": f"Bearer {token}"} if token else {}

    def haal(self, pad: str, **vraag: object) -> TestResponse:
        return self.vraag("GET", pad, query_string={naam: str(waarde) for naam, waarde in vraag.items()})

    def stuur(self, pad: str, lichaam: object) -> TestResponse:
        return self.vraag("POST", pad, json=lichaam)

    def vraag(self, methode: str, pad: str, **wat: Any) -> TestResponse:
        koppen = {**self.koppen, **wat.pop("headers", {})}
        return self._client.open(f"/api/v1{pad}", method=methode, headers=koppen, **wat)

    def alles_na(self, na: str, limiet: int) -> tuple[list[dict[str, Any]], str]:
        """Fetch page after page until there is nothing new; gives the events, and the last cursor."""
        events: list[dict[str, Any]] = []
        while True:
            antwoord = self.haal("/gebeurtenissen", na=na, limiet=limiet)
            assert antwoord.status_code == 200, antwoord.text
            deel = antwoord.json
            assert deel is not None
            if not deel["gebeurtenissen"]:
                assert deel["volgende"] == na
                return events, na
            events += deel["gebeurtenissen"]
            na = deel["volgende"]


def nieuw_token(
    databank: Databank, now: datetime, gemeente: str = STAD, *, alleen_lezen: bool = False
) -> tuple[str, UUID]:
    """Let a system in; gives the token and its id."""
    with databank.schrijven(gemeente) as sessie:
        token, rij = maak_token(sessie, gemeente=gemeente, naam="Proefbak", alleen_lezen=alleen_lezen, now=now)
    return token, rij.id


def leg_vast(
    databank: Databank,
    now: datetime,
    wie: UUID | None = None,
    *,
    gemeente: str = STAD,
    bestemming: str = BACKOFFICE,
    data: Mapping[str, object] | None = None,
    dringend: bool = False,
) -> UUID:
    """Record one event as a feature would; gives its id."""
    with databank.schrijven(gemeente) as sessie:
        event_id, _ = record(
            sessie,
            gemeente=gemeente,
            bestemming=bestemming,
            onderwerp_id=wie or uuid4(),
            type="aanmelding.ingetrokken",
            data=data or {"aanmeldingId": AANMELDING},
            now=now,
            dringend=dringend,
        )
    return event_id


def zet_klaar(databank: Databank) -> None:
    """Give positions to what was recorded, as the worker does."""
    for gemeente in (STAD, DORP):
        with databank.schrijven(ALLE) as sessie:
            geef_posities(sessie, gemeente)
