"""Ways in which a database can be away, each for as long as a block lasts; real ones, on both kinds."""

import os
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import event, make_url

from portal.db.databank import ALLE, Databank
from tests.databanken import beheer

Storing = Callable[[Databank], AbstractContextManager[None]]


def _bestand(databank: Databank) -> Path:
    return Path(databank.engine.url.database or "")


@contextmanager
def _postgresql(databank: Databank) -> Iterator["psycopg.Connection[Any]"]:
    adres = make_url(databank.engine.url).set(drivername="postgresql")
    with psycopg.connect(adres.render_as_string(hide_password=False)) as verbinding:
        yield verbinding


@contextmanager
def op_slot(databank: Databank) -> Iterator[None]:
    """Another program holds the tables."""
    if databank.is_sqlite:
        with closing(sqlite3.connect(_bestand(databank), isolation_level=None)) as ander:
            ander.execute("BEGIN IMMEDIATE")
            yield
        return
    with _postgresql(databank) as ander:
        ander.execute("LOCK TABLE aanmelding, aanmelding_antwoord, toegang_sessie IN SHARE MODE")
        yield
        ander.rollback()


@contextmanager
def weg(databank: Databank) -> Iterator[None]:
    """The file is gone, with its folder; or the server lets nobody in."""
    if databank.is_sqlite:
        map = _bestand(databank).parent
        elders = map.with_name(map.name + "-weg")
        os.rename(map, elders)
        try:
            yield
        finally:
            os.rename(elders, map)
        return
    naam = sql.Identifier(databank.engine.url.database or "")
    beheer(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(naam))
    verbreek(databank)
    try:
        yield
    finally:
        beheer(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(naam))


def verbreek(databank: Databank) -> None:
    """End every connection of PostgreSQL, as its restart would; on SQLite there is nothing to end."""
    if not databank.is_sqlite:
        naam = databank.engine.url.database or ""
        beheer(sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}").format(naam))


@contextmanager
def vol(databank: Databank) -> Iterator[None]:
    """Nothing more fits on the disk."""
    if databank.is_sqlite:

        def begrens(verbinding: Any, *_: Any) -> None:
            (bladen,) = verbinding.execute("PRAGMA page_count").fetchone()
            verbinding.execute(f"PRAGMA max_page_count = {bladen}")

        event.listen(databank.engine, "connect", begrens)
        databank.engine.dispose()
        try:
            yield
        finally:
            event.remove(databank.engine, "connect", begrens)
            databank.engine.dispose()
        return
    with _postgresql(databank) as ander:
        ander.execute(
            "CREATE FUNCTION vol() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
        )
        ander.execute("CREATE TRIGGER vol BEFORE INSERT ON outbox_event EXECUTE FUNCTION vol()")
        ander.commit()
        try:
            yield
        finally:
            ander.execute("DROP FUNCTION vol CASCADE")
            ander.commit()


@contextmanager
def vastleggen_lukt_niet(databank: Databank) -> Iterator[None]:
    """Everything goes well until the very last moment: then the disk does not take it."""
    if databank.is_sqlite:
        with closing(sqlite3.connect(_bestand(databank))) as ander:
            # A reader keeps the log from starting anew, so that the next frame comes behind these.
            ander.execute("CREATE TABLE ballast (inhoud BLOB)")
            ander.execute("INSERT INTO ballast VALUES (zeroblob(2000000))")
            ander.commit()
            log = _bestand(databank).with_name(_bestand(databank).name + "-wal").stat().st_size
            zacht, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (log, hard))
            try:
                yield
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (zacht, hard))
        return
    with _postgresql(databank) as ander:
        ander.execute(
            "CREATE FUNCTION vol() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE 'could not write' USING ERRCODE = 'disk_full'; END $$"
        )
        for tabel in ("outbox_event", "toegang_teller"):
            ander.execute(
                sql.SQL(
                    "CREATE CONSTRAINT TRIGGER vol AFTER INSERT OR UPDATE ON {} DEFERRABLE INITIALLY DEFERRED "
                    "FOR EACH ROW EXECUTE FUNCTION vol()"
                ).format(sql.Identifier(tabel))
            )
        ander.commit()
        try:
            yield
        finally:
            ander.execute("DROP FUNCTION vol CASCADE")
            ander.commit()


@contextmanager
def in_de_rij(databank: Databank) -> Iterator[None]:
    """Somebody else has the writer's turn; PostgreSQL has no such line, there the tables are locked."""
    with databank.schrijven(ALLE) if databank.is_sqlite else op_slot(databank):
        yield
