"""Delivering: what arrives, in what form, and in what order."""

from uuid import uuid4

from portal.db.databank import Databank
from portal.outbox.worker import Worker
from tests.conftest import VasteKlok
from tests.outbox.bouwers import events, neem_op, stroom
from tests.outbox.ontvanger import Ontvanger


def test_een_gebeurtenis_komt_ondertekend_aan(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    wie = uuid4()
    event_id = neem_op(databank, klok.nu(), wie)

    assert worker.een_ronde(klok.nu()) == 1

    [levering] = bak.pogingen
    assert levering.klopt()
    assert levering.pad == "/gebeurtenissen"
    assert levering.koppen["webhook-id"] == str(event_id) == levering.event["id"]
    assert stroom(databank, wie).delivered_seq == 1
    [event] = events(databank, wie)
    assert event.delivered_at == klok.nu()
    assert event.uitkomst == "bezorgd"
    assert worker.een_ronde(klok.nu()) == 0
