"""The werkbak's own SQLite file: connections, transactions and the shape of its tables.

What is here is personal: the file can be read by its owner only. The table `mens` is derived from events and
local notes, so it can always be made anew; the other tables are the truth.
"""

import os
import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

STAPPEN = (
    """
    CREATE TABLE gebeurtenis (
        aankomst INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        subject TEXT NOT NULL,
        volgnummer INTEGER,
        wacht INTEGER NOT NULL CHECK (wacht IN (0, 1)),
        envelop TEXT NOT NULL,
        ontvangen_op TEXT NOT NULL
    );
    CREATE INDEX gebeurtenis_per_mens ON gebeurtenis (subject, volgnummer, aankomst);
    CREATE INDEX gebeurtenis_die_wacht ON gebeurtenis (aankomst) WHERE wacht = 1;

    CREATE TABLE handeling (
        id TEXT PRIMARY KEY,
        subject TEXT NOT NULL,
        soort TEXT NOT NULL CHECK (soort IN ('contact', 'gesprek', 'notitie')),
        tekst TEXT NOT NULL,
        gezien_tot INTEGER NOT NULL,
        op TEXT NOT NULL,
        teruggedraaid_op TEXT
    );
    CREATE INDEX handeling_per_mens ON handeling (subject, op, id);

    CREATE TABLE bericht (
        nummer INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        kanaal TEXT NOT NULL,
        subject TEXT,
        inhoud TEXT NOT NULL,
        gemaakt_op TEXT NOT NULL,
        ontvangen_op TEXT NOT NULL
    );
    CREATE INDEX bericht_per_kanaal ON bericht (kanaal, nummer);
    CREATE INDEX bericht_per_mens ON bericht (subject, nummer);

    CREATE TABLE mens (
        subject TEXT PRIMARY KEY,
        ingetrokken INTEGER NOT NULL CHECK (ingetrokken IN (0, 1)),
        dringend INTEGER NOT NULL CHECK (dringend IN (0, 1)),
        sorteer_op TEXT NOT NULL,
        uiterlijk TEXT,
        nieuw_op TEXT NOT NULL,
        zoek TEXT NOT NULL,
        rij TEXT NOT NULL
    );
    CREATE INDEX mens_op_volgorde ON mens (ingetrokken, dringend DESC, sorteer_op, nieuw_op, subject);

    CREATE TABLE mislukte_inlog (bron TEXT NOT NULL, op TEXT NOT NULL);
    CREATE INDEX mislukte_inlog_per_bron ON mislukte_inlog (bron, op);
    """,
    """
    CREATE TABLE handeling_2 (
        id TEXT PRIMARY KEY,
        subject TEXT NOT NULL,
        soort TEXT NOT NULL CHECK (soort IN
            ('contact', 'gesprek', 'notitie', 'gedaan', 'aangemeld', 'weg', 'voorkeuren', 'status', 'code')),
        gegevens TEXT NOT NULL DEFAULT '{}',
        tekst TEXT NOT NULL,
        gezien_tot INTEGER NOT NULL,
        op TEXT NOT NULL,
        teruggedraaid_op TEXT
    );
    INSERT INTO handeling_2 (id, subject, soort, tekst, gezien_tot, op, teruggedraaid_op)
        SELECT id, subject, soort, tekst, gezien_tot, op, teruggedraaid_op FROM handeling ORDER BY rowid;
    DROP TABLE handeling;
    ALTER TABLE handeling_2 RENAME TO handeling;
    CREATE INDEX handeling_per_mens ON handeling (subject, op, id);

    CREATE TABLE wijziging (
        subject TEXT NOT NULL, deel TEXT NOT NULL, op TEXT NOT NULL, eenmalig TEXT, PRIMARY KEY (subject, deel)
    );
    CREATE TABLE gewist (subject TEXT PRIMARY KEY, tot INTEGER NOT NULL, op TEXT NOT NULL);
    """,
    """
    CREATE TABLE handeling_3 (
        id TEXT PRIMARY KEY,
        subject TEXT NOT NULL,
        soort TEXT NOT NULL CHECK (soort IN
            ('contact', 'gesprek', 'notitie', 'gedaan', 'aangemeld', 'weg', 'voorkeuren', 'status', 'code',
             'afspraak')),
        gegevens TEXT NOT NULL DEFAULT '{}',
        tekst TEXT NOT NULL,
        gezien_tot INTEGER NOT NULL,
        op TEXT NOT NULL,
        teruggedraaid_op TEXT
    );
    INSERT INTO handeling_3 (id, subject, soort, gegevens, tekst, gezien_tot, op, teruggedraaid_op)
        SELECT id, subject, soort, gegevens, tekst, gezien_tot, op, teruggedraaid_op FROM handeling ORDER BY rowid;
    DROP TABLE handeling;
    ALTER TABLE handeling_3 RENAME TO handeling;
    CREATE INDEX handeling_per_mens ON handeling (subject, op, id);
    """,
)
"""One script per version of the file; `user_version` counts how many were carried out. Only ever add to it."""


class Opslag:
    """Connections to the file, lent out one at a time; one writer at a time, readers beside it."""

    def __init__(self, bestand: Path) -> None:
        """Open the file, making it (readable by its owner only) or bringing it up to date where needed."""
        bestand.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(bestand, os.O_RDWR | os.O_CREAT, 0o600))
        os.chmod(bestand, 0o600)
        self._bestand = bestand
        self._vrij: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._schrijver = threading.Lock()
        self.bijgewerkt = self._werk_schema_bij()
        """True when tables were made or changed just now, so that derived rows have to be made anew."""

    @contextmanager
    def lezen(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees one moment of the file throughout."""
        with self._geleend() as db:
            db.execute("BEGIN")
            try:
                yield db
            finally:
                db.rollback()

    @contextmanager
    def schrijven(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection in a write transaction: on disk when the block ends, undone when it raises."""
        with self._schrijver, self._geleend() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                db.rollback()
                raise

    def maak_schoon(self) -> None:
        """Empty the write-ahead log, so that what was deleted is in neither file any more."""
        with self._schrijver, self._geleend() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def sluit(self) -> None:
        """Close the connections that nobody holds."""
        while True:
            try:
                self._vrij.get_nowait().close()
            except queue.Empty:
                return

    @contextmanager
    def _geleend(self) -> Iterator[sqlite3.Connection]:
        try:
            db = self._vrij.get_nowait()
        except queue.Empty:
            db = self._nieuwe_verbinding()
        try:
            yield db
        finally:
            self._vrij.put(db)

    def _nieuwe_verbinding(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._bestand, timeout=10, isolation_level=None, check_same_thread=False)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = ON")
        return db

    def _werk_schema_bij(self) -> bool:
        with closing(self._nieuwe_verbinding()) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                versie: int = db.execute("PRAGMA user_version").fetchone()[0]
                for nummer, stap in enumerate(STAPPEN[versie:], start=versie + 1):
                    for opdracht in stap.split(";"):
                        db.execute(opdracht)
                    db.execute(f"PRAGMA user_version = {nummer}")
                db.execute("COMMIT")
            except BaseException:
                db.rollback()
                raise
        return versie < len(STAPPEN)
