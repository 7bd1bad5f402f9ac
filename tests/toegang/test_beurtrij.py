"""The queue for codes: one at a time, fair per source."""

import threading
import time

import pytest

from portal.toegang.beurtrij import Beurtrij, GeenBeurt


def _wacht_tot(wat: int, rij: Beurtrij) -> None:
    while sum(len(r) for r in rij._rijen.values()) < wat:
        time.sleep(0.001)


def test_een_vloed_van_een_plek_houdt_een_ander_niet_op() -> None:
    rij = Beurtrij(wachttijd=5)
    volgorde: list[str] = []

    def kom(bron: str) -> None:
        with rij.beurt(bron):
            volgorde.append(bron)

    draden = [threading.Thread(target=kom, args=(bron,)) for bron in ["vloed"] * 8 + ["iemand"]]
    with rij.beurt("eerste"):
        for aantal, draad in enumerate(draden, 1):
            draad.start()
            _wacht_tot(aantal, rij)
    for draad in draden:
        draad.join()
    assert volgorde.index("iemand") == 1
    assert len(volgorde) == 9


def test_wie_te_lang_wacht_gaat_weg_en_laat_niets_achter() -> None:
    rij = Beurtrij(wachttijd=0.02)
    fouten: list[str] = []

    def kom() -> None:
        try:
            with rij.beurt("b"):
                pass
        except GeenBeurt:
            fouten.append("geen beurt")

    with rij.beurt("a"):
        draad = threading.Thread(target=kom)
        draad.start()
        draad.join()
    assert fouten == ["geen beurt"]
    with rij.beurt("b"):
        pass


def test_een_bron_heeft_hooguit_een_aantal_wachtenden() -> None:
    rij = Beurtrij(wachttijd=5, meeste=1)
    with rij.beurt("a"):
        draad = threading.Thread(target=lambda: rij.beurt("b").__enter__())
        draad.start()
        _wacht_tot(1, rij)
        with pytest.raises(GeenBeurt), rij.beurt("b"):
            pass
    draad.join()
