"""The rules for Dutch text: functions that take text and return what is wrong with it.

Thresholds are from the plain-language table of the project; where one of them is not used on a short label, the
reason stands beside it. `ernst` says whether a finding stops the build.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import wordfreq

from tests.huisregels.gewone_taal import lijsten
from tests.huisregels.gewone_taal.lijdend import is_lijdend
from tests.huisregels.gewone_taal.zinnen import Blok, aantal_woorden, blokken, flesch_douma, woorden, zinnen

HOOGSTENS_WOORDEN_PER_ZIN = 15
HOOGSTENS_ZINNEN_PER_ALINEA = 3
LANG_WOORD = 14
ZIPF_ZELDZAAM = 2.5
ZIPF_MINDER_GEWOON = 3.0
LEESGEMAK = 70.0
HOOGSTENS_GEMIDDELD = 10.0
STACCATO = 5.0
STACCATO_VANAF = 8
VRIJ_LANG_WOORD = 12
HOOGSTENS_DEEL_LANG = 0.04
GENOEG_OM_TE_METEN = 40
"""Words of running text from which a formula over a page says something; below that one word moves it ten points."""

WOORDBUDGET = {"vraag": 60, "bevestiging": 120, "overzicht": 130, "uitleg": 250}
"""Rule R2: words in `<main>` per kind of page."""

ZONDER_WOORDBUDGET = frozenset({"woorden", "privacy", "toegankelijkheid"})
"""Rule R2: pages that are looked things up in, not read through."""

_ONTKENNINGEN = frozenset({"niet", "geen", "nooit", "niemand", "niets", "nergens", "zonder", "noch"})
_NOOIT = ("fout", "ongeldig", "verplicht", "mislukt", "niet toegestaan", "!")
_WEL = ("niets fout gedaan",)
"""Rule R13 asks for this sentence in so many words."""


class Ernst(StrEnum):
    """Whether a finding stops the build."""

    FOUT = "fail"
    LET_OP = "warn"


@dataclass(frozen=True, slots=True)
class Bevinding:
    """One thing that makes a text harder than it has to be."""

    bestand: str
    regel: str
    zin: str
    ernst: Ernst = Ernst.FOUT

    def __str__(self) -> str:
        """Give one line."""
        return f"{self.ernst.value}  {self.bestand}: {self.regel}: {self.zin}"


def controleer_tekst(bestand: str, tekst: str) -> list[Bevinding]:
    """Check text that stands alone: a sentence from the code, an explanation, a message."""
    return [bevinding for zin in zinnen(tekst) for bevinding in _controleer_zin(bestand, zin)]


def controleer_html(bestand: str, html: str, soort: str, *, titel: str = "", budget: bool = True) -> list[Bevinding]:
    """Check a page: what stands in `<main>`, with its title when that is not in the HTML.

    `soort` is the kind of page (rule R1); `budget` is off for the pages of `ZONDER_WOORDBUDGET`.
    """
    delen = blokken(html)
    if titel:
        delen = [Blok("h1", titel), *delen]
    bevindingen = [b for blok in delen for b in controleer_tekst(bestand, blok.tekst)]
    bevindingen += _controleer_alineas(bestand, delen)
    bevindingen += _controleer_lopend(bestand, [zin for blok in delen if blok.is_lopend for zin in zinnen(blok.tekst)])
    if budget and soort in WOORDBUDGET:
        aantal = sum(aantal_woorden(blok.tekst) for blok in delen)
        if aantal > WOORDBUDGET[soort]:
            regel = f"word budget: {aantal} words, at most {WOORDBUDGET[soort]} on a page of kind {soort!r}"
            bevindingen.append(Bevinding(bestand, regel, titel or html[:60]))
    return bevindingen


def controleer_neutraal(bestand: str, tekst: str, taal: str) -> list[Bevinding]:
    """Check text that others may see (rule R18): messages, titles, names of files. The Dutch words count everywhere."""
    bevindingen = []
    for code in {"nl", taal} & set(lijsten.neutraal()):
        if gevonden := lijsten.neutraal()[code].search(tekst):
            bevindingen.append(Bevinding(bestand, f"tells an onlooker what it is about: {gevonden[0]!r}", tekst))
    return bevindingen


def _controleer_zin(bestand: str, zin: str) -> Iterator[Bevinding]:
    aantal = aantal_woorden(zin)
    if aantal > HOOGSTENS_WOORDEN_PER_ZIN:
        yield Bevinding(bestand, f"long sentence: {aantal} words, at most {HOOGSTENS_WOORDEN_PER_ZIN}", zin)
    for naam, patroon in lijsten.jargon():
        if patroon.search(zin):
            yield Bevinding(bestand, f"word of the office: {naam!r}; use the screen word, or mark it as a term", zin)
    if is_lijdend(zin):
        yield Bevinding(bestand, "passive: say who does it", zin)
    ontkenningen = [woord for woord in woorden(zin.casefold()) if woord in _ONTKENNINGEN]
    if len(ontkenningen) > 1 and zin not in lijsten.toegestane_ontkenningen():
        yield Bevinding(bestand, f"two negations ({', '.join(ontkenningen)}): say what is so", zin)
    yield from _controleer_toon(bestand, zin)
    for woord in woorden(zin):
        yield from _controleer_woord(bestand, woord, zin)


def _controleer_toon(bestand: str, zin: str) -> Iterator[Bevinding]:
    """Rule R14 asks this of errors; nothing else on the site needs these words either, so it is asked of all text."""
    kaal = zin.casefold()
    for wel in _WEL:
        kaal = kaal.replace(wel, "")
    for woord in _NOOIT:
        if woord in kaal:
            yield Bevinding(bestand, f"scolds or shouts: {woord!r}", zin)


def _controleer_woord(bestand: str, woord: str, zin: str) -> Iterator[Bevinding]:
    if woord in lijsten.namen() or lijsten.is_toegestaan(woord):
        return
    if len(woord) >= LANG_WOORD:
        yield Bevinding(bestand, f"long word: {woord!r}, {len(woord)} letters", zin)
        return
    zipf = wordfreq.zipf_frequency(woord, "nl")
    if zipf < ZIPF_ZELDZAAM:
        yield Bevinding(bestand, f"rare word: {woord!r}, Zipf {zipf}", zin)
    elif zipf < ZIPF_MINDER_GEWOON:
        yield Bevinding(bestand, f"less common word: {woord!r}, Zipf {zipf}", zin, Ernst.LET_OP)


def _controleer_alineas(bestand: str, delen: Iterable[Blok]) -> Iterator[Bevinding]:
    for blok in delen:
        aantal = len(zinnen(blok.tekst))
        if blok.is_lopend and aantal > HOOGSTENS_ZINNEN_PER_ALINEA:
            regel = f"long paragraph: {aantal} sentences, at most {HOOGSTENS_ZINNEN_PER_ALINEA}"
            yield Bevinding(bestand, regel, blok.tekst, Ernst.LET_OP)


def _controleer_lopend(bestand: str, lopend: list[str]) -> Iterator[Bevinding]:
    """Measure the running text of a page; too little of it cannot be measured."""
    alle = [woord for zin in lopend for woord in woorden(zin)]
    if len(alle) < GENOEG_OM_TE_METEN:
        return
    leesgemak = flesch_douma(lopend)
    if leesgemak < LEESGEMAK:
        yield Bevinding(bestand, f"reading ease (Flesch-Douma) {leesgemak:.0f}, at least {LEESGEMAK:.0f}", "page")
    gemiddeld = sum(map(aantal_woorden, lopend)) / len(lopend)
    if gemiddeld > HOOGSTENS_GEMIDDELD:
        yield Bevinding(bestand, f"mean sentence {gemiddeld:.1f} words, at most {HOOGSTENS_GEMIDDELD:.0f}", "page")
    if gemiddeld < STACCATO and len(lopend) >= STACCATO_VANAF:
        yield Bevinding(bestand, f"staccato: mean sentence {gemiddeld:.1f} words", "page", Ernst.LET_OP)
    lang = [w for w in alle if len(w) >= VRIJ_LANG_WOORD and w not in lijsten.namen()]
    if len(lang) > HOOGSTENS_DEEL_LANG * len(alle):
        regel = f"{len(lang)} of {len(alle)} words have {VRIJ_LANG_WOORD} letters or more, at most 4 %"
        yield Bevinding(bestand, regel, ", ".join(sorted(set(lang))))
