"""Any way of writing a number or address is understood, or kept as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.inwoners.bereikbaar import Telefoon, lees_adres, lees_email, lees_telefoon, schoon


@pytest.mark.parametrize(
    "getypt",
    [
        "0612345678",
        "06 12 34 56 78",
        "06-12345678",
        "(06) 12.34.56.78",
        "+31 6 12345678",
        "+31 (0)6 12345678",
        "0031612345678",
        "٠٦١٢٣٤٥٦٧٨",
        "０６１２３４５６７８",
        "tel: 0612345678",
        " 06\u00a012345678 ",
    ],
)
def test_een_nederlands_nummer_op_elke_manier(getypt: str) -> None:
    assert lees_telefoon(getypt) == Telefoon("+31612345678", onzeker=False)


@pytest.mark.parametrize(
    ("getypt", "nummer"),
    [("+48 512 345 678", "+48512345678"), ("+32 470 12 34 56", "+32470123456"), ("020 1234567", "+31201234567")],
)
def test_ook_buitenlandse_en_vaste_nummers(getypt: str, nummer: str) -> None:
    assert lees_telefoon(getypt) == Telefoon(nummer, onzeker=False)


@pytest.mark.parametrize("getypt", ["061234567", "06 123456789 bij de buren", "123456", "06-1234567x of 020-7654321"])
def test_wat_we_niet_kunnen_lezen_blijft_zoals_het_is_getypt(getypt: str) -> None:
    assert lees_telefoon(getypt) == Telefoon(getypt, onzeker=True)


@pytest.mark.parametrize("getypt", [None, "", "   ", "12345", "bel mij", "a@b.nl"])
def test_minder_dan_zes_cijfers_is_geen_nummer(getypt: str | None) -> None:
    assert lees_telefoon(getypt) is None


@pytest.mark.parametrize(
    ("getypt", "gelezen"),
    [
        ("iemand@example.org", "iemand@example.org"),
        ("  Iemand@EXAMPLE.org ", "Iemand@example.org"),
        ("raar..punt@example.org", "raar..punt@example.org"),
        ("a@b@c", None),
        ("geen adres", None),
        ("", None),
        (None, None),
    ],
)
def test_een_mailadres(getypt: str | None, gelezen: str | None) -> None:
    assert lees_email(getypt) == gelezen


def test_twee_adressen_in_een_veld_is_geen_adres() -> None:
    assert lees_email("a@example.org, b@example.org") is None


def test_een_adres_mag_ook_een_opvang_zijn() -> None:
    assert lees_adres("Opvang De Brug") == "Opvang De Brug"
    assert lees_adres("x") is None


@given(st.text())
def test_schoon_laat_geen_besturingstekens_door(tekst: str) -> None:
    uit = schoon(tekst, 50)
    assert uit is None or (len(uit) <= 50 and uit == uit.strip() and "\x00" not in uit and "\r" not in uit)


@given(st.text(max_size=300))
def test_geen_enkele_tekst_breekt_het_lezen(tekst: str) -> None:
    for lees in (lees_telefoon, lees_email, lees_adres):
        lees(tekst)
