"""Where text messages may go and how many: to one number, for one source, and in all."""

from datetime import UTC, datetime

import pytest

from portal.db.databank import Databank
from portal.gemeente import Gemeenten
from portal.outbox.worker import Worker
from tests.conftest import VasteKlok
from tests.meldingen.bouwers import (
    ADRES,
    afloop,
    bericht,
    iemand,
    met_sms,
    verteld,
)
from tests.meldingen.conftest import MaakWorker
from tests.meldingen.notify import NotifyDienst, Rare


@pytest.mark.parametrize("nummer", ["+32470123456", "+447900900123", "+4915112345678"])
def test_naar_een_ander_land_gaat_geen_sms(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst, nummer: str
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu(), telefoon=nummer), klok.nu())
    worker.een_ronde(klok.nu())
    assert notify.gevraagd == []
    assert afloop(databank, melding_id) == ("mislukt", "land")
    assert verteld(databank) == [{"kanaal": "sms", "soort": "aanmelding", "reden": "land"}]


def test_een_gemeente_kan_meer_landen_toestaan(
    databank: Databank, klok: VasteKlok, gemeenten: Gemeenten, maak_worker: MaakWorker, notify: NotifyDienst
) -> None:
    bericht(databank, iemand(databank, klok.nu(), telefoon="+32470123456"), klok.nu())
    maak_worker(gemeenten=met_sms(gemeenten, landen=("+31", "+32"))).een_ronde(klok.nu())
    assert len(notify.aangenomen) == 1


def test_naar_een_nummer_gaan_er_niet_meer_dan_mag_op_een_dag(
    databank: Databank, klok: VasteKlok, gemeenten: Gemeenten, maak_worker: MaakWorker, notify: NotifyDienst
) -> None:
    worker = maak_worker(gemeenten=met_sms(gemeenten, per_nummer_per_dag=2))
    een, ander = iemand(databank, klok.nu()), iemand(databank, klok.nu())  # the same number, twice signed up
    verstuurd = [bericht(databank, wie, klok.nu()) for wie in (een, ander)]
    worker.een_ronde(klok.nu())
    te_veel = bericht(databank, een, klok.nu())
    buurman = bericht(databank, iemand(databank, klok.nu(), telefoon="06 87654321"), klok.nu())
    worker.een_ronde(klok.nu())
    assert {afloop(databank, m) for m in (*verstuurd, buurman)} == {("verstuurd", None)}
    assert afloop(databank, te_veel) == ("mislukt", "te_veel")
    assert verteld(databank) == [{"kanaal": "sms", "soort": "aanmelding", "reden": "te_veel"}]


def test_op_verzoek_van_een_bron_gaan_er_niet_meer_dan_mag_op_een_dag(
    databank: Databank, klok: VasteKlok, gemeenten: Gemeenten, maak_worker: MaakWorker
) -> None:
    worker = maak_worker(gemeenten=met_sms(gemeenten, per_bron_per_dag=1))
    bronnen = ["192.0.2.1", "192.0.2.1", "192.0.2.2", None, None]
    meldingen = []
    for nummer, bron in enumerate(bronnen):
        wie = iemand(databank, klok.nu(), telefoon=f"061234500{nummer}")
        meldingen.append(bericht(databank, wie, klok.nu(), bron=bron))
        worker.een_ronde(klok.nu())
    assert [afloop(databank, m)[1] for m in meldingen] == [None, "te_veel", None, None, None]


def test_op_een_dag_gaan_er_niet_meer_dan_mag_en_de_volgende_dag_weer(
    databank: Databank, klok: VasteKlok, gemeenten: Gemeenten, maak_worker: MaakWorker
) -> None:
    worker = maak_worker(gemeenten=met_sms(gemeenten, per_dag=3))
    klok.zet(datetime(2026, 11, 20, 22, 59, tzinfo=UTC))  # one minute before midnight in the Netherlands
    vandaag = [bericht(databank, iemand(databank, klok.nu(), telefoon=f"061234500{n}"), klok.nu()) for n in range(5)]
    worker.een_ronde(klok.nu())
    assert sorted(afloop(databank, m)[0] for m in vandaag) == ["mislukt"] * 2 + ["verstuurd"] * 3
    klok.verzet(minutes=1)
    morgen = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    worker.een_ronde(klok.nu())
    assert afloop(databank, morgen) == ("verstuurd", None)


def test_een_tweede_poging_telt_niet_nog_eens_en_mail_telt_niet(
    databank: Databank, klok: VasteKlok, gemeenten: Gemeenten, maak_worker: MaakWorker, notify: NotifyDienst
) -> None:
    worker = maak_worker(gemeenten=met_sms(gemeenten, per_dag=1))
    notify.doe = lambda inhoud: Rare(503)
    sms = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    mails = [bericht(databank, iemand(databank, klok.nu(), telefoon=None, email=ADRES), klok.nu()) for _ in range(3)]
    worker.een_ronde(klok.nu())
    notify.doe = lambda inhoud: None
    klok.verzet(minutes=5)
    worker.een_ronde(klok.nu())
    assert {afloop(databank, m) for m in (sms, *mails)} == {("verstuurd", None)}
