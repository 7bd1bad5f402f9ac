"""How somebody likes to hear from us, said by the person; and a space that is closed."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import select

from portal.inwoners.models import OVERLEDEN, Inwoner
from portal.inwoners.status import zet_status
from portal.inwoners.voorkeuren import Voorkeuren, voorkeuren_van
from portal.mijn.voorkeurvragen import VRAGEN, antwoord_van
from portal.omgeving import Omgeving
from portal.outbox.models import OutboxEvent
from tests.browser_na import StrengeClient, formulier
from tests.toegang.mens import Bekende, iemand, sessie_van

PAD = "/nl/mijn/voorkeuren"
ANTWOORDEN: dict[str, Any] = {
    "veilig": ("nee", "ja"),
    "kanalen": (["sms", "bellen"], ("sms", "bellen")),
    "momenten": (["twee_dagen"], ("twee_dagen",)),
    "neutraal": ("nee", True),
    "taal": ("ar", "ar"),
    "taal_praten": ("Tigrinya", "Tigrinya"),
    "tolk": ("ja", True),
    "anoniem_bellen": ("nee", False),
}
"""What is chosen on the page, and what is kept."""


@pytest.fixture
def wie(omgeving: Omgeving, client: StrengeClient) -> Bekende:
    mens = iemand(omgeving)
    sessie_van(omgeving, client, mens.inwoner_id, 2)
    return mens


def _nu(omgeving: Omgeving, wie: Bekende) -> Voorkeuren:
    with omgeving.databank.lezen("*") as sessie:
        return voorkeuren_van(sessie, sessie.get_one(Inwoner, wie.inwoner_id))


def _events(omgeving: Omgeving) -> list[Any]:
    with omgeving.databank.lezen("*") as sessie:
        rijen = sessie.scalars(select(OutboxEvent).where(OutboxEvent.type == "voorkeuren.gewijzigd"))
        return [json.loads(rij.payload or "") for rij in sorted(rijen, key=lambda rij: rij.seq)]


def _kies(client: StrengeClient, onderwerp: str, antwoord: Any) -> int:
    pad = f"{PAD}/{onderwerp}"
    veld = "tekst" if onderwerp == "taal_praten" else "antwoord"
    status: int = client.post(pad, data={**formulier(client.get(pad).text, pad), veld: antwoord}).status_code
    return status


def test_elke_voorkeur_is_te_veranderen_en_de_backoffice_hoort_ze_alle(
    client: StrengeClient, omgeving: Omgeving, wie: Bekende
) -> None:
    assert {vraag.onderwerp for vraag in VRAGEN} == set(ANTWOORDEN)
    for onderwerp, (gekozen, bewaard) in ANTWOORDEN.items():
        assert _kies(client, onderwerp, gekozen) == 303
        assert getattr(_nu(omgeving, wie), onderwerp) == bewaard
    assert len(_events(omgeving)) == len(ANTWOORDEN)
    assert _events(omgeving)[-1] == {
        "veiligBereikbaar": "ja",
        "kanalen": ["sms", "bellen"],
        "momenten": ["twee_dagen"],
        "neutraal": True,
        "taal": "ar",
        "tolk": {"nodig": True, "taal": "Tigrinya"},
        "anoniemBellen": False,
    }


def test_wat_is_gezegd_staat_er_de_volgende_keer(client: StrengeClient, omgeving: Omgeving, wie: Bekende) -> None:
    for onderwerp, (gekozen, _) in ANTWOORDEN.items():
        _kies(client, onderwerp, gekozen)
    lijst = client.get(PAD).text
    for woorden in ("Sms, Bellen", "2 dagen ervoor", "Liever niet", "Tigrinya", '<bdi lang="ar">العربية</bdi>'):
        assert woorden in lijst
    assert "Nog niet gezegd" not in lijst
    for vraag in VRAGEN:
        gezegd = antwoord_van(vraag, _nu(omgeving, wie))
        pagina = client.get(f"{PAD}/{vraag.onderwerp}").text
        if vraag.soort == "woorden":
            assert 'value="Tigrinya"' in pagina
        else:
            assert re.findall(r'value="(\w+)" checked', pagina) == gezegd


def test_niets_kiezen_verandert_niets_maar_geen_enkele_manier_is_ook_een_keuze(
    client: StrengeClient, omgeving: Omgeving, wie: Bekende
) -> None:
    for onderwerp in ("veilig", "neutraal", "taal", "taal_praten", "tolk", "anoniem_bellen"):
        assert _kies(client, onderwerp, "") == 303
    assert _kies(client, "veilig", "verzonnen") == 303
    assert _events(omgeving) == []
    assert _kies(client, "kanalen", []) == 303
    assert _nu(omgeving, wie).kanalen == ()


def test_een_onbekende_vraag_is_er_niet(client: StrengeClient, wie: Bekende) -> None:
    assert client.get(f"{PAD}/schoenmaat").status_code == 404
    assert client.get(f"{PAD}/inwoner_id").status_code == 404


def test_een_andere_taal_kiezen_bewaart_wat_er_stond(client: StrengeClient, omgeving: Omgeving, wie: Bekende) -> None:
    pad = f"{PAD}/taal_praten"
    velden = {**formulier(client.get(pad).text, pad), "tekst": "Tigrinya", "taal_wissel": "ar"}
    assert 'value="Tigrinya"' in client.post(pad.replace("/nl/", "/ar/"), data=velden).text
    assert _events(omgeving) == []


def test_de_ruimte_van_wie_overleden_is_is_dicht(client: StrengeClient, omgeving: Omgeving, wie: Bekende) -> None:
    gemeente = next(iter(omgeving.gemeenten)).slug
    with omgeving.databank.schrijven(gemeente) as sessie:
        zet_status(sessie, inwoner_id=wie.inwoner_id, status=OVERLEDEN, tot=None, gewijzigd_op=omgeving.klok.nu())
    for pad in ("/nl/mijn", "/nl/mijn/gegevens/alles", PAD):
        antwoord = client.get(pad)
        assert antwoord.status_code == 403
        assert "Deze ruimte is gesloten. Bel ons." in antwoord.text
    assert client.post(f"{PAD}/veilig", data={"antwoord": "ja"}).status_code == 403
