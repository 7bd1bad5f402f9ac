"""Killed with SIGKILL at every named point, and in a storm: nothing acknowledged is lost, nobody is in it twice."""

import os
import random
import signal
import time

import pytest

from tests.rampen.grootboek import Grootboek, Menigte, Mens, controleer
from tests.rampen.opstelling import Opstelling, wacht_tot
from tests.rampen.proces import WEB, WORKER


@pytest.mark.parametrize("punt", WEB)
def test_een_webproces_dat_hier_sterft_kost_alleen_nog_een_keer_sturen(
    systeem: Opstelling, boek: Grootboek, punt: str
) -> None:
    systeem.zorg_dat_alles_loopt()
    eerder = systeem.webprocessen
    systeem.wapen(punt)
    mens = Mens(systeem, boek)
    mens.meld_aan_terwijl_het_web_sterft(systeem)
    assert not systeem.is_gewapend(punt)
    assert systeem.webprocessen != eerder
    assert mens.pogingen > 1
    mens.zeg_haast()
    controleer(systeem, boek)


@pytest.mark.parametrize("punt", WORKER)
def test_een_worker_die_hier_sterft_verliest_niets(systeem: Opstelling, boek: Grootboek, punt: str) -> None:
    systeem.zorg_dat_alles_loopt()
    systeem.wapen(punt)
    mens = Mens(systeem, boek)
    mens.meld_aan()
    code = mens.code()
    worker = systeem.worker
    assert worker is not None
    wacht_tot(lambda: worker.poll() is not None, "the worker does not come to this point")
    assert worker.returncode == -signal.SIGKILL
    assert not systeem.is_gewapend(punt)
    mens.zeg_haast()  # the front door does not notice
    assert Mens(systeem, boek).kom_terug(code) == 303
    systeem.zorg_dat_alles_loopt()
    controleer(systeem, boek)
    assert Mens(systeem, boek).kom_terug(code) == 303


def test_in_een_storm_waarin_alles_telkens_sterft_gaat_niets_verloren(systeem: Opstelling, boek: Grootboek) -> None:
    systeem.zorg_dat_alles_loopt()
    toeval = random.Random(11)
    menigte = Menigte(systeem, boek)
    menigte.begin()
    try:
        for wie in ("webproces", "worker", "web", "worker"):
            menigte.laat_er_door(4)
            time.sleep(toeval.uniform(0, 0.3))
            for pid in _slachtoffers(systeem, wie):
                os.kill(pid, signal.SIGKILL)
            _wacht_op_het_einde(systeem, wie)
            systeem.zorg_dat_alles_loopt()
    finally:
        menigte.stop()
    assert menigte.fouten == []
    controleer(systeem, boek)


def _slachtoffers(systeem: Opstelling, wie: str) -> list[int]:
    assert systeem.web is not None
    assert systeem.worker is not None
    if wie == "webproces":
        return systeem.webprocessen
    return [systeem.web.pid if wie == "web" else systeem.worker.pid]


def _wacht_op_het_einde(systeem: Opstelling, wie: str) -> None:
    proces = {"web": systeem.web, "worker": systeem.worker}.get(wie)
    if proces is not None:
        proces.wait(timeout=30)
