"""The questions about how somebody likes to hear from us, as a table (2-screens C7): one page each, all optional."""

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.aanmelding.vragen import Vraag
from portal.gemeente import Gemeente
from portal.inwoners.voorkeuren import Voorkeuren
from portal.web.talen import TALEN

_JA_NEE: Final = (("ja", _l("Ja")), ("nee", _l("Nee")))
_MEELEZEN: Final = {"nee": "ja", "alleen_neutraal": "soms", "ja": "nee"}
"""veiligBereikbaar of the contract as the answer to "Kunnen anderen je berichten lezen?"."""

VRAGEN: Final = (
    Vraag(
        "veilig",
        "een",
        _l("Kunnen anderen je berichten lezen of je telefoon opnemen?"),
        _l("Lezen anderen mee?"),
        (("ja", _l("Ja")), ("soms", _l("Soms")), ("nee", _l("Nee"))),
        hint=_l("Bij ja of soms sturen we zelf geen berichten. Dat is veiliger."),
    ),
    Vraag(
        "kanalen",
        "meer",
        _l("Hoe laten we je iets weten?"),
        _l("Sms, mail, brief of bellen"),
        (("sms", _l("Sms")), ("email", _l("E-mail")), ("brief", _l("Brief")), ("bellen", _l("Bellen"))),
    ),
    Vraag(
        "momenten",
        "meer",
        _l("Wanneer laten we je een afspraak weten?"),
        _l("Wanneer je het hoort"),
        (
            ("gepland", _l("Als de afspraak er is")),
            ("twee_dagen", _l("2 dagen ervoor")),
            ("dag_zelf", _l("Op de dag zelf")),
        ),
    ),
    Vraag(
        "neutraal",
        "een",
        _l("Mag er een naam van ons in een bericht staan?"),
        _l("Een naam in het bericht"),
        (("ja", _l("Ja")), ("nee", _l("Liever niet"))),
    ),
    Vraag("taal", "een", _l("In welke taal lees je het liefst?"), _l("De taal die je leest")),
    Vraag("taal_praten", "woorden", _l("In welke taal praat je het liefst?"), _l("De taal die je praat")),
    Vraag(
        "tolk",
        "een",
        _l("Wil je een tolk bij het gesprek?"),
        _l("Een tolk"),
        _JA_NEE,
        hint=_l("Een tolk kost je niets."),
    ),
    Vraag(
        "anoniem_bellen",
        "een",
        _l("Mogen we bellen met een nummer dat je niet ziet?"),
        _l("Bellen zonder nummer"),
        _JA_NEE,
        hint=_l("Nee is ook goed."),
    ),
)


def vragen_van(gemeente: Gemeente) -> list[Vraag]:
    """The questions of this gemeente, in their order; only what it can really offer."""
    naam = Markup('<bdi lang="{}">{}</bdi>')
    talen = tuple((code, naam.format(code, TALEN[code].eigen_naam)) for code in gemeente.talen if code in TALEN)
    vragen = [vraag for vraag in VRAGEN if vraag.onderwerp != "tolk" or gemeente.voorzieningen.tolk]
    return [_met(vraag, talen) if vraag.onderwerp == "taal" else vraag for vraag in vragen]


def antwoord_van(vraag: Vraag, voorkeuren: Voorkeuren) -> list[str]:
    """What was said, as codes of the options, or as the one text; empty when nothing was."""
    waarde: Any = getattr(voorkeuren, vraag.onderwerp)
    if vraag.onderwerp == "veilig":
        return [_MEELEZEN[waarde]] if waarde in _MEELEZEN else []
    if vraag.onderwerp == "neutraal" and waarde is not None:
        return ["nee" if waarde else "ja"]
    if isinstance(waarde, bool):
        return ["ja" if waarde else "nee"]
    if isinstance(waarde, tuple):
        return list(waarde)
    return [waarde] if waarde else []


def waarde_van(vraag: Vraag, antwoord: list[str]) -> Any:
    """The preference that this answer is; the other way round."""
    if vraag.soort == "meer":
        return antwoord
    (enige,) = antwoord
    if vraag.onderwerp == "veilig":
        return next(waarde for waarde, gezegd in _MEELEZEN.items() if gezegd == enige)
    if vraag.onderwerp == "neutraal":
        return enige == "nee"
    return enige == "ja" if vraag.opties == _JA_NEE else enige


def _met(vraag: Vraag, opties: tuple[tuple[str, Any], ...]) -> Vraag:
    return Vraag(vraag.onderwerp, vraag.soort, vraag.vraag, vraag.kort, opties, vraag.hint)
