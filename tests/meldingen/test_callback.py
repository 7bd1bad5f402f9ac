"""Delivery receipts: twice, late, out of order, before our own call had its answer, and from strangers."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.db.databank import Databank
from portal.gemeente import Gemeente, Gemeenten
from portal.omgeving import Omgeving
from portal.outbox.worker import Worker
from tests.conftest import VasteKlok
from tests.meldingen.bouwers import afloop, bericht, iemand, melding, verteld
from tests.meldingen.notify import CALLBACK_TOKEN, NotifyDienst, Rare

KOP = {"Authorization": f"Bearer {CALLBACK_TOKEN}"}


@pytest.fixture
def machine(app: Flask) -> FlaskClient:
    """Somebody without a browser."""
    return FlaskClient(app, app.response_class)


def meld(machine: FlaskClient, inhoud: Any, koppen: dict[str, str] = KOP) -> TestResponse:
    return machine.post("/notifynl/callback", json=inhoud, headers=koppen)


@pytest.mark.parametrize(
    ("status", "verwacht", "reden"),
    [
        ("delivered", "bezorgd", None),
        ("permanent-failure", "mislukt", "adres"),
        ("temporary-failure", "mislukt", "technisch"),
        ("technical-failure", "mislukt", "technisch"),
        ("sending", "verstuurd", None),
        ("iets nieuws", "verstuurd", None),
    ],
)
def test_wat_een_ontvangstbericht_betekent(
    machine: FlaskClient,
    databank: Databank,
    klok: VasteKlok,
    worker: Worker,
    notify: NotifyDienst,
    status: str,
    verwacht: str,
    reden: str | None,
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    worker.een_ronde(klok.nu())
    for _ in range(2):
        antwoord = meld(machine, notify.aangenomen[0].ontvangstbericht(status))
        assert (antwoord.status_code, antwoord.data) == (204, b"")
    assert afloop(databank, melding_id) == (verwacht, reden)
    assert [regel["reden"] for regel in verteld(databank)] == ([reden] if reden else [])


def test_een_bezorging_is_het_laatste_woord(
    machine: FlaskClient, databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    worker.een_ronde(klok.nu())
    for status in ("temporary-failure", "delivered", "temporary-failure", "permanent-failure"):
        meld(machine, notify.aangenomen[0].ontvangstbericht(status))
    assert afloop(databank, melding_id) == ("bezorgd", None)
    assert len(verteld(databank)) == 1


def test_een_bericht_waarvan_we_het_antwoord_misten_komt_alsnog_goed(
    machine: FlaskClient, databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    notify.doe = lambda inhoud: Rare(201, na_aanname=True, verbreek=True)
    worker.een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("onzeker", None)
    meld(machine, notify.aangenomen[0].ontvangstbericht("delivered"))
    assert afloop(databank, melding_id) == ("bezorgd", None)


def test_een_ontvangstbericht_dat_eerder_is_dan_ons_antwoord(
    machine: FlaskClient, databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())

    def eerder(inhoud: dict[str, Any]) -> None:
        meld(machine, {"id": "x", "reference": inhoud["reference"], "status": "delivered"})

    notify.doe = eerder
    worker.een_ronde(klok.nu())
    rij = melding(databank, melding_id)
    assert (rij.status, rij.provider_id) == ("bezorgd", notify.aangenomen[0].id)


def test_zonder_ons_kenmerk_telt_dat_van_de_dienst(
    machine: FlaskClient, databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    worker.een_ronde(klok.nu())
    meld(machine, notify.aangenomen[0].ontvangstbericht("delivered") | {"reference": None})
    assert afloop(databank, melding_id) == ("bezorgd", None)


@pytest.mark.parametrize(
    "inhoud",
    [
        {},
        {"id": None, "reference": None, "status": None},
        {"id": "x", "reference": "geen uuid", "status": "delivered"},
        {"id": [], "reference": {}, "status": 7},
        {"id": "x" * 1000, "reference": "00000000-0000-7000-8000-000000000000", "status": "permanent-failure"},
    ],
)
def test_een_onbekend_bericht_krijgt_hetzelfde_antwoord(
    machine: FlaskClient, databank: Databank, inhoud: dict[str, Any]
) -> None:
    assert meld(machine, inhoud).status_code == 204
    assert verteld(databank) == []


@pytest.mark.parametrize("inhoud", [[], "delivered", True, 7])
def test_wat_geen_ontvangstbericht_is(machine: FlaskClient, inhoud: Any) -> None:
    antwoord = meld(machine, inhoud)
    assert antwoord.status_code == 400
    assert antwoord.mimetype == "application/problem+json"


def test_wat_geen_json_is(machine: FlaskClient) -> None:
    assert machine.post("/notifynl/callback", data="{", headers=KOP).status_code == 415
    soort = {"Content-Type": "application/json"}
    assert machine.post("/notifynl/callback", data="{", headers=KOP | soort).status_code == 400
    groot = b'{"id": "' + b"x" * 70_000 + b'"}'
    assert machine.post("/notifynl/callback", data=groot, headers=KOP | soort).status_code == 413


@pytest.mark.parametrize(
    "kop",
    [{}, {"Authorization": "Bearer"}, {"Authorization": "Bearer ander"}, {"Authorization": f"Basic {CALLBACK_TOKEN}"}],
)
def test_een_vreemde_komt_er_niet_in(
    machine: FlaskClient,
    databank: Databank,
    klok: VasteKlok,
    worker: Worker,
    notify: NotifyDienst,
    kop: dict[str, str],
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    worker.een_ronde(klok.nu())
    antwoord = meld(machine, notify.aangenomen[0].ontvangstbericht("permanent-failure"), kop)
    assert antwoord.status_code == 401
    assert antwoord.headers["WWW-Authenticate"] == "Bearer"
    assert afloop(databank, melding_id) == ("verstuurd", None)
    assert machine.get("/notifynl/callback", headers=KOP).status_code == 405


def test_het_token_van_een_andere_gemeente_verandert_hier_niets(
    omgeving: Omgeving, databank: Databank, klok: VasteKlok, gemeente: Gemeente, worker: Worker, notify: NotifyDienst
) -> None:
    ander = replace(gemeente, slug="anderstad", hosts=("ander.example",), base_url=None)
    tokens = {"PORTAL_ANDERSTAD_NOTIFYNL_CALLBACK_TOKEN": "token-van-anderstad"}
    instellingen = omgeving.instellingen
    eigen = replace(instellingen, per_gemeente={**instellingen.per_gemeente, **tokens})
    app = create_app(replace(omgeving, gemeenten=Gemeenten((gemeente, ander)), instellingen=eigen))
    machine = FlaskClient(app, app.response_class)
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    worker.een_ronde(klok.nu())
    for token, verwacht in (("token-van-anderstad", "verstuurd"), (CALLBACK_TOKEN, "bezorgd")):
        antwoord = machine.post(
            "/notifynl/callback",
            json=notify.aangenomen[0].ontvangstbericht("delivered"),
            headers={"Authorization": f"Bearer {token}", "Host": "ander.example"},
        )
        assert antwoord.status_code == 204
        assert afloop(databank, melding_id) == (verwacht, None)
