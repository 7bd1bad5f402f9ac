"""Passkeys (WebAuthn level 3): keys that a device keeps, opened by a finger, a face or a pin.

The device looks at who it is (user verification), so a found telephone alone opens nothing.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import generate_challenge, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.db.ids import nieuw_id
from portal.toegang.models import Passkey, Sessie

GELDIG: Final = timedelta(minutes=5)
MEESTE: Final = 10
"""Passkeys of one inwoner."""
_GROOTSTE: Final = 20_000
"""Characters of one answer of a device."""


class PastNiet(Exception):
    """What the device signed is not what we asked, or not by a key we know."""


@dataclass(frozen=True, slots=True)
class Huis:
    """Where a key belongs: the host name, the whole origin, and the name a device shows."""

    rp_id: str
    origin: str
    naam: str


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
    opties = generate_registration_options(
        rp_id=huis.rp_id,
        rp_name=huis.naam,
        user_id=rij.inwoner_id.bytes,
        user_name=huis.naam,
        user_display_name=huis.naam,
        challenge=_nieuwe_uitdaging(rij, now),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_bekende(sessie, rij.inwoner_id),
    )
    return options_to_json(opties)


def bewaar(sessie: Session, rij: Sessie, huis: Huis, antwoord: str, now: datetime) -> None:
    """Keep the public half of a new key. Raises `PastNiet`."""
    uitdaging = _neem_uitdaging(rij, now)
    if len(van_inwoner(sessie, rij.inwoner_id)) >= MEESTE:
        raise PastNiet
    try:
        gemaakt = verify_registration_response(
            credential=_lees(antwoord),
            expected_challenge=uitdaging,
            expected_rp_id=huis.rp_id,
            expected_origin=huis.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        raise PastNiet from None
    if sessie.scalar(select(Passkey.id).where(Passkey.credential_id == gemaakt.credential_id)):
        raise PastNiet
    sessie.add(
        Passkey(
            gemeente=rij.gemeente,
            id=nieuw_id(now),
            inwoner_id=rij.inwoner_id,
            credential_id=gemaakt.credential_id,
            publieke_sleutel=gemaakt.credential_public_key,
            teller=gemaakt.sign_count,
            gemaakt_op=now,
            gebruikt_op=None,
        )
    )


def vraag_bewijs(sessie: Session, rij: Sessie, huis: Huis, now: datetime) -> str:
    """What the device needs to sign with one of this inwoner's keys, as JSON."""
    opties = generate_authentication_options(
        rp_id=huis.rp_id,
        challenge=_nieuwe_uitdaging(rij, now),
        allow_credentials=_bekende(sessie, rij.inwoner_id),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(opties)


def controleer(sessie: Session, rij: Sessie, huis: Huis, antwoord: str, now: datetime) -> None:
    """Judge what the device signed; the challenge is used up either way. Raises `PastNiet`."""
    uitdaging = _neem_uitdaging(rij, now)
    gelezen = _lees(antwoord)
    try:
        welke = parse_authentication_credential_json(gelezen).raw_id
        passkey = next((p for p in van_inwoner(sessie, rij.inwoner_id) if _zelfde(p.credential_id, welke)), None)
        if passkey is None:
            raise PastNiet
        gecontroleerd = verify_authentication_response(
            credential=gelezen,
            expected_challenge=uitdaging,
            expected_rp_id=huis.rp_id,
            expected_origin=huis.origin,
            credential_public_key=passkey.publieke_sleutel,
            credential_current_sign_count=passkey.teller,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        raise PastNiet from None
    passkey.teller, passkey.gebruikt_op = gecontroleerd.new_sign_count, now


def verwijder(sessie: Session, inwoner_id: UUID, passkey_id: UUID) -> None:
    """Forget a key, when it is of this inwoner."""
    rij = sessie.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.inwoner_id == inwoner_id))
    if rij is not None:
        sessie.delete(rij)


def _bekende(sessie: Session, inwoner_id: UUID) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=p.credential_id) for p in van_inwoner(sessie, inwoner_id)]


def _nieuwe_uitdaging(rij: Sessie, now: datetime) -> bytes:
    rij.uitdaging, rij.uitdaging_tot = generate_challenge(), now + GELDIG
    return rij.uitdaging


def _neem_uitdaging(rij: Sessie, now: datetime) -> bytes:
    uitdaging, tot = rij.uitdaging, rij.uitdaging_tot
    rij.uitdaging = rij.uitdaging_tot = None
    if uitdaging is None or tot is None or tot <= now:
        raise PastNiet
    return uitdaging


def _lees(antwoord: str) -> dict[str, object]:
    try:
        gelezen = json.loads(antwoord) if len(antwoord) <= _GROOTSTE else None
    except (ValueError, RecursionError):
        gelezen = None
    if not isinstance(gelezen, dict):
        raise PastNiet
    return gelezen


def _zelfde(een: bytes, ander: bytes) -> bool:
    return hmac.compare_digest(een, ander)
