"""The queue for codes: one at a time, fair per source."""

import threading
import time

import pytest

from portal.toegang.beurtrij import Beurtrij, GeenBeurt


def _wacht_tot(wat: int, rij: Beurtrij) -> None:
    while sum(len(r) for r in rij._rijen.values()) < wat:
        time.sleep(0.001)


def test_een_vloed_van_een_plek_houdt_een_ander_niet_op() -> None:
    rij = Beurtrij(wachttijd=5, plekken=9, meeste=8)
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


def test_wie_wacht_houdt_niet_alle_draden_van_de_server_bezet() -> None:
    rij = Beurtrij(wachttijd=5, plekken=2)
    with rij.beurt("a"):
        draden = [threading.Thread(target=lambda bron=bron: rij.beurt(bron).__enter__()) for bron in ("b", "c")]
        for aantal, draad in enumerate(draden, 1):
            draad.start()
            _wacht_tot(aantal, rij)
        with pytest.raises(GeenBeurt), rij.beurt("d"):
            pass
    draden[0].join()
    rij._geef_door()
    draden[1].join()


def test_de_laatste_van_de_langste_rij_wijkt_voor_wie_er_nog_niet_is() -> None:
    rij = Beurtrij(wachttijd=5, plekken=2)
    gebeurd: list[str] = []

    def kom(bron: str, naam: str) -> None:
        try:
            with rij.beurt(bron):
                gebeurd.append(naam)
        except GeenBeurt:
            gebeurd.append(f"{naam} weg")

    with rij.beurt("a"):
        vloed = [threading.Thread(target=kom, args=("vloed", f"vloed {nummer}")) for nummer in (1, 2)]
        for aantal, draad in enumerate(vloed, 1):
            draad.start()
            _wacht_tot(aantal, rij)
        ander = threading.Thread(target=kom, args=("iemand", "iemand"))
        ander.start()
        vloed[1].join()
        assert gebeurd == ["vloed 2 weg"]
    for draad in (vloed[0], ander):
        draad.join()
    assert sorted(gebeurd) == ["iemand", "vloed 1", "vloed 2 weg"]
