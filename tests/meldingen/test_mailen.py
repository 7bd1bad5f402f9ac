"""E-mail through the outbox: the worker, a real mail server, and what came of it."""

from pathlib import Path
from urllib.parse import quote

from portal.db.databank import Databank
from tests.conftest import VasteKlok
from tests.meldingen.bouwers import ADRES, afloop, bericht, code, iemand, melding, verteld
from tests.meldingen.conftest import MaakWorker
from tests.meldingen.post import GEBRUIKER, WACHTWOORD, certificaat, postbus
from tests.outbox.bouwers import bestemming

AFZENDER = "rustpunt@voorbeeldstad.example"


def test_de_worker_mailt_en_een_storing_wordt_later_gedaan(
    databank: Databank, klok: VasteKlok, maak_worker: MaakWorker
) -> None:
    with postbus() as bus:
        worker = maak_worker({"PORTAL_SMTP_URL": f"smtp://127.0.0.1:{bus.port}"})
        melding_id = bericht(databank, iemand(databank, klok.nu(), telefoon=None, email=ADRES), klok.nu())
        bus.antwoorden["RCPT"] = "452 4.2.2 mailbox full"
        worker.een_ronde(klok.nu())
        assert afloop(databank, melding_id) == ("klaargezet", None)
        del bus.antwoorden["RCPT"]
        klok.verzet(minutes=1)
        worker.een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("verstuurd", None)
    [gekregen] = bus.gekregen
    assert gekregen.brief["From"] == f"Voorbeeldstad <{AFZENDER}>"
    assert gekregen.brief["Message-ID"] == f"<{melding_id}@voorbeeldstad.example>"


def test_een_adres_dat_niet_bestaat_wordt_een_telefoontje(
    databank: Databank, klok: VasteKlok, maak_worker: MaakWorker
) -> None:
    with postbus() as bus:
        bus.antwoorden["RCPT"] = "550 5.1.1 no such user"
        wie = iemand(databank, klok.nu(), telefoon=None, email=ADRES)
        melding_id = code(databank, wie, klok.nu(), "email")
        maak_worker({"PORTAL_SMTP_URL": f"smtp://127.0.0.1:{bus.port}"}).een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("mislukt", "adres")
    assert verteld(databank) == [{"kanaal": "email", "soort": "eenmalige_code", "reden": "adres"}]


def test_een_mail_waarvan_het_antwoord_wegviel_gaat_nog_eens_met_hetzelfde_kenmerk(
    databank: Databank, klok: VasteKlok, maak_worker: MaakWorker
) -> None:
    with postbus() as bus:
        worker = maak_worker({"PORTAL_SMTP_URL": f"smtp://127.0.0.1:{bus.port}"})
        melding_id = bericht(databank, iemand(databank, klok.nu(), telefoon=None, email=ADRES), klok.nu())
        bus.verbreek = "DATA"
        worker.een_ronde(klok.nu())
        bus.verbreek = ""
        klok.verzet(minutes=1)
        worker.een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("verstuurd", None)
    kenmerken = {gekregen.brief["Message-ID"] for gekregen in bus.gekregen}
    assert (len(bus.gekregen), len(kenmerken)) == (2, 1)


def test_aanmelden_met_tekens_die_in_een_adres_iets_betekenen(
    databank: Databank, klok: VasteKlok, maak_worker: MaakWorker, tmp_path: Path
) -> None:
    server, _ = certificaat(tmp_path, "127.0.0.1")
    with postbus(starttls=server, aanmelden=True) as bus:
        url = f"smtp://{GEBRUIKER}:{quote(WACHTWOORD, safe='')}@127.0.0.1:{bus.port}"
        bericht(databank, iemand(databank, klok.nu(), telefoon=None, email=ADRES), klok.nu())
        maak_worker({"PORTAL_SMTP_URL": url}).een_ronde(klok.nu())
    assert [gekregen.aangemeld for gekregen in bus.gekregen] == [True]


def test_een_onjuist_wachtwoord_pauzeert_en_verliest_niets(
    databank: Databank, klok: VasteKlok, maak_worker: MaakWorker, tmp_path: Path
) -> None:
    server, _ = certificaat(tmp_path, "127.0.0.1")
    with postbus(starttls=server, aanmelden=True) as bus:
        melding_id = bericht(databank, iemand(databank, klok.nu(), telefoon=None, email=ADRES), klok.nu())
        maak_worker({"PORTAL_SMTP_URL": f"smtp://{GEBRUIKER}:ander@127.0.0.1:{bus.port}"}).een_ronde(klok.nu())
    assert bestemming(databank, "email").paused_at is not None
    assert afloop(databank, melding_id) == ("klaargezet", None)
    assert melding(databank, melding_id).begonnen_op is None
