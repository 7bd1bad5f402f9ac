"""One-time codes: for one session, once, ten minutes, five tries; and nobody learns whom we know."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from portal.db.databank import ALLE
from portal.omgeving import Omgeving
from portal.toegang import eenmalig
from portal.toegang.codes import Leesfout
from portal.toegang.models import EenmaligeCode
from tests.bouwers import aanvraag
from tests.browser_na import StrengeClient
from tests.conftest import VasteKlok
from tests.toegang.mens import (
    iemand,
    koek,
    niveau_nu,
    sessie_van,
    stuur,
    verstuurd,
    worker_kijkt,
)


def _vraag(client: StrengeClient, nummer: str = "06 12345678") -> str:
    antwoord = client.post("/nl/verder/bericht", data={"kanaal": "sms", "telefoon": nummer})
    assert antwoord.status_code == 303, antwoord.text
    return antwoord.headers["Location"]


def _code(client: StrengeClient, code: str) -> int:
    return client.post("/nl/verder/bericht/code", data={"eenmalige_code": code}).status_code


@pytest.mark.parametrize("getypt", ["123456", " 123 456 ", "123-456", "١٢٣٤٥٦", "۱۲۳۴۵۶", "１２３４５６", "१२३४५६"])
def test_zes_cijfers_in_elk_schrift(getypt: str) -> None:
    assert eenmalig.lees_eenmalig(getypt) == "123456"


@pytest.mark.parametrize("getypt", ["", "12345", "1234567", "12345½", "abcdef", "½" * 6, "1" * 9999])
def test_wat_geen_zes_cijfers_is_kost_niets(getypt: str) -> None:
    with pytest.raises(Leesfout):
        eenmalig.lees_eenmalig(getypt)


def test_met_een_sms_komt_iemand_op_niveau_1(omgeving: Omgeving, client: StrengeClient) -> None:
    iemand(omgeving)
    pagina = client.get("/nl/verder?kanaal=sms&naar=/nl/mijn")
    antwoord = stuur(client, pagina, telefoon="0612345678")
    vraag = client.get(antwoord.headers["Location"])
    assert 'name="eenmalige_code"' in vraag.text
    worker_kijkt(omgeving)
    ((naar, code),) = verstuurd(omgeving.databank)
    assert naar == "+31612345678"
    antwoord = stuur(client, vraag, eenmalige_code=code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    assert (antwoord.status_code, antwoord.headers["Location"]) == (303, "/nl/mijn")
    assert niveau_nu(omgeving, client) == 1
    assert client.get("/nl/mijn").status_code == 200


def test_met_een_mail_ook(omgeving: Omgeving, client: StrengeClient) -> None:
    iemand(omgeving, aanvraag(None, email="Noor@Voorbeeld.example"))
    client.post("/nl/verder/bericht", data={"kanaal": "email", "email": "noor@voorbeeld.example"})
    worker_kijkt(omgeving)
    ((_, code),) = verstuurd(omgeving.databank)
    assert _code(client, code) == 303


def test_een_code_werkt_een_keer(omgeving: Omgeving, client: StrengeClient) -> None:
    iemand(omgeving)
    _vraag(client)
    worker_kijkt(omgeving)
    ((_, code),) = verstuurd(omgeving.databank)
    merk = client.get_cookie("binnen")
    assert merk is not None
    assert _code(client, code) == 303
    client.set_cookie("binnen", merk.value)
    assert _code(client, code) == 422


def test_van_twee_tegelijk_wint_er_een(omgeving: Omgeving) -> None:
    iemand(omgeving)
    gemeente = next(iter(omgeving.gemeenten)).slug
    nu = omgeving.klok.nu()
    with omgeving.databank.schrijven(gemeente) as sessie:
        eenmalig.vraag_aan(
            sessie, gemeente=gemeente, binding=b"b", kanaal="sms", contact="+31612345678", bron="x", per_bron=9, now=nu
        )
    worker_kijkt(omgeving)
    ((_, code),) = verstuurd(omgeving.databank)
    gewonnen: list[object] = []
    start = threading.Barrier(4)

    def probeer() -> None:
        start.wait()
        with omgeving.databank.schrijven(gemeente) as sessie:
            gewonnen.append(eenmalig.neem(sessie, binding=b"b", doel=eenmalig.BINNENKOMEN, code=code, now=nu))

    draden = [threading.Thread(target=probeer) for _ in range(4)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert len(gewonnen) == 4
    assert sum(wie is not None for wie in gewonnen) == 1


def test_in_een_andere_browser_werkt_hij_niet(omgeving: Omgeving, client: StrengeClient) -> None:
    iemand(omgeving)
    _vraag(client)
    worker_kijkt(omgeving)
    ((_, code),) = verstuurd(omgeving.databank)
    ander = client.application.test_client()
    assert ander.post("/nl/verder/bericht/code", data={"eenmalige_code": code}).status_code == 422
    ander.set_cookie("binnen", "verzonnen")
    assert ander.post("/nl/verder/bericht/code", data={"eenmalige_code": code}).status_code == 422
    assert _code(client, code) == 303


def test_na_tien_minuten_is_het_voorbij(omgeving: Omgeving, client: StrengeClient, klok: VasteKlok) -> None:
    iemand(omgeving)
    _vraag(client)
    worker_kijkt(omgeving)
    ((_, code),) = verstuurd(omgeving.databank)
    klok.verzet(minutes=10)
    assert _code(client, code) == 422


def test_na_vijf_keer_mis_past_ook_de_goede_niet_meer(omgeving: Omgeving, client: StrengeClient) -> None:
    iemand(omgeving)
    _vraag(client)
    worker_kijkt(omgeving)
    ((_, code),) = verstuurd(omgeving.databank)
    mis = f"{(int(code) + 1) % 1_000_000:06}"
    assert client.post("/nl/verder/bericht/code", data={"eenmalige_code": "12"}).status_code == 422
    assert [_code(client, mis) for _ in range(5)] == [422] * 5
    assert _code(client, code) == 422


def test_een_nieuwe_code_vervangt_de_oude(omgeving: Omgeving, client: StrengeClient) -> None:
    wie = iemand(omgeving)
    sessie_van(omgeving, client, wie.inwoner_id, 1)
    for _ in range(2):
        stuur(client, client.get("/nl/verder/stap?naar=/nl/mijn/sessies"), kanaal="sms")
    (_, eerste), (_, tweede) = verstuurd(omgeving.databank)
    vraag = client.get("/nl/verder/stap/code")
    if eerste != tweede:
        assert stuur(client, vraag, eenmalige_code=eerste).status_code == 422
    assert stuur(client, vraag, eenmalige_code=tweede).status_code == 303
    with omgeving.databank.lezen(ALLE) as sessie:
        assert len(sessie.scalars(select(EenmaligeCode)).all()) == 1


def test_drie_in_een_kwartier_en_zes_op_een_dag(omgeving: Omgeving, client: StrengeClient, klok: VasteKlok) -> None:
    iemand(omgeving)

    def status(nummer: str) -> int:
        return client.post("/nl/verder/bericht", data={"kanaal": "sms", "telefoon": nummer}).status_code

    for nummer in ("0612345678", "0687654321"):  # known and unknown
        assert [status(nummer) for _ in range(4)] == [303, 303, 303, 429]
    klok.verzet(minutes=15)
    for nummer in ("0612345678", "0687654321"):
        assert [status(nummer) for _ in range(4)] == [303, 303, 303, 429]
    klok.verzet(hours=2)
    for nummer in ("0612345678", "0687654321"):
        assert status(nummer) == 429
    klok.verzet(hours=22)
    assert status("0612345678") == 303


def test_een_vreemde_die_je_nummer_typt_houdt_je_niet_buiten(omgeving: Omgeving, client: StrengeClient) -> None:
    wie = iemand(omgeving)
    vreemde = client.application.test_client()
    for _ in range(5):
        vreemde.post("/nl/verder/bericht", data={"kanaal": "sms", "telefoon": "0612345678"})
    sessie_van(omgeving, client, wie.inwoner_id, 1)
    assert stuur(client, client.get("/nl/verder/stap"), kanaal="sms").status_code == 303


def test_een_bron_vraagt_niet_eindeloos(omgeving: Omgeving, client: StrengeClient) -> None:
    gemeente = next(iter(omgeving.gemeenten))
    uitkomsten = [
        client.post("/nl/verder/bericht", data={"kanaal": "sms", "telefoon": f"06{10_000_000 + i}"}).status_code
        for i in range(gemeente.sms.per_bron_per_dag + 1)
    ]
    assert uitkomsten == [303] * gemeente.sms.per_bron_per_dag + [429]


@pytest.mark.parametrize("veilig", ["nee"])
def test_leest_een_ander_mee_dan_gaat_er_niets(omgeving: Omgeving, client: StrengeClient, veilig: str) -> None:
    iemand(omgeving, veilig=veilig)
    _vraag(client)
    worker_kijkt(omgeving)
    assert verstuurd(omgeving.databank) == []


@pytest.mark.parametrize("veilig", ["onbekend", "ja", "alleen_neutraal"])
def test_wie_er_zelf_om_vraagt_krijgt_hem(omgeving: Omgeving, client: StrengeClient, veilig: str) -> None:
    iemand(omgeving, veilig=veilig)
    _vraag(client)
    worker_kijkt(omgeving)
    assert len(verstuurd(omgeving.databank)) == 1


def test_bij_twee_mensen_met_een_telefoon_is_het_de_nieuwste(
    omgeving: Omgeving, client: StrengeClient, klok: VasteKlok
) -> None:
    oudste = iemand(omgeving, aanvraag(naam="Oud"))
    klok.verzet(hours=1)
    nieuwste = iemand(omgeving, aanvraag(naam="Nieuw"))
    _vraag(client)
    worker_kijkt(omgeving)
    ((_, code),) = verstuurd(omgeving.databank)
    assert _code(client, code) == 303
    # With the code of the one and the message of the other nobody gets further than level 1.
    client.post("/nl/verder", data={"code": oudste.code})
    assert niveau_nu(omgeving, client) == 1
    assert nieuwste.inwoner_id != oudste.inwoner_id


def test_bekend_of_niet_is_niet_te_zien(omgeving: Omgeving, client: StrengeClient) -> None:
    iemand(omgeving)
    gezien = []
    for nummer in ("0612345678", "0687654321"):
        opdrachten: list[str] = []

        def tel(verbinding: object, cursor: object, opdracht: str, *rest: object) -> None:
            opdrachten.append(opdracht)  # noqa: B023

        event.listen(omgeving.databank.engine, "before_cursor_execute", tel)
        ander = client.application.test_client()
        antwoord = ander.post("/nl/verder/bericht", data={"kanaal": "sms", "telefoon": nummer})
        pagina = ander.get(antwoord.headers["Location"])
        event.remove(omgeving.databank.engine, "before_cursor_execute", tel)
        worker_kijkt(omgeving)
        mis = [ander.post("/nl/verder/bericht/code", data={"eenmalige_code": "000000"}) for _ in range(6)]
        koppen = sorted(naam for naam, _ in (*antwoord.headers, *pagina.headers))
        gezien.append(
            (
                antwoord.status_code,
                antwoord.headers["Location"],
                koppen,
                pagina.text,
                opdrachten,
                [(m.status_code, m.text) for m in mis],
            )
        )
    assert gezien[0] == gezien[1]


def test_wat_iemand_typte_blijft_niet_liggen(omgeving: Omgeving, client: StrengeClient) -> None:
    _vraag(client, "0687654321")
    worker_kijkt(omgeving)
    with omgeving.databank.lezen(ALLE) as sessie:
        rij = sessie.scalars(select(EenmaligeCode)).one()
        assert (rij.contact_geheim, rij.code_hash, rij.inwoner_id) == (None, None, None)


@pytest.mark.parametrize(
    ("kanaal", "veld", "getypt"),
    [("sms", "telefoon", "12"), ("sms", "telefoon", "+49 151 23456789"), ("email", "email", "geen adres")],
)
def test_waar_niets_heen_kan_wordt_meteen_gezegd(client: StrengeClient, kanaal: str, veld: str, getypt: str) -> None:
    antwoord = client.post("/nl/verder/bericht", data={"kanaal": kanaal, veld: getypt})
    assert antwoord.status_code == 422
    assert getypt in antwoord.text


def test_een_andere_site_kan_geen_code_laten_sturen(omgeving: Omgeving, client: StrengeClient) -> None:
    iemand(omgeving)
    koppen = {"Sec-Fetch-Site": "cross-site"}
    client.post("/nl/verder/bericht", data={"kanaal": "sms", "telefoon": "0612345678"}, headers=koppen)
    worker_kijkt(omgeving)
    assert verstuurd(omgeving.databank) == []


def test_een_scanner_verandert_niets(omgeving: Omgeving, client: StrengeClient) -> None:
    iemand(omgeving)
    _vraag(client)
    worker_kijkt(omgeving)
    ((_, code),) = verstuurd(omgeving.databank)
    for pad in ("/nl/verder/bericht", f"/nl/verder/bericht?eenmalige_code={code}", "/nl/verder?kanaal=sms"):
        for _ in range(3):
            assert client.get(pad).status_code == 200
        assert client.head(pad).status_code == 200
    assert client.get_cookie("sessie") is None
    assert _code(client, code) == 303


def test_na_een_dag_is_alles_weg(omgeving: Omgeving, client: StrengeClient, klok: VasteKlok) -> None:
    _vraag(client)
    with omgeving.databank.schrijven(ALLE) as sessie:
        assert eenmalig.ruim_op(sessie, klok.nu() + timedelta(hours=24), timedelta(hours=24)) == 0
        assert eenmalig.ruim_op(sessie, klok.nu() + timedelta(hours=25), timedelta(hours=24)) == 1


def test_wat_getypt_was_gaat_de_hele_weg_mee(omgeving: Omgeving, client: StrengeClient) -> None:
    iemand(omgeving)
    pagina = client.post("/nl/aanmelden/vertellen/zorg", data={"tekst": "De brieven <b>"})
    assert pagina.status_code == 403
    pagina = stuur(client, pagina, kanaal="sms", code="")
    pagina = stuur(client, pagina, telefoon="0612345678")
    worker_kijkt(omgeving)
    ((_, code),) = verstuurd(omgeving.databank)
    pagina = stuur(client, pagina, eenmalige_code=code)
    assert "De brieven &lt;b&gt;" in pagina.text
    antwoord = stuur(client, pagina)
    assert antwoord.status_code == 303
    assert koek(client)
