"""Signatures after Standard Webhooks, held against the vector of the standard itself."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.werkbak.handtekening import OnjuisteHandtekening, OnjuistGeheim, controleer, onderteken, sleutel_van
from tests.werkbak.bouwers import GEHEIM

# The example of the Standard Webhooks specification.
SLEUTEL = sleutel_van("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
KENMERK = "msg_p5jXN8AQM9LWM0D4loKWxJek"
OP = datetime.fromtimestamp(1614265330, UTC)
INHOUD = b'{"test": 2432232314}'
HANDTEKENING = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def koppen(**anders: str) -> dict[str, str]:
    basis = {"webhook-id": KENMERK, "webhook-timestamp": "1614265330", "webhook-signature": HANDTEKENING}
    return basis | {naam.replace("_", "-"): waarde for naam, waarde in anders.items()}


def test_de_handtekening_is_die_van_de_standaard() -> None:
    assert onderteken(SLEUTEL, KENMERK, 1614265330, INHOUD) == HANDTEKENING
    assert controleer([SLEUTEL], koppen(), INHOUD, OP) == KENMERK


def test_een_van_meer_handtekeningen_is_genoeg() -> None:
    meer = f"v1a,abc v1,AAAA {HANDTEKENING} v1,niet-base64"
    assert controleer([SLEUTEL], koppen(webhook_signature=meer), INHOUD, OP) == KENMERK


def test_tijdens_het_wisselen_klopt_het_oude_en_het_nieuwe_geheim() -> None:
    assert controleer([sleutel_van(GEHEIM), SLEUTEL], koppen(), INHOUD, OP) == KENMERK


@pytest.mark.parametrize("verschil", [timedelta(minutes=5), timedelta(minutes=-5)])
def test_vijf_minuten_verschil_mag(verschil: timedelta) -> None:
    assert controleer([SLEUTEL], koppen(), INHOUD, OP + verschil) == KENMERK


@pytest.mark.parametrize("verschil", [timedelta(minutes=5, seconds=1), timedelta(minutes=-5, seconds=-1)])
def test_meer_dan_vijf_minuten_verschil_mag_niet(verschil: timedelta) -> None:
    with pytest.raises(OnjuisteHandtekening):
        controleer([SLEUTEL], koppen(), INHOUD, OP + verschil)


@pytest.mark.parametrize(
    "anders",
    [
        {"webhook_id": "msg_ander"},
        {"webhook_id": ""},
        {"webhook_id": "mëg"},
        {"webhook_timestamp": "1614265331"},
        {"webhook_timestamp": ""},
        {"webhook_timestamp": "nu"},
        {"webhook_timestamp": "1614265330.0"},
        {"webhook_timestamp": "١٦١٤٢٦٥٣٣٠"},
        {"webhook_timestamp": "9" * 400},
        {"webhook_signature": ""},
        {"webhook_signature": HANDTEKENING.replace("v1,", "v2,")},
        {"webhook_signature": HANDTEKENING.removeprefix("v1,")},
        {"webhook_signature": HANDTEKENING.replace("g0hM", "g0hN")},
        {"webhook_signature": "v1,é"},
    ],
)
def test_een_andere_kop_klopt_niet(anders: dict[str, str]) -> None:
    with pytest.raises(OnjuisteHandtekening):
        controleer([SLEUTEL], koppen(**anders), INHOUD, OP)


def test_een_andere_inhoud_klopt_niet() -> None:
    with pytest.raises(OnjuisteHandtekening):
        controleer([SLEUTEL], koppen(), INHOUD + b" ", OP)


def test_een_ander_geheim_klopt_niet() -> None:
    with pytest.raises(OnjuisteHandtekening):
        controleer([sleutel_van(GEHEIM)], koppen(), INHOUD, OP)


@pytest.mark.parametrize(
    "geheim",
    ["", "geheim", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_kort", "whsec_MfKQ", "whsec_!!!!", "whsec_é"],
)
def test_een_geheim_is_whsec_en_base64_van_genoeg_bytes(geheim: str) -> None:
    with pytest.raises(OnjuistGeheim):
        sleutel_van(geheim)
