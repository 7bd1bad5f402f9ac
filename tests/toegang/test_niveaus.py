"""From level 1 to 2 and 3: what it takes, what is never shown, and what ends."""

from uuid import uuid4

import pytest

from portal.db.databank import ALLE
from portal.inwoners.models import Inwoner
from portal.omgeving import Omgeving
from portal.toegang.codes import maak_code
from portal.toegang.service import ACTIVATIE_GELDIG, geef_activatiecode
from tests.bouwers import aanvraag
from tests.browser_na import StrengeClient
from tests.conftest import VasteKlok
from tests.toegang.mens import (
    Bekende,
    iemand,
    koek,
    niveau_nu,
    rij_van,
    sessie_van,
    stuur,
    verstuurd,
    worker_kijkt,
)

BLAD = "/nl/mijn/sessies"


@pytest.fixture
def wie(omgeving: Omgeving) -> Bekende:
    return iemand(omgeving, aanvraag(email="noor@voorbeeld.example", naam="Noor"))


def _stap(omgeving: Omgeving, client: StrengeClient, blad: str = BLAD, kanaal: str = "sms") -> str:
    """Ask for a page, choose a way, type the six digits; returns where one is sent."""
    antwoord = client.get(blad)
    assert antwoord.status_code == 303
    pagina = client.get(antwoord.headers["Location"])
    antwoord = stuur(client, pagina, kanaal=kanaal)
    vraag = client.get(antwoord.headers["Location"])
    antwoord = stuur(client, vraag, eenmalige_code=verstuurd(omgeving.databank)[-1][1])
    return str(antwoord.headers["Location"])


@pytest.mark.parametrize("kanaal", ["sms", "email"])
def test_met_code_en_bericht_komt_iemand_op_niveau_2(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende, kanaal: str
) -> None:
    client.post("/nl/verder", data={"code": wie.code})
    eerst = koek(client)
    assert _stap(omgeving, client, kanaal=kanaal) == BLAD
    assert client.get(BLAD).status_code == 200
    assert koek(client) != eerst
    assert rij_van(omgeving.databank, eerst) is None, "the id of before opens nothing any more"


def test_de_browser_van_de_aanmelding_telt_als_de_code(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> None:
    client.set_cookie("sessie", wie.sessienummer)
    assert _stap(omgeving, client) == BLAD


def test_eerst_een_bericht_en_dan_de_code_is_ook_niveau_2(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende
) -> None:
    client.post("/nl/verder/bericht", data={"kanaal": "sms", "telefoon": "0612345678"})
    worker_kijkt(omgeving)
    client.post("/nl/verder/bericht/code", data={"eenmalige_code": verstuurd(omgeving.databank)[0][1]})
    assert niveau_nu(omgeving, client) == 1
    pagina = client.get(client.get(BLAD).headers["Location"])
    assert 'name="kanaal"' not in pagina.text, "a second message would prove nothing new"
    antwoord = stuur(client, pagina, code=wie.code)
    assert (antwoord.status_code, antwoord.headers["Location"]) == (303, BLAD)
    assert client.get(BLAD).status_code == 200


def test_twee_keer_dezelfde_code_is_geen_niveau_2(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> None:
    for _ in range(2):
        client.post("/nl/verder", data={"code": wie.code})
    assert niveau_nu(omgeving, client) == 1


def test_de_code_van_een_ander_maakt_niemand_meer(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> None:
    ander = iemand(omgeving, aanvraag("06 87654321"))
    client.post("/nl/verder", data={"code": wie.code})
    _stap(omgeving, client)
    client.post("/nl/verder", data={"code": ander.code})
    assert niveau_nu(omgeving, client) == 1


def test_op_niveau_1_is_het_adres_nergens_te_zien(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> None:
    sessie_van(omgeving, client, wie.inwoner_id, 1)
    pagina = client.get(client.get(BLAD).headers["Location"])
    vraag = client.get(stuur(client, pagina, kanaal="email").headers["Location"])
    for blad in (pagina, vraag):
        for stuk in ("12345678", "345678", "noor", "Noor", "voorbeeld.example", "78", "***"):
            assert stuk not in blad.text.replace('"/static/', "").split("<main", 1)[1].split("</main", 1)[0]


def test_alleen_wegen_die_er_zijn_en_veilig_zijn(omgeving: Omgeving, client: StrengeClient) -> None:
    alleen_sms = iemand(omgeving, aanvraag())
    sessie_van(omgeving, client, alleen_sms.inwoner_id, 1)
    tekst = client.get("/nl/verder/stap").text
    assert 'value="sms"' in tekst
    assert 'value="email"' not in tekst
    assert 'value="digid"' not in tekst
    assert client.post("/nl/verder/stap", data={"kanaal": "email", "csrf_token": "x"}).status_code == 403
    assert stuur(client, client.get("/nl/verder/stap"), kanaal="email").status_code == 422
    meelezer = iemand(omgeving, aanvraag("06 11111111"), veilig="nee")
    sessie_van(omgeving, client, meelezer.inwoner_id, 1)
    pagina = client.get("/nl/verder/stap")
    assert 'name="kanaal"' not in pagina.text
    assert 'href="tel:' in pagina.text.split("<main", 1)[1].split("</main", 1)[0]


def test_een_code_voor_deze_sessie_werkt_in_geen_andere(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende
) -> None:
    sessie_van(omgeving, client, wie.inwoner_id, 1)
    stuur(client, client.get("/nl/verder/stap"), kanaal="sms")
    code = verstuurd(omgeving.databank)[-1][1]
    ander = client.application.test_client()
    assert isinstance(ander, StrengeClient)
    sessie_van(omgeving, ander, wie.inwoner_id, 1)
    assert stuur(ander, ander.get("/nl/verder/stap/code"), eenmalige_code=code).status_code == 422
    assert client.post("/nl/verder/bericht/code", data={"eenmalige_code": code}).status_code == 422
    assert stuur(client, client.get("/nl/verder/stap/code"), eenmalige_code=code).status_code == 303


def test_een_nummer_dat_intussen_veranderde_opent_niets(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende
) -> None:
    sessie_van(omgeving, client, wie.inwoner_id, 1)
    stuur(client, client.get("/nl/verder/stap"), kanaal="sms")
    with omgeving.databank.schrijven(ALLE) as sessie:
        inwoner = sessie.get(Inwoner, wie.inwoner_id)
        assert inwoner is not None
        inwoner.telefoon = "+31687654321"
    code = verstuurd(omgeving.databank)[-1][1]
    assert stuur(client, client.get("/nl/verder/stap/code"), eenmalige_code=code).status_code == 422


def test_niveau_3_duurt_vijf_minuten(omgeving: Omgeving, client: StrengeClient, wie: Bekende, klok: VasteKlok) -> None:
    client.post("/nl/verder", data={"code": wie.code})
    _stap(omgeving, client)
    assert client.get("/nl/mijn/andere-code").status_code == 200
    klok.verzet(minutes=5, seconds=1)
    assert client.get("/nl/mijn/andere-code").status_code == 303
    assert niveau_nu(omgeving, client) == 2
    assert _stap(omgeving, client, "/nl/mijn/andere-code") == "/nl/mijn/andere-code"
    assert client.get("/nl/mijn/andere-code").status_code == 200


def test_wat_getypt_was_gaat_mee_naar_een_hoger_niveau(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> None:
    sessie_van(omgeving, client, wie.inwoner_id, 1)
    pagina = client.post(BLAD, data={"sessie": "overal", "csrf_token": "oud"})
    assert pagina.status_code == 403
    pagina = stuur(client, pagina, kanaal="sms")
    assert pagina.status_code == 200
    pagina = stuur(client, pagina, eenmalige_code=verstuurd(omgeving.databank)[-1][1])
    assert 'name="sessie" value="overal"' in pagina.text
    assert stuur(client, pagina).headers["Location"].endswith("/verder")


@pytest.mark.parametrize("naar", ["//kwaad.example/", "https://kwaad.example/", "/\\kwaad.example", "/nl/bestaat-niet"])
def test_de_weg_terug_is_altijd_van_ons(omgeving: Omgeving, client: StrengeClient, wie: Bekende, naar: str) -> None:
    sessie_van(omgeving, client, wie.inwoner_id, 3)
    antwoord = client.get("/nl/verder/stap", query_string={"naar": naar})
    assert antwoord.headers.get("Location", "/nl/mijn") == "/nl/mijn"


def _activatie(omgeving: Omgeving, wie: Bekende) -> str:
    gemeente = next(iter(omgeving.gemeenten)).slug
    with omgeving.databank.schrijven(gemeente) as sessie:
        return geef_activatiecode(sessie, wie.inwoner_id, omgeving.klok.nu())


def test_een_activatiecode_geeft_een_nieuwe_code_en_beeindigt_al_het_oude(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende
) -> None:
    activatie = _activatie(omgeving, wie)
    antwoord = client.post("/nl/verder", data={"code": activatie})
    assert (antwoord.status_code, antwoord.headers["Location"]) == (303, "/nl/mijn/nieuwe-code")
    pagina = client.get("/nl/mijn/nieuwe-code")
    nieuw = pagina.text.split('class="code"', 1)[1].split("</p>", 1)[0]
    cijfers = "".join(teken for teken in nieuw if teken.isdigit())
    assert len(cijfers) == 16
    assert cijfers not in (wie.code, activatie)
    assert rij_van(omgeving.databank, wie.sessienummer) is None
    stuur(client, pagina)
    assert client.get("/nl/mijn/nieuwe-code").headers["Location"] == "/nl/mijn"
    ander = client.application.test_client()
    assert ander.post("/nl/verder", data={"code": wie.code}).status_code == 422
    assert ander.post("/nl/verder", data={"code": activatie}).status_code == 422
    assert ander.post("/nl/verder", data={"code": cijfers}).headers["Location"] == "/nl/mijn"


def test_de_code_bewaren_maakt_niemand_meer(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende, klok: VasteKlok
) -> None:
    sessie_van(omgeving, client, wie.inwoner_id, 3)
    client.get(stuur(client, client.get("/nl/mijn/andere-code")).headers["Location"])
    pagina = client.get("/nl/mijn/nieuwe-code")
    klok.verzet(minutes=6)
    voor = koek(client)
    assert stuur(client, pagina).status_code == 303
    assert koek(client) != voor
    assert niveau_nu(omgeving, client) == 2


def test_een_activatiecode_is_na_een_week_voorbij(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende, klok: VasteKlok
) -> None:
    activatie = _activatie(omgeving, wie)
    klok.verzet(seconds=ACTIVATIE_GELDIG.total_seconds())
    assert client.post("/nl/verder", data={"code": activatie}).status_code == 422


def test_een_nieuwe_activatiecode_vervangt_de_vorige(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> None:
    eerste, tweede = _activatie(omgeving, wie), _activatie(omgeving, wie)
    assert client.post("/nl/verder", data={"code": eerste}).status_code == 422
    assert client.post("/nl/verder", data={"code": wie.code}).status_code == 303
    assert client.post("/nl/verder", data={"code": tweede}).status_code == 303


def test_een_activatiecode_voor_niemand_is_er_niet(omgeving: Omgeving) -> None:
    niemand = Bekende(uuid4(), "", "")
    with pytest.raises(LookupError):
        _activatie(omgeving, niemand)


def test_bekijken_en_beeindigen_van_sessies(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> None:
    ander = client.application.test_client()
    assert isinstance(ander, StrengeClient)
    sessie_van(omgeving, ander, wie.inwoner_id, 2)
    eigen = sessie_van(omgeving, client, wie.inwoner_id, 2)
    pagina = client.get(BLAD)
    assert pagina.text.count("Een ander apparaat") == 2
    assert pagina.text.count("Dit apparaat") == 1
    assert eigen not in pagina.text
    token = pagina.text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    for kaart in pagina.text.split('<section class="kaart">')[1:]:
        if "Een ander apparaat" in kaart:
            handvat = kaart.split('name="sessie" value="', 1)[1].split('"', 1)[0]
            assert client.post(BLAD, data={"sessie": handvat, "csrf_token": token}).headers["Location"] == BLAD
    assert client.get(BLAD).text.count("Een ander apparaat") == 0
    assert ander.get(BLAD).status_code == 303


def test_overal_uitloggen_beeindigt_ook_deze(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> None:
    ander = client.application.test_client()
    assert isinstance(ander, StrengeClient)
    sessie_van(omgeving, ander, wie.inwoner_id, 2)
    sessie_van(omgeving, client, wie.inwoner_id, 2)
    token = client.get(BLAD).text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    client.post(BLAD, data={"sessie": "overal", "csrf_token": token})
    for browser in (ander, client):
        assert "/verder" in browser.get("/nl/mijn").headers["Location"]


def test_de_sessie_van_een_ander_is_niet_te_beeindigen(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> None:
    vreemde = iemand(omgeving, aanvraag("06 87654321"))
    ander = client.application.test_client()
    assert isinstance(ander, StrengeClient)
    sessie_van(omgeving, ander, vreemde.inwoner_id, 2)
    handvat = ander.get(BLAD).text.split('name="sessie" value="', 1)[1].split('"', 1)[0]
    sessie_van(omgeving, client, wie.inwoner_id, 2)
    token = client.get(BLAD).text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    client.post(BLAD, data={"sessie": handvat, "csrf_token": token})
    assert ander.get(BLAD).status_code == 200


def test_een_andere_code_vragen_sluit_de_andere_apparaten_uit(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende
) -> None:
    sessie_van(omgeving, client, wie.inwoner_id, 3)
    antwoord = stuur(client, client.get("/nl/mijn/andere-code"))
    assert client.get(antwoord.headers["Location"]).status_code == 200
    assert niveau_nu(omgeving, client) == 3
    assert rij_van(omgeving.databank, wie.sessienummer) is None
    assert client.application.test_client().post("/nl/verder", data={"code": wie.code}).status_code == 422


def test_een_vloed_van_verkeerde_codes_sluit_een_ander_niet_buiten(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende
) -> None:
    statussen = [
        client.post(
            "/nl/verder", data={"code": maak_code()}, environ_overrides={"REMOTE_ADDR": "192.0.2.66"}
        ).status_code
        for _ in range(25)
    ]
    assert statussen == [422] * 20 + [429] * 5
    assert client.post("/nl/verder", data={"code": wie.code}).status_code == 303
