"""How long a text message is: in the units of its alphabet, and in parts that are paid for.

After 3GPP TS 23.038 (the GSM 7-bit default alphabet and its extension table, and UCS-2)
and TS 23.040 (a message of several parts gives up room in each for a header).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_GSM7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_DUBBEL: Final = frozenset("\f^{}\\[~]|€")
"""Characters of the extension table: an escape and the character itself."""

GSM7: Final = "gsm7"
UCS2: Final = "ucs2"
_RUIMTE: Final = {GSM7: (160, 153), UCS2: (70, 67)}
"""Units in a message of one part, and in each part of a longer one."""


@dataclass(frozen=True, slots=True)
class SmsLengte:
    """The alphabet a text needs, its length in that alphabet, and the number of parts."""

    alfabet: str
    eenheden: int
    delen: int


def sms_lengte(tekst: str) -> SmsLengte:
    """Measure a text as a telephone network does.

    One character outside GSM-7 makes the whole text UCS-2, in which a character outside the
    basic plane counts for two. A character of two units is never divided over two parts.
    """
    alfabet = GSM7 if all(teken in _GSM7 or teken in _GSM7_DUBBEL for teken in tekst) else UCS2
    lengtes = [_eenheden(teken, alfabet) for teken in tekst]
    eenheden = sum(lengtes)
    los, per_deel = _RUIMTE[alfabet]
    delen = 1 if eenheden <= los else _delen(lengtes, per_deel)
    return SmsLengte(alfabet, eenheden, delen)


def _eenheden(teken: str, alfabet: str) -> int:
    if alfabet == GSM7:
        return 2 if teken in _GSM7_DUBBEL else 1
    return 2 if ord(teken) > 0xFFFF else 1


def _delen(lengtes: Iterable[int], per_deel: int) -> int:
    delen, vol = 1, 0
    for lengte in lengtes:
        if vol + lengte > per_deel:
            delen, vol = delen + 1, 0
        vol += lengte
    return delen
