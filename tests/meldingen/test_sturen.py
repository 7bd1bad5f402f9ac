"""What is decided at the moment of sending: whether it still holds, may go, and did not go already."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from portal.db.databank import Databank
from portal.inwoners.models import Inwoner
from portal.meldingen.service import ruim_op
from portal.meldingen.verlopen import laat_verlopen
from portal.outbox.worker import Worker
from tests.conftest import VasteKlok
from tests.meldingen.bouwers import (
    ADRES,
    STAD,
    afloop,
    bericht,
    code,
    iemand,
    onderweg,
    verteld,
    wijzig,
)
from tests.meldingen.conftest import MaakWorker
from tests.meldingen.notify import NotifyDienst, Rare


@pytest.mark.parametrize("veilig", ["onbekend", "alleen_neutraal", "nee"])
def test_zolang_niet_zeker_is_dat_het_veilig_is_zwijgen_we(databank: Databank, klok: VasteKlok, veilig: str) -> None:
    assert bericht(databank, iemand(databank, klok.nu(), veilig=veilig), klok.nu()) is None
    assert onderweg(databank) == []


@pytest.mark.parametrize("veilig", ["onbekend", "alleen_neutraal", "ja"])
def test_een_code_waar_iemand_zelf_om_vroeg_gaat_wel(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst, veilig: str
) -> None:
    code(databank, iemand(databank, klok.nu(), veilig=veilig), klok.nu(), cijfers="048213")
    worker.een_ronde(klok.nu())
    assert "048213" in notify.aangenomen[0].tekst


def test_waar_anderen_meelezen_gaat_ook_geen_code(databank: Databank, klok: VasteKlok) -> None:
    wie = iemand(databank, klok.nu(), email=ADRES, veilig="nee")
    assert code(databank, wie, klok.nu(), "sms") is None
    assert code(databank, wie, klok.nu(), "email") is None


def test_een_code_gaat_alleen_langs_de_gevraagde_weg(databank: Databank, klok: VasteKlok) -> None:
    wie = iemand(databank, klok.nu(), email=ADRES)
    code(databank, wie, klok.nu(), "email")
    assert [event.bestemming for event in onderweg(databank)] == ["email"]
    assert code(databank, iemand(databank, klok.nu()), klok.nu(), "email") is None


def test_naar_een_nummer_dat_we_niet_konden_lezen_gaat_geen_sms(databank: Databank, klok: VasteKlok) -> None:
    wie = iemand(databank, klok.nu(), telefoon="nul zes 12345678")
    assert bericht(databank, wie, klok.nu()) is None
    assert code(databank, wie, klok.nu()) is None


def test_een_code_komt_in_de_taal_die_gelezen_wordt(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    code(databank, iemand(databank, klok.nu(), taal="ar"), klok.nu(), taal="en")
    worker.een_ronde(klok.nu())
    assert notify.aangenomen[0].tekst.startswith("Your code is 123456.")


def test_wie_intussen_zegt_dat_het_niet_veilig_is_krijgt_niets_meer(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    wie = iemand(databank, klok.nu())
    eerste, tweede = bericht(databank, wie, klok.nu()), code(databank, wie, klok.nu())
    wijzig(databank, wie, veilig_bereikbaar="nee")
    worker.een_ronde(klok.nu())
    assert notify.gevraagd == []
    assert afloop(databank, eerste) == afloop(databank, tweede) == ("vervallen", "veilig")
    assert [event.uitkomst for event in onderweg(databank)] == ["vervallen", "vervallen"]
    assert verteld(databank) == []


def test_naar_een_oud_nummer_gaat_niets_meer(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    wie = iemand(databank, klok.nu())
    melding_id = code(databank, wie, klok.nu())
    wijzig(databank, wie, telefoon="+31687654321")
    worker.een_ronde(klok.nu())
    assert notify.gevraagd == []
    assert afloop(databank, melding_id) == ("vervallen", "ander_adres")


def test_wat_niet_meer_klopt_gaat_niet(
    databank: Databank, klok: VasteKlok, maak_worker: MaakWorker, notify: NotifyDienst
) -> None:
    wie, ander = iemand(databank, klok.nu()), iemand(databank, klok.nu(), telefoon="06 87654321")
    ingetrokken, staat = bericht(databank, wie, klok.nu()), bericht(databank, ander, klok.nu())
    worker = maak_worker(controles={"aanmelding": lambda sessie, melding: melding.inwoner_id == ander})
    worker.een_ronde(klok.nu())
    assert afloop(databank, ingetrokken) == ("vervallen", "geldt_niet_meer")
    assert afloop(databank, staat) == ("verstuurd", None)


@pytest.mark.parametrize(
    ("status", "tot", "bericht_gaat", "code_gaat"),
    [
        ("gepauzeerd", None, False, True),
        ("gepauzeerd", date(2026, 11, 21), False, True),
        ("gepauzeerd", date(2026, 11, 20), True, True),
        ("overleden", None, False, False),
        ("afgerond", None, True, True),
        ("verhuisd", None, True, True),
    ],
)
def test_de_stand_van_de_hulp_zegt_of_er_nog_iets_gaat(
    databank: Databank,
    klok: VasteKlok,
    worker: Worker,
    status: str,
    tot: date | None,
    bericht_gaat: bool,
    code_gaat: bool,
) -> None:
    wie = iemand(databank, klok.nu())
    eerste, tweede = bericht(databank, wie, klok.nu()), code(databank, wie, klok.nu())
    wijzig(databank, wie, status=status, status_tot=tot)
    worker.een_ronde(klok.nu())
    gaat, gaat_niet = ("verstuurd", None), ("vervallen", "status")
    assert afloop(databank, eerste) == (gaat if bericht_gaat else gaat_niet)
    assert afloop(databank, tweede) == (gaat if code_gaat else gaat_niet)


def test_van_wie_gewist_is_gaat_niets_meer(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    wie = iemand(databank, klok.nu())
    bericht(databank, wie, klok.nu())
    with databank.schrijven(STAD) as sessie:
        sessie.execute(delete(Inwoner).where(Inwoner.id == wie))
    worker.een_ronde(klok.nu())
    assert notify.gevraagd == []
    assert [event.uitkomst for event in onderweg(databank)] == ["vervallen"]


def test_een_code_ouder_dan_tien_minuten_gaat_niet(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    wie = iemand(databank, klok.nu())
    op_tijd = code(databank, wie, klok.nu() + timedelta(seconds=1))
    melding_id = code(databank, wie, klok.nu())
    klok.verzet(minutes=10)
    worker.een_ronde(klok.nu())
    assert afloop(databank, op_tijd) == ("verstuurd", None)
    assert afloop(databank, melding_id) == ("vervallen", "verlopen")
    assert verteld(databank) == []


def test_een_bericht_dat_een_dag_bleef_liggen_wordt_een_telefoontje(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    klok.verzet(days=1)
    worker.een_ronde(klok.nu())
    assert notify.gevraagd == []
    assert afloop(databank, melding_id) == ("mislukt", "verlopen")
    assert verteld(databank) == [{"kanaal": "sms", "soort": "aanmelding", "reden": "verlopen"}]


def test_ook_als_de_dienst_stilligt_wordt_op_tijd_verteld_dat_iemand_moet_bellen(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    bericht(databank, iemand(databank, klok.nu()), klok.nu())
    notify.doe = lambda inhoud: Rare(403)
    worker.een_ronde(klok.nu())
    klok.verzet(days=1)
    for verwacht in (1, 0):
        with databank.schrijven(STAD) as sessie:
            assert laat_verlopen(sessie, klok.nu()) == verwacht
    assert [regel["reden"] for regel in verteld(databank)] == ["verlopen"]


def test_na_een_storing_wacht_een_nieuwe_code_niet_op_verlopen_berichten(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    for nummer in range(5):
        bericht(databank, iemand(databank, klok.nu(), telefoon=f"061234500{nummer}"), klok.nu())
    notify.doe = lambda inhoud: Rare(403)
    worker.een_ronde(klok.nu())
    klok.verzet(days=2)
    notify.doe = lambda inhoud: None
    melding_id = code(databank, iemand(databank, klok.nu()), klok.nu())
    worker.een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("verstuurd", None)


def test_een_code_wacht_niet_op_de_wachttijd_van_een_eerder_bericht(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst
) -> None:
    wie = iemand(databank, klok.nu())
    bericht(databank, wie, klok.nu())
    notify.doe = lambda inhoud: Rare(503)
    worker.een_ronde(klok.nu())
    klok.verzet(seconds=1)
    notify.doe = lambda inhoud: None
    code(databank, wie, klok.nu())
    worker.een_ronde(klok.nu())
    assert len(notify.aangenomen) == 2


def test_zonder_dienst_wordt_elk_bericht_een_telefoontje(
    databank: Databank, klok: VasteKlok, maak_worker: MaakWorker
) -> None:
    melding_id = bericht(databank, iemand(databank, klok.nu()), klok.nu())
    maak_worker({}).een_ronde(klok.nu())
    assert afloop(databank, melding_id) == ("mislukt", "geen_kanaal")
    assert verteld(databank) == [{"kanaal": "sms", "soort": "aanmelding", "reden": "geen_kanaal"}]


def test_wat_er_van_oude_berichten_werd_verdwijnt_met_de_tellers_van_gisteren(
    databank: Databank, klok: VasteKlok, worker: Worker
) -> None:
    wie = iemand(databank, klok.nu())
    bericht(databank, wie, klok.nu())
    worker.een_ronde(klok.nu())
    with databank.schrijven(STAD) as sessie:
        assert ruim_op(sessie, klok.nu(), klok.nu()) == 0
        assert ruim_op(sessie, klok.nu() + timedelta(seconds=1), klok.nu() + timedelta(days=1)) == 3
