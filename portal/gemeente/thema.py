"""The colours of a gemeente, and the proof that everybody can read them (WCAG 2.2, 1.4.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from portal.gemeente.waarden import Klacht, Kleur, Tussen, Vorm

LEESBAAR = 4.5
"""WCAG 1.4.3 (AA): the least contrast between text and what is behind it."""

ACHTERGRONDEN_LICHT = ("#FBF7F1", "#FFFFFF", "#EEF5F3")
ACHTERGRONDEN_DONKER = ("#12191B", "#1B2427", "#203033")
"""The page, a card and a soft card, on which links in the gemeente's colour stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thema:
    """What a gemeente may change in the look; the rest of the palette is fixed."""

    pri: Kleur = "#0B5A5B"
    """Links and buttons."""
    prih: Kleur = "#084445"
    """The same under the pointer."""
    onpri: Kleur = "#FFFFFF"
    """Text on a button."""
    pri_donker: Kleur = "#7FD3CD"
    prih_donker: Kleur = "#A5E2DE"
    onpri_donker: Kleur = "#06292A"
    radius: Annotated[int, Tussen(0, 24)] = 12
    """Rounding of cards and buttons, in px."""
    logo: (
        Annotated[
            str,
            Vorm(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*\.(?:svg|png)", "a .svg or .png below the folder of static files"),
        ]
        | None
    ) = None
    """File of at most 40 px high; without it the name is shown."""

    def __post_init__(self) -> None:
        for sleutel, tekst, achtergrond in self._paren():
            verhouding = contrast(tekst, achtergrond)
            if verhouding < LEESBAAR:
                # Cut off, not rounded: 4.496 must not read as the 4.50 that would do.
                gemeten = int(verhouding * 100) / 100
                raise Klacht(
                    sleutel, f"{tekst} on {achtergrond} has contrast {gemeten:.2f}, text needs {LEESBAAR} (WCAG 1.4.3)"
                )

    def tokens(self) -> dict[str, str]:
        """Give the values for the style sheet, by the name of their token."""
        return {
            "pri": self.pri,
            "prih": self.prih,
            "onpri": self.onpri,
            "pri_donker": self.pri_donker,
            "prih_donker": self.prih_donker,
            "onpri_donker": self.onpri_donker,
            "r": f"{self.radius}px",
        }

    def _paren(self) -> Iterator[tuple[str, str, str]]:
        """Give each text colour that occurs with what is behind it."""
        yield "onpri", self.onpri, self.pri
        yield "onpri", self.onpri, self.prih
        yield "onpri_donker", self.onpri_donker, self.pri_donker
        yield "onpri_donker", self.onpri_donker, self.prih_donker
        for achtergrond in ACHTERGRONDEN_LICHT:
            yield "pri", self.pri, achtergrond
            yield "prih", self.prih, achtergrond
        for achtergrond in ACHTERGRONDEN_DONKER:
            yield "pri_donker", self.pri_donker, achtergrond
            yield "prih_donker", self.prih_donker, achtergrond


def contrast(voor: str, achter: str) -> float:
    """Give the contrast ratio of two colours such as "#0B5A5B", from 1 to 21, as WCAG 2.2 defines it."""
    donker, licht = sorted((_helderheid(voor), _helderheid(achter)))
    return (licht + 0.05) / (donker + 0.05)


def _helderheid(kleur: str) -> float:
    """Give the relative luminance (WCAG 2.2, definitions)."""
    rood, groen, blauw = (_lineair(int(kleur[plek : plek + 2], 16) / 255) for plek in (1, 3, 5))
    return 0.2126 * rood + 0.7152 * groen + 0.0722 * blauw


def _lineair(kanaal: float) -> float:
    return kanaal / 12.92 if kanaal <= 0.04045 else float(((kanaal + 0.055) / 1.055) ** 2.4)
