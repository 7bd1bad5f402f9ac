"""Tokens: shown once, kept as a hash, taken back at once; and the commands for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from portal.backoffice.cli import token as token_groep
from portal.backoffice.models import ApiToken
from portal.backoffice.service import (
    OnbekendToken,
    OnjuisteNaam,
    maak_token,
    moet_genoteerd,
    noteer_gebruik,
    trek_in,
    vind_token,
)
from portal.clock import Klok
from portal.db.databank import ALLE, Databank
from portal.gemeente import Gemeenten
from tests.backoffice.bouwers import DORP, STAD, nieuw_token
from tests.conftest import VasteKlok


def _rij(databank: Databank) -> ApiToken:
    with databank.lezen(ALLE) as sessie:
        return sessie.scalars(select(ApiToken)).one()


def test_een_token_heeft_256_toevallige_bits_en_een_herkenbaar_begin(databank: Databank, klok: VasteKlok) -> None:
    een, ander = nieuw_token(databank, klok.nu())[0], nieuw_token(databank, klok.nu())[0]
    assert een != ander
    assert een.startswith("rp_")
    assert len(een) == len("rp_") + 43


def test_het_token_zelf_staat_nergens_in_de_databank(databank: Databank, klok: VasteKlok) -> None:
    geheim, _ = nieuw_token(databank, klok.nu())
    with databank.lezen(ALLE) as sessie:
        alles = repr(sessie.execute(text("SELECT * FROM api_token")).all())
    assert geheim not in alles
    assert geheim.removeprefix("rp_") not in alles


def test_een_token_is_te_vinden_tot_het_wordt_ingetrokken(databank: Databank, klok: VasteKlok) -> None:
    geheim, token_id = nieuw_token(databank, klok.nu())
    with databank.lezen(ALLE) as sessie:
        gevonden = vind_token(sessie, geheim)
        assert gevonden is not None
        assert gevonden.id == token_id
    with databank.schrijven(ALLE) as sessie:
        trek_in(sessie, token_id, klok.nu())
    with databank.lezen(ALLE) as sessie:
        assert vind_token(sessie, geheim) is None


def test_intrekken_kan_twee_keer_en_de_eerste_telt(databank: Databank, klok: VasteKlok) -> None:
    _, token_id = nieuw_token(databank, klok.nu())
    eerst = klok.nu()
    for _ in range(2):
        with databank.schrijven(ALLE) as sessie:
            trek_in(sessie, token_id, klok.nu())
        klok.verzet(days=1)
    assert _rij(databank).ingetrokken_op == eerst


def test_een_onbekend_token_intrekken_kan_niet(databank: Databank, klok: VasteKlok) -> None:
    with databank.schrijven(ALLE) as sessie, pytest.raises(OnbekendToken):
        trek_in(sessie, uuid4(), klok.nu())


@pytest.mark.parametrize("iets_anders", ["", "rp_", "rp_" + "a" * 43, "x" * 46, "rp_" + "é" * 43, "rp_" + "a" * 5000])
def test_iets_anders_is_geen_token(databank: Databank, klok: VasteKlok, iets_anders: str) -> None:
    nieuw_token(databank, klok.nu())
    with databank.lezen(ALLE) as sessie:
        assert vind_token(sessie, iets_anders) is None


def test_een_token_is_van_een_gemeente(databank: Databank, klok: VasteKlok) -> None:
    geheim, _ = nieuw_token(databank, klok.nu(), DORP)
    with databank.lezen(STAD) as sessie:
        assert vind_token(sessie, geheim) is None


@pytest.mark.parametrize("naam", ["", "   ", "a\nb", "x" * 81])
def test_een_token_zonder_bruikbare_naam_kan_niet(databank: Databank, klok: VasteKlok, naam: str) -> None:
    with databank.schrijven(STAD) as sessie, pytest.raises(OnjuisteNaam):
        maak_token(sessie, gemeente=STAD, naam=naam, alleen_lezen=False, now=klok.nu())


def test_de_databank_kent_geen_andere_scopes(databank: Databank, klok: VasteKlok) -> None:
    nieuw_token(databank, klok.nu())
    with pytest.raises(IntegrityError), databank.schrijven(ALLE) as sessie:
        sessie.execute(text("UPDATE api_token SET scopes = 'alles'"))


def test_het_gebruik_wordt_hooguit_een_keer_per_uur_geschreven(databank: Databank, klok: VasteKlok) -> None:
    _, token_id = nieuw_token(databank, klok.nu())
    begin = klok.nu()
    for minuten, verwacht in ((0, 0), (59, 0), (60, 60), (119, 60), (120, 120)):
        now = begin + timedelta(minutes=minuten)
        with databank.schrijven(STAD) as sessie:
            noteer_gebruik(sessie, token_id, now)
        rij = _rij(databank)
        assert rij.laatst_gebruikt_op == begin + timedelta(minutes=verwacht)
        assert not moet_genoteerd(rij, now)
        assert moet_genoteerd(rij, rij.laatst_gebruikt_op + timedelta(hours=1))


@dataclass(frozen=True)
class Bediening:
    databank: Databank
    gemeenten: Gemeenten
    klok: Klok


Doe = Callable[..., Result]


@pytest.fixture
def doe(databank: Databank, gemeenten: Gemeenten, klok: VasteKlok) -> Doe:
    return lambda *woorden: CliRunner().invoke(token_groep, woorden, obj=Bediening(databank, gemeenten, klok))


def test_de_opdracht_maakt_een_token_en_laat_het_een_keer_zien(doe: Doe, databank: Databank) -> None:
    uitkomst = doe("new", "--gemeente", STAD, "--naam", "Zaaksysteem")
    assert uitkomst.exit_code == 0
    geheim = uitkomst.stdout.strip()  # the token alone, so that it can go into a file
    assert "not shown again" in uitkomst.stderr
    with databank.lezen(ALLE) as sessie:
        gevonden = vind_token(sessie, geheim)
    assert gevonden is not None
    assert (gevonden.naam, gevonden.gemeente, gevonden.scopes) == ("Zaaksysteem", STAD, "lezen schrijven")
    assert geheim not in doe("list").output


def test_de_opdracht_maakt_ook_een_token_dat_alleen_leest(doe: Doe, databank: Databank) -> None:
    assert doe("new", "--gemeente", STAD, "--naam", "Dashboard", "--alleen-lezen").exit_code == 0
    assert _rij(databank).scopes == "lezen"


def test_voor_een_onbekende_gemeente_wordt_geen_token_gemaakt(doe: Doe, databank: Databank) -> None:
    uitkomst = doe("new", "--gemeente", "nergens", "--naam", "Zaaksysteem")
    assert uitkomst.exit_code == 2
    assert f"{DORP}, {STAD}" in uitkomst.output
    assert doe("new", "--gemeente", STAD, "--naam", " ").exit_code == 2
    with databank.lezen(ALLE) as sessie:
        assert sessie.scalars(select(ApiToken)).all() == []


def test_de_lijst_zegt_van_wie_een_token_is_en_of_het_wordt_gebruikt(
    doe: Doe, databank: Databank, klok: VasteKlok
) -> None:
    assert "no tokens" in doe("list").output
    _, token_id = nieuw_token(databank, klok.nu())
    assert "never used" in doe("list").output
    with databank.schrijven(STAD) as sessie:
        noteer_gebruik(sessie, token_id, klok.nu())
    regels = doe("list").output
    assert str(token_id) in regels
    assert "Proefbak" in regels
    assert "last used 2026-11-20 09:00+00:00" in regels


def test_de_opdracht_trekt_een_token_in(doe: Doe, databank: Databank, klok: VasteKlok) -> None:
    geheim, token_id = nieuw_token(databank, klok.nu())
    assert doe("revoke", str(token_id)).exit_code == 0
    with databank.lezen(ALLE) as sessie:
        assert vind_token(sessie, geheim) is None
    assert "revoked 2026-11-20" in doe("list").output
    onbekend = doe("revoke", str(uuid4()))
    assert onbekend.exit_code == 1
    assert "no token" in onbekend.output
