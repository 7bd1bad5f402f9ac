"""Changing the file with the keys: every step is one rename, so that a crash leaves either the old or the new."""

import base64
import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from portal.db.sleutels import BESTAND, GEPLAND, SleutelFout, laad_sleutels

UITGEZET: Final = "sleutels-uit-gebruik.json"
"""Beside the key file: keys that the database does not need any more, but a backup may."""

_RINGEN: Final = ("encryption", "secret")
_Inhoud = dict[str, dict[str, str]]


@contextmanager
def als_enige(map: Path) -> Iterator[None]:
    """Be the only one who changes the keys of this folder. Raises `SleutelFout` when somebody else does."""
    handvat = os.open(map, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handvat, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise SleutelFout("Another `portal keys` is busy with these keys: wait until it is done.") from None
    finally:
        os.close(handvat)


def geplande(map: Path) -> str | None:
    """The id of the key that is known and not used yet, if there is one."""
    for naam in (naam for ring in _lees(map).values() for naam in ring):
        if naam.startswith(GEPLAND):
            return naam.removeprefix(GEPLAND)
    return None


def volgende_naam(namen: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """An id that no key had: one higher than the highest."""
    nummers = [int(gevonden[0]) for naam in namen if (gevonden := re.findall(r"\d{1,9}$", naam))]
    return f"k{max(nummers, default=0) + 1}"


def nieuwe_sleutel() -> str:
    """Thirty-two random bytes, as they are written."""
    return base64.b64encode(os.urandom(32)).decode()


def voeg_toe(map: Path) -> str:
    """Add a new key to both rings, to be known and not used yet; gives its id."""
    inhoud = _lees(map)
    naam = volgende_naam([naam for ring in inhoud.values() for naam in ring])
    _schrijf(map / BESTAND, inhoud | {soort: {GEPLAND + naam: nieuwe_sleutel()} | inhoud[soort] for soort in _RINGEN})
    return naam


def neem_in_gebruik(map: Path) -> None:
    """From now on everything is made with the key that was added."""
    inhoud = _lees(map)
    nieuw = {
        soort: {n.removeprefix(GEPLAND): w for n, w in ring.items() if n.startswith(GEPLAND)}
        | {n: w for n, w in ring.items() if not n.startswith(GEPLAND)}
        for soort, ring in inhoud.items()
    }
    _schrijf(map / BESTAND, nieuw)


def zet_uit(map: Path, namen: list[str]) -> Path:
    """Take encryption keys out of the file; they are kept in the file that is given back, for older backups."""
    inhoud = _lees(map)
    doel = map / UITGEZET
    bewaard: _Inhoud = json.loads(doel.read_text()) if doel.exists() else {"encryption": {}}
    bewaard["encryption"] |= {naam: inhoud["encryption"][naam] for naam in namen}
    _schrijf(doel, bewaard)  # kept first: a crash here leaves the key in both
    inhoud["encryption"] = {naam: w for naam, w in inhoud["encryption"].items() if naam not in namen}
    _schrijf(map / BESTAND, inhoud)
    return doel


def _lees(map: Path) -> _Inhoud:
    laad_sleutels(map, None, None)  # says what is wrong with it, if anything is
    gelezen: _Inhoud = json.loads((map / BESTAND).read_text())
    return gelezen


def _schrijf(doel: Path, inhoud: _Inhoud) -> None:
    tijdelijk = doel.with_name(f".{doel.name}.{secrets.token_hex(6)}")
    handvat = os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handvat, "w") as bestand:
            bestand.write(json.dumps(inhoud, indent=2) + "\n")
            bestand.flush()
            os.fsync(bestand.fileno())
        tijdelijk.replace(doel)
    except BaseException:
        tijdelijk.unlink(missing_ok=True)
        raise
    map_ = os.open(doel.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(map_)
    finally:
        os.close(map_)
