"""What counsellors noted in the werkbak itself; it stays here and is not sent to the portal."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

MAX_LENGTE = 10_000


class LegeNotitie(Exception):
    """There was nothing to note."""


class Soort(StrEnum):
    """What a counsellor did."""

    CONTACT = "contact"
    GESPREK = "gesprek"
    NOTITIE = "notitie"


@dataclass(frozen=True)
class Handeling:
    """One note of a counsellor."""

    id: str
    soort: Soort
    tekst: str
    gezien_tot: int
    """The last event (its `aankomst`) on the screen when this was noted: what came later is not answered by it."""
    op: datetime
    teruggedraaid_op: datetime | None

    @property
    def geldt(self) -> bool:
        return self.teruggedraaid_op is None


def noteer(
    db: sqlite3.Connection, subject: str, soort: Soort, *, tekst: str, gezien_tot: int, eenmalig: UUID, now: datetime
) -> None:
    """Note something about a person. The same `eenmalig` (made with the form) counts once: a double tap is harmless.

    A note without text raises LegeNotitie; a longer text than MAX_LENGTE is cut.
    """
    tekst = tekst.strip()[:MAX_LENGTE]
    if soort is Soort.NOTITIE and not tekst:
        raise LegeNotitie
    db.execute(
        "INSERT INTO handeling (id, subject, soort, tekst, gezien_tot, op) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO NOTHING",
        (str(eenmalig), subject, soort.value, tekst, gezien_tot, now.isoformat()),
    )


def draai_terug(db: sqlite3.Connection, subject: str, handeling_id: UUID, now: datetime) -> bool:
    """Take back something noted by mistake; it stays in the story as taken back. False when there is no such note."""
    gedaan = db.execute(
        "UPDATE handeling SET teruggedraaid_op = coalesce(teruggedraaid_op, ?) WHERE id = ? AND subject = ?",
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
        )
        for rij in rijen
    ]
