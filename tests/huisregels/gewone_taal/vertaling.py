"""What can be checked in a language nobody here may read: that it says as much as the Dutch, with the same parts."""

import re
from collections import Counter

from tests.huisregels.gewone_taal.controle import HOOGSTENS_WOORDEN_PER_ZIN, Bevinding
from tests.huisregels.gewone_taal.zinnen import aantal_woorden, invulplekken, zinnen

KORTST = 0.5
LANGST = 2.0
GENOEG_OM_TE_VERGELIJKEN = 40
"""Characters of Dutch from which lengths compare. Labels do not: "Sla over" is "Skip", Arabic omits vowels."""

_ONDERDELEN = (
    ("headings", re.compile(r"^(?:\{als [a-z_ ]+\} ?)*(#+) ", re.MULTILINE)),
    ("list items", re.compile(r"^(?:\{als [a-z_ ]+\} ?)*(-|\d+\.) ", re.MULTILINE)),
    ("conditions", re.compile(r"\{als ([a-z_ ]+)\}")),
    ("terms", re.compile(r"\[\[([a-z-]+)[|\]]")),
    ("links", re.compile(r"\]\(([^)]+)\)")),
)


def controleer_zinnen(bestand: str, tekst: str) -> list[Bevinding]:
    """Check the length of sentences; the marks that end one are those of any language."""
    return [
        Bevinding(bestand, f"long sentence: {aantal} words, at most {HOOGSTENS_WOORDEN_PER_ZIN}", zin)
        for zin in zinnen(tekst)
        if (aantal := aantal_woorden(zin)) > HOOGSTENS_WOORDEN_PER_ZIN
    ]


def vergelijk(bestand: str, nederlands: str, vertaling: str) -> list[Bevinding]:
    """Compare a sentence or a message with the Dutch: the same placeholders, and about as long."""
    bevindingen = controleer_zinnen(bestand, vertaling)
    if invulplekken(nederlands) != invulplekken(vertaling):
        regel = f"placeholders {invulplekken(vertaling)}, the Dutch has {invulplekken(nederlands)}"
        bevindingen.append(Bevinding(bestand, regel, vertaling))
    return bevindingen + _vergelijk_lengte(bestand, nederlands, vertaling)


def vergelijk_bron(bestand: str, nederlands: str, vertaling: str) -> list[Bevinding]:
    """Compare the Markdown of a page with the Dutch: the same headings, lists, conditions, terms, links and values."""
    bevindingen = _vergelijk_lengte(bestand, nederlands, vertaling)
    for naam, patroon in _ONDERDELEN:
        hier, daar = Counter(patroon.findall(vertaling)), Counter(patroon.findall(nederlands))
        if naam == "list items":
            hier, daar = Counter(items=hier.total()), Counter(items=daar.total())
        if hier != daar:
            regel = f"{naam}: {dict(hier - daar) or 'nothing'} too many, {dict(daar - hier) or 'nothing'} missing"
            bevindingen.append(Bevinding(bestand, regel, "page"))
    if invulplekken(nederlands) != invulplekken(vertaling):
        te_veel = Counter(invulplekken(vertaling)) - Counter(invulplekken(nederlands))
        te_weinig = Counter(invulplekken(nederlands)) - Counter(invulplekken(vertaling))
        bevindingen.append(Bevinding(bestand, f"values: {dict(te_veel)} too many, {dict(te_weinig)} missing", "page"))
    return bevindingen


def _vergelijk_lengte(bestand: str, nederlands: str, vertaling: str) -> list[Bevinding]:
    if len(nederlands) < GENOEG_OM_TE_VERGELIJKEN:
        return []
    verhouding = len(vertaling) / len(nederlands)
    if KORTST <= verhouding <= LANGST:
        return []
    return [Bevinding(bestand, f"{verhouding:.2f} times as long as the Dutch", vertaling[:80])]
