"""Putting a copy back in PostgreSQL: rows out, rows in, in one transaction, while readers see what was there.

No table is dropped: prepared statements, and who waits for a lock, find the same tables after it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import URL, Connection, MetaData, make_url, text
from sqlalchemy.exc import DBAPIError

from portal.db.databank import Databank
from portal.db.migreren import migreer
from portal.db.reservekopie import postgresql
from portal.db.reservekopie.kopie import KopieFout, nieuw_bestand
from portal.db.reservekopie.postgresql import PostgresKopie
from portal.db.reservekopie.samenvoegen import Samengevoegd, voeg_samen
from portal.db.storing import in_woorden

WACHTTIJD: Final = 60.0
"""Seconds to go on asking for the turn to write."""
_KANAAL: Final = "outbox"


def vervang_postgresql(
    databank: Databank, kopie: PostgresKopie, veilig: Path, metadata: MetaData, *, bruikbaar: bool
) -> Samengevoegd:
    """Replace every row; the copy is of the newest version. Nobody else writes meanwhile."""
    namen = [tabel.name for tabel in metadata.sorted_tables]
    try:
        with databank.engine.connect() as verbinding:
            _wacht_op_de_beurt(verbinding, namen)
            if bruikbaar:
                with nieuw_bestand(veilig) as tijdelijk:
                    postgresql.maak_kopie(_adres(databank), tijdelijk)
                for naam in namen:
                    verbinding.execute(text(f'CREATE TEMP TABLE "oud_{naam}" ON COMMIT DROP AS SELECT * FROM "{naam}"'))
                    verbinding.execute(text(f'ANALYZE "oud_{naam}"'))
            with _zonder_triggers(verbinding, namen):
                for naam in reversed(namen):
                    verbinding.execute(text(f'DELETE FROM "{naam}"'))
                for naam in namen:
                    _laad(verbinding, kopie, naam)
                uitkomst = voeg_samen(verbinding, metadata, vorige=bruikbaar)
            verbinding.execute(text("SELECT pg_notify(:kanaal, '')"), {"kanaal": _KANAAL})
            verbinding.commit()
    except (DBAPIError, psycopg.Error) as fout:
        raise KopieFout(f"The copy could not be put back ({in_woorden(fout)}): everything is as it was.") from None
    return uitkomst


def werk_bij(databank: Databank, kopie: PostgresKopie, doel: Path) -> PostgresKopie:
    """A copy of an older version as this version needs it, by way of a database beside ours."""
    adres = _adres(databank)
    naam = f"{adres.database}_terugzetten_{uuid4().hex[:8]}"
    elders = adres.set(database=naam)
    try:
        _beheer(adres, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(naam)))
    except psycopg.errors.InsufficientPrivilege:
        raise KopieFout(
            "This backup is of an older version, and this user may not make a database to bring it up to date in: "
            "grant it CREATEDB for now, or do it by hand (pg_restore into an empty database, `portal migrate`, "
            "`portal backup`, each with PORTAL_DATABASE_URL of that one)."
        ) from None
    try:
        postgresql.herstel_in(elders, kopie)
        los = Databank(elders.set(drivername="postgresql+psycopg").render_as_string(hide_password=False))
        try:
            migreer(los)
        finally:
            los.sluit()
        return postgresql.maak_kopie(elders, doel)
    finally:
        _beheer(adres, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(naam)))


def _wacht_op_de_beurt(verbinding: Connection, namen: list[str]) -> None:
    """Lock every table against writers, all or none: waiting with some of them in hand could be mutual."""
    lijst = ", ".join(f'"{naam}"' for naam in namen)
    einde = time.monotonic() + WACHTTIJD
    while True:
        try:
            verbinding.execute(text("SET LOCAL lock_timeout = '200ms'"))
            verbinding.execute(text(f"LOCK TABLE {lijst} IN EXCLUSIVE MODE"))
            verbinding.execute(text("SET LOCAL lock_timeout = 0"))
            return
        except DBAPIError as fout:
            verbinding.rollback()
            if not isinstance(fout.orig, psycopg.errors.LockNotAvailable):
                raise
            if time.monotonic() > einde:
                raise KopieFout("Somebody keeps the database busy: nothing was changed, try again.") from None
            time.sleep(0.05)


@contextmanager
def _zonder_triggers(verbinding: Connection, namen: list[str]) -> Iterator[None]:
    """Logs that only grow are held so by triggers; within this transaction they are put back as a whole."""
    met_trigger = verbinding.scalars(
        text(
            "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
        )
    ).all()
    beheerd = [naam for naam in met_trigger if naam in namen]
    for naam in beheerd:
        verbinding.execute(text(f'ALTER TABLE "{naam}" DISABLE TRIGGER USER'))
    yield
    for naam in beheerd:
        verbinding.execute(text(f'ALTER TABLE "{naam}" ENABLE TRIGGER USER'))


def _laad(verbinding: Connection, kopie: PostgresKopie, naam: str) -> None:
    regels = kopie.regels(naam)
    kolommen = next(regels, None)
    if kolommen is None:
        return
    rauw: Any = verbinding.connection.driver_connection
    opdracht = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(naam), sql.SQL(kolommen.decode()))
    with rauw.cursor() as wijzer, wijzer.copy(opdracht) as stroom:
        for regel in regels:
            stroom.write(regel)


def _adres(databank: Databank) -> URL:
    return make_url(databank.engine.url).set(drivername="postgresql")


def _beheer(adres: URL, opdracht: sql.Composed) -> None:
    with psycopg.connect(adres.render_as_string(hide_password=False), autocommit=True) as verbinding:
        verbinding.execute(opdracht)
