"""The optional questions after the sign-up, as a table (2-screens B4).

Each is one page, in any order, and may be left out. The codes are the contract's
`onderwerp`; nothing here is ever scored.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from portal.gemeente import Gemeente


@dataclass(frozen=True, slots=True)
class Vraag:
    """One question. `soort`: een (one choice), meer (several), woorden (own words)."""

    onderwerp: str
    soort: str
    vraag: Any
    kort: Any
    opties: tuple[tuple[str, Any], ...] = ()
    hint: Any = ""


_JA_NEE: Final = (("ja", _l("Ja")), ("nee", _l("Nee")))

LEEFGEBIEDEN: Final = (
    ("werk", _l("Werk")),
    ("inkomen", _l("Inkomen")),
    ("opleiding", _l("Opleiding")),
    ("spaargeld", _l("Spaargeld")),
    ("schulden", _l("Schulden")),
    ("wonen", _l("Wonen")),
    ("gezin", _l("Gezin")),
    ("gezondheid", _l("Gezondheid")),
    ("sociaal_netwerk", _l("Mensen om je heen")),
)
SCHAAL: Final = (("goed", _l("Goed")), ("gaat_wel", _l("Gaat wel")), ("niet_goed", _l("Niet goed")))

VRAGEN: Final = (
    Vraag("naam", "woorden", _l("Hoe mogen we je noemen?"), _l("Je naam")),
    Vraag(
        "bellen_wanneer",
        "een",
        _l("Wanneer kunnen we je het beste bellen?"),
        _l("Wanneer we bellen"),
        (
            ("ochtend", _l("Ochtend")),
            ("middag", _l("Middag")),
            ("avond", _l("Avond")),
            ("maakt_niet_uit", _l("Maakt niet uit")),
        ),
    ),
    Vraag(
        "voicemail",
        "een",
        _l("Mogen we een bericht inspreken?"),
        _l("Bericht inspreken"),
        (
            ("ja", _l("Ja")),
            ("zonder_gemeente", _l("Ja, maar zeg niet dat het de gemeente is")),
            ("nee", _l("Nee")),
        ),
    ),
    Vraag(
        "taal",
        "woorden",
        _l("In welke taal praat je het liefst?"),
        _l("De taal die je praat"),
    ),
    Vraag(
        "tolk",
        "een",
        _l("Wil je een tolk bij het gesprek?"),
        _l("Een tolk"),
        _JA_NEE,
        hint=_l("Een tolk kost je niets."),
    ),
    Vraag("zorg", "woorden", _l("Waar maak je je het meest zorgen over?"), _l("Je grootste zorg")),
    Vraag("wens", "woorden", _l("Wat zou je nu het meest helpen?"), _l("Wat jou nu helpt")),
    Vraag(
        "groep",
        "meer",
        _l("Wat past bij jou?"),
        _l("Wat bij jou past"),
        (
            ("jong", _l("Ik ben 18 tot 27 jaar")),
            ("eigen_bedrijf", _l("Ik heb een eigen bedrijf")),
            ("eigen_huis", _l("Ik heb een koophuis")),
            ("nieuw_in_nederland", _l("Ik ben nieuw in Nederland")),
            ("opvang", _l("Ik woon in een opvang of begeleid")),
        ),
    ),
    Vraag(
        "huishouden",
        "woorden",
        _l("Met wie woon je?"),
        _l("Met wie je woont"),
        hint=_l("Zijn er kinderen? Zeg dat er dan bij."),
    ),
    Vraag("helpers", "woorden", _l("Wie helpt je nu al?"), _l("Wie je nu al helpt")),
    Vraag(
        "maatje",
        "een",
        _l("Wil je een maatje naast je?"),
        _l("Een maatje"),
        (
            ("ja", _l("Ja, zoek er een voor mij")),
            ("ken_iemand", _l("Ik ken al iemand")),
            ("nu_niet", _l("Nu niet")),
        ),
        hint=_l("Een maatje luistert, denkt mee en gaat mee als je wilt."),
    ),
    Vraag(
        "let_op",
        "woorden",
        _l("Is er iets waar we op moeten letten?"),
        _l("Waar we op letten"),
        hint=_l("Bijvoorbeeld lezen, horen, angst of veiligheid."),
    ),
    Vraag(
        "plek",
        "een",
        _l("Waar praat je het liefst?"),
        _l("Waar je het liefst praat"),
        (
            ("kantoor", _l("Bij ons")),
            ("thuis", _l("Thuis")),
            ("telefoon", _l("Telefoon")),
            ("video", _l("Beeldbellen")),
            ("buurt", _l("In de buurt")),
        ),
    ),
    Vraag(
        "eigen_woorden",
        "woorden",
        _l("Wil je nog iets vertellen?"),
        _l("In je eigen woorden"),
        hint=_l("Schrijf het zoals je het zou zeggen."),
    ),
)
_LEEFGEBIEDEN: Final = Vraag("leefgebieden", "leefgebieden", _l("Hoe gaat het nu met je?"), _l("Hoe het nu gaat"))


_VOORZIENING: Final = {
    ("tolk", None): "tolk",
    ("maatje", None): "maatjes",
    ("bellen_wanneer", "avond"): "avond",
    ("plek", "thuis"): "huisbezoek",
    ("plek", "video"): "beeldbellen",
    ("plek", "buurt"): "in_de_buurt",
}
"""What is asked only where the gemeente really offers it (voorzieningen)."""


def vragen_van(gemeente: Gemeente) -> list[Vraag]:
    """The questions of this gemeente, in their order; only what it can really offer."""
    vragen = []
    for vraag in VRAGEN:
        if not _is_er(gemeente, vraag.onderwerp, None):
            continue
        opties = tuple(o for o in vraag.opties if _is_er(gemeente, vraag.onderwerp, o[0]))
        vragen.append(replace(vraag, opties=opties))
    if gemeente.keuzes.meetinstrument_intake:
        vragen.append(_LEEFGEBIEDEN)
    return vragen


def _is_er(gemeente: Gemeente, onderwerp: str, optie: str | None) -> bool:
    voorziening = _VOORZIENING.get((onderwerp, optie))
    return voorziening is None or bool(getattr(gemeente.voorzieningen, voorziening))
