"""Appointments as a calendar file (RFC 5545): neutral words, the zone of Amsterdam, two alarms.

Written here: the little that is needed is a page, and a library for it takes 8 MB of every process. The
tests read it with such a library.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from portal.clock import AMSTERDAM

INHOUDSTYPE: Final = "text/calendar; charset=utf-8"

_REGEL: Final = 75
"""Octets of one line (RFC 5545 section 3.1)."""

_WEG: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that turn the direction of what follows."""

_ZONE: Final = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Amsterdam",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""As the zone has been since 1996; one definition, whatever the moment."""

_VOORAF: Final = ("-P1D", "-PT2H")


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """One appointment for a calendar. `titel` and `uitleg` tell an onlooker nothing; `volgnummer` rises with it."""

    uid: str
    volgnummer: int
    begin: datetime
    einde: datetime
    gewijzigd_op: datetime
    titel: str
    uitleg: str
    plaats: str | None = None
    vervallen: bool = False


def agenda(naam: str, gebeurtenissen: Iterable[Gebeurtenis]) -> bytes:
    """The whole file, with `naam` as what the calendar is called."""
    regels = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Rustpunt//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{tekst(naam)}",
        "X-WR-TIMEZONE:Europe/Amsterdam",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        *_ZONE,
    ]
    for gebeurtenis in gebeurtenissen:
        regels += _gebeurtenis(gebeurtenis)
    regels.append("END:VCALENDAR")
    return b"".join(deel + b"\r\n" for regel in regels for deel in _gevouwen(regel))


def tekst(waarde: str) -> str:
    """A text as a property value: nothing of it is read as something else, by a calendar or by a spreadsheet."""
    schoon = _WEG.sub("", waarde.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if schoon[:1] in ("=", "+", "-", "@"):
        schoon = "'" + schoon
    for teken in ("\\", ";", ","):
        schoon = schoon.replace(teken, "\\" + teken)
    return schoon.replace("\n", "\\n")


def _gebeurtenis(wat: Gebeurtenis) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{wat.uid}"
    yield f"SEQUENCE:{wat.volgnummer}"
    yield f"DTSTAMP:{_utc(wat.gewijzigd_op)}"
    yield f"DTSTART;TZID=Europe/Amsterdam:{_plaatselijk(wat.begin)}"
    yield f"DTEND;TZID=Europe/Amsterdam:{_plaatselijk(wat.einde)}"
    yield f"SUMMARY:{tekst(wat.titel)}"
    yield f"DESCRIPTION:{tekst(wat.uitleg)}"
    if wat.plaats:
        yield f"LOCATION:{tekst(wat.plaats)}"
    yield f"STATUS:{'CANCELLED' if wat.vervallen else 'CONFIRMED'}"
    yield "CLASS:PRIVATE"
    for vooraf in () if wat.vervallen else _VOORAF:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{tekst(wat.titel)}", f"TRIGGER:{vooraf}")
        yield "END:VALARM"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _plaatselijk(moment: datetime) -> str:
    return moment.astimezone(AMSTERDAM).strftime("%Y%m%dT%H%M%S")


def _gevouwen(regel: str) -> Iterator[bytes]:
    """The line in pieces of at most 75 octets, never cut inside a character."""
    deel = b""
    for teken in regel:
        octetten = teken.encode()
        if len(deel) + len(octetten) > _REGEL:
            yield deel
            deel = b" "
        deel += octetten
    yield deel
