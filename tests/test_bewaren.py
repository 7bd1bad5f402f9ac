"""Four hundred days with a clock that is moved: what stays, what goes, and when (8-veiligheid, retention)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.aanmelding.aanvullen import bewaar_concept, vul_aan
from portal.aanmelding.models import Aanmelding, Antwoord, Concept
from portal.aanmelding.queries import aanmelding_van
from portal.inwoners.models import Gewist, Inwoner
from portal.inwoners.status import zet_status
from portal.inwoners.wissen import wis_op_verzoek
from portal.meldingen.models import Melding
from portal.meldingen.service import zet_klaar
from portal.meldingen.sjablonen import Sjablonen
from portal.omgeving import Omgeving
from portal.outbox.models import OutboxEvent, OutboxStroom
from portal.taken import taken_van
from portal.toegang.models import Activatiecode, Sessie
from portal.toegang.service import geef_activatiecode
from tests.afspraken.bouwers import plan
from tests.bouwers import aanvraag
from tests.conftest import CONTENT, VasteKlok
from tests.toegang.mens import Bekende, iemand

DAGEN, MAANDEN, STAP = 400, 60, 5


class Verloop:
    """Day after day the worker does its errands; at every day it can be asked what there is."""

    def __init__(self, omgeving: Omgeving, klok: VasteKlok) -> None:
        self.omgeving = omgeving
        self.klok = klok
        self.gemeente = next(iter(omgeving.gemeenten))
        self.dag = 0
        self._taken = taken_van(omgeving)

    def schrijf(self, doe: Callable[[Session, datetime], object]) -> None:
        with self.omgeving.databank.schrijven(self.gemeente.slug) as sessie:
            doe(sessie, self.klok.nu())

    def lees(self, kolom: Any, *waar: Any) -> list[Any]:
        with self.omgeving.databank.lezen(self.gemeente.slug) as sessie:
            return list(sessie.scalars(select(kolom).where(*waar)))

    def bezorg(self, *mensen: Bekende) -> None:
        """Everything of these people arrives now."""

        def afgevinkt(sessie: Session, now: datetime) -> None:
            wie = [mens.inwoner_id for mens in mensen]
            events = update(OutboxEvent).where(OutboxEvent.onderwerp_id.in_(wie), OutboxEvent.delivered_at.is_(None))
            sessie.execute(events.values(delivered_at=now, uitkomst="bezorgd"))
            berichten = update(Melding).where(Melding.inwoner_id.in_(wie))
            sessie.execute(berichten.values(status="bezorgd"))
            stromen = update(OutboxStroom).where(OutboxStroom.onderwerp_id.in_(wie))
            sessie.execute(stromen.values(delivered_seq=OutboxStroom.last_seq))

        self.schrijf(afgevinkt)

    def tot(self, dag: int) -> None:
        """Live on until the evening of this day: day by day for two months, then with a few days at a time."""
        while self.dag < dag:
            stap = 1 if self.dag < MAANDEN else min(STAP, dag - self.dag)
            self.dag += stap
            self.klok.verzet(days=stap)
            for taak in self._taken:
                taak.doe(self.klok.nu())

    def is_er(self, mens: Bekende) -> bool:
        return bool(self.lees(Inwoner.id, Inwoner.id == mens.inwoner_id))


@pytest.fixture
def verloop(omgeving: Omgeving, klok: VasteKlok) -> Verloop:
    return Verloop(omgeving, klok)


def _vertelt(verloop: Verloop, mens: Bekende) -> None:
    def doe(sessie: Session, now: datetime) -> None:
        aanmelding = aanmelding_van(sessie, mens.inwoner_id)
        assert aanmelding is not None
        vul_aan(sessie, aanmelding, "zorg", "De huur", now=now)
        bewaar_concept(sessie, aanmelding, "wens", "Nog niet af", now=now)

    verloop.schrijf(doe)


def _status(verloop: Verloop, mens: Bekende, status: str) -> None:
    verloop.schrijf(
        lambda sessie, now: zet_status(sessie, inwoner_id=mens.inwoner_id, status=status, tot=None, gewijzigd_op=now)
    )


def _verdacht(verloop: Verloop, mens: Bekende) -> None:
    merk = update(Aanmelding).where(Aanmelding.inwoner_id == mens.inwoner_id).values(verdacht=True)
    verloop.schrijf(lambda sessie, _now: sessie.execute(merk))


def test_de_woorden_gaan_en_de_mens_blijft(verloop: Verloop) -> None:
    mens = iemand(verloop.omgeving, aanvraag(eigen_woorden="Mijn verhaal"))
    _vertelt(verloop, mens)
    verloop.bezorg(mens)
    verloop.tot(14)
    assert verloop.lees(Concept.onderwerp) == ["wens"]
    verloop.tot(15)
    assert verloop.lees(Concept.onderwerp) == []
    verloop.tot(29)
    assert None not in verloop.lees(Aanmelding.eigen_woorden_geheim) + verloop.lees(Antwoord.antwoord_geheim)
    verloop.tot(31)
    assert verloop.lees(Aanmelding.eigen_woorden_geheim) + verloop.lees(Antwoord.antwoord_geheim) == [None, None]
    assert verloop.lees(Inwoner.telefoon_geheim) != [None]


def test_wat_niet_bezorgd_is_blijft_vierhonderd_dagen_heel(verloop: Verloop) -> None:
    mens, klaar, nep = (iemand(verloop.omgeving, aanvraag(f"06{n}1234567", eigen_woorden="Woorden")) for n in (1, 2, 3))
    _vertelt(verloop, mens)
    _status(verloop, klaar, "afgerond")
    _verdacht(verloop, nep)
    verloop.tot(DAGEN)
    assert [verloop.is_er(wie) for wie in (mens, klaar, nep)] == [True, True, True]
    assert None not in verloop.lees(Aanmelding.eigen_woorden_geheim)
    assert None not in verloop.lees(OutboxEvent.payload_geheim)


def test_een_half_jaar_na_het_einde_is_de_ruimte_weg_en_anders_blijft_zij(verloop: Verloop) -> None:
    mensen = [iemand(verloop.omgeving, aanvraag(f"06{nummer}1234567")) for nummer in range(1, 7)]
    klaar, dood, weg, pauze, toch, stil = mensen
    verloop.bezorg(*mensen)
    verloop.tot(10)
    for mens, status in zip(mensen, ("afgerond", "overleden", "verhuisd", "gepauzeerd", "afgerond"), strict=False):
        _status(verloop, mens, status)
    verloop.tot(150)
    _status(verloop, toch, "actief")
    verloop.tot(10 + 183)
    assert [verloop.is_er(mens) for mens in mensen] == [True] * 6
    verloop.tot(10 + 187)
    assert [verloop.is_er(mens) for mens in (klaar, dood, weg)] == [False] * 3
    verloop.tot(DAGEN)
    assert [verloop.is_er(mens) for mens in (pauze, toch, stil)] == [True] * 3


def test_nep_gaat_na_dertig_dagen_en_een_teken_van_leven_houdt_het_tegen(verloop: Verloop) -> None:
    nep, vertelt, bekend = (iemand(verloop.omgeving, aanvraag(f"06{n}1234567")) for n in (1, 2, 3))
    for mens in (nep, vertelt, bekend):
        _verdacht(verloop, mens)
    _vertelt(verloop, vertelt)
    _status(verloop, bekend, "actief")
    verloop.bezorg(nep, vertelt, bekend)
    verloop.tot(30)
    assert verloop.is_er(nep)
    verloop.tot(31)
    assert not verloop.is_er(nep)
    verloop.tot(60)
    assert verloop.is_er(vertelt)
    assert verloop.is_er(bekend)


def test_wie_nog_een_afspraak_heeft_blijft(verloop: Verloop) -> None:
    klaar, nep = (iemand(verloop.omgeving, aanvraag(f"06{n}1234567")) for n in (1, 2))
    _verdacht(verloop, nep)

    def doe(sessie: Session, now: datetime) -> None:
        for mens in (klaar, nep):
            plan(sessie, mens.inwoner_id, begin=(now + timedelta(days=200)).isoformat(), einde=None)

    verloop.schrijf(doe)
    _status(verloop, klaar, "afgerond")
    verloop.bezorg(klaar, nep)
    verloop.tot(199)
    assert verloop.is_er(klaar)
    verloop.tot(202)
    assert not verloop.is_er(klaar)
    assert verloop.is_er(nep)


def test_van_een_bericht_gaat_eerst_de_tekst_en_dan_het_feit(verloop: Verloop) -> None:
    mens = iemand(verloop.omgeving, veilig="ja")
    verloop.schrijf(
        lambda sessie, now: zet_klaar(
            sessie,
            Sjablonen(CONTENT / "meldingen"),
            sessie.get_one(Inwoner, mens.inwoner_id),
            soort="aanmelding",
            waarden={"datum": "morgen", "telefoon": "0800"},
            now=now,
        )
    )
    verloop.bezorg(mens)
    sms = OutboxEvent.bestemming == "sms"
    verloop.tot(13)
    assert None not in verloop.lees(OutboxEvent.payload_geheim, sms)
    assert verloop.lees(OutboxEvent.payload_geheim, ~sms) == [None]
    verloop.tot(15)
    assert verloop.lees(OutboxEvent.payload_geheim, sms) == [None]
    verloop.klok.verzet(days=340)
    verloop.tot(16)
    assert len(verloop.lees(Melding.id)) == 1
    verloop.klok.verzet(days=20)
    verloop.tot(17)
    assert verloop.lees(Melding.id) == []


def test_wat_opent_leeft_kort(verloop: Verloop) -> None:
    mens = iemand(verloop.omgeving)
    verloop.schrijf(lambda sessie, now: geef_activatiecode(sessie, mens.inwoner_id, now))
    verloop.tot(1)
    assert verloop.lees(Sessie.merk) == []
    assert len(verloop.lees(Activatiecode.id)) == 1
    verloop.tot(8)
    assert verloop.lees(Activatiecode.id) == []


def test_van_wie_zich_liet_wissen_gaat_na_bezorging_ook_de_rest(verloop: Verloop) -> None:
    mens = iemand(verloop.omgeving, aanvraag(eigen_woorden="Woorden"))
    verloop.schrijf(
        lambda sessie, now: wis_op_verzoek(sessie, sessie.get_one(Inwoner, mens.inwoner_id), hulp_door=True, now=now)
    )
    verloop.tot(50)
    assert None not in verloop.lees(OutboxEvent.payload_geheim)
    verloop.bezorg(mens)
    verloop.tot(51)
    assert verloop.lees(OutboxEvent.payload_geheim) == [None, None]
    assert verloop.lees(Gewist.inwoner_id) == [mens.inwoner_id]
