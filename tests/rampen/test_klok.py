"""Clocks: midnight in Amsterdam, the nights of summer time, and a server whose clock is put back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.config import lees_instellingen
from portal.db.databank import Databank
from portal.gemeente import Gemeenten
from portal.outbox.worker import Worker
from tests.browser_na import StrengeClient, formulier
from tests.conftest import VasteKlok
from tests.outbox.ontvanger import GEHEIM, Ontvanger, ontvanger
from tests.veiligheid.stand import aanmeldingen, code_van_de_laatste, laatste

ZOMERTIJD_BEGINT = datetime(2026, 3, 29, 1, tzinfo=UTC)
ZOMERTIJD_EINDIGT = datetime(2026, 10, 25, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("utc", "ontvangen", "bellen", "gesprek"),
    [
        ("2026-11-20T22:59:59", "2026-11-20T23:59:59+01:00", "2026-11-24", "2026-12-18"),
        ("2026-11-20T23:00:00", "2026-11-21T00:00:00+01:00", "2026-11-24", "2026-12-21"),
        ("2026-07-15T21:59:59", "2026-07-15T23:59:59+02:00", "2026-07-17", "2026-08-12"),
        ("2026-07-15T22:00:00", "2026-07-16T00:00:00+02:00", "2026-07-20", "2026-08-13"),
        ("2026-03-29T00:59:59", "2026-03-29T01:59:59+01:00", "2026-03-31", "2026-04-28"),
        ("2026-03-29T01:00:00", "2026-03-29T03:00:00+02:00", "2026-03-31", "2026-04-28"),
        ("2026-10-25T00:59:59", "2026-10-25T02:59:59+02:00", "2026-10-27", "2026-11-23"),
        ("2026-10-25T01:00:00", "2026-10-25T02:00:00+01:00", "2026-10-27", "2026-11-23"),
        ("2026-10-25T23:30:00", "2026-10-26T00:30:00+01:00", "2026-10-28", "2026-11-23"),
    ],
)
def test_de_dag_van_een_aanmelding_is_de_dag_in_amsterdam(
    client: StrengeClient, databank: Databank, klok: VasteKlok, utc: str, ontvangen: str, bellen: str, gesprek: str
) -> None:
    klok.zet(datetime.fromisoformat(f"{utc}+00:00"))
    client.post("/nl/aanmelden", data={"telefoon": "0612345678"})
    event = laatste(databank)
    assert (event["startdatum"], event["ontvangenOp"]) == (ontvangen[:10], ontvangen)
    assert event["termijnen"] == {"belbelofteUiterlijk": bellen, "eersteGesprekUiterlijk": gesprek}
    bladzij = client.get("/nl/aanmelden/klaar").text
    assert f'datetime="{bellen}"' in bladzij


@pytest.mark.parametrize("wissel", [ZOMERTIJD_BEGINT, ZOMERTIJD_EINDIGT], ids=["begint", "eindigt"])
def test_in_de_nacht_van_de_zomertijd_duurt_een_half_uur_een_half_uur(
    client: StrengeClient, databank: Databank, klok: VasteKlok, wissel: datetime
) -> None:
    klok.zet(wissel - timedelta(minutes=15))
    client.post("/nl/aanmelden", data={"telefoon": "0612345678"})
    klok.zet(wissel - timedelta(minutes=6))
    client.post("/nl/aanmelden", data={"telefoon": "0612345678"})
    assert aanmeldingen(databank) == 1
    klok.zet(wissel + timedelta(minutes=14))
    assert client.get("/nl/mijn").status_code == 200
    klok.zet(wissel + timedelta(minutes=45))
    assert client.get("/nl/mijn").status_code == 303


@pytest.fixture
def bak() -> Iterator[Ontvanger]:
    with ontvanger() as deze:
        yield deze


@pytest.fixture
def worker(
    databank: Databank, gemeenten: Gemeenten, klok: VasteKlok, bak: Ontvanger, tmp_path: Path
) -> Iterator[Worker]:
    omgeving = {
        "PORTAL_VAR_DIR": str(tmp_path),
        "PORTAL_BACKOFFICE_URL": f"{bak.url}/gebeurtenissen",
        "PORTAL_BACKOFFICE_SECRET": GEHEIM,
    }
    deze = Worker(databank, gemeenten, lees_instellingen(omgeving), klok)
    yield deze
    deze.sluit()


def test_een_klok_die_een_uur_wordt_teruggezet_verliest_niemand_en_verwisselt_niets(
    client: StrengeClient, databank: Databank, klok: VasteKlok, worker: Worker, bak: Ontvanger
) -> None:
    toen = klok.nu()
    worker.een_ronde(toen)
    client.post("/nl/aanmelden", data={"telefoon": "0612345678"})
    klok.zet(toen - timedelta(hours=1))
    worker.een_ronde(klok.nu())
    velden = formulier(client.get("/nl/aanmelden/klaar").text, "/klaar")
    assert client.post("/nl/aanmelden/klaar", data=velden | {"haast": ["nee"]}).status_code == 303
    client.post("/nl/aanmelden", data={"telefoon": "06 87654321"})
    worker.een_ronde(klok.nu())
    klok.zet(toen + timedelta(minutes=2))
    worker.een_ronde(klok.nu())
    assert len(bak.events) == 3
    (wie,) = {e["subject"] for e in bak.events if e["volgnummer"] == 2}
    lijn = [(e["volgnummer"], e["type"].rpartition(".")[2]) for e in bak.events if e["subject"] == wie]
    assert lijn == [(1, "ontvangen"), (2, "aangevuld")]


def test_een_klok_die_wordt_verzet_sluit_niemand_buiten(
    app: Flask, client: StrengeClient, databank: Databank, klok: VasteKlok
) -> None:
    client.post("/nl/aanmelden", data={"telefoon": "0612345678"})
    code = code_van_de_laatste(databank)
    toen = klok.nu()
    klok.zet(toen - timedelta(hours=1))
    assert client.get("/nl/mijn").status_code == 200
    assert app.test_client().post("/nl/verder", data={"code": code}).status_code == 303
    klok.zet(toen + timedelta(days=400))
    assert client.get("/nl/mijn").status_code == 303
    assert app.test_client().post("/nl/verder", data={"code": code}).status_code == 303
