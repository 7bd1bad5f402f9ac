"""What a browser makes of HTML, and the worst that somebody can type."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

import html5lib

from tests.conftest import PROJECT

MACROS = PROJECT / "portal/web/templates/web/macros"
HOSTIEL = "\"><script>alert(1)</script>'&amp;{{ 7*7 }}<b onmouseover=x>"

Sjabloon = Callable[..., str]


def boom(html: str) -> Element:
    """The tree a browser makes of it."""
    gevonden: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return gevonden


def een(html: str, pad: str) -> Element:
    """The one element at this place."""
    gevonden = boom(html).findall(pad)
    assert len(gevonden) == 1, (pad, html)
    return gevonden[0]


def tekst(element: Element) -> str:
    """Its words, with the white space as it shows."""
    return " ".join("".join(element.itertext()).split())
