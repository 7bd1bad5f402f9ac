"""Codes of an app: after RFC 6238, each once, with one step of play."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from portal.accounts import totp
from portal.accounts.models import Account
from portal.omgeving import Omgeving
from tests.beheer.mens import GEHEIM, maak

NU = datetime(2026, 11, 20, 9, 0, 10, tzinfo=UTC)
RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of RFC 6238, appendix B, in base32."""


@pytest.mark.parametrize(("seconden", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")])
def test_de_voorbeelden_van_de_standaard_kloppen(seconden: int, code: str) -> None:
    now = datetime.fromtimestamp(seconden, UTC)
    assert totp.stap_van(RFC, code, now) == seconden // 30


def test_een_klok_mag_een_stap_afwijken() -> None:
    app = pyotp.TOTP(GEHEIM)
    hier = int(NU.timestamp()) // 30
    for stap in (-1, 0, 1):
        code = app.at(NU + timedelta(seconds=30 * stap))
        assert totp.stap_van(GEHEIM, code, NU) == hier + stap
    for stap in (-2, 2, 20):
        assert totp.stap_van(GEHEIM, app.at(NU + timedelta(seconds=30 * stap)), NU) is None


@pytest.mark.parametrize("getypt", ["123456", " 123 456 ", "123-456", "١٢٣٤٥٦", "１２３４５６"])
def test_zes_cijfers_in_elk_schrift(getypt: str) -> None:
    assert totp.lees(getypt) == "123456"


@pytest.mark.parametrize("getypt", ["", "12345", "1234567", "12345½", "abcdef", "1" * 10_000, "12345\u0000"])
def test_iets_anders_is_geen_code(getypt: str) -> None:
    assert totp.lees(getypt) is None


def test_een_code_werkt_een_keer_en_een_oudere_daarna_niet_meer(omgeving: Omgeving) -> None:
    wie = maak(omgeving)
    gemeente = next(iter(omgeving.gemeenten)).slug
    with omgeving.databank.schrijven(gemeente) as sessie:
        assert totp.neem(sessie, wie.id, 100)
        assert not totp.neem(sessie, wie.id, 100)
        assert not totp.neem(sessie, wie.id, 99)
        assert totp.neem(sessie, wie.id, 101)
        assert sessie.get_one(Account, wie.id, populate_existing=True).totp_stap == 101


def test_het_geheim_is_lang_genoeg_en_staat_in_groepjes() -> None:
    geheim = totp.nieuw_geheim()
    assert len(geheim) * 5 == 160
    assert geheim != totp.nieuw_geheim()
    assert "".join(totp.in_groepen(geheim)) == geheim
    assert {len(groep) for groep in totp.in_groepen(geheim)} == {4}


def test_de_qr_code_is_een_tekening_van_ons_zelf() -> None:
    tekening = totp.qr(totp.adres(GEHEIM, uitgever='<b>"Stad"', naam="a&b@voorbeeld.example"))
    assert tekening.startswith("<svg")
    assert "<b>" not in tekening
    assert "style" not in tekening
    assert "http" not in tekening.replace('xmlns="http://www.w3.org/2000/svg"', "")
