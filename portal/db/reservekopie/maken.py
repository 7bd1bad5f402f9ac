"""Making a copy: `portal backup`, and what is kept before something is put back."""

from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from portal.db.databank import Databank
from portal.db.reservekopie import postgresql, sqlite
from portal.db.reservekopie.kopie import Inhoud, Kopie, KopieFout, inhoud_van, nieuw_bestand


def bestand_van(databank: Databank) -> Path:
    """The file of an SQLite database."""
    return Path(databank.engine.url.database or "")


def maak(databank: Databank, doel: Path) -> Inhoud:
    """Copy a database that is in use to a new file, checked and on the disk; gives what is in it.

    Raises `KopieFout`.
    """
    with nieuw_bestand(doel) as tijdelijk:
        if databank.is_sqlite:
            if not bestand_van(databank).exists():
                raise KopieFout(f"There is no database at {bestand_van(databank)}.")
            kopie: Kopie = sqlite.maak_kopie(bestand_van(databank), tijdelijk)
            return inhoud_van(kopie)
        return _van_postgresql(databank, tijdelijk)


def _van_postgresql(databank: Databank, doel: Path) -> Inhoud:
    """Dump and count in one and the same snapshot."""
    adres = make_url(databank.engine.url).set(drivername="postgresql")
    try:
        with closing(psycopg.connect(adres.render_as_string(hide_password=False), connect_timeout=5)) as verbinding:
            verbinding.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            verbinding.read_only = True
            rij = verbinding.execute("SELECT pg_export_snapshot()").fetchone()
            postgresql.maak_kopie(adres, doel, snapshot=str(rij[0]) if rij else None)
            return Inhoud(
                _tel(verbinding, "SELECT count(*) FROM aanmelding"),
                _tel(verbinding, "SELECT count(*) FROM outbox_event WHERE delivered_at IS NULL"),
            )
    except psycopg.Error as fout:
        raise KopieFout(f"The database cannot be read ({type(fout).__name__}); see `portal doctor`.") from None


def _tel(verbinding: "psycopg.Connection[tuple[object, ...]]", vraag: str) -> int:
    rij = verbinding.execute(vraag.encode()).fetchone()
    return int(str(rij[0])) if rij else 0
