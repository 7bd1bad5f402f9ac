"""Somebody who signed up, what was sent to them, and their browser."""

import json
import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.aanmelding.aanvraag import Aanvraag
from portal.db.databank import ALLE, Databank
from portal.inwoners.models import Inwoner
from portal.omgeving import Omgeving
from portal.outbox.models import OutboxEvent
from portal.taken import taken_van
from portal.toegang import sessies
from portal.toegang.models import PersoonlijkeCode, Sessie
from tests.bouwers import aangemeld, aanvraag
from tests.browser_na import StrengeClient, formulier

KOEK = "sessie"


@dataclass(frozen=True)
class Bekende:
    """Somebody we know, with the session of the browser that signed up."""

    inwoner_id: UUID
    sessienummer: str
    code: str


def iemand(omgeving: Omgeving, wat: Aanvraag | None = None, *, veilig: str | None = None) -> Bekende:
    """Somebody signs up."""
    gemeente = next(iter(omgeving.gemeenten))
    with omgeving.databank.schrijven(gemeente.slug) as sessie:
        wie = aangemeld(sessie, gemeente, omgeving.kalender, omgeving.klok.nu(), wat=wat or aanvraag())
        sessie.flush()
        if veilig:
            inwoner = sessie.get(Inwoner, wie.inwoner_id)
            assert inwoner is not None
            inwoner.veilig_bereikbaar = veilig
        code = sessie.scalars(select(PersoonlijkeCode.code_geheim).where(PersoonlijkeCode.inwoner_id == wie.inwoner_id))
        assert code.one()
        rij = sessie.scalars(select(PersoonlijkeCode).where(PersoonlijkeCode.inwoner_id == wie.inwoner_id)).one()
        return Bekende(wie.inwoner_id, wie.sessienummer, rij.code or "")


def sessie_van(
    omgeving: Omgeving, client: StrengeClient, inwoner_id: UUID, niveau: int, factoren: tuple[str, ...] = ()
) -> str:
    """Give the browser a session of this level; returns its number."""
    gemeente = next(iter(omgeving.gemeenten))
    with omgeving.databank.schrijven(gemeente.slug) as sessie:
        nummer, _ = sessies.begin(
            sessie,
            gemeente=gemeente.slug,
            inwoner_id=inwoner_id,
            niveau=niveau,
            now=omgeving.klok.nu(),
            factoren=factoren,
        )
    client.set_cookie(KOEK, nummer)
    return nummer


def rij_van(databank: Databank, nummer: str) -> Sessie | None:
    with databank.lezen(ALLE) as sessie:
        return sessie.get(Sessie, sessies.merk_van(nummer))


def koek(client: StrengeClient) -> str:
    gevonden = client.get_cookie(KOEK)
    assert gevonden is not None
    return str(gevonden.value)


def niveau_nu(omgeving: Omgeving, client: StrengeClient) -> int:
    """The level of this browser."""
    rij = rij_van(omgeving.databank, koek(client))
    assert rij is not None
    return sessies.niveau_van(rij, omgeving.klok.nu())


def worker_kijkt(omgeving: Omgeving) -> None:
    """The worker does its errand of the one-time codes."""
    (taak,) = [t for t in taken_van(omgeving) if t.naam == "codes versturen"]
    taak.doe(omgeving.klok.nu())


def verstuurd(databank: Databank) -> list[tuple[str, str]]:
    """(address, code) of every one-time code that went into the outbox, the oldest first."""
    with databank.lezen(ALLE) as sessie:
        rijen = sessie.scalars(
            select(OutboxEvent)
            .where(OutboxEvent.type == "melding.eenmalige_code")
            .order_by(OutboxEvent.created_at, OutboxEvent.seq)
        ).all()
        data = [json.loads(rij.payload or "{}") for rij in rijen]
    return [(d["naar"], re.findall(r"\b\d{6}\b", d["tekst"])[0]) for d in (_data(d) for d in data)]


def _data(payload: dict[str, object]) -> dict[str, str]:
    return payload.get("data", payload)  # type: ignore[return-value]


def stuur(client: StrengeClient, pagina: TestResponse, actie: str | None = None, **velden: str) -> TestResponse:
    """Fill in a form of this page and send it."""
    inhoud = formulier(pagina.text, actie)
    antwoord: TestResponse = client.post(actie_van(pagina, actie), data={**inhoud, **velden})
    return antwoord


def actie_van(pagina: TestResponse, einde: str | None = None) -> str:
    """Where the first form in the page itself goes."""
    main = pagina.text.split("<main", 1)[1].split("</main", 1)[0]
    acties = re.findall(r'<form method="post" action="([^"]+)"', main)
    return str(next(actie for actie in acties if einde is None or actie.endswith(einde)))
