"""A question, a change, and that it does not go well: each reaches somebody, with a date both sides see."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from portal.inwoners.models import Inwoner
from portal.inwoners.voorkeuren import wijzig_voorkeuren
from portal.omgeving import Omgeving
from portal.outbox.models import OutboxEvent
from portal.traject.service import zet_traject
from tests.browser_na import StrengeClient, formulier
from tests.conftest import VasteKlok
from tests.toegang.mens import Bekende, iemand, sessie_van

GOED = "/nl/mijn/even-niet-goed"
TRAJECT = {"fase": "in_gesprek", "hulpverlener": {"voornaam": "Sanne"}}


@pytest.fixture
def wie(omgeving: Omgeving, client: StrengeClient) -> Bekende:
    mens = iemand(omgeving)
    sessie_van(omgeving, client, mens.inwoner_id, 1)
    return mens


def _events(omgeving: Omgeving) -> list[tuple[str, bool, Any]]:
    with omgeving.databank.lezen("*") as sessie:
        rijen = sessie.scalars(select(OutboxEvent).where(~OutboxEvent.type.startswith("aanmelding")))
        return [(r.type, r.dringend, json.loads(r.payload or "")) for r in sorted(rijen, key=lambda r: r.seq)]


def _stuur(client: StrengeClient, pad: str, vanaf: str | None = None, **velden: str) -> Any:
    csrf = {"csrf_token": formulier(client.get(vanaf or pad).text, pad)["csrf_token"][0]}
    return client.post(pad, data={**csrf, **velden})


def _schrijf(omgeving: Omgeving, wie: Bekende, **meer: Any) -> None:
    gemeente = next(iter(omgeving.gemeenten)).slug
    with omgeving.databank.schrijven(gemeente) as sessie:
        zet_traject(sessie, inwoner_id=wie.inwoner_id, inhoud=TRAJECT | meer, gewijzigd_op=omgeving.klok.nu())


def test_een_vraag_komt_aan_met_een_datum(client: StrengeClient, omgeving: Omgeving, wie: Bekende) -> None:
    antwoord = _stuur(client, "/nl/mijn/vraag", tekst="Wie belt mij?")
    assert '<time datetime="2026-11-24">' in antwoord.text  # two working days after a Friday
    ((type_, dringend, data),) = _events(omgeving)
    assert (type_, dringend) == ("bericht.ontvangen", False)
    assert (data["tekst"], data["uiterlijk"]) == ("Wie belt mij?", "2026-11-24")
    assert "antwoordkanaal" not in data


def test_het_antwoord_komt_zoals_iemand_het_liefst_iets_hoort(
    client: StrengeClient, omgeving: Omgeving, wie: Bekende
) -> None:
    with omgeving.databank.schrijven(next(iter(omgeving.gemeenten)).slug) as sessie:
        inwoner = sessie.get_one(Inwoner, wie.inwoner_id)
        wijzig_voorkeuren(sessie, inwoner, {"kanalen": ["brief", "bellen"]}, omgeving.klok.nu())
    _stuur(client, "/nl/mijn/vraag", tekst="Wie belt mij?")
    assert _events(omgeving)[-1][2]["antwoordkanaal"] == "brief"


@pytest.mark.parametrize("pad", ["/nl/mijn/vraag", "/nl/mijn/verandering"])
def test_zonder_iets_te_zeggen_vragen_we_het_nog_eens(
    client: StrengeClient, omgeving: Omgeving, wie: Bekende, pad: str
) -> None:
    antwoord = _stuur(client, pad, tekst=" \n ", soort="verzonnen")
    assert antwoord.status_code == 422
    assert "Nog één ding" in antwoord.text
    assert _events(omgeving) == []


def test_een_dubbele_tik_is_een_bericht_en_dezelfde_vraag_later_een_nieuwe(
    client: StrengeClient, omgeving: Omgeving, wie: Bekende, klok: VasteKlok
) -> None:
    for _ in range(2):
        assert "We hebben je vraag" in _stuur(client, "/nl/mijn/vraag", tekst="Wie belt mij?").text
    assert len(_events(omgeving)) == 1
    klok.verzet(minutes=11)
    _stuur(client, "/nl/mijn/vraag", tekst="Wie belt mij?")
    assert len(_events(omgeving)) == 2


@pytest.mark.parametrize(
    ("velden", "verwacht"),
    [
        ({"soort": "werk"}, {"soort": "werk"}),
        ({"soort": "brief", "tekst": "Van de huur"}, {"soort": "brief", "tekst": "Van de huur"}),
        ({"tekst": "Ik ben ziek"}, {"soort": "anders", "tekst": "Ik ben ziek"}),
        ({"soort": "verzonnen", "tekst": "Ik ben ziek"}, {"soort": "anders", "tekst": "Ik ben ziek"}),
    ],
)
def test_een_verandering_is_een_keuze_of_een_zin(
    client: StrengeClient, omgeving: Omgeving, wie: Bekende, velden: dict[str, str], verwacht: dict[str, str]
) -> None:
    assert "Dank je. We weten het nu." in _stuur(client, "/nl/mijn/verandering", **velden).text
    assert _events(omgeving)[-1][::2] == (
        "verandering.gemeld",
        verwacht | {"datum": "2026-11-20", "uiterlijk": "2026-11-24"},
    )


@pytest.mark.parametrize(("wens", "uiterlijk"), [("snel", "2026-11-23"), ("week", "2026-11-24")])
def test_gaat_het_even_niet_goed_dan_belt_iemand(
    client: StrengeClient, omgeving: Omgeving, wie: Bekende, wens: str, uiterlijk: str
) -> None:
    _schrijf(omgeving, wie)
    antwoord = _stuur(client, GOED, belwens=wens)
    assert f'<time datetime="{uiterlijk}">' in antwoord.text
    assert "Je hebt niets fout gedaan. Je hulp stopt hier niet door." in antwoord.text
    assert _events(omgeving)[-1] == (
        "terugval.gemeld",
        True,
        {"belwens": wens, "contactUiterlijk": uiterlijk, "laatsteHulpverlener": "Sanne"},
    )


def test_wie_eerst_iets_opschrijft_wordt_ook_gebeld(client: StrengeClient, omgeving: Omgeving, wie: Bekende) -> None:
    antwoord = _stuur(client, GOED, f"{GOED}/opschrijven", belwens="schrijven", tekst="Alles stapelt zich op")
    assert "We bellen je." in antwoord.text
    assert _events(omgeving)[-1][2] == {
        "belwens": "schrijven",
        "contactUiterlijk": "2026-11-24",
        "tekst": "Alles stapelt zich op",
    }


def test_ook_een_leeg_of_vreemd_formulier_leidt_tot_bellen(
    client: StrengeClient, omgeving: Omgeving, wie: Bekende
) -> None:
    _stuur(client, GOED, belwens="nooit")
    assert _events(omgeving)[-1][2]["belwens"] == "snel"


def test_de_naam_van_wie_helpt_staat_er_pas_op_niveau_2(
    client: StrengeClient, omgeving: Omgeving, wie: Bekende
) -> None:
    _schrijf(omgeving, wie)
    assert "Sanne" not in _stuur(client, GOED, belwens="snel").text
    sessie_van(omgeving, client, wie.inwoner_id, 2)
    assert "Sanne of een collega belt je." in _stuur(client, GOED, belwens="week").text


def test_in_de_hersteltermijn_beloven_we_niet_dat_de_hulp_doorgaat(
    client: StrengeClient, omgeving: Omgeving, wie: Bekende
) -> None:
    _schrijf(omgeving, wie, herstel={"wat": "Stuur de brief", "uiterlijk": "2026-12-04"})
    assert "Je hulp stopt hier niet door" not in _stuur(client, GOED, belwens="snel").text


@pytest.mark.parametrize(
    ("pad", "vanaf"),
    [("/vraag", "/vraag"), ("/verandering", "/verandering"), ("/even-niet-goed", "/even-niet-goed/opschrijven")],
)
def test_een_andere_taal_neemt_mee_wat_er_stond(
    client: StrengeClient, omgeving: Omgeving, wie: Bekende, pad: str, vanaf: str
) -> None:
    antwoord = _stuur(client, f"/nl/mijn{pad}", f"/nl/mijn{vanaf}", tekst="Onderweg getypt", taal_wissel="ar")
    assert "Onderweg getypt" in antwoord.text
    assert _events(omgeving) == []
