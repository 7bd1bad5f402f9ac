"""Who may call: the token says for which gemeente, and what."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from portal.app import create_app
from portal.backoffice.models import ApiToken
from portal.backoffice.service import trek_in
from portal.db.databank import ALLE, Databank
from portal.db.poort import TeDruk
from portal.gemeente import Gemeenten
from portal.omgeving import Omgeving
from portal.toegang.beleid import beleid_van
from tests.backoffice.bouwers import DORP, STAD, Systeem, leg_vast, nieuw_token, zet_klaar
from tests.conftest import VasteKlok


def _routes(app: Flask) -> Iterator[tuple[str, str, str | None]]:
    """Every call of the API: method, path below /api/v1, and the scope it asks for."""
    for regel in app.url_map.iter_rules():
        if not regel.rule.startswith("/api/v1"):
            continue
        pad = regel.rule.removeprefix("/api/v1").replace("<uuid:id>", "01a1f82f-1e80-72a3-b814-f9d6ba1b0539")
        pad = pad.replace("<type>", "aanmelding.ontvangen").replace("<afspraakId>", "afspraak-1")
        assert "<" not in pad, f"{regel.rule}: say here what to fill in"
        for methode in sorted((regel.methods or set()) - {"HEAD"}):
            yield methode, pad, beleid_van(app, regel.endpoint).scope


def test_zonder_token_is_alleen_de_beschrijving_te_lezen(app: Flask, niemand: Systeem) -> None:
    vrij = []
    for methode, pad, scope in _routes(app):
        antwoord = niemand.vraag(methode, pad)
        if scope is None:
            vrij.append(pad)
            assert antwoord.status_code == 200
            continue
        assert antwoord.status_code == 401, pad
        assert antwoord.mimetype == "application/problem+json"
        assert antwoord.headers["WWW-Authenticate"] == 'Bearer realm="Rustpunt"'
    assert sorted(vrij) == ["/openapi.json", "/schemas/aanmelding.ontvangen"]


@pytest.mark.parametrize(
    "kop",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic cnA6cnA=",
        "rp_geheim",
        "Bearer rp_" + "a" * 43,
        "Bearer \xe9",
        "Bearer " + "x" * 9000,
    ],
)
def test_iets_anders_dan_een_token_opent_niets(app: Flask, niemand: Systeem, kop: str) -> None:
    niemand.koppen = {"Authorization": kop}
    for methode, pad, scope in _routes(app):
        if scope is not None:
            antwoord = niemand.vraag(methode, pad)
            assert antwoord.status_code == 401
            assert antwoord.headers["WWW-Authenticate"].startswith("Bearer")


def test_het_woord_bearer_mag_met_kleine_letters(stad: Systeem) -> None:
    stad.koppen = {"Authorization": stad.koppen["Authorization"].replace("Bearer ", "bearer  ")}
    assert stad.haal("/gebeurtenissen").status_code == 200


def test_een_ingetrokken_token_werkt_vanaf_het_volgende_verzoek_niet(
    app: Flask, databank: Databank, klok: VasteKlok
) -> None:
    geheim, token_id = nieuw_token(databank, klok.nu())
    systeem = Systeem(app.test_client(), geheim)
    assert systeem.haal("/gebeurtenissen").status_code == 200
    with databank.schrijven(ALLE) as sessie:
        trek_in(sessie, token_id, klok.nu())
    antwoord = systeem.haal("/gebeurtenissen")
    assert antwoord.status_code == 401
    assert 'error="invalid_token"' in antwoord.headers["WWW-Authenticate"]


def test_wie_alleen_mag_lezen_verandert_niets(app: Flask, databank: Databank, klok: VasteKlok) -> None:
    geheim, _ = nieuw_token(databank, klok.nu(), alleen_lezen=True)
    systeem = Systeem(app.test_client(), geheim)
    gezien = set()
    for methode, pad, scope in _routes(app):
        antwoord = systeem.vraag(methode, pad)
        gezien.add(scope)
        if scope != "schrijven":
            assert antwoord.status_code not in (401, 403), pad
            continue
        assert antwoord.status_code == 403
        assert antwoord.headers["WWW-Authenticate"].endswith('error="insufficient_scope", scope="schrijven"')
        assert antwoord.json is not None
        assert "lezen" in antwoord.json["detail"]
    assert gezien == {None, "lezen", "schrijven"}


@pytest.mark.parametrize("host", [f"{STAD}.example", f"{DORP}.example", "10.0.0.7:8000", "nergens.example"])
def test_het_token_bepaalt_de_gemeente_en_de_hostnaam_niet(
    stad: Systeem, dorp: Systeem, databank: Databank, klok: VasteKlok, host: str
) -> None:
    van_stad, van_dorp = leg_vast(databank, klok.nu()), leg_vast(databank, klok.nu(), gemeente=DORP)
    zet_klaar(databank)
    for systeem, eigen, ander in ((stad, van_stad, van_dorp), (dorp, van_dorp, van_stad)):
        koppen = {"Host": host}
        lijst = systeem.vraag("GET", "/gebeurtenissen", headers=koppen).json
        assert lijst is not None
        assert [event["id"] for event in lijst["gebeurtenissen"]] == [str(eigen)]
        assert systeem.vraag("GET", f"/gebeurtenissen/{eigen}", headers=koppen).status_code == 200
        assert systeem.vraag("GET", f"/gebeurtenissen/{ander}", headers=koppen).status_code == 404


def test_het_token_van_een_gemeente_die_er_niet_meer_is_opent_niets(
    omgeving: Omgeving, klok: VasteKlok, databank: Databank
) -> None:
    geheim, _ = nieuw_token(databank, klok.nu(), "opgeheven")
    assert Systeem(create_app(omgeving).test_client(), geheim).haal("/gebeurtenissen").status_code == 401


def _gebruikt(databank: Databank) -> object:
    with databank.lezen(ALLE) as sessie:
        return sessie.scalars(select(ApiToken.laatst_gebruikt_op)).one()


def test_het_laatste_gebruik_is_op_een_uur_na_te_zien(stad: Systeem, databank: Databank, klok: VasteKlok) -> None:
    assert _gebruikt(databank) is None
    begin = klok.nu()
    stad.haal("/gebeurtenissen")
    klok.verzet(minutes=59)
    stad.haal("/gebeurtenissen")
    assert _gebruikt(databank) == begin
    klok.verzet(minutes=1)
    stad.stuur("/gebeurtenissen/bevestiging", "geen object")  # refused, and used all the same
    assert _gebruikt(databank) == klok.nu()


def test_wie_zonder_genoeg_scope_komt_telt_niet_als_gebruik(app: Flask, databank: Databank, klok: VasteKlok) -> None:
    geheim, _ = nieuw_token(databank, klok.nu(), alleen_lezen=True)
    Systeem(app.test_client(), geheim).stuur("/gebeurtenissen/bevestiging", {"totEnMet": "0"})
    assert _gebruikt(databank) is None


def test_kan_het_gebruik_niet_worden_bewaard_dan_komt_het_antwoord_toch(
    stad: Systeem, databank: Databank, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def bezet(gemeente: str) -> None:
        raise TeDruk

    monkeypatch.setattr(databank, "schrijven", bezet)
    with caplog.at_level(logging.WARNING):
        assert stad.haal("/gebeurtenissen").status_code == 200
    assert "use of token not kept" in caplog.messages
    monkeypatch.undo()
    assert _gebruikt(databank) is None


def test_het_token_staat_in_geen_enkel_antwoord_en_geen_logregel(
    app: Flask, databank: Databank, klok: VasteKlok, gemeenten: Gemeenten, caplog: pytest.LogCaptureFixture
) -> None:
    geheim, token_id = nieuw_token(databank, klok.nu())
    systeem = Systeem(app.test_client(), geheim)
    with caplog.at_level(logging.DEBUG):
        for ronde in range(2):
            for methode, pad, _ in _routes(app):
                antwoord = systeem.vraag(methode, pad)
                assert geheim not in antwoord.text + str(antwoord.headers)
            if ronde == 0:
                with databank.schrijven(ALLE) as sessie:
                    trek_in(sessie, token_id, klok.nu())
    assert geheim not in caplog.text
