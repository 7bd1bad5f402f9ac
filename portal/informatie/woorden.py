"""The words of the law and the words on the screen, with an explanation of each.

An official word never stands alone on a page: the reader gets the word of the screen, the official one between
brackets so that a letter can be matched with it, and a link to the explanation.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from portal.informatie.bron import BRONTAAL, OnleesbareBron, Status, lees_status, vingerafdruk

BESTAND = "woorden.toml"
_CODE = re.compile(r"[a-z]+(-[a-z]+)*")
_VELDEN = frozenset({"code", "officieel", "ook", "op_scherm", "uitleg"})


@dataclass(frozen=True, slots=True)
class Woord:
    """One entry: what the law says, what the screen says, and what it means."""

    code: str
    officieel: str
    ook: tuple[str, ...]
    op_scherm: str
    uitleg: str
    taal: str


@dataclass(frozen=True, slots=True)
class Woordenlijst:
    """All entries of one language, in the order of the file."""

    taal: str
    status: Status
    bron_hash: str
    woorden: tuple[Woord, ...]

    @property
    def vingerafdruk(self) -> str:
        """Fingerprint of everything a translator translates."""
        return vingerafdruk(*(stuk for w in self.woorden for stuk in (w.code, w.officieel, w.op_scherm, w.uitleg)))


def lees_woorden(bestand: Path, taal: str, nederlands: Woordenlijst | None) -> Woordenlijst:
    """Read the list of one language; the official words come from the Dutch list. Raise `OnleesbareBron`."""
    try:
        inhoud = tomllib.loads(bestand.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fout:
        raise OnleesbareBron(f"cannot be read as TOML ({fout})") from fout
    kop = {sleutel: waarde for sleutel, waarde in inhoud.items() if isinstance(waarde, str)}
    status = lees_status(kop, taal)
    officieel = {w.code: w for w in nederlands.woorden} if nederlands else {}
    woorden: dict[str, Woord] = {}
    for rij in inhoud.get("woord", []):
        woord = _lees_woord(rij, taal, officieel)
        if woord.code in woorden:
            raise OnleesbareBron(f"has the word {woord.code!r} twice")
        woorden[woord.code] = woord
    if not woorden:
        raise OnleesbareBron("has no [[woord]] at all")
    return Woordenlijst(taal, status, kop.get("bron_hash", ""), tuple(woorden.values()))


def term(woord: Woord, taal: str, tekst: str | None = None, *, kort: bool = False) -> Markup:
    """Give the screen word, linked to its explanation, and the official Dutch word between brackets.

    `taal` is the language of the page, which is in the link. `tekst` replaces the screen word where the sentence
    needs another form of it. `kort` leaves the brackets out, for the second time on one page.
    """
    op_scherm = tekst or woord.op_scherm
    link = Markup('<a href="/{}/woorden#{}">{}</a>').format(taal, woord.code, op_scherm)
    if kort or op_scherm.casefold() == woord.officieel.casefold():
        return link
    richting = Markup("") if taal == BRONTAAL else Markup(' dir="ltr"')
    return Markup('{} <span lang="nl"{}>({})</span>').format(link, richting, woord.officieel)


def _lees_woord(rij: Any, taal: str, officieel: dict[str, Woord]) -> Woord:
    """Read one [[woord]]."""
    if not isinstance(rij, dict) or not set(rij) <= _VELDEN:
        raise OnleesbareBron(f"has a [[woord]] with unknown keys: {rij!r}")
    code, op_scherm, uitleg = (rij.get(sleutel) for sleutel in ("code", "op_scherm", "uitleg"))
    if not (isinstance(code, str) and _CODE.fullmatch(code)):
        raise OnleesbareBron(f"has a [[woord]] whose 'code' is {code!r}")
    if not (isinstance(op_scherm, str) and op_scherm and isinstance(uitleg, str) and uitleg):
        raise OnleesbareBron(f"the word {code!r} lacks 'op_scherm' or 'uitleg'")
    if taal != BRONTAAL:
        if code not in officieel:
            raise OnleesbareBron(f"the word {code!r} is not in the Dutch list")
        return Woord(code, officieel[code].officieel, officieel[code].ook, op_scherm, uitleg, taal)
    wettelijk, ook = rij.get("officieel"), rij.get("ook", [])
    if not (
        isinstance(wettelijk, str) and wettelijk and isinstance(ook, list) and all(isinstance(o, str) for o in ook)
    ):
        raise OnleesbareBron(f"the word {code!r} lacks 'officieel', or its 'ook' is not a list of words")
    return Woord(code, wettelijk, tuple(ook), op_scherm, uitleg, taal)
