"""Which gemeente a request is for: the host name decides."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.gemeente import Gemeenten, OnjuisteGemeente, laad_gemeenten

CONTENT = Path(__file__).parents[1] / "content"
VOORBEELD = (CONTENT / "gemeenten" / "voorbeeldstad.toml").read_text(encoding="utf-8")
ENIGE = laad_gemeenten(CONTENT)
VOORBEELDSTAD = next(iter(ENIGE))
ANDERDORP = dataclasses.replace(VOORBEELDSTAD, slug="anderdorp", naam="Anderdorp", hosts=("anderdorp.test",))
TWEE = Gemeenten([VOORBEELDSTAD, ANDERDORP])


def schrijf(content: Path, slug: str, *regels: str) -> None:
    """Write the example under another slug, with other lines instead of its hosts."""
    oud = 'hosts = ["127.0.0.1", "localhost", "::1"]'
    assert VOORBEELD.count(oud) == 1
    map_ = content / "gemeenten"
    map_.mkdir(exist_ok=True)
    (map_ / f"{slug}.toml").write_text(VOORBEELD.replace(oud, "\n".join(regels)), encoding="utf-8")


@pytest.mark.parametrize(
    "host",
    [
        "anderdorp.test",
        "anderdorp.test:8000",
        "ANDERDORP.Test",
        "anderdorp.test.",
        "Anderdorp.TEST.:443",
    ],
)
def test_de_naam_telt_zonder_poort_hoofdletters_en_slotpunt(host: str) -> None:
    assert TWEE.van_host(host) is ANDERDORP


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000", "[::1]", "::1"])
def test_de_eigen_machine_is_voorbeeldstad(host: str) -> None:
    assert TWEE.van_host(host) is VOORBEELDSTAD


@pytest.mark.parametrize(
    "host", ["", ".", ":8000", "[", "[]", "x.anderdorp.test", "anderdorp.test..", "anderdorp.test:80:80", "anderdorp"]
)
def test_een_onbekende_naam_is_geen_gemeente(host: str) -> None:
    assert TWEE.van_host(host) is None
    assert ENIGE.van_host(host) is None


@given(st.text(max_size=300))
def test_elke_tekst_als_naam_geeft_antwoord(host: str) -> None:
    gevonden = TWEE.van_host(host)
    assert gevonden is None or gevonden in TWEE


def test_bij_het_ontwikkelen_is_een_onbekende_naam_de_enige_gemeente() -> None:
    assert ENIGE.van_host("telefoon.lokaal:8000", ontwikkeling=True) is VOORBEELDSTAD
    assert TWEE.van_host("telefoon.lokaal:8000", ontwikkeling=True) is None
    assert TWEE.van_host("anderdorp.test", ontwikkeling=True) is ANDERDORP


def test_gemeenten_staan_op_volgorde_en_zijn_te_vinden() -> None:
    assert list(TWEE) == [ANDERDORP, VOORBEELDSTAD]
    assert len(TWEE) == 2
    assert TWEE.van_slug("anderdorp") is ANDERDORP
    assert TWEE.van_slug("Anderdorp") is None


def test_twee_gemeenten_met_dezelfde_naam_kan_niet() -> None:
    with pytest.raises(ValueError, match=r"'anderdorp\.test' is of 'anderdorp' as well"):
        Gemeenten([ANDERDORP, dataclasses.replace(VOORBEELDSTAD, hosts=("anderdorp.test",))])
    with pytest.raises(ValueError, match="slug 'anderdorp'"):
        Gemeenten([ANDERDORP, dataclasses.replace(ANDERDORP, hosts=("elders.test",))])


def test_bestanden_met_dezelfde_naam_worden_allebei_genoemd(tmp_path: Path) -> None:
    schrijf(tmp_path, "anderdorp", 'hosts = ["samen.test"]', 'base_url = "https://samen.test"')
    schrijf(tmp_path, "voorbeeldstad", 'hosts = ["eigen.test", "samen.test"]', 'base_url = "https://eigen.test"')
    with pytest.raises(
        OnjuisteGemeente, match=r"voorbeeldstad\.toml: hosts: 'samen\.test' is in anderdorp\.toml as well"
    ):
        laad_gemeenten(tmp_path)


def test_van_meer_gemeenten_heeft_elk_een_eigen_adres(tmp_path: Path) -> None:
    schrijf(tmp_path, "anderdorp", 'hosts = ["anderdorp.test"]', 'base_url = "https://anderdorp.test"')
    schrijf(tmp_path, "voorbeeldstad", 'hosts = ["voorbeeldstad.test"]')
    with pytest.raises(OnjuisteGemeente, match=r"voorbeeldstad\.toml: base_url: is missing"):
        laad_gemeenten(tmp_path)
    schrijf(tmp_path, "voorbeeldstad", 'hosts = ["voorbeeldstad.test"]', 'base_url = "https://voorbeeldstad.test"')
    assert [gemeente.slug for gemeente in laad_gemeenten(tmp_path)] == ["anderdorp", "voorbeeldstad"]
