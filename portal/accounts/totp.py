"""Codes of an app: six digits that change every thirty seconds (TOTP, RFC 6238)."""

import hmac
import unicodedata
from datetime import datetime
from typing import Final
from uuid import UUID

import pyotp
import segno
from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from portal.accounts.models import Account

STAP: Final = 30
"""Seconds that a code is the one on the screen."""
SPELING: Final = 1
"""Steps that a clock may be off, either way."""
_LENGTE: Final = 6


def nieuw_geheim() -> str:
    """A secret of 160 random bits, in base32."""
    return pyotp.random_base32(32)


def in_groepen(geheim: str) -> list[str]:
    """The secret as somebody types it into an app: in groups of four."""
    return [geheim[i : i + 4] for i in range(0, len(geheim), 4)]


def adres(geheim: str, *, uitgever: str, naam: str) -> str:
    """What the QR code holds: an `otpauth:` address with the names that the app shows."""
    return pyotp.TOTP(geheim).provisioning_uri(name=naam, issuer_name=uitgever)


def qr(tekst: str) -> str:
    """A QR code as an SVG element; dark on light in whatever colours the page has."""
    return segno.make(tekst, error="m", micro=False).svg_inline(scale=4, dark="#000", light="#fff", svgclass=None)


def lees(getypt: str) -> str | None:
    """The six digits in what was typed, in any script; None when it is something else."""
    kaal = "".join(unicodedata.normalize("NFKC", getypt[:40]).split()).replace("-", "")
    cijfers = [unicodedata.decimal(teken, None) for teken in kaal]
    if len(cijfers) != _LENGTE or None in cijfers:
        return None
    return "".join(map(str, cijfers))


def stap_van(geheim: str, code: str, now: datetime) -> int | None:
    """The time step that this code belongs to, now or one step aside; None when it is of none of them."""
    hier = int(now.timestamp()) // STAP
    app = pyotp.TOTP(geheim)
    gevonden = None
    for stap in range(hier - SPELING, hier + SPELING + 1):
        if hmac.compare_digest(app.generate_otp(stap), code):
            gevonden = stap
    return gevonden


def neem(sessie: Session, account_id: UUID, stap: int) -> bool:
    """Use up the code of this step and all before it; of two with the same code one wins."""
    return (
        sessie.execute(
            update(Account)
            .where(Account.id == account_id, or_(Account.totp_stap.is_(None), Account.totp_stap < stap))
            .values(totp_stap=stap)
            .returning(Account.id)
            .execution_options(synchronize_session=False)
        ).scalar_one_or_none()
        is not None
    )
