"""Accessible in other languages, in the dark, on a wide screen: what axe finds, and what does not fit.

The ordinary way, in Dutch on a telephone, is in `test_regels.py`, where every page is looked at already. The pages of
`KERN` hold every kind of block and are looked at in all ways; with the marker `matrix` so are all others.
"""

from collections.abc import Callable
from itertools import product

import pytest

from tests.browser.meten import Meting, keur
from tests.browser.paginas import KERN, PAGINAS

Metingen = Callable[..., Meting]
GEWOON = ("nl", "light", 360)
MANIEREN = list(product(("nl", "en", "ar"), ("light", "dark"), (360, 1280)))


@pytest.mark.parametrize(("taal", "kleur", "breed"), [manier for manier in MANIEREN if manier != GEWOON])
@pytest.mark.parametrize("naam", [pytest.param(n, marks=() if n in KERN else pytest.mark.matrix) for n in PAGINAS])
def test_op_elke_andere_manier(meting: Metingen, naam: str, taal: str, kleur: str, breed: int) -> None:
    keur(meting(naam, taal, kleur, breed))
