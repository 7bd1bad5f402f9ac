"""The envelope: CloudEvents 1.0 after the NL GOV profile."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from portal.gemeente import Gemeente, Gemeenten
from portal.outbox.bestemmingen.bestemming import Bericht
from portal.outbox.cloudevents import HOOGSTENS, Envelop, TeGroot

BERICHT = Bericht(
    id=UUID("019a9c00-0000-7000-8000-000000000001"),
    gemeente="voorbeeldstad",
    onderwerp_id=UUID("019a9c00-0000-7000-8000-000000000002"),
    volgnummer=7,
    type="aanmelding.ontvangen",
    dringend=False,
    created_at=datetime(2026, 11, 20, 9, 0, 0, 123456, tzinfo=UTC),
    payload='{"naam":"Ångström","eigenWoorden":"أحتاج إلى مساعدة"}',
)


@pytest.fixture
def stad(gemeenten: Gemeenten) -> Gemeente:
    return replace(next(iter(gemeenten)), base_url=None, informatiearm=False)


def test_een_gewone_gebeurtenis(stad: Gemeente) -> None:
    assert json.loads(Envelop(stad, "https://hulp.example").tekst(BERICHT)) == {
        "specversion": "1.0",
        "id": "019a9c00-0000-7000-8000-000000000001",
        "source": f"urn:nld:oin:{stad.oin}:systeem:rustpunt",
        "type": "nl.schuldhulpverlening.aanmelding.ontvangen",
        "subject": "019a9c00-0000-7000-8000-000000000002",
        "time": "2026-11-20T09:00:00.123Z",
        "datacontenttype": "application/json",
        "dataschema": "https://hulp.example/api/v1/schemas/aanmelding.ontvangen",
        "volgnummer": 7,
        "data": {"naam": "Ångström", "eigenWoorden": "أحتاج إلى مساعدة"},
    }


def test_dringend_staat_er_alleen_als_het_zo_is(stad: Gemeente) -> None:
    envelop = Envelop(stad, "https://hulp.example")
    assert "dringend" not in json.loads(envelop.tekst(BERICHT))
    assert json.loads(envelop.tekst(replace(BERICHT, dringend=True)))["dringend"] is True


def test_het_eigen_adres_van_de_gemeente_gaat_voor(stad: Gemeente) -> None:
    eigen = replace(stad, base_url=f"https://{stad.hosts[0]}")
    adres = json.loads(Envelop(eigen, "https://hulp.example").tekst(BERICHT))["dataschema"]
    assert adres == f"https://{stad.hosts[0]}/api/v1/schemas/aanmelding.ontvangen"


def test_informatiearm_geeft_een_verwijzing_in_plaats_van_de_gegevens(stad: Gemeente) -> None:
    envelop = Envelop(replace(stad, informatiearm=True), "https://hulp.example")
    arm = json.loads(envelop.tekst(BERICHT))
    assert "data" not in arm
    assert arm["dataref"] == "https://hulp.example/api/v1/gebeurtenissen/019a9c00-0000-7000-8000-000000000001"
    assert json.loads(envelop.heel(BERICHT))["data"]["naam"] == "Ångström"


def test_na_het_wissen_blijft_het_feit(stad: Gemeente) -> None:
    gewist = json.loads(Envelop(stad, "https://hulp.example").heel(replace(BERICHT, payload=None)))
    assert "data" not in gewist
    assert gewist["id"] == str(BERICHT.id)


def test_wat_te_groot_is_wordt_geweigerd_en_nooit_afgeknipt(stad: Gemeente) -> None:
    envelop = Envelop(stad, "https://hulp.example")
    leeg = len(envelop.lichaam(replace(BERICHT, payload='""')))
    net = replace(BERICHT, payload='"' + "x" * (HOOGSTENS - leeg) + '"')
    assert len(envelop.lichaam(net)) == HOOGSTENS
    over = replace(BERICHT, payload='"' + "é" * (HOOGSTENS - leeg) + '"')  # the bytes count, not the letters
    with pytest.raises(TeGroot, match="at most 65536 may be sent"):
        envelop.lichaam(over)
