"""Guessers of codes, in a process of their own: `python -m tests.bench.raders port seconds clients`.

The codes could exist, but do not. Every address guesses ten times, and then there is a next one.
"""

import sys
from random import Random
from typing import Final

from portal.toegang.codes import LENGTE, Leesfout, lees_code
from tests.bench.lader import jaag, zend

_KEER: Final = 10
_VOORRAAD: Final = 5000


def main(poort: int, seconden: float, raders: int) -> None:
    """Guess as fast as the portal answers; prints how often it said what."""
    toeval = Random(2026)
    codes = [_code(toeval) for _ in range(_VOORRAAD)]

    def maak(nummer: int) -> bytes:
        adres = nummer // _KEER
        koppen = {"X-Forwarded-For": f"198.51.{adres // 256 % 256}.{adres % 256}"}
        return zend("/nl/verder", f"code={codes[nummer % _VOORRAAD]}".encode(), koppen)

    meting = jaag(poort, maak, verbindingen=raders, seconden=seconden)
    print(", ".join(f"{aantal:,} x {status}" for status, aantal in sorted(meting.statussen.items())))


def _code(toeval: Random) -> str:
    while True:
        code = f"{toeval.randrange(10**LENGTE):0{LENGTE}d}"
        try:
            return lees_code(code)
        except Leesfout:
            continue


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
