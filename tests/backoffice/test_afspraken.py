"""Appointments through the API: everything is kept, what is not right is told at once."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portal.afspraken.models import Afspraak
from portal.afspraken.reageren import neem_iemand_mee, vraag_ander_moment
from portal.inwoners.models import Inwoner
from portal.omgeving import Omgeving
from tests.backoffice.bouwers import STAD, Systeem
from tests.bouwers import aangemeld

VOL: dict[str, Any] = {
    "gewijzigdOp": "2026-11-20T10:00:00+01:00",
    "begin": "2026-12-01T10:00:00+01:00",
    "einde": "2026-12-01T11:00:00+01:00",
    "soort": "kantoor",
    "plaats": "Plein 1",
    "met": "Noor",
    "meenemen": ["Een brief"],
    "tolk": "Tigrinya",
    "status": "gepland",
    "alternatieven": [{"id": "a", "begin": "2026-12-02T10:00:00+01:00", "einde": "2026-12-02T11:00:00+01:00"}],
}


@pytest.fixture
def wie(omgeving: Omgeving) -> UUID:
    gemeente = omgeving.gemeenten.van_slug(STAD)
    assert gemeente is not None
    with omgeving.databank.schrijven(STAD) as sessie:
        return aangemeld(sessie, gemeente, omgeving.kalender, omgeving.klok.nu()).inwoner_id


def _zet(systeem: Systeem, wie: UUID, lichaam: object, kenmerk: str = "b-2026.1") -> tuple[int, dict[str, Any]]:
    antwoord = systeem.vraag("PUT", f"/inwoners/{wie}/afspraken/{kenmerk}", json=lichaam)
    assert antwoord.json is not None
    return antwoord.status_code, antwoord.json


def test_alle_velden_worden_bewaard_en_zijn_het_antwoord(stad: Systeem, wie: UUID) -> None:
    verwacht = {"afspraakId": "b-2026.1", **VOL}
    assert _zet(stad, wie, VOL) == (200, verwacht)
    assert _zet(stad, wie, VOL) == (200, verwacht)
    inwoner = stad.haal(f"/inwoners/{wie}").json
    assert inwoner is not None
    assert inwoner["afspraken"] == [verwacht]


@pytest.mark.parametrize("soort", ["kantoor", "thuis", "telefoon", "video"])
def test_begin_en_soort_zijn_genoeg(stad: Systeem, wie: UUID, soort: str) -> None:
    kaal = {"gewijzigdOp": VOL["gewijzigdOp"], "begin": VOL["begin"], "soort": soort}
    assert _zet(stad, wie, kaal) == (200, {"afspraakId": "b-2026.1", "status": "gepland", **kaal})
    leeg = kaal | dict.fromkeys(("einde", "plaats", "met", "meenemen", "tolk", "alternatieven"))
    assert _zet(stad, wie, leeg, "ander")[0] == 200


def test_een_oudere_verandering_hoort_wat_er_staat(stad: Systeem, wie: UUID) -> None:
    _zet(stad, wie, VOL)
    ouder = VOL | {"gewijzigdOp": "2026-11-20T09:59:59+01:00", "status": "vervallen"}
    assert _zet(stad, wie, ouder) == (200, {"afspraakId": "b-2026.1", **VOL})


def test_wat_de_inwoner_zei_staat_erbij_zolang_het_geldt(stad: Systeem, omgeving: Omgeving, wie: UUID) -> None:
    _zet(stad, wie, VOL)
    now = omgeving.klok.nu()
    with omgeving.databank.schrijven(STAD) as sessie:
        afspraak = sessie.scalars(select(Afspraak)).one()
        inwoner = sessie.get_one(Inwoner, wie)
        dag = now.date()
        vraag_ander_moment(sessie, inwoner, afspraak, "moment:a", versie=1, uiterlijk=dag, now=now)
        neem_iemand_mee(sessie, inwoner, afspraak, True, versie=1, now=now)
    gezegd = {"soort": "verzet_gevraagd", "op": "2026-11-20T10:00:00+01:00", "alternatiefId": "a"}
    _, stand = _zet(stad, wie, VOL | {"gewijzigdOp": "2026-11-20T10:00:01+01:00", "met": "Sam"})
    assert (stand["reactie"], stand["begeleiderMee"]) == (gezegd, True)
    verzet = {"begin": "2026-12-02T10:00:00+01:00", "einde": "2026-12-02T11:00:00+01:00"}
    _, stand = _zet(stad, wie, VOL | verzet | {"gewijzigdOp": "2026-11-20T10:00:02+01:00"})
    assert "reactie" not in stand


def test_een_onbekende_en_die_van_een_andere_gemeente_zijn_er_niet(stad: Systeem, dorp: Systeem, wie: UUID) -> None:
    assert _zet(stad, uuid4(), VOL)[0] == 404
    assert _zet(dorp, wie, VOL)[0] == 404
    for kenmerk in ("met spatie", "x" * 101, "é", "a%2Fb"):
        assert _zet(stad, wie, VOL, kenmerk)[0] == 404


def test_alles_wat_niet_klopt_staat_er_in_een_keer(stad: Systeem, wie: UUID) -> None:
    lichaam = {
        "begin": "2026-12-01",
        "einde": "straks",
        "soort": "cafe",
        "plaats": "x" * 501,
        "met": 7,
        "meenemen": ["", "x" * 201, 3],
        "tolk": "x" * 81,
        "status": "misschien",
        "alternatieven": [{"id": "", "begin": "2026-12-02T10:00:00"}, "x"],
        "kleur": "rood",
    }
    status, probleem = _zet(stad, wie, lichaam)
    assert status == 400
    assert sorted({fout["veld"] for fout in probleem["fouten"]}) == [
        "alternatieven.0.begin",
        "alternatieven.0.id",
        "alternatieven.1",
        "begin",
        "einde",
        "gewijzigdOp",
        "kleur",
        "meenemen.0",
        "meenemen.1",
        "meenemen.2",
        "met",
        "plaats",
        "soort",
        "status",
        "tolk",
    ]


def test_een_einde_ligt_na_het_begin_en_een_moment_staat_er_een_keer(stad: Systeem, wie: UUID) -> None:
    moment = VOL["alternatieven"][0]
    lichaam = VOL | {
        "einde": VOL["begin"],
        "alternatieven": [moment, moment | {"einde": "2026-12-02T09:59:00+01:00"}],
    }
    status, probleem = _zet(stad, wie, lichaam)
    assert status == 400
    velden = [fout["veld"] for fout in probleem["fouten"]]
    assert velden == ["einde", "alternatieven.1.einde", "alternatieven.1.id"]


@pytest.mark.parametrize(
    "begin",
    ["2026-12-01T10:00:00", "2026-12-01T10:00:00+99:00", "2026-12-01T10:00:00[Europe/Paris]", "0001-01-01T00:00:00Z"],
)
def test_een_moment_zonder_bekende_tijdzone_wordt_geweigerd(stad: Systeem, wie: UUID, begin: str) -> None:
    status, probleem = _zet(stad, wie, VOL | {"begin": begin, "einde": None})
    assert status == 400
    assert {fout["veld"] for fout in probleem["fouten"]} == {"begin"}


def test_een_moment_dat_voorbij_is_mag_aangeboden_worden(stad: Systeem, wie: UUID) -> None:
    oud = [{"id": "a", "begin": "2026-11-01T10:00:00+01:00"}]
    assert _zet(stad, wie, VOL | {"alternatieven": oud})[0] == 200
