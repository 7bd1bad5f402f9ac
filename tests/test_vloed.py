"""Everybody at once: whoever was told "gelukt" is in the database. How fast is for `make bench`."""

from pathlib import Path

import pytest

from tests.bench.server import omgeving_van, portaal
from tests.bench.vloed import AANMELDINGEN, PAGINAS, opgeslagen, overspoel
from tests.databanken import SOORTEN, gooi_weg, nieuwe_url

SECONDEN = 10


@pytest.mark.parametrize("soort", SOORTEN)
def test_wie_hoorde_dat_het_gelukt_is_staat_in_de_databank(soort: str, tmp_path: Path, sleutelring: Path) -> None:
    url = nieuwe_url(soort, tmp_path)
    with portaal(omgeving_van(sleutelring, url)) as server:
        boek = overspoel(server.poort, SECONDEN)
    bewaard = opgeslagen(url)
    gooi_weg(url)
    assert boek.gelukt
    assert boek.gelukt == bewaard
    # Nobody went without an answer, and a refusal is one that says to try again.
    assert sum(boek.aanmeldingen.statussen.values()) == AANMELDINGEN * SECONDEN
    assert set(boek.aanmeldingen.statussen) <= {303, 429, 503}
    assert sum(boek.paginas.statussen.values()) == PAGINAS * SECONDEN
    assert set(boek.paginas.statussen) <= {200, 429, 503}
