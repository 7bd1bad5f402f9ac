"""Find the passive voice in a Dutch sentence: a form of "worden" with a past participle, or "is … door".

"Je brief is bewaard" tells a state and reads plainly, so a form of "zijn" counts only where somebody or something
did it ("door"). Participles are recognised by their shape; two lists hold the exceptions.
"""

import re

from tests.huisregels.gewone_taal import lijsten
from tests.huisregels.gewone_taal.zinnen import woorden

_WORDEN = frozenset({"word", "wordt", "worden", "werd", "werden", "geworden"})
_ZIJN = frozenset({"is", "zijn", "was", "waren", "ben", "bent"})
_VOOR = "(?:aan|af|bij|door|in|mee|na|om|op|over|terug|toe|uit|vast|voor|weg)?"
_ZWAK = re.compile(rf"{_VOOR}ge\w{{2,}}(?:d|[kfsptx]t|cht)")
_STERK = re.compile(rf"{_VOOR}ge\w{{3,}}en")
_ZONDER_GE = re.compile(rf"{_VOOR}(?:be|ver|ont|her)\w{{2,}}(?:d|[kfsptx]t|cht)")


def is_lijdend(zin: str) -> bool:
    """Say whether the sentence has a passive verb."""
    kleine = [woord.casefold() for woord in woorden(zin)]
    vormen = set(kleine)
    if not any(is_deelwoord(woord) for woord in kleine):
        return False
    return bool(vormen & _WORDEN) or (bool(vormen & _ZIJN) and "door" in vormen)


def is_deelwoord(woord: str) -> bool:
    """Say whether a word has the shape of a past participle."""
    if woord in lijsten.geen_deelwoorden():
        return False
    return woord in lijsten.deelwoorden() or any(p.fullmatch(woord) for p in (_ZWAK, _STERK, _ZONDER_GE))
