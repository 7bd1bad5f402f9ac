"""Dates and times as people read them: in words, with the day, 24 hours."""

from datetime import date, datetime, time

from babel.dates import format_date
from flask_babel import get_locale

from portal.clock import AMSTERDAM
from portal.web.talen import huidige


def datum(waarde: date | datetime) -> str:
    """A date in words with its weekday: vrijdag 18 december (Dutch day)."""
    if isinstance(waarde, datetime):
        waarde = waarde.astimezone(AMSTERDAM).date()
    return format_date(waarde, huidige().datumpatroon, locale=get_locale())


def datum_iso(waarde: date | datetime) -> str:
    """A date for `<time datetime>`: YYYY-MM-DD."""
    if isinstance(waarde, datetime):
        waarde = waarde.astimezone(AMSTERDAM).date()
    return waarde.isoformat()


def tijd(waarde: time | datetime) -> str:
    """A time of the day as HH:mm, whatever the language."""
    if isinstance(waarde, datetime):
        waarde = waarde.astimezone(AMSTERDAM).time()
    return waarde.strftime("%H:%M")
