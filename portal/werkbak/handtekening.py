"""Signatures on deliveries, after Standard Webhooks: who sent it, and is it the same as when it was sent.

Our own thirty lines, because the library of the same name refuses some correct times and raises on some
malformed signatures.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

VENSTER = timedelta(minutes=5)
"""How far the sender's clock may be from ours, either way. A replay inside it is caught by the event's id."""


class OnjuistGeheim(ValueError):
    """A secret that is not `whsec_` followed by base64 of 24 to 64 bytes."""


class OnjuisteHandtekening(Exception):
    """The delivery was not signed by the portal, not now, or not with these contents."""


def sleutel_van(geheim: str) -> bytes:
    """Give the key bytes inside a `whsec_…` secret; anything else raises OnjuistGeheim."""
    if not geheim.startswith("whsec_"):
        raise OnjuistGeheim("het begint met whsec_")
    try:
        sleutel = base64.b64decode(geheim.removeprefix("whsec_"), validate=True)
    except ValueError as fout:
        raise OnjuistGeheim("na whsec_ staat base64") from fout
    if not 24 <= len(sleutel) <= 64:
        raise OnjuistGeheim("na whsec_ staan 24 tot 64 bytes in base64")
    return sleutel


def onderteken(sleutel: bytes, kenmerk: str, seconden: int, inhoud: bytes) -> str:
    """Give the signature `v1,<base64>` over id, Unix time and body."""
    getekend = f"{kenmerk}.{seconden}.".encode("ascii") + inhoud
    return "v1," + base64.b64encode(hmac.new(sleutel, getekend, hashlib.sha256).digest()).decode("ascii")


def controleer(sleutels: Iterable[bytes], koppen: Mapping[str, str], inhoud: bytes, now: datetime) -> str:
    """Check a delivery and give its `webhook-id`; raise OnjuisteHandtekening when it does not hold.

    Every key and every signature offered is compared in full, so that the time says nothing about which one fitted.
    """
    kenmerk = koppen.get("webhook-id", "")
    tijd = koppen.get("webhook-timestamp", "")
    if not kenmerk or not kenmerk.isascii() or not re.fullmatch(r"[0-9]{1,11}", tijd):
        raise OnjuisteHandtekening("webhook-id or webhook-timestamp is missing or malformed")
    if abs(now - datetime.fromtimestamp(int(tijd), UTC)) > VENSTER:
        raise OnjuisteHandtekening("webhook-timestamp is more than five minutes away")
    aangeboden = [deel.encode() for deel in koppen.get("webhook-signature", "").split(" ")[:16]]
    klopt = False
    for sleutel in sleutels:
        verwacht = onderteken(sleutel, kenmerk, int(tijd), inhoud).encode()
        for een in aangeboden:
            klopt |= hmac.compare_digest(verwacht, een)
    if not klopt:
        raise OnjuisteHandtekening("no signature fits")
    return kenmerk
