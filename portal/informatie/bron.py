"""One file of content as somebody wrote it: its heading lines, its text and its fingerprint.

A file opens with `key: value` lines between two lines of `---`. The Dutch text is the source of every other
language. A translation carries the fingerprint of the Dutch it was made from, so that a change in the Dutch shows.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

BRONTAAL = "nl"
SOORTEN = frozenset({"uitleg", "lijst"})
_GRENS = "---"
_SLEUTELS = frozenset({"titel", "soort", "nagekeken", "status", "bron_hash"})
_LENGTE_VINGERAFDRUK = 12


class Status(StrEnum):
    """How far a text can be trusted in its language."""

    BRON = "bron"
    MACHINE = "machine"
    NAGEKEKEN = "nagekeken"
    GOEDGEKEURD = "goedgekeurd"
    VEROUDERD = "verouderd"

    @property
    def is_voorlopig(self) -> bool:
        """Say whether a reader should be told that no person vouches for this translation as it stands."""
        return self in (Status.MACHINE, Status.VEROUDERD)


_VERTAALSTATUS = frozenset({Status.MACHINE, Status.NAGEKEKEN, Status.GOEDGEKEURD})


class OnleesbareBron(Exception):
    """A content file that cannot be used; the message is one line that says what to change."""


@dataclass(frozen=True, slots=True)
class Inhoudsfout:
    """Something wrong in one content file, for the operator's log and for `portal doctor`."""

    bestand: str
    wat: str

    def __str__(self) -> str:
        """Give one line."""
        return f"{self.bestand}: {self.wat}"


@dataclass(frozen=True, slots=True)
class Bron:
    """A Markdown file, read and checked, not yet turned into HTML."""

    taal: str
    titel: str
    soort: str
    tekst: str
    nagekeken: date | None
    status: Status
    bron_hash: str

    @property
    def vingerafdruk(self) -> str:
        """Fingerprint of what a translator translates: the title and the text, not the date of the last review."""
        return vingerafdruk(self.titel, self.tekst)

    def status_naast(self, nederlands: "Bron | None") -> Status:
        """Give the status as it really is: a translation of a Dutch text that has changed since is out of date."""
        return status_naast(self.taal, self.status, self.bron_hash, nederlands.vingerafdruk if nederlands else None)


def lees_bron(bestand: Path, taal: str) -> Bron:
    """Read one Markdown file; raise `OnleesbareBron` when it cannot be used."""
    try:
        regels = bestand.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fout:
        raise OnleesbareBron(f"cannot be read as UTF-8 text ({type(fout).__name__})") from fout
    kop, tekst = _splits(regels)
    if not kop.get("titel"):
        raise OnleesbareBron("has no 'titel'")
    soort = kop.get("soort", "")
    if soort not in SOORTEN:
        raise OnleesbareBron(f"'soort' is {soort!r}, expected one of {', '.join(sorted(SOORTEN))}")
    if not tekst:
        raise OnleesbareBron("has no text below the heading lines")
    status = lees_status(kop, taal)
    return Bron(
        taal=taal,
        titel=kop["titel"],
        soort=soort,
        tekst=tekst,
        nagekeken=_lees_nagekeken(kop.get("nagekeken"), status),
        status=status,
        bron_hash=kop.get("bron_hash", ""),
    )


def lees_status(kop: Mapping[str, str], taal: str) -> Status:
    """Read the status that the author of a file states; raise `OnleesbareBron` when it cannot be so."""
    gegeven = kop.get("status")
    if taal == BRONTAAL:
        if gegeven is not None:
            raise OnleesbareBron("is the Dutch source, which has no 'status'")
        return Status.BRON
    if gegeven not in _VERTAALSTATUS:
        raise OnleesbareBron(f"'status' is {gegeven!r}, expected one of {', '.join(sorted(_VERTAALSTATUS))}")
    if not kop.get("bron_hash"):
        raise OnleesbareBron("is a translation and has no 'bron_hash'")
    return Status(gegeven)


def status_naast(taal: str, status: Status, bron_hash: str, vingerafdruk_nl: str | None) -> Status:
    """Compare what a translation says it was made from with the Dutch that stands there now."""
    if taal == BRONTAAL or (vingerafdruk_nl is not None and bron_hash == vingerafdruk_nl):
        return status
    return Status.VEROUDERD


def vingerafdruk(*stukken: str) -> str:
    """Make a short fingerprint of text; line ends, trailing blanks and composed letters do not count."""
    regels = [regel.rstrip() for stuk in stukken for regel in unicodedata.normalize("NFC", stuk).strip().splitlines()]
    return hashlib.sha256("\n".join(regels).encode()).hexdigest()[:_LENGTE_VINGERAFDRUK]


def _splits(regels: list[str]) -> tuple[dict[str, str], str]:
    """Part the heading lines from the text."""
    if not regels or regels[0].strip() != _GRENS:
        raise OnleesbareBron(f"does not open with a line of {_GRENS}")
    try:
        einde = next(i for i, regel in enumerate(regels[1:], start=1) if regel.strip() == _GRENS)
    except StopIteration:
        raise OnleesbareBron(f"has no second line of {_GRENS} below its heading lines") from None
    kop: dict[str, str] = {}
    for nummer, regel in enumerate(regels[1:einde], start=2):
        sleutel, dubbele_punt, waarde = (deel.strip() for deel in regel.partition(":"))
        if not dubbele_punt or not waarde:
            raise OnleesbareBron(f"line {nummer} is not 'key: value'")
        if sleutel not in _SLEUTELS or sleutel in kop:
            raise OnleesbareBron(f"line {nummer} has a key that is unknown or there twice: {sleutel!r}")
        kop[sleutel] = waarde
    return kop, "\n".join(regels[einde + 1 :]).strip()


def _lees_nagekeken(gegeven: str | None, status: Status) -> date | None:
    """Read the day a person last went through the text; a text that only a machine translated has none."""
    if status is Status.MACHINE:
        if gegeven is not None:
            raise OnleesbareBron("is translated by machine, so it has no 'nagekeken'")
        return None
    try:
        return date.fromisoformat(gegeven or "")
    except ValueError:
        raise OnleesbareBron(f"'nagekeken' is {gegeven!r}, expected a date such as 2026-11-20") from None
