"""The road of an inwoner, as the backoffice writes it: the newest state stays, whole."""

from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest

from portal.omgeving import Omgeving
from portal.outbox.models import OutboxEvent
from tests.backoffice.bouwers import STAD, Systeem
from tests.bouwers import aangemeld

VOL: dict[str, Any] = {
    "gewijzigdOp": "2026-11-20T10:00:00+01:00",
    "fase": "in_gesprek",
    "stappen": [
        {"code": "kennismaking", "wie": "gemeente", "status": "klaar", "gedaanOp": "2026-11-20"},
        {"code": "eerste_gesprek", "wie": "samen", "status": "nu", "uiterlijk": "2026-12-01", "toelichting": None},
        {"code": "budgetcoach", "wie": "inwoner", "status": "straks", "toelichting": "Je praat met de budgetcoach."},
    ],
    "hulpverlener": {"voornaam": "Noor", "werkdagen": ["ma", "do"], "telefoon": "14 0123"},
    "gedeeldMet": [{"systeem": "vish", "sinds": "2026-11-20"}],
    "nodig": [{"id": "n1", "wat": "Je loonstrook", "waarom": "Dan weten we je inkomen.", "gekregen": False}],
    "herstel": {"wat": "Laat je bankpas zien.", "uiterlijk": "2026-12-04"},
}


@pytest.fixture
def wie(omgeving: Omgeving) -> UUID:
    gemeente = omgeving.gemeenten.van_slug(STAD)
    assert gemeente is not None
    with omgeving.databank.schrijven(STAD) as sessie:
        return aangemeld(sessie, gemeente, omgeving.kalender, omgeving.klok.nu()).inwoner_id


def _zet(systeem: Systeem, wie: UUID, lichaam: object) -> tuple[int, dict[str, Any]]:
    antwoord = systeem.vraag("PUT", f"/inwoners/{wie}/traject", json=lichaam)
    assert antwoord.json is not None
    return antwoord.status_code, antwoord.json


def test_alle_velden_worden_bewaard_en_zijn_het_antwoord(stad: Systeem, wie: UUID) -> None:
    assert _zet(stad, wie, VOL) == (200, VOL)
    assert _zet(stad, wie, VOL) == (200, VOL)


def test_wat_niet_wordt_meegestuurd_is_er_niet_meer(stad: Systeem, wie: UUID) -> None:
    _zet(stad, wie, VOL)
    kaal = {"gewijzigdOp": "2026-11-20T10:00:01+01:00", "fase": "in_gesprek"}
    assert _zet(stad, wie, kaal) == (200, kaal)


def test_elke_volgorde_eindigt_in_dezelfde_stand(stad: Systeem, omgeving: Omgeving) -> None:
    gemeente = omgeving.gemeenten.van_slug(STAD)
    assert gemeente is not None
    wijzigingen = [
        {"gewijzigdOp": "2026-11-20T10:00:00+01:00", "fase": "in_contact"},
        {"gewijzigdOp": "2026-11-20T11:00:00.000001Z", "fase": "in_gesprek"},
        {"gewijzigdOp": "2026-11-20T12:00:00.000001+01:00", "fase": "rust_en_overzicht"},  # the same moment
    ]
    standen = set()
    for nummer, volgorde in enumerate(permutations(wijzigingen)):
        with omgeving.databank.schrijven(STAD) as sessie:
            wie = aangemeld(sessie, gemeente, omgeving.kalender, omgeving.klok.nu(), bron=f"b{nummer}").inwoner_id
        for lichaam in volgorde:
            status, stand = _zet(stad, wie, lichaam)
            assert status == 200
        standen.add(str(stand))
    assert len(standen) == 1


def test_een_oudere_verandering_verandert_niets_en_hoort_wat_er_staat(stad: Systeem, wie: UUID) -> None:
    _zet(stad, wie, VOL)
    ouder = {"gewijzigdOp": "2026-11-20T09:59:59.999+01:00", "fase": "toekomst"}
    assert _zet(stad, wie, ouder) == (200, VOL)


def test_een_onbekende_en_die_van_een_andere_gemeente_zijn_er_niet(stad: Systeem, dorp: Systeem, wie: UUID) -> None:
    assert _zet(stad, uuid4(), VOL)[0] == 404
    assert _zet(dorp, wie, VOL)[0] == 404
    assert stad.vraag("PUT", "/inwoners/1/traject", json=VOL).status_code == 404
    assert _zet(stad, wie, VOL)[0] == 200


def test_alles_wat_niet_klopt_staat_er_in_een_keer(stad: Systeem, wie: UUID) -> None:
    lichaam = {
        "fase": "klaar",
        "stappen": [{"code": 7, "wie": "jij", "status": "later", "uiterlijk": "2026-02-30", "kleur": "rood"}, "x", {}],
        "hulpverlener": {"werkdagen": ["maandag"]},
        "gedeeldMet": [{"systeem": "kvk", "sinds": "gisteren"}],
        "nodig": [{"id": "", "wat": "x" * 501, "gekregen": "ja"}],
        "herstel": {},
        "naam": "hoort hier niet",
    }
    status, probleem = _zet(stad, wie, lichaam)
    assert status == 400
    assert sorted({fout["veld"] for fout in probleem["fouten"]}) == [
        "fase",
        "gedeeldMet.0.sinds",
        "gedeeldMet.0.systeem",
        "gewijzigdOp",
        "herstel.uiterlijk",
        "herstel.wat",
        "hulpverlener.voornaam",
        "hulpverlener.werkdagen.0",
        "naam",
        "nodig.0.gekregen",
        "nodig.0.id",
        "nodig.0.wat",
        "stappen.0.code",
        "stappen.0.kleur",
        "stappen.0.status",
        "stappen.0.uiterlijk",
        "stappen.0.wie",
        "stappen.1",
        "stappen.2.code",
    ]


def test_een_code_staat_er_maar_een_keer(stad: Systeem, wie: UUID) -> None:
    dubbel = VOL | {
        "stappen": [{"code": "nazorg"}, {"code": "nazorg"}],
        "nodig": [{"id": "1", "wat": "a"}, {"id": "1", "wat": "b"}],
    }
    status, probleem = _zet(stad, wie, dubbel)
    assert status == 400
    assert [fout["veld"] for fout in probleem["fouten"]] == ["stappen.1.code", "nodig.1.id"]


@pytest.mark.parametrize(
    "moment", ["2026-11-20", "2026-11-20T10:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", 1, None]
)
def test_een_moment_zonder_zone_of_uit_een_andere_tijd_wordt_geweigerd(
    stad: Systeem, wie: UUID, moment: object
) -> None:
    status, probleem = _zet(stad, wie, VOL | {"gewijzigdOp": moment})
    assert status == 400
    assert {fout["veld"] for fout in probleem["fouten"]} == {"gewijzigdOp"}


@pytest.mark.parametrize("dag", ["0001-01-01", "9999-12-31", "1999-12-31", "2026-13-01"])
def test_een_dag_waar_geen_termijn_op_valt_wordt_geweigerd(stad: Systeem, wie: UUID, dag: str) -> None:
    stappen = [{"code": "eerste_gesprek", "gedaanOp": dag, "uiterlijk": dag}]
    status, probleem = _zet(stad, wie, VOL | {"stappen": stappen})
    assert status == 400
    assert {fout["veld"] for fout in probleem["fouten"]} == {"stappen.0.gedaanOp", "stappen.0.uiterlijk"}


def test_vreemde_tekst_blijft_tekst_en_besturing_gaat_eruit(stad: Systeem, wie: UUID) -> None:
    gek = "<script>alert(1)</script> {{ 7*7 }} %(x)s '; DROP TABLE traject;-- 😀 \u202e\x0b\x1b\x85é\nregel"
    lichaam = VOL | {"stappen": [{"code": "<b>", "toelichting": gek}]}
    status, stand = _zet(stad, wie, lichaam)
    assert status == 200
    schoon = gek.replace("\x0b", "").replace("\x1b", "").replace("\x85", "")
    assert stand["stappen"] == [{"code": "<b>", "toelichting": schoon}]


def test_wat_de_backoffice_zelf_schrijft_krijgt_zij_niet_terug(stad: Systeem, omgeving: Omgeving, wie: UUID) -> None:
    def hoeveel() -> int:
        with omgeving.databank.lezen(STAD) as sessie:
            return sessie.query(OutboxEvent).count()

    eerst = hoeveel()
    _zet(stad, wie, VOL)
    assert hoeveel() == eerst
