"""Accessible in every way of looking: what axe finds, and what does not fit.

The pages of `KERN` hold every kind of block and are looked at in all ways; with the marker `matrix` so are all others.
"""

from collections.abc import Callable
from itertools import product

import pytest

from tests.browser.meten import Meting
from tests.browser.paginas import KERN, PAGINAS

Metingen = Callable[..., Meting]
GEWOON = ("nl", "light", 360)
MANIEREN = list(product(("nl", "en", "ar"), ("light", "dark"), (360, 1280)))


def keur(gezien: Meting) -> None:
    assert gezien.axe == ""
    assert gezien.te_smal == {"groot": [], "ruim": [], "320 breed": []}
    assert gezien.zonder_rand == 0
    assert gezien.tekst_in_systeemkleuren == gezien.tekst
    assert [doel for doel in gezien.doelen if doel[1] < 24] == []


@pytest.mark.parametrize("naam", PAGINAS)
def test_elke_bladzijde_op_een_telefoon(meting: Metingen, naam: str) -> None:
    keur(meting(naam))


@pytest.mark.parametrize(("taal", "kleur", "breed"), [manier for manier in MANIEREN if manier != GEWOON])
@pytest.mark.parametrize("naam", [pytest.param(n, marks=() if n in KERN else pytest.mark.matrix) for n in PAGINAS])
def test_op_elke_andere_manier(meting: Metingen, naam: str, taal: str, kleur: str, breed: int) -> None:
    keur(meting(naam, taal, kleur, breed))
