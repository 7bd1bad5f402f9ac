"""The colours of a gemeente: everybody can read them."""

import dataclasses

import pytest

from portal.gemeente import Thema, contrast
from portal.gemeente.waarden import Klacht


@pytest.mark.parametrize(
    ("een", "ander", "verhouding"),
    [
        # The table of the design, and the two ends of the scale.
        ("#000000", "#FFFFFF", 21.0),
        ("#123456", "#123456", 1.0),
        ("#1E2A2C", "#FBF7F1", 13.8),
        ("#0B5A5B", "#FBF7F1", 7.5),
        ("#FFFFFF", "#0B5A5B", 8.0),
        ("#7FD3CD", "#12191B", 10.3),
        ("#06292A", "#7FD3CD", 8.9),
    ],
)
def test_contrast_zoals_wcag_het_rekent(een: str, ander: str, verhouding: float) -> None:
    assert contrast(een, ander) == pytest.approx(verhouding, abs=0.05)
    assert contrast(ander, een) == contrast(een, ander)


@pytest.mark.parametrize("kleur", ["pri", "prih", "onpri", "pri_donker", "prih_donker", "onpri_donker"])
def test_grijs_op_grijs_kan_bij_geen_enkele_kleur(kleur: str) -> None:
    with pytest.raises(Klacht, match=r"has contrast \d+\.\d\d, text needs 4\.5"):
        dataclasses.replace(Thema(), **{kleur: "#767676"})  # type: ignore[arg-type]


def test_het_thema_heet_zoals_het_stijlblad_het_leest() -> None:
    assert Thema(pri="#084445", radius=0).tokens() == {
        "pri": "#084445",
        "prih": "#084445",
        "onpri": "#FFFFFF",
        "pri_donker": "#7FD3CD",
        "prih_donker": "#A5E2DE",
        "onpri_donker": "#06292A",
        "r": "0px",
    }
