"""What a browser can measure on a page that stands there: once per page, so that many rules cost one visit."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, Response

from tests.browser.mens import Mens
from tests.browser.paginas import Weg

_REGELS: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations", "incomplete"],
}
NAGEKEKEN: Final = frozenset({("color-contrast", 'class="kop weg"'), ("color-contrast", 'class="status vol"')})
"""What axe cannot decide by itself and a person has looked at: words on a shape that is drawn behind them, and a word
of two letters. Both pairs of colours are measured with the style sheet."""

_GROTE_LETTERS: Final = "html { font-size: 200% !important }"
_RUIME_LETTERS: Final = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important } p { margin-block-end: 2em !important }"""
"""WCAG 1.4.4 and 1.4.12: what a reader may set."""

_DOELEN: Final = """() => {
  const lijst = []
  for (const el of document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, summary')) {
    const vak = (el.closest('label.keuze') || el).getBoundingClientRect()
    if (!vak.width || el.closest('.vh, .skip, [aria-hidden=true]')) continue
    // A link inside a sentence is as high as its line (WCAG 2.5.8, inline).
    const zin = el.parentElement.closest('p, li, dd, dt')
    const midden = el.matches('a:not(.knop)') && zin && zin.innerText.trim() !== el.innerText.trim()
    if (midden && getComputedStyle(el).display !== 'flex') continue
    lijst.push([(el.innerText || el.name || el.type).trim().slice(0, 40), Math.min(vak.height, vak.width)])
  }
  return lijst
}"""
_AFGESNEDEN: Final = """() => [...document.querySelectorAll('body *')]
  .filter(el => !el.matches('.vh, .vh *, .skip, svg, svg *, textarea, input, style, script'))
  .filter(el => el.clientWidth && getComputedStyle(el).display !== 'inline' && el.scrollWidth > el.clientWidth + 1)
  .map(el => el.tagName + '.' + el.className + ' ' + el.innerText.slice(0, 40))"""
_BLIJFT_HANGEN: Final = """() => [...document.querySelectorAll('body *:not(#status)')]
  .filter(el => /sticky|fixed/.test(getComputedStyle(el).position)).map(el => el.className)"""
_ANDER_SCHRIFT: Final = """() => {
  const gevonden = new Set(), tekst = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (tekst.nextNode()) {
    const deel = tekst.currentNode.parentElement, hier = document.documentElement.lang
    if (deel.closest('[translate=no]') || deel.closest('[lang]').lang !== hier) continue
    const eigen = hier === 'ar' ? /[A-Za-z]{2,}/ : /[\\u0600-\\u06ff]{2,}/
    if (eigen.test(tekst.currentNode.textContent)) gevonden.add(tekst.currentNode.textContent.trim())
  }
  return [...gevonden]
}"""
"""Words in the letters of another language that do not say so (WCAG 3.1.2)."""
_ZET_STIJL: Final = """css => {
  const vel = new CSSStyleSheet()
  vel.replaceSync(css)
  document.adoptedStyleSheets = css ? [vel] : []
}"""


@dataclass(frozen=True, slots=True)
class Meting:
    """One page as it was seen. Heights are in px, weights in bytes as sent."""

    adres: str
    status: int
    soort: str
    titel: str
    tekst: str
    koppen: list[str]
    tellingen: dict[str, int]
    voet: list[str]
    onderkant: float
    bewaren: str
    persoonlijk: bool
    opslag: list[str]
    van_elders: list[str]
    gewicht: int
    axe: str
    doelen: list[tuple[str, float]]
    ander_schrift: list[str]
    te_smal: dict[str, list[str]]
    zonder_rand: int
    tekst_in_systeemkleuren: str

    @property
    def woorden(self) -> int:
        return len(self.tekst.split())


TELLINGEN: Final = {
    "h1": "h1",
    "vraag": "[data-vraag]",
    "vraag met h1": "[data-vraag] h1",
    "nu": "[data-nu]",
    "hoofdknop": "main .knop:not(.twee):visible",
    "uitgezet": "main [disabled]",
    "papieren": "input[type=file], [name*=bsn], [name*=bedrag], [name=inkomen][type=text]",
    "moet": "[required], [aria-required=true]",
    "vernieuwt": "meta[http-equiv]",
    "wachtwoord": "input[type=password]",
    "aangevinkt": "input:checked",
    "snel weg": "header a[data-snel-weg]",
}


def meet(mens: Mens, weg: Weg) -> Meting:
    """Go there and look, in every way a reader may look."""
    page = mens.page
    document: list[Response] = []
    gewicht: dict[str, int] = {}
    van_elders: list[str] = []
    begin = f"{page.context.request.head('/livez').url.rpartition('/')[0]}/"

    def antwoord(response: Response) -> None:
        if response.request.resource_type == "document":
            document.append(response)

    def klaar(request: Request) -> None:
        if request.resource_type == "document":
            gewicht[request.url] = request.sizes()["responseBodySize"]

    page.on("response", antwoord)
    page.on("requestfinished", klaar)
    page.on("request", lambda v: van_elders.append(v.url) if not v.url.startswith(begin) else None)
    weg(mens)
    main = page.get_by_role("main")
    eerst = page.locator("[role=alert], main .knop:not(.twee):visible")
    zien = eerst.first.bounding_box() if eerst.count() else None
    tekst = main.inner_text()
    return Meting(
        adres=urlsplit(page.url).path,
        status=document[-1].status,
        soort=main.get_attribute("data-soort") or "",
        titel=page.title(),
        tekst=tekst,
        koppen=[kop.inner_text() for kop in page.get_by_role("heading", level=1).all()],
        tellingen={naam: page.locator(wat).count() for naam, wat in TELLINGEN.items()},
        voet=[link.get_attribute("href") or "" for link in page.get_by_role("contentinfo").get_by_role("link").all()],
        onderkant=zien["y"] + zien["height"] if zien else 0,
        bewaren=document[-1].headers.get("cache-control", ""),
        persoonlijk=page.locator("html[data-persoonlijk]").count() == 1,
        opslag=page.evaluate("[...Object.values(localStorage), ...Object.values(sessionStorage)]"),
        van_elders=van_elders,
        gewicht=gewicht[document[-1].url],
        axe=axe(page),
        doelen=page.evaluate(_DOELEN),
        ander_schrift=[deel for deel in page.evaluate(_ANDER_SCHRIFT) if "@" not in deel],
        te_smal=_te_smal(page),
        **_systeemkleuren(page),
    )


def keur(gezien: Meting) -> None:
    """What has to hold on every page in every way of looking."""
    assert gezien.axe == ""
    assert gezien.te_smal == {"groot": [], "ruim": [], "320 breed": []}
    assert gezien.zonder_rand == 0
    assert gezien.tekst_in_systeemkleuren == gezien.tekst
    assert gezien.ander_schrift == []
    assert [doel for doel in gezien.doelen if doel[1] < 24] == []


def axe(page: Page) -> str:
    """What axe finds against WCAG 2.2 A and AA and its best practices; empty when nothing."""
    uitkomst = Axe().run(page, options=_REGELS)
    if uitkomst.violations_count:
        return str(uitkomst.generate_report())
    return "\n".join(
        f"{regel['id']}: {regel['help']}: {deel['html'][:200]}"
        for regel in uitkomst.response["incomplete"]
        for deel in regel["nodes"]
        if not any(regel["id"] == naam and stuk in deel["html"] for naam, stuk in NAGEKEKEN)
    )


def _te_smal(page: Page) -> dict[str, list[str]]:
    """What does not fit: letters twice as large, letters with room, and a screen of 320 by 256."""
    gevonden = {}
    for naam, css in (("groot", _GROTE_LETTERS), ("ruim", _RUIME_LETTERS)):
        page.evaluate(_ZET_STIJL, css)
        gevonden[naam] = _past(page) + page.evaluate(_AFGESNEDEN)
    page.evaluate(_ZET_STIJL, "")
    vorige = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 256})
    gevonden["320 breed"] = _past(page) + page.evaluate(_BLIJFT_HANGEN)
    if vorige:
        page.set_viewport_size(vorige)
    return gevonden


def _past(page: Page) -> list[str]:
    breed, venster = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"page of {breed} px in a window of {venster}"] if breed > venster else []


def _systeemkleuren(page: Page) -> dict[str, Any]:
    """Forced colours: fills and shadows go, so what they told has to be told by a border."""
    page.emulate_media(forced_colors="active")
    gezien = {
        "tekst_in_systeemkleuren": page.get_by_role("main").inner_text(),
        "zonder_rand": page.evaluate(
            "[...document.querySelectorAll('main .knop')]"
            ".filter(k => parseFloat(getComputedStyle(k).borderTopWidth) < 1).length"
        ),
    }
    page.emulate_media(forced_colors="none")
    return gezien
