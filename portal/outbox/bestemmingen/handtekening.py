"""Signing what we send, after Standard Webhooks 1.0 (symmetric, `v1`).

Thirty lines of our own: the library of that name signs aware times that are not
in UTC wrongly.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Final

VOORVOEGSEL: Final = "whsec_"


class OnjuistGeheim(ValueError):
    """A secret that is not `whsec_` followed by the base64 of 24 to 64 bytes."""


def sleutel_van(geheim: str) -> bytes:
    """Give the key inside a `whsec_…` secret. Raises `OnjuistGeheim`, which does not repeat it."""
    try:
        sleutel = base64.b64decode(geheim.removeprefix(VOORVOEGSEL), validate=True)
    except (binascii.Error, ValueError):
        sleutel = b""
    if not geheim.startswith(VOORVOEGSEL) or not 24 <= len(sleutel) <= 64:
        raise OnjuistGeheim("a secret is whsec_ followed by the base64 of 24 to 64 bytes")
    return sleutel


def koppen(sleutels: Sequence[bytes], kenmerk: str, lichaam: bytes, verzonden_op: datetime) -> dict[str, str]:
    """Give the three headers; one signature for each key, so that secrets can be changed over."""
    seconden = int(verzonden_op.timestamp())
    getekend = f"{kenmerk}.{seconden}.".encode() + lichaam
    return {
        "webhook-id": kenmerk,
        "webhook-timestamp": str(seconden),
        "webhook-signature": " ".join(_handtekening(sleutel, getekend) for sleutel in sleutels),
    }


def _handtekening(sleutel: bytes, getekend: bytes) -> str:
    som = hmac.new(sleutel, getekend, hashlib.sha256).digest()
    return "v1," + base64.b64encode(som).decode()
