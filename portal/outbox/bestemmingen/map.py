"""A folder: each event becomes one file, for a backoffice that reads files."""

import errno
import os
import secrets
from pathlib import Path
from typing import Final

from portal.outbox.bestemmingen.bestemming import (
    Bericht,
    Berichtfout,
    Configuratiefout,
    Geleverd,
    Later,
    Uitkomst,
)
from portal.outbox.cloudevents import Envelop, TeGroot

_VOORBIJGAAND: Final = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE}
"""A full or failing disk gets room again; any other fault needs somebody to look at the setting."""


class Map:
    """Writes events as files whose names sort by person, and per person by number.

    A file appears whole or not at all, and is on the disk before the event counts
    as delivered. Bringing an event again gives the same name.
    """

    def __init__(self, folder: Path, envelop: Envelop) -> None:
        self._folder = folder
        self._envelop = envelop

    def bezorg(self, bericht: Bericht) -> Uitkomst:
        try:
            lichaam = self._envelop.lichaam(bericht)
        except TeGroot as fout:
            return Berichtfout(str(fout))
        try:
            self._schrijf(f"{bericht.onderwerp_id}-{bericht.volgnummer:010}.json", lichaam)
        except OSError as fout:
            reden = f"cannot write into the folder: {os.strerror(fout.errno or errno.EIO)}"
            if fout.errno in _VOORBIJGAAND:
                return Later(None, reden)
            return Configuratiefout(reden)
        return Geleverd()

    def sluit(self) -> None:
        """Nothing stays open between two files."""

    def _schrijf(self, naam: str, lichaam: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        # The name of a file that is not whole yet does not end in .json, so no reader takes it.
        tijdelijk = self._folder / f".{naam}.{secrets.token_hex(6)}"
        handvat = os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handvat, "wb") as bestand:
                # Whoever reads the folder is in its group, although what is ours is for us alone.
                os.fchmod(handvat, 0o640)
                bestand.write(lichaam)
                bestand.flush()
                os.fsync(bestand.fileno())
            tijdelijk.replace(self._folder / naam)
        except OSError:
            tijdelijk.unlink(missing_ok=True)
            raise
        self._bewaar_naam()

    def _bewaar_naam(self) -> None:
        """A rename lasts only when its folder is on the disk too."""
        handvat = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handvat)
        finally:
            os.close(handvat)
