"""Signing up: one transaction, never twice, never lost, never merged."""

import json
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.aanmelding.aanvullen import meld_haast, vul_aan
from portal.aanmelding.models import Aanmelding
from portal.aanmelding.service import NietBereikbaar, herstel, meld_aan, trek_in
from portal.db.databank import Databank
from portal.gemeente import Gemeente
from portal.inwoners.models import Inwoner
from portal.meldingen.models import Melding
from portal.outbox.models import OutboxEvent
from portal.termijnen import Kalender
from tests.bouwers import aangemeld, aanvraag
from tests.browser_na import StrengeClient, formulier

NU = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday


def _events(databank: Databank, gemeente: Gemeente) -> list[tuple[str, dict[str, Any], bool]]:
    with databank.lezen(gemeente.slug) as sessie:
        return [
            (e.type, json.loads(e.payload or "null"), e.dringend)
            for e in sessie.scalars(select(OutboxEvent).order_by(OutboxEvent.onderwerp_id, OutboxEvent.seq))
        ]


def _aantal(databank: Databank, gemeente: Gemeente, soort: type[Any]) -> int:
    with databank.lezen(gemeente.slug) as sessie:
        return sessie.scalar(select(func.count()).select_from(soort)) or 0


def _aanmelding(databank: Databank, gemeente: Gemeente) -> Aanmelding:
    with databank.lezen(gemeente.slug) as sessie:
        return sessie.scalars(select(Aanmelding)).one()


def test_een_telefoonnummer_is_genoeg(databank: Databank, gemeente: Gemeente, kalender: Kalender) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        aangemeld(sessie, gemeente, kalender, NU)
    ((soort, data, dringend),) = _events(databank, gemeente)
    assert soort == "aanmelding.ontvangen"
    assert not dringend
    assert data["bereikbaarheid"] == {"telefoon": "+31612345678"}
    assert data["startdatum"] == "2026-11-20"
    assert data["termijnen"] == {
        "belbelofteUiterlijk": "2026-11-24",
        "eersteGesprekUiterlijk": "2026-12-18",
    }
    assert data["veiligBereikbaar"] == "onbekend"
    assert data["verdacht"] is False
    assert "naam" not in data
    assert "helper" not in data


def test_zonder_een_manier_om_iemand_te_bereiken_kan_het_niet(
    databank: Databank, gemeente: Gemeente, kalender: Kalender
) -> None:
    with pytest.raises(NietBereikbaar), databank.schrijven(gemeente.slug) as sessie:
        aangemeld(sessie, gemeente, kalender, NU, wat=aanvraag(None))
    assert _aantal(databank, gemeente, Inwoner) == 0


def test_een_dubbele_tik_is_een_aanmelding(databank: Databank, gemeente: Gemeente, kalender: Kalender) -> None:
    uitkomsten = []
    for minuten in (0, 0, 9):
        with databank.schrijven(gemeente.slug) as sessie:
            uitkomsten.append(aangemeld(sessie, gemeente, kalender, NU + timedelta(minutes=minuten)))
    assert len({u.aanmelding_id for u in uitkomsten}) == 1
    assert len({u.sessienummer for u in uitkomsten}) == 3
    assert len(_events(databank, gemeente)) == 1


def test_na_tien_minuten_is_hetzelfde_een_nieuwe_inwoner(
    databank: Databank, gemeente: Gemeente, kalender: Kalender
) -> None:
    for minuten in (0, 11):
        with databank.schrijven(gemeente.slug) as sessie:
            aangemeld(sessie, gemeente, kalender, NU + timedelta(minutes=minuten))
    assert _aantal(databank, gemeente, Inwoner) == 2


@pytest.mark.parametrize(
    ("bron", "wat"),
    [("192.0.2.9", aanvraag()), ("192.0.2.1", aanvraag("06 87654321")), ("192.0.2.1", aanvraag(naam="Iemand"))],
)
def test_een_andere_bron_of_inhoud_is_een_ander(
    databank: Databank, gemeente: Gemeente, kalender: Kalender, bron: str, wat: Any
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        aangemeld(sessie, gemeente, kalender, NU)
    with databank.schrijven(gemeente.slug) as sessie:
        aangemeld(sessie, gemeente, kalender, NU, bron=bron, wat=wat)
    assert _aantal(databank, gemeente, Aanmelding) == 2


def test_tikken_op_hetzelfde_moment_zijn_een_aanmelding(
    databank: Databank, gemeente: Gemeente, kalender: Kalender
) -> None:
    klaar = threading.Barrier(6)
    fouten: list[Exception] = []

    def tik() -> None:
        klaar.wait()
        try:
            with databank.schrijven(gemeente.slug) as sessie:
                aangemeld(sessie, gemeente, kalender, NU)
        except Exception as fout:
            fouten.append(fout)

    draden = [threading.Thread(target=tik) for _ in range(6)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert fouten == []
    assert _aantal(databank, gemeente, Aanmelding) == 1
    assert len(_events(databank, gemeente)) == 1


def test_wie_introk_en_opnieuw_vraagt_raakt_niet_kwijt(
    databank: Databank, gemeente: Gemeente, kalender: Kalender
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        eerste = aangemeld(sessie, gemeente, kalender, NU)
        trek_in(sessie, sessie.get_one(Aanmelding, eerste.aanmelding_id), now=NU)
    for _ in range(2):
        with databank.schrijven(gemeente.slug) as sessie:
            tweede = aangemeld(sessie, gemeente, kalender, NU + timedelta(minutes=1))
    assert tweede.aanmelding_id != eerste.aanmelding_id
    assert _aantal(databank, gemeente, Aanmelding) == 2


def test_veel_van_een_bron_wordt_gemerkt_en_nooit_geweigerd(
    databank: Databank, gemeente: Gemeente, kalender: Kalender
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        for nummer in range(62):
            aangemeld(sessie, gemeente, kalender, NU, wat=aanvraag(f"06 1000{nummer:04}"))
    verdacht = [data["verdacht"] for _, data, _ in _events(databank, gemeente)]
    assert len(verdacht) == 62
    assert verdacht.count(True) == 2


def test_haast_vervroegt_de_datum_en_is_dringend(databank: Databank, gemeente: Gemeente, kalender: Kalender) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        wie = aangemeld(sessie, gemeente, kalender, NU)
        meld_haast(
            sessie, sessie.get_one(Aanmelding, wie.aanmelding_id), ("woning",), date(2026, 12, 1), kalender, now=NU
        )
    soort, data, dringend = _events(databank, gemeente)[-1]
    assert (soort, dringend) == ("aanmelding.aangevuld", True)
    assert data["onderwerp"] == "haast"
    assert data["gronden"] == ["woning"]
    assert data["datum"] == "2026-12-01"
    assert data["crisisinterventie"] is True
    assert data["termijnen"]["eersteGesprekUiterlijk"] == "2026-11-25"


def test_haast_die_later_bekend_wordt_telt_vanaf_die_dag_en_nooit_later(
    databank: Databank, gemeente: Gemeente, kalender: Kalender
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        wie = aangemeld(sessie, gemeente, kalender, NU)
        aanmelding = sessie.get_one(Aanmelding, wie.aanmelding_id)
        meld_haast(sessie, aanmelding, ("anders",), None, kalender, now=NU + timedelta(days=10))
        assert aanmelding.eerste_gesprek_uiterlijk == date(2026, 12, 3)
        meld_haast(sessie, aanmelding, ("anders",), None, kalender, now=NU + timedelta(days=27))
        assert aanmelding.eerste_gesprek_uiterlijk == date(2026, 12, 3)
        meld_haast(sessie, aanmelding, (), None, kalender, now=NU + timedelta(days=27))
        assert aanmelding.eerste_gesprek_uiterlijk == date(2026, 12, 3)
        assert aanmelding.crisisinterventie is False


def test_woorden_die_op_haast_wijzen_zetten_alleen_de_vraag_voorop(
    databank: Databank, gemeente: Gemeente, kalender: Kalender
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        aangemeld(sessie, gemeente, kalender, NU, wat=aanvraag(eigen_woorden="Morgen is de ontruiming"))
    aanmelding = _aanmelding(databank, gemeente)
    assert aanmelding.haast_klinkt is True
    assert aanmelding.crisisinterventie is False


def test_intrekken_en_herstellen_gaan_een_keer_naar_de_backoffice(
    databank: Databank, gemeente: Gemeente, kalender: Kalender
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        wie = aangemeld(sessie, gemeente, kalender, NU)
        aanmelding = sessie.get_one(Aanmelding, wie.aanmelding_id)
        for _ in range(2):
            trek_in(sessie, aanmelding, now=NU)
        for _ in range(2):
            herstel(sessie, gemeente, aanmelding, kalender, now=NU)
    assert [soort for soort, _, _ in _events(databank, gemeente)] == [
        "aanmelding.ontvangen",
        "aanmelding.ingetrokken",
        "aanmelding.hersteld",
    ]
    assert _aanmelding(databank, gemeente).belbelofte_uiterlijk == date(2026, 11, 24)


def test_herstellen_na_lange_tijd_belooft_opnieuw(databank: Databank, gemeente: Gemeente, kalender: Kalender) -> None:
    later = NU + timedelta(days=60)
    with databank.schrijven(gemeente.slug) as sessie:
        wie = aangemeld(sessie, gemeente, kalender, NU)
        aanmelding = sessie.get_one(Aanmelding, wie.aanmelding_id)
        trek_in(sessie, aanmelding, now=NU)
        herstel(sessie, gemeente, aanmelding, kalender, now=later)
    assert _aanmelding(databank, gemeente).belbelofte_uiterlijk > later.date()


def test_elk_later_antwoord_is_een_event_in_volgorde(
    databank: Databank, gemeente: Gemeente, kalender: Kalender
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        wie = aangemeld(sessie, gemeente, kalender, NU)
        aanmelding = sessie.get_one(Aanmelding, wie.aanmelding_id)
        vul_aan(sessie, aanmelding, "bellen_wanneer", "ochtend", now=NU)
        vul_aan(sessie, aanmelding, "bellen_wanneer", "avond", now=NU)
    assert [d.get("antwoord") for _, d, _ in _events(databank, gemeente)] == [None, "ochtend", "avond"]


def test_een_aanmelding_om_een_minuut_voor_middernacht_telt_voor_die_dag(
    databank: Databank, gemeente: Gemeente, kalender: Kalender
) -> None:
    laat = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)  # 23:59 in Amsterdam
    with databank.schrijven(gemeente.slug) as sessie:
        aangemeld(sessie, gemeente, kalender, laat)
    assert _aanmelding(databank, gemeente).startdatum == date(2026, 11, 20)


def test_een_groep_als_hint_gaat_mee_als_antwoord(databank: Databank, gemeente: Gemeente, kalender: Kalender) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        meld_aan(sessie, gemeente, kalender, replace(aanvraag(), groep="jong"), bron="x", now=NU)
    assert _events(databank, gemeente)[-1][1]["antwoord"] == ["jong"]


def test_wie_het_bij_het_aanmelden_al_zei_krijgt_een_bericht_en_geen_twee(
    client: StrengeClient, databank: Databank
) -> None:
    client.post("/nl/aanmelden", data={"telefoon": "0612345678", "meelezen": "nee"})
    for _ in range(2):
        pagina = client.get("/nl/aanmelden/klaar").text
        velden = {naam: waarden for naam, waarden in formulier(pagina, "/klaar").items() if naam == "csrf_token"}
        assert client.post("/nl/aanmelden/klaar", data={**velden, "meelezen": "nee"}).status_code == 303
    with databank.lezen("*") as sessie:
        assert len(sessie.scalars(select(Melding)).all()) == 1
