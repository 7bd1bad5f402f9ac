"""The pull way: a position after the commit, a cursor that skips nothing, and an acknowledgement that delivers."""

import random
import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from portal.db.databank import ALLE, Databank
from portal.outbox.beheren import sla_over
from portal.outbox.models import OutboxEvent, OutboxPositie
from portal.outbox.posities import PER_KEER, OnbekendePositie, bevestig, geef_posities, haal_op, zonder_positie
from portal.outbox.service import BACKOFFICE, record
from portal.outbox.worker import Worker
from tests.conftest import VasteKlok
from tests.outbox.bouwers import STAD, events, neem_op, stroom
from tests.outbox.conftest import MaakWorker, Meldkamer
from tests.outbox.ontvanger import Ontvanger

WIE = UUID("019a9c00-0000-7000-8000-00000000000a")


@pytest.fixture
def ophaler(maak_worker: MaakWorker) -> Worker:
    """A worker of an installation whose backoffice fetches."""
    return maak_worker(backoffice_url="")


def _haal(databank: Databank, na: int = 0, limiet: int = 100) -> list[tuple[int | None, UUID, int]]:
    with databank.lezen(STAD) as sessie:
        return [(event.positie, event.onderwerp_id, event.seq) for event in haal_op(sessie, STAD, na, limiet)]


def _bevestig(databank: Databank, tot_en_met: int, klok: VasteKlok) -> int:
    with databank.schrijven(STAD) as sessie:
        return bevestig(sessie, STAD, tot_en_met, klok.nu())


def test_wat_opgehaald_wordt_wordt_niet_gebracht(
    databank: Databank, ophaler: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    for _ in range(3):
        neem_op(databank, klok.nu(), WIE)
    assert ophaler.een_ronde(klok.nu()) == 0
    assert bak.pogingen == []
    assert _haal(databank) == [(1, WIE, 1), (2, WIE, 2), (3, WIE, 3)]
    assert stroom(databank, WIE).delivered_seq == 0


def test_de_cursor_gaat_verder_waar_hij_was(databank: Databank, ophaler: Worker, klok: VasteKlok) -> None:
    for _ in range(5):
        neem_op(databank, klok.nu(), WIE)
    ophaler.een_ronde(klok.nu())
    assert [positie for positie, _, _ in _haal(databank, 0, 2)] == [1, 2]
    assert [positie for positie, _, _ in _haal(databank, 2, 2)] == [3, 4]
    assert [positie for positie, _, _ in _haal(databank, 4, 2)] == [5]
    assert _haal(databank, 5, 2) == []


def test_bevestigen_is_bezorgen(databank: Databank, ophaler: Worker, klok: VasteKlok) -> None:
    ander = uuid4()
    for wie in (WIE, ander, WIE):
        neem_op(databank, klok.nu(), wie)
        klok.verzet(seconds=1)
    ophaler.een_ronde(klok.nu())
    assert _bevestig(databank, 2, klok) == 2
    assert (stroom(databank, WIE).delivered_seq, stroom(databank, ander).delivered_seq) == (1, 1)
    assert [event.uitkomst for event in events(databank, WIE)] == ["bezorgd", None]
    assert _bevestig(databank, 2, klok) == 0
    assert _bevestig(databank, 1, klok) == 0
    assert _bevestig(databank, 3, klok) == 1
    assert stroom(databank, WIE).delivered_seq == 2
    assert [positie for positie, _, _ in _haal(databank)] == [1, 2, 3]  # who asks again, gets it again


@pytest.mark.parametrize("positie", [-1, 3, 10**12])
def test_wat_nooit_gegeven_is_kan_niet_bevestigd_worden(
    positie: int, databank: Databank, ophaler: Worker, klok: VasteKlok
) -> None:
    neem_op(databank, klok.nu(), WIE)
    neem_op(databank, klok.nu(), WIE)
    ophaler.een_ronde(klok.nu())
    with pytest.raises(OnbekendePositie):
        _bevestig(databank, positie, klok)
    assert all(event.delivered_at is None for event in events(databank))


def test_een_klok_die_terugloopt_verandert_de_volgorde_van_een_persoon_niet(
    databank: Databank, ophaler: Worker, klok: VasteKlok
) -> None:
    ander = uuid4()
    for wie, seconden in ((WIE, 10), (ander, 5), (WIE, 0), (ander, 20)):
        neem_op(databank, klok.nu() + timedelta(seconds=seconden), wie)
    ophaler.een_ronde(klok.nu())
    assert [(wie, seq) for _, wie, seq in _haal(databank)] == [(ander, 1), (WIE, 1), (WIE, 2), (ander, 2)]


def test_ook_over_de_grens_van_een_keer_heen_blijft_ieders_volgorde(databank: Databank, klok: VasteKlok) -> None:
    """The clock goes backwards inside each line, so that ordering by time alone would turn lines round."""
    mensen = [uuid4() for _ in range(7)]
    with databank.schrijven(STAD) as sessie:
        for nummer in range(PER_KEER + 50):
            record(
                sessie,
                gemeente=STAD,
                bestemming=BACKOFFICE,
                onderwerp_id=mensen[nummer % 7],
                type="t",
                data={},
                now=klok.nu() - timedelta(seconds=nummer),
            )
    for verwacht in (PER_KEER, 50, 0):
        with databank.schrijven(ALLE) as sessie:
            assert geef_posities(sessie, STAD) == verwacht
    gehaald = _haal(databank, 0, 10_000)
    assert [positie for positie, _, _ in gehaald] == list(range(1, PER_KEER + 51))
    for wie in mensen:
        nummers = [seq for _, deze, seq in gehaald if deze == wie]
        assert nummers == sorted(nummers)


def test_elke_gemeente_telt_voor_zich(databank: Databank, klok: VasteKlok) -> None:
    for gemeente in (STAD, "anderdorp", STAD):
        neem_op(databank, klok.nu(), gemeente=gemeente)
    for gemeente in (STAD, "anderdorp"):
        with databank.schrijven(ALLE) as sessie:
            geef_posities(sessie, gemeente)
    with databank.lezen("anderdorp") as sessie:
        assert [event.positie for event in haal_op(sessie, "anderdorp", 0, 10)] == [1]
        assert haal_op(sessie, STAD, 0, 10) == []


def test_wie_van_ophalen_naar_brengen_gaat_krijgt_de_rest_gebracht(
    databank: Databank, ophaler: Worker, maak_worker: MaakWorker, klok: VasteKlok, bak: Ontvanger
) -> None:
    for _ in range(3):
        neem_op(databank, klok.nu(), WIE)
    ophaler.een_ronde(klok.nu())
    _bevestig(databank, 1, klok)
    assert maak_worker().een_ronde(klok.nu()) == 2
    assert bak.nummers(WIE) == [2, 3]
    neem_op(databank, klok.nu(), WIE)
    ophaler.een_ronde(klok.nu())
    assert [seq for _, _, seq in _haal(databank, 3)] == [4]
    assert _bevestig(databank, 4, klok) == 1


def test_een_overgeslagen_gebeurtenis_wordt_niet_meer_opgehaald(
    databank: Databank, ophaler: Worker, klok: VasteKlok
) -> None:
    eerste = neem_op(databank, klok.nu(), WIE)
    neem_op(databank, klok.nu(), WIE)
    ophaler.een_ronde(klok.nu())
    with databank.schrijven(ALLE) as sessie:
        sla_over(sessie, eerste, "made by mistake", klok.nu())
    assert [seq for _, _, seq in _haal(databank)] == [2]
    assert _bevestig(databank, 2, klok) == 1
    assert [event.uitkomst for event in events(databank)] == ["overgeslagen", "bezorgd"]


def test_wie_een_dag_niet_komt_ophalen_valt_op(
    databank: Databank, ophaler: Worker, klok: VasteKlok, meldkamer: Meldkamer
) -> None:
    neem_op(databank, klok.nu(), WIE)
    klok.verzet(hours=23)
    ophaler.een_ronde(klok.nu())
    assert meldkamer.soorten == []
    klok.verzet(hours=1)
    ophaler.een_ronde(klok.nu())
    assert meldkamer.soorten == ["waiting"]


def test_de_plaats_wordt_gezocht_in_de_index_hoeveel_er_ook_al_bezorgd_is(databank: Databank, klok: VasteKlok) -> None:
    with databank.lezen(STAD) as sessie:
        assert zonder_positie(sessie, STAD) is False
    neem_op(databank, klok.nu())
    with databank.lezen(STAD) as sessie:
        assert zonder_positie(sessie, STAD) is True


def test_wie_meeleest_terwijl_er_geschreven_wordt_slaat_niets_over(databank: Databank, klok: VasteKlok) -> None:
    """Six who record and commit in whatever order, two who give positions, one who reads on from the last it saw.

    Every event is read exactly once, and everybody's in order: a position never becomes visible after a higher one.
    """
    mensen = [uuid4() for _ in range(10)]
    klaar = threading.Event()
    toeval = random.Random(7)

    def neem_veel_op() -> None:
        for _ in range(25):
            with databank.schrijven(STAD) as sessie:
                for _ in range(toeval.randint(1, 3)):
                    record(
                        sessie,
                        gemeente=STAD,
                        bestemming=BACKOFFICE,
                        onderwerp_id=toeval.choice(mensen),
                        type="t",
                        data={},
                        now=klok.nu(),
                    )
                    if not databank.is_sqlite:
                        break  # two people in one transaction may make two recorders wait for each other

    def geef() -> None:
        while not klaar.wait(0.002):
            with databank.schrijven(ALLE) as sessie:
                geef_posities(sessie, STAD)

    gelezen: list[tuple[UUID, int]] = []

    def lees() -> None:
        cursor = 0
        while True:
            laatste_keer = klaar.is_set()
            for positie, wie, seq in _haal(databank, cursor):
                assert positie is not None
                cursor = positie
                gelezen.append((wie, seq))
            if laatste_keer:
                return

    schrijvers = [threading.Thread(target=neem_veel_op) for _ in range(6)]
    gevers = [threading.Thread(target=geef) for _ in range(2)]
    lezer = threading.Thread(target=lees)
    for draad in (*schrijvers, *gevers, lezer):
        draad.start()
    for draad in schrijvers:
        draad.join()
    while True:
        with databank.lezen(ALLE) as sessie:
            if not zonder_positie(sessie, STAD):
                break
    klaar.set()
    for draad in (*gevers, lezer):
        draad.join()

    alle = events(databank)
    assert len(gelezen) == len(alle)
    assert sorted(gelezen) == sorted((event.onderwerp_id, event.seq) for event in alle)
    for wie in mensen:
        nummers = [seq for deze, seq in gelezen if deze == wie]
        assert nummers == list(range(1, len(nummers) + 1))
    assert sorted(event.positie or 0 for event in alle) == list(range(1, len(alle) + 1))
    with databank.lezen(ALLE) as sessie:
        assert sessie.get_one(OutboxPositie, (STAD, BACKOFFICE)).laatste == len(alle)
        assert sessie.query(OutboxEvent).filter(OutboxEvent.delivered_at.is_not(None)).count() == 0
