"""Nothing but a keyboard: everything can be reached in the order of the eye, and one always sees where one is."""

from itertools import pairwise
from typing import Any

import pytest

from tests.browser.mens import Mens
from tests.browser.paginas import KERN, PAGINAS

_PLEK = """() => {
  const el = document.activeElement
  if (!el || el === document.body) return null
  const vak = el.getBoundingClientRect(), stijl = getComputedStyle(el)
  const kaart = el.closest('.keuze') || el
  const [x, y] = [vak.x + vak.width / 2, vak.y + vak.height / 2]
  const boven = document.elementFromPoint(x, y)
  const samen = (e, b) => b && (e === b || e.contains(b) || b.contains(e))
  return {
    naam: (el.labels && el.labels.length ? el.labels[0] : el).innerText.trim().split('\\n')[0],
    soort: el.tagName.toLowerCase(),
    y: vak.y + window.scrollY,
    omlijnd: stijl.outlineStyle !== 'none' && parseFloat(stijl.outlineWidth) >= 2,
    bedekt: !samen(kaart, boven),
    in_beeld: vak.bottom > 0 && vak.top < window.innerHeight,
    groep: el.type === 'radio' ? el.name : '',
  }
}"""
_TE_BEREIKEN = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, summary')]
  .filter(el => el.tabIndex >= 0 && el.getClientRects().length && !el.closest('details:not([open]) > :not(summary)'))
  .map(el => el.type === 'radio' ? 'radio ' + el.name : el)
  .filter((el, i, alle) => alle.indexOf(el) === i).length"""


def plek(mens: Mens) -> dict[str, Any] | None:
    gevonden: dict[str, Any] | None = mens.page.evaluate(_PLEK)
    return gevonden


def tab_naar(mens: Mens, zin: str) -> None:
    """Go on until one is there; every stop on the way can be seen."""
    for _ in range(60):
        mens.page.keyboard.press("Tab")
        hier = plek(mens)
        if hier is None:
            continue
        assert hier["omlijnd"], hier
        assert not hier["bedekt"], hier
        if hier["naam"] == mens.zeg(zin):
            return
    raise AssertionError(f"the keyboard never comes to {zin!r}")


def test_van_aanmelden_tot_intrekken_met_alleen_toetsen(mens: Mens) -> None:
    mens.ga("/")
    tab_naar(mens, "Telefoonnummer")
    mens.page.keyboard.type(mens.nummer)
    mens.page.keyboard.press("Enter")
    mens.ziet("Gelukt. We hebben je aanmelding.")
    tab_naar(mens, "Mijn zorgverzekering stopt")
    mens.page.keyboard.press("Space")
    tab_naar(mens, "Verstuur")
    mens.page.keyboard.press("Enter")
    mens.ziet("Goed dat je dit zegt.")
    tab_naar(mens, "Nee")
    mens.page.keyboard.press("Enter")
    mens.page.get_by_role("group", name="Is dit je eigen telefoon?").wait_for()
    tab_naar(mens, "Nee")
    mens.page.keyboard.press("Enter")
    mens.page.get_by_role("group", name="Is dit je eigen telefoon?").wait_for(state="detached")
    tab_naar(mens, "Ik wil nog iets vertellen")
    mens.page.keyboard.press("Enter")
    mens.ziet("Nog iets vertellen")
    tab_naar(mens, "Wanneer we bellen")
    mens.page.keyboard.press("Enter")
    mens.ziet("Wanneer kunnen we je het beste bellen?")
    tab_naar(mens, "Ochtend")
    mens.page.keyboard.press("ArrowDown")
    tab_naar(mens, "Bewaar")
    mens.page.keyboard.press("Enter")
    mens.ziet("Mogen we een bericht inspreken?")
    tab_naar(mens, "Terug")
    mens.page.keyboard.press("Enter")
    mens.ziet("Nog iets vertellen")
    tab_naar(mens, "Ik ben klaar")
    mens.page.keyboard.press("Enter")
    mens.ziet("Vandaag")
    tab_naar(mens, "Toch geen hulp?")
    mens.page.keyboard.press("Enter")
    tab_naar(mens, "Toch niet")
    mens.page.keyboard.press("Enter")
    mens.ziet("Je wilt nu geen hulp. Dat mag.")
    tab_naar(mens, "Toch wel")
    mens.page.keyboard.press("Enter")
    mens.ziet("Nu aan de beurt")


@pytest.mark.parametrize("naam", [pytest.param(n, marks=[] if n in KERN else pytest.mark.matrix) for n in PAGINAS])
def test_tab_gaat_van_boven_naar_beneden_langs_alles(mens: Mens, naam: str) -> None:
    """The order of the keys is the order of the eye, nothing is left out, and nobody is caught."""
    PAGINAS[naam](mens)
    # A part that was just swapped takes the focus when it settles: that comes before the first key.
    mens.page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
    mens.page.evaluate("window.scrollTo(0, 0)")
    mens.page.mouse.click(2, 2)
    te_bereiken = mens.page.evaluate(_TE_BEREIKEN)
    gezien: list[dict[str, Any]] = []
    for _ in range(te_bereiken + 3):
        mens.page.keyboard.press("Tab")
        hier = plek(mens)
        if hier is None:
            break
        assert hier["omlijnd"], hier
        assert hier["in_beeld"], hier
        assert not hier["bedekt"], hier
        gezien.append(hier)
    assert len(gezien) >= te_bereiken - 1
    hoogten = [stop["y"] for stop in gezien[1:]]
    terug = [(een, ander) for een, ander in pairwise(hoogten) if ander < een - 40]
    assert terug == []
