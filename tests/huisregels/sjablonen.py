"""Find text in templates that nobody can translate, because it does not go through gettext."""

import re
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

from tests.huisregels.catalogus import PORTAL, VAKPAKKETTEN

_WOORD = re.compile(r"[^\W\d_]{2,}")
_LEESBARE_KENMERKEN = frozenset({"alt", "title", "aria-label", "placeholder", "value"})
_ZONDER_EINDE = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_KENMERK = re.compile(r"""[\w-]+="[^"]*"|[\w-]+='[^']*'""")
_UITDRUKKING = "\0"
_OMGEVING = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


def openbare_sjablonen() -> list[Path]:
    """Give every template that a citizen may see."""
    return sorted(
        pad for pad in PORTAL.glob("**/templates/**/*.html") if pad.relative_to(PORTAL).parts[0] not in VAKPAKKETTEN
    )


def losse_tekst(bron: str) -> list[str]:
    """Give the words of a template that stand in it as they are.

    Text inside an element with `lang` is in a language of its own, and `translate="no"` marks a name; both may stay.
    """
    lezer = _Teksten()
    lezer.feed(_zonder_jinja(bron))
    lezer.close()
    return lezer.gevonden


def _zonder_jinja(bron: str) -> str:
    """Keep the HTML; an expression becomes one mark, and a trans block goes, since that is translated."""
    delen: list[str] = []
    in_blok = in_trans = False
    for _, soort, waarde in _OMGEVING.lex(bron):
        if soort == "variable_begin":
            delen.append(_UITDRUKKING)
        elif soort in ("block_begin", "block_end"):
            in_blok = soort == "block_begin"
        elif in_blok and soort == "name" and waarde in ("trans", "endtrans"):
            in_trans = waarde == "trans"
        elif soort == "data" and not in_trans:
            delen.append(waarde)
    return "".join(delen)


class _Teksten(HTMLParser):
    """Collects readable text and readable attributes outside marked elements, scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.gevonden: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember whether what follows is marked; look at the attributes that are read out or shown."""
        namen = dict(attrs)
        eigen_taal = tag != "html" and ("lang" in namen or namen.get("translate") == "no")
        if tag not in _ZONDER_EINDE:
            self._open.append((tag, eigen_taal or tag in ("script", "style")))
        if eigen_taal:
            return
        for naam in _LEESBARE_KENMERKEN & set(namen):
            if naam == "value" and not (tag == "input" and namen.get("type") in ("submit", "button")):
                continue
            self._bekijk(namen[naam] or "")

    def handle_endtag(self, tag: str) -> None:
        """Close the element; a fragment may close what another opened."""
        if any(open_ == tag for open_, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Look at text."""
        if not any(gemerkt for _, gemerkt in self._open):
            self._bekijk(data)

    def _bekijk(self, tekst: str) -> None:
        """A block may set attributes apart from their element; those are no words."""
        if _WOORD.search(_KENMERK.sub("", tekst)):
            self.gevonden.append(" ".join(tekst.replace(_UITDRUKKING, "…").split()))
