"""How long a text message is, and that ours fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.meldingen.lengte import SmsLengte, sms_lengte
from tests.conftest import CONTENT
from tests.meldingen.bouwers import SJABLONEN, WAARDEN

LANGSTE = WAARDEN | {"datum": "donderdag 24 september", "code": "123456"}


@pytest.mark.parametrize(
    ("tekst", "lengte"),
    [
        ("", SmsLengte("gsm7", 0, 1)),
        ("Hallo", SmsLengte("gsm7", 5, 1)),
        ("é à ü ñ Ø ß Δ @ £ _", SmsLengte("gsm7", 19, 1)),
        ("€", SmsLengte("gsm7", 2, 1)),
        ("[a]{b}~^|\\", SmsLengte("gsm7", 18, 1)),
        ("a" * 160, SmsLengte("gsm7", 160, 1)),
        ("a" * 161, SmsLengte("gsm7", 161, 2)),
        ("a" * 306, SmsLengte("gsm7", 306, 2)),
        ("a" * 307, SmsLengte("gsm7", 307, 3)),
        ("a" * 152 + "€" + "a" * 152, SmsLengte("gsm7", 306, 3)),  # the euro does not fit in two halves
        ("ë", SmsLengte("ucs2", 1, 1)),
        ("`", SmsLengte("ucs2", 1, 1)),
        ("ç", SmsLengte("ucs2", 1, 1)),  # GSM-7 knows the capital alone
        ("م" * 70, SmsLengte("ucs2", 70, 1)),
        ("م" * 71, SmsLengte("ucs2", 71, 2)),
        ("م" * 134, SmsLengte("ucs2", 134, 2)),
        ("م" * 135, SmsLengte("ucs2", 135, 3)),
        ("😀" * 35, SmsLengte("ucs2", 70, 1)),
        ("😀" * 67, SmsLengte("ucs2", 134, 3)),  # 33 in a part: a character is not divided
    ],
)
def test_de_lengte_van_een_sms(tekst: str, lengte: SmsLengte) -> None:
    assert sms_lengte(tekst) == lengte


@given(st.text(max_size=1000))
def test_een_deel_is_nooit_te_vol(tekst: str) -> None:
    lengte = sms_lengte(tekst)
    los, per_deel = {"gsm7": (160, 153), "ucs2": (70, 67)}[lengte.alfabet]
    assert lengte.eenheden <= (los if lengte.delen == 1 else lengte.delen * per_deel)
    assert lengte.delen <= 1 or lengte.eenheden > (lengte.delen - 1) * (per_deel - 1)


@pytest.mark.parametrize(
    "bestand", sorted((CONTENT / "meldingen").glob("*/*.txt")), ids=lambda pad: f"{pad.parent.name}-{pad.stem}"
)
def test_elk_bericht_past_op_een_telefoon(bestand: object) -> None:
    taal, soort = bestand.parent.name, bestand.stem  # type: ignore[attr-defined]
    _, sjabloon = SJABLONEN.vind(taal, soort)
    lengte = sms_lengte(sjabloon.vul(LANGSTE)[1])
    if taal == "nl":
        assert (lengte.alfabet, lengte.delen) == ("gsm7", 1)
    assert lengte.delen <= 2


@pytest.mark.parametrize("taal", ["nl", "en", "ar"])
def test_een_code_staat_als_zes_cijfers_bij_elkaar_en_er_is_geen_link(taal: str) -> None:
    echte_taal, sjabloon = SJABLONEN.vind(taal, "eenmalige_code")
    onderwerp, tekst = sjabloon.vul({"code": "048213"})
    assert echte_taal == taal
    assert "048213" in tekst
    assert "048213" not in onderwerp
    assert "://" not in tekst
    assert "www" not in tekst
