"""What every passkey needs (WebAuthn level 3), whoever's it is: ask a device for it, and judge what it signed.

The device looks at who it is (user verification), so a found telephone alone opens nothing.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

GELDIG: Final = timedelta(minutes=5)
"""How long what a device has to sign may wait."""
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


@dataclass(frozen=True, slots=True)
class Eigenaar:
    """Whom a device keeps a key for. `zichtbaar`: it may list the key, so that nobody has to say who they are."""

    id: bytes
    naam: str
    zichtbaar: bool = False


@dataclass(frozen=True, slots=True)
class NieuweSleutel:
    """The public half of a key that was just made."""

    credential_id: bytes
    publieke_sleutel: bytes
    teller: int


class BekendeSleutel(Protocol):
    """A key that we keep the public half of."""

    @property
    def publieke_sleutel(self) -> bytes: ...
    @property
    def teller(self) -> int: ...


def vraag_nieuwe(huis: Huis, eigenaar: Eigenaar, uitdaging: bytes, bekende: Iterable[bytes]) -> str:
    """What the device needs to make a key, as JSON; it makes no second one beside a known one."""
    opties = generate_registration_options(
        rp_id=huis.rp_id,
        rp_name=huis.naam,
        user_id=eigenaar.id,
        user_name=eigenaar.naam,
        user_display_name=eigenaar.naam,
        challenge=uitdaging,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED if eigenaar.zichtbaar else ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_beschreven(bekende),
    )
    return options_to_json(opties)


def keur_nieuwe(huis: Huis, uitdaging: bytes, antwoord: str) -> NieuweSleutel:
    """Judge a key that a device made. Raises `PastNiet`."""
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
    return NieuweSleutel(gemaakt.credential_id, gemaakt.credential_public_key, gemaakt.sign_count)


def vraag_bewijs(huis: Huis, uitdaging: bytes, bekende: Iterable[bytes]) -> str:
    """What the device needs to sign with one of these keys, as JSON; with none named the device offers its own."""
    opties = generate_authentication_options(
        rp_id=huis.rp_id,
        challenge=uitdaging,
        allow_credentials=_beschreven(bekende),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(opties)


def welke(antwoord: str) -> bytes:
    """The id of the key that an answer says it was signed with. Raises `PastNiet`."""
    try:
        return parse_authentication_credential_json(_lees(antwoord)).raw_id
    except (WebAuthnException, ValueError, TypeError, KeyError):
        raise PastNiet from None


def keur_bewijs(huis: Huis, uitdaging: bytes, antwoord: str, sleutel: BekendeSleutel) -> int:
    """Judge what a device signed with this key; gives the key's new counter. Raises `PastNiet`."""
    try:
        gecontroleerd = verify_authentication_response(
            credential=_lees(antwoord),
            expected_challenge=uitdaging,
            expected_rp_id=huis.rp_id,
            expected_origin=huis.origin,
            credential_public_key=sleutel.publieke_sleutel,
            credential_current_sign_count=sleutel.teller,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        raise PastNiet from None
    return gecontroleerd.new_sign_count


def _beschreven(bekende: Iterable[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=credential_id) for credential_id in bekende]


def _lees(antwoord: str) -> dict[str, object]:
    try:
        gelezen = json.loads(antwoord) if len(antwoord) <= _GROOTSTE else None
    except (ValueError, RecursionError):
        gelezen = None
    if not isinstance(gelezen, dict):
        raise PastNiet
    return gelezen
