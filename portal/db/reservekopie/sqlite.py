"""Copies of SQLite, by its online backup: a snapshot, while others read and write."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from portal.db.reservekopie.kopie import KopieFout

KOP: Final = b"SQLite format 3\x00"
_WACHTTIJD: Final = 30.0


class SqliteKopie:
    """A file that is a database by itself."""

    def __init__(self, pad: Path) -> None:
        self.pad = pad

    def keur(self) -> None:
        try:
            with closing(verbind(self.pad)) as verbinding:
                uitslag = verbinding.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except sqlite3.Error as fout:
            raise KopieFout(f"{self.pad} is damaged: {fout}.") from None
        if uitslag != "ok":
            raise KopieFout(f"{self.pad} is damaged: {str(uitslag).splitlines()[0]}.")

    def tabellen(self) -> set[str]:
        with closing(verbind(self.pad)) as verbinding:
            return {naam for (naam,) in verbinding.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def rijen(self, tabel: str, kolommen: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        with closing(verbind(self.pad)) as verbinding:
            bestaat = {rij[1] for rij in verbinding.execute(f'PRAGMA table_info("{tabel}")')}
            if bestaat:
                velden = ", ".join(f'"{naam}"' if naam in bestaat else "NULL" for naam in kolommen)
                yield from verbinding.execute(f'SELECT {velden} FROM "{tabel}"')


def verbind(pad: Path) -> sqlite3.Connection:
    """Open a database that is there; it is never made by looking."""
    return sqlite3.connect(f"file:{quote(str(pad.resolve()))}?mode=rw", uri=True, timeout=_WACHTTIJD)


def schrijf_over(van: Path, naar: Path) -> None:
    """Replace everything in `naar` by what is in `van`, in one transaction: who has it open sees it after.

    In one step, so that a copy under load is a copy of one moment, and is never begun again.
    """
    with closing(verbind(van)) as bron, closing(sqlite3.connect(naar, timeout=_WACHTTIJD)) as doel:
        bron.backup(doel)


def maak_kopie(van: Path, naar: Path) -> SqliteKopie:
    """Copy a database that is in use to a file of its own, and check it. Raises `KopieFout`."""
    try:
        schrijf_over(van, naar)
        with closing(verbind(naar)) as verbinding:
            verbinding.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
    except sqlite3.Error as fout:
        raise KopieFout(f"The database cannot be copied: {fout}.") from None
    kopie = SqliteKopie(naar)
    kopie.keur()
    return kopie
