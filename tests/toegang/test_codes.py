"""The personal code: readable in every script, a slip is not a guess, and guessing is hopeless."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.toegang.codes import (
    LENGTE,
    MOGELIJKHEDEN,
    Leesfout,
    hash_code,
    in_groepen,
    lees_code,
    maak_code,
)
from portal.toegang.tellers import LEVENDE_CODES, PER_DAG

CODES = st.builds(maak_code)


def test_een_code_is_zestien_cijfers_en_telkens_een_andere() -> None:
    codes = {maak_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == LENGTE and code.isdecimal() for code in codes)


@given(CODES, st.sampled_from(["", " ", "-", "–", "\u00a0", ".", "\u200f"]))
def test_spaties_en_streepjes_maken_niet_uit(code: str, teken: str) -> None:
    assert lees_code(f" {teken.join(in_groepen(code))}\n") == code


@given(CODES, st.sampled_from(["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "०१२३४५६७८९"]))
def test_cijfers_van_elk_schrift_worden_begrepen(code: str, cijfers: str) -> None:
    assert lees_code(code.translate(str.maketrans("0123456789", cijfers))) == code


@given(CODES, st.integers(0, LENGTE - 1), st.integers(1, 9))
def test_een_verkeerd_cijfer_is_een_leesfout(code: str, plek: int, verschil: int) -> None:
    anders = str((int(code[plek]) + verschil) % 10)
    with pytest.raises(Leesfout):
        lees_code(code[:plek] + anders + code[plek + 1 :])


@given(CODES, st.integers(0, LENGTE - 2))
def test_twee_omgewisselde_cijfers_zijn_bijna_altijd_een_leesfout(code: str, plek: int) -> None:
    gewisseld = code[:plek] + code[plek + 1] + code[plek] + code[plek + 2 :]
    try:
        assert lees_code(gewisseld) == gewisseld
    except Leesfout:
        assert gewisseld != code


@pytest.mark.parametrize("getypt", ["", "   ", "123", "1" * 15, "1" * 17, "abcd efgh", "½" * 16, "Ⅷ" * 16, "1" * 9999])
def test_wat_geen_code_is_is_een_leesfout(getypt: str) -> None:
    with pytest.raises(Leesfout):
        lees_code(getypt)


@given(st.text(max_size=400))
def test_geen_enkele_tekst_breekt_het_lezen(getypt: str) -> None:
    with suppress(Leesfout):
        assert len(lees_code(getypt)) == LENGTE


def test_de_hash_verraadt_de_code_niet_en_is_telkens_dezelfde() -> None:
    code = maak_code()
    assert hash_code(code) == hash_code(code)
    assert hash_code(code) != hash_code(maak_code())
    assert code.encode() not in hash_code(code)[0]


def test_het_budget_om_te_raden() -> None:
    """Live codes × failures allowed a day ÷ possibilities: at most one in a million a day."""
    assert LEVENDE_CODES * PER_DAG / MOGELIJKHEDEN <= 1e-6
