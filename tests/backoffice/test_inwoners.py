"""Somebody who came by, called or wrote: made once, with a code and terms that count from the day itself."""

import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from portal.aanmelding.aanvullen import vul_aan
from portal.aanmelding.models import Aanmelding
from portal.aanmelding.queries import aanmelding_van
from portal.aanmelding.service import trek_in
from portal.inwoners.models import Inwoner
from portal.omgeving import Omgeving
from portal.outbox.models import OutboxEvent
from portal.toegang.codes import lees_code
from portal.toegang.service import OnbekendeCode, hash_wachtende, herken_code
from tests.backoffice.bouwers import STAD, Systeem
from tests.conftest import VasteKlok

VOL = {
    "kanaal": "telefoon",
    "startdatum": "2026-11-17",
    "naam": "Noor de Vries",
    "telefoon": "06 12 34 56 78",
    "email": "noor@example.nl",
    "taal": "ar",
    "gronden": ["woning"],
    "veiligBereikbaar": "alleen_neutraal",
}


def _maak(systeem: Systeem, lichaam: object, sleutel: str | None = None) -> tuple[int, dict[str, Any]]:
    koppen = {} if sleutel is None else {"Idempotency-Key": sleutel}
    antwoord = systeem.vraag("POST", "/inwoners", json=lichaam, headers=koppen)
    assert antwoord.json is not None
    if antwoord.status_code == 201:
        assert antwoord.headers["Location"] == f"/api/v1/inwoners/{antwoord.json['id']}"
    return antwoord.status_code, antwoord.json


def _haal(systeem: Systeem, wie: object) -> dict[str, Any]:
    antwoord = systeem.haal(f"/inwoners/{wie}")
    assert antwoord.status_code == 200
    assert antwoord.json is not None
    return dict(antwoord.json)


def _hoeveel(omgeving: Omgeving) -> int:
    with omgeving.databank.lezen(STAD) as sessie:
        return sessie.scalar(select(func.count()).select_from(Inwoner)) or 0


def test_wie_belde_staat_er_met_termijnen_vanaf_die_dag(stad: Systeem, omgeving: Omgeving) -> None:
    status, gemaakt = _maak(stad, VOL)
    assert status == 201
    assert gemaakt.keys() == {"id", "code"}
    inwoner = _haal(stad, gemaakt["id"])
    aanmelding = inwoner.pop("aanmelding")
    assert inwoner == {
        "id": gemaakt["id"],
        "naam": "Noor de Vries",
        "taal": "ar",
        "bereikbaarheid": {"telefoon": "+31612345678", "email": "noor@example.nl"},
        "veiligBereikbaar": "alleen_neutraal",
        "status": {"status": "actief"},
        "voorkeuren": {"veiligBereikbaar": "alleen_neutraal", "taal": "ar"},
        "toestemmingen": [],
        "afspraken": [],
    }
    aanmelding_id = aanmelding.pop("aanmeldingId")
    assert aanmelding == {
        "status": "ontvangen",
        "kanaal": "telefoon",
        "startdatum": "2026-11-17",
        "ontvangenOp": "2026-11-20T10:00:00+01:00",
        "crisisinterventie": True,
        # A Tuesday: two working days for the call, three for the conversation.
        "termijnen": {"belbelofteUiterlijk": "2026-11-19", "eersteGesprekUiterlijk": "2026-11-20"},
    }
    with omgeving.databank.lezen(STAD) as sessie:
        events = sessie.scalars(select(OutboxEvent)).all()
        assert [(event.type, event.dringend) for event in events] == [("aanmelding.ontvangen", True)]
        data = json.loads(events[0].payload or "")
    assert data["aanmeldingId"] == aanmelding_id
    assert (data["kanaal"], data["startdatum"], data["crisisinterventie"]) == ("telefoon", "2026-11-17", True)
    assert data["termijnen"] == aanmelding["termijnen"]


def test_zonder_haast_telt_vier_weken_vanaf_vandaag(stad: Systeem) -> None:
    status, gemaakt = _maak(stad, {"kanaal": "balie"})
    assert status == 201
    inwoner = _haal(stad, gemaakt["id"])
    assert inwoner["bereikbaarheid"] == {"langskomen": True}
    assert inwoner["veiligBereikbaar"] == "onbekend"
    assert inwoner["aanmelding"]["startdatum"] == "2026-11-20"
    assert inwoner["aanmelding"]["crisisinterventie"] is False
    assert inwoner["aanmelding"]["termijnen"]["eersteGesprekUiterlijk"] == "2026-12-18"


def test_met_de_code_komt_iemand_binnen(stad: Systeem, omgeving: Omgeving, klok: VasteKlok) -> None:
    _, gemaakt = _maak(stad, VOL)
    assert lees_code(gemaakt["code"]) == gemaakt["code"]
    hash_wachtende(omgeving.databank, klok.nu())
    herkend = herken_code(omgeving.databank, gemeente=STAD, getypt=gemaakt["code"], bron="b", now=klok.nu())
    assert str(herkend.inwoner_id) == gemaakt["id"]


def test_dezelfde_sleutel_maakt_een_inwoner(stad: Systeem, dorp: Systeem, omgeving: Omgeving) -> None:
    eerst = _maak(stad, VOL, "k-1")
    assert _maak(stad, dict(reversed(VOL.items())), "k-1") == eerst
    assert _hoeveel(omgeving) == 1
    assert _maak(dorp, VOL, "k-1")[1]["id"] != eerst[1]["id"]
    assert _maak(stad, VOL, "k-2")[1]["id"] != eerst[1]["id"]
    assert _maak(stad, VOL)[1]["id"] != eerst[1]["id"]
    assert _hoeveel(omgeving) == 3


def test_dezelfde_sleutel_met_iets_anders_wordt_geweigerd(stad: Systeem, omgeving: Omgeving) -> None:
    _maak(stad, VOL, "k-1")
    status, probleem = _maak(stad, VOL | {"naam": "Iemand anders"}, "k-1")
    assert status == 422
    assert probleem["status"] == 422
    assert _hoeveel(omgeving) == 1


def test_is_de_code_niet_meer_te_lezen_dan_komt_alleen_de_id(
    stad: Systeem, omgeving: Omgeving, klok: VasteKlok
) -> None:
    _, eerst = _maak(stad, VOL, "k-1")
    klok.verzet(minutes=31)
    hash_wachtende(omgeving.databank, klok.nu())
    assert _maak(stad, VOL, "k-1") == (201, {"id": eerst["id"]})


def test_na_een_dag_is_de_sleutel_weer_vrij(stad: Systeem, klok: VasteKlok) -> None:
    _, eerst = _maak(stad, VOL, "k-1")
    klok.verzet(hours=23, minutes=59)
    assert _maak(stad, VOL, "k-1")[1]["id"] == eerst["id"]
    klok.verzet(minutes=1)
    status, nieuw = _maak(stad, VOL, "k-1")
    assert status == 201
    assert nieuw["id"] != eerst["id"]


def test_een_geweigerd_verzoek_houdt_geen_sleutel_vast(stad: Systeem) -> None:
    assert _maak(stad, VOL | {"startdatum": "2026-11-21"}, "k-1")[0] == 400
    assert _maak(stad, VOL, "k-1")[0] == 201


def test_alles_wat_niet_klopt_staat_er_in_een_keer(stad: Systeem, omgeving: Omgeving) -> None:
    fout = {"kanaal": "zelf", "startdatum": "gisteren", "naam": 1, "taal": "Nederlands", "gronden": "woning", "x": 1}
    status, probleem = _maak(stad, fout, "sleutel met spaties")
    assert status == 400
    assert sorted((deel["in"], deel["veld"]) for deel in probleem["fouten"]) == [
        ("body", "gronden"),
        ("body", "kanaal"),
        ("body", "naam"),
        ("body", "startdatum"),
        ("body", "taal"),
        ("body", "x"),
        ("header", "Idempotency-Key"),
    ]
    ook = VOL | {"startdatum": "2026-11-21", "telefoon": "bel maar", "email": "geen", "gronden": ["woning", "nee"]}
    status, probleem = _maak(stad, ook)
    assert status == 400
    assert [deel["veld"] for deel in probleem["fouten"]] == ["startdatum", "telefoon", "email", "gronden.1"]
    assert _maak(stad, VOL | {"startdatum": "2013-12-31"})[0] == 400
    assert _hoeveel(omgeving) == 0


def test_vreemde_tekst_blijft_tekst(stad: Systeem) -> None:
    naam = "<b>O'Neil</b> {{ 7*7 }}; DROP TABLE inwoner;-- 😀"
    _, gemaakt = _maak(stad, VOL | {"naam": f"\x1b{naam}\x85"})
    assert _haal(stad, gemaakt["id"])["naam"] == naam


def test_wat_iemand_zelf_gaf_staat_er_ook(stad: Systeem, omgeving: Omgeving, klok: VasteKlok) -> None:
    _, gemaakt = _maak(stad, VOL)
    with omgeving.databank.schrijven(STAD) as sessie:
        aanmelding = aanmelding_van(sessie, UUID(gemaakt["id"]))
        assert isinstance(aanmelding, Aanmelding)
        assert aanmelding.startdatum == date(2026, 11, 17)
        vul_aan(sessie, aanmelding, "tolk", "ja", now=klok.nu())
        vul_aan(sessie, aanmelding, "taal", "Tigrinya", now=klok.nu())
        trek_in(sessie, aanmelding, now=klok.nu())
    traject = {"gewijzigdOp": "2026-11-20T10:00:00+01:00", "fase": "in_contact"}
    assert stad.vraag("PUT", f"/inwoners/{gemaakt['id']}/traject", json=traject).status_code == 200
    inwoner = _haal(stad, gemaakt["id"])
    assert inwoner["tolk"] == {"nodig": True, "taal": "Tigrinya"}
    assert inwoner["aanmelding"]["status"] == "ingetrokken"
    assert inwoner["aanmelding"]["ingetrokkenOp"] == "2026-11-20T10:00:00+01:00"
    assert inwoner["traject"] == traject


def test_een_activatiecode_werkt_en_een_eerdere_dan_niet_meer(
    stad: Systeem, omgeving: Omgeving, klok: VasteKlok
) -> None:
    _, gemaakt = _maak(stad, VOL)
    pad = f"/inwoners/{gemaakt['id']}/activatiecode"
    antwoorden = [stad.vraag("POST", pad) for _ in range(2)]
    assert [antwoord.status_code for antwoord in antwoorden] == [200, 200]
    oud, nieuw = ((antwoord.json or {})["code"] for antwoord in antwoorden)
    herkend = herken_code(omgeving.databank, gemeente=STAD, getypt=nieuw, bron="b", now=klok.nu())
    assert str(herkend.inwoner_id) == gemaakt["id"]
    assert herkend.activatie_id is not None
    with pytest.raises(OnbekendeCode):
        herken_code(omgeving.databank, gemeente=STAD, getypt=oud, bron="b", now=klok.nu())


def test_een_onbekende_en_die_van_een_andere_gemeente_zijn_er_niet(stad: Systeem, dorp: Systeem) -> None:
    _, gemaakt = _maak(stad, VOL)
    for systeem, wie in ((stad, uuid4()), (dorp, gemaakt["id"]), (stad, "1")):
        assert systeem.haal(f"/inwoners/{wie}").status_code == 404
        assert systeem.vraag("POST", f"/inwoners/{wie}/activatiecode").status_code == 404
