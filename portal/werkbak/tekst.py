"""Text of people, dates and numbers, as a counsellor reads them."""

import re
import unicodedata
from datetime import date, datetime

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from portal.clock import AMSTERDAM

_ONZICHTBAAR = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DAGEN = ("ma", "di", "wo", "do", "vr", "za", "zo")
_DAGEN_VOLUIT = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MAANDEN_VOLUIT = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_MAANDEN = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def leesbaar(tekst: str) -> str:
    """Give the text without the control characters that a page or a terminal should not get."""
    return _ONZICHTBAAR.sub("", tekst)


def dag(dag: date, vandaag: date) -> str:
    """Write a day briefly ("wo 25 nov"), with the year when it is another year than today's."""
    jaar = "" if dag.year == vandaag.year else f" {dag.year}"
    return f"{_DAGEN[dag.weekday()]} {dag.day} {_MAANDEN[dag.month - 1]}{jaar}"


def dag_voluit(dag: date) -> str:
    """Write a day in full ("woensdag 25 november 2026"), for paper that leaves the house."""
    return f"{_DAGEN_VOLUIT[dag.weekday()]} {dag.day} {_MAANDEN_VOLUIT[dag.month - 1]} {dag.year}"


def datum_van(tekst: str) -> date | None:
    """Read a day as a browser sends it (2026-12-01) or as somebody types it (1-12-2026); None when it is neither."""
    try:
        if gelezen := re.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", tekst.strip()):
            return date(int(gelezen[3]), int(gelezen[2]), int(gelezen[1]))
        return date.fromisoformat(tekst.strip()) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", tekst.strip()) else None
    except ValueError:
        return None


def als_id(naam: str) -> str:
    """Give the name of a field as an id of HTML: a code that somebody else made up may hold spaces and quotes."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", naam)


def tijdstip(moment: datetime, vandaag: date) -> str:
    """Write a moment in Amsterdam time ("vr 20 nov 15:03")."""
    lokaal = moment.astimezone(AMSTERDAM)
    return f"{dag(lokaal.date(), vandaag)} {lokaal:%H:%M}"


def hoe_ver(dag: date, vandaag: date) -> str:
    """Say in words how far a latest date is from today; empty when it is more than a week ahead."""
    dagen = (dag - vandaag).days
    if dagen < 0:
        return "gisteren" if dagen == -1 else f"{-dagen} dagen geleden"
    return ("vandaag", "morgen", "overmorgen")[dagen] if dagen < 3 else (f"over {dagen} dagen" if dagen <= 7 else "")


def nummer(telefoon: str) -> str:
    """Write a number the way it is read out, Dutch ones without country code; anything else stays as it came."""
    gelezen = _lees_nummer(telefoon)
    if gelezen is None:
        return telefoon
    vorm = PhoneNumberFormat.NATIONAL if gelezen.country_code == 31 else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(gelezen, vorm)


def belbaar(telefoon: str) -> str | None:
    """Give the number for a `tel:` link, or None when it is not surely one number."""
    gelezen = _lees_nummer(telefoon)
    return None if gelezen is None else phonenumbers.format_number(gelezen, PhoneNumberFormat.E164)


def _lees_nummer(telefoon: str) -> PhoneNumber | None:
    if not re.fullmatch(r"\+?[0-9\s().-]{6,25}", telefoon):
        return None
    try:
        gelezen = phonenumbers.parse(telefoon, "NL")
    except phonenumbers.NumberParseException:
        return None
    return gelezen if phonenumbers.is_possible_number(gelezen) else None


def zoekvorm(tekst: str) -> str:
    """Fold case and accents away, so that "ozturk" finds "Öztürk"."""
    ontleed = unicodedata.normalize("NFKD", tekst.casefold())
    return " ".join("".join(teken for teken in ontleed if not unicodedata.combining(teken)).split())


def zoekcijfers(tekst: str) -> str:
    """Give the digits of a number in its national form, so that +31 6…, 0031 6… and 06… are one.

    Digits of any script count: NFKC and `decimal` turn them into 0 to 9.
    """
    kaal = "".join(
        teken if teken == "+" else str(unicodedata.decimal(teken))
        for teken in unicodedata.normalize("NFKC", tekst)
        if teken == "+" or unicodedata.decimal(teken, None) is not None
    )
    return re.sub(r"^(?:\+|00)310?", "0", kaal).replace("+", "")
