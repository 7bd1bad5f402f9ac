"""Delivering by the contract's table: what each answer leads to, counted on a clock that is told the time."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal.db.databank import Databank
from portal.outbox.herhalen import WACHTTIJDEN, wachttijd
from portal.outbox.models import OutboxEvent
from portal.outbox.worker import Worker
from tests.conftest import VasteKlok
from tests.outbox.bouwers import bestemming, events, neem_op, stroom
from tests.outbox.conftest import MaakWorker, Meldkamer
from tests.outbox.ontvanger import Antwoord, Levering, Ontvanger, altijd

WIE = UUID("019a9c00-0000-7000-8000-00000000000a")
ANDER = UUID("019a9c00-0000-7000-8000-00000000000b")


def test_een_gebeurtenis_komt_ondertekend_aan(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    event_id = neem_op(databank, klok.nu(), WIE)

    assert worker.een_ronde(klok.nu()) == 1

    [levering] = bak.pogingen
    assert levering.klopt()
    assert levering.pad == "/gebeurtenissen"
    assert levering.koppen["webhook-id"] == str(event_id) == levering.event["id"]
    assert stroom(databank, WIE).delivered_seq == 1
    [event] = events(databank, WIE)
    assert (event.delivered_at, event.uitkomst) == (klok.nu(), "bezorgd")
    assert worker.een_ronde(klok.nu()) == 0
    assert len(bak.pogingen) == 1


def test_een_dubbel_antwoord_is_ook_aangekomen(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    bak.regel = altijd(409)
    neem_op(databank, klok.nu(), WIE)
    assert worker.een_ronde(klok.nu()) == 1


def test_een_map_krijgt_ieders_gebeurtenissen_als_bestanden_op_volgorde(
    databank: Databank, maak_worker: MaakWorker, klok: VasteKlok, tmp_path: Path
) -> None:
    for _ in range(3):
        neem_op(databank, klok.nu(), WIE)
        neem_op(databank, klok.nu(), ANDER)
    assert maak_worker(backoffice_url=f"file:{tmp_path / 'uit'}").een_ronde(klok.nu()) == 6
    geschreven = [json.loads(bestand.read_text()) for bestand in sorted((tmp_path / "uit").iterdir())]
    assert [(event["subject"], event["volgnummer"]) for event in geschreven] == [
        (str(wie), nummer) for wie in (WIE, ANDER) for nummer in (1, 2, 3)
    ]
    assert all(event.uitkomst == "bezorgd" for event in events(databank))


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_wie_even_niet_kan_wordt_steeds_later_opnieuw_geprobeerd_zonder_einde(
    status: int, databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    bak.regel = altijd(status)
    neem_op(databank, klok.nu(), WIE)
    worker.een_ronde(klok.nu())
    for poging, na in enumerate([*WACHTTIJDEN, *[WACHTTIJDEN[-1]] * 3], 1):
        klok.zet(klok.nu() + na - timedelta(seconds=1))
        worker.een_ronde(klok.nu())
        assert len(bak.pogingen) == poging, "too early"
        klok.verzet(seconds=1)
        worker.een_ronde(klok.nu())
        assert len(bak.pogingen) == poging + 1
    assert stroom(databank, WIE).parked_at is None
    bak.regel = altijd(204)
    klok.verzet(hours=1)
    assert worker.een_ronde(klok.nu()) == 1


def test_de_wachttijd_wijkt_hoogstens_een_tiende_af() -> None:
    assert wachttijd(1, 0.0) == timedelta(seconds=4.5)
    assert wachttijd(1, 1.0) == timedelta(seconds=5.5)
    assert wachttijd(99, 0.5) == timedelta(hours=1)


def test_een_dichte_deur_telt_als_even_niet(
    databank: Databank, maak_worker: MaakWorker, klok: VasteKlok, bak: Ontvanger
) -> None:
    worker = maak_worker(backoffice_url="http://127.0.0.1:1")
    neem_op(databank, klok.nu(), WIE)
    assert worker.een_ronde(klok.nu()) == 0
    rij = stroom(databank, WIE)
    assert (rij.last_error, rij.due_at) == ("connection refused", klok.nu() + timedelta(seconds=5))


@pytest.mark.parametrize("status", [429, 503])
def test_wie_zegt_hoe_lang_krijgt_zo_lang(
    status: int, databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    bak.regel = altijd(status, Retry_After="40")
    neem_op(databank, klok.nu(), WIE)
    neem_op(databank, klok.nu(), ANDER)
    worker.een_ronde(klok.nu())
    gevraagd = len(bak.pogingen)
    klok.verzet(seconds=39)
    worker.een_ronde(klok.nu())
    assert len(bak.pogingen) == gevraagd
    bak.regel = altijd(204)
    klok.verzet(seconds=1)
    assert worker.een_ronde(klok.nu()) == 2


def test_een_gevraagde_wachttijd_is_hoogstens_een_dag_en_anderen_mogen_na_een_minuut_kijken(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    bak.regel = altijd(429, Retry_After="99999999")
    neem_op(databank, klok.nu(), WIE)
    worker.een_ronde(klok.nu())
    assert stroom(databank, WIE).due_at == klok.nu() + timedelta(days=1)
    neem_op(databank, klok.nu(), ANDER)
    klok.verzet(seconds=59)
    worker.een_ronde(klok.nu())
    assert len(bak.pogingen) == 1
    bak.regel = altijd(204)
    klok.verzet(seconds=1)
    assert worker.een_ronde(klok.nu()) == 1
    assert bak.nummers(ANDER) == [1]
    assert stroom(databank, WIE).delivered_seq == 0  # as told
    klok.verzet(days=1)
    assert worker.een_ronde(klok.nu()) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 401, 403, 404, 410])
def test_een_verkeerde_instelling_zet_de_bestemming_stil_en_een_proef_per_minuut_gaat_door(
    status: int, databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger, meldkamer: Meldkamer
) -> None:
    bak.regel = altijd(status, Location="http://127.0.0.1:1/elders")
    for wie in [WIE, ANDER, *[uuid4() for _ in range(30)]]:
        neem_op(databank, klok.nu(), wie)
    worker.een_ronde(klok.nu())
    eerst = len(bak.pogingen)
    assert eerst <= 8  # those already in somebody's hands
    assert bestemming(databank).paused_at == klok.nu()
    assert meldkamer.soorten == ["paused"]
    for minuut in range(1, 6):
        klok.verzet(seconds=59)
        worker.een_ronde(klok.nu())
        klok.verzet(seconds=1)
        worker.een_ronde(klok.nu())
        worker.een_ronde(klok.nu())
        assert len(bak.pogingen) == eerst + minuut
    bak.regel = altijd(200)
    klok.verzet(minutes=1)
    assert worker.een_ronde(klok.nu()) == 32
    assert bestemming(databank).paused_at is None
    assert meldkamer.soorten == ["paused"]
    assert all(event.uitkomst == "bezorgd" for event in events(databank))


@pytest.mark.parametrize("status", [400, 413, 415, 422, 418])
def test_een_geweigerde_gebeurtenis_krijgt_drie_kansen_en_houdt_alleen_haar_eigen_rij_op(
    status: int, databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger, meldkamer: Meldkamer
) -> None:
    def regel(levering: Levering) -> Antwoord:
        return Antwoord(status if levering.event["subject"] == str(WIE) else 204)

    bak.regel = regel
    for nummer in range(3):
        neem_op(databank, klok.nu(), WIE)
        neem_op(databank, klok.nu(), ANDER, data={"n": nummer})
    assert worker.een_ronde(klok.nu()) == 3
    assert bak.nummers(ANDER) == [1, 2, 3]
    klok.verzet(seconds=5)
    worker.een_ronde(klok.nu())
    assert stroom(databank, WIE).parked_at is None
    klok.verzet(seconds=30)
    worker.een_ronde(klok.nu())
    rij = stroom(databank, WIE)
    assert (rij.parked_at, rij.delivered_seq, rij.last_error) == (klok.nu(), 0, f"answered {status}")
    assert meldkamer.soorten == ["parked"]
    klok.verzet(days=3)
    worker.een_ronde(klok.nu())
    assert [levering.event["volgnummer"] for levering in bak.pogingen if levering.event["subject"] == str(WIE)] == [
        1
    ] * 3
    assert bestemming(databank).paused_at is None


def test_een_storing_vooraf_kost_de_gebeurtenis_geen_kans(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    bak.regel = altijd(500)
    neem_op(databank, klok.nu(), WIE)
    for _ in range(6):
        worker.een_ronde(klok.nu())
        klok.verzet(hours=1)
    bak.regel = altijd(422)
    worker.een_ronde(klok.nu())
    assert stroom(databank, WIE).parked_at is None
    assert stroom(databank, WIE).rejections == 1


@pytest.mark.parametrize("status", [500, 404, 422])
def test_wat_achter_een_mislukte_staat_wacht_tot_die_er_is(
    status: int, databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    bak.regel = lambda levering: Antwoord(status if levering.event["volgnummer"] == 2 else 204)
    for _ in range(3):
        neem_op(databank, klok.nu(), WIE)
    assert worker.een_ronde(klok.nu()) == 1
    assert [levering.event["volgnummer"] for levering in bak.pogingen] == [1, 2]
    bak.regel = altijd(204)
    klok.verzet(minutes=1)
    assert worker.een_ronde(klok.nu()) == 2
    assert bak.nummers(WIE) == [1, 2, 3]


def test_te_groot_wordt_geparkeerd_en_nooit_afgeknipt(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    neem_op(databank, klok.nu(), WIE, data={"tekst": "x" * 70_000})
    for _ in range(3):
        worker.een_ronde(klok.nu())
        klok.verzet(minutes=1)
    assert bak.pogingen == []
    assert stroom(databank, WIE).parked_at is not None
    assert "at most 65536" in (stroom(databank, WIE).last_error or "")


def test_wat_niet_meer_geldt_gaat_niet_weg_en_het_volgende_wel(
    databank: Databank, maak_worker: MaakWorker, klok: VasteKlok, bak: Ontvanger
) -> None:
    gevraagd: list[str] = []

    def geldt_nog(sessie: Session, event: OutboxEvent) -> bool:
        assert sessie.info["gemeente"] == event.gemeente
        gevraagd.append(event.type)
        return False

    worker = maak_worker(controles={"afspraak.herinnering": geldt_nog})
    neem_op(databank, klok.nu(), WIE, type="afspraak.herinnering")
    neem_op(databank, klok.nu(), WIE, type="aanmelding.ontvangen")
    assert worker.een_ronde(klok.nu()) == 1
    assert gevraagd == ["afspraak.herinnering"]
    assert bak.nummers(WIE) == [2]
    assert [(event.uitkomst, event.delivered_at) for event in events(databank, WIE)] == [
        ("vervallen", klok.nu()),
        ("bezorgd", klok.nu()),
    ]


def test_een_controle_die_stukgaat_houdt_alleen_haar_eigen_rij_op(
    databank: Databank, maak_worker: MaakWorker, klok: VasteKlok, bak: Ontvanger
) -> None:
    def kapot(sessie: Session, event: OutboxEvent) -> bool:
        raise RuntimeError("somebody's name")

    worker = maak_worker(controles={"afspraak.herinnering": kapot})
    neem_op(databank, klok.nu(), WIE, type="afspraak.herinnering")
    neem_op(databank, klok.nu(), ANDER)
    assert worker.een_ronde(klok.nu()) == 1
    rij = stroom(databank, WIE)
    assert rij.last_error == "a fault of the portal itself (RuntimeError)"
    assert rij.due_at > klok.nu()


def test_wat_met_een_andere_sleutel_is_opgeborgen_wordt_geparkeerd_met_duidelijke_woorden(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    neem_op(databank, klok.nu(), WIE)
    neem_op(databank, klok.nu(), ANDER)
    with databank.schrijven("voorbeeldstad") as sessie:
        event = sessie.get_one(OutboxEvent, (stroom(databank, WIE).id, 1))
        event.payload_geheim = b"\x01\x02zz" + (event.payload_geheim or b"")[4:]
    for _ in range(3):
        worker.een_ronde(klok.nu())
        klok.verzet(minutes=1)
    assert bak.nummers(ANDER) == [1]
    assert stroom(databank, WIE).parked_at is not None
    assert "keys" in (stroom(databank, WIE).last_error or "")


def test_een_lange_rij_van_een_persoon_gaat_in_beurten_en_op_volgorde(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger
) -> None:
    for nummer in range(70):
        neem_op(databank, klok.nu(), WIE, data={"n": nummer})
    assert worker.een_ronde(klok.nu()) == 70
    assert [event["volgnummer"] for event in bak.events] == list(range(1, 71))
