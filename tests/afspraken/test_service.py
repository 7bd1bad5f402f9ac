"""What the backoffice writes: the newest state stays, and a missed appointment leads to a call."""

import json
from datetime import UTC, datetime
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.afspraken.models import Afspraak
from portal.afspraken.reageren import bevestig
from portal.db.databank import Databank
from portal.gemeente import Gemeente
from portal.inwoners.models import Inwoner
from portal.inwoners.service import OnbekendeInwoner
from portal.inwoners.status import zet_status
from portal.outbox.models import OutboxEvent
from portal.termijnen import Kalender
from tests.afspraken.bouwers import NU, plan
from tests.bouwers import aangemeld


@pytest.fixture
def wie(databank: Databank, gemeente: Gemeente, kalender: Kalender) -> UUID:
    with databank.schrijven(gemeente.slug) as sessie:
        return aangemeld(sessie, gemeente, kalender, NU).inwoner_id


def _gemeld(sessie: Session, type_: str) -> list[tuple[bool, dict[str, Any]]]:
    rijen = sessie.scalars(select(OutboxEvent).where(OutboxEvent.type == type_).order_by(OutboxEvent.seq))
    return [(rij.dringend, json.loads(rij.payload or "")) for rij in rijen]


def test_elke_volgorde_van_zes_veranderingen_eindigt_in_dezelfde_stand(
    databank: Databank, gemeente: Gemeente, wie: UUID
) -> None:
    wijzigingen: list[tuple[float, dict[str, Any]]] = [
        (0, {}),
        (1, {"plaats": "Elders 2"}),
        (2, {"status": "niet_verschenen"}),
        (3, {"begin": "2026-12-08T10:00:00+01:00", "einde": "2026-12-08T11:00:00+01:00"}),
        (4, {"status": "vervallen"}),
        (4, {"met": "Sam"}),  # the same moment
    ]
    standen = set()
    for volgorde in permutations(wijzigingen):
        with databank.schrijven(gemeente.slug) as sessie:
            for later, anders in volgorde:
                afspraak = plan(sessie, wie, later=later, **anders)
            standen.add((str(afspraak.inhoud), afspraak.begin, afspraak.einde, afspraak.status, afspraak.gewijzigd_op))
            sessie.delete(afspraak)
    assert len(standen) == 1


def test_de_versie_stijgt_als_begin_plaats_soort_of_status_verandert(
    databank: Databank, gemeente: Gemeente, wie: UUID
) -> None:
    later = "2026-12-01T10:30:00+01:00"
    with databank.schrijven(gemeente.slug) as sessie:
        standen: list[dict[str, Any]] = [
            {},
            {"met": "Sam", "meenemen": [], "tolk": None, "alternatieven": []},
            {"begin": later},
            {"begin": "2026-12-01T09:30:00Z"},  # the same moment, written otherwise
            {"begin": later, "plaats": "Elders 2"},
            {"begin": later, "plaats": "Elders 2", "soort": "telefoon"},
            {"begin": later, "plaats": "Elders 2", "soort": "telefoon", "status": "vervallen"},
        ]
        versies = [plan(sessie, wie, later=nummer, **anders).versie for nummer, anders in enumerate(standen)]
    assert versies == [1, 1, 2, 2, 3, 4, 5]


def test_wat_de_klok_aan_de_muur_zegt_staat_erbij(databank: Databank, gemeente: Gemeente, wie: UUID) -> None:
    """The night in which the clock goes back has two o'clock twice; both are known apart."""
    with databank.schrijven(gemeente.slug) as sessie:
        winter = plan(sessie, wie, begin="2026-12-01T08:00:00-01:00")
        assert (winter.begin, winter.plaatselijk) == (datetime(2026, 12, 1, 9, tzinfo=UTC), "2026-12-01T10:00")
        eerst = plan(sessie, wie, kenmerk="a", begin="2026-10-25T02:30:00+02:00", einde=None)
        dan = plan(sessie, wie, kenmerk="b", begin="2026-10-25T02:30:00+01:00", einde=None)
        assert eerst.plaatselijk == dan.plaatselijk == "2026-10-25T02:30"
        assert (dan.begin - eerst.begin).seconds == 3600


def test_na_een_gemiste_afspraak_wordt_een_keer_om_contact_gevraagd(
    databank: Databank, gemeente: Gemeente, wie: UUID
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        plan(sessie, wie)
        for later in (1, 2, 3):
            plan(sessie, wie, later=later, status="niet_verschenen", met=f"naam {later}")
        plan(sessie, wie, later=4)
        plan(sessie, wie, later=5, status="niet_verschenen")
        data = {"reden": "niet_verschenen", "uiterlijk": "2026-11-24", "afspraakId": "afspraak-1"}
        assert _gemeld(sessie, "contact.nodig") == [(True, data)]


def test_wie_de_nieuwe_afspraak_ook_mist_wordt_weer_gebeld(databank: Databank, gemeente: Gemeente, wie: UUID) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        plan(sessie, wie, status="niet_verschenen")
        nieuw = {"begin": "2026-12-08T10:00:00+01:00", "einde": "2026-12-08T11:00:00+01:00"}
        plan(sessie, wie, later=1, **nieuw)
        plan(sessie, wie, later=2, status="niet_verschenen", **nieuw)
        assert len(_gemeld(sessie, "contact.nodig")) == 2


def test_over_wie_overleden_is_wordt_niet_gebeld(databank: Databank, gemeente: Gemeente, wie: UUID) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        zet_status(sessie, inwoner_id=wie, status="overleden", tot=None, gewijzigd_op=NU)
        plan(sessie, wie, status="niet_verschenen")
        assert _gemeld(sessie, "contact.nodig") == []


def test_wat_iemand_zei_blijft_bij_een_kleine_verandering_en_vervalt_bij_een_grote(
    databank: Databank, gemeente: Gemeente, wie: UUID
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        afspraak = plan(sessie, wie)
        bevestig(sessie, sessie.get_one(Inwoner, wie), afspraak, versie=1, now=NU)
        assert plan(sessie, wie, later=1, met="Sam").antwoord == "bevestigd"
        assert plan(sessie, wie, later=2, plaats="Elders 2").antwoord is None


def test_een_onbekende_of_andermans_inwoner_bestaat_niet(databank: Databank, gemeente: Gemeente, wie: UUID) -> None:
    for slug, id in ((gemeente.slug, uuid4()), ("elders", wie)):
        with pytest.raises(OnbekendeInwoner), databank.schrijven(slug) as sessie:
            plan(sessie, id)
    with databank.lezen("*") as sessie:
        assert sessie.query(Afspraak).count() == 0
