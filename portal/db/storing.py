"""What is wrong with a database, in words for the operator."""

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as GeenVerbinding

from portal.db.poort import TeDruk

_SQLITE = {
    "SQLITE_BUSY": "it is locked by another program",
    "SQLITE_FULL": "it is full",
    "SQLITE_CANTOPEN": "its file cannot be opened",
    "SQLITE_IOERR": "its disk does not take what is written",
    "SQLITE_READONLY": "it can only be read",
    "SQLITE_CORRUPT": "its file is damaged",
    "SQLITE_NOTADB": "its file is damaged",
}
_POSTGRESQL = {
    "53100": "its disk is full",
    "53300": "it has no connection left",
    "55P03": "it is locked by another program",
    "25006": "it can only be read",
    "28P01": "it does not take our password",
    "3D000": "it is not there",
    "42P01": "its tables are not there: run `portal migrate`",
}


def in_woorden(fout: BaseException) -> str:
    """Say what a fault of the database means; of a fault that is something else, its kind."""
    if isinstance(fout, TeDruk | GeenVerbinding):
        return "no turn came in time: it is locked or overloaded"
    if not isinstance(fout, DBAPIError) or fout.orig is None:
        return type(fout).__name__
    naam = getattr(fout.orig, "sqlite_errorname", None)
    if naam is not None:
        for begin, woorden in _SQLITE.items():
            if naam.startswith(begin):
                return woorden
        if "no such table" in str(fout.orig):
            return _POSTGRESQL["42P01"]
        return str(naam)
    code = getattr(fout.orig, "sqlstate", None)
    return _POSTGRESQL.get(code, f"PostgreSQL says {code}") if code else "it cannot be reached"
