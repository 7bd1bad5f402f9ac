"""SIGTERM: what is being done is finished, nothing new is begun, and then the process ends by itself."""

import threading

from tests.outbox.ontvanger import Antwoord, altijd
from tests.rampen.grootboek import Grootboek, Mens, controleer
from tests.rampen.opstelling import GEDULD, Opstelling, wacht_tot


def test_een_verzoek_dat_bezig_is_krijgt_nog_antwoord(systeem: Opstelling, boek: Grootboek) -> None:
    systeem.zorg_dat_alles_loopt()
    assert systeem.web is not None
    mens, gekregen = Mens(systeem, boek), []

    def stuur() -> None:
        gekregen.append(mens.stuur("/nl/aanmelden", {"telefoon": mens.telefoon}))

    draad = threading.Thread(target=stuur)
    (systeem.haak / "talm").touch()
    draad.start()
    wacht_tot((systeem.haak / "hier").exists, "the request does not come to the database")
    systeem.web.terminate()
    wacht_tot(lambda: systeem.vraag("GET", "/livez", seconden=0.5) == 0, "the door stays open")
    assert systeem.web.poll() is None, "it did not wait"
    (systeem.haak / "talm").unlink()
    draad.join(timeout=GEDULD)
    assert gekregen == [303]
    boek.aangemeld.add(mens.telefoon)
    assert systeem.web.wait(timeout=GEDULD) == 0
    systeem.zorg_dat_alles_loopt()
    controleer(systeem, boek)


def test_een_worker_maakt_zijn_bezorging_af(systeem: Opstelling, boek: Grootboek) -> None:
    systeem.zorg_dat_alles_loopt()
    worker = systeem.worker
    assert worker is not None
    eerder = len(systeem.bak.pogingen)
    systeem.bak.regel = lambda levering: Antwoord(204, wacht=1.5)
    Mens(systeem, boek).meld_aan()
    wacht_tot(lambda: len(systeem.bak.pogingen) > eerder, "nothing is brought")
    worker.terminate()
    assert worker.wait(timeout=GEDULD) == 0
    systeem.bak.regel = altijd(204)
    gebracht = len(systeem.bak.pogingen)
    systeem.zorg_dat_alles_loopt()
    controleer(systeem, boek)
    assert len(systeem.bak.pogingen) == gebracht, "it was marked before the end, so it is not brought again"


def test_zonder_werk_zijn_ze_zo_weg(systeem: Opstelling) -> None:
    systeem.zorg_dat_alles_loopt()
    for proces in (systeem.web, systeem.worker):
        assert proces is not None
        proces.terminate()
    for proces in (systeem.web, systeem.worker):
        assert proces is not None
        assert proces.wait(timeout=20) == 0
