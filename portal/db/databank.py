"""The engine and the unit of work: one place that begins, commits and filters."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, Session, with_loader_criteria

from portal.db.basis import VanGemeente
from portal.db.poort import Schrijfpoort

ALLE: Final = "*"
"""Said instead of a gemeente by what serves all of them: worker and operator."""


class AndereGemeente(Exception):
    """A row of one gemeente was about to be written by a session of another."""


class Databank:
    """One database: SQLite file or PostgreSQL, the same for everybody above.

    `url` is an SQLAlchemy URL; `wachttijd` the seconds a writer waits its turn.
    """

    def __init__(self, url: str, *, wachttijd: float = 10.0, verbindingen: int = 16) -> None:
        adres = make_url(url)
        self.is_sqlite = adres.get_backend_name() == "sqlite"
        self._poort: Schrijfpoort | None = None
        opties: dict[str, Any] = {
            "pool_size": verbindingen,
            "max_overflow": verbindingen,
            "hide_parameters": True,  # an error text never holds what somebody typed
        }
        if self.is_sqlite:
            if not adres.database:
                raise ValueError("SQLite needs a file: an empty database forgets everything")
            bestand = Path(adres.database)
            self._poort = Schrijfpoort(bestand, wachttijd)
            opties["connect_args"] = {"timeout": wachttijd, "check_same_thread": False}
        else:
            opties["pool_pre_ping"] = True
            opties["connect_args"] = {
                "connect_timeout": 5,
                "application_name": "rustpunt",
                # A server that vanished without a word is noticed after fifteen seconds, not after as many minutes.
                "keepalives_idle": 5,
                "keepalives_interval": 3,
                "keepalives_count": 3,
                "tcp_user_timeout": 15_000,
            }
        self.engine = create_engine(adres, **opties)
        if self.is_sqlite:
            _bereid_sqlite(self.engine, adres.database or "")
        else:
            _bereid_postgresql(self.engine, wachttijd)
        self._schrijver = self.engine.execution_options(schrijven=True)

    def eenheid(self, gemeente: str, *, schrijven: bool, wachttijd: float | None = None) -> "Werkeenheid":
        """Begin a unit of work for one gemeente (or `ALLE`); `wachttijd` replaces how long a writer waits its turn."""
        beurt: AbstractContextManager[None] = nullcontext()
        if schrijven and self._poort is not None:
            beurt = self._poort.beurt(wachttijd)
        return Werkeenheid(self._schrijver if schrijven else self.engine, gemeente, beurt)

    @contextmanager
    def schrijven(self, gemeente: str, *, wachttijd: float | None = None) -> Iterator[Session]:
        """A unit of work that commits at the end, or rolls back at an exception; `wachttijd` as in `eenheid`."""
        eenheid = self.eenheid(gemeente, schrijven=True, wachttijd=wachttijd)
        try:
            yield eenheid.sessie
            eenheid.bevestig()
        finally:
            eenheid.sluit()

    @contextmanager
    def lezen(self, gemeente: str) -> Iterator[Session]:
        """A unit of work that writes nothing."""
        eenheid = self.eenheid(gemeente, schrijven=False)
        try:
            yield eenheid.sessie
        finally:
            eenheid.sluit()

    def beurt(self, wachttijd: float | None = None) -> AbstractContextManager[None]:
        """The writers' turn by itself, for who copies the whole file. On PostgreSQL there is no such thing."""
        return nullcontext() if self._poort is None else self._poort.beurt(wachttijd)

    def wis_sporen(self) -> bool:
        """After a purge: empty SQLite's write-ahead log, in which the erased is still readable.

        False when a reader was in the way: then the next purge, or the log's own turning over, does it.
        """
        if self._poort is None:
            return True
        with self._poort.beurt(), closing(sqlite3.connect(self.engine.url.database or "", timeout=0.2)) as los:
            (bezet, _, _) = los.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not bezet

    def sluit(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


class Werkeenheid:
    """One transaction. Nobody else calls `commit`."""

    def __init__(self, engine: Engine, gemeente: str, beurt: AbstractContextManager[None]) -> None:
        self._beurt = beurt
        self._open = True
        beurt.__enter__()
        self.sessie = Session(engine, expire_on_commit=False, info={"gemeente": gemeente}, autoflush=True)

    def bevestig(self) -> None:
        """Make everything of this unit last. After this the unit is over."""
        self.sessie.commit()
        self.sluit()

    def sluit(self) -> None:
        """Undo what was not confirmed and let the next writer in; may be called twice."""
        if not self._open:
            return
        self._open = False
        try:
            self.sessie.close()
        finally:
            self._beurt.__exit__(None, None, None)


def _bereid_postgresql(engine: Engine, wachttijd: float) -> None:
    @event.listens_for(engine, "connect")
    def _verbonden(verbinding: Any, _: Any) -> None:
        # Nobody waits longer for a lock than for the writer's turn on SQLite: a page that says so is kinder.
        verbinding.execute(f"SET lock_timeout = {int(wachttijd * 1000)}")
        verbinding.commit()


def _bereid_sqlite(engine: Engine, bestand: str) -> None:
    def welk() -> tuple[int, int] | None:
        try:
            stand = os.stat(bestand)
        except OSError:
            return None
        return stand.st_dev, stand.st_ino

    @event.listens_for(engine, "checkout")
    def _zelfde_bestand(_verbinding: Any, plek: Any, _: Any) -> None:
        # A connection outlives its file: what is written after a restore or a removal would be in a file
        # that nobody sees any more, and yet be acknowledged.
        if plek.info.get("bestand") != welk():
            raise DisconnectionError("the database file was replaced or removed")

    @event.listens_for(engine, "connect")
    def _verbonden(verbinding: Any, plek: Any) -> None:
        plek.info["bestand"] = welk()
        # Python's own transaction handling differs between versions: ours begins below.
        verbinding.isolation_level = None
        for regel in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA foreign_keys=ON",
            "PRAGMA secure_delete=ON",
            "PRAGMA cache_size=-8000",
        ):
            verbinding.execute(regel)

    @event.listens_for(engine, "begin")
    def _begin(verbinding: Connection) -> None:
        schrijven = verbinding.get_execution_options().get("schrijven", False)
        verbinding.exec_driver_sql("BEGIN IMMEDIATE" if schrijven else "BEGIN")


@event.listens_for(Session, "do_orm_execute")
def _alleen_eigen_gemeente(staat: ORMExecuteState) -> None:
    """The one place that filters: a session sees the rows of its own gemeente only."""
    gemeente = staat.session.info.get("gemeente")
    if gemeente == ALLE or staat.is_column_load or staat.is_relationship_load:
        return
    if gemeente is None:
        raise AndereGemeente("a session has to say whose data it works with")
    staat.statement = staat.statement.options(_rijen_van(gemeente))


@cache
def _rijen_van(gemeente: str) -> LoaderCriteriaOption:
    return with_loader_criteria(VanGemeente, lambda soort: soort.gemeente == gemeente, include_aliases=True)


@event.listens_for(Session, "before_flush")
def _schrijft_alleen_eigen_gemeente(sessie: Session, *_: Any) -> None:
    for rij in (*sessie.new, *sessie.dirty, *sessie.deleted):
        van_eigen_gemeente(sessie, rij)


def van_eigen_gemeente(sessie: Session, rij: object) -> None:
    """Raise `AndereGemeente` for a row that this session may not write."""
    gemeente = sessie.info.get("gemeente")
    if gemeente != ALLE and isinstance(rij, VanGemeente) and rij.gemeente != gemeente:
        raise AndereGemeente(f"{type(rij).__name__} belongs to another gemeente")
