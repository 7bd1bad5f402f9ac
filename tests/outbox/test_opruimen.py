"""Wiping what was delivered: after its time, never before delivery, and really gone."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from portal.db.databank import Databank
from portal.omgeving import Omgeving
from portal.outbox import opruimen
from portal.outbox.opruimen import wis_bezorgd
from portal.outbox.worker import Worker
from portal.taken import taken_van
from tests.conftest import VasteKlok
from tests.outbox.bouwers import STAD, events, neem_op
from tests.outbox.ontvanger import Antwoord, Ontvanger, altijd

WEEK = timedelta(days=7)


def test_wat_een_week_geleden_bezorgd_is_wordt_gewist_en_het_feit_blijft(
    databank: Databank, worker: Worker, klok: VasteKlok
) -> None:
    oud = neem_op(databank, klok.nu())
    worker.een_ronde(klok.nu())
    klok.verzet(days=4)
    neem_op(databank, klok.nu())
    worker.een_ronde(klok.nu())
    klok.verzet(days=3)
    assert wis_bezorgd(databank, STAD, klok.nu(), WEEK) == 0
    klok.verzet(seconds=1)
    assert wis_bezorgd(databank, STAD, klok.nu(), WEEK) == 1
    gewist = {event.id for event in events(databank) if event.payload is None}
    assert gewist == {oud}
    assert all(event.delivered_at for event in events(databank))
    assert wis_bezorgd(databank, STAD, klok.nu(), WEEK) == 0


def test_wat_niet_bezorgd_is_blijft_hoe_oud_ook(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    wie, ander = uuid4(), uuid4()
    bak.regel = lambda levering: Antwoord(422 if levering.event["subject"] == str(wie) else 503)
    neem_op(databank, klok.nu(), wie)
    neem_op(databank, klok.nu(), ander)
    for _ in range(3):
        worker.een_ronde(klok.nu())
        klok.verzet(days=400)
    assert wis_bezorgd(databank, STAD, klok.nu(), WEEK) == 0
    assert all(event.payload for event in events(databank))
    bak.regel = altijd(204)
    assert worker.een_ronde(klok.nu()) == 1


def test_een_andere_gemeente_houdt_haar_eigen_tijd(databank: Databank, klok: VasteKlok, worker: Worker) -> None:
    neem_op(databank, klok.nu())
    worker.een_ronde(klok.nu())
    klok.verzet(days=30)
    assert wis_bezorgd(databank, "anderdorp", klok.nu(), WEEK) == 0
    assert wis_bezorgd(databank, STAD, klok.nu(), WEEK) == 1


def test_veel_gaat_in_kleine_beetjes(
    databank: Databank, klok: VasteKlok, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opruimen, "_PER_KEER", 3)
    for _ in range(8):
        neem_op(databank, klok.nu())
    worker.een_ronde(klok.nu())
    klok.verzet(days=8)
    assert wis_bezorgd(databank, STAD, klok.nu(), WEEK) == 8


def test_de_worker_wist_na_de_tijd_die_de_gemeente_koos(
    omgeving: Omgeving, databank: Databank, worker: Worker, klok: VasteKlok
) -> None:
    neem_op(databank, klok.nu())
    worker.een_ronde(klok.nu())
    [opruimen] = [taak for taak in taken_van(omgeving) if taak.naam == "opruimen"]
    klok.verzet(days=next(iter(omgeving.gemeenten)).bewaren.outbox_dagen)
    opruimen.doe(klok.nu())
    assert [event.payload is None for event in events(databank)] == [False]
    klok.verzet(seconds=1)
    opruimen.doe(klok.nu())
    assert [event.payload is None for event in events(databank)] == [True]


@pytest.mark.parametrize("databank", ["sqlite"], indirect=True)
def test_wat_gewist_is_staat_in_geen_bestand_meer(databank: Databank, worker: Worker, klok: VasteKlok) -> None:
    """Neither in the database nor in its log: what was stored is looked for, byte by byte."""
    neem_op(databank, klok.nu(), data={"naam": "kanarie " * 200})
    [event] = events(databank)
    geheim = event.payload_geheim or b""
    stuk = geheim[100:130]
    worker.een_ronde(klok.nu())
    assert any(stuk in pad.read_bytes() for pad in _bestanden(databank))
    klok.verzet(days=8)
    wis_bezorgd(databank, STAD, klok.nu(), WEEK)
    assert not any(stuk in pad.read_bytes() for pad in _bestanden(databank))


def _bestanden(databank: Databank) -> list[Path]:
    pad = Path(databank.engine.url.database or "")
    return [deel for deel in pad.parent.iterdir() if deel.name.startswith(pad.name)]
