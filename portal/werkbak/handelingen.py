"""What counsellors did in the werkbak. Notes stay here; what was told to the portal is kept here as done."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from portal.werkbak.gegevens import Gegevens, schrijf

MAX_LENGTE = 10_000


class LegeNotitie(Exception):
    """There was nothing to note."""


class Soort(StrEnum):
    """What a counsellor did."""

    CONTACT = "contact"
    GESPREK = "gesprek"
    NOTITIE = "notitie"
    GEDAAN = "gedaan"
    """A duty was done; which one stands in `gegevens` as `taak`."""
    AANGEMELD = "aangemeld"
    WEG = "weg"
    VOORKEUREN = "voorkeuren"
    STATUS = "status"
    CODE = "code"
    AFSPRAAK = "afspraak"


NOTEERBAAR = frozenset({Soort.CONTACT, Soort.GESPREK, Soort.NOTITIE, Soort.GEDAAN})
"""What is noted by hand and can be taken back; the others were told to the portal, and are changed there."""


@dataclass(frozen=True)
class Handeling:
    """One thing a counsellor did."""

    id: str
    soort: Soort
    tekst: str
    gezien_tot: int
    """The last event (its `aankomst`) on the screen when this was noted: what came later is not answered by it."""
    op: datetime
    teruggedraaid_op: datetime | None
    gegevens: Gegevens = field(default_factory=Gegevens)

    @property
    def geldt(self) -> bool:
        return self.teruggedraaid_op is None

    @property
    def is_terug_te_draaien(self) -> bool:
        return self.geldt and self.soort in NOTEERBAAR


def noteer(
    db: sqlite3.Connection,
    subject: str,
    soort: Soort,
    *,
    tekst: str,
    gezien_tot: int,
    eenmalig: UUID,
    now: datetime,
    gegevens: Mapping[str, object] | None = None,
) -> None:
    """Note something about a person. The same `eenmalig` (made with the form) counts once: a double tap is harmless.

    A note without text raises LegeNotitie; a longer text than MAX_LENGTE is cut.
    """
    tekst = tekst.strip()[:MAX_LENGTE]
    if soort is Soort.NOTITIE and not tekst:
        raise LegeNotitie
    db.execute(
        "INSERT INTO handeling (id, subject, soort, gegevens, tekst, gezien_tot, op) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO NOTHING",
        (str(eenmalig), subject, soort.value, schrijf(dict(gegevens or {})), tekst, gezien_tot, now.isoformat()),
    )


def noteer_doorgegeven(
    db: sqlite3.Connection,
    subject: str,
    soort: Soort,
    tekst: str,
    now: datetime,
    gegevens: Mapping[str, object] | None = None,
) -> None:
    """Keep what was told to the portal; it is newer than every event that was here by then."""
    gezien: int | None = db.execute("SELECT max(aankomst) FROM gebeurtenis WHERE subject = ?", (subject,)).fetchone()[0]
    noteer(db, subject, soort, tekst=tekst, gezien_tot=gezien or 0, eenmalig=uuid4(), now=now, gegevens=gegevens)


def draai_terug(db: sqlite3.Connection, subject: str, handeling_id: UUID, now: datetime) -> bool:
    """Take back something noted by mistake; it stays in the story as taken back. False when there is no such note."""
    soorten = ", ".join(f"'{soort.value}'" for soort in sorted(NOTEERBAAR))
    gedaan = db.execute(
        "UPDATE handeling SET teruggedraaid_op = coalesce(teruggedraaid_op, ?) "
        f"WHERE id = ? AND subject = ? AND soort IN ({soorten})",
        (now.isoformat(), str(handeling_id), subject),
    )
    return gedaan.rowcount == 1


def van(db: sqlite3.Connection, subject: str) -> list[Handeling]:
    """Give what was noted about a person, oldest first."""
    rijen = db.execute("SELECT * FROM handeling WHERE subject = ? ORDER BY op, rowid", (subject,))
    return [
        Handeling(
            id=rij["id"],
            soort=Soort(rij["soort"]),
            tekst=rij["tekst"],
            gezien_tot=rij["gezien_tot"],
            op=datetime.fromisoformat(rij["op"]),
            teruggedraaid_op=datetime.fromisoformat(rij["teruggedraaid_op"]) if rij["teruggedraaid_op"] else None,
            gegevens=Gegevens.van(json.loads(rij["gegevens"])),
        )
        for rij in rijen
    ]
