"""Cut off at any moment, and several workers at once: nobody gets a text message twice."""

import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from uuid import UUID

from portal.clock import Systeemklok
from portal.db.databank import Databank
from portal.meldingen.models import Melding
from portal.outbox.worker import Worker
from tests.conftest import PROJECT, VasteKlok
from tests.meldingen.bouwers import (
    STAD,
    afloop,
    bericht,
    code,
    iemand,
    melding,
    onderweg,
    verteld,
)
from tests.meldingen.conftest import MaakWorker
from tests.meldingen.notify import SLEUTEL, NotifyDienst


def test_wie_uitvalt_terwijl_een_sms_weggaat_stuurt_hem_niet_twee_keer(
    databank: Databank, klok: VasteKlok, maak_worker: MaakWorker, notify: NotifyDienst
) -> None:
    """The worker dies after the service took the message and before we wrote that down."""
    melding_id = code(databank, iemand(databank, klok.nu()), klok.nu())
    _breek_af(databank, melding_id, klok.nu())
    maak_worker().een_ronde(klok.nu())
    assert notify.gevraagd == []
    assert afloop(databank, melding_id) == ("onzeker", None)
    assert [event.uitkomst for event in onderweg(databank)] == ["vervallen"]


def test_een_afgebroken_bericht_aan_de_dienst_wordt_een_telefoontje(
    databank: Databank, klok: VasteKlok, maak_worker: MaakWorker, notify: NotifyDienst
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    _breek_af(databank, melding_id, klok.nu())
    maak_worker().een_ronde(klok.nu())
    assert [regel["reden"] for regel in verteld(databank)] == ["onzeker"]


def test_wat_verstuurd_is_maar_nog_in_de_outbox_staat_gaat_niet_nog_eens(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    """The worker dies after the message was noted, and before the outbox was."""
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    with databank.schrijven(STAD) as sessie:
        sessie.get_one(Melding, melding_id).status = "verstuurd"
    worker.een_ronde(klok.nu())
    assert notify.gevraagd == []
    assert [event.uitkomst for event in onderweg(databank)] == ["bezorgd"]


def test_terwijl_een_sms_weggaat_staat_hij_te_boek_als_begonnen(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    gezien = []

    def kijk(inhoud: object) -> None:
        gezien.append(melding(databank, melding_id).begonnen_op)

    notify.doe = kijk
    worker.een_ronde(klok.nu())
    assert gezien == [klok.nu()]


def test_twee_workers_sturen_elk_bericht_een_keer(
    databank: Databank, klok: VasteKlok, maak_worker: MaakWorker, notify: NotifyDienst
) -> None:
    for nummer in range(30):
        bericht(databank, iemand(databank, klok.nu(), telefoon=f"06123450{nummer:02}"), klok.nu())
    workers = [maak_worker(), maak_worker()]
    draden = [threading.Thread(target=worker.een_ronde, args=(klok.nu(),)) for worker in workers]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    kenmerken = [aanvraag.inhoud["reference"] for aanvraag in notify.aangenomen]
    assert len(kenmerken) == len(set(kenmerken)) == 30


def _breek_af(databank: Databank, melding_id: UUID | None, now: datetime) -> None:
    with databank.schrijven(STAD) as sessie:
        rij = sessie.get_one(Melding, melding_id)
        rij.begonnen_op, rij.pogingen = now, 1


def test_een_worker_die_gedood_wordt_terwijl_een_sms_weggaat(
    databank: Databank, klok: VasteKlok, maak_worker: MaakWorker, notify: NotifyDienst, sleutelring: Path
) -> None:
    klok.zet(Systeemklok().nu())
    sms = code(databank, iemand(databank, klok.nu()), klok.nu())
    gedood = threading.Event()

    def houd_op(inhoud: object) -> None:
        gedood.wait(60)

    notify.doe = houd_op
    omgeving = {
        "PORTAL_VAR_DIR": str(sleutelring),
        "PORTAL_DATABASE_URL": databank.engine.url.render_as_string(hide_password=False),
        "PORTAL_NOTIFYNL_URL": notify.url,
        "PORTAL_NOTIFYNL_KEY": SLEUTEL,
    }
    proces = subprocess.Popen([sys.executable, "-m", "portal", "worker"], env=omgeving, cwd=PROJECT)
    try:
        assert notify.binnen.wait(60)
    finally:
        proces.kill()
        proces.wait()
        gedood.set()
    klok.verzet(minutes=2)  # its lease is over, the code still good
    maak_worker().een_ronde(klok.nu())
    assert afloop(databank, sms) == ("onzeker", None)
    assert len(notify.gevraagd) == 1
