"""The legal dates: a table worked out by hand, and what must hold on every day."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clock import dag_van
from portal.gemeente import lees_kalender
from portal.termijnen import (
    Termijnen,
    beschikking_uiterlijk,
    bezwaar_tot_en_met,
    bij_aanmelding,
    met_haast,
    te_tonen,
    weken_na,
    werkdagen_na,
)

KALENDER = lees_kalender(Path(__file__).parents[1] / "content")
DAG = timedelta(days=1)
DAGEN = st.dates(date(2014, 1, 1), date(2199, 12, 31))


def dag(tekst: str) -> date:
    return date.fromisoformat(tekst)


def dagen_vanaf(begin: date, tot_en_met: date) -> list[date]:
    return [begin + n * DAG for n in range((tot_en_met - begin).days + 1)]


# --- Terms in weeks and in working days ---


@pytest.mark.parametrize(
    ("begin", "weken", "einde"),
    [
        ("2026-11-20", 4, "2026-12-18"),  # an ordinary Friday
        ("2026-11-21", 4, "2026-12-21"),  # Saturday, so Monday
        ("2026-11-22", 4, "2026-12-21"),  # Sunday, so Monday
        ("2026-11-27", 4, "2026-12-28"),  # first Christmas day on Friday: over the weekend
        ("2026-12-04", 4, "2027-01-04"),  # Nieuwjaarsdag on Friday
        ("2025-12-04", 4, "2026-01-05"),  # Nieuwjaarsdag on Thursday, equated Friday, weekend
        ("2025-12-05", 4, "2026-01-05"),  # the equated Friday itself
        ("2026-03-06", 4, "2026-04-07"),  # Goede Vrijdag, Easter, Easter Monday: Tuesday
        ("2026-04-07", 4, "2026-05-06"),  # 5 May 2026, no lustrum
        ("2026-04-16", 4, "2026-05-18"),  # Hemelvaartsdag, equated Friday, weekend
        ("2026-04-27", 4, "2026-05-26"),  # begun on Koningsdag, ends on tweede pinksterdag
        ("2027-04-07", 4, "2027-05-10"),  # 5 May, Hemelvaartsdag and equated Friday in a row, weekend
        ("2028-03-30", 4, "2028-05-01"),  # Koningsdag, equated Friday, weekend
        ("2028-04-28", 4, "2028-05-29"),  # begun and ended on an equated Friday
        ("2031-03-29", 4, "2031-04-28"),  # Koningsdag on Saturday: Monday
        ("2026-03-01", 4, "2026-03-30"),  # ends on the Sunday of summer time
        ("2026-09-27", 4, "2026-10-26"),  # ends on the Sunday of winter time
        ("2028-02-01", 4, "2028-02-29"),  # a leap day
    ],
)
def test_een_termijn_in_weken(begin: str, weken: int, einde: str) -> None:
    assert weken_na(dag(begin), weken, KALENDER) == dag(einde)


@pytest.mark.parametrize(
    ("begin", "aantal", "einde"),
    [
        ("2026-11-16", 3, "2026-11-19"),  # Monday to Thursday
        ("2026-11-20", 3, "2026-11-25"),  # Friday, over the weekend
        ("2026-11-21", 3, "2026-11-25"),  # Saturday counts from Monday
        ("2026-11-22", 3, "2026-11-25"),
        ("2026-12-24", 3, "2026-12-30"),  # over Christmas and the weekend
        ("2025-12-31", 3, "2026-01-07"),  # Nieuwjaarsdag, equated Friday, weekend
        ("2026-04-02", 3, "2026-04-09"),  # over Easter
        ("2026-05-04", 3, "2026-05-08"),  # over 5 May
        ("2027-05-04", 3, "2027-05-12"),  # 5, 6 and 7 May and the weekend
        ("2031-04-25", 1, "2031-04-28"),  # Koningsdag on Saturday costs no working day
    ],
)
def test_een_termijn_in_werkdagen(begin: str, aantal: int, einde: str) -> None:
    assert werkdagen_na(dag(begin), aantal, KALENDER) == dag(einde)


@pytest.mark.parametrize("aantal", [0, -1])
def test_een_termijn_van_niets_kan_niet(aantal: int) -> None:
    with pytest.raises(ValueError, match="at least one week"):
        weken_na(dag("2026-11-20"), aantal, KALENDER)
    with pytest.raises(ValueError, match="at least one working day"):
        werkdagen_na(dag("2026-11-20"), aantal, KALENDER)


@given(DAGEN, st.integers(1, 52))
def test_een_termijn_in_weken_eindigt_op_de_eerste_werkdag_vanaf_dezelfde_weekdag(begin: date, weken: int) -> None:
    einde = weken_na(begin, weken, KALENDER)
    kaal = begin + timedelta(weeks=weken)
    assert KALENDER.is_werkdag(einde)
    assert not any(KALENDER.is_werkdag(d) for d in dagen_vanaf(kaal, einde - DAG))
    assert timedelta() <= einde - kaal <= 5 * DAG


@given(DAGEN, st.integers(1, 30))
def test_tussen_begin_en_einde_liggen_precies_zoveel_werkdagen(begin: date, aantal: int) -> None:
    einde = werkdagen_na(begin, aantal, KALENDER)
    assert KALENDER.is_werkdag(einde)
    assert sum(KALENDER.is_werkdag(d) for d in dagen_vanaf(begin + DAG, einde)) == aantal


@given(DAGEN, DAGEN, st.integers(1, 8))
def test_wie_later_begint_is_nooit_eerder_klaar(een: date, ander: date, aantal: int) -> None:
    eerder, later = sorted((een, ander))
    assert weken_na(eerder, aantal, KALENDER) <= weken_na(later, aantal, KALENDER)
    assert werkdagen_na(eerder, aantal, KALENDER) <= werkdagen_na(later, aantal, KALENDER)


# --- The aanmelding, and haast ---


def test_een_aanmelding_om_een_minuut_voor_middernacht_telt_voor_die_dag() -> None:
    startdatum = dag_van(datetime(2026, 11, 20, 22, 59, tzinfo=UTC))
    assert bij_aanmelding(startdatum, belbelofte_werkdagen=2, kalender=KALENDER) == Termijnen(
        belbelofte_uiterlijk=dag("2026-11-24"), eerste_gesprek_uiterlijk=dag("2026-12-18")
    )
    een_minuut_later = dag_van(datetime(2026, 11, 20, 23, 0, tzinfo=UTC))
    assert bij_aanmelding(een_minuut_later, belbelofte_werkdagen=2, kalender=KALENDER) == Termijnen(
        belbelofte_uiterlijk=dag("2026-11-24"), eerste_gesprek_uiterlijk=dag("2026-12-21")
    )


def test_haast_bij_de_aanmelding_geeft_drie_werkdagen() -> None:
    staand = bij_aanmelding(dag("2026-12-23"), belbelofte_werkdagen=5, kalender=KALENDER)
    assert met_haast(staand, dag("2026-12-23"), KALENDER) == Termijnen(
        belbelofte_uiterlijk=dag("2026-12-29"), eerste_gesprek_uiterlijk=dag("2026-12-29")
    )


def test_haast_die_later_bekend_wordt_telt_vanaf_die_dag() -> None:
    staand = bij_aanmelding(dag("2026-11-02"), belbelofte_werkdagen=2, kalender=KALENDER)
    assert met_haast(staand, dag("2026-11-13"), KALENDER) == Termijnen(
        belbelofte_uiterlijk=dag("2026-11-04"), eerste_gesprek_uiterlijk=dag("2026-11-18")
    )


def test_haast_vlak_voor_het_einde_maakt_niets_later() -> None:
    staand = bij_aanmelding(dag("2026-11-02"), belbelofte_werkdagen=2, kalender=KALENDER)
    assert met_haast(staand, dag("2026-11-27"), KALENDER) == staand
    assert met_haast(staand, dag("2027-03-01"), KALENDER) == staand


@given(DAGEN, st.integers(1, 40))
def test_we_bellen_nooit_later_dan_het_eerste_gesprek(startdatum: date, belofte: int) -> None:
    termijnen = bij_aanmelding(startdatum, belbelofte_werkdagen=belofte, kalender=KALENDER)
    assert startdatum < termijnen.belbelofte_uiterlijk <= termijnen.eerste_gesprek_uiterlijk


@given(DAGEN, st.integers(1, 10), st.lists(st.integers(0, 60), max_size=4))
def test_haast_maakt_een_datum_nooit_later(startdatum: date, belofte: int, later: list[int]) -> None:
    staand = bij_aanmelding(startdatum, belbelofte_werkdagen=belofte, kalender=KALENDER)
    for dagen in later:
        bekend_op = startdatum + dagen * DAG
        nieuw = met_haast(staand, bekend_op, KALENDER)
        assert nieuw.belbelofte_uiterlijk <= staand.belbelofte_uiterlijk
        assert nieuw.belbelofte_uiterlijk <= nieuw.eerste_gesprek_uiterlijk <= staand.eerste_gesprek_uiterlijk
        assert nieuw.eerste_gesprek_uiterlijk <= werkdagen_na(bekend_op, 3, KALENDER)
        assert met_haast(nieuw, bekend_op, KALENDER) == nieuw
        staand = nieuw


# --- The decision and bezwaar ---


@pytest.mark.parametrize(
    ("gesprek", "weken", "uiterlijk"),
    [
        ("2026-11-02", 8, "2026-12-28"),
        ("2026-10-30", 8, "2026-12-28"),  # first Christmas day
        ("2026-11-02", 1, "2026-11-09"),
        ("2027-03-11", 8, "2027-05-10"),  # Hemelvaartsdag 2027
    ],
)
def test_het_besluit_is_er_zoveel_weken_na_het_gesprek(gesprek: str, weken: int, uiterlijk: str) -> None:
    assert beschikking_uiterlijk(dag(gesprek), weken, KALENDER) == dag(uiterlijk)


@pytest.mark.parametrize("weken", [-1, 0, 9, 52])
def test_meer_dan_acht_weken_voor_een_besluit_kan_niet(weken: int) -> None:
    with pytest.raises(ValueError, match="1 to 8 weeks"):
        beschikking_uiterlijk(dag("2026-11-02"), weken, KALENDER)


@pytest.mark.parametrize(
    ("bekendgemaakt", "tot_en_met"),
    [
        ("2026-06-01", "2026-07-13"),  # the 42nd day counted from the day after
        ("2026-11-13", "2026-12-28"),  # first Christmas day
        ("2026-03-24", "2026-05-06"),  # 5 May
        ("2026-06-06", "2026-07-20"),  # sent on a Saturday
    ],
)
def test_bezwaar_kan_zes_weken_vanaf_de_dag_erna(bekendgemaakt: str, tot_en_met: str) -> None:
    assert bezwaar_tot_en_met(dag(bekendgemaakt), KALENDER) == dag(tot_en_met)


@given(DAGEN)
def test_voor_bezwaar_zijn_er_altijd_zes_hele_weken(bekendgemaakt: date) -> None:
    assert len(dagen_vanaf(bekendgemaakt + DAG, bezwaar_tot_en_met(bekendgemaakt, KALENDER))) >= 42


# --- The date that is shown ---


@pytest.mark.parametrize(
    ("uiterlijk", "niet_voor", "getoond"),
    [
        ("2026-12-18", None, "2026-12-18"),
        ("2026-12-19", None, "2026-12-18"),  # Saturday: the Friday before
        ("2026-12-27", None, "2026-12-24"),  # Sunday after Christmas
        ("2026-04-06", None, "2026-04-02"),  # Easter Monday: Witte Donderdag
        ("2026-12-19", "2026-12-18", "2026-12-18"),
        ("2026-12-19", "2026-12-19", "2026-12-19"),  # nothing in between: the latest date itself
        ("2026-12-20", "2026-12-19", "2026-12-20"),
        ("2026-12-18", "2026-12-21", "2026-12-18"),  # already late: the page has to know
    ],
)
def test_we_tonen_de_laatste_werkdag(uiterlijk: str, niet_voor: str | None, getoond: str) -> None:
    vanaf = dag(niet_voor) if niet_voor else None
    assert te_tonen(dag(uiterlijk), KALENDER, niet_voor=vanaf) == dag(getoond)


@given(DAGEN, st.integers(0, 60))
def test_we_tonen_nooit_een_datum_na_de_wettelijke_en_nooit_een_voorbije(vandaag: date, dagen: int) -> None:
    uiterlijk = vandaag + dagen * DAG
    getoond = te_tonen(uiterlijk, KALENDER, niet_voor=vandaag)
    assert vandaag <= getoond <= uiterlijk
    assert not any(KALENDER.is_werkdag(d) for d in dagen_vanaf(getoond + DAG, uiterlijk))
    assert KALENDER.is_werkdag(getoond) or getoond == uiterlijk
