"""All public text of one municipality, read once at start.

One broken file never takes the site down: it is named in `fouten`, and the reader gets the Dutch text in its place,
or, when the Dutch itself is broken, every page but that one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup

from portal.informatie.bron import BRONTAAL, Bron, Inhoudsfout, OnleesbareBron, Status, lees_bron, status_naast
from portal.informatie.invulling import Invulling
from portal.informatie.opmaak import Opmaak
from portal.informatie.woorden import BESTAND, Woord, Woordenlijst, lees_woorden

PAGINAS = ("contact", "hulp", "privacy", "toegankelijkheid", "veilig", "wat-als", "zo-werkt-het")
"""The pages that the site links to, so the Dutch of each has to be there."""

_TAALMAP = re.compile(r"[a-z]{2,3}")


class PaginaOntbreekt(LookupError):
    """No text can be shown here: there is no such page, or its Dutch source is broken (then it is in `fouten`)."""


@dataclass(frozen=True, slots=True)
class Pagina:
    """A page as it is shown. `taal` is the language it is really in, which is Dutch where a translation is missing."""

    titel: str
    html: Markup
    soort: str
    taal: str
    status: Status
    nagekeken: date | None


@dataclass(frozen=True, slots=True)
class Inhoud:
    """Pages and words in every language that has a folder in the content directory."""

    talen: tuple[str, ...]
    fouten: tuple[Inhoudsfout, ...]
    _paginas: Mapping[tuple[str, str], Pagina]
    _woorden: Mapping[str, Mapping[str, Woord]]
    _status_woorden: Mapping[str, Status]

    def pagina(self, taal: str, slug: str) -> Pagina:
        """Give a page in this language, or else in Dutch; raise `PaginaOntbreekt`."""
        try:
            return self._paginas[self._taal(taal), slug]
        except KeyError:
            raise PaginaOntbreekt(f"{taal}/{slug}") from None

    def slugs(self) -> tuple[str, ...]:
        """Name every page that can be shown in Dutch."""
        return tuple(sorted(slug for taal, slug in self._paginas if taal == BRONTAAL))

    def woorden(self, taal: str) -> list[Woord]:
        """Give the list of words; an entry that is missing in this language is there in Dutch (see `Woord.taal`)."""
        return list(self._woorden[self._taal(taal)].values())

    def status_woorden(self, taal: str) -> Status:
        """Say how far the list of words of this language can be trusted."""
        return self._status_woorden[self._taal(taal)]

    def woord(self, taal: str, code: str) -> Woord:
        """Give one entry of the list of words; raise `KeyError` on a code that is not in it."""
        return self._woorden[self._taal(taal)][code]

    def _taal(self, taal: str) -> str:
        return taal if taal in self.talen else BRONTAAL


def laad_inhoud(content_dir: Path, invulling: Invulling) -> Inhoud:
    """Read all public text, with the values of one municipality filled in; what is in a file never raises."""
    lezer = _Lezer(content_dir, invulling)
    talen = sorted(map_.name for map_ in content_dir.iterdir() if map_.is_dir() and _TAALMAP.fullmatch(map_.name))
    volgorde = [BRONTAAL, *(taal for taal in talen if taal != BRONTAAL)]
    for taal in volgorde:
        lezer.lees_taal(taal)
    paginas = lezer.paginas(volgorde)
    return Inhoud(
        talen=tuple(volgorde),
        fouten=tuple(lezer.fouten),
        _paginas=paginas,
        _woorden=lezer.woorden,
        _status_woorden=lezer.status_woorden,
    )


class _Lezer:
    """Reads the folders one by one, Dutch first, and keeps what is wrong instead of stopping."""

    def __init__(self, content_dir: Path, invulling: Invulling) -> None:
        self._content_dir = content_dir
        self._invulling = invulling
        self._bronnen: dict[tuple[str, str], Bron] = {}
        self._nederlandse_woorden: Woordenlijst | None = None
        self.fouten: list[Inhoudsfout] = []
        self.woorden: dict[str, dict[str, Woord]] = {}
        self.status_woorden: dict[str, Status] = {}

    def lees_taal(self, taal: str) -> None:
        """Read the words and the files of one language."""
        map_ = self._content_dir / taal
        self._lees_woorden(taal, map_ / BESTAND)
        for bestand in sorted(map_.rglob("*.md")):
            slug = bestand.relative_to(map_).with_suffix("").as_posix()
            try:
                self._bronnen[taal, slug] = lees_bron(bestand, taal)
            except OnleesbareBron as fout:
                self._meld(bestand, str(fout))
        if taal == BRONTAAL:
            for slug in PAGINAS:
                if not (map_ / f"{slug}.md").is_file():
                    self._meld(map_ / f"{slug}.md", "is missing")

    def paginas(self, talen: list[str]) -> dict[tuple[str, str], Pagina]:
        """Make every page in every language, with the Dutch text where there is no other."""
        paginas: dict[tuple[str, str], Pagina] = {}
        slugs = sorted({slug for _, slug in self._bronnen})
        for taal in talen:
            for slug in slugs:
                pogingen = (self._maak(taal, bron, slug) for bron in dict.fromkeys((taal, BRONTAAL)))
                if pagina := next(filter(None, pogingen), None):
                    paginas[taal, slug] = pagina
        return paginas

    def _maak(self, taal_lezer: str, taal_tekst: str, slug: str) -> Pagina | None:
        bron = self._bronnen.get((taal_tekst, slug))
        if bron is None:
            return None
        opmaak = Opmaak(taal_lezer, self._invulling, self.woorden[taal_tekst])
        eigen = taal_lezer == taal_tekst
        try:
            html = opmaak.zet_om(bron.tekst)
        except OnleesbareBron as fout:
            if eigen:
                self._meld(self._content_dir / taal_tekst / f"{slug}.md", str(fout))
            return None
        for code in opmaak.ontbrekende_woorden if eigen else ():
            self._meld(self._content_dir / taal_tekst / f"{slug}.md", f"[[{code}]] is not in {BESTAND}")
        status = bron.status_naast(self._bronnen.get((BRONTAAL, slug)))
        return Pagina(bron.titel, html, bron.soort, bron.taal, status, bron.nagekeken)

    def _lees_woorden(self, taal: str, bestand: Path) -> None:
        nederlands = self._nederlandse_woorden
        self.woorden[taal] = {w.code: w for w in nederlands.woorden} if nederlands else {}
        self.status_woorden[taal] = Status.BRON
        try:
            lijst = lees_woorden(bestand, taal, nederlands)
        except OnleesbareBron as fout:
            self._meld(bestand, str(fout))
            return
        self.woorden[taal].update((w.code, w) for w in lijst.woorden)
        nl = nederlands.vingerafdruk if nederlands else None
        self.status_woorden[taal] = status_naast(taal, lijst.status, lijst.bron_hash, nl)
        if taal == BRONTAAL:
            self._nederlandse_woorden = lijst

    def _meld(self, bestand: Path, wat: str) -> None:
        self.fouten.append(Inhoudsfout(bestand.relative_to(self._content_dir).as_posix(), wat))
