"""Passwords: which ones may be chosen, and their slow hash (argon2id, OWASP's second choice of numbers)."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.accounts.veelgebruikt import VEELGEBRUIKT

KORTST: Final = 12
LANGST: Final = 200
_VERSCHILLEND: Final = 5
"""Different characters, at least."""
_REEKSEN: Final = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "01234567890")

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_VAN_NIEMAND: Final = _HASHER.hash("niemand heeft dit wachtwoord")
"""Compared with when there is no account, so that it takes as long."""


class TeKort(Exception):
    """Fewer than `KORTST` characters."""


class TeLang(Exception):
    """More than `LANGST` characters."""


class TeMakkelijk(Exception):
    """It is known, or can be guessed from who somebody is."""


def beoordeel(wachtwoord: str, van_wie: Iterable[str]) -> None:
    """Look whether this may be a password; `van_wie` are words about its owner that it may not consist of.

    Length counts, not kinds of characters (NIST SP 800-63B 5.1.1.2). Raises `TeKort`, `TeLang` or `TeMakkelijk`.
    """
    tekst = _gelijk(wachtwoord)
    if len(tekst) < KORTST:
        raise TeKort
    if len(tekst) > LANGST:
        raise TeLang
    kaal = re.sub(r"[\W_]", "", tekst.casefold())
    if kaal in VEELGEBRUIKT or kaal.rstrip("0123456789") in VEELGEBRUIKT or len(set(tekst)) < _VERSCHILLEND:
        raise TeMakkelijk
    rest = kaal
    for woord in sorted(_woorden(van_wie), key=len, reverse=True):
        rest = rest.replace(woord, "")
    for reeks in _REEKSEN:
        rest = _zonder_reeks(rest, reeks)
    if len(set(rest)) < _VERSCHILLEND:
        raise TeMakkelijk


def maak_hash(wachtwoord: str) -> str:
    """The hash to keep. Slow on purpose: take a turn first."""
    return _HASHER.hash(_gelijk(wachtwoord))


def klopt(bewaard: str | None, wachtwoord: str) -> bool:
    """Whether this is the password of that hash; without a hash it never is, and that takes as long. Slow."""
    try:
        goed = _HASHER.verify(bewaard or _VAN_NIEMAND, _gelijk(wachtwoord)[:LANGST])
    except (VerificationError, InvalidHashError):
        return False
    return goed and bewaard is not None


def _gelijk(wachtwoord: str) -> str:
    """The same characters, however the keyboard made them."""
    return unicodedata.normalize("NFKC", wachtwoord)


def _woorden(van_wie: Iterable[str]) -> set[str]:
    return {deel for tekst in van_wie for deel in re.split(r"[\W_]+", _gelijk(tekst).casefold()) if len(deel) > 2}


def _zonder_reeks(tekst: str, reeks: str) -> str:
    """Without stretches of four and more that only follow the alphabet or the keyboard, in either direction."""
    for richting in (reeks, reeks[::-1]):
        for lengte in range(len(richting), 3, -1):
            for begin in range(len(richting) - lengte + 1):
                tekst = tekst.replace(richting[begin : begin + lengte], "")
    return tekst
