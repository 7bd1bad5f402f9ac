"""What a counsellor changes about one person is what the portal holds and the phone shows, and nothing gets lost."""

from datetime import datetime
from uuid import uuid4

import pytest

from portal.werkbak.gegevens import Gegevens
from tests.veiligheid.vijandig import ALLES
from tests.werkbak.bouwers import Handklok, Json
from tests.werkbak.keten import Keten
from tests.werkbak.paginas import Pagina, meldingen, noteer, open_pagina, tekst_van, velden_van, verstuur, vreemd


@pytest.fixture
def sanne(keten: Keten) -> str:
    return keten.meld_aan(naam="Sanne", telefoon="06 12 34 56 78")[0]


def weg_van(keten: Keten, subject: str) -> Json:
    weg = keten.inwoner(subject)["traject"]
    assert isinstance(weg, dict)
    return weg


def staten(keten: Keten, subject: str) -> dict[str, str]:
    stappen = weg_van(keten, subject)["stappen"]
    assert isinstance(stappen, list)
    return {stap["code"]: stap["status"] for stap in stappen}


def zeg(keten: Keten, subject: str) -> list[str]:
    """What the person's page says about what was just done."""
    return meldingen(open_pagina(keten.werkbak, f"/mensen/{subject}"))


def volgende_fase(keten: Keten, subject: str, pagina: Pagina | None = None) -> None:
    pagina = pagina or open_pagina(keten.werkbak, f"/mensen/{subject}")
    assert verstuur(keten.werkbak, pagina, f"/mensen/{subject}/weg/volgende-fase").status_code == 303


def test_alles_van_iemand_is_te_lezen(keten: Keten, sanne: str) -> None:
    keten.api(
        "PUT",
        f"/inwoners/{sanne}/voorkeuren",
        json={
            "gewijzigdOp": "2026-11-20T15:30:00+01:00",
            "veiligBereikbaar": "alleen_neutraal",
            "kanalen": ["bellen", "brief"],
            "tolk": {"nodig": True, "taal": "Tigrinya"},
        },
    )
    keten.api(
        "PUT",
        f"/inwoners/{sanne}/status",
        json={"gewijzigdOp": "2026-11-20T15:30:00+01:00", "status": "gepauzeerd", "tot": "2026-12-24"},
    )
    tekst = open_pagina(keten.werkbak, f"/mensen/{sanne}").tekst
    for woorden in (
        "06 12345678",
        "Alleen neutraal: zeg en schrijf niets over de gemeente of over geld.",
        "Tolk ja, Tigrinya",
        "Hoort het liefst via bellen, brief",
        "Even pauze, berichten weer vanaf do 24 dec",
        "Bellen uiterlijk di 24 nov",
        "Eerste gesprek uiterlijk vr 18 dec",
        "Fase In contact",
        "Nu aan de beurt Kennismaking",
    ):
        assert woorden in tekst


def test_de_telefoon_ziet_de_nieuwe_fase(keten: Keten) -> None:
    subject, code = keten.meld_aan(naam="Sanne")
    volgende_fase(keten, subject)
    assert zeg(keten, subject) == ["De fase is nu: In gesprek. De inwoner ziet dit ook."]
    assert weg_van(keten, subject)["fase"] == "in_gesprek"
    _, getoond = keten.telefoon(code)
    assert "Eerste gesprek" in getoond.split('aria-current="step"')[1][:400]


def test_een_dubbele_tik_gaat_een_fase_verder(keten: Keten, sanne: str) -> None:
    pagina = open_pagina(keten.werkbak, f"/mensen/{sanne}")
    for _ in range(2):
        volgende_fase(keten, sanne, pagina)
    assert weg_van(keten, sanne)["fase"] == "in_gesprek"


def test_na_de_laatste_fase_is_er_geen_knop_meer(keten: Keten, sanne: str) -> None:
    for _ in range(4):
        volgende_fase(keten, sanne)
    assert "Naar de volgende fase" not in open_pagina(keten.werkbak, f"/mensen/{sanne}").tekst


def test_contact_en_gesprek_staan_ook_in_het_portaal(keten: Keten, sanne: str) -> None:
    noteer(keten.werkbak, sanne, "contact", "Belt morgen terug")
    assert zeg(keten, sanne) == ["Genoteerd: contact gehad.", "De inwoner ziet dit nu ook in het portaal."]
    assert staten(keten, sanne) == {"kennismaking": "klaar"}
    noteer(keten.werkbak, sanne, "gesprek")
    assert staten(keten, sanne) == {"kennismaking": "klaar", "eerste_gesprek": "klaar"}
    assert weg_van(keten, sanne)["fase"] == "in_gesprek"
    assert "Belt morgen terug" not in str(keten.inwoner(sanne))


def test_een_notitie_blijft_hier(keten: Keten, sanne: str) -> None:
    noteer(keten.werkbak, sanne, "notitie", "Heeft een hond")
    assert zeg(keten, sanne) == ["Notitie bewaard."]
    assert "traject" not in keten.inwoner(sanne)


def test_de_hele_weg_in_een_formulier(keten: Keten, sanne: str) -> None:
    adres = f"/mensen/{sanne}/weg"
    antwoord = verstuur(
        keten.werkbak,
        open_pagina(keten.werkbak, adres),
        adres,
        {
            "fase": "rust_en_overzicht",
            "stap.beschikking.status": "klaar",
            "stap.beschikking.gedaanOp": "2026-11-19",
            "stap.schuldenrust.status": "nu",
            "stap.schuldenrust.wie": "gemeente",
            "stap.schuldenrust.uiterlijk": "2026-12-01",
            "stap.schuldenrust.toelichting": "We bellen rond.",
            "stap.eigen.toelichting": "Samen de post openen",
            "voornaam": "Noor",
            "telefoon": "0800 0000 000",
            "werkdagen": ["ma", "do"],
            "nodig.0.wat": "Een loonstrook",
            "nodig.0.waarom": "Voor het plan",
            "gedeeld.vish": "ja",
            "sinds.vish": "2026-11-20",
            "herstel.wat": "De brief van de woning",
            "herstel.uiterlijk": "2026-12-10",
        },
    )
    assert antwoord.status_code == 303
    weg = weg_van(keten, sanne)
    assert weg["fase"] == "rust_en_overzicht"
    assert weg["hulpverlener"] == {"voornaam": "Noor", "werkdagen": ["ma", "do"], "telefoon": "0800 0000 000"}
    assert weg["gedeeldMet"] == [{"systeem": "vish", "sinds": "2026-11-20"}]
    assert weg["herstel"] == {"wat": "De brief van de woning", "uiterlijk": "2026-12-10"}
    tekst = open_pagina(keten.werkbak, f"/mensen/{sanne}").tekst
    for woorden in ("Nu aan de beurt Rust", "maandag, donderdag", "Een loonstrook", "uiterlijk do 10 dec"):
        assert woorden in tekst
    opnieuw = velden_van(open_pagina(keten.werkbak, adres), adres)
    assert opnieuw["stap.schuldenrust.toelichting"] == ["We bellen rond."]
    assert opnieuw["werkdagen"] == ["ma", "do"]
    assert "Samen de post openen" in str(opnieuw)


def test_bewaren_zonder_iets_te_veranderen_verandert_niets(keten: Keten, sanne: str) -> None:
    volgende_fase(keten, sanne)
    eerder, adres = weg_van(keten, sanne), f"/mensen/{sanne}/weg"
    verstuur(keten.werkbak, open_pagina(keten.werkbak, adres), adres)
    assert "Er was niets veranderd." in zeg(keten, sanne)
    assert weg_van(keten, sanne) == eerder


def test_wat_het_portaal_niet_aanneemt_staat_bij_het_veld_en_is_niet_weg(keten: Keten, sanne: str) -> None:
    adres = f"/mensen/{sanne}/weg"
    getypt: dict[str, str | list[str]] = {
        "stap.voorstel.uiterlijk": "na de zomer",
        "stap.eigen.toelichting": "x" * 2001,
        "nodig.1.waarom": "Voor het plan",
        "gedeeld.bkr": "ja",
        "herstel.wat": "De brief",
        "voornaam": "Noor",
    }
    antwoord = verstuur(keten.werkbak, open_pagina(keten.werkbak, adres), adres, getypt)
    assert antwoord.status_code == 422
    pagina = Pagina(antwoord)
    fout_bij = {span.get("id") for span in pagina.alle("span", "fouttekst")}
    assert {
        "stap-voorstel-uiterlijk-fout",
        "stap-eigen-toelichting-fout",
        "nodig-1-wat-fout",
        "sinds-bkr-fout",
        "herstel-uiterlijk-fout",
    } <= fout_bij
    assert velden_van(pagina, adres).items() >= {n: [w] for n, w in getypt.items() if isinstance(w, str)}.items()
    assert "traject" not in keten.inwoner(sanne)
    goed = {"stap.voorstel.uiterlijk": "", "stap.eigen.toelichting": "Kort", "sinds.bkr": "2026-11-20"}
    herstel = {"nodig.1.waarom": "", "herstel.uiterlijk": "2026-12-10"}
    assert verstuur(keten.werkbak, pagina, adres, goed | herstel).status_code == 303
    assert "Noor" in open_pagina(keten.werkbak, f"/mensen/{sanne}").tekst


def test_twee_hulpverleners_overschrijven_elkaar_niet_stil(keten: Keten, sanne: str) -> None:
    adres = f"/mensen/{sanne}/weg"
    eerste, tweede = open_pagina(keten.werkbak, adres), open_pagina(keten.werkbak, adres)
    assert verstuur(keten.werkbak, eerste, adres, {"fase": "in_gesprek"}).status_code == 303
    antwoord = verstuur(keten.werkbak, tweede, adres, {"voornaam": "Noor"})
    assert antwoord.status_code == 409
    pagina = Pagina(antwoord)
    assert "Iemand anders heeft de weg intussen veranderd." in pagina.tekst
    assert "In het portaal staat nu de fase: In gesprek ." in pagina.tekst
    assert velden_van(pagina, adres)["voornaam"] == ["Noor"]
    assert weg_van(keten, sanne)["fase"] == "in_gesprek"
    assert verstuur(keten.werkbak, pagina, adres, {"fase": "in_gesprek"}).status_code == 303
    assert weg_van(keten, sanne)["hulpverlener"] == {"voornaam": "Noor", "werkdagen": []}


def test_twee_keer_op_bewaar_is_een_keer(keten: Keten, sanne: str) -> None:
    adres = f"/mensen/{sanne}/weg"
    pagina = open_pagina(keten.werkbak, adres)
    for _ in range(2):
        antwoord = verstuur(keten.werkbak, pagina, adres, {"stap.eigen.toelichting": "Samen bellen"})
        assert antwoord.status_code == 303
    assert str(weg_van(keten, sanne)).count("Samen bellen") == 1


def test_elke_verandering_is_later_dan_de_vorige_ook_als_de_klok_teruggaat(
    keten: Keten, sanne: str, klok: Handklok
) -> None:
    momenten = []
    for uren in (0, 0, -3):
        klok.verder(hours=uren)
        volgende_fase(keten, sanne)
        momenten.append(str(weg_van(keten, sanne)["gewijzigdOp"]))
    assert momenten[0] == "2026-11-20T15:03:00+01:00"
    assert [datetime.fromisoformat(m) for m in momenten] == sorted({datetime.fromisoformat(m) for m in momenten})
    assert weg_van(keten, sanne)["fase"] == "plaatje_compleet"


def test_ook_na_een_systeem_met_een_klok_die_voorloopt_geldt_wat_de_hulpverlener_bewaart(
    keten: Keten, sanne: str
) -> None:
    keten.api(
        "PUT",
        f"/inwoners/{sanne}/traject",
        json={"gewijzigdOp": "2026-11-20T18:00:00+01:00", "fase": "in_gesprek"},
    )
    volgende_fase(keten, sanne)
    assert weg_van(keten, sanne)["fase"] == "rust_en_overzicht"
    assert weg_van(keten, sanne)["gewijzigdOp"] == "2026-11-20T18:00:00.000001+01:00"


def test_voorkeuren_gaan_naar_het_portaal_en_staan_bij_het_nummer(keten: Keten, sanne: str) -> None:
    adres = f"/mensen/{sanne}/voorkeuren"
    pagina = open_pagina(keten.werkbak, adres)
    assert "Kunnen anderen je berichten lezen of je telefoon opnemen?" in pagina.tekst
    anders: dict[str, str | list[str]] = {
        "veilig": "nee",
        "kanalen": ["brief", "bellen"],
        "taal": "ti",
        "tolk": "ja",
        "tolk_taal": "Tigrinya",
    }
    assert verstuur(keten.werkbak, pagina, adres, anders).status_code == 303
    assert zeg(keten, sanne) == ["Bewaard. Dit geldt nu ook in het portaal."]
    voorkeuren = keten.inwoner(sanne)["voorkeuren"]
    assert isinstance(voorkeuren, dict)
    assert voorkeuren["veiligBereikbaar"] == "nee"
    assert voorkeuren["kanalen"] == ["brief", "bellen"]
    assert voorkeuren["tolk"] == {"nodig": True, "taal": "Tigrinya"}
    assert keten.inwoner(sanne)["taal"] == "ti"
    lijst = open_pagina(keten.werkbak, "/").tekst
    assert "Niet veilig: stuur geen berichten" in lijst
    assert "Tigrinya" in lijst


def test_alleen_wat_veranderd_is_gaat_mee(keten: Keten, sanne: str) -> None:
    adres = f"/mensen/{sanne}/voorkeuren"
    pagina = open_pagina(keten.werkbak, adres)
    keten.api("PUT", f"/inwoners/{sanne}/voorkeuren", json={"gewijzigdOp": "2026-11-20T15:00:00+01:00", "taal": "ar"})
    verstuur(keten.werkbak, pagina, adres, {"veilig": "ja"})
    inwoner = keten.inwoner(sanne)
    assert (inwoner["taal"], inwoner["veiligBereikbaar"]) == ("ar", "ja")
    verstuur(keten.werkbak, open_pagina(keten.werkbak, adres), adres)
    assert "Er was niets veranderd." in zeg(keten, sanne)


def test_wat_de_inwoner_later_zei_blijft_gelden(keten: Keten, sanne: str) -> None:
    adres = f"/mensen/{sanne}/voorkeuren"
    pagina = open_pagina(keten.werkbak, adres)
    keten.api(
        "PUT",
        f"/inwoners/{sanne}/voorkeuren",
        json={"gewijzigdOp": "2026-11-20T18:00:00+01:00", "veiligBereikbaar": "nee"},
    )
    verstuur(keten.werkbak, pagina, adres, {"veilig": "ja"})
    assert zeg(keten, sanne) == [
        "Bij Meelezen staat iets nieuwers in het portaal. Dat blijft gelden. Kijk hieronder hoe het nu is."
    ]
    assert "Niet veilig" in open_pagina(keten.werkbak, "/").tekst


@pytest.mark.parametrize(
    ("status", "tot", "woorden"),
    [
        ("gepauzeerd", "24-12-2026", "Even pauze, berichten weer vanaf do 24 dec"),
        ("gepauzeerd", "", "Status Even pauze"),
        ("afgerond", "2026-12-24", "Status Afgerond"),
        ("verhuisd", "", "Status Verhuisd"),
    ],
)
def test_de_status_is_te_veranderen_en_terug(keten: Keten, sanne: str, status: str, tot: str, woorden: str) -> None:
    adres = f"/mensen/{sanne}/status"
    verstuur(keten.werkbak, open_pagina(keten.werkbak, adres), adres, {"status": status, "tot": tot})
    assert woorden in open_pagina(keten.werkbak, f"/mensen/{sanne}").tekst
    verstuur(keten.werkbak, open_pagina(keten.werkbak, adres), adres, {"status": "actief"})
    assert "Status Actief" in open_pagina(keten.werkbak, f"/mensen/{sanne}").tekst
    assert "Eerste contact" in open_pagina(keten.werkbak, "/").tekst


def test_overleden_wordt_twee_keer_gevraagd_en_dan_hoeft_niemand_meer_te_bellen(keten: Keten, sanne: str) -> None:
    adres = f"/mensen/{sanne}/status"
    vraag = Pagina(verstuur(keten.werkbak, open_pagina(keten.werkbak, adres), adres, {"status": "overleden"}))
    assert "Is Sanne overleden?" in vraag.tekst
    assert keten.inwoner(sanne)["status"] == {"status": "actief"}
    assert verstuur(keten.werkbak, vraag, adres).status_code == 303
    pagina = open_pagina(keten.werkbak, f"/mensen/{sanne}").tekst
    assert "Deze persoon is overleden. Bel niet en stuur niets." in pagina
    assert "Er staat niets open." in pagina
    assert open_pagina(keten.werkbak, "/").namen() == []
    assert "Overleden" in open_pagina(keten.werkbak, "/?toon=ingetrokken").tekst


def test_een_pauze_tot_een_dag_die_niet_bestaat_staat_bij_het_veld(keten: Keten, sanne: str) -> None:
    adres = f"/mensen/{sanne}/status"
    antwoord = verstuur(
        keten.werkbak, open_pagina(keten.werkbak, adres), adres, {"status": "gepauzeerd", "tot": "31-02-2027"}
    )
    assert antwoord.status_code == 422
    pagina = Pagina(antwoord)
    assert [tekst_van(span) for span in pagina.alle("span", "fouttekst")]
    assert velden_van(pagina, adres)["tot"] == ["31-02-2027"]


@pytest.mark.parametrize("code", ["a.b", "met spatie", '"><b>', "stap.status", "nu\ndit"])
def test_een_stap_van_een_ander_systeem_gaat_heel_door_het_formulier(keten: Keten, sanne: str, code: str) -> None:
    stap = {"code": code, "status": "straks", "toelichting": "Samen bellen"}
    weg = {"gewijzigdOp": "2026-11-20T15:00:00+01:00", "fase": "in_contact", "stappen": [stap]}
    keten.api("PUT", f"/inwoners/{sanne}/traject", json=weg)
    adres = f"/mensen/{sanne}/weg"
    fout = verstuur(keten.werkbak, open_pagina(keten.werkbak, adres), adres, {"herstel.uiterlijk": "straks"})
    assert fout.status_code == 422
    goed = {"herstel.uiterlijk": "", "voornaam": "Noor"}
    assert verstuur(keten.werkbak, Pagina(fout), adres, goed).status_code == 303
    assert weg_van(keten, sanne)["stappen"] == [stap]


def test_vijandige_tekst_blijft_tekst(keten: Keten, sanne: str) -> None:
    weg, voorkeuren = f"/mensen/{sanne}/weg", f"/mensen/{sanne}/voorkeuren"
    velden = ("stap.beschikking.toelichting", "voornaam", "nodig.0.wat", "herstel.wat")
    leeg = open_pagina(keten.werkbak, weg)
    for tekst in ALLES:
        anders: dict[str, str | list[str]] = dict.fromkeys(velden, tekst[:80])
        mis = anders | {"herstel.uiterlijk": tekst, "stap.eigen.toelichting": tekst}
        fout = Pagina(verstuur(keten.werkbak, leeg, weg, mis))
        gezien = str(Gegevens(keten.inwoner(sanne)).deel("traject").ruw.get("gewijzigdOp", ""))
        goed = anders | {"herstel.uiterlijk": "2026-12-10", "gezien": gezien, "eenmalig": str(uuid4())}
        assert verstuur(keten.werkbak, leeg, weg, goed).status_code == 303, tekst
        tolk: dict[str, str | list[str]] = {"tolk": "ja", "tolk_taal": tekst[:200]}
        verstuur(keten.werkbak, open_pagina(keten.werkbak, voorkeuren), voorkeuren, tolk)
        for pagina in (fout, open_pagina(keten.werkbak, f"/mensen/{sanne}")):
            assert vreemd(pagina) == [], tekst
    for pad in (weg, voorkeuren):
        assert vreemd(open_pagina(keten.werkbak, pad)) == []
