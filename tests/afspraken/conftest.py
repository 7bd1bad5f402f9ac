"""Somebody with an appointment."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.afspraken.links import maak_link
from portal.afspraken.models import Afspraak
from portal.gemeente import Gemeente
from portal.omgeving import Omgeving
from portal.outbox.models import OutboxEvent
from portal.toegang.models import Sessie
from tests.afspraken.bouwers import plan
from tests.browser_na import StrengeClient
from tests.toegang.mens import Bekende, iemand, sessie_van, stuur


@dataclass
class Iemand:
    """Somebody at the portal, with one appointment, and what the backoffice hears of it."""

    omgeving: Omgeving
    gemeente: Gemeente
    client: StrengeClient
    bekend: Bekende

    def gepland(self, **anders: Any) -> str:
        """The backoffice plans or changes it; gives the address of its page."""
        with self.omgeving.databank.schrijven(self.gemeente.slug) as sessie:
            return f"/nl/mijn/afspraak/{plan(sessie, self.bekend.inwoner_id, **anders).id}"

    def niveau(self, niveau: int) -> None:
        sessie_van(self.omgeving, self.client, self.bekend.inwoner_id, niveau)

    def link(self, *toont: str) -> str:
        """The address that a message would have."""
        with self.omgeving.databank.schrijven(self.gemeente.slug) as sessie:
            afspraak = sessie.scalars(select(Afspraak).where(Afspraak.inwoner_id == self.bekend.inwoner_id)).one()
            return f"/nl/a/{maak_link(sessie, afspraak, toont=frozenset(toont), now=self.omgeving.klok.nu())}"

    def zegt(self, pad: str, actie: str, **velden: str) -> TestResponse:
        return stuur(self.client, self.client.get(pad), actie, **velden)

    def gemeld(self) -> list[tuple[str, dict[str, Any]]]:
        """What the backoffice heard about the appointment: (type, data)."""
        with self.omgeving.databank.lezen(self.gemeente.slug) as sessie:
            rijen = sessie.scalars(
                select(OutboxEvent).where(OutboxEvent.type.like("afspraak.%")).order_by(OutboxEvent.seq)
            )
            return [(rij.type.removeprefix("afspraak."), json.loads(rij.payload or "")) for rij in rijen]

    def sessies(self) -> int:
        with self.omgeving.databank.lezen(self.gemeente.slug) as sessie:
            return sessie.query(Sessie).count()


@pytest.fixture
def wie(omgeving: Omgeving, client: StrengeClient, gemeente: Gemeente) -> Iemand:
    mens = Iemand(omgeving, gemeente, client, iemand(omgeving))
    mens.niveau(1)
    return mens
