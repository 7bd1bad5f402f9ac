"""The legal dates: pure functions, with the day and the calendar passed in.

Sources: Wet gemeentelijke schuldhulpverlening (Wgs) art. 4; Algemene termijnenwet (Atw) art. 1 and 3;
Algemene wet bestuursrecht (Awb) art. 6:7 and 6:8; model beleidsregels schuldhulpverlening art. 4 and 5.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

WEKEN_TOT_EERSTE_GESPREK = 4
"""Wgs art. 4 lid 1: the first conversation is within four weeks of the aanvraag."""

WERKDAGEN_BIJ_HAAST = 3
"""Wgs art. 4 lid 2: in a crisissituatie within three working days."""

WEKEN_TOT_BESCHIKKING = range(1, 9)
"""Model art. 5: the verordening sets the number of weeks, which is eight at most."""

WEKEN_BEZWAAR = 6
"""Awb art. 6:7."""

_DAG = timedelta(days=1)
_ZATERDAG = 5
_ZONDAG = 6


@dataclass(frozen=True, slots=True)
class Kalender:
    """Which days count: the days of the Atw itself plus those that a decree put on a par (Atw art. 3 lid 3)."""

    gelijkgesteld: frozenset[date]

    def is_feestdag(self, d: date) -> bool:
        """Say whether the Atw (art. 3) names this day, or a decree equates it; a plain Sunday is not one."""
        return d in self.gelijkgesteld or d in feestdagen(d.year)

    def is_vrij(self, d: date) -> bool:
        """Say whether a term cannot end on this day: a Saturday, a Sunday or a holiday (Atw art. 1 lid 1)."""
        return d.weekday() >= _ZATERDAG or self.is_feestdag(d)

    def is_werkdag(self, d: date) -> bool:
        """Say whether this day counts as a working day."""
        return not self.is_vrij(d)


@dataclass(frozen=True, slots=True)
class Termijnen:
    """The two latest dates that an aanmelding starts; a promise to call is never later than the conversation."""

    belbelofte_uiterlijk: date
    eerste_gesprek_uiterlijk: date


@lru_cache(maxsize=64)
def feestdagen(jaar: int) -> frozenset[date]:
    """Give the recognised holidays of a year, and Goede Vrijdag (Atw art. 3 lid 1 and 2); right from 2014 on.

    Worked out here, because general holiday libraries list 5 May only once in five years among the public days and
    cost each process 46 MB; the tests compare the outcome with such a library, year by year.
    """
    pasen = _eerste_paasdag(jaar)
    koningsdag = date(jaar, 4, 27)
    if koningsdag.weekday() == _ZONDAG:
        koningsdag -= _DAG
    return frozenset(
        {
            date(jaar, 1, 1),
            pasen - 2 * _DAG,  # Goede Vrijdag
            pasen + 1 * _DAG,  # tweede paasdag
            koningsdag,
            date(jaar, 5, 5),  # every year: the Atw knows no lustrum
            pasen + 39 * _DAG,  # Hemelvaartsdag
            pasen + 50 * _DAG,  # tweede pinksterdag
            date(jaar, 12, 25),
            date(jaar, 12, 26),
        }
    )


def weken_na(begin: date, weken: int, kalender: Kalender) -> date:
    """Give the last day of a term in weeks: the same weekday, moved on while it is not a working day (Atw art. 1)."""
    if weken < 1:
        raise ValueError(f"a term has at least one week, got {weken}")
    einde = begin + timedelta(weeks=weken)
    while kalender.is_vrij(einde):
        einde += _DAG
    return einde


def maand_na(begin: date, kalender: Kalender) -> date:
    """Give the last day of a term of one month (AVG art. 12 lid 3): the same day of the next month, or its last one.

    Moved on while it is not a working day (Atw art. 1).
    """
    jaar, maand = divmod(begin.year * 12 + begin.month, 12)
    einde = date(jaar, maand + 1, min(begin.day, monthrange(jaar, maand + 1)[1]))
    while kalender.is_vrij(einde):
        einde += _DAG
    return einde


def werkdagen_na(begin: date, aantal: int, kalender: Kalender) -> date:
    """Give the working day that comes `aantal` working days after `begin`; the day itself never counts."""
    if aantal < 1:
        raise ValueError(f"a term has at least one working day, got {aantal}")
    dag = begin
    while aantal:
        dag += _DAG
        if kalender.is_werkdag(dag):
            aantal -= 1
    return dag


def te_tonen(d: date, kalender: Kalender, *, niet_voor: date | None = None) -> date:
    """Give the date to show for a latest date: the last working day on or before it.

    On a free day nobody would call, so a date in a weekend would be a promise about the working day before.
    With `niet_voor` (mostly today) no earlier day is shown: when there is no working day between the two, it is
    the latest date itself. It is never a later date than `d`, so a term that has passed stays recognisable.
    """
    dag = d
    while kalender.is_vrij(dag):
        dag -= _DAG
    return d if niet_voor is not None and dag < niet_voor else dag


def bij_aanmelding(startdatum: date, *, belbelofte_werkdagen: int, kalender: Kalender) -> Termijnen:
    """Give the dates that an aanmelding starts (Wgs art. 4 lid 1; the call is the municipality's own promise)."""
    eerste_gesprek = weken_na(startdatum, WEKEN_TOT_EERSTE_GESPREK, kalender)
    belbelofte = werkdagen_na(startdatum, belbelofte_werkdagen, kalender)
    return Termijnen(
        belbelofte_uiterlijk=min(belbelofte, eerste_gesprek),
        eerste_gesprek_uiterlijk=eerste_gesprek,
    )


def met_haast(staand: Termijnen, bekend_op: date, kalender: Kalender) -> Termijnen:
    """Give the dates once a crisissituatie is known (Wgs art. 4 lid 2): never later than what stood.

    The three working days count from the day on which the haast became known, which may be long after the aanmelding.
    """
    haast = werkdagen_na(bekend_op, WERKDAGEN_BIJ_HAAST, kalender)
    eerste_gesprek = min(staand.eerste_gesprek_uiterlijk, haast)
    return Termijnen(
        belbelofte_uiterlijk=min(staand.belbelofte_uiterlijk, eerste_gesprek),
        eerste_gesprek_uiterlijk=eerste_gesprek,
    )


def beschikking_uiterlijk(eerste_gesprek: date, weken: int, kalender: Kalender) -> date:
    """Give the latest day of the beschikking, counted from the day of the first conversation (model art. 5)."""
    if weken not in WEKEN_TOT_BESCHIKKING:
        raise ValueError(f"the beschikking has a term of 1 to 8 weeks, got {weken}")
    return weken_na(eerste_gesprek, weken, kalender)


def bezwaar_tot_en_met(bekendgemaakt_op: date, kalender: Kalender) -> date:
    """Give the last day on which bezwaar is in time.

    The six weeks start on the day after the bekendmaking (Awb art. 6:8), so their last day is the weekday of the
    bekendmaking itself, moved on by the Atw where needed.
    """
    return weken_na(bekendgemaakt_op, WEKEN_BEZWAAR, kalender)


def _eerste_paasdag(jaar: int) -> date:
    """Give Easter Sunday in the Gregorian calendar (the anonymous algorithm, as J. Meeus gives it)."""
    a = jaar % 19
    eeuw, b = divmod(jaar, 100)
    c, d = divmod(eeuw, 4)
    e = (eeuw - (eeuw + 8) // 25 + 1) // 3
    f = (19 * a + eeuw - c - e + 15) % 30
    g, h = divmod(b, 4)
    i = (32 + 2 * d + 2 * g - f - h) % 7
    j = (a + 11 * f + 22 * i) // 451
    maand, dag = divmod(f + i - 7 * j + 114, 31)
    return date(jaar, maand, dag + 1)
