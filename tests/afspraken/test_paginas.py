"""The inwoner's pages: seen at the right level, answered with one tap, and never a dead end."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from portal.afspraken.models import Afspraak
from portal.inwoners.status import zet_status
from portal.toegang.models import Sessie
from portal.traject.service import zet_traject
from tests.afspraken.conftest import Iemand
from tests.bouwers import aanvraag
from tests.browser_na import StrengeClient
from tests.conftest import VasteKlok
from tests.toegang.mens import iemand, sessie_van

VERBORGEN = ("Noor", "huurbaas", "Tigrinya")


def _blijf_binnen(wie: Iemand, klok: VasteKlok) -> None:
    with wie.omgeving.databank.schrijven("*") as sessie:
        sessie.execute(update(Sessie).values(verloopt_op=klok.nu() + timedelta(hours=1), gezien_op=klok.nu()))


def test_de_afspraak_is_wat_nu_aan_de_beurt_is(wie: Iemand) -> None:
    pad = wie.gepland()
    tekst = wie.client.get("/nl/mijn").text
    assert tekst.count("data-nu") == 1
    assert '<time datetime="2026-12-01">' in tekst.split("data-nu")[1].split("</section>")[0]
    assert f'href="{pad}"' in tekst


def test_de_eerste_die_nog_komt_staat_er_en_de_rest_eronder(wie: Iemand) -> None:
    later = wie.gepland(kenmerk="later", begin="2026-12-09T10:00:00+01:00", einde=None)
    wie.gepland()
    tekst = wie.client.get("/nl/mijn").text
    assert "1 december" in tekst.split("data-nu")[1].split("</section>")[0]
    assert f'href="{later}"' in tekst.split("</section>", 1)[1]


def test_op_niveau_1_staat_er_geen_naam_en_niets_wat_iemand_vertelde(wie: Iemand) -> None:
    pad = wie.gepland()
    for pagina in (pad, "/nl/mijn", f"{pad}/kaartje", f"{pad}/verzetten", f"{pad}/afspraak.ics"):
        tekst = wie.client.get(pagina).text
        assert not [woord for woord in VERBORGEN if woord in tekst], pagina
    assert "Plein 1, Voorbeeldstad" in wie.client.get(pad).text
    assert "Er is een tolk bij" in wie.client.get(pad).text


@pytest.mark.parametrize("soort", ["thuis", "telefoon", "video"])
def test_op_niveau_1_staat_er_geen_adres_of_nummer_van_iemand_zelf(wie: Iemand, soort: str) -> None:
    pad = wie.gepland(soort=soort, plaats="Kanariestraat 7")
    for pagina in (pad, "/nl/mijn", f"{pad}/kaartje", f"{pad}/afspraak.ics"):
        assert "Kanariestraat" not in wie.client.get(pagina).text, pagina
    wie.niveau(2)
    assert "Kanariestraat 7" in wie.client.get(pad).text


def test_op_niveau_2_staat_alles_er(wie: Iemand) -> None:
    pad = wie.gepland()
    assert "/alles" in wie.client.get(pad).text
    assert "/verder/stap" in wie.client.get(f"{pad}/alles").headers["Location"]
    wie.niveau(2)
    tekst = wie.client.get(pad).text
    assert not [woord for woord in VERBORGEN if woord not in tekst]
    assert 'Gesprek met <bdi lang="nl">Noor</bdi>' in wie.client.get("/nl/mijn").text
    assert wie.client.get(f"{pad}/alles").headers["Location"] == pad


def test_wie_niets_hoeft_mee_te_nemen_leest_dat(wie: Iemand) -> None:
    pad = wie.gepland(meenemen=[])
    assert "<dt>Neem mee</dt><dd>Niets</dd>" in wie.client.get(pad).text


def test_ik_kom_in_een_tik_en_twee_tikken_is_een_keer(wie: Iemand) -> None:
    pad = wie.gepland()
    eerste = wie.client.get(pad)
    assert wie.zegt(pad, "/komen").headers["Location"] == pad
    assert wie.client.post(f"{pad}/komen", data=_velden(eerste.text)).status_code == 303
    assert wie.gemeld() == [("bevestigd", {"afspraakId": "afspraak-1"})]
    assert "Fijn dat je komt." in wie.client.get(pad).text


def _velden(html: str) -> dict[str, str]:
    deel = html.split('/komen"', 1)[1]
    return {naam: deel.split(f'name="{naam}" value="', 1)[1].split('"', 1)[0] for naam in ("csrf_token", "versie")}


def test_een_ander_moment_kiezen_uit_wat_nog_komt(wie: Iemand) -> None:
    pad = wie.gepland()
    tekst = wie.client.get(f"{pad}/verzetten").text
    assert "19 november" not in tekst
    assert tekst.index("2 december") < tekst.index("3 december")
    wie.zegt(f"{pad}/verzetten", "/verzetten", moment="moment:eerste")
    wie.zegt(f"{pad}/verzetten", "/verzetten", moment="moment:eerste")
    data = {"afspraakId": "afspraak-1", "alternatiefId": "eerste", "contactUiterlijk": "2026-11-24"}
    assert wie.gemeld() == [("verzet_gevraagd", data)]
    tekst = wie.client.get(pad).text
    assert '<time datetime="2026-12-02">' in tekst
    assert '<time datetime="2026-11-24">' in tekst


@pytest.mark.parametrize("keuze", ["ochtend", "middag", "telefoon", "thuis", "bel_mij"])
def test_zonder_vrije_momenten_leidt_het_ook_ergens_heen(wie: Iemand, keuze: str) -> None:
    pad = wie.gepland(alternatieven=[])
    assert f'value="liever:{keuze}"' in wie.client.get(f"{pad}/verzetten").text
    wie.zegt(f"{pad}/verzetten", "/verzetten", moment=f"liever:{keuze}")
    data = {"afspraakId": "afspraak-1", "voorkeur": keuze, "contactUiterlijk": "2026-11-24"}
    assert wie.gemeld() == [("verzet_gevraagd", data)]
    assert "We bellen je uiterlijk" in wie.client.get(pad).text


@pytest.mark.parametrize("keuze", ["", "moment:oud", "moment:onbekend", "liever:stoppen", "anders:bel_mij", "moment"])
def test_een_moment_dat_er_niet_is_wordt_vriendelijk_opnieuw_gevraagd(wie: Iemand, keuze: str) -> None:
    pad = wie.gepland()
    antwoord = wie.zegt(f"{pad}/verzetten", "/verzetten", moment=keuze)
    assert antwoord.status_code == 422
    assert "Nog één ding" in antwoord.text
    assert wie.gemeld() == []


@pytest.mark.parametrize("vervolg", ["ander_moment", "bel_mij", "thuis", "later"])
def test_ik_kan_niet_leidt_altijd_verder_en_vraagt_nooit_waarom(wie: Iemand, vervolg: str) -> None:
    pad = wie.gepland()
    vraag = wie.client.get(f"{pad}/afzeggen")
    assert vraag.text.count('name="vervolg"') >= 2
    assert "<textarea" not in vraag.text
    assert wie.gemeld() == []
    antwoord = wie.zegt(f"{pad}/afzeggen", "/afzeggen", vervolg=vervolg)
    assert antwoord.headers["Location"] == (f"{pad}/verzetten" if vervolg == "ander_moment" else pad)
    data = {"afspraakId": "afspraak-1", "vervolg": vervolg, "contactUiterlijk": "2026-11-24"}
    assert wie.gemeld() == [("afgezegd", data)]
    tekst = wie.client.get(pad).text
    assert "Je hulp stopt hier niet door." in tekst
    assert '<time datetime="2026-11-24">' in tekst


def test_zonder_antwoord_staat_de_vraag_er_weer(wie: Iemand) -> None:
    pad = wie.gepland()
    assert "Wat past bij jou?" in wie.zegt(f"{pad}/afzeggen", "/afzeggen", vervolg="stoppen").text
    assert wie.gemeld() == []


def test_afzeggen_is_terug_te_draaien(wie: Iemand) -> None:
    pad = wie.gepland()
    wie.zegt(f"{pad}/afzeggen", "/afzeggen", vervolg="later")
    assert "Ik kom toch" in wie.client.get(pad).text
    wie.zegt(pad, "/komen")
    assert [soort for soort, _ in wie.gemeld()] == ["afgezegd", "bevestigd"]


def test_iemand_meenemen_en_toch_niet(wie: Iemand) -> None:
    pad = wie.gepland()
    for mee in ("ja", "ja", "nee"):
        wie.zegt(pad, "/iemand-mee", mee=mee)
    assert [data["mee"] for _, data in wie.gemeld()] == [True, False]


def test_verzet_terwijl_de_bladzij_open_stond_telt_niet_voor_de_nieuwe(wie: Iemand) -> None:
    pad = wie.gepland()
    bladzij = wie.client.get(pad)
    wie.gepland(later=1, begin="2026-12-04T09:00:00+01:00", einde="2026-12-04T10:00:00+01:00")
    antwoord = wie.client.post(f"{pad}/komen", data=_velden(bladzij.text))
    assert antwoord.status_code == 409
    assert "Je afspraak is veranderd." in antwoord.text
    assert '<time datetime="2026-12-04">' in antwoord.text
    assert wie.gemeld() == []


@pytest.mark.parametrize("versie", ["", "x", "²", "-1", "99999999999", "1.0"])
def test_een_verzonnen_versie_is_er_geen(wie: Iemand, versie: str) -> None:
    pad = wie.gepland()
    assert wie.zegt(pad, "/komen", versie=versie).status_code == 409
    assert wie.gemeld() == []


def test_een_gemiste_afspraak_is_geen_verwijt_en_leidt_verder(wie: Iemand) -> None:
    pad = wie.gepland(status="niet_verschenen")
    tekst = wie.client.get(pad).text
    for zin in ("We hebben je gemist. Dat kan gebeuren.", "Je hulp stopt hier niet door."):
        assert zin in tekst
    assert '<time datetime="2026-11-24">' in tekst
    assert f'href="{pad}/verzetten"' in tekst
    assert f'href="{pad}/afzeggen"' in tekst
    assert "We hebben je gemist." in wie.client.get("/nl/mijn").text
    wie.zegt(f"{pad}/verzetten", "/verzetten", moment="moment:eerste")
    assert [soort for soort, _ in wie.gemeld()] == ["verzet_gevraagd"]
    assert "We hebben je keuze." in wie.client.get(pad).text


def test_terwijl_er_extra_tijd_loopt_zegt_niets_dat_de_hulp_doorgaat(wie: Iemand) -> None:
    herstel = {"fase": "in_gesprek", "herstel": {"wat": "Iets", "uiterlijk": "2026-12-04"}}
    with wie.omgeving.databank.schrijven(wie.gemeente.slug) as sessie:
        zet_traject(sessie, inwoner_id=wie.bekend.inwoner_id, inhoud=herstel, gewijzigd_op=wie.omgeving.klok.nu())
    assert "Je hulp stopt hier niet door." not in wie.client.get(wie.gepland(status="niet_verschenen")).text


def test_zijn_we_te_laat_met_bellen_dan_zeggen_we_dat(wie: Iemand, klok: VasteKlok) -> None:
    pad = wie.gepland(status="niet_verschenen")
    klok.verzet(days=6)
    _blijf_binnen(wie, klok)
    assert "Dat ligt aan ons, niet aan jou." in wie.client.get(pad).text


def test_een_vervallen_afspraak_gaat_niet_door_en_dat_ligt_niet_aan_jou(wie: Iemand) -> None:
    pad = wie.gepland(status="vervallen")
    tekst = wie.client.get(pad).text
    assert "Deze afspraak gaat niet door." in tekst
    assert "Ik kom" not in tekst
    assert "tel:" in tekst.split("<main", 1)[1].split("</main", 1)[0]
    assert "gaat niet door" in wie.client.get("/nl/mijn").text
    assert "Deze afspraak gaat niet door." in wie.client.get(f"{pad}/verzetten").text


def test_wat_geweest_is_is_geweest(wie: Iemand, klok: VasteKlok) -> None:
    pad = wie.gepland()
    bladzij = wie.client.get(pad)
    klok.verzet(days=12)
    _blijf_binnen(wie, klok)
    tekst = wie.client.get(pad).text
    assert "Deze afspraak is geweest." in tekst
    assert "Ik kom" not in tekst
    assert "1 december" not in wie.client.get("/nl/mijn").text
    assert wie.client.post(f"{pad}/komen", data=_velden(bladzij.text)).status_code == 409
    assert wie.gemeld() == []


def test_die_van_een_ander_is_er_niet(wie: Iemand, client: StrengeClient) -> None:
    pad = wie.gepland()
    ander = iemand(wie.omgeving, aanvraag("06 87654321"))
    sessie_van(wie.omgeving, client, ander.inwoner_id, 2)
    csrf = client.get("/nl/mijn").text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    for onder in ("", "/alles", "/verzetten", "/afzeggen", "/afspraak.ics", "/kaartje"):
        assert client.get(pad + onder).status_code == 404, onder
    for onder in ("/komen", "/verzetten", "/afzeggen", "/iemand-mee"):
        data = {"csrf_token": csrf, "versie": "1", "moment": "liever:bel_mij", "vervolg": "later", "mee": "ja"}
        assert client.post(pad + onder, data=data).status_code == 404, onder
    assert wie.gemeld() == []


def test_van_wie_overleden_is_is_niets_meer_te_zien(wie: Iemand) -> None:
    pad, link = wie.gepland(), wie.link()
    with wie.omgeving.databank.schrijven(wie.gemeente.slug) as sessie:
        zet_status(
            sessie,
            inwoner_id=wie.bekend.inwoner_id,
            status="overleden",
            tot=None,
            gewijzigd_op=wie.omgeving.klok.nu(),
        )
    assert wie.client.get(pad).status_code == 403
    assert wie.client.get(link).status_code == 404


@pytest.mark.parametrize("taal", ["nl", "en", "ar"])
@pytest.mark.parametrize("niveau", [1, 2])
def test_vijandige_tekst_is_alleen_tekst(wie: Iemand, taal: str, niveau: int) -> None:
    kwaad = "<script>alert(1)</script>{{7*7}}\"'\u202e"
    anders: dict[str, Any] = {"plaats": kwaad, "met": kwaad, "meenemen": [kwaad], "tolk": kwaad}
    pad = wie.gepland(**anders, alternatieven=[{"id": kwaad, "begin": "2026-12-02T10:00:00+01:00"}])
    wie.niveau(niveau)
    for pagina in (pad, f"{pad}/verzetten", f"{pad}/afzeggen", f"{pad}/kaartje", "/nl/mijn"):
        antwoord = wie.client.get(pagina.replace("/nl/", f"/{taal}/"))
        assert antwoord.status_code == 200, pagina
        assert "<script>alert" not in antwoord.text, pagina


def test_zonder_sessie_is_er_niets_te_zien(wie: Iemand) -> None:
    pad = wie.gepland()
    wie.client.delete_cookie("sessie")
    assert "/verder" in wie.client.get(pad).headers["Location"]
    assert wie.client.post(f"{pad}/komen", data={"versie": "1"}).status_code == 403


def test_op_het_kaartje_staat_alleen_de_weg_naar_het_begin(wie: Iemand) -> None:
    pad = wie.gepland()
    tekst = wie.client.get(f"{pad}/kaartje").text
    kaartje = tekst.split('class="kaart kaartje', 1)[1].split("</section>", 1)[0]
    assert "<svg" in kaartje
    assert wie.bekend.code not in kaartje
    assert pad not in kaartje


def test_alles_over_de_afspraak_staat_in_wat_iemand_meeneemt(wie: Iemand) -> None:
    wie.gepland()
    wie.niveau(3)
    tekst = wie.client.get("/nl/mijn/gegevens/alles").text
    assert "Je afspraken" in tekst
    assert "De brief van de huurbaas" in tekst
    with wie.omgeving.databank.lezen("*") as sessie:
        assert sessie.query(Afspraak).count() == 1
    assert b"De brief van de huurbaas" in wie.client.get("/nl/mijn/gegevens/meenemen").data
