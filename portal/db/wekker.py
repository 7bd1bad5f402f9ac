"""Hears that another process wrote something, long before a slow poll would notice.

A wake-up may be missed or be for nothing: it only says that looking is worth it now.
"""

import logging
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Final

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from portal.db.databank import Databank

_SQLITE_PAUZE: Final = 0.025
_PAUZE_NA_FOUT: Final = 1.0
_LUISTERTIJD: Final = 0.5
"""Seconds between two looks at whether to stop."""

_log = logging.getLogger(__name__)


class Wekker:
    """A thread that calls `bij_nieuws` after commits of others, from `begin` to `stop`.

    PostgreSQL tells by NOTIFY on `kanaal`. SQLite cannot tell, but its `data_version`
    is a number in shared memory: reading it forty times a second costs next to nothing.
    """

    def __init__(self, databank: Databank, kanaal: str, bij_nieuws: Callable[[], None]) -> None:
        self._adres = databank.engine.url
        self._is_sqlite = databank.is_sqlite
        self._kanaal = kanaal
        self._bij_nieuws = bij_nieuws
        self._stop = threading.Event()
        self._draad = threading.Thread(target=self._luister, name="wekker", daemon=True)

    def begin(self) -> None:
        """Start to listen."""
        self._draad.start()

    def stop(self) -> None:
        """Stop listening, and wait until that is so."""
        self._stop.set()
        self._draad.join()

    def _luister(self) -> None:
        luister = self._luister_sqlite if self._is_sqlite else self._luister_postgresql
        while not self._stop.is_set():
            try:
                luister()
            except (OSError, sqlite3.Error, psycopg.Error) as fout:
                # Whoever waits for us polls as well: without us it is only slower.
                _log.warning("cannot listen to the database: %s", type(fout).__name__)
                self._stop.wait(_PAUZE_NA_FOUT)

    def _luister_sqlite(self) -> None:
        pad = self._adres.database or ""
        bestand = os.stat(pad).st_ino
        with closing(sqlite3.connect(pad)) as verbinding:
            vorige = None
            while not self._stop.wait(_SQLITE_PAUZE):
                if os.stat(pad).st_ino != bestand:
                    self._bij_nieuws()
                    return  # another file was put back in its place: listen to that one
                (versie,) = verbinding.execute("PRAGMA data_version").fetchone()
                if versie != vorige:
                    vorige = versie
                    self._bij_nieuws()

    def _luister_postgresql(self) -> None:
        adres = make_url(self._adres).set(drivername="postgresql")
        with psycopg.connect(
            adres.render_as_string(hide_password=False),
            autocommit=True,
            connect_timeout=5,
            application_name="rustpunt-wekker",
        ) as verbinding:
            verbinding.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._kanaal)))
            self._bij_nieuws()  # what came while nobody listened
            while not self._stop.is_set():
                for _ in verbinding.notifies(timeout=_LUISTERTIJD):
                    self._bij_nieuws()
