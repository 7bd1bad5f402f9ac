"""How long the werkbak keeps people, and wiping one of them: the file is not where they are kept for years."""

import sqlite3
from datetime import datetime, timedelta

from portal.werkbak.opslag import Opslag

PER_KEER = 200


def ruim_op(opslag: Opslag, dagen: int, now: datetime) -> int:
    """Wipe everybody about whom nothing came in and nothing was noted for so many days; gives how many.

    Messages that belong to nobody here go at the same age.
    """
    voor = (now - timedelta(days=dagen)).isoformat()
    gewist = 0
    while True:
        with opslag.schrijven() as db:
            oud = [rij["subject"] for rij in db.execute(_OUD, {"voor": voor, "limiet": PER_KEER})]
            for subject in oud:
                _wis(db, subject, now)
            weg = db.execute(
                "DELETE FROM bericht WHERE ontvangen_op < ? AND (subject IS NULL OR subject NOT IN "
                "(SELECT subject FROM gebeurtenis UNION SELECT subject FROM handeling))",
                (voor,),
            ).rowcount
        gewist += len(oud)
        if len(oud) < PER_KEER:
            break
    if gewist or weg:
        opslag.maak_schoon()
    return gewist


def wis(opslag: Opslag, subject: str, now: datetime) -> None:
    """Wipe one person: events, messages and notes are gone from the file when this returns."""
    with opslag.schrijven() as db:
        _wis(db, subject, now)
    opslag.maak_schoon()


# The newest of what came in and what was noted, per person. An event counts from the day it came in here: the clock
# of a sender is not ours.
_OUD = """
    SELECT subject FROM (
        SELECT subject, ontvangen_op AS op FROM gebeurtenis
        UNION ALL SELECT subject, op FROM handeling
    ) GROUP BY subject HAVING max(op) < :voor LIMIT :limiet
"""


def _wis(db: sqlite3.Connection, subject: str, now: datetime) -> None:
    # A late second delivery of what was wiped must not bring it back, and numbers that are gone are no gap. Only the
    # pseudonym and the number stay; a new event of this person is shown as ever.
    tot = db.execute("SELECT coalesce(max(volgnummer), 0) FROM gebeurtenis WHERE subject = ?", (subject,)).fetchone()[0]
    db.execute(
        "INSERT INTO gewist (subject, tot, op) VALUES (?, ?, ?) "
        "ON CONFLICT (subject) DO UPDATE SET tot = max(tot, excluded.tot), op = excluded.op",
        (subject, tot, now.isoformat()),
    )
    for tabel in ("gebeurtenis", "handeling", "bericht", "mens", "wijziging"):
        db.execute(f"DELETE FROM {tabel} WHERE subject = ?", (subject,))
