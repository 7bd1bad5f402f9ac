"""A copy as a file: what it says about itself, whatever database it is of."""

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from portal.db.versie import nieuwste_versie


class KopieFout(Exception):
    """A copy that cannot be made or put back; the message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Inhoud:
    """How much there is in a copy or a database."""

    aanmeldingen: int
    onbezorgd: int

    def __str__(self) -> str:
        return f"{self.aanmeldingen} sign-ups and {self.onbezorgd} events that were not delivered yet"


class Kopie(Protocol):
    """A file that can be read without being put back."""

    def keur(self) -> None:
        """Raise `KopieFout` unless the whole file can be read."""
        ...

    def tabellen(self) -> set[str]:
        """The names of the tables in it."""
        ...

    def rijen(self, tabel: str, kolommen: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Every row of one table; of columns that this version does not have, None. Bytes are bytes."""
        ...


def versie_van(kopie: Kopie) -> str:
    """The version of the tables in a copy. Raises `KopieFout` when it is not ours, or newer than this code."""
    gevonden = [str(rij[0]) for rij in kopie.rijen("alembic_version", ["version_num"])]
    if not gevonden or not {"inwoner", "outbox_event"} <= kopie.tabellen():
        raise KopieFout("This is a database, but not one of Rustpunt.")
    if gevonden[0] > nieuwste_versie():
        raise KopieFout(
            f"This backup is of a newer version ({gevonden[0]}) than this program knows ({nieuwste_versie()}): "
            "install the program it was made with, or a newer one."
        )
    return gevonden[0]


def inhoud_van(kopie: Kopie) -> Inhoud:
    """How much is in a copy."""
    return Inhoud(
        sum(1 for _ in kopie.rijen("aanmelding", ["id"])),
        sum(1 for rij in kopie.rijen("outbox_event", ["delivered_at"]) if rij[0] is None),
    )


@contextmanager
def nieuw_bestand(doel: Path) -> Iterator[Path]:
    """A file to write, of this user only, that gets its name when it is whole and on the disk.

    Raises `KopieFout` when something has that name already, or the folder cannot be written.
    """
    if doel.exists():
        raise KopieFout(f"{doel} is there already: give another name.")
    tijdelijk = doel.with_name(f".{doel.name}.{secrets.token_hex(6)}")
    try:
        os.close(os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        try:
            yield tijdelijk
            _naar_schijf(tijdelijk, os.O_RDWR)
            os.link(tijdelijk, doel)  # unlike a rename, never over a file that came in between
            _naar_schijf(doel.parent, os.O_RDONLY)
        finally:
            tijdelijk.unlink(missing_ok=True)
    except FileExistsError:
        raise KopieFout(f"{doel} is there already: give another name.") from None
    except OSError as fout:
        raise KopieFout(f"{doel} cannot be written: {fout.strerror}.") from None


def _naar_schijf(pad: Path, hoe: int) -> None:
    handvat = os.open(pad, hoe | os.O_CLOEXEC)
    try:
        os.fsync(handvat)
    finally:
        os.close(handvat)
