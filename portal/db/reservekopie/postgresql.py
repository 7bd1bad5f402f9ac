"""Copies of PostgreSQL, by its own pg_dump in its own format; tables are read from one with pg_restore."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import URL

from portal.db.reservekopie.kopie import KopieFout

KOP: Final = b"PGDMP"
_TABEL: Final = re.compile(r"^\d+; \d+ \d+ TABLE DATA \S+ (\S+) ")
_COPY: Final = re.compile(rb"^COPY \S+ \((.*)\) FROM stdin;$")
_EINDE: Final = b"\\.\n"
_ONTSNAPT: Final = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}


class PostgresKopie:
    """A file of pg_dump in the custom format."""

    def __init__(self, pad: Path) -> None:
        self.pad = pad

    def keur(self) -> None:
        _voer_uit([gereedschap("pg_restore"), "--list", str(self.pad)])
        # To the end, without a database: a file that was cut off lists well, and breaks off later.
        _voer_uit([gereedschap("pg_restore"), "--file", os.devnull, str(self.pad)])

    def tabellen(self) -> set[str]:
        lijst = _voer_uit([gereedschap("pg_restore"), "--list", str(self.pad)])
        return {gevonden[1] for regel in lijst.splitlines() if (gevonden := _TABEL.match(regel))}

    def rijen(self, tabel: str, kolommen: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        regels = self.regels(tabel)
        namen = next(regels, None)
        if namen is None:
            return
        plaats = {naam.strip().strip('"'): plek for plek, naam in enumerate(namen.decode().split(","))}
        for regel in regels:
            velden = regel[:-1].split(b"\t")
            yield tuple(_lees(velden[plaats[naam]]) if naam in plaats else None for naam in kolommen)

    def regels(self, tabel: str) -> Iterator[bytes]:
        """First the names of the columns, then every row, as COPY writes them; nothing of a table it has not."""
        opdracht = [gereedschap("pg_restore"), "--data-only", f"--table={tabel}", "--file=-", str(self.pad)]
        # Without a shell, and of arguments only a path that the operator gave.
        with subprocess.Popen(opdracht, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as proces:  # noqa: S603
            if proces.stdout is None or proces.stderr is None:
                raise KopieFout("pg_restore cannot be read.")
            binnen = False
            with closing(proces.stdout) as uit:
                for regel in uit:
                    if not binnen:
                        gevonden = _COPY.match(regel.rstrip(b"\n"))
                        if gevonden:
                            binnen = True
                            yield gevonden[1]
                    elif regel == _EINDE:
                        binnen = False
                    else:
                        yield regel
            fout = proces.stderr.read()
        if proces.returncode:
            raise KopieFout(f"{self.pad} cannot be read: {_eerste_regel(fout)}")


def gereedschap(naam: str) -> str:
    """Where a program of PostgreSQL is. Raises `KopieFout`."""
    pad = shutil.which(naam)
    if pad is None:
        raise KopieFout(
            f"{naam} is not on the PATH: install the client programs of PostgreSQL, of the server's version or newer."
        )
    return pad


def maak_kopie(adres: URL, naar: Path, *, snapshot: str | None = None) -> PostgresKopie:
    """Dump a database that is in use to a file, and check it; `snapshot` is one that a transaction exported."""
    opdracht = [
        gereedschap("pg_dump"),
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--file={naar}",
        *([f"--snapshot={snapshot}"] if snapshot else []),
    ]
    gereedschap("pg_restore")  # asked before the work, not after
    _voer_uit(opdracht, adres)
    kopie = PostgresKopie(naar)
    kopie.keur()
    return kopie


def herstel_in(adres: URL, kopie: PostgresKopie) -> None:
    """Put a whole copy in an empty database."""
    _voer_uit(
        [gereedschap("pg_restore"), "--no-owner", "--no-privileges", "--single-transaction", str(kopie.pad)],
        adres,
    )


def _voer_uit(opdracht: list[str], adres: URL | None = None) -> str:
    omgeving = dict(os.environ)
    if adres is not None:
        delen = conninfo_to_dict(adres.set(drivername="postgresql").render_as_string(hide_password=False))
        wachtwoord = delen.pop("password", None)
        if wachtwoord is not None:
            omgeving["PGPASSWORD"] = str(wachtwoord)  # not an argument: those can be seen by everybody on the machine
        verbinding = make_conninfo(**{naam: str(waarde) for naam, waarde in delen.items()})
        opdracht = [opdracht[0], f"--dbname={verbinding}", *opdracht[1:]]
    uit = subprocess.run(opdracht, env=omgeving, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603
    if uit.returncode:
        raise KopieFout(f"{Path(opdracht[0]).name}: {_eerste_regel(uit.stderr)}")
    return uit.stdout.decode(errors="replace")


def _eerste_regel(fout: bytes) -> str:
    regels = fout.decode(errors="replace").splitlines()
    return regels[0].partition("error: ")[2] or regels[0] if regels else "it ended without a word."


def _lees(veld: bytes) -> Any:
    """One field as COPY writes it: None, bytes for what is bytes, and text for the rest."""
    if veld == b"\\N":
        return None
    if veld.startswith(b"\\\\x"):
        return bytes.fromhex(veld[3:].decode())
    if b"\\" in veld:
        veld = re.sub(rb"\\(.)", lambda gevonden: _ONTSNAPT.get(gevonden[1], gevonden[1]), veld)
    return veld.decode()
