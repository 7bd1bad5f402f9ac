"""Outages: nobody is held up by somebody else, nothing is given up, and coming back is quick."""

import threading
import time
from uuid import UUID, uuid4

from portal.db.databank import Databank
from portal.outbox.worker import Worker
from tests.conftest import VasteKlok
from tests.outbox.bouwers import neem_op, stroom
from tests.outbox.conftest import Meldkamer
from tests.outbox.ontvanger import Antwoord, Levering, Ontvanger, altijd

WIE = UUID("019a9c00-0000-7000-8000-00000000000a")
ANDER = UUID("019a9c00-0000-7000-8000-00000000000b")


def test_na_een_storing_maakt_het_eerste_succes_iedereen_meteen_opeisbaar(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    bak.regel = altijd(500)
    wachters = [uuid4() for _ in range(20)]
    for wie in wachters:
        neem_op(databank, klok.nu(), wie)
    for _ in range(6):
        worker.een_ronde(klok.nu())
        klok.verzet(minutes=40)
    assert all(stroom(databank, wie).attempts >= 3 for wie in wachters)
    worker.een_ronde(klok.nu())
    klok.verzet(minutes=1)  # everybody waits the better part of an hour now
    bak.regel = altijd(204)
    neem_op(databank, klok.nu(), ANDER)
    assert worker.een_ronde(klok.nu()) == 21


def test_een_gebeurtenis_die_niet_wil_wordt_niet_bij_elk_succes_van_een_ander_opnieuw_geprobeerd(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    bak.regel = lambda levering: Antwoord(500 if levering.event["subject"] == str(WIE) else 204)
    neem_op(databank, klok.nu(), WIE)
    for _ in range(30):
        neem_op(databank, klok.nu(), ANDER)
        worker.een_ronde(klok.nu())
        klok.verzet(seconds=1)
    van_wie = [levering for levering in bak.pogingen if levering.event["subject"] == str(WIE)]
    assert len(van_wie) <= 6
    assert bak.nummers(ANDER) == list(range(1, 31))


def test_een_bestemming_die_weg_is_krijgt_geen_storm(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    """Fewer and fewer at the same time, in the end one: nobody runs into a wall with two hundred."""
    bak.regel = altijd(503)
    for _ in range(40):
        neem_op(databank, klok.nu())
    worker.een_ronde(klok.nu())
    assert len(bak.pogingen) == 40
    klok.verzet(seconds=5)
    bezorger = next(iter(worker._verdeler._bezorgers.values()))
    assert bezorger.ruimte == 1
    bak.regel = altijd(204)
    assert worker.een_ronde(klok.nu()) == 40
    assert bezorger.ruimte > 100


def test_een_trage_persoon_houdt_de_anderen_niet_op(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    """The slow one only gets an answer after all the others were delivered and marked."""
    anderen = [uuid4() for _ in range(30)]
    iedereen_klaar = threading.Event()

    def regel(levering: Levering) -> Antwoord:
        if levering.event["subject"] == str(WIE):
            for _ in range(400):
                if all(stroom(databank, wie).delivered_seq == 1 for wie in anderen):
                    iedereen_klaar.set()
                    break
                time.sleep(0.02)
        return Antwoord(204)

    bak.regel = regel
    neem_op(databank, klok.nu(), WIE)
    for wie in anderen:
        neem_op(databank, klok.nu(), wie)
    assert worker.een_ronde(klok.nu()) == 31
    assert iedereen_klaar.is_set()


def test_tien_dagen_weg_en_daarna_alles_op_volgorde(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger, meldkamer: Meldkamer
) -> None:
    bak.regel = altijd(503)
    mensen = [uuid4() for _ in range(4)]
    for dag in range(10):
        for wie in mensen:
            neem_op(databank, klok.nu(), wie, data={"dag": dag})
        for _ in range(12):
            worker.een_ronde(klok.nu())
            klok.verzet(hours=2)
    assert bak.aangenomen == []
    assert meldkamer.soorten.count("failing") == 10  # once a day, the first after a quarter of an hour
    bak.regel = altijd(204)
    assert worker.een_ronde(klok.nu()) == 40
    for wie in mensen:
        assert bak.nummers(wie) == list(range(1, 11))
    assert len(bak.aangenomen) == 40
