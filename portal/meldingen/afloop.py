"""What became of a message, told by the channel or later by the provider."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.meldingen.events import MeldingMislukt
from portal.meldingen.models import (
    BEZORGD,
    EENMALIGE_CODE,
    KLAARGEZET,
    MISLUKT,
    ONZEKER,
    VERSTUURD,
    VERVALLEN,
    Melding,
)
from portal.outbox.service import BACKOFFICE, record

_NIET_BEZORGD: Final = {
    "permanent-failure": "adres",
    "temporary-failure": "technisch",
    "technical-failure": "technisch",
}
"""The final failures a delivery receipt tells, and what we make of them."""


def is_verstuurd(melding: Melding, provider_id: str | None, now: datetime) -> None:
    """The provider took it. A delivery receipt may have been faster, and then knows better."""
    melding.provider_id = provider_id or melding.provider_id
    melding.verstuurd_op = now
    if melding.status in (KLAARGEZET, ONZEKER):
        _zet(melding, VERSTUURD, None, now)


def is_vervallen(melding: Melding, reden: str, now: datetime) -> None:
    """It does not hold any more; nobody has to do anything."""
    _zet(melding, VERVALLEN, reden, now)


def is_mislukt(sessie: Session, melding: Melding, reden: str, now: datetime) -> None:
    """It cannot reach the person: the backoffice hears it, once for each message."""
    if melding.status in (MISLUKT, BEZORGD):
        return
    _zet(melding, MISLUKT, reden, now)
    _vertel(sessie, melding, reden, now)


def is_onzeker(sessie: Session, melding: Melding, now: datetime) -> None:
    """It may or may not have gone, and is not sent again.

    Whoever asked for a one-time code sees for themselves; of any other message a person makes sure.
    """
    if melding.status != KLAARGEZET:
        return
    _zet(melding, ONZEKER, None, now)
    if melding.soort != EENMALIGE_CODE:
        _vertel(sessie, melding, "onzeker", now)


def verwerk_ontvangstbericht(sessie: Session, melding: Melding, status: str, now: datetime) -> None:
    """Take a delivery receipt in; the same one again changes nothing, and a delivery is the last word.

    A status that is not final, or unknown to us, changes nothing either.
    """
    if status == "delivered" and melding.status != BEZORGD:
        _zet(melding, BEZORGD, None, now)
    elif status in _NIET_BEZORGD:
        is_mislukt(sessie, melding, _NIET_BEZORGD[status], now)


def van_provider(sessie: Session, provider_id: str) -> Melding | None:
    """The message that the provider calls so."""
    return sessie.scalars(select(Melding).where(Melding.provider_id == provider_id).limit(1)).first()


def _zet(melding: Melding, status: str, reden: str | None, now: datetime) -> None:
    melding.status = status
    melding.reden = reden
    melding.gewijzigd_op = now


def _vertel(sessie: Session, melding: Melding, reden: str, now: datetime) -> None:
    event = MeldingMislukt(kanaal=melding.kanaal, soort=melding.soort, reden=reden)
    record(
        sessie,
        gemeente=melding.gemeente,
        bestemming=BACKOFFICE,
        onderwerp_id=melding.inwoner_id,
        type=event.type,
        data=event.data(),
        now=now,
    )
