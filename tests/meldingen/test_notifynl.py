"""Sending by NotifyNL: what arrives there, and what its answers mean."""

from collections.abc import Callable

import pytest

from portal.db.databank import Databank
from portal.meldingen.kanalen.notifynl import OnjuisteSleutel, Sleutel
from portal.outbox.worker import Worker
from tests.conftest import VasteKlok
from tests.meldingen.bouwers import ADRES, NUMMER, afloop, bericht, code, iemand, melding, onderweg, verteld
from tests.meldingen.conftest import MaakWorker
from tests.meldingen.notify import DIENST, GEHEIM, NotifyDienst, Rare
from tests.outbox.bouwers import bestemming


def test_een_sms_komt_ondertekend_en_volgens_het_schema_aan(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())

    assert worker.een_ronde(klok.nu()) == 1

    [sms] = notify.aangenomen
    assert (sms.kanaal, sms.naar) == ("sms", NUMMER)
    assert sms.inhoud["reference"] == str(melding_id)
    assert "dinsdag 24 november" in sms.tekst
    assert set(sms.inhoud["personalisation"]) == {"tekst"}
    rij = melding(databank, melding_id)
    assert (rij.status, rij.provider_id, rij.verstuurd_op) == ("verstuurd", sms.id, klok.nu())
    assert rij.begonnen_op is None
    assert [event.uitkomst for event in onderweg(databank)] == ["bezorgd"]


def test_een_mail_gaat_met_onderwerp(databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst) -> None:
    wie = iemand(databank, klok.nu(), telefoon=None, email=ADRES, taal="en")
    bericht(databank, wie, klok.nu())
    worker.een_ronde(klok.nu())
    [mail] = notify.aangenomen
    assert (mail.kanaal, mail.naar) == ("email", ADRES)
    assert mail.inhoud["personalisation"]["onderwerp"] == "We have your message"


def test_een_haperende_smsdienst_houdt_mail_niet_op(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    wie = iemand(databank, klok.nu(), email=ADRES)
    notify.doe = lambda inhoud: Rare(503) if "phone_number" in inhoud else None
    sms = bericht(databank, wie, klok.nu())
    mail = code(databank, wie, klok.nu(), "email")
    worker.een_ronde(klok.nu())
    assert afloop(databank, sms) == ("klaargezet", None)
    assert afloop(databank, mail) == ("verstuurd", None)
    assert not bestemming(databank, "sms").is_gezond
    assert bestemming(databank, "email").is_gezond


@pytest.mark.parametrize("status", [500, 502, 503])
def test_een_storing_bij_de_dienst_wordt_later_geprobeerd(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst, status: int
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    notify.doe = lambda inhoud: Rare(status)
    worker.een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("klaargezet", None)
    notify.doe = lambda inhoud: None
    klok.verzet(minutes=1)
    worker.een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("verstuurd", None)
    assert melding(databank, melding_id).pogingen == 2
    assert len(notify.aangenomen) == 1


def test_te_veel_per_minuut_is_wachten(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    notify.doe = lambda inhoud: Rare(429, [{"error": "RateLimitError", "message": "Exceeded rate limit"}])
    worker.een_ronde(klok.nu())
    klok.verzet(seconds=30)
    worker.een_ronde(klok.nu())
    assert len(notify.gevraagd) == 1
    notify.doe = lambda inhoud: None
    klok.verzet(seconds=31)
    worker.een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("verstuurd", None)


@pytest.mark.parametrize(
    ("status", "woorden"),
    [
        (403, "Invalid token: API key not found"),
        (404, "Not found"),
        (302, ""),
        (400, "Template not found"),
        (400, "Missing personalisation: tekst"),
        (400, "Can't send to this recipient using a team-only API key"),
        (400, "Can't send to this recipient when service is in trial mode"),
    ],
)
def test_een_instelling_die_niet_klopt_pauzeert_en_verliest_niets(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst, status: int, woorden: str
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    notify.doe = lambda inhoud: Rare(status, [{"error": "BadRequestError", "message": woorden}])
    worker.een_ronde(klok.nu())
    assert bestemming(databank, "sms").paused_at is not None
    assert afloop(databank, melding_id) == ("klaargezet", None)
    notify.doe = lambda inhoud: None
    klok.verzet(minutes=2)
    worker.een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("verstuurd", None)
    assert verteld(databank) == []


@pytest.mark.parametrize(
    ("status", "woorden", "reden"),
    [
        (400, "phone_number Not enough digits", "adres"),
        (400, "Cannot send to international mobile numbers", "adres"),
        (400, "Content for template has a character count greater than the limit of 918", "technisch"),
        (413, "", "technisch"),
        (422, "", "technisch"),
    ],
)
def test_wat_de_dienst_niet_wil_wordt_een_telefoontje_en_houdt_niets_op(
    databank: Databank,
    klok: VasteKlok,
    worker: Worker,
    notify: NotifyDienst,
    status: int,
    woorden: str,
    reden: str,
) -> None:
    wie = iemand(databank, klok.nu())
    melding_id = bericht(databank, wie, klok.nu())
    notify.doe = lambda inhoud: Rare(status, [{"error": "ValidationError", "message": woorden}])
    worker.een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("mislukt", reden)
    assert verteld(databank) == [{"kanaal": "sms", "soort": "aanmelding", "reden": reden}]
    notify.doe = lambda inhoud: None
    volgende = code(databank, wie, klok.nu())
    worker.een_ronde(klok.nu())
    assert afloop(databank, volgende) == ("verstuurd", None)


RAAR: list[Callable[[], Rare]] = [
    lambda: Rare(201, na_aanname=True, verbreek=True),
    lambda: Rare(504, na_aanname=True),
    lambda: Rare(200, na_aanname=True),
]


@pytest.mark.parametrize("raar", RAAR)
def test_een_sms_waarvan_het_antwoord_wegviel_gaat_niet_nog_eens(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst, raar: Callable[[], Rare]
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    notify.doe = lambda inhoud: raar()
    worker.een_ronde(klok.nu())
    klok.verzet(hours=2)
    worker.een_ronde(klok.nu())
    assert len(notify.gevraagd) == 1
    assert afloop(databank, melding_id) == ("onzeker", None)
    assert verteld(databank) == [{"kanaal": "sms", "soort": "aanmelding", "reden": "onzeker"}]


def test_van_een_onzekere_code_hoeft_niemand_te_bellen(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    melding_id = code(databank, iemand(databank, klok.nu()), klok.nu())
    notify.doe = lambda inhoud: Rare(201, na_aanname=True, verbreek=True)
    worker.een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("onzeker", None)
    assert verteld(databank) == []


@pytest.mark.parametrize("lichaam", [b"", b"{", b"[]", b'"x"', b'{"id": 7}', b"\xff"])
def test_een_onleesbaar_antwoord_op_201_is_toch_verstuurd(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst, lichaam: bytes
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    notify.doe = lambda inhoud: Rare(201, rauw=lichaam)
    worker.een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("verstuurd", None)
    assert melding(databank, melding_id).provider_id is None


def test_een_klok_die_scheef_loopt_is_een_instelling(
    databank: Databank, klok: VasteKlok, maak_worker: MaakWorker, notify: NotifyDienst
) -> None:
    """The token bears the true time: with a moved clock the service would refuse everything."""
    bericht(databank, iemand(databank, klok.nu()), klok.nu())
    maak_worker(ware_tijd=klok).een_ronde(klok.nu())
    assert bestemming(databank, "sms").paused_at is not None
    assert notify.aangenomen == []


def test_een_dienst_die_er_niet_is_wordt_later_geprobeerd(
    databank: Databank, klok: VasteKlok, maak_worker: MaakWorker, lege_poort: int
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    instelling = {
        "PORTAL_NOTIFYNL_URL": f"http://127.0.0.1:{lege_poort}",
        "PORTAL_NOTIFYNL_KEY": f"x-{DIENST}-{GEHEIM}",
    }
    maak_worker(instelling).een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("klaargezet", None)
    assert melding(databank, melding_id).begonnen_op is None
    assert "ConnectionRefused" in (bestemming(databank, "sms").last_error or "")


def test_een_sleutel_bestaat_uit_naam_dienst_en_geheim() -> None:
    assert Sleutel.van(f"een-naam-met-streepjes-{DIENST}-{GEHEIM}") == Sleutel(DIENST, GEHEIM)
    for onzin in ("", "x", f"naam-{DIENST}", f"naam-{DIENST}-geheim", "a" * 80):
        with pytest.raises(OnjuisteSleutel):
            Sleutel.van(onzin)
