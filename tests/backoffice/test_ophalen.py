"""The pull way: everything, in order, nothing skipped; and one event whole."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.app import create_app
from portal.backoffice import queries
from portal.db.databank import ALLE, Databank
from portal.omgeving import Omgeving
from portal.outbox.models import OutboxEvent, OutboxPositie
from portal.outbox.opruimen import wis_bezorgd
from tests.backoffice.bouwers import DORP, STAD, Systeem, leg_vast, nieuw_token, zet_klaar
from tests.conftest import VasteKlok


def _bezorgd(databank: Databank) -> set[UUID]:
    with databank.lezen(ALLE) as sessie:
        return set(sessie.scalars(select(OutboxEvent.id).where(OutboxEvent.delivered_at.is_not(None))))


def test_er_is_eerst_niets_en_de_cursor_blijft_staan(stad: Systeem) -> None:
    assert stad.haal("/gebeurtenissen").json == {"gebeurtenissen": [], "volgende": "0"}
    assert stad.stuur("/gebeurtenissen/bevestiging", {"totEnMet": "0"}).json == {"bevestigdTotEnMet": "0"}


@pytest.mark.parametrize("limiet", [1, 2, 7, 1000])
def test_alles_komt_een_keer_en_per_persoon_op_volgorde(
    stad: Systeem, databank: Databank, klok: VasteKlok, limiet: int
) -> None:
    mensen = [uuid4() for _ in range(3)]
    vastgelegd = []
    for nummer in range(12):
        vastgelegd.append(str(leg_vast(databank, klok.nu(), mensen[nummer % 3])))
        klok.verzet(seconds=1)
        if nummer == 5:
            zet_klaar(databank)  # the rest gets its positions afterwards
    zet_klaar(databank)
    events, _ = stad.alles_na("0", limiet)
    assert [event["id"] for event in events] == vastgelegd
    for wie in mensen:
        assert [event["volgnummer"] for event in events if event["subject"] == str(wie)] == [1, 2, 3, 4]


def test_wat_er_tussendoor_bij_komt_wordt_niet_overgeslagen(stad: Systeem, databank: Databank, klok: VasteKlok) -> None:
    leg_vast(databank, klok.nu())
    zet_klaar(databank)
    eerst, cursor = stad.alles_na("0", 10)
    # Recorded earlier by its clock, and given a place later: it comes after the cursor all the same.
    later = leg_vast(databank, klok.nu() - timedelta(hours=1))
    assert stad.haal("/gebeurtenissen", na=cursor).json == {"gebeurtenissen": [], "volgende": cursor}
    zet_klaar(databank)
    daarna, _ = stad.alles_na(cursor, 10)
    assert [event["id"] for event in daarna] == [str(later)]
    assert len(eerst) == 1


@pytest.mark.parametrize("vraag", [{}, {"na": ""}, {"na": "0"}])
def test_zonder_cursor_begint_het_bij_het_begin(
    stad: Systeem, databank: Databank, klok: VasteKlok, vraag: dict[str, str]
) -> None:
    leg_vast(databank, klok.nu())
    zet_klaar(databank)
    deel = stad.haal("/gebeurtenissen", **vraag).json
    assert deel is not None
    assert (len(deel["gebeurtenissen"]), deel["volgende"]) == (1, "1")


def test_zonder_limiet_zijn_het_er_honderd(stad: Systeem, databank: Databank, klok: VasteKlok) -> None:
    wie = uuid4()
    for _ in range(101):
        leg_vast(databank, klok.nu(), wie)
    zet_klaar(databank)
    deel = stad.haal("/gebeurtenissen").json
    assert deel is not None
    assert len(deel["gebeurtenissen"]) == 100
    assert len(stad.alles_na(deel["volgende"], 100)[0]) == 1


def test_een_volle_bladzijde_is_korter_en_slaat_niets_over(
    stad: Systeem, databank: Databank, klok: VasteKlok, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "VOL", 100)
    monkeypatch.setattr(queries, "_HAP", 2)
    for _ in range(7):
        leg_vast(databank, klok.nu(), data={"tekst": "x" * 80})
    zet_klaar(databank)
    deel = stad.haal("/gebeurtenissen", limiet=1000).json
    assert deel is not None
    assert len(deel["gebeurtenissen"]) == 2
    assert len(stad.alles_na("0", 1000)[0]) == 7


def test_opnieuw_vragen_geeft_hetzelfde_ook_na_bevestigen(stad: Systeem, databank: Databank, klok: VasteKlok) -> None:
    for _ in range(3):
        leg_vast(databank, klok.nu())
    zet_klaar(databank)
    events, cursor = stad.alles_na("0", 2)
    stad.stuur("/gebeurtenissen/bevestiging", {"totEnMet": cursor})
    assert stad.alles_na("0", 2) == (events, cursor)


def test_bevestigen_telt_als_bezorgd_tot_en_met_de_cursor(stad: Systeem, databank: Databank, klok: VasteKlok) -> None:
    ids = []
    for _ in range(3):
        ids.append(leg_vast(databank, klok.nu()))
        klok.verzet(seconds=1)
    zet_klaar(databank)
    deel = stad.haal("/gebeurtenissen", limiet=2).json
    assert deel is not None
    assert _bezorgd(databank) == set()
    antwoord = stad.stuur("/gebeurtenissen/bevestiging", {"totEnMet": deel["volgende"]})
    assert antwoord.status_code == 200
    assert antwoord.json == {"bevestigdTotEnMet": deel["volgende"]}
    assert _bezorgd(databank) == set(ids[:2])


def test_nog_eens_of_eerder_bevestigen_verandert_niets(stad: Systeem, databank: Databank, klok: VasteKlok) -> None:
    for _ in range(3):
        leg_vast(databank, klok.nu())
    zet_klaar(databank)
    _, cursor = stad.alles_na("0", 10)
    for tot in (cursor, cursor, "1", "0"):
        antwoord = stad.stuur("/gebeurtenissen/bevestiging", {"totEnMet": tot})
        assert (antwoord.status_code, antwoord.json) == (200, {"bevestigdTotEnMet": cursor})
        klok.verzet(hours=1)
    with databank.lezen(ALLE) as sessie:
        moment = sessie.scalars(select(OutboxEvent.delivered_at).distinct()).all()
    assert moment == [klok.nu() - timedelta(hours=4)]


@pytest.mark.parametrize("cursor", ["1", "3", "999999999999999999"])
def test_een_cursor_die_nooit_is_gegeven_wordt_geweigerd(
    stad: Systeem, databank: Databank, klok: VasteKlok, cursor: str
) -> None:
    # Asking on from there would skip what gets those positions later.
    for antwoord, veld in (
        (stad.stuur("/gebeurtenissen/bevestiging", {"totEnMet": cursor}), "totEnMet"),
        (stad.haal("/gebeurtenissen", na=cursor), "na"),
    ):
        assert antwoord.status_code == 409
        assert antwoord.json is not None
        assert [(fout["veld"], fout["reden"]) for fout in antwoord.json["fouten"]] == [(veld, "is nooit gegeven")]
    leg_vast(databank, klok.nu())
    zet_klaar(databank)
    assert _bezorgd(databank) == set()


def test_een_cursor_van_een_andere_gemeente_bevestigt_niets_van_ons(
    stad: Systeem, dorp: Systeem, databank: Databank, klok: VasteKlok
) -> None:
    van_stad = leg_vast(databank, klok.nu())
    for _ in range(3):
        leg_vast(databank, klok.nu(), gemeente=DORP)
    zet_klaar(databank)
    _, cursor = dorp.alles_na("0", 10)
    assert cursor == "3"
    assert stad.stuur("/gebeurtenissen/bevestiging", {"totEnMet": cursor}).status_code == 409
    assert dorp.stuur("/gebeurtenissen/bevestiging", {"totEnMet": cursor}).status_code == 200
    assert len(_bezorgd(databank)) == 3
    assert van_stad not in _bezorgd(databank)


def test_een_gebeurtenis_is_een_cloudevent_met_haar_inhoud(stad: Systeem, databank: Databank, klok: VasteKlok) -> None:
    wie, woorden = uuid4(), {"naam": "Élodie 漢", "eigenWoorden": 'Hij zei: "\\u0000" \u2028'}
    event_id = leg_vast(databank, klok.nu(), wie, data=woorden, dringend=True)
    zet_klaar(databank)
    verwacht = {
        "specversion": "1.0",
        "id": str(event_id),
        "source": "urn:nld:oin:00000000000000000000:systeem:rustpunt",
        "type": "nl.schuldhulpverlening.aanmelding.ingetrokken",
        "subject": str(wie),
        "time": "2026-11-20T09:00:00.000Z",
        "datacontenttype": "application/json",
        "dataschema": f"https://{STAD}.example/api/v1/schemas/aanmelding.ingetrokken",
        "volgnummer": 1,
        "dringend": True,
        "data": woorden,
    }
    lijst = stad.haal("/gebeurtenissen").json
    assert lijst is not None
    assert lijst["gebeurtenissen"] == [verwacht]
    een = stad.haal(f"/gebeurtenissen/{event_id}")
    assert een.content_type == "application/cloudevents+json; charset=utf-8"
    assert json.loads(een.data) == verwacht


def test_informatiearm_geeft_de_inhoud_alleen_aan_wie_er_om_vraagt(
    dorp: Systeem, databank: Databank, klok: VasteKlok
) -> None:
    event_id = leg_vast(databank, klok.nu(), gemeente=DORP)
    zet_klaar(databank)
    (event,), _ = dorp.alles_na("0", 10)
    assert "data" not in event
    assert event["dataref"] == f"https://{DORP}.example/api/v1/gebeurtenissen/{event_id}"
    heel = dorp.haal(event["dataref"].partition("/api/v1")[2])
    assert "dataref" not in json.loads(heel.data)
    assert json.loads(heel.data)["data"]


def test_een_bericht_aan_de_inwoner_is_hier_niet_te_lezen(stad: Systeem, databank: Databank, klok: VasteKlok) -> None:
    sms = leg_vast(databank, klok.nu(), bestemming="sms", data={"tekst": "Je code is 123456"})
    zet_klaar(databank)
    assert stad.haal(f"/gebeurtenissen/{sms}").status_code == 404
    assert stad.alles_na("0", 10) == ([], "0")


@pytest.mark.parametrize("id", ["x", "1", "01a1f82f", "%00", "01a1f82f-1e80-72a3-b814-f9d6ba1b0539"])
def test_een_onbekend_id_is_er_niet(stad: Systeem, id: str) -> None:
    antwoord = stad.haal(f"/gebeurtenissen/{id}")
    assert antwoord.status_code == 404
    assert antwoord.mimetype == "application/problem+json"


def test_een_gewiste_gebeurtenis_is_weg_en_houdt_niets_op(stad: Systeem, databank: Databank, klok: VasteKlok) -> None:
    oud = leg_vast(databank, klok.nu())
    zet_klaar(databank)
    stad.stuur("/gebeurtenissen/bevestiging", {"totEnMet": "1"})
    klok.verzet(days=8)
    wis_bezorgd(databank, STAD, klok.nu(), timedelta(days=7))
    nieuw = leg_vast(databank, klok.nu())
    zet_klaar(databank)
    antwoord = stad.haal(f"/gebeurtenissen/{oud}")
    assert antwoord.status_code == 410
    assert antwoord.mimetype == "application/problem+json"
    events, cursor = stad.alles_na("0", 10)
    assert ([event["id"] for event in events], cursor) == ([str(nieuw)], "2")


def test_wat_met_geen_sleutel_te_lezen_is_komt_zonder_inhoud_en_houdt_niemand_op(
    stad: Systeem, databank: Databank, klok: VasteKlok, caplog: pytest.LogCaptureFixture
) -> None:
    ids = []
    for _ in range(3):
        ids.append(str(leg_vast(databank, klok.nu())))
        klok.verzet(seconds=1)
    zet_klaar(databank)
    with databank.schrijven(ALLE) as sessie:
        stuk = update(OutboxEvent).where(OutboxEvent.id == UUID(ids[1]))
        sessie.execute(stuk.values(payload_geheim=b"\x01" + b"0" * 60))
    events, _ = stad.alles_na("0", 10)
    assert [event["id"] for event in events] == ids
    assert ["data" in event for event in events] == [True, False, True]
    assert events[1]["dataref"].endswith(ids[1])
    assert stad.haal(f"/gebeurtenissen/{ids[1]}").status_code == 503
    assert any(regel.message.startswith("event cannot be read") for regel in caplog.records)


@pytest.fixture
def gestuurd(omgeving: Omgeving) -> Flask:
    """An installation where the events of one gemeente are pushed; the other one fetches."""
    adres = {"PORTAL_VOORBEELDSTAD_BACKOFFICE_URL": "https://backoffice.example/in"}
    return create_app(replace(omgeving, instellingen=replace(omgeving.instellingen, per_gemeente=adres)))


def test_wie_gestuurd_krijgt_hoort_dat_ophalen_hier_niet_kan(
    gestuurd: Flask, databank: Databank, klok: VasteKlok
) -> None:
    stad = Systeem(gestuurd.test_client(), nieuw_token(databank, klok.nu(), STAD)[0])
    event_id = leg_vast(databank, klok.nu())
    zet_klaar(databank)
    for antwoord in (stad.haal("/gebeurtenissen"), stad.stuur("/gebeurtenissen/bevestiging", {"totEnMet": "1"})):
        assert antwoord.status_code == 409
        assert antwoord.json is not None
        assert "PORTAL_BACKOFFICE_URL" in antwoord.json["detail"]
    assert _bezorgd(databank) == set()
    assert stad.haal(f"/gebeurtenissen/{event_id}").status_code == 200
    dorp = Systeem(gestuurd.test_client(), nieuw_token(databank, klok.nu(), DORP)[0])
    assert dorp.haal("/gebeurtenissen").status_code == 200


def test_ophalen_verandert_niets(stad: Systeem, databank: Databank, klok: VasteKlok) -> None:
    event_id = leg_vast(databank, klok.nu())
    zet_klaar(databank)
    stad.haal("/gebeurtenissen")

    def stand() -> list[object]:
        with databank.lezen(ALLE) as sessie:
            tabellen = (OutboxEvent.__table__, OutboxPositie.__table__)
            return [tuple(rij) for tabel in tabellen for rij in sessie.execute(select(tabel))]

    voor = stand()
    for _ in range(2):
        stad.haal("/gebeurtenissen")
        stad.haal(f"/gebeurtenissen/{event_id}")
        assert stad.vraag("HEAD", "/gebeurtenissen").status_code == 200
    assert stand() == voor
