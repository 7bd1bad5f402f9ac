"""Passkeys of inwoners: keys that a device keeps, opened by a finger, a face or a pin."""

import hmac
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from webauthn.helpers import generate_challenge

from portal.db.ids import nieuw_id
from portal.toegang import authenticator
from portal.toegang.authenticator import GELDIG, Eigenaar, Huis, PastNiet
from portal.toegang.models import Passkey, Sessie

MEESTE: Final = 10
"""Passkeys of one inwoner."""


def heeft(sessie: Session, inwoner_id: UUID) -> bool:
    """Whether an inwoner has any."""
    return bool(sessie.scalar(select(func.count()).select_from(Passkey).where(Passkey.inwoner_id == inwoner_id)))


def van_inwoner(sessie: Session, inwoner_id: UUID) -> list[Passkey]:
    """The passkeys of an inwoner, the oldest first."""
    return list(
        sessie.scalars(select(Passkey).where(Passkey.inwoner_id == inwoner_id).order_by(Passkey.gemaakt_op, Passkey.id))
    )


def vraag_nieuwe(sessie: Session, rij: Sessie, huis: Huis, now: datetime) -> str:
    """What the device needs to make a key, as JSON. The name it keeps tells a bystander nothing."""
    eigenaar = Eigenaar(rij.inwoner_id.bytes, huis.naam)
    return authenticator.vraag_nieuwe(huis, eigenaar, _nieuwe_uitdaging(rij, now), _bekende(sessie, rij.inwoner_id))


def bewaar(sessie: Session, rij: Sessie, huis: Huis, antwoord: str, now: datetime) -> None:
    """Keep the public half of a new key. Raises `PastNiet`."""
    uitdaging = _neem_uitdaging(rij, now)
    if len(van_inwoner(sessie, rij.inwoner_id)) >= MEESTE:
        raise PastNiet
    gemaakt = authenticator.keur_nieuwe(huis, uitdaging, antwoord)
    if sessie.scalar(select(Passkey.id).where(Passkey.credential_id == gemaakt.credential_id)):
        raise PastNiet
    sessie.add(
        Passkey(
            gemeente=rij.gemeente,
            id=nieuw_id(now),
            inwoner_id=rij.inwoner_id,
            credential_id=gemaakt.credential_id,
            publieke_sleutel=gemaakt.publieke_sleutel,
            teller=gemaakt.teller,
            gemaakt_op=now,
            gebruikt_op=None,
        )
    )


def vraag_bewijs(sessie: Session, rij: Sessie, huis: Huis, now: datetime) -> str:
    """What the device needs to sign with one of this inwoner's keys, as JSON."""
    return authenticator.vraag_bewijs(huis, _nieuwe_uitdaging(rij, now), _bekende(sessie, rij.inwoner_id))


def controleer(sessie: Session, rij: Sessie, huis: Huis, antwoord: str, now: datetime) -> None:
    """Judge what the device signed; the challenge is used up either way. Raises `PastNiet`."""
    uitdaging = _neem_uitdaging(rij, now)
    welke = authenticator.welke(antwoord)
    passkey = next((p for p in van_inwoner(sessie, rij.inwoner_id) if _zelfde(p.credential_id, welke)), None)
    if passkey is None:
        raise PastNiet
    passkey.teller = authenticator.keur_bewijs(huis, uitdaging, antwoord, passkey)
    passkey.gebruikt_op = now


def verwijder(sessie: Session, inwoner_id: UUID, passkey_id: UUID) -> None:
    """Forget a key, when it is of this inwoner."""
    rij = sessie.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.inwoner_id == inwoner_id))
    if rij is not None:
        sessie.delete(rij)


def _bekende(sessie: Session, inwoner_id: UUID) -> list[bytes]:
    return [p.credential_id for p in van_inwoner(sessie, inwoner_id)]


def _nieuwe_uitdaging(rij: Sessie, now: datetime) -> bytes:
    rij.uitdaging, rij.uitdaging_tot = generate_challenge(), now + GELDIG
    return rij.uitdaging


def _neem_uitdaging(rij: Sessie, now: datetime) -> bytes:
    uitdaging, tot = rij.uitdaging, rij.uitdaging_tot
    rij.uitdaging = rij.uitdaging_tot = None
    if uitdaging is None or tot is None or tot <= now:
        raise PastNiet
    return uitdaging


def _zelfde(een: bytes, ander: bytes) -> bool:
    return hmac.compare_digest(een, ander)
