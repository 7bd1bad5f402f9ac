"""While nothing is set that sends, messages are shown in the werkbak: through the outbox, signed, each once."""

import json

from portal.db.databank import Databank
from tests.conftest import VasteKlok
from tests.meldingen.bouwers import ADRES, NUMMER, afloop, bericht, code, iemand
from tests.meldingen.conftest import MaakWorker
from tests.outbox.ontvanger import GEHEIM, Antwoord, ontvanger


def test_berichten_worden_in_de_werkbak_getoond(databank: Databank, klok: VasteKlok, maak_worker: MaakWorker) -> None:
    wie = iemand(databank, klok.nu(), email=ADRES)
    with ontvanger() as bak:
        worker = maak_worker({"PORTAL_WERKBAK_URL": bak.url, "PORTAL_BACKOFFICE_SECRET": GEHEIM})
        meldingen = [bericht(databank, wie, klok.nu()), code(databank, wie, klok.nu(), "email")]
        bak.regel = lambda levering: Antwoord(503)
        worker.een_ronde(klok.nu())
        assert {afloop(databank, melding) for melding in meldingen} == {("klaargezet", None)}
        bak.regel = lambda levering: Antwoord(204)
        klok.verzet(minutes=1)
        worker.een_ronde(klok.nu())
    assert {afloop(databank, melding) for melding in meldingen} == {("verstuurd", None)}
    assert all(levering.klopt() and levering.pad == "/meldingen" for levering in bak.aangenomen)
    getoond = {bericht["kanaal"]: bericht for bericht in (json.loads(g.lichaam) for g in bak.aangenomen)}
    assert getoond["sms"]["naar"] == NUMMER
    assert getoond["sms"]["onderwerp"] is None
    assert getoond["email"]["naar"] == ADRES
    assert getoond["email"]["onderwerp"] == "Je code"
    assert "123456" in getoond["email"]["tekst"]
    assert getoond["email"]["geldigTot"] == "2026-11-20T10:10:00+01:00"
