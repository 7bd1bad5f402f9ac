"""Cut text into sentences, words and syllables; turn HTML into the blocks a reader sees."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

LEESTEKENS_EINDE = ".?!…؟።፧"
"""Marks that end a sentence, those of Arabic, Tigrinya and Persian too."""

_EINDE_ZIN = re.compile(rf"(?<=[{LEESTEKENS_EINDE}])\s+|[\n·•]+")
_INVULPLEK = re.compile(r"%\(\w+\)[sd]|%[sd]|\{[a-z_]+\}")
_ADRES = re.compile(r"\S+@\S+|https?://\S+")
_LABEL_HTML = re.compile(r"<[^>]+>")
_WOORD_OF_GETAL = re.compile(r"\w[\w'’-]*")
_WOORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_KLINKERS = re.compile(
    "ëi|aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|ui|eu|ij|ei|au|ou|[aeiouyàáâäèéêëìíîïòóôöùúûü]", re.IGNORECASE
)
_BLOKKEN = frozenset(
    {"p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "label", "legend", "summary", "button", "td", "th"}
)
_STIL = frozenset({"script", "style", "template"})


@dataclass(frozen=True, slots=True)
class Blok:
    """A heading, a paragraph, a list item or a label, as plain text."""

    soort: str
    tekst: str

    @property
    def is_lopend(self) -> bool:
        """Say whether this is running text, which the readability of a page is measured over."""
        return self.soort in ("p", "li", "dd")


def zinnen(tekst: str) -> list[str]:
    """Cut text into sentences; a line end and a middle dot end one too."""
    return [zin.strip() for zin in _EINDE_ZIN.split(tekst) if _WOORD_OF_GETAL.search(zin)]


def woorden(zin: str) -> list[str]:
    """Give the words, without numbers, placeholders, addresses and HTML."""
    return _WOORD.findall(_ADRES.sub(" ", _zonder_opmaak(zin)))


def aantal_woorden(zin: str) -> int:
    """Count what has to be read: words, numbers, and a placeholder as one word."""
    return len(_WOORD_OF_GETAL.findall(_ADRES.sub("0", _zonder_opmaak(zin))))


def invulplekken(tekst: str) -> list[str]:
    """Give the placeholders of a text, sorted."""
    return sorted(_INVULPLEK.findall(tekst))


def lettergrepen(woord: str) -> int:
    """Count the syllables of a Dutch word by its vowel sounds; at least one."""
    return max(1, len(_KLINKERS.findall(woord)))


def flesch_douma(lopend: list[str]) -> float:
    """Give the Flesch-Douma reading ease of sentences: 206.835 - 0.93 words/sentence - 77 syllables/word."""
    alle = [woord for zin in lopend for woord in woorden(zin)]
    return 206.835 - 0.93 * len(alle) / len(lopend) - 77 * sum(map(lettergrepen, alle)) / len(alle)


def blokken(html: str) -> list[Blok]:
    """Give the blocks of a piece of HTML. An official word beside its explanation is not part of the sentence."""
    lezer = _Bloklezer()
    lezer.feed(html)
    lezer.close()
    return list(lezer.klaar())


def _zonder_opmaak(zin: str) -> str:
    return _INVULPLEK.sub("0", _LABEL_HTML.sub("", zin))


class _Bloklezer(HTMLParser):
    """Collects text per block element; leaves out scripts, and `<span lang="nl">`, which holds an official word."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blokken: list[tuple[str, list[str]]] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, or a part that is not read."""
        overslaan = tag in _STIL or (tag == "span" and ("lang", "nl") in attrs)
        if tag == "br":
            self.handle_data("\n")
            return
        self._open.append((tag, overslaan))
        if tag in _BLOKKEN:
            self._blokken.append((tag, []))

    def handle_endtag(self, tag: str) -> None:
        """Close a part; text after a block belongs to none until the next opens."""
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag in _BLOKKEN:
            self._blokken.append(("", []))

    def handle_data(self, data: str) -> None:
        """Add text to the block that is open."""
        if any(overslaan for _, overslaan in self._open):
            return
        if not self._blokken:
            self._blokken.append(("", []))
        self._blokken[-1][1].append(data)

    def klaar(self) -> Iterator[Blok]:
        """Give the blocks that hold text."""
        for soort, delen in self._blokken:
            tekst = " ".join("".join(delen).split()).replace(" .", ".").replace(" ,", ",").replace(" ?", "?")
            if tekst:
                yield Blok(soort, tekst)
