"""The personal code: sixteen digits that anybody can read, type and dictate.

Fifteen random digits and a check digit (ISO/IEC 7064, MOD 11,10), so that a
slip of the finger is told apart from a guess.
"""

import secrets
import unicodedata
from typing import Final

from argon2.low_level import Type, hash_secret_raw

from portal.db.sleutels import sleutels

LENGTE: Final = 16
MOGELIJKHEDEN: Final = 10 ** (LENGTE - 1)
SCHEIDING: Final = frozenset(" -–—.·\u00a0\u200e\u200f\u202a\u202c\t")
_DOEL: Final = "persoonlijke code"


class Leesfout(Exception):
    """What was typed is not a code: a slip, not a guess. Costs nothing."""


def maak_code() -> str:
    """A new code of sixteen digits."""
    cijfers = f"{secrets.randbelow(MOGELIJKHEDEN):0{LENGTE - 1}d}"
    return cijfers + _controlecijfer(cijfers)


def lees_code(getypt: str) -> str:
    """The sixteen digits in what was typed, in any script, with any spaces or dashes.

    Raises `Leesfout` when it is not sixteen digits or the check digit does not fit.
    """
    cijfers = []
    for teken in unicodedata.normalize("NFKC", getypt[:200]):
        cijfer = unicodedata.decimal(teken, None)
        if cijfer is not None:
            cijfers.append(str(cijfer))
        elif teken not in SCHEIDING and not teken.isspace():
            raise Leesfout
    code = "".join(cijfers)
    if len(code) != LENGTE or _controlecijfer(code[:-1]) != code[-1]:
        raise Leesfout
    return code


def in_groepen(code: str) -> list[str]:
    """Four groups of four digits, as the code is shown."""
    return [code[i : i + 4] for i in range(0, LENGTE, 4)]


def hash_code(code: str) -> list[bytes]:
    """The hashes to look for, newest key first. Takes some 25 ms on purpose.

    The slow step comes first: a leaked HMAC key alone tests no guesses, and a
    hit and a miss cost the same.
    """
    traag = hash_secret_raw(
        code.encode(),
        sleutels().zout,
        time_cost=2,
        memory_cost=19 * 1024,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    return sleutels().geheimen.merken(_DOEL, traag)


def _controlecijfer(cijfers: str) -> str:
    product = 10
    for cijfer in cijfers:
        som = (int(cijfer) + product) % 10 or 10
        product = som * 2 % 11
    return str((11 - product) % 10)
