"""The clock, and the day that counts."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clock import AMSTERDAM, Proefklok, Systeemklok, dag_van, in_amsterdam

MOMENTEN = st.datetimes(datetime(2014, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


def test_de_systeemklok_geeft_utc() -> None:
    voor = time.time()
    nu = Systeemklok().nu()
    assert nu.tzinfo is UTC
    assert voor - 1 <= nu.timestamp() <= time.time() + 1


def test_de_proefklok_begint_waar_gezegd_en_loopt_door() -> None:
    start = datetime(2026, 12, 24, 23, 59, tzinfo=AMSTERDAM)
    klok = Proefklok(start)
    eerste, tweede = klok.nu(), klok.nu()
    assert eerste.tzinfo is UTC
    assert start <= eerste <= tweede
    begin = time.monotonic()
    while time.monotonic() == begin:
        pass
    assert klok.nu() > start


def test_een_moment_zonder_zone_kan_niet() -> None:
    kaal = datetime(2026, 3, 1, 12, 0)
    for vraag in (Proefklok, dag_van, in_amsterdam):
        with pytest.raises(ValueError, match="time zone"):
            vraag(kaal)


@pytest.mark.parametrize(
    ("moment", "dag"),
    [
        # 23:59 in Amsterdam is still that day, in winter (UTC+1) and in summer (UTC+2).
        (datetime(2026, 1, 15, 22, 59, tzinfo=UTC), date(2026, 1, 15)),
        (datetime(2026, 1, 15, 23, 0, tzinfo=UTC), date(2026, 1, 16)),
        (datetime(2026, 7, 15, 21, 59, tzinfo=UTC), date(2026, 7, 15)),
        (datetime(2026, 7, 15, 22, 0, tzinfo=UTC), date(2026, 7, 16)),
        # The nights in which the clock is changed.
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        # The turn of the year.
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        # Another zone in, the same day out.
        (datetime(2026, 1, 15, 23, 59, tzinfo=AMSTERDAM), date(2026, 1, 15)),
        (datetime(2026, 1, 16, 8, 0, tzinfo=timezone(timedelta(hours=9))), date(2026, 1, 16)),
        (datetime(2026, 1, 16, 7, 59, tzinfo=timezone(timedelta(hours=9))), date(2026, 1, 15)),
    ],
)
def test_de_dag_is_die_van_amsterdam(moment: datetime, dag: date) -> None:
    assert dag_van(moment) == dag


@given(MOMENTEN)
def test_in_amsterdam_is_hetzelfde_moment(moment: datetime) -> None:
    hier = in_amsterdam(moment)
    assert hier == moment
    assert hier.utcoffset() in (timedelta(hours=1), timedelta(hours=2))
    assert dag_van(moment) == hier.date()


@given(MOMENTEN, MOMENTEN)
def test_een_later_moment_is_nooit_een_eerdere_dag(een: datetime, ander: datetime) -> None:
    assert dag_van(min(een, ander)) <= dag_van(max(een, ander))
