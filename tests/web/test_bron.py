"""Who is calling: believed only from proxies that were listed, and one subscriber is one source."""

from typing import Any

import pytest

from portal.web.bron import VertrouwdeProxy, bron_van


def _bron(proxies: list[str], adres: str, **koppen: str) -> tuple[str, str]:
    gezien: list[dict[str, Any]] = []

    def app(environ: dict[str, Any], _: Any) -> list[bytes]:
        gezien.append(environ)
        return []

    omgeving: dict[str, Any] = {"REMOTE_ADDR": adres, "wsgi.url_scheme": "http"}
    omgeving |= {f"HTTP_X_FORWARDED_{naam.upper()}": waarde for naam, waarde in koppen.items()}
    VertrouwdeProxy(app, proxies)(omgeving, lambda *_: lambda _: None)
    return bron_van(gezien[0]), gezien[0]["wsgi.url_scheme"]


def test_zonder_proxies_telt_alleen_wie_er_echt_belt() -> None:
    assert _bron([], "192.0.2.1", **{"for": "203.0.113.9", "proto": "https"}) == ("192.0.2.1", "http")


def test_van_een_vreemde_wordt_niets_geloofd() -> None:
    assert _bron(["10.0.0.0/8"], "192.0.2.1", **{"for": "203.0.113.9", "proto": "https"}) == ("192.0.2.1", "http")


@pytest.mark.parametrize(
    ("keten", "bron"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9, 10.0.0.2, 10.0.0.3", "203.0.113.9"),
        ("10.0.0.7, 10.0.0.2", "10.0.0.7"),
        ("203.0.113.9:51234", "203.0.113.9"),
        ("[2001:db8::1]:443", "2001:db8::"),
        ("2001:db8::1", "2001:db8::"),
        (" 203.0.113.9 ", "203.0.113.9"),
        ("verzonnen", "verzonnen"),
        ("203.0.113.9, verzonnen", "verzonnen"),
        ("", "10.0.0.1"),
        (",,", "10.0.0.1"),
        ("\xff" * 500, "\xff" * 64),
    ],
)
def test_achter_onze_proxies_telt_de_eerste_die_er_geen_is(keten: str, bron: str) -> None:
    assert _bron(["10.0.0.0/8"], "10.0.0.1", **{"for": keten})[0] == bron


def test_alleen_het_laatste_woord_over_https_telt() -> None:
    assert _bron(["10.0.0.1"], "10.0.0.1", proto="https")[1] == "https"
    assert _bron(["10.0.0.1"], "10.0.0.1", proto="https, http")[1] == "http"
    assert _bron(["10.0.0.1"], "10.0.0.1", proto="http, https")[1] == "https"
    assert _bron(["10.0.0.1"], "10.0.0.1")[1] == "http"


@pytest.mark.parametrize(
    ("adres", "bron"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
        ("geen adres", "geen adres"),
    ],
)
def test_een_abonnee_is_een_bron(adres: str, bron: str) -> None:
    assert bron_van({"REMOTE_ADDR": adres}) == bron
