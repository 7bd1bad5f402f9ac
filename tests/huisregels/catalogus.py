"""The catalogue of sentences: what the code says, and what the translations have for it.

`python -m tests.huisregels.catalogus` writes `translations/messages.pot` anew from the sources and brings each
translation up to date with it: new sentences come in empty, sentences nobody uses any more go out.
"""

import os
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).parents[2]
PORTAL = PROJECT / "portal"
TRANSLATIONS = PROJECT / "translations"
POT = TRANSLATIONS / "messages.pot"
VERTAALD = ("en", "ar")
"""Languages that have to be complete. Dutch is the msgid itself."""

VAKPAKKETTEN = ("backoffice", "beheer", "werkbak")
"""Packages for staff and machines: written in Dutch for people who use the words of the office all day."""

_WOORDEN = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "_l": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


_KOP = "# The Dutch sentences of the public part, for translators. Written by `python -m tests.huisregels.catalogus`."


def haal_op() -> Catalog:
    """Read every sentence of the public part of the code; nothing is written, so a stale file is never believed."""
    catalogus = Catalog(project="rustpunt", header_comment=_KOP, charset="utf-8", fuzzy=False)
    methoden, opties = _lees_methoden()
    vondsten = extract_from_dir(PROJECT, methoden, opties, _WOORDEN, (), directory_filter=_is_onderweg)
    for bestand, regel, msgid, commentaar, context in vondsten:
        catalogus.add(msgid, None, [(bestand, regel)], auto_comments=commentaar, context=context)
    return catalogus


def _lees_methoden() -> tuple[list[tuple[str, str]], dict[str, dict[str, str]]]:
    """Read from `[tool.babel]` how sentences are found in which files; packages for staff are ignored."""
    regels = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methoden = [(f"portal/{pakket}/**", "ignore") for pakket in VAKPAKKETTEN]
    methoden += [(regel["pattern"], regel["method"]) for regel in regels]
    opties = {regel["pattern"]: {k: v for k, v in regel.items() if k not in ("pattern", "method")} for regel in regels}
    return methoden, opties


def _is_onderweg(map_: str | os.PathLike[str]) -> bool:
    """Walk into `portal` only: the environment beside it holds thousands of files of others."""
    return Path(map_).is_relative_to(PORTAL)


def lees_pot() -> Catalog:
    """Read the template as it is stored; an absent file is an empty one."""
    if not POT.is_file():
        return Catalog()
    with POT.open("rb") as bestand:
        return read_po(bestand)


def po_van(taal: str) -> Path:
    """Give the place of a translation."""
    return TRANSLATIONS / taal / "LC_MESSAGES" / "messages.po"


def lees_po(taal: str) -> Catalog:
    """Read a translation as it is stored; an absent file is an empty one."""
    if not po_van(taal).is_file():
        return Catalog(locale=taal)
    with po_van(taal).open("rb") as bestand:
        return read_po(bestand, locale=taal)


def boodschappen(catalogus: Catalog) -> Iterator[Message]:
    """Give the messages without the heading."""
    return (boodschap for boodschap in catalogus if boodschap.id)


def sleutel(boodschap: Message) -> tuple[str | None, str]:
    """Name a message: its context and its (singular) Dutch sentence."""
    return boodschap.context, vormen(boodschap.id)[0]


def vormen(tekst: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Give every form of a sentence or of its translation."""
    if isinstance(tekst, str):
        return (tekst,)
    return tuple(vorm or "" for vorm in tekst or ())


def meervouden(taal: str) -> int:
    """Give the number of plural forms gettext asks for in this language."""
    aantal: int = get_plural(taal).num_plurals
    return aantal


def bestanden(boodschap: Message) -> str:
    """Name the files that use a sentence."""
    return ", ".join(sorted({bestand for bestand, _ in boodschap.locations}))


def werk_bij() -> None:
    """Write the template and every translation anew."""
    bron = haal_op()
    bron.creation_date = lees_pot().creation_date if POT.is_file() else bron.creation_date
    TRANSLATIONS.mkdir(exist_ok=True)
    with POT.open("wb") as bestand:
        write_po(bestand, bron, sort_output=True, include_lineno=False, width=110)
    for taal in VERTAALD:
        vertaling = lees_po(taal)
        vertaling.update(bron, no_fuzzy_matching=True)
        vertaling.obsolete.clear()
        po_van(taal).parent.mkdir(parents=True, exist_ok=True)
        with po_van(taal).open("wb") as bestand:
            write_po(bestand, vertaling, sort_output=True, include_lineno=False, width=110)


if __name__ == "__main__":
    werk_bij()
    sys.stdout.write(f"{POT} and {', '.join(VERTAALD)} are up to date with the sources.\n")
