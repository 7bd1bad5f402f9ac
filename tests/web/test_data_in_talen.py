"""Dates, hours and days of the week in every language: in words, with Latin digits, and 24 hours in a day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask, g

from portal.web import talen
from portal.web.data import datum, tijd
from portal.web.talen import TALEN
from portal.web.weergave import weekdag

DINSDAG = {"nl": "dinsdag 24 november", "en": "Tuesday 24 November", "ar": "الثلاثاء 24 نوفمبر"}
EERSTE = {"nl": "vrijdag 1 januari", "en": "Friday 1 January", "ar": "الجمعة 1 يناير"}
MAANDAG_EN_ZONDAG = {"nl": ("maandag", "zondag"), "en": ("Monday", "Sunday"), "ar": ("الاثنين", "الأحد")}


@pytest.fixture(params=TALEN)
def taal(request: pytest.FixtureRequest) -> Iterator[str]:
    """A page in each language."""
    app = Flask(__name__)
    talen.init_app(app, "")
    with app.test_request_context():
        g.taal = request.param
        yield request.param


def test_een_datum_staat_er_in_woorden(taal: str) -> None:
    assert datum(date(2026, 11, 24)) == DINSDAG[taal]


def test_na_middernacht_in_nederland_is_het_de_volgende_dag(taal: str) -> None:
    assert datum(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == EERSTE[taal]


@pytest.mark.parametrize(("uur", "geschreven"), [(time(0, 5), "00:05"), (time(9), "09:00"), (time(16, 30), "16:30")])
def test_een_dag_heeft_in_elke_taal_24_uren(taal: str, uur: time, geschreven: str) -> None:
    assert tijd(uur) == geschreven


def test_een_tijdstip_is_de_nederlandse_tijd(taal: str) -> None:
    assert tijd(datetime(2026, 7, 1, 7, 0, tzinfo=UTC)) == "09:00"
    assert tijd(datetime(2026, 11, 24, 8, 0, tzinfo=UTC)) == "09:00"


def test_de_week_begint_op_maandag(taal: str) -> None:
    assert (weekdag(0), weekdag(6)) == MAANDAG_EN_ZONDAG[taal]
