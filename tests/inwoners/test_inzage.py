"""The log of who looked: it only ever grows, whatever a program of ours tries."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from portal.inwoners.inzage import noteer_inzage, ruim_op, wie_keek
from portal.inwoners.models import Inwoner, Inzage
from portal.omgeving import Omgeving
from tests.toegang.mens import iemand


def _bekeken(omgeving: Omgeving, op: datetime) -> str:
    gemeente = next(iter(omgeving.gemeenten)).slug
    wie = iemand(omgeving)
    with omgeving.databank.schrijven(gemeente) as sessie:
        inwoner = sessie.get_one(Inwoner, wie.inwoner_id)
        assert noteer_inzage(sessie, inwoner, rol="backoffice", wie="Zaaksysteem", wat="alles", now=op)
    return gemeente


@pytest.mark.parametrize(
    "opdracht",
    [
        delete(Inzage),
        update(Inzage).values(wie="niemand"),
        text("DELETE FROM inzage"),
        text("UPDATE inzage SET op = '2020-01-01 00:00:00'"),
    ],
)
def test_een_regel_verandert_niet_en_verdwijnt_niet(omgeving: Omgeving, opdracht: object) -> None:
    gemeente = _bekeken(omgeving, datetime.now(UTC) - timedelta(days=360))
    with pytest.raises(DBAPIError, match="inzage"), omgeving.databank.schrijven(gemeente) as sessie:
        sessie.execute(opdracht)  # type: ignore[call-overload]
    with omgeving.databank.lezen(gemeente) as sessie:
        assert [rij.wie for rij in sessie.scalars(select(Inzage))] == ["Zaaksysteem"]


def test_na_de_bewaartermijn_mag_een_regel_weg(omgeving: Omgeving) -> None:
    gemeente = _bekeken(omgeving, datetime.now(UTC) - timedelta(days=800))
    with omgeving.databank.schrijven(gemeente) as sessie:
        assert ruim_op(sessie, datetime.now(UTC) - timedelta(days=730)) == 1
    with omgeving.databank.lezen(gemeente) as sessie:
        assert sessie.scalars(select(Inzage)).all() == []


def test_een_regel_blijft_staan_als_de_inwoner_gewist_is(omgeving: Omgeving) -> None:
    gemeente = _bekeken(omgeving, datetime.now(UTC))
    with omgeving.databank.schrijven(gemeente) as sessie:
        wie = sessie.scalars(select(Inwoner.id)).one()
        sessie.execute(delete(Inwoner))
    with omgeving.databank.lezen(gemeente) as sessie:
        assert [(blik.rol, blik.wie) for blik in wie_keek(sessie, wie)] == [("backoffice", "Zaaksysteem")]


def test_binnen_het_uur_is_hetzelfde_kijken_een_regel(omgeving: Omgeving) -> None:
    gemeente = next(iter(omgeving.gemeenten)).slug
    wie = iemand(omgeving).inwoner_id
    begin = omgeving.klok.nu()
    with omgeving.databank.schrijven(gemeente) as sessie:
        inwoner = sessie.get_one(Inwoner, wie)
        for minuten, naam in ((0, "A"), (1, "A"), (2, "B"), (59, "A"), (61, "A")):
            op = begin + timedelta(minutes=minuten)
            noteer_inzage(sessie, inwoner, rol="backoffice", wie=naam, wat="alles", now=op)
            sessie.flush()
        keken = [(int((blik.op - begin).total_seconds() // 60), blik.wie) for blik in wie_keek(sessie, wie)]
    assert keken == [(61, "A"), (2, "B"), (0, "A")]
