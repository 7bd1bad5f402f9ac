"""Where the words come from: the pages, the list of words, the sentences of the code and the messages."""

from dataclasses import dataclass
from pathlib import Path

from portal.informatie.bron import BRONTAAL
from portal.informatie.inhoud import Inhoud, laad_inhoud
from portal.informatie.invulling import GETALLEN, VOORZIENINGEN, Invulling
from tests.huisregels.catalogus import PROJECT, bestanden, boodschappen, haal_op, vormen

CONTENT = PROJECT / "content"
MELDINGEN = CONTENT / "meldingen"
ONDERWERP = "onderwerp:"

_WAARDEN = {
    "gemeente": "Utrecht",
    "telefoon": "088 123 45 67",
    "email": "hulp@voorbeeld.example",
    "privacy_email": "privacy@voorbeeld.example",
    "bezoekadres": "Markt 1",
    "postadres": "Postbus 1",
    "veilig_thuis": "0800 2000",
    "alarm": "112",
    "geldfit": "0800 8115",
    **dict.fromkeys(GETALLEN, "8"),
}
ALLES = Invulling(_WAARDEN, VOORZIENINGEN)
"""A gemeente that offers everything."""

NIETS = Invulling({**_WAARDEN, "privacy_email": ""})
"""A gemeente that offers nothing beyond the law: other lines of the same pages show."""


@dataclass(frozen=True, slots=True)
class Melding:
    """A message to somebody's phone or mailbox, as written."""

    bestand: str
    onderwerp: str
    tekst: str


def inhoud(invulling: Invulling = ALLES) -> Inhoud:
    """Load the content of the project."""
    return laad_inhoud(CONTENT, invulling)


def talen() -> list[str]:
    """Name the languages that have content, without Dutch."""
    return [taal for taal in inhoud().talen if taal != BRONTAAL]


def zinnen_uit_code() -> list[tuple[str, str]]:
    """Give each Dutch sentence of the public part of the code, with the files that use it."""
    return [(bestanden(b), vorm) for b in boodschappen(haal_op()) for vorm in vormen(b.id)]


def meldingen(taal: str) -> dict[str, Melding]:
    """Read the messages of one language, by name."""
    return {bestand.stem: lees_melding(bestand) for bestand in sorted((MELDINGEN / taal).glob("*.txt"))}


def lees_melding(bestand: Path) -> Melding:
    """Read one message: an optional first line `onderwerp: …` for e-mail, then the text."""
    eerste, _, rest = bestand.read_text(encoding="utf-8").strip().partition("\n")
    naam = bestand.relative_to(PROJECT).as_posix() if bestand.is_relative_to(PROJECT) else bestand.name
    if eerste.startswith(ONDERWERP):
        return Melding(naam, eerste.removeprefix(ONDERWERP).strip(), rest.strip())
    return Melding(naam, "", f"{eerste}\n{rest}".strip())


def kale_bron(taal: str, slug: str) -> str:
    """Give the Markdown of a page as written, heading lines and all."""
    return (CONTENT / taal / f"{slug}.md").read_text(encoding="utf-8")
