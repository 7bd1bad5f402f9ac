"""People who can be reached, messages for them, and what became of those."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.db.databank import ALLE, Databank
from portal.gemeente import Gemeenten
from portal.inwoners.bereikbaar import lees_telefoon
from portal.inwoners.models import Inwoner
from portal.inwoners.service import Bereikbaarheid, maak_inwoner
from portal.meldingen.models import Melding
from portal.meldingen.service import zet_code_klaar, zet_klaar
from portal.meldingen.sjablonen import Sjablonen
from portal.outbox.models import OutboxEvent
from tests.conftest import CONTENT

STAD = "voorbeeldstad"
NUMMER = "+31612345678"
ADRES = "iemand@mail.example"
SJABLONEN = Sjablonen(CONTENT / "meldingen")
WAARDEN = {"datum": "dinsdag 24 november", "telefoon": "088 123 45 67"}


def iemand(
    databank: Databank,
    now: datetime,
    *,
    telefoon: str | None = NUMMER,
    email: str | None = None,
    veilig: str = "ja",
    taal: str = "nl",
) -> UUID:
    """Somebody of whom we know how to reach them."""
    wegen = Bereikbaarheid(telefoon=lees_telefoon(telefoon), email=email)
    with databank.schrijven(STAD) as sessie:
        return maak_inwoner(
            sessie, gemeente=STAD, bereikbaarheid=wegen, naam=None, taal=taal, veilig=veilig, now=now
        ).id


def bericht(databank: Databank, wie: UUID, now: datetime, *, bron: str | None = None) -> UUID | None:
    """Put an ordinary message ready, on our own initiative."""
    with databank.schrijven(STAD) as sessie:
        inwoner = sessie.get_one(Inwoner, wie)
        return zet_klaar(sessie, SJABLONEN, inwoner, soort="aanmelding", waarden=WAARDEN, now=now, bron=bron)


def code(
    databank: Databank, wie: UUID, now: datetime, kanaal: str = "sms", cijfers: str = "123456", taal: str | None = None
) -> UUID | None:
    """Put a one-time code ready."""
    with databank.schrijven(STAD) as sessie:
        inwoner = sessie.get_one(Inwoner, wie)
        return zet_code_klaar(sessie, SJABLONEN, inwoner, kanaal, cijfers, now, taal=taal)


def wijzig(databank: Databank, wie: UUID, **anders: object) -> None:
    """Change something about somebody."""
    with databank.schrijven(STAD) as sessie:
        inwoner = sessie.get_one(Inwoner, wie)
        for naam, waarde in anders.items():
            setattr(inwoner, naam, waarde)


def melding(databank: Databank, melding_id: UUID | None) -> Melding:
    assert melding_id is not None
    with databank.lezen(STAD) as sessie:
        return sessie.get_one(Melding, melding_id)


def afloop(databank: Databank, melding_id: UUID | None) -> tuple[str, str | None]:
    """What became of a message, and why."""
    rij = melding(databank, melding_id)
    return rij.status, rij.reden


def verteld(databank: Databank) -> list[dict[str, Any]]:
    """What the backoffice hears about messages that did not arrive."""
    vraag = select(OutboxEvent).where(OutboxEvent.type == "melding.mislukt").order_by(OutboxEvent.created_at)
    with databank.lezen(ALLE) as sessie:
        return [json.loads(event.payload or "") for event in sessie.scalars(vraag)]


def onderweg(databank: Databank) -> Sequence[OutboxEvent]:
    """The messages in the outbox, settled or not."""
    vraag = select(OutboxEvent).where(OutboxEvent.bestemming.in_(("sms", "email"))).order_by(OutboxEvent.id)
    with databank.lezen(ALLE) as sessie:
        return sessie.scalars(vraag).all()


def met_sms(gemeenten: Gemeenten, **grenzen: Any) -> Gemeenten:
    """The same gemeenten with other limits for text messages."""
    return Gemeenten(tuple(replace(g, sms=replace(g.sms, **grenzen)) for g in gemeenten))
