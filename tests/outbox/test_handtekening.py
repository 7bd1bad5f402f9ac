"""Signatures: the test vectors of Standard Webhooks, and secrets that cannot be used."""

import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest

from portal.outbox.bestemmingen.handtekening import OnjuistGeheim, koppen, sleutel_van

VECTOREN = [
    (
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ),
    (
        "plJ3nmyCDGBKInavdOK15jsl",
        "msg_loFOjxBNrRLzqYUf",
        1731705121,
        b'{"event_type":"ping","data":{"success":true}}',
        "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
    ),
]


@pytest.mark.parametrize(("sleutel", "kenmerk", "seconden", "lichaam", "handtekening"), VECTOREN)
def test_de_voorbeelden_van_de_standaard_kloppen(
    sleutel: str, kenmerk: str, seconden: int, lichaam: bytes, handtekening: str
) -> None:
    kop = koppen([base64.b64decode(sleutel)], kenmerk, lichaam, datetime.fromtimestamp(seconden, UTC))
    assert kop == {
        "webhook-id": kenmerk,
        "webhook-timestamp": str(seconden),
        "webhook-signature": handtekening,
    }


def test_een_moment_in_een_andere_zone_geeft_dezelfde_handtekening() -> None:
    sleutel = base64.b64decode(VECTOREN[0][0])
    utc = datetime(2026, 7, 1, 12, tzinfo=UTC)
    elders = utc.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert koppen([sleutel], "a", b"{}", utc) == koppen([sleutel], "a", b"{}", elders)


def test_tijdens_het_wisselen_staat_er_een_handtekening_van_elk_geheim() -> None:
    nieuw, oud = (base64.b64decode(vector[0]) for vector in VECTOREN)
    nu = datetime(2026, 7, 1, tzinfo=UTC)
    los = [koppen([sleutel], "a", b"{}", nu)["webhook-signature"] for sleutel in (nieuw, oud)]
    assert koppen([nieuw, oud], "a", b"{}", nu)["webhook-signature"] == " ".join(los)


@pytest.mark.parametrize("lengte", [24, 32, 64])
def test_een_geheim_van_24_tot_64_bytes_is_bruikbaar(lengte: int) -> None:
    assert sleutel_van("whsec_" + base64.b64encode(b"x" * lengte).decode()) == b"x" * lengte


@pytest.mark.parametrize(
    "geheim",
    [
        "",
        "whsec_",
        "whsec_geen base64!",
        "whsec_" + base64.b64encode(b"x" * 23).decode(),
        "whsec_" + base64.b64encode(b"x" * 65).decode(),
        base64.b64encode(b"x" * 32).decode(),
        "whsec_" + base64.b64encode(b"x" * 32).decode() + "é",
    ],
)
def test_een_onbruikbaar_geheim_wordt_geweigerd_en_niet_herhaald(geheim: str) -> None:
    with pytest.raises(OnjuistGeheim) as gevangen:
        sleutel_van(geheim)
    assert str(gevangen.value) == "a secret is whsec_ followed by the base64 of 24 to 64 bytes"
