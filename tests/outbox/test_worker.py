"""The worker as it runs: woken by a write, patient with a database that is away, and orderly at the end."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

import portal.outbox.worker
from portal.clock import Systeemklok
from portal.db.databank import ALLE, Databank
from portal.outbox.models import Hartslag, OutboxStroom
from portal.outbox.service import BACKOFFICE, record
from portal.outbox.taken import Taak
from portal.outbox.worker import HARTSLAG, Worker
from tests.conftest import VasteKlok
from tests.outbox.bouwers import STAD, events, neem_op, stroom
from tests.outbox.conftest import MaakWorker, Meldkamer, Snelklok
from tests.outbox.ontvanger import Antwoord, Levering, Ontvanger, altijd

WIE = UUID("019a9c00-0000-7000-8000-00000000000a")
KLOK = Systeemklok()


@contextmanager
def draaiend(*workers: Worker) -> Iterator[threading.Event]:
    """Let workers run; the event that is given stops them, and so does the end of the block."""
    stop = threading.Event()
    draden = [threading.Thread(target=worker.run, args=(stop,)) for worker in workers]
    for draad in draden:
        draad.start()
    try:
        yield stop
    finally:
        stop.set()
        for worker in workers:
            worker._bel.set()
        for draad in draden:
            draad.join()


def test_een_schrijver_maakt_de_worker_wakker(
    databank: Databank, maak_worker: MaakWorker, bak: Ontvanger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With looking round put far off, only the wake-up can explain that it comes."""
    monkeypatch.setattr(portal.outbox.worker, "_POLL", 600.0)
    with draaiend(maak_worker(klok=KLOK)):
        for nummer in range(1, 4):
            neem_op(databank, KLOK.nu())
            bak.wacht_op(nummer)
            _wacht_tot_bezorgd(databank)
            time.sleep(0.5)  # by now it has settled down again


def test_een_wekker_die_zwijgt_maakt_het_alleen_langzamer(
    databank: Databank, maak_worker: MaakWorker, bak: Ontvanger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.db.wekker.Wekker._luister", lambda wekker: None)
    with draaiend(maak_worker(klok=KLOK)):
        neem_op(databank, KLOK.nu())
        bak.wacht_op(1)


def test_een_wachttijd_loopt_ook_af_als_er_niets_gebeurt(
    databank: Databank, maak_worker: MaakWorker, bak: Ontvanger
) -> None:
    bak.regel = lambda _: Antwoord(500 if len(bak.pogingen) < 4 else 204)
    with draaiend(maak_worker(klok=Snelklok(300))):
        neem_op(databank, Snelklok(1).nu())
        bak.wacht_op(1)
    assert len(bak.pogingen) == 4


def test_bij_het_stoppen_komt_af_wat_onderweg_is_en_gaat_de_rest_terug(
    databank: Databank, maak_worker: MaakWorker, bak: Ontvanger
) -> None:
    bezig, verder = threading.Event(), threading.Event()

    def regel(levering: Levering) -> Antwoord:
        bezig.set()
        verder.wait(20)
        return Antwoord(204)

    bak.regel = regel
    with databank.schrijven(STAD) as sessie:
        for _ in range(40):
            record(sessie, gemeente=STAD, bestemming=BACKOFFICE, onderwerp_id=uuid4(), type="t", data={}, now=KLOK.nu())
    worker = maak_worker(klok=KLOK)
    with draaiend(worker) as stop:
        assert bezig.wait(20)
        stop.set()
        [bezorger] = worker._verdeler._bezorgers.values()
        while not bezorger._dicht:
            time.sleep(0.01)
        verder.set()
    gekomen = {event["id"] for event in bak.events}
    assert 0 < len(gekomen) < 40
    assert {str(event.id) for event in events(databank) if event.delivered_at} == gekomen
    with databank.lezen(ALLE) as sessie:
        assert sessie.scalars(select(OutboxStroom.id).where(OutboxStroom.token.is_not(None))).all() == []
    bak.regel = altijd(204)
    with draaiend(maak_worker(klok=KLOK)):
        bak.wacht_op(40)


def test_een_lease_wordt_verlengd_zolang_het_duurt(
    databank: Databank, maak_worker: MaakWorker, bak: Ontvanger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer takes twice as long as a lease lasts, and another worker stands ready."""
    monkeypatch.setattr(portal.outbox.worker, "_POLL", 0.05)
    klok = Snelklok(20)
    bak.regel = lambda _: Antwoord(204, wacht=3.0)
    with draaiend(maak_worker(klok=klok), maak_worker(klok=klok)):
        neem_op(databank, klok.nu(), WIE)
        _wacht_tot_bezorgd(databank)
    assert len(bak.pogingen) == 1


@pytest.mark.parametrize("databank", ["postgresql"], indirect=True)
def test_een_database_die_even_weg_is_kost_niets(
    databank: Databank, maak_worker: MaakWorker, bak: Ontvanger, caplog: pytest.LogCaptureFixture
) -> None:
    with draaiend(maak_worker(klok=KLOK)), caplog.at_level(logging.CRITICAL):
        neem_op(databank, KLOK.nu())
        bak.wacht_op(1)
        for ronde in range(3):
            with databank.engine.connect() as verbinding:
                verbinding.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                )
            neem_op(databank, KLOK.nu())
            bak.wacht_op(2 + ronde)
        _wacht_tot_bezorgd(databank)


def test_een_lopende_worker_laat_van_zich_horen(databank: Databank, worker: Worker, klok: VasteKlok) -> None:
    begin = klok.nu()
    worker.een_ronde(begin)
    assert _hartslagen(databank) == {worker.naam: begin}
    klok.zet(begin + HARTSLAG - timedelta(seconds=1))
    worker.een_ronde(klok.nu())
    assert _hartslagen(databank) == {worker.naam: begin}
    klok.verzet(seconds=1)
    worker.een_ronde(klok.nu())
    assert _hartslagen(databank) == {worker.naam: begin + HARTSLAG}


def test_de_hartslag_van_wie_lang_weg_is_wordt_vergeten(databank: Databank, worker: Worker, klok: VasteKlok) -> None:
    with databank.schrijven(ALLE) as sessie:
        sessie.add(Hartslag(worker="weg", gezien_op=klok.nu() - timedelta(hours=25)))
        sessie.add(Hartslag(worker="net weg", gezien_op=klok.nu() - timedelta(hours=23)))
    worker.een_ronde(klok.nu())
    assert set(_hartslagen(databank)) == {"net weg", worker.naam}


def test_taken_komen_op_hun_eigen_ritme_en_een_die_stukgaat_houdt_niets_op(
    databank: Databank, maak_worker: MaakWorker, klok: VasteKlok, bak: Ontvanger, caplog: pytest.LogCaptureFixture
) -> None:
    gedaan: list[tuple[str, datetime]] = []

    def kapot(now: datetime) -> None:
        gedaan.append(("kapot", now))
        raise RuntimeError("somebody's name")

    worker = maak_worker(
        taken=[
            Taak("kapot", timedelta(minutes=1), kapot),
            Taak("gewoon", timedelta(minutes=2), lambda now: gedaan.append(("gewoon", now))),
        ]
    )
    begin = klok.nu()
    with caplog.at_level(logging.CRITICAL):
        for _ in range(5):
            neem_op(databank, klok.nu())
            assert worker.een_ronde(klok.nu()) == 1
            klok.verzet(seconds=30)
    minuut = timedelta(minutes=1)
    assert gedaan == [
        ("kapot", begin),
        ("gewoon", begin),
        ("kapot", begin + minuut),
        ("kapot", begin + 2 * minuut),
        ("gewoon", begin + 2 * minuut),
    ]


def test_een_trage_taak_houdt_het_bezorgen_niet_op(databank: Databank, maak_worker: MaakWorker, bak: Ontvanger) -> None:
    bezig, verder = threading.Event(), threading.Event()

    def traag(now: datetime) -> None:
        bezig.set()
        verder.wait(20)

    with draaiend(maak_worker(klok=KLOK, taken=[Taak("traag", timedelta(hours=1), traag)])):
        assert bezig.wait(20)
        neem_op(databank, KLOK.nu())
        bak.wacht_op(1)
        verder.set()


def test_een_storing_van_een_kwartier_wordt_verteld_en_daarna_eens_per_dag(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger, meldkamer: Meldkamer
) -> None:
    bak.regel = altijd(500)
    neem_op(databank, klok.nu(), WIE)
    for _ in range(29):
        worker.een_ronde(klok.nu())
        klok.verzet(seconds=30)
    assert meldkamer.soorten == []
    klok.verzet(seconds=30)
    worker.een_ronde(klok.nu())
    [waarschuwing] = meldkamer.gehoord
    assert (waarschuwing.soort, waarschuwing.gemeente, waarschuwing.bestemming) == ("failing", STAD, BACKOFFICE)
    assert "answered 500" in waarschuwing.tekst
    klok.verzet(hours=23)
    worker.een_ronde(klok.nu())
    assert len(meldkamer.gehoord) == 1
    klok.verzet(hours=1)
    worker.een_ronde(klok.nu())
    assert meldkamer.soorten == ["failing", "failing"]


def test_van_twee_workers_vertelt_er_een(
    databank: Databank, maak_worker: MaakWorker, klok: VasteKlok, bak: Ontvanger, meldkamer: Meldkamer
) -> None:
    bak.regel = altijd(500)
    neem_op(databank, klok.nu(), WIE, dringend=True)
    workers = [maak_worker(), maak_worker()]
    for _ in range(4):
        for worker in workers:
            worker.een_ronde(klok.nu())
        klok.verzet(minutes=10)
    assert sorted(meldkamer.soorten) == ["failing", "urgent"]


@pytest.mark.parametrize(
    ("opgenomen", "verteld", "minuten"),
    [
        ("2026-11-20T10:00+01:00", "2026-11-20T10:15+01:00", 5),
        # Friday evening: somebody hears of it when they come to work on Monday.
        ("2026-11-20T22:00+01:00", "2026-11-23T09:00+01:00", 60),
    ],
)
def test_iets_dringends_dat_niemand_aanneemt_wordt_in_kantoortijd_verteld(
    opgenomen: str,
    verteld: str,
    minuten: int,
    databank: Databank,
    maak_worker: MaakWorker,
    klok: VasteKlok,
    meldkamer: Meldkamer,
) -> None:
    ophaler = maak_worker(backoffice_url="")
    klok.zet(datetime.fromisoformat(opgenomen))
    event_id = neem_op(databank, klok.nu(), WIE, dringend=True)
    neem_op(databank, klok.nu(), uuid4())
    while klok.nu() < datetime.fromisoformat(verteld):
        ophaler.een_ronde(klok.nu())
        assert "urgent" not in meldkamer.soorten
        klok.verzet(minutes=minuten)
    ophaler.een_ronde(klok.nu())
    [waarschuwing] = [deze for deze in meldkamer.gehoord if deze.soort == "urgent"]
    assert str(event_id) in waarschuwing.tekst
    assert str(WIE) not in waarschuwing.tekst


def test_een_waarschuwing_zegt_niets_over_een_mens(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger, meldkamer: Meldkamer
) -> None:
    bak.regel = altijd(422)
    neem_op(databank, klok.nu(), WIE, data={"naam": "Kanarie", "telefoon": "0612345678"}, dringend=True)
    for _ in range(10):
        worker.een_ronde(klok.nu())
        klok.verzet(minutes=10)
    assert set(meldkamer.soorten) == {"parked", "urgent"}
    for waarschuwing in meldkamer.gehoord:
        assert "Kanarie" not in waarschuwing.tekst
        assert "0612345678" not in waarschuwing.tekst


def _hartslagen(databank: Databank) -> dict[str, datetime]:
    with databank.lezen(ALLE) as sessie:
        return {rij.worker: rij.gezien_op for rij in sessie.scalars(select(Hartslag))}


def _wacht_tot_bezorgd(databank: Databank) -> None:
    for _ in range(2000):
        if all(event.delivered_at for event in events(databank)):
            return
        threading.Event().wait(0.01)
    raise AssertionError(f"{stroom(databank, WIE).last_error}")
