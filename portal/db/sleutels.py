"""The keys of an installation: made once, rotated by adding, never guessed.

Two rings. *Encryption* keys hide what is stored; *secret* keys make keyed
hashes (blind index, codes). Every stored value starts with the id of the key
that made it, so that a new key can be added while running. A key whose id is
written with a plus (`+k2`) is known, so that what others made with it is read,
but nothing is made with it yet: that is the first step of changing keys.
"""

import base64
import binascii
import hashlib
import hmac
import json
import logging
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

BESTAND = "sleutels.json"
GEPLAND = "+"
"""Before the id of a key that is known and not used yet."""
_VERSIE = 1
_log = logging.getLogger(__name__)


class SleutelFout(Exception):
    """Keys are missing or do not fit; the message is one line for the operator."""


class Sleutelring:
    """AES-256-GCM with key ids. Format: version, length of id, id, nonce (12), ciphertext."""

    def __init__(self, sleutels: Mapping[str, bytes]) -> None:
        if not sleutels:
            raise SleutelFout("There is no encryption key.")
        self._sleutels = {naam: AESGCM(waarde) for naam, waarde in sleutels.items()}
        self.actief = next(iter(sleutels))
        self._kop = self.kop(self.actief)

    @property
    def namen(self) -> tuple[str, ...]:
        """The ids of every key, the one in use first."""
        return tuple(self._sleutels)

    def kop(self, naam: str) -> bytes:
        """What every value begins with that was made with this key."""
        return bytes([_VERSIE, len(naam.encode())]) + naam.encode()

    def aangevuld(self, eerder: "Sleutelring") -> "Sleutelring":
        """This ring, with the keys of an earlier one that it does not have."""
        self._sleutels |= {naam: w for naam, w in eerder._sleutels.items() if naam not in self._sleutels}
        return self

    def versleutel(self, klaar: str, bond: bytes) -> bytes:
        """Hide a text; `bond` (table, column, gemeente) has to be the same when reading."""
        nonce = os.urandom(12)
        kop = self._kop
        return kop + nonce + self._sleutels[self.actief].encrypt(nonce, klaar.encode(), kop + bond)

    def ontsleutel(self, blob: bytes, bond: bytes) -> str:
        """Read a text back. Raises `SleutelFout` for another key or another place."""
        lengte = 2 + blob[1] if len(blob) > 2 and blob[0] == _VERSIE else 0
        sleutel = self._sleutels.get(blob[2:lengte].decode(errors="replace")) if lengte else None
        if sleutel is None:
            raise SleutelFout("A stored value was made with an encryption key that is not here.")
        try:
            return sleutel.decrypt(blob[lengte : lengte + 12], blob[lengte + 12 :], blob[:lengte] + bond).decode()
        except InvalidTag:
            raise SleutelFout("A stored value does not belong to this place or key.") from None


class Geheimring:
    """HMAC-SHA-256 with key ids: looks a value up without storing it."""

    def __init__(self, sleutels: Mapping[str, bytes]) -> None:
        if not sleutels:
            raise SleutelFout("There is no secret key.")
        self._sleutels = dict(sleutels)
        self.actief = next(iter(sleutels))

    @property
    def namen(self) -> tuple[str, ...]:
        """The ids of every key, the one in use first."""
        return tuple(self._sleutels)

    def merk(self, doel: str, waarde: bytes | str) -> bytes:
        """The keyed hash of a value for one purpose, made with the newest key."""
        return self._merk(self.actief, doel, waarde)

    def merken(self, doel: str, waarde: bytes | str) -> list[bytes]:
        """The keyed hashes under every key still known: what to look for."""
        return [self._merk(naam, doel, waarde) for naam in self._sleutels]

    def _merk(self, naam: str, doel: str, waarde: bytes | str) -> bytes:
        inhoud = waarde.encode() if isinstance(waarde, str) else waarde
        som = hmac.new(self._sleutels[naam], doel.encode() + b"\0" + inhoud, hashlib.sha256)
        return naam.encode() + b":" + som.digest()


@dataclass(frozen=True, slots=True)
class Sleutels:
    """Both rings and the installation's own salt for the slow hash of codes."""

    versleuteling: Sleutelring
    geheimen: Geheimring
    zout: bytes


@dataclass(frozen=True, slots=True)
class _Bron:
    """Where the keys of this process come from, and how the file was when it was read."""

    map: Path
    encryption: str | None
    secret: str | None
    stand: tuple[int, int, int] | None

    def nu(self) -> tuple[int, int, int] | None:
        try:
            stand = os.stat(self.map / BESTAND)
        except OSError:
            return None
        return stand.st_ino, stand.st_mtime_ns, stand.st_size


_in_gebruik: Sleutels | None = None
_bron: _Bron | None = None


def gebruik(sleutels: Sleutels) -> None:
    """Make these the keys of this process. One process serves one installation."""
    global _in_gebruik, _bron
    _in_gebruik, _bron = sleutels, None


def volg(var_dir: Path, encryption: str | None, secret: str | None) -> None:
    """Load the keys as `laad_sleutels`, and again whenever their file changes. Raises `SleutelFout`."""
    global _in_gebruik, _bron
    bron = _Bron(var_dir, encryption, secret, None)
    if not (encryption and secret):
        bron = replace(bron, stand=bron.nu())  # looked at before reading: a change in between is read again
    _in_gebruik, _bron = laad_sleutels(var_dir, encryption, secret), bron


def sleutels() -> Sleutels:
    """The keys of this process. Raises `SleutelFout` before `gebruik` or `volg` was called.

    A look at the file each time costs a few microseconds, and makes it certain that whoever asks
    after a key was added knows it. A key that was taken out of the file stays known to a process
    that had it: what was read from the database a moment before can still be understood.
    """
    bron, deze = _bron, _in_gebruik
    if deze is None:
        raise SleutelFout("The keys of this installation were not loaded.")
    if bron is None or bron.stand is None or (stand := bron.nu()) == bron.stand or stand is None:
        return deze
    return _lees_opnieuw(bron, deze, stand)


def _lees_opnieuw(bron: _Bron, eerder: Sleutels, stand: tuple[int, int, int]) -> Sleutels:
    global _in_gebruik, _bron
    try:
        nieuw = laad_sleutels(bron.map, bron.encryption, bron.secret)
    except SleutelFout as fout:
        # A file that was damaged while running stops nobody: what is known still fits the database.
        _log.error("the key file changed and cannot be used: %s", fout)
        nieuw = eerder
    if nieuw is not eerder:
        nieuw = replace(nieuw, versleuteling=nieuw.versleuteling.aangevuld(eerder.versleuteling))
    _in_gebruik, _bron = nieuw, replace(bron, stand=stand)
    return nieuw


def maak_sleutels(var_dir: Path) -> None:
    """Make the keys in `var_dir`, once and atomically; an existing file is left alone."""
    var_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    inhoud = {
        "encryption": {"k1": _tekst(os.urandom(32))},
        "secret": {"k1": _tekst(os.urandom(32))},
    }
    _schrijf_eenmalig(var_dir / BESTAND, json.dumps(inhoud, indent=2) + "\n")
    _schrijf_eenmalig(
        var_dir / "backoffice_secret",
        "whsec_" + base64.b64encode(os.urandom(32)).decode() + "\n",
    )


def _schrijf_eenmalig(doel: Path, inhoud: str) -> None:
    if doel.exists():
        return
    tijdelijk = doel.with_name(f".{doel.name}.{secrets.token_hex(6)}")
    handvat = os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handvat, "w") as bestand:
            bestand.write(inhoud)
            bestand.flush()
            os.fsync(bestand.fileno())
        try:
            os.link(tijdelijk, doel)
        except FileExistsError:
            return  # somebody else was first; theirs counts
    finally:
        tijdelijk.unlink()


def laad_sleutels(var_dir: Path, encryption: str | None, secret: str | None) -> Sleutels:
    """Read the keys from the settings (`id:base64 …`, newest first) or from `var_dir`."""
    bestand = var_dir / BESTAND
    gelezen: dict[str, dict[str, str]] = {}
    if not (encryption and secret):
        gelezen = _lees(bestand)
    geheim, eerste = _ring("secret", secret, gelezen, minstens=16)  # the oldest key: the salt outlives rotation
    return Sleutels(
        Sleutelring(_ring("encryption", encryption, gelezen, minstens=32)[0]),
        Geheimring(geheim),
        hmac.new(eerste, b"zout van de codes", hashlib.sha256).digest()[:16],
    )


def _lees(bestand: Path) -> dict[str, dict[str, str]]:
    try:
        gelezen: object = json.loads(bestand.read_text())
    except FileNotFoundError:
        raise SleutelFout(f"There are no keys in {bestand.parent}: run `portal migrate` once.") from None
    except OSError as fout:
        raise SleutelFout(f"The key file {bestand} cannot be read: {fout.strerror}.") from None
    except ValueError:
        raise SleutelFout(f"The key file {bestand} is not JSON: put the right one back.") from None
    if not isinstance(gelezen, dict) or not all(_is_ring(gelezen.get(soort)) for soort in ("encryption", "secret")):
        raise SleutelFout(f"The key file {bestand} does not hold our keys: put the right one back.")
    return gelezen


def _is_ring(waarde: object) -> bool:
    return isinstance(waarde, dict) and all(isinstance(sleutel, str) for sleutel in waarde.values())


def _ring(
    soort: str, tekst: str | None, gelezen: dict[str, dict[str, str]], *, minstens: int
) -> tuple[dict[str, bytes], bytes]:
    """The keys by id, the one in use first; and the oldest of them."""
    paren = [deel.partition(":")[::2] for deel in tekst.split()] if tekst else gelezen.get(soort, {}).items()
    ring: dict[str, bytes] = {}
    gepland: dict[str, bytes] = {}
    for geschreven, waarde in paren:
        naam = geschreven.removeprefix(GEPLAND)
        try:
            sleutel = base64.b64decode(waarde, validate=True)
        except (binascii.Error, ValueError):
            sleutel = b""
        if not naam or len(naam) > 32 or not naam.isascii() or ":" in naam:
            raise SleutelFout(f"A {soort} key has no usable id: write it as id:base64.")
        if len(sleutel) < minstens or (soort == "encryption" and len(sleutel) != 32):
            raise SleutelFout(f"The {soort} key {naam!r} is not base64 of {minstens} bytes.")
        (ring if naam == geschreven else gepland)[naam] = sleutel
    if not ring:
        raise SleutelFout(f"There is no {soort} key: write it as id:base64.")
    oudste = next(reversed(ring.values()))
    return ring | {naam: sleutel for naam, sleutel in gepland.items() if naam not in ring}, oudste


def _tekst(sleutel: bytes) -> str:
    return base64.b64encode(sleutel).decode()
