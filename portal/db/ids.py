"""Identifiers that sort by the moment they were made."""

import os
from datetime import datetime
from threading import Lock
from typing import Final
from uuid import UUID

_TOEVAL: Final = (1 << 74) - 1
_slot = Lock()
_laatste = (0, 0)


def nieuw_id(now: datetime) -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then 74 random bits.

    What one process makes in the same millisecond counts on from the one before, by a random step (method 2 of
    section 6.2), so that rows sorted by their id stand in the order in which they were made.
    """
    global _laatste
    milliseconden = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    toeval = int.from_bytes(os.urandom(10), "big") & _TOEVAL
    with _slot:
        vorige, stand = _laatste
        if vorige == milliseconden and stand < _TOEVAL - (1 << 40):
            toeval = stand + 1 + (toeval >> 34)
        else:
            toeval >>= 1  # leaves room to count on
        _laatste = (milliseconden, toeval)
    waarde = milliseconden << 80 | 0x7 << 76 | (toeval >> 62) << 64 | 0x2 << 62 | toeval & ((1 << 62) - 1)
    return UUID(int=waarde)
