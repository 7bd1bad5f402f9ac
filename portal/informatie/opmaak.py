"""From the Markdown of a content file to safe HTML.

Three marks of our own: `{telefoon}` is a value of the municipality (`invulling`); `[[beschikking]]` is an official
word (`woorden`), in another form as `[[beschikking|besluiten]]`; `{nl: Veilig Thuis}` is a name in another language,
so that a voice reads it rightly. HTML in the text is shown, never obeyed. Links go to pages of the site (`/privacy`,
which gets the language of the reader), to https addresses and to telephone numbers.
"""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from portal.informatie.bron import OnleesbareBron
from portal.informatie.invulling import Invulling, OnbekendeInvulling
from portal.informatie.woorden import Woord, term

_TERM = re.compile(r"\[\[(?P<code>[a-z-]+)(?:\|(?P<tekst>[^\[\]|]+))?\]\]")
_NAAM = re.compile(r"\{(?P<taal>[a-z]{2,3}): (?P<tekst>[^{}]+)\}")
_PLEK = re.compile(r"\{(?P<naam>[a-z_]+)\}")
_PAGINA = re.compile(r"/(?!/)")
_ELDERS = re.compile(r"https://|tel:")
_SLEUTEL = "opmaak"


@dataclass(slots=True)
class Opmaak:
    """Everything one page needs to become HTML, and what turned out to be missing on the way."""

    taal: str
    invulling: Invulling
    woorden: Mapping[str, Woord]
    ontbrekende_woorden: list[str] = field(default_factory=list)
    _genoemd: set[str] = field(default_factory=set)

    def zet_om(self, tekst: str) -> Markup:
        """Turn Markdown into HTML; raise `OnleesbareBron` when something in it cannot be shown rightly.

        An official word that is not in the list becomes plain text and is kept in `ontbrekende_woorden`: the page
        can still be read.
        """
        env: MutableMapping[str, object] = {_SLEUTEL: self}
        try:
            blokken = _MARKDOWN.parse(self.invulling.kies_regels(tekst), env)
            for blok in blokken:
                self._nakijken(blok)
            html = _MARKDOWN.renderer.render(blokken, _MARKDOWN.options, env)
        except OnbekendeInvulling as fout:
            raise OnleesbareBron(str(fout)) from fout
        return Markup(html)  # noqa: S704 - the renderer escapes all text, and our own marks are made by Markup.format

    def toon_term(self, code: str, tekst: str | None) -> Markup:
        """Show an official word: in full the first time on a page, as a link after that."""
        woord = self.woorden.get(code)
        if woord is None:
            self.ontbrekende_woorden.append(code)
            return Markup.escape(tekst or code.replace("-", " "))
        kort = code in self._genoemd
        self._genoemd.add(code)
        return term(woord, self.taal, tekst, kort=kort)

    def _nakijken(self, blok: Token) -> None:
        """Refuse a second h1 and unknown kinds of links; put the language of the reader in links to our own pages."""
        if blok.type == "heading_open" and blok.tag == "h1":
            raise OnleesbareBron("has a heading of level 1 ('# '); the title is that, begin at '## '")
        for teken in blok.children or ():
            if teken.type != "link_open":
                continue
            doel = str(teken.attrs["href"])
            if _PAGINA.match(doel):
                teken.attrs["href"] = f"/{self.taal}{doel}"
            elif not _ELDERS.match(doel):
                raise OnleesbareBron(f"links to {doel!r}; a link opens with '/', 'https://' or 'tel:'")


def _opmaak(env: EnvType) -> Opmaak:
    """Give the page that is being made."""
    opmaak = env[_SLEUTEL]
    if not isinstance(opmaak, Opmaak):
        raise TypeError(f"the Markdown environment holds {type(opmaak).__name__} instead of Opmaak")
    return opmaak


def _lees_term(state: StateInline, silent: bool) -> bool:
    """Recognise `[[code]]` and `[[code|text]]`."""
    return _lees(state, silent, _TERM, "term")


def _lees_naam(state: StateInline, silent: bool) -> bool:
    """Recognise `{nl: text}`."""
    return _lees(state, silent, _NAAM, "naam")


def _lees_plek(state: StateInline, silent: bool) -> bool:
    """Recognise `{naam}`."""
    return _lees(state, silent, _PLEK, "invulplek")


def _lees(state: StateInline, silent: bool, patroon: re.Pattern[str], soort: str) -> bool:
    gevonden = patroon.match(state.src, state.pos)
    if gevonden is None:
        return False
    if not silent:
        teken = state.push(soort, "", 0)
        teken.meta = gevonden.groupdict()
    state.pos = gevonden.end()
    return True


def _toon_term(_self: RendererHTML, tekens: Sequence[Token], i: int, _opties: OptionsDict, env: EnvType) -> str:
    meta = tekens[i].meta
    return str(_opmaak(env).toon_term(meta["code"], meta["tekst"]))


def _toon_naam(_self: RendererHTML, tekens: Sequence[Token], i: int, _opties: OptionsDict, _env: EnvType) -> str:
    meta = tekens[i].meta
    return str(Markup('<span lang="{}" dir="ltr">{}</span>').format(meta["taal"], meta["tekst"]))


def _toon_plek(_self: RendererHTML, tekens: Sequence[Token], i: int, _opties: OptionsDict, env: EnvType) -> str:
    return str(_opmaak(env).invulling.waarde(tekens[i].meta["naam"]))


def _maak_markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).disable("image")
    markdown.inline.ruler.before("link", "term", _lees_term)
    markdown.inline.ruler.before("link", "naam", _lees_naam)
    markdown.inline.ruler.before("link", "invulplek", _lees_plek)
    markdown.add_render_rule("term", _toon_term)
    markdown.add_render_rule("naam", _toon_naam)
    markdown.add_render_rule("invulplek", _toon_plek)
    return markdown


_MARKDOWN = _maak_markdown()
