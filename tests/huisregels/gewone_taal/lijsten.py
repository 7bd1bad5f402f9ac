"""The word lists of the gate, each a text file beside this one with its reasons in comments."""

import re
import tomllib
from functools import cache
from pathlib import Path

_MAP = Path(__file__).parent
_UITGANGEN = ("", "s", "'s", "n", "en", "e")
HOOGSTENS_TOEGESTAAN = 80


@cache
def toegestane_woorden() -> frozenset[str]:
    """Long or rare words that stay, because the law, the letter or daily life uses them."""
    return frozenset(_regels("woorden.txt"))


@cache
def namen() -> frozenset[str]:
    """Names of organisations, laws, programs and people's languages, written exactly so."""
    return frozenset(_regels("namen.txt"))


@cache
def jargon() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Words of the office, with a pattern for each; `*` in the list stands for letters or none."""
    return tuple((regel, _patroon(regel)) for regel in _regels("jargon.txt"))


@cache
def gewoon_geworden() -> frozenset[str]:
    """Official words that are plain Dutch as well, so that a sentence may use them."""
    return frozenset(_regels("gewoon.txt"))


@cache
def toegestane_ontkenningen() -> frozenset[str]:
    """Whole sentences with two negations that are clearer than any other wording."""
    return frozenset(_regels("ontkenningen.txt"))


@cache
def deelwoorden() -> frozenset[str]:
    """Past participles that have no shape of their own."""
    return frozenset(woord for regel in _regels("deelwoorden.txt") for woord in regel.split())


@cache
def geen_deelwoorden() -> frozenset[str]:
    """Other words with the shape of a past participle."""
    return frozenset(woord for regel in _regels("geen_deelwoorden.txt") for woord in regel.split())


@cache
def neutraal() -> dict[str, re.Pattern[str]]:
    """Per language: words that tell an onlooker what the site is for (rule R18)."""
    inhoud = tomllib.loads((_MAP / "neutraal.toml").read_text(encoding="utf-8"))
    return {taal: re.compile(patroon, re.IGNORECASE) for taal, patroon in inhoud.items()}


def is_toegestaan(woord: str) -> bool:
    """Say whether a word is on the list, or is the plural or another plain form of one that is."""
    klein = woord.casefold()
    return any(klein.removesuffix(uitgang) in toegestane_woorden() for uitgang in _UITGANGEN)


def _patroon(regel: str) -> re.Pattern[str]:
    kern = r"\w*".join(re.escape(deel) for deel in regel.split("*"))
    return re.compile(rf"(?<!\w){kern}(?!\w)", re.IGNORECASE)


def _regels(bestand: str) -> list[str]:
    regels = (_MAP / bestand).read_text(encoding="utf-8").splitlines()
    return [kaal for regel in regels if (kaal := regel.partition("#")[0].strip())]
