"""Identifiers that sort by the moment they were made."""

import os
from datetime import datetime
from uuid import UUID


def nieuw_id(now: datetime) -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    milliseconden = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    toeval = int.from_bytes(os.urandom(10), "big")
    waarde = milliseconden << 80 | toeval
    waarde = waarde & ~(0xF << 76) | 0x7 << 76
    waarde = waarde & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=waarde)
