"""The road: what one click changes, and that the form loses nothing of what was stored."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from portal.werkbak.gegevens import Gegevens
from portal.werkbak.portaal import Fout
from portal.werkbak.weg import (
    FASEN,
    ROUTE,
    huidige_stap,
    na_contact,
    na_gesprek,
    naar_volgende_fase,
    stappen_van,
    volgende_fase,
)
from portal.werkbak.wegformulier import fouten_per_veld, velden_van, weg_uit
from tests.werkbak.bouwers import Json

VANDAAG = date(2026, 11, 20)
NIETS = Gegevens()

VOL: Json = {
    "gewijzigdOp": "2026-11-20T10:00:00.000001+01:00",
    "fase": "in_gesprek",
    "stappen": [
        {"code": "kennismaking", "status": "klaar", "gedaanOp": "2026-11-18"},
        {"code": "eerste_gesprek", "wie": "samen", "status": "nu", "uiterlijk": "2026-12-01"},
        {"code": "eigen-1", "status": "straks", "wie": "inwoner", "toelichting": "Samen de post openen.\nThuis."},
    ],
    "hulpverlener": {"voornaam": "Noor", "werkdagen": ["ma", "do"], "telefoon": "0800 0000 000"},
    "gedeeldMet": [{"systeem": "vish", "sinds": "2026-11-19"}],
    "nodig": [
        {"id": "a", "wat": "Een loonstrook", "waarom": "Voor het plan", "gekregen": False},
        {"id": "b", "wat": "Je paspoort", "gekregen": True},
    ],
    "herstel": {"wat": "De brief", "uiterlijk": "2026-12-10"},
    "watEenNieuwerPortaalErbijZette": {"blijft": True},
}


def stap(weg: Json, code: str) -> Json:
    stappen = weg["stappen"]
    assert isinstance(stappen, list)
    (gevonden,) = [stap for stap in stappen if stap["code"] == code]
    return dict(gevonden)


def test_na_het_eerste_telefoontje_is_de_kennismaking_klaar() -> None:
    weg = na_contact(NIETS, VANDAAG)
    assert weg["fase"] == "in_contact"
    assert stap(weg, "kennismaking") == {"code": "kennismaking", "status": "klaar", "gedaanOp": "2026-11-20"}


def test_een_later_telefoontje_verandert_niets_aan_de_weg() -> None:
    eerst = na_contact(NIETS, VANDAAG)
    assert na_contact(Gegevens(eerst), date(2026, 12, 24)) == eerst


def test_na_het_gesprek_is_iemand_in_gesprek() -> None:
    weg = na_gesprek(NIETS, VANDAAG)
    assert weg["fase"] == "in_gesprek"
    assert stap(weg, "eerste_gesprek")["gedaanOp"] == "2026-11-20"
    assert stap(weg, "kennismaking") == {"code": "kennismaking", "status": "klaar"}


@pytest.mark.parametrize("fase", ["rust_en_overzicht", "plaatje_compleet", "toekomst"])
def test_een_gesprek_in_een_latere_fase_is_niet_het_eerste(fase: str) -> None:
    assert na_gesprek(Gegevens({"fase": fase}), VANDAAG) == {"fase": fase}


def test_een_telefoontje_in_een_latere_fase_is_geen_kennismaking() -> None:
    assert na_contact(Gegevens({"fase": "in_gesprek"}), VANDAAG) == {"fase": "in_gesprek"}


def test_een_overgeslagen_stap_wordt_niet_klaar() -> None:
    weg = Gegevens({"fase": "in_contact", "stappen": [{"code": "kennismaking", "status": "overgeslagen"}]})
    assert stap(naar_volgende_fase(weg, VANDAAG), "kennismaking")["status"] == "overgeslagen"


def test_van_begin_tot_eind_staat_steeds_een_stap_op_nu() -> None:
    weg = NIETS
    for fase in list(FASEN)[1:]:
        assert volgende_fase(weg) == fase
        weg = Gegevens(naar_volgende_fase(weg, VANDAAG))
        assert weg.tekst("fase") == fase
        assert [s.code for s in stappen_van(weg) if s.status == "nu"] == [
            next(soort.code for soort in ROUTE if soort.fase == fase)
        ]
    assert volgende_fase(weg) is None
    assert naar_volgende_fase(weg, VANDAAG) == weg.ruw


def test_de_stap_die_aan_de_beurt_was_is_vandaag_gedaan_en_van_de_andere_weten_we_de_dag_niet() -> None:
    weg = naar_volgende_fase(Gegevens(na_gesprek(NIETS, date(2026, 11, 2))), VANDAAG)
    assert stap(weg, "eerste_gesprek")["gedaanOp"] == "2026-11-02"
    assert stap(weg, "plan_van_aanpak")["gedaanOp"] == "2026-11-20"
    assert stap(weg, "beschikking") == {"code": "beschikking", "status": "klaar"}


def test_een_eigen_stap_houdt_zijn_woorden() -> None:
    weg = naar_volgende_fase(Gegevens(VOL), VANDAAG)
    assert stap(weg, "eigen-1")["toelichting"] == "Samen de post openen.\nThuis."
    assert weg["watEenNieuwerPortaalErbijZette"] == {"blijft": True}


@pytest.mark.parametrize(
    ("stappen", "verwacht"),
    [
        ([], "kennismaking"),
        ([{"code": "kennismaking", "status": "klaar"}], "eerste_gesprek"),
        ([{"code": "voorstel", "status": "nu"}], "voorstel"),
        ([{"code": "beschikking", "status": "klaar"}], "schuldenrust"),
        ([{"code": soort.code, "status": "klaar"} for soort in ROUTE], None),
    ],
)
def test_er_is_een_stap_aan_de_beurt(stappen: list[Json], verwacht: str | None) -> None:
    stap = huidige_stap(Gegevens({"stappen": stappen}))
    assert (stap.code if stap else None) == verwacht


def test_een_formulier_dat_niemand_verandert_geeft_terug_wat_er_stond() -> None:
    weg = weg_uit(velden_van(Gegevens(VOL)), Gegevens(VOL))
    assert {**weg, "gewijzigdOp": VOL["gewijzigdOp"]} == VOL


def test_wat_leeg_wordt_gemaakt_is_weg() -> None:
    velden = velden_van(Gegevens(VOL))
    for naam in ("voornaam", "telefoon", "herstel.wat", "herstel.uiterlijk", "nodig.0.wat", "gedeeld.vish"):
        velden[naam] = ""
    velden.setlist("werkdagen", [])
    for veld in ("status", "wie", "toelichting"):
        velden[f"stap.eigen-1.{veld}"] = ""
    weg = weg_uit(velden, Gegevens(VOL))
    assert not {"hulpverlener", "herstel", "gedeeldMet"} & set(weg)
    assert weg["nodig"] == [{"id": "b", "wat": "Je paspoort", "gekregen": True}]
    assert "eigen-1" not in str(weg["stappen"])


def test_een_eigen_stap_en_iets_dat_nodig_is_krijgen_een_eigen_nummer() -> None:
    velden = velden_van(NIETS)
    velden["stap.eigen.toelichting"], velden["nodig.1.wat"] = "Samen bellen", "Een brief"
    weg = weg_uit(velden, NIETS)
    assert str(weg["stappen"]).count("Samen bellen") == 1
    nodig = weg["nodig"]
    assert isinstance(nodig, list)
    assert len(nodig[0]["id"]) == 36


def test_datums_mogen_zoals_je_ze_schrijft() -> None:
    velden = velden_van(NIETS)
    velden["stap.beschikking.uiterlijk"] = "1-12-2026"
    assert stap(weg_uit(velden, NIETS), "beschikking")["uiterlijk"] == "2026-12-01"


def test_een_fout_vindt_zijn_veld_terug() -> None:
    velden = velden_van(Gegevens(VOL))
    velden["stap.eigen.uiterlijk"], velden["nodig.0.wat"], velden["nodig.2.waarom"] = "straks", "", "Daarom"
    weg = weg_uit(velden, Gegevens(VOL))
    genoemd = ["stappen.1.uiterlijk", "stappen.3.uiterlijk", "nodig.1.wat", "gedeeldMet.0.sinds", "herstel.uiterlijk"]
    genoemd += ["hulpverlener.voornaam", "fase", "iets.nieuws"]
    gevonden = fouten_per_veld([Fout(veld, f"reden {veld}") for veld in genoemd], weg, velden)
    assert gevonden == {
        "stap.eerste_gesprek.uiterlijk": "reden stappen.1.uiterlijk",
        "stap.eigen.uiterlijk": "reden stappen.3.uiterlijk",
        "nodig.2.wat": "reden nodig.1.wat",
        "sinds.vish": "reden gedeeldMet.0.sinds",
        "herstel.uiterlijk": "reden herstel.uiterlijk",
        "voornaam": "reden hulpverlener.voornaam",
        "fase": "reden fase",
        "": "iets.nieuws: reden iets.nieuws",
    }


@pytest.mark.parametrize(
    "raar",
    [
        {"stappen": "geen lijst", "nodig": 3, "gedeeldMet": {}, "hulpverlener": [], "herstel": "x", "fase": 7},
        {"stappen": [None, 4, {"geen": "code"}], "nodig": [None], "gedeeldMet": ["x"]},
    ],
)
def test_een_weg_die_nergens_op_lijkt_geeft_een_leeg_formulier(raar: Json) -> None:
    weg = Gegevens(raar)
    assert velden_van(weg)["fase"] == "in_contact"
    assert weg_uit(MultiDict(), weg)["fase"] == "in_contact"
    assert huidige_stap(weg) is not None
    assert na_contact(weg, VANDAAG)["fase"] == "in_contact"
