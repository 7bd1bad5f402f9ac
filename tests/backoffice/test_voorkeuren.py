"""Preferences and status by the API: the newest word stays, whoever said it and in whatever order it came."""

from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.inwoners.models import Inwoner, Inzage
from portal.inwoners.voorkeuren import wijzig_voorkeuren
from portal.omgeving import Omgeving
from portal.toegang.models import Sessie
from tests.backoffice.bouwers import DORP, STAD, Systeem
from tests.toegang.mens import iemand

VROEG, LAAT = "2026-11-20T09:00:00+01:00", "2026-11-20T11:00:00.5+01:00"


def _wie(systeem: Systeem) -> str:
    antwoord = systeem.vraag("POST", "/inwoners", json={"kanaal": "telefoon", "telefoon": "0612345678"})
    assert antwoord.json is not None
    return str(antwoord.json["id"])


def _zet(systeem: Systeem, wie: str, wat: str, op: str, **velden: Any) -> dict[str, Any]:
    antwoord = systeem.vraag("PUT", f"/inwoners/{wie}/{wat}", json={"gewijzigdOp": op, **velden})
    assert antwoord.status_code == 200, antwoord.text
    return dict(antwoord.json or {})


def _voorkeuren(systeem: Systeem, wie: str) -> dict[str, Any]:
    return dict((systeem.haal(f"/inwoners/{wie}").json or {})["voorkeuren"])


def test_wat_er_niet_bij_staat_blijft_zoals_het_was(stad: Systeem) -> None:
    wie = _wie(stad)
    _zet(stad, wie, "voorkeuren", VROEG, kanalen=["bellen", "sms"], tolk={"nodig": True, "taal": "Tigrinya"})
    nu = _zet(stad, wie, "voorkeuren", LAAT, veiligBereikbaar="ja", taal="ti")
    assert nu == {
        "veiligBereikbaar": "ja",
        "taal": "ti",
        "kanalen": ["bellen", "sms"],
        "tolk": {"nodig": True, "taal": "Tigrinya"},
    }
    heel = stad.haal(f"/inwoners/{wie}").json or {}
    assert (heel["veiligBereikbaar"], heel["taal"], heel["tolk"]) == ("ja", "ti", {"nodig": True, "taal": "Tigrinya"})


def test_elke_volgorde_van_zes_wijzigingen_geeft_hetzelfde(stad: Systeem) -> None:
    wijzigingen: list[dict[str, Any]] = [
        {"gewijzigdOp": "2026-11-20T09:00:00+01:00", "veiligBereikbaar": "nee"},
        {"gewijzigdOp": "2026-11-20T09:01:00+01:00", "kanalen": ["sms"], "taal": "pl"},
        {"gewijzigdOp": "2026-11-20T09:02:00+01:00", "veiligBereikbaar": "ja", "tolk": {"nodig": True}},
        {"gewijzigdOp": "2026-11-20T09:03:00+01:00", "kanalen": ["email", "brief"]},
        {"gewijzigdOp": "2026-11-20T09:03:00+01:00", "kanalen": ["bellen"]},
        {"gewijzigdOp": "2026-11-20T09:04:00+01:00", "tolk": {"nodig": False, "taal": "Pools"}},
    ]
    uitkomsten = set()
    wie = [_wie(stad) for _ in range(2)]
    for nummer, volgorde in enumerate(permutations(wijzigingen)):
        if nummer % 60:  # every order in tests/inwoners, without the way through HTTP
            continue
        wie.append(_wie(stad))
        for wijziging in volgorde:
            assert stad.vraag("PUT", f"/inwoners/{wie[-1]}/voorkeuren", json=wijziging).status_code == 200
        uitkomsten.add(str(_voorkeuren(stad, wie[-1])))
    assert len(uitkomsten) == 1
    assert "'veiligBereikbaar': 'ja'" in uitkomsten.pop()


def test_wat_de_inwoner_zelf_zegt_gaat_voor_een_klok_die_voorloopt(stad: Systeem, omgeving: Omgeving) -> None:
    wie = _wie(stad)
    _zet(stad, wie, "voorkeuren", "2027-01-01T00:00:00+01:00", veiligBereikbaar="ja")
    with omgeving.databank.schrijven(STAD) as sessie:
        inwoner = sessie.scalars(select(Inwoner)).one()
        wijzig_voorkeuren(sessie, inwoner, {"veilig": "nee"}, omgeving.klok.nu())
    assert _voorkeuren(stad, wie)["veiligBereikbaar"] == "nee"
    assert _zet(stad, wie, "voorkeuren", LAAT, veiligBereikbaar="ja")["veiligBereikbaar"] == "nee"


@pytest.mark.parametrize(
    ("lichaam", "veld"),
    [
        ({"gewijzigdOp": VROEG, "kanalen": ["duif"]}, "kanalen.0"),
        ({"gewijzigdOp": VROEG, "veiligBereikbaar": "misschien"}, "veiligBereikbaar"),
        ({"gewijzigdOp": VROEG, "telefoon": "0612345678"}, "telefoon"),
        ({"kanalen": []}, "gewijzigdOp"),
        ({"gewijzigdOp": VROEG, "tolk": {"taal": "Farsi"}}, "tolk.nodig"),
    ],
)
def test_wat_niet_kan_wordt_gezegd(stad: Systeem, lichaam: dict[str, Any], veld: str) -> None:
    antwoord = stad.vraag("PUT", f"/inwoners/{_wie(stad)}/voorkeuren", json=lichaam)
    assert antwoord.status_code == 400
    assert [fout["veld"] for fout in (antwoord.json or {})["fouten"]] == [veld]


def test_een_oudere_status_verandert_niets(stad: Systeem) -> None:
    wie = _wie(stad)
    _zet(stad, wie, "status", LAAT, status="gepauzeerd", tot="2026-12-24")
    assert _zet(stad, wie, "status", VROEG, status="afgerond") == {
        "status": "gepauzeerd",
        "tot": "2026-12-24",
        "gewijzigdOp": "2026-11-20T11:00:00.500000+01:00",
    }
    nu = _zet(stad, wie, "status", "2026-11-20T12:00:00+01:00", status="actief")
    assert nu == {"status": "actief", "gewijzigdOp": "2026-11-20T12:00:00+01:00"}


def test_tot_hoort_alleen_bij_een_pauze(stad: Systeem) -> None:
    lichaam = {"gewijzigdOp": VROEG, "status": "afgerond", "tot": "2026-12-24"}
    antwoord = stad.vraag("PUT", f"/inwoners/{_wie(stad)}/status", json=lichaam)
    assert antwoord.status_code == 400
    assert [fout["veld"] for fout in (antwoord.json or {})["fouten"]] == ["tot"]


def test_na_overlijden_is_iedereen_uitgelogd(dorp: Systeem, omgeving: Omgeving) -> None:
    mens = iemand(omgeving)
    _zet(dorp, str(mens.inwoner_id), "status", VROEG, status="overleden")
    with omgeving.databank.lezen(DORP) as sessie:
        assert sessie.scalars(select(Sessie)).all() == []


@pytest.mark.parametrize("wat", ["voorkeuren", "status"])
def test_van_een_andere_gemeente_of_onbekend_is_het_er_niet(stad: Systeem, dorp: Systeem, wat: str) -> None:
    lichaam = {"gewijzigdOp": VROEG} | ({"status": "actief"} if wat == "status" else {})
    for wie in (_wie(stad), str(uuid4())):
        assert dorp.vraag("PUT", f"/inwoners/{wie}/{wat}", json=lichaam).status_code == 404


def test_wie_kijkt_staat_in_het_logboek_van_de_inwoner(stad: Systeem, omgeving: Omgeving) -> None:
    wie = _wie(stad)
    for _ in range(3):  # a system that asks again and again is one line an hour
        stad.haal(f"/inwoners/{wie}")
    with omgeving.databank.lezen(STAD) as sessie:
        rijen = sessie.scalars(select(Inzage)).all()
        assert [(str(r.inwoner_id), r.rol, r.wie, r.wat) for r in rijen] == [(wie, "backoffice", "Proefbak", "alles")]
