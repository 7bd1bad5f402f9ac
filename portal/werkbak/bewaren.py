"""How long the werkbak keeps people, and wiping one of them: the file is not where they are kept for years."""

import logging
import sqlite3
import threading
from datetime import datetime, timedelta

from portal.clock import Klok
from portal.werkbak.opslag import Opslag

PER_KEER = 200
UUR = 3600.0
SPOOR = timedelta(days=365)
"""So long is kept that somebody was wiped: only a pseudonym and a number, against late second deliveries."""

_log = logging.getLogger(__name__)


def ruim_op(opslag: Opslag, dagen: int, now: datetime) -> int:
    """Wipe everybody about whom nothing came in and nothing was noted for so many days; gives how many.

    Messages that belong to nobody here go at the same age.
    """
    voor = (now - timedelta(days=dagen)).isoformat()
    gewist = 0
    while True:
        with opslag.schrijven() as db:
            db.execute("DELETE FROM gewist WHERE op < ?", ((now - SPOOR).isoformat(),))
            oud = [rij["subject"] for rij in db.execute(_OUD, {"voor": voor, "limiet": PER_KEER})]
            for subject in oud:
                _wis(db, subject, now)
            db.execute(
                "DELETE FROM bericht WHERE ontvangen_op < ? AND (subject IS NULL OR subject NOT IN "
                "(SELECT subject FROM gebeurtenis UNION SELECT subject FROM handeling))",
                (voor,),
            )
        gewist += len(oud)
        if len(oud) < PER_KEER:
            break
    opslag.maak_schoon()
    return gewist


def ruim_geregeld_op(opslag: Opslag, dagen: int, klok: Klok, klaar: threading.Event, elke: float = UUR) -> None:
    """Do that every so many seconds until `klaar`; what cannot now, is tried the next time."""
    while not klaar.wait(elke):
        try:
            ruim_op(opslag, dagen, klok.nu())
        except sqlite3.Error as fout:
            _log.warning("not tidied up", extra={"exception": type(fout).__name__})


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
