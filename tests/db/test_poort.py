"""The writer gate: one at a time, in order, also between processes."""

import multiprocessing
import threading
import time
from pathlib import Path

import pytest

from portal.db.poort import Schrijfpoort, TeDruk


def test_er_is_er_maar_een_tegelijk_binnen(tmp_path: Path) -> None:
    poort = Schrijfpoort(tmp_path / "p")
    binnen, meeste = 0, 0
    slot = threading.Lock()

    def ga_door() -> None:
        nonlocal binnen, meeste
        for _ in range(30):
            with poort.beurt():
                with slot:
                    binnen += 1
                    meeste = max(meeste, binnen)
                with slot:
                    binnen -= 1

    draden = [threading.Thread(target=ga_door) for _ in range(8)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert meeste == 1


def test_wie_het_eerst_komt_het_eerst_maalt(tmp_path: Path) -> None:
    poort = Schrijfpoort(tmp_path / "p")
    volgorde: list[int] = []

    def ga_door(nummer: int) -> None:
        with poort.beurt():
            volgorde.append(nummer)

    draden = [threading.Thread(target=ga_door, args=(n,)) for n in range(10)]
    with poort.beurt():
        for nummer, draad in enumerate(draden, 1):
            draad.start()
            while len(poort._rij) < nummer:
                time.sleep(0.001)
    for draad in draden:
        draad.join()
    assert volgorde == list(range(10))


def test_wie_te_lang_wacht_hoort_dat_het_druk_is_en_houdt_niemand_op(tmp_path: Path) -> None:
    poort = Schrijfpoort(tmp_path / "p", wachttijd=0.05)
    uitkomst: list[str] = []

    def ga_door() -> None:
        try:
            with poort.beurt():
                uitkomst.append("binnen")
        except TeDruk:
            uitkomst.append("druk")

    with poort.beurt():
        draad = threading.Thread(target=ga_door)
        draad.start()
        draad.join()
    assert uitkomst == ["druk"]
    with poort.beurt():
        pass


def test_een_fout_binnen_geeft_de_beurt_door(tmp_path: Path) -> None:
    poort = Schrijfpoort(tmp_path / "p", wachttijd=1)
    with pytest.raises(RuntimeError), poort.beurt():
        raise RuntimeError
    with poort.beurt():
        pass


def _tel_op(pad: Path, teller: Path, keren: int) -> None:
    poort = Schrijfpoort(pad)
    for _ in range(keren):
        with poort.beurt():
            teller.write_text(str(int(teller.read_text()) + 1))


def test_tussen_processen_gaat_niets_verloren(tmp_path: Path) -> None:
    teller = tmp_path / "teller"
    teller.write_text("0")
    spawn = multiprocessing.get_context("spawn")
    processen = [spawn.Process(target=_tel_op, args=(tmp_path / "p", teller, 100)) for _ in range(3)]
    for proces in processen:
        proces.start()
    for proces in processen:
        proces.join()
    assert teller.read_text() == "300"
