"""Putting a copy back in a database that is in use.

Everything that can be refused is refused before anything is touched: the file, its version, its keys. Then
writers wait, what is there is copied, and the whole change is one transaction: whoever has the database open
sees all of it, or nothing.
"""

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from portal.db.basis import Basis
from portal.db.databank import Databank
from portal.db.migreren import migreer
from portal.db.poort import TeDruk
from portal.db.reservekopie import postgresql, sqlite
from portal.db.reservekopie.in_postgresql import vervang_postgresql, werk_bij
from portal.db.reservekopie.in_sqlite import vervang_sqlite
from portal.db.reservekopie.kopie import Inhoud, Kopie, KopieFout, inhoud_van, versie_van
from portal.db.reservekopie.maken import bestand_van
from portal.db.reservekopie.postgresql import PostgresKopie
from portal.db.reservekopie.samenvoegen import Samengevoegd
from portal.db.reservekopie.sleutelproef import keur_sleutels
from portal.db.reservekopie.sqlite import SqliteKopie
from portal.db.sleutelwissel import Tabel
from portal.db.versie import is_bij, is_gebouwd, nieuwste_versie

_WERKMAP: Final = ".rustpunt-terugzetten-"


@dataclass(frozen=True, slots=True)
class Gekeurd:
    """A copy that may be put back here: it is whole, its version is known, and the keys fit."""

    kopie: Kopie
    versie: str
    inhoud: Inhoud


def keur(databank: Databank, pad: Path, tabellen: list[Tabel]) -> Gekeurd:
    """Look at a copy without touching the database. Raises `KopieFout`."""
    kopie = _open(databank, pad)
    kopie.keur()
    versie = versie_van(kopie)
    keur_sleutels(kopie, tabellen)
    return Gekeurd(kopie, versie, inhoud_van(kopie))


def stand_van(databank: Databank) -> bool:
    """Whether what is in the database now can be used beside a copy: it is there, and whole.

    Raises `KopieFout` when somebody has to see to that first.
    """
    if databank.is_sqlite and not bestand_van(databank).exists():
        return False
    try:
        if databank.is_sqlite:
            SqliteKopie(bestand_van(databank)).keur()
        if not is_gebouwd(databank):
            return False
        if is_bij(databank):
            return True
    except KopieFout:
        return False  # damaged: a copy is what it waits for
    except SQLAlchemyError as fout:
        raise KopieFout(f"The database cannot be used ({type(fout).__name__}); see `portal doctor`.") from None
    raise KopieFout("The database is not at the newest version: run `portal migrate` first, then restore.")


def zet_terug(databank: Databank, gekeurd: Gekeurd, veilig: Path, *, bruikbaar: bool) -> Samengevoegd:
    """Put a copy back; what was there before is kept in the file `veilig`. Raises `KopieFout`."""
    try:
        with _bijgewerkt(databank, gekeurd) as kopie:
            if isinstance(kopie, SqliteKopie):
                return vervang_sqlite(databank, kopie, veilig, Basis.metadata, bruikbaar=bruikbaar)
            if not isinstance(kopie, PostgresKopie):
                raise TypeError(f"{type(kopie).__name__} cannot be put back")
            if not bruikbaar:
                migreer(databank)  # an empty database, for the tables to be there
            return vervang_postgresql(databank, kopie, veilig, Basis.metadata, bruikbaar=bruikbaar)
    except (OSError, sqlite3.Error) as fout:
        raise KopieFout(f"There is no room, or no way, to prepare the copy ({fout}): nothing was changed.") from None
    except TeDruk:
        raise KopieFout("Somebody keeps the database busy: nothing was changed, try again.") from None


def _open(databank: Databank, pad: Path) -> Kopie:
    try:
        with pad.open("rb") as bestand:
            kop = bestand.read(16)
    except OSError as fout:
        raise KopieFout(f"{pad} cannot be read: {fout.strerror}.") from None
    kopie: Kopie
    if kop == sqlite.KOP:
        soort, kopie = "SQLite", SqliteKopie(pad)
    elif kop.startswith(postgresql.KOP):
        soort, kopie = "PostgreSQL", PostgresKopie(pad)
    else:
        raise KopieFout(f"{pad} is not a backup of Rustpunt.")
    hier = "SQLite" if databank.is_sqlite else "PostgreSQL"
    if soort != hier:
        raise KopieFout(f"{pad} is a backup of {soort}, and the database here is {hier}.")
    return kopie


@contextmanager
def _bijgewerkt(databank: Databank, gekeurd: Gekeurd) -> Iterator[Kopie]:
    """The copy as this version needs it, in a folder of its own; the file itself stays as it is."""
    # Beside the database, where there is room for another one.
    with _werkmap(bestand_van(databank).parent if databank.is_sqlite else Path(tempfile.gettempdir())) as map_:
        kopie = gekeurd.kopie
        if isinstance(kopie, SqliteKopie):
            eigen = map_ / "kopie.db"
            sqlite.schrijf_over(kopie.pad, eigen)
            los = Databank(f"sqlite:///{eigen}")
            try:
                migreer(los)
            finally:
                los.sluit()
            yield SqliteKopie(eigen)
        elif isinstance(kopie, PostgresKopie) and gekeurd.versie != nieuwste_versie():
            yield werk_bij(databank, kopie, map_ / "kopie.pgdump")
        else:
            yield kopie


@contextmanager
def _werkmap(naast: Path) -> Iterator[Path]:
    """A folder of our own to prepare a copy in. What was left by somebody who was killed goes: it holds people."""
    for oud in naast.glob(f"{_WERKMAP}*"):
        with suppress(OSError), _vergrendeld(oud):
            shutil.rmtree(oud, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_WERKMAP, dir=naast) as map_, _vergrendeld(Path(map_)):
        yield Path(map_)


@contextmanager
def _vergrendeld(map_: Path) -> Iterator[None]:
    """Hold a folder; ends with the process, however that ends. Raises `OSError` when somebody else does."""
    handvat = os.open(map_, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handvat, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handvat)
