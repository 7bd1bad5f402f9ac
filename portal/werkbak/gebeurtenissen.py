"""The events as they were received: kept once each, read in the order of the person's line."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.werkbak.cloudevent import CloudEvent, lees_cloudevent


@dataclass(frozen=True)
class Gebeurtenis:
    """One stored event."""

    event: CloudEvent
    aankomst: int
    """Counts up in the order of arrival over all persons; what a counsellor saw is "everything up to n"."""
    ontvangen_op: datetime


def bewaar(db: sqlite3.Connection, event: CloudEvent, now: datetime) -> bool:
    """Keep an event; False when its id was here already, since every event may be delivered more than once.

    A late second delivery of what was wiped here does not bring it back either.
    """
    if event.volgnummer is not None and event.volgnummer <= gewist_tot(db, event.subject):
        return False
    gedaan = db.execute(
        "INSERT INTO gebeurtenis (id, subject, volgnummer, wacht, envelop, ontvangen_op) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO NOTHING",
        (event.id, event.subject, event.volgnummer, event.wacht, event.envelop, now.isoformat()),
    )
    return gedaan.rowcount == 1


def gewist_tot(db: sqlite3.Connection, subject: str) -> int:
    """Give the number up to which this person's events were wiped here; 0 when nothing was."""
    rij = db.execute("SELECT tot FROM gewist WHERE subject = ?", (subject,)).fetchone()
    return int(rij["tot"]) if rij else 0


def vul_aan(db: sqlite3.Connection, geheel: CloudEvent) -> None:
    """Put the whole event, fetched from the portal, in the place of the one that came without data."""
    db.execute("UPDATE gebeurtenis SET wacht = 0, envelop = ? WHERE id = ? AND wacht = 1", (geheel.envelop, geheel.id))


def van(db: sqlite3.Connection, subject: str) -> list[Gebeurtenis]:
    """Give a person's events in the order of their numbers, whatever the order they arrived in.

    Events without a number come last, as they arrived.
    """
    rijen = db.execute(
        "SELECT aankomst, envelop, ontvangen_op FROM gebeurtenis WHERE subject = ? "
        "ORDER BY volgnummer IS NULL, volgnummer, aankomst",
        (subject,),
    )
    return [
        Gebeurtenis(
            event=lees_cloudevent(rij["envelop"].encode()),
            aankomst=rij["aankomst"],
            ontvangen_op=datetime.fromisoformat(rij["ontvangen_op"]),
        )
        for rij in rijen
    ]


def wachtende(db: sqlite3.Connection, limiet: int, subject: str | None = None) -> list[CloudEvent]:
    """Give events whose data still has to be fetched, newest first; of one person when asked.

    Newest first, because what the portal wiped by now is old and would stand before all others for ever.
    """
    rijen = db.execute(
        "SELECT envelop FROM gebeurtenis WHERE wacht = 1 AND (? IS NULL OR subject = ?) ORDER BY aankomst DESC LIMIT ?",
        (subject, subject, limiet),
    )
    return [lees_cloudevent(rij["envelop"].encode()) for rij in rijen]


def ontbrekende(gebeurtenissen: Iterable[Gebeurtenis], gewist_tot: int = 0) -> list[range]:
    """Give the runs of numbers that are missing before the highest one received, in order.

    Numbers up to `gewist_tot` were wiped here, so they are not missed.
    """
    gaten = []
    verwacht = gewist_tot + 1
    for nummer in sorted({g.event.volgnummer for g in gebeurtenissen if g.event.volgnummer is not None}):
        if nummer > verwacht:
            gaten.append(range(verwacht, nummer))
        verwacht = max(verwacht, nummer + 1)
    return gaten
