"""Late messages never overwrite newer ones, whatever the order they arrive in."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import uuid4

import pytest

from portal.db.databank import Databank
from portal.gemeente import Gemeente
from portal.inwoners.service import OnbekendeInwoner
from portal.termijnen import Kalender
from portal.traject.models import Traject
from portal.traject.service import zet_traject
from tests.bouwers import aangemeld

NU = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_elke_volgorde_van_zes_veranderingen_eindigt_in_dezelfde_stand(
    databank: Databank, gemeente: Gemeente, kalender: Kalender
) -> None:
    fasen = ["in_contact", "in_gesprek", "rust_en_overzicht", "plaatje_compleet", "toekomst", "in_gesprek"]
    wijzigingen = [
        (
            {"fase": fase, "stappen": [{"code": "kennismaking", "toelichting": str(n)}]},
            NU + timedelta(minutes=min(n, 4)),
        )
        for n, fase in enumerate(fasen)  # the last two carry the same moment
    ]
    standen = set()
    with databank.schrijven(gemeente.slug) as sessie:
        inwoner_id = aangemeld(sessie, gemeente, kalender, NU).inwoner_id
        for volgorde in permutations(wijzigingen):
            traject = sessie.get(Traject, inwoner_id)
            if traject is not None:
                sessie.delete(traject)
                sessie.flush()
            for inhoud, moment in volgorde:
                traject = zet_traject(sessie, inwoner_id=inwoner_id, inhoud=inhoud, gewijzigd_op=moment)
            assert traject is not None
            standen.add((traject.fase, str(traject.inhoud), traject.gewijzigd_op))
    assert len(standen) == 1


def test_een_onbekende_of_andermans_inwoner_bestaat_niet(
    databank: Databank, gemeente: Gemeente, kalender: Kalender
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        inwoner_id = aangemeld(sessie, gemeente, kalender, NU).inwoner_id
    for gemeente_slug, wie in ((gemeente.slug, uuid4()), ("elders", inwoner_id)):
        with pytest.raises(OnbekendeInwoner), databank.schrijven(gemeente_slug) as sessie:
            zet_traject(sessie, inwoner_id=wie, inhoud={"fase": "in_contact"}, gewijzigd_op=NU)
