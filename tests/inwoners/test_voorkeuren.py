"""Preferences: the newest word about each thing stays, whoever said it and in whatever order it came."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from portal.inwoners.models import Inwoner
from portal.inwoners.voorkeuren import Voorkeuren, voorkeuren_van, wijzig_voorkeuren, zet_voorkeuren
from portal.omgeving import Omgeving
from tests.toegang.mens import iemand

T = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WIJZIGINGEN: list[tuple[timedelta, dict[str, object]]] = [
    (timedelta(minutes=0), {"veilig": "nee", "taal": "pl"}),
    (timedelta(minutes=1), {"kanalen": ["sms"]}),
    (timedelta(minutes=2), {"veilig": "ja", "tolk": True}),
    (timedelta(minutes=3), {"kanalen": ["email", "brief"]}),
    (timedelta(minutes=3), {"kanalen": ["bellen"]}),
    (timedelta(minutes=4), {"taal_praten": "Pools", "tolk": False}),
]


def test_alle_720_volgordes_geven_dezelfde_voorkeuren(omgeving: Omgeving) -> None:
    gemeente = next(iter(omgeving.gemeenten)).slug
    mensen = [iemand(omgeving).inwoner_id for _ in range(4)]
    uitkomsten: set[Voorkeuren] = set()
    with omgeving.databank.schrijven(gemeente) as sessie:
        for nummer, volgorde in enumerate(permutations(WIJZIGINGEN)):
            if nummer % 12 and not omgeving.databank.is_sqlite:
                continue  # the order is worked out above the database: there all of them, here a part
            for na, waarden in volgorde:
                zet_voorkeuren(sessie, inwoner_id=mensen[0], waarden=waarden, gewijzigd_op=T + na)
            sessie.flush()
            inwoner = sessie.get_one(Inwoner, mensen[0])
            uitkomsten.add(voorkeuren_van(sessie, inwoner))
            sessie.rollback()
            sessie.begin()
    assert len(uitkomsten) == 1
    uitkomst = uitkomsten.pop()
    assert (uitkomst.veilig, uitkomst.taal, uitkomst.tolk, uitkomst.taal_praten) == ("ja", "pl", False, "Pools")


def test_nooit_gezegd_is_iets_anders_dan_nee(omgeving: Omgeving) -> None:
    gemeente = next(iter(omgeving.gemeenten)).slug
    wie = iemand(omgeving)
    with omgeving.databank.schrijven(gemeente) as sessie:
        inwoner = sessie.get_one(Inwoner, wie.inwoner_id)
        assert voorkeuren_van(sessie, inwoner).als_data() == {"veiligBereikbaar": "onbekend", "taal": "nl"}
        wijzig_voorkeuren(sessie, inwoner, {"kanalen": [], "anoniem_bellen": False}, T)
        assert voorkeuren_van(sessie, inwoner).als_data() == {
            "veiligBereikbaar": "onbekend",
            "taal": "nl",
            "kanalen": [],
            "anoniemBellen": False,
        }
