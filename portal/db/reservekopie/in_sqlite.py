"""Putting a copy back in SQLite: prepared beside the database, and then written over it in one transaction."""

import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import MetaData

from portal.db.databank import Databank
from portal.db.poort import TeDruk
from portal.db.reservekopie.kopie import KopieFout, nieuw_bestand
from portal.db.reservekopie.samenvoegen import Samengevoegd, voeg_samen
from portal.db.reservekopie.sqlite import SqliteKopie, maak_kopie, schrijf_over

WACHTTIJD: Final = 60.0
"""Seconds to wait for the writers' turn."""


def vervang_sqlite(
    databank: Databank, kopie: SqliteKopie, veilig: Path, metadata: MetaData, *, bruikbaar: bool
) -> Samengevoegd:
    """Write a copy, which is ours to change, over the database. Nobody else writes meanwhile."""
    levend = Path(databank.engine.url.database or "")
    with databank.beurt(WACHTTIJD):
        if bruikbaar:
            with nieuw_bestand(veilig) as tijdelijk:
                maak_kopie(levend, tijdelijk)
        uitkomst = _maak_af(kopie, levend if bruikbaar else None, metadata)
        try:
            if not bruikbaar and levend.exists():
                _leg_weg(levend, veilig)
            schrijf_over(kopie.pad, levend)
        except (sqlite3.Error, OSError) as fout:
            raise KopieFout(f"The database cannot be written ({fout}): it is as it was.") from None
    with suppress(TeDruk, sqlite3.Error):
        databank.wis_sporen()  # the log turns over by itself, too
    return uitkomst


def _maak_af(kopie: SqliteKopie, levend: Path | None, metadata: MetaData) -> Samengevoegd:
    """Join the copy with what the database has now, in the copy."""
    los = Databank(f"sqlite:///{kopie.pad}")
    try:
        with los.engine.execution_options(schrijven=True).connect() as verbinding:
            if levend is not None:
                rauw = verbinding.connection.driver_connection
                if not isinstance(rauw, sqlite3.Connection):
                    raise TypeError("this is not SQLite")
                _onthoud(rauw, levend, list(metadata.tables))
            with verbinding.begin():
                return voeg_samen(verbinding, metadata, vorige=levend is not None)
    finally:
        los.sluit()


def _onthoud(rauw: sqlite3.Connection, levend: Path, tabellen: list[str]) -> None:
    rauw.execute("ATTACH DATABASE ? AS levend", (str(levend),))
    for naam in tabellen:
        rauw.execute(f'CREATE TEMP TABLE "oud_{naam}" AS SELECT * FROM levend."{naam}"')
        sleutel = "inwoner_id" if naam == "gewist" else "id"
        if any(kolom[1] == sleutel for kolom in rauw.execute(f'PRAGMA temp.table_info("oud_{naam}")')):
            rauw.execute(f'CREATE INDEX temp."ix_oud_{naam}" ON "oud_{naam}" ("{sleutel}")')
    rauw.execute("DETACH DATABASE levend")


def _leg_weg(levend: Path, veilig: Path) -> None:
    """A database that cannot be read is put aside whole, with what belongs to it; processes notice a new file."""
    if veilig.exists():
        raise KopieFout(f"{veilig} is there already.")
    for einde in ("", "-wal", "-shm"):
        deel = levend.with_name(levend.name + einde)
        if deel.exists():
            shutil.move(deel, veilig.with_name(veilig.name + einde))  # perhaps to another disk
