"""When somebody answers, and when one can walk in."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clock import AMSTERDAM
from portal.gemeente import Inloop, Openingstijden, Tijdvak, Weekdag, laad_gemeenten, lees_kalender
from portal.gemeente.opening import volgend_inloopmoment
from portal.gemeente.waarden import Klacht

CONTENT = Path(__file__).parents[1] / "content"
KALENDER = lees_kalender(CONTENT)
GEMEENTE = next(iter(laad_gemeenten(CONTENT)))
OVERDAG = (Tijdvak(time(9), time(17)),)
MOMENTEN = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))


def hier(tekst: str) -> datetime:
    return datetime.fromisoformat(tekst).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("nu", "open_"),
    [
        ("2026-11-20T08:59:59.999999", False),
        ("2026-11-20T09:00", True),
        ("2026-11-20T16:59:59.999999", True),
        ("2026-11-20T17:00", False),
        ("2026-11-21T12:00", False),  # Saturday
        ("2026-05-05T12:00", False),  # 5 May, also outside a lustrum
        ("2026-04-03T12:00", False),  # Goede Vrijdag
        ("2026-05-15T12:00", False),  # equated
        ("2026-03-30T09:00", True),  # the Monday after the clock went forward
    ],
)
def test_de_telefoon_wordt_opgenomen_in_openingstijd(nu: str, open_: bool) -> None:
    assert GEMEENTE.open_op(hier(nu), KALENDER) is open_
    assert GEMEENTE.open_op(hier(nu).astimezone(UTC), KALENDER) is open_


@pytest.mark.parametrize(
    ("nu", "volgende"),
    [
        ("2026-11-20T08:00", "2026-11-20T09:00"),
        ("2026-11-20T09:00", "2026-11-23T09:00"),  # open now: the next time is after the weekend
        ("2026-11-20T17:00", "2026-11-23T09:00"),
        ("2026-12-24T17:30", "2026-12-28T09:00"),  # over Christmas
        ("2026-12-31T23:59", "2027-01-04T09:00"),  # over the turn of the year
        ("2026-03-28T12:00", "2026-03-30T09:00"),  # over the change to summer time
        ("2026-10-24T12:00", "2026-10-26T09:00"),  # and back
    ],
)
def test_de_volgende_opening_is_op_een_werkdag(nu: str, volgende: str) -> None:
    gevonden = GEMEENTE.volgende_opening(hier(nu).astimezone(UTC), KALENDER)
    assert gevonden == hier(volgende)
    assert gevonden.time() == time(9)


@given(MOMENTEN)
def test_bij_de_volgende_opening_is_het_open_en_ervoor_nog_niet(nu: datetime) -> None:
    volgende = GEMEENTE.volgende_opening(nu, KALENDER)
    assert volgende > nu
    assert GEMEENTE.open_op(volgende, KALENDER)
    assert not GEMEENTE.open_op(volgende - timedelta(microseconds=1), KALENDER)


def test_een_moment_zonder_zone_kan_niet() -> None:
    with pytest.raises(ValueError, match="time zone"):
        GEMEENTE.open_op(datetime(2026, 11, 20, 12, 0), KALENDER)
    with pytest.raises(ValueError, match="time zone"):
        GEMEENTE.volgende_opening(datetime(2026, 11, 20, 12, 0), KALENDER)
    with pytest.raises(ValueError, match="time zone"):
        GEMEENTE.volgende_inloop(datetime(2026, 11, 20, 12, 0), KALENDER)


def test_tussen_de_middag_dicht_en_daarna_weer_open() -> None:
    tijden = Openingstijden(vrijdag=(Tijdvak(time(9), time(12, 30)), Tijdvak(time(13), time(17))))
    assert not tijden.open_op(hier("2026-11-20T12:45"), KALENDER)
    assert tijden.volgende(hier("2026-11-20T12:45"), KALENDER) == hier("2026-11-20T13:00")


def test_tijden_mogen_op_elkaar_aansluiten_maar_niet_overlappen() -> None:
    aansluitend = (Tijdvak(time(9), time(12)), Tijdvak(time(12), time(17)))
    assert Openingstijden(vrijdag=aansluitend).open_op(hier("2026-11-20T12:00"), KALENDER)
    with pytest.raises(Klacht, match="vrijdag: 11:59-17:00 must come after 09:00-12:00"):
        Openingstijden(vrijdag=(Tijdvak(time(9), time(12)), Tijdvak(time(11, 59), time(17))))


def test_zaterdag_open_kan() -> None:
    tijden = Openingstijden(zaterdag=OVERDAG)
    assert tijden.open_op(hier("2026-11-21T12:00"), KALENDER)
    # Koningsdag 2031 is on a Saturday.
    assert tijden.volgende(hier("2031-04-25T12:00"), KALENDER) == hier("2031-05-03T09:00")


def test_eigen_dagen_gaan_voor() -> None:
    tijden = Openingstijden(
        donderdag=OVERDAG, vrijdag=OVERDAG, dicht_op=(date(2026, 12, 24),), toch_open_op=(date(2026, 4, 3),)
    )
    assert not tijden.open_op(hier("2026-12-24T12:00"), KALENDER)
    assert tijden.open_op(hier("2026-04-03T12:00"), KALENDER)


def test_dagen_met_dezelfde_tijden_staan_bij_elkaar() -> None:
    tijden = Openingstijden(maandag=OVERDAG, dinsdag=OVERDAG, donderdag=OVERDAG, zondag=(Tijdvak(time(10), time(11)),))
    assert [(groep.eerste, groep.laatste) for groep in tijden.groepen()] == [
        (Weekdag.MAANDAG, Weekdag.DINSDAG),
        (Weekdag.DONDERDAG, Weekdag.DONDERDAG),
        (Weekdag.ZONDAG, Weekdag.ZONDAG),
    ]
    assert tijden.groepen()[0].tijden == OVERDAG


def test_nooit_open_kan_niet() -> None:
    with pytest.raises(Klacht, match="somebody has to answer"):
        Openingstijden(dicht_op=(date(2026, 12, 24),))


# --- Walking in ---


@pytest.mark.parametrize(
    ("nu", "dag", "van"),
    [
        ("2026-11-20T12:00", "2026-11-24", 10),  # Friday: Tuesday comes first
        ("2026-11-24T09:59", "2026-11-24", 10),
        ("2026-11-24T11:00", "2026-11-24", 10),  # an hour left
        ("2026-11-24T11:01", "2026-11-26", 16),  # too late to travel: Thursday
        ("2026-11-26T19:00", "2026-12-01", 10),
        ("2026-12-24T18:30", "2026-12-29", 10),
        ("2027-05-04T12:30", "2027-05-11", 10),  # Thursday is Hemelvaartsdag
    ],
)
def test_de_volgende_inloop_is_nog_te_halen(nu: str, dag: str, van: int) -> None:
    moment = GEMEENTE.volgende_inloop(hier(nu).astimezone(UTC), KALENDER)
    assert moment is not None
    assert (moment.dag, moment.van) == (date.fromisoformat(dag), time(van))
    assert moment.vraag_naar == "het team van Rustpunt"


@given(MOMENTEN)
def test_de_inloop_is_nooit_voorbij_en_nooit_op_een_feestdag(nu: datetime) -> None:
    moment = GEMEENTE.volgende_inloop(nu, KALENDER)
    assert moment is not None
    assert datetime.combine(moment.dag, moment.tot, AMSTERDAM) - nu >= timedelta(hours=1)
    assert not KALENDER.is_feestdag(moment.dag)
    assert moment.dag.weekday() in (Weekdag.DINSDAG, Weekdag.DONDERDAG)


def test_de_vroegste_inloop_van_een_dag_komt_eerst() -> None:
    middag = Inloop(dag=Weekdag.VRIJDAG, tijd=Tijdvak(time(14), time(16)), plaats="Wijkhuis", vraag_naar="de balie")
    ochtend = Inloop(dag=Weekdag.VRIJDAG, tijd=Tijdvak(time(10), time(11)), plaats="Stadhuis", vraag_naar="de balie")
    tijden = GEMEENTE.contact.openingstijden
    eerste = volgend_inloopmoment((middag, ochtend), tijden, hier("2026-11-20T08:00"), KALENDER)
    daarna = volgend_inloopmoment((middag, ochtend), tijden, hier("2026-11-20T10:30"), KALENDER)
    assert eerste is not None
    assert daarna is not None
    assert (eerste.plaats, daarna.plaats) == ("Stadhuis", "Wijkhuis")


def test_een_kort_inloopuur_is_te_halen_tot_het_begint() -> None:
    kort = (
        Inloop(dag=Weekdag.VRIJDAG, tijd=Tijdvak(time(10), time(10, 30)), plaats="Wijkhuis", vraag_naar="de balie"),
    )
    tijden = GEMEENTE.contact.openingstijden
    op_tijd = volgend_inloopmoment(kort, tijden, hier("2026-11-20T10:00"), KALENDER)
    te_laat = volgend_inloopmoment(kort, tijden, hier("2026-11-20T10:01"), KALENDER)
    assert op_tijd is not None
    assert te_laat is not None
    assert (op_tijd.dag, te_laat.dag) == (date(2026, 11, 20), date(2026, 11, 27))


def test_zonder_inloop_is_er_geen_moment() -> None:
    assert volgend_inloopmoment((), GEMEENTE.contact.openingstijden, hier("2026-11-20T08:00"), KALENDER) is None


# --- Time spans ---


@pytest.mark.parametrize(
    "tekst", ["9:00-17:00", "09:00 - 17:00", "09.00-17.00", "09:00-24:00", "09:60-17:00", "", "9-17"]
)
def test_een_tijdvak_in_een_andere_vorm_kan_niet(tekst: str) -> None:
    with pytest.raises(ValueError, match="time span such as"):
        Tijdvak.uit_tekst(tekst)


@pytest.mark.parametrize("tekst", ["17:00-09:00", "09:00-09:00"])
def test_een_tijdvak_begint_voor_het_eindigt(tekst: str) -> None:
    with pytest.raises(ValueError, match="begin before it ends"):
        Tijdvak.uit_tekst(tekst)


@given(st.times(), st.times())
def test_een_tijdvak_komt_terug_zoals_het_geschreven_is(een: time, ander: time) -> None:
    van, tot = sorted(tijd.replace(second=0, microsecond=0) for tijd in (een, ander))
    if van == tot:
        with pytest.raises(ValueError, match="begin before it ends"):
            Tijdvak(van, tot)
    else:
        assert Tijdvak.uit_tekst(str(Tijdvak(van, tot))) == Tijdvak(van, tot)
