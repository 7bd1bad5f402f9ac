"""The style sheet as it is sent: inside the page, with the colours of the gemeente, allowed by its hash.

Sending it with the first answer saves a slow phone a whole round trip before it can paint.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# The four things white space may never be taken from, and white space itself.
_STUK = re.compile(
    r"""(?P<tekenreeks>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<adres>url\([^)"']*\))
      | (?P<opmerking>/\*.*?(?:\*/|\Z))
      | (?P<wit>\s+)
      | (?P<rest>.)""",
    re.DOTALL | re.VERBOSE,
)
# Next to these a space means nothing. Before ":" it does (`a :hover`), and so it does around "+" in calc().
_NIETS_ERNA = frozenset("{};,:>(")
_NIETS_ERVOOR = frozenset("{};,>)!")

_KLEUR = re.compile(r"#[0-9A-Fa-f]{6}")
_MAAT = re.compile(r"\d{0,2}\.?\d{1,3}(?:rem|px)")
_VORM = {
    "pri": _KLEUR,
    "prih": _KLEUR,
    "onpri": _KLEUR,
    "pri_donker": _KLEUR,
    "prih_donker": _KLEUR,
    "onpri_donker": _KLEUR,
    "r": _MAAT,
}


class OnjuistThema(ValueError):
    """A gemeente's theme holds a key or a value that the style sheet cannot take. The text is one clear line."""


@dataclass(frozen=True, slots=True)
class Stijl:
    """A style sheet ready to stand between `<style>` and `</style>`."""

    tekst: str
    hash_bron: str
    """Its source expression for `style-src`, quotes included: `'sha256-…'` (CSP level 3, 6.7.3.3)."""


def verklein(css: str) -> str:
    """Leave out comments and the white space that means nothing. Strings and unquoted addresses stay as they are.

    Doing it twice changes nothing. A comment that holds two words apart stays as an empty comment, because
    neither a space (`p/**/.a`) nor nothing at all (`1px/**/2px`) would always mean the same.
    """
    uit: list[str] = []
    wit = opmerking = False
    for soort, stuk in _stukken(css):
        if soort == "wit":
            wit = True
        elif soort == "opmerking":
            opmerking = True
        else:
            vorige = uit[-1][-1] if uit else ""
            if stuk == "}":
                while uit and uit[-1] == ";":
                    uit.pop()
            elif vorige and vorige not in _NIETS_ERNA and stuk[0] not in _NIETS_ERVOOR:
                uit.append(" " if wit else "/**/" if opmerking and stuk[0] != ":" else "")
            uit.append(stuk)
            wit = opmerking = False
    return "".join(uit)


def _stukken(css: str) -> Iterator[tuple[str, str]]:
    for gevonden in _STUK.finditer(css):
        yield gevonden.lastgroup or "rest", gevonden.group()


def stijl_voor(css: str, thema: Mapping[str, str]) -> Stijl:
    """The sheet `css`, made small, with the theme of one gemeente behind it.

    `thema` may hold `pri`, `prih` and `onpri` (links and buttons, the same under a pointer, the words on a button, as
    `#RRGGBB`), the same with `_donker` behind it for the dark scheme, and `r` (corners, in `rem` or `px`). What is
    absent stays as the sheet has it.

    Raises `OnjuistThema` for another key or for a value of another form, so that a value from a file never becomes
    CSS of its own, and for a sheet that would end the style element.
    """
    licht: list[str] = []
    donker: list[str] = []
    for sleutel, waarde in thema.items():
        if sleutel not in _VORM or not _VORM[sleutel].fullmatch(waarde):
            raise OnjuistThema(f"thema: {sleutel} = {waarde!r} is not a token of the style sheet in its right form")
        (donker if sleutel.endswith("_donker") else licht).append(f"--{sleutel.removesuffix('_donker')}:{waarde}")
    tekst = verklein(css)
    if licht:
        tekst += f":root{{{';'.join(licht)}}}"
    if donker:
        regels = ";".join(donker)
        tekst += f"@media screen and (prefers-color-scheme:dark){{:root:not([data-kleur=licht]){{{regels}}}}}"
        tekst += f"@media screen{{:root[data-kleur=donker]{{{regels}}}}}"
    if "</" in tekst:
        raise OnjuistThema("the style sheet holds '</', which would end the style element")
    som = base64.b64encode(hashlib.sha256(tekst.encode()).digest()).decode()
    return Stijl(tekst, f"'sha256-{som}'")
