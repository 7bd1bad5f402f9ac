"""Order per person, and nothing lost, whatever fails: storms of several workers, and a machine that tries it all."""

import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from portal.config import lees_instellingen
from portal.db.databank import ALLE, Databank
from portal.gemeente import Gemeenten
from portal.outbox.beheren import NietAanDeBeurt, sla_over, stilstanden, stuur_opnieuw
from portal.outbox.worker import Worker
from tests.conftest import VasteKlok
from tests.databanken import nieuwe_url
from tests.outbox.bouwers import events, neem_op
from tests.outbox.conftest import MaakWorker, Snelklok
from tests.outbox.ontvanger import GEHEIM, Antwoord, Levering, Ontvanger, ontvanger

MENSEN = [UUID(int=nummer) for nummer in range(1, 13)]

STREKEN = [
    Antwoord(204),
    Antwoord(200, lichaam=b"dank je"),
    Antwoord(409),
    Antwoord(500),
    Antwoord(503, {"Retry-After": "2"}),
    Antwoord(404),
    Antwoord(verbreek=True),
    Antwoord(verlies=True),
    Antwoord(204, wacht=0.05),
]


@pytest.mark.parametrize("zaad", [1, 2])
def test_drie_workers_in_een_storm_houden_ieders_volgorde(
    zaad: int, databank: Databank, maak_worker: MaakWorker, gemeenten: Gemeenten, bak: Ontvanger
) -> None:
    """Two who record, three who deliver, a receiver that fails half of the time, and leases that run out."""
    toeval = random.Random(zaad)
    bak.regel = lambda levering: toeval.choice(STREKEN)
    klok = Snelklok(60)
    stop = threading.Event()
    opgenomen: list[list[UUID]] = [[], []]

    def neem_veel_op(lijst: list[UUID], mensen: list[UUID]) -> None:
        for _ in range(60):
            lijst.append(neem_op(databank, klok.nu(), toeval.choice(mensen)))
            time.sleep(toeval.random() / 100)

    workers = [maak_worker(klok=klok, toeval=random.random) for _ in range(3)]
    draden = [threading.Thread(target=worker.run, args=(stop,)) for worker in workers]
    schrijvers = [threading.Thread(target=neem_veel_op, args=(lijst, MENSEN)) for lijst in opgenomen]
    for draad in (*draden, *schrijvers):
        draad.start()
    for draad in schrijvers:
        draad.join()
    bak.regel = lambda levering: toeval.choice([*STREKEN, *[Antwoord(204)] * 20])
    try:
        _wacht_tot(lambda: all(event.delivered_at for event in events(databank)))
    finally:
        stop.set()
        for draad in draden:
            draad.join()

    _alles_klopt(databank, bak)
    assert {event.id for event in events(databank)} == {*opgenomen[0], *opgenomen[1]}


def _wacht_tot(klaar: Callable[[], bool], seconden: float = 90.0) -> None:
    einde = time.monotonic() + seconden
    while not klaar():
        assert time.monotonic() < einde, "it never came to rest"
        time.sleep(0.1)


def _alles_klopt(databank: Databank, bak: Ontvanger) -> None:
    """Ledger, database and receiver agree: everything came, in order, and twice only under the same id."""
    opgenomen = events(databank)
    per_mens = Counter(event.onderwerp_id for event in opgenomen)
    for wie, aantal in per_mens.items():
        assert bak.nummers(wie) == list(range(1, aantal + 1))
    bekend = {str(event.id): (str(event.onderwerp_id), event.seq) for event in opgenomen}
    for levering in bak.pogingen:
        gekregen = levering.event
        assert bekend[gekregen["id"]] == (gekregen["subject"], gekregen["volgnummer"])
        assert levering.klopt()


class Uitbox(RuleBasedStateMachine):
    """Recording, delivering, failing, waiting, and an operator, in whatever order."""

    gemeenten: Gemeenten

    @initialize()
    def begin(self) -> None:
        self.stapel = ExitStack()
        map = Path(self.stapel.enter_context(tempfile.TemporaryDirectory()))
        self.databank = Databank(nieuwe_url("sqlite", map))
        self.stapel.callback(self.databank.sluit)
        self.bak = self.stapel.enter_context(ontvanger())
        self.klok = VasteKlok()
        instellingen = lees_instellingen(
            {"PORTAL_BACKOFFICE_URL": self.bak.url, "PORTAL_BACKOFFICE_SECRET": GEHEIM, "PORTAL_VAR_DIR": str(map)}
        )
        self.workers = []
        for _ in range(2):
            worker = Worker(self.databank, self.gemeenten, instellingen, self.klok, toeval=lambda: 0.5)
            self.stapel.callback(worker.sluit)
            self.workers.append(worker)
        self.overgeslagen: set[tuple[UUID, int]] = set()

    @rule(wie=st.sampled_from(MENSEN[:3]), aantal=st.integers(1, 4), dringend=st.booleans())
    def neem_op(self, wie: UUID, aantal: int, dringend: bool) -> None:
        for _ in range(aantal):
            neem_op(self.databank, self.klok.nu(), wie, dringend=dringend)

    @rule(
        wie=st.sampled_from([None, *MENSEN[:3]]),
        deel=st.sampled_from([1, 2, 3]),
        streek=st.sampled_from([*STREKEN, Antwoord(422)]),
        worker=st.integers(0, 1),
        seconden=st.sampled_from([0, 1, 5, 30, 60, 3600]),
    )
    def een_ronde_langs_een_ontvanger_die_streken_heeft(
        self, wie: UUID | None, deel: int, streek: Antwoord, worker: int, seconden: int
    ) -> None:
        """This answer to everybody or to one person, for each number, each second or each third."""

        def regel(levering: Levering) -> Antwoord:
            voor_deze = wie is None or levering.event["subject"] == str(wie)
            return streek if voor_deze and levering.event["volgnummer"] % deel == 0 else Antwoord(204)

        self.bak.regel = regel
        self.klok.verzet(seconds=seconden)
        self.workers[worker].een_ronde(self.klok.nu())

    @rule(alles=st.booleans())
    def de_beheerder_grijpt_in(self, alles: bool) -> None:
        with self.databank.schrijven(ALLE) as sessie:
            for stil in stilstanden(sessie)[: None if alles else 1]:
                stuur_opnieuw(sessie, stil.event_id, self.klok.nu())

    @rule()
    def de_beheerder_slaat_over(self) -> None:
        with self.databank.schrijven(ALLE) as sessie:
            for stil in stilstanden(sessie)[:1]:
                try:
                    sla_over(sessie, stil.event_id, "given up", self.klok.nu())
                except NietAanDeBeurt:
                    continue
                self.overgeslagen.add((stil.onderwerp_id, stil.volgnummer))

    @invariant()
    def niemand_loopt_voor_op_zijn_rij(self) -> None:
        for wie in MENSEN[:3]:
            nummers = self.bak.nummers(wie)
            assert nummers == sorted(nummers)
            gemist = set(range(1, max(nummers, default=0) + 1)) - set(nummers)
            assert {(wie, nummer) for nummer in gemist} <= self.overgeslagen

    @invariant()
    def wat_bezorgd_heet_is_aangekomen(self) -> None:
        aangekomen = {event["id"] for event in self.bak.events}
        for event in events(self.databank):
            assert event.uitkomst != "bezorgd" or str(event.id) in aangekomen

    def teardown(self) -> None:
        if not hasattr(self, "stapel"):
            return
        with self.stapel:
            self.bak.regel = lambda levering: Antwoord(204)
            with self.databank.schrijven(ALLE) as sessie:
                for stil in stilstanden(sessie):
                    stuur_opnieuw(sessie, stil.event_id, self.klok.nu())
            for _ in range(3):
                self.klok.verzet(days=1)
                self.workers[0].een_ronde(self.klok.nu())
            rest = [event for event in events(self.databank) if event.delivered_at is None]
            assert rest == []
            self.niemand_loopt_voor_op_zijn_rij()
            self.wat_bezorgd_heet_is_aangekomen()


def test_wat_er_ook_gebeurt_de_volgorde_blijft_en_niets_raakt_kwijt(gemeenten: Gemeenten) -> None:
    soort: Any = type("Uitbox", (Uitbox,), {"gemeenten": gemeenten})
    run_state_machine_as_test(
        soort,
        settings=settings(
            max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
