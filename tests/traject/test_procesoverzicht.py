"""The overview: one step is now, dates are right, and being late is ours."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.gemeente import Gemeente, laad_gemeenten, lees_kalender
from portal.termijnen import bij_aanmelding
from portal.traject.procesoverzicht import KLAAR, NU, Procesoverzicht, Stap, maak_procesoverzicht
from portal.traject.route import ROUTE
from tests.conftest import CONTENT

KALENDER = lees_kalender(CONTENT)
GEMEENTE: Gemeente = next(iter(laad_gemeenten(CONTENT)))
START = date(2026, 11, 20)
TERMIJNEN = bij_aanmelding(START, belbelofte_werkdagen=2, kalender=KALENDER)


def _overzicht(gegeven: dict[str, Any] | None = None, vandaag: date = START) -> Procesoverzicht:
    return maak_procesoverzicht(
        startdatum=START,
        termijnen=TERMIJNEN,
        gegeven=gegeven or {},
        gemeente=GEMEENTE,
        kalender=KALENDER,
        vandaag=vandaag,
    )


def _stap(overzicht: Procesoverzicht, code: str) -> Stap:
    return next(stap for stap in overzicht.stappen if stap.code == code)


def test_meteen_na_het_aanmelden_bellen_wij() -> None:
    overzicht = _overzicht()
    assert overzicht.stappen[0].status == KLAAR
    assert overzicht.stappen[0].gedaan_op == START
    assert overzicht.nu is not None
    assert overzicht.nu.code == "kennismaking"
    assert overzicht.nu.getoond == date(2026, 11, 24)
    assert _stap(overzicht, "eerste_gesprek").uiterlijk == date(2026, 12, 18)


def test_na_het_bellen_is_het_gesprek_aan_de_beurt() -> None:
    overzicht = _overzicht(
        {"fase": "in_contact", "stappen": [{"code": "kennismaking", "status": "klaar", "gedaanOp": "2026-11-23"}]}
    )
    assert overzicht.nu is not None
    assert overzicht.nu.code == "eerste_gesprek"


def test_het_besluit_krijgt_een_datum_na_het_eerste_gesprek() -> None:
    assert _stap(_overzicht(), "beschikking").uiterlijk is None
    na = _overzicht({"stappen": [{"code": "eerste_gesprek", "status": "klaar", "gedaanOp": "2026-12-01"}]})
    besluit = _stap(na, "beschikking")
    assert besluit.uiterlijk is not None
    assert (besluit.uiterlijk - date(2026, 12, 1)).days >= GEMEENTE.beslistermijn_weken * 7


def test_de_backoffice_kan_een_wettelijke_datum_vervroegen_en_nooit_verlaten() -> None:
    for gegeven, verwacht in (("2026-12-01", date(2026, 12, 1)), ("2027-01-15", date(2026, 12, 18))):
        overzicht = _overzicht({"stappen": [{"code": "eerste_gesprek", "status": "straks", "uiterlijk": gegeven}]})
        assert _stap(overzicht, "eerste_gesprek").uiterlijk == verwacht


def test_te_laat_zijn_we_na_de_datum_en_niet_op_de_datum() -> None:
    assert _overzicht(vandaag=date(2026, 11, 24)).te_laat is None
    laat = _overzicht(vandaag=date(2026, 11, 25)).te_laat
    assert laat is not None
    assert laat.code == "kennismaking"
    assert laat.getoond is None


def test_een_nieuwe_datum_na_te_laat_is_de_datum_die_men_ziet() -> None:
    overzicht = _overzicht(
        {"stappen": [{"code": "kennismaking", "status": "nu", "uiterlijk": "2026-11-27"}]}, vandaag=date(2026, 11, 25)
    )
    stap = _stap(overzicht, "kennismaking")
    assert stap.te_laat
    assert stap.getoond == date(2026, 11, 27)


def test_een_stap_van_de_inwoner_is_nooit_te_laat() -> None:
    overzicht = _overzicht(
        {"stappen": [{"code": "begeleiding", "wie": "inwoner", "status": "nu", "uiterlijk": "2026-11-21"}]},
        vandaag=date(2027, 1, 1),
    )
    assert not _stap(overzicht, "begeleiding").te_laat


def test_een_onbekende_stap_staat_er_met_zijn_toelichting() -> None:
    overzicht = _overzicht(
        {"stappen": [{"code": "iets_eigens", "status": "straks", "toelichting": "Samen naar de bank"}]}
    )
    stap = _stap(overzicht, "iets_eigens")
    assert not stap.is_bekend
    assert stap.toelichting == "Samen naar de bank"


def test_een_overgeslagen_stap_staat_er_niet() -> None:
    overzicht = _overzicht({"stappen": [{"code": "voorstel", "status": "overgeslagen"}]})
    assert "voorstel" not in [stap.code for stap in overzicht.stappen]


def test_volgen_staat_er_alleen_waar_de_gemeente_dat_doet() -> None:
    assert ("volgen" in [s.code for s in _overzicht().stappen]) == GEMEENTE.keuzes.volgen


def test_wat_al_gekregen_is_wordt_niet_meer_gevraagd() -> None:
    overzicht = _overzicht(
        {"nodig": [{"id": "1", "wat": "Je huurcontract"}, {"id": "2", "wat": "Je pas", "gekregen": True}]}
    )
    assert [n.wat for n in overzicht.nodig] == ["Je huurcontract"]


def test_de_vaste_persoon_en_extra_tijd() -> None:
    overzicht = _overzicht(
        {
            "hulpverlener": {"voornaam": "Voornaam", "werkdagen": ["ma", "do", "raar"]},
            "herstel": {"wat": "De brief van de huurbaas", "uiterlijk": "2026-12-04"},
            "gedeeldMet": [{"systeem": "vish", "sinds": "2026-12-01"}, {"systeem": "bkr"}],
        }
    )
    assert overzicht.hulpverlener is not None
    assert overzicht.hulpverlener.werkdagen == (0, 3)
    assert overzicht.herstel is not None
    assert overzicht.herstel.uiterlijk == date(2026, 12, 4)
    assert [g.systeem for g in overzicht.gedeeld_met] == ["vish"]


STATUSSEN = st.sampled_from(["straks", "nu", "klaar", "overgeslagen"])


@given(st.dictionaries(st.sampled_from([s.code for s in ROUTE]), STATUSSEN), st.dates(START, date(2029, 1, 1)))
def test_er_is_hooguit_een_stap_nu(statussen: dict[str, str], vandaag: date) -> None:
    overzicht = _overzicht({"stappen": [{"code": c, "status": s} for c, s in statussen.items()]}, vandaag)
    assert sum(stap.status == NU for stap in overzicht.stappen) <= 1
    if any(stap.status == NU for stap in overzicht.stappen):
        assert overzicht.nu is not None


@pytest.mark.parametrize("vandaag", [START, date(2026, 12, 31), date(2027, 6, 1)])
def test_wat_getoond_wordt_is_nooit_later_dan_de_wet(vandaag: date) -> None:
    for stap in _overzicht(vandaag=vandaag).stappen:
        if stap.uiterlijk and stap.getoond and not stap.te_laat:
            assert stap.getoond <= stap.uiterlijk
