"""One's own data: seen, taken along, changed, corrected, said yes and no about, and erased without a trace."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.aanmelding.aanvullen import bewaar_concept, vul_aan
from portal.aanmelding.queries import aanmelding_van
from portal.berichten.service import stel_vraag
from portal.db.basis import Basis, Geheim, VanGemeente
from portal.inwoners.inzage import noteer_inzage
from portal.inwoners.models import Gewist, Inwoner
from portal.inwoners.voorkeuren import wijzig_voorkeuren
from portal.omgeving import Omgeving
from portal.outbox.models import OutboxEvent
from portal.taken import taken_van
from portal.toegang.models import Sessie
from portal.traject.service import zet_traject
from tests.bouwers import aanvraag
from tests.browser_na import StrengeClient, formulier
from tests.mijn.test_vandaag import TRAJECT
from tests.toegang.mens import Bekende, iemand, sessie_van

GEPLANT = {
    "naam": "Kanarienaam",
    "telefoon": "+31612345678",
    "email": "kanarie@example.org",
    "adres": "Kanariestraat 7",
    "eigen_woorden": "Mijn kanarie in eigen woorden",
    "zorg": "Kanariezorg",
    "concept": "Nog niet verstuurde kanarie",
    "taal_praten": "Kanaries",
    "vraag": "Een vraag over de kanarie",
    "hulpverlener": "Voornaam",
    "toelichting": "Woorden van de hulpverlener",
}


@pytest.fixture
def wie(omgeving: Omgeving) -> Bekende:
    """Somebody of whom something is held everywhere."""
    gemeente = next(iter(omgeving.gemeenten))
    mens = iemand(
        omgeving,
        aanvraag(
            telefoon=GEPLANT["telefoon"],
            email=GEPLANT["email"],
            adres=GEPLANT["adres"],
            naam=GEPLANT["naam"],
            eigen_woorden=GEPLANT["eigen_woorden"],
        ),
    )
    now = omgeving.klok.nu()
    with omgeving.databank.schrijven(gemeente.slug) as sessie:
        aanmelding = aanmelding_van(sessie, mens.inwoner_id)
        inwoner = sessie.get_one(Inwoner, mens.inwoner_id)
        assert aanmelding is not None
        vul_aan(sessie, aanmelding, "zorg", GEPLANT["zorg"], now=now)
        bewaar_concept(sessie, aanmelding, "wens", GEPLANT["concept"], now=now)
        zet_traject(sessie, inwoner_id=mens.inwoner_id, inhoud=TRAJECT, gewijzigd_op=now)
        wijzig_voorkeuren(sessie, inwoner, {"taal_praten": GEPLANT["taal_praten"]}, now)
        stel_vraag(sessie, gemeente, omgeving.kalender, inwoner, GEPLANT["vraag"], now=now)
        noteer_inzage(sessie, inwoner, rol="backoffice", wie="Zaaksysteem", wat="alles", now=now)
    return mens


@pytest.fixture
def op3(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> StrengeClient:
    """A browser in which this person just showed who they are in two ways."""
    sessie_van(omgeving, client, wie.inwoner_id, 3)
    return client


def _events(omgeving: Omgeving) -> list[tuple[str, Any]]:
    with omgeving.databank.lezen("*") as sessie:
        rijen = sessie.scalars(select(OutboxEvent).order_by(OutboxEvent.created_at, OutboxEvent.seq))
        return [(rij.type, json.loads(rij.payload or "null")) for rij in rijen]


def _inwoner(omgeving: Omgeving, wie: Bekende) -> Inwoner:
    with omgeving.databank.lezen("*") as sessie:
        return sessie.get_one(Inwoner, wie.inwoner_id)


def _stuur(client: StrengeClient, pad: str, **velden: str) -> Any:
    inhoud = formulier(client.get(pad).text, pad)
    return client.post(pad, data={**inhoud, **velden})


def test_alles_wat_van_iemand_is_staat_er(op3: StrengeClient) -> None:
    gelezen = op3.get("/nl/mijn/gegevens/alles").text
    bestand = op3.get("/nl/mijn/gegevens/meenemen")
    assert bestand.headers["Content-Disposition"] == 'attachment; filename="gegevens.json"'
    assert bestand.headers["Cache-Control"] == "no-store"
    tekst = json.dumps(bestand.json, ensure_ascii=False)
    for naam, waarde in GEPLANT.items():
        assert waarde in tekst, naam
        assert waarde in gelezen, naam


def test_elke_tabel_met_geheimen_van_een_inwoner_is_in_het_bestand_of_niet_leesbaar() -> None:
    """A new column with something of a person has to find its way to the person."""
    in_het_bestand = {
        "inwoner.naam_geheim",
        "inwoner.telefoon_geheim",
        "inwoner.email_geheim",
        "inwoner.adres_geheim",
        "inwoner_voorkeur.waarde_geheim",
        "aanmelding.eigen_woorden_geheim",
        "aanmelding.helper_geheim",
        "aanmelding_antwoord.antwoord_geheim",
        "aanmelding_concept.tekst_geheim",
        "traject.inhoud_geheim",
        "afspraak.inhoud_geheim",
        "afspraak.reactie_geheim",
        "eigen_bericht.tekst_geheim",
        "outbox_event.payload_geheim",  # messages; what went to the backoffice is a copy of the rest
    }
    is_een_sleutel = {"toegang_code.code_geheim"}
    van_wie_nog_niet_bekend_is = {"toegang_eenmalig.contact_geheim", "toegang_digid_aanvraag.inhoud_geheim"}
    van_een_beheerder = {"account"}
    gevonden = {
        f"{mapper.local_table.description}.{deel.kolom}"
        for mapper in Basis.registry.mappers
        for deel in vars(mapper.class_).values()
        if isinstance(deel, Geheim) and issubclass(mapper.class_, VanGemeente)
    }
    rest = gevonden - in_het_bestand - is_een_sleutel - van_wie_nog_niet_bekend_is
    assert {kolom for kolom in rest if kolom.partition("_")[0].partition(".")[0] not in van_een_beheerder} == set()
    assert in_het_bestand <= gevonden


def test_meenemen_staat_in_het_logboek(op3: StrengeClient) -> None:
    op3.get("/nl/mijn/gegevens/meenemen")
    regels = re.findall(r"<li>(.*?)</li>", op3.get("/nl/mijn/gegevens/wie-keek").text)
    keken = [regel for regel in regels if "om 10:00 uur" in regel]
    assert len(keken) == 2
    assert any("Jij" in regel and "Je nam alles mee." in regel for regel in keken)
    assert any("Het systeem van je hulpverlener (<bdi>Zaaksysteem</bdi>)" in regel for regel in keken)


@pytest.mark.parametrize("pad", ["contact", "wissen", "meenemen"])
def test_op_niveau_2_is_eerst_nog_een_stap_nodig(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende, pad: str
) -> None:
    sessie_van(omgeving, client, wie.inwoner_id, 2)
    assert "/verder/stap?" in client.get(f"/nl/mijn/gegevens/{pad}").headers["Location"]


def test_een_nieuw_nummer_gaat_meteen_naar_de_backoffice(op3: StrengeClient, omgeving: Omgeving, wie: Bekende) -> None:
    pagina = op3.get("/nl/mijn/gegevens/contact").text
    for oud in (GEPLANT["telefoon"], GEPLANT["email"], GEPLANT["adres"], GEPLANT["naam"], "0612345678"):
        assert oud not in pagina
    assert _stuur(op3, "/nl/mijn/gegevens/contact", telefoon="06 87654321", meelezen="nee").status_code == 303
    type_, data = _events(omgeving)[-1]
    assert type_ == "contactgegevens.gewijzigd"
    assert data["bereikbaarheid"]["telefoon"] == "+31687654321"
    assert data["bereikbaarheid"]["email"] == GEPLANT["email"]
    assert data["veiligBereikbaar"] == "ja"
    assert _inwoner(omgeving, wie).veilig_bereikbaar == "ja"


def test_van_een_nieuw_nummer_is_niet_bekend_of_het_veilig_is(
    op3: StrengeClient, omgeving: Omgeving, wie: Bekende
) -> None:
    _stuur(op3, "/nl/mijn/gegevens/contact", telefoon="0687654321", meelezen="nee")
    _stuur(op3, "/nl/mijn/gegevens/contact", telefoon="0611111111")
    assert _inwoner(omgeving, wie).veilig_bereikbaar == "onbekend"


def test_een_weg_weghalen_mag_zolang_er_een_overblijft(op3: StrengeClient, omgeving: Omgeving, wie: Bekende) -> None:
    _stuur(op3, "/nl/mijn/gegevens/contact", weg_telefoon="ja", weg_email="ja")
    inwoner = _inwoner(omgeving, wie)
    assert (inwoner.telefoon, inwoner.telefoon_index, inwoner.email, inwoner.email_index) == (None, None, None, None)
    aantal = len(_events(omgeving))
    antwoord = _stuur(op3, "/nl/mijn/gegevens/contact", weg_adres="ja", naam="Toch anders")
    assert antwoord.status_code == 422
    assert "Houd één manier over" in antwoord.text
    assert 'value="Toch anders"' in antwoord.text
    assert _inwoner(omgeving, wie).adres == GEPLANT["adres"]
    assert len(_events(omgeving)) == aantal


def test_wat_niet_te_lezen_is_wordt_niet_bewaard_en_niet_vergeten(op3: StrengeClient, omgeving: Omgeving) -> None:
    aantal = len(_events(omgeving))
    antwoord = _stuur(op3, "/nl/mijn/gegevens/contact", telefoon="12", email="geen adres")
    assert antwoord.status_code == 422
    assert "Kijk je nummer nog eens na." in antwoord.text
    assert "Kijk je e-mailadres nog eens na." in antwoord.text
    assert 'value="geen adres"' in antwoord.text
    assert len(_events(omgeving)) == aantal


def test_niets_ingevuld_verandert_niets(op3: StrengeClient, omgeving: Omgeving) -> None:
    aantal = len(_events(omgeving))
    assert _stuur(op3, "/nl/mijn/gegevens/contact").status_code == 303
    assert len(_events(omgeving)) == aantal


def test_ja_en_nee_zijn_even_makkelijk(op3: StrengeClient, omgeving: Omgeving) -> None:
    pad = "/nl/mijn/gegevens/toestemmingen"
    assert " checked" not in op3.get(pad).text.partition("<main")[2]
    for antwoord, type_ in (("ja", "toestemming.gegeven"), ("nee", "toestemming.ingetrokken")):
        assert op3.post(pad, data={**formulier(op3.get(pad).text, pad), "soort": "ervaring", "antwoord": antwoord})
        assert (_events(omgeving)[-1][0], _events(omgeving)[-1][1]["soort"]) == (type_, "ervaring")
        aantal = len(_events(omgeving))
        op3.post(pad, data={**formulier(op3.get(pad).text, pad), "soort": "ervaring", "antwoord": antwoord})
        assert len(_events(omgeving)) == aantal  # a double tap is one
    op3.post(pad, data={**formulier(op3.get(pad).text, pad), "soort": "verzonnen", "antwoord": "ja"})
    assert len(_events(omgeving)) == aantal


def test_een_vraag_over_gegevens_krijgt_binnen_een_maand_antwoord(op3: StrengeClient, omgeving: Omgeving) -> None:
    pad = "/nl/mijn/gegevens/klopt-niet"
    assert op3.post(pad, data={**formulier(op3.get(pad).text, pad), "tekst": "  "}).status_code == 422
    antwoord = op3.post(pad, data={**formulier(op3.get(pad).text, pad), "tekst": "Mijn straat is anders"})
    # 20 December 2026 is a Sunday: by law it may be the 21st, and the last working day before it is shown.
    assert '<time datetime="2026-12-21">' in antwoord.text
    assert _events(omgeving)[-1][0] == "correctie.gevraagd"
    assert _events(omgeving)[-1][1]["tekst"] == "Mijn straat is anders"
    alles = op3.get("/nl/mijn/gegevens/alles").text
    op3.post("/nl/mijn/gegevens/inzage", data=formulier(alles, "/inzage"))
    assert _events(omgeving)[-1][0] == "inzage.gevraagd"


def test_voor_het_wissen_moet_duidelijk_zijn_of_de_hulp_doorgaat(
    op3: StrengeClient, omgeving: Omgeving, wie: Bekende
) -> None:
    antwoord = _stuur(op3, "/nl/mijn/gegevens/wissen")
    assert antwoord.status_code == 422
    assert "Kies of we je nog mogen helpen." in antwoord.text
    assert _inwoner(omgeving, wie)


@pytest.mark.parametrize("hulp", ["ja", "nee"])
def test_wissen_laat_hier_niets_over_en_de_backoffice_hoort_het(
    op3: StrengeClient, omgeving: Omgeving, wie: Bekende, app: Flask, hulp: str
) -> None:
    antwoord = _stuur(op3, "/nl/mijn/gegevens/wissen", hulp=hulp)
    assert antwoord.headers["Location"] == "/nl/mijn/gegevens/gewist"
    assert "sessie=;" in antwoord.headers["Set-Cookie"]
    assert "Alles is gewist" in op3.get("/nl/mijn/gegevens/gewist").text
    assert op3.get("/nl/mijn").status_code == 303
    typen = [type_ for type_, _ in _events(omgeving)]
    assert ("aanmelding.ingetrokken" in typen) is (hulp == "nee")
    assert typen[-1] == "verwijdering.gevraagd"
    assert _events(omgeving)[-1][1]["hulpGaatDoor"] is (hulp == "ja")
    with omgeving.databank.lezen("*") as sessie:
        for soort in (mapper.class_ for mapper in Basis.registry.mappers):
            kolommen = soort.__table__.columns
            if "inwoner_id" in kolommen and soort not in (Gewist,) and soort.__tablename__ != "inzage":
                rijen = sessie.execute(select(kolommen["inwoner_id"])).scalars().all()
                assert wie.inwoner_id not in rijen, soort.__tablename__
        assert sessie.get(Inwoner, wie.inwoner_id) is None
        assert sessie.scalars(select(Sessie)).all() == []


def test_wat_nog_bezorgd_moest_worden_is_na_bezorging_meteen_weg(op3: StrengeClient, omgeving: Omgeving) -> None:
    _stuur(op3, "/nl/mijn/gegevens/wissen", hulp="ja")
    assert all(data is not None for _, data in _events(omgeving)), "undelivered wins"
    with omgeving.databank.schrijven("*") as sessie:
        for event in sessie.scalars(select(OutboxEvent)):
            event.delivered_at, event.uitkomst = omgeving.klok.nu(), "bezorgd"
    for taak in taken_van(omgeving):
        taak.doe(omgeving.klok.nu())
    assert [data for _, data in _events(omgeving)] == [None] * len(_events(omgeving))
