"""Which days count: the holidays of the Algemene termijnenwet and the days that a decree put on a par."""

from datetime import date
from pathlib import Path

import holidays
import pytest

from portal.gemeente import OnjuisteGemeente, lees_feestdagen, lees_kalender
from portal.termijnen import Kalender, feestdagen

CONTENT = Path(__file__).parents[1] / "content"
KALENDER = lees_kalender(CONTENT)


def dag(tekst: str) -> date:
    return date.fromisoformat(tekst)


@pytest.mark.parametrize(
    "vrij",
    [
        "2026-01-01",  # Nieuwjaarsdag
        "2026-01-02",  # equated
        "2026-01-03",  # Saturday
        "2026-01-04",  # Sunday
        "2026-04-03",  # Goede Vrijdag
        "2026-04-06",  # tweede paasdag
        "2026-04-27",  # Koningsdag
        "2026-05-05",  # 5 May, no lustrum
        "2026-05-14",  # Hemelvaartsdag
        "2026-05-15",  # equated
        "2026-05-25",  # tweede pinksterdag
        "2026-12-25",
        "2027-04-27",
        "2027-05-05",
        "2027-05-06",  # Hemelvaartsdag, the day after 5 May
        "2027-05-07",  # equated
        "2028-04-27",
        "2028-04-28",  # equated
        "2028-05-25",
        "2028-05-26",  # equated
        "2031-04-26",  # Koningsdag on Saturday, because the 27th is a Sunday
        "2031-04-27",
        "2035-03-23",  # the earliest Goede Vrijdag for a while
        "2038-04-26",  # tweede paasdag as late as it can be
    ],
)
def test_op_deze_dag_eindigt_geen_termijn(vrij: str) -> None:
    assert KALENDER.is_vrij(dag(vrij))
    assert not KALENDER.is_werkdag(dag(vrij))


@pytest.mark.parametrize(
    "werkdag",
    [
        "2026-04-02",  # Witte Donderdag
        "2026-04-28",
        "2026-05-04",  # Dodenherdenking is not a holiday
        "2026-12-24",
        "2026-12-31",
        "2027-01-04",
        "2031-04-28",  # Monday after the Sunday of 27 April
        "2029-05-11",  # the day after Hemelvaartsdag, not equated by a decree
    ],
)
def test_deze_dag_telt_als_werkdag(werkdag: str) -> None:
    assert KALENDER.is_werkdag(dag(werkdag))
    assert not KALENDER.is_vrij(dag(werkdag))


def test_een_gewone_zondag_is_vrij_maar_geen_feestdag() -> None:
    assert KALENDER.is_vrij(dag("2026-06-07"))
    assert not KALENDER.is_feestdag(dag("2026-06-07"))


def test_de_gelijkgestelde_dagen_zijn_gegevens() -> None:
    kaal = Kalender(frozenset())
    for gelijkgesteld in ("2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"):
        assert KALENDER.is_feestdag(dag(gelijkgesteld))
        assert kaal.is_werkdag(dag(gelijkgesteld))


def test_de_feestdagen_kloppen_met_een_andere_berekening() -> None:
    for jaar in range(2014, 2100):
        bekend = holidays.country_holidays("NL", years=jaar, categories=("public", "optional"), language="nl")
        # The Atw does not name Easter and Whit Sunday: a Sunday is free already.
        paas_en_pinksterzondag = {d for d, naam in bekend.items() if naam in ("Eerste paasdag", "Eerste pinksterdag")}
        assert len(paas_en_pinksterzondag) == 2
        assert feestdagen(jaar) == set(bekend) - paas_en_pinksterzondag


# --- The file with the decrees ---


def test_de_lijst_zegt_tot_wanneer_hij_volledig_is() -> None:
    gelezen = lees_feestdagen(CONTENT)
    assert gelezen.volledig_tot_en_met == 2028
    assert gelezen.kalender == KALENDER
    assert all(besluit.titel.startswith("Besluit gelijkstelling van ") for besluit in gelezen.besluit)


@pytest.mark.parametrize(
    ("tekst", "melding"),
    [
        ("", "volledig_tot_en_met: is missing"),
        ("volledig_tot_en_met = 2028", "besluit: is missing"),
        ("volledig_tot_en_met = 2028\nbesluit = []", "besluit: must have at least 1 item"),
        ("volledig_tot_en_met = 2028\nbesluit = [{titel = 'Besluit'}]", "besluit.1.dagen: is missing"),
        (
            "volledig_tot_en_met = 2028\nbesluit = [{titel = 'Besluit', dagen = []}]",
            "besluit.1.dagen: must have at least",
        ),
        (
            "volledig_tot_en_met = 2028\nbesluit = [{titel = 'Besluit', dagen = ['2026-01-02']}]",
            "dagen.1: must be a date",
        ),
        (
            "volledig_tot_en_met = 2028\nbesluit = [{titel = 'Besluit', dagen = [2029-01-02]}]",
            "2029-01-02 is after the year",
        ),
        (
            "volledig_tot_en_met = 2028\n"
            "besluit = [{titel = 'A', dagen = [2026-01-02]}, {titel = 'B', dagen = [2026-01-02]}]",
            "besluit: 2026-01-02 stands in the list twice",
        ),
        ("volledig_tot_en_met = 2028\ndagen = [2026-01-02]", "dagen: unknown key"),
        ("volledig_tot_en_met = 2028\nbesluit = [{titel = 'Besluit', dagen = [2026-02-30]}]", "is not valid TOML"),
    ],
)
def test_een_vergissing_in_de_lijst_wordt_genoemd(tmp_path: Path, tekst: str, melding: str) -> None:
    bestand = tmp_path / "feestdagen.toml"
    bestand.write_text(tekst, encoding="utf-8")
    with pytest.raises(OnjuisteGemeente) as gevangen:
        lees_kalender(tmp_path)
    assert str(gevangen.value).startswith(f"{bestand}: ")
    assert melding in str(gevangen.value)
    assert "\n" not in str(gevangen.value)


def test_zonder_lijst_rekenen_we_niet(tmp_path: Path) -> None:
    with pytest.raises(OnjuisteGemeente, match=r"feestdagen\.toml: cannot be read: No such file"):
        lees_kalender(tmp_path)
