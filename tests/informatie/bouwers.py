"""Small content folders to try things on."""

from pathlib import Path

from portal.informatie.bron import vingerafdruk
from portal.informatie.inhoud import Inhoud, laad_inhoud
from portal.informatie.invulling import Invulling

WOORDEN_NL = """
[[woord]]
code = "beschikking"
officieel = "beschikking"
op_scherm = "besluit"
uitleg = "Een brief over je hulp."

[[woord]]
code = "deurwaarder"
officieel = "deurwaarder"
op_scherm = "deurwaarder"
uitleg = "Iemand die geld mag ophalen."
"""
INVULLING = Invulling(
    {"telefoon": "070 123 45 67", "email": "hulp@stad.example", "gemeente": "Stad & Land"}, frozenset({"tolk"})
)


def schrijf(map_: Path, taal: str, slug: str, tekst: str, **kop: str) -> Path:
    """Write a page; the heading lines that are not given get a value that is right for the language."""
    standaard = {"titel": "Een titel", "soort": "uitleg"}
    standaard |= {"nagekeken": "2026-11-20"} if taal == "nl" else {"status": "machine", "bron_hash": "0" * 12}
    regels = [f"{sleutel}: {waarde}" for sleutel, waarde in (standaard | kop).items() if waarde]
    bestand = map_ / taal / f"{slug}.md"
    bestand.parent.mkdir(parents=True, exist_ok=True)
    bestand.write_text("\n".join(["---", *regels, "---", tekst]), encoding="utf-8")
    return bestand


def schrijf_woorden(map_: Path, taal: str, tekst: str) -> None:
    """Write a list of words."""
    (map_ / taal).mkdir(parents=True, exist_ok=True)
    (map_ / taal / "woorden.toml").write_text(tekst, encoding="utf-8")


def maak_inhoud(map_: Path, tekst: str = "Dag.", invulling: Invulling = INVULLING) -> Inhoud:
    """Load a folder with a Dutch list of words and one Dutch page, `contact`, with this text."""
    schrijf_woorden(map_, "nl", WOORDEN_NL)
    schrijf(map_, "nl", "contact", tekst)
    return laad_inhoud(map_, invulling)


def html_van(map_: Path, tekst: str, invulling: Invulling = INVULLING) -> str:
    """Give the HTML that a text becomes."""
    return str(maak_inhoud(map_, tekst, invulling).pagina("nl", "contact").html).strip()


def hash_van(tekst: str, titel: str = "Een titel") -> str:
    """Give the fingerprint of a Dutch page."""
    return vingerafdruk(titel, tekst)
