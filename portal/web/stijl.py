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
_MAAT = re.compile(r"0|\d{0,2}\.?\d{1,3}(?:rem|px)")
_BLOK = re.compile(r"([^{}]+)\{([^{}]*)\}")
_KLEURTOKEN = re.compile(r"--(\w+):(#[0-9A-Fa-f]{6})")
_THEMATOKENS = frozenset({"pri", "prih", "onpri", "r"})

_LICHT = ":root"
_DONKER_VAN_SYSTEEM = ":root:not([data-kleur=licht])"
_DONKER_GEKOZEN = ":root[data-kleur=donker]"

#: What is read against what, with the least contrast it needs: 4.5 for text (WCAG 2.2, 1.4.3), 3 for parts (1.4.11).
PAREN: tuple[tuple[str, str, float], ...] = (
    *((tekst, vlak, 4.5) for tekst in ("ink", "ink2", "pri", "fout") for vlak in ("bg", "surface", "soft")),
    *(("ink", vlak, 4.5) for vlak in ("okbg", "infobg", "letbg")),
    *(("onpri", vlak, 4.5) for vlak in ("pri", "prih")),
    ("ok", "okbg", 4.5),
    ("info", "infobg", 4.5),
    ("let", "letbg", 4.5),
    ("onring", "ring", 4.5),
    *(("line2", vlak, 3.0) for vlak in ("bg", "surface", "soft")),
    *(("focus", vlak, 3.0) for vlak in ("bg", "surface", "soft", "okbg", "infobg", "letbg")),
    *(("done", vlak, 3.0) for vlak in ("bg", "surface", "okbg")),
    ("surface", "done", 3.0),
    ("info", "bg", 3.0),
    ("letbar", "letbg", 3.0),
    ("letbar", "bg", 3.0),
)


class OnjuistThema(ValueError):
    """A gemeente's theme holds a key or a value that the style sheet cannot take. The text is one clear line."""


@dataclass(frozen=True)
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
            if stuk == "}" and vorige == ";":
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
    """The sheet `css` (already made small) with the theme of one gemeente behind it.

    `thema` may hold `pri`, `prih`, `onpri` (colours as `#RRGGBB`: links and buttons, the same under a pointer, and the
    words on a button), `r` (corner, `0` or in `rem` or `px`), and `pri_donker`, `prih_donker`, `onpri_donker` for
    the dark scheme; written as tokens (`--pri`, `--pri-donker`) they mean the same. What is absent stays as the sheet has it.

    Raises `OnjuistThema` for another key or for a value of another form: a value from a file never becomes CSS of its own.
    """
    licht: list[str] = []
    donker: list[str] = []
    for sleutel, waarde in thema.items():
        token, _, schema = sleutel.removeprefix("--").replace("-", "_").partition("_")
        if token not in _THEMATOKENS or schema not in ("", "donker") or (token, schema) == ("r", "donker"):
            raise OnjuistThema(
                f"thema: {sleutel} is not one of pri, prih, onpri, r, pri_donker, prih_donker, onpri_donker"
            )
        if not (_MAAT if token == "r" else _KLEUR).fullmatch(waarde):
            raise OnjuistThema(
                f"thema: {sleutel} = {waarde!r} is not {'a size like .75rem' if token == 'r' else 'a colour like #0B5A5B'}"
            )
        (donker if schema else licht).append(f"--{token}:{waarde}")
    tekst = css
    if licht:
        tekst += f"{_LICHT}{{{';'.join(licht)}}}"
    if donker:
        regels = ";".join(donker)
        tekst += f"@media screen and (prefers-color-scheme:dark){{{_DONKER_VAN_SYSTEEM}{{{regels}}}}}"
        tekst += f"@media screen{{{_DONKER_GEKOZEN}{{{regels}}}}}"
    if "</" in tekst:
        raise OnjuistThema("the style sheet holds '</' and would end the style element")
    som = base64.b64encode(hashlib.sha256(tekst.encode()).digest()).decode()
    return Stijl(tekst, f"'sha256-{som}'")


def kleuren(css: str) -> dict[str, dict[str, str]]:
    """The colour tokens of a sheet per scheme: `licht`, `donker` (the system's choice) and `donker gekozen` (one's own).

    The dark ones hold the light value where dark does not say otherwise, just as on the page.
    """
    gevonden: dict[str, dict[str, str]] = {_LICHT: {}, _DONKER_VAN_SYSTEEM: {}, _DONKER_GEKOZEN: {}}
    for kop, inhoud in _BLOK.findall(verklein(css)):
        if kop in gevonden:
            gevonden[kop].update(_KLEURTOKEN.findall(inhoud))
    licht = gevonden[_LICHT]
    return {
        "licht": licht,
        "donker": licht | gevonden[_DONKER_VAN_SYSTEEM],
        "donker gekozen": licht | gevonden[_DONKER_GEKOZEN],
    }


def contrast(een: str, ander: str) -> float:
    """The contrast of two colours written `#RRGGBB`, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    donkerste, lichtste = sorted((_helderheid(een), _helderheid(ander)))
    return (lichtste + 0.05) / (donkerste + 0.05)


def _helderheid(kleur: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    delen = [int(kleur[plek : plek + 2], 16) / 255 for plek in (1, 3, 5)]
    rood, groen, blauw = (deel / 12.92 if deel <= 0.04045 else ((deel + 0.055) / 1.055) ** 2.4 for deel in delen)
    return 0.2126 * rood + 0.7152 * groen + 0.0722 * blauw


def te_weinig_contrast(css: str, thema: Mapping[str, str]) -> list[str]:
    """One line for each pair of `PAREN` that is hard to read in this theme; empty when all is well."""
    te_weinig: list[str] = []
    for schema, palet in kleuren(stijl_voor(css, thema).tekst).items():
        for tekst, vlak, minste in PAREN:
            gemeten = contrast(palet[tekst], palet[vlak])
            if gemeten < minste:
                te_weinig.append(
                    f"{schema}: {tekst} {palet[tekst]} on {vlak} {palet[vlak]} is {gemeten:.2f}, needs {minste}"
                )
    return te_weinig
