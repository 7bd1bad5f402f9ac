"""The keys of an installation: made once, rotated by adding, never guessed.

Two rings. *Encryption* keys hide what is stored; *secret* keys make keyed
hashes (blind index, codes, sessions). Every stored value starts with the id
of the key that made it, so that a new key can be added while running.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

BESTAND = "sleutels.json"
_VERSIE = 1


class SleutelFout(Exception):
    """Keys are missing or do not fit; the message is one line for the operator."""


class Sleutelring:
    """AES-256-GCM with key ids. Format: version, length of id, id, nonce (12), ciphertext."""

    def __init__(self, sleutels: Mapping[str, bytes]) -> None:
        if not sleutels:
            raise SleutelFout("There is no encryption key.")
        self._sleutels = {naam: AESGCM(waarde) for naam, waarde in sleutels.items()}
        self.actief = next(iter(sleutels))
        naam = self.actief.encode()
        self._kop = bytes([_VERSIE, len(naam)]) + naam

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


_in_gebruik: Sleutels | None = None


def gebruik(sleutels: Sleutels) -> None:
    """Make these the keys of this process. One process serves one installation."""
    global _in_gebruik
    _in_gebruik = sleutels


def sleutels() -> Sleutels:
    """The keys of this process. Raises `SleutelFout` before `gebruik` was called."""
    if _in_gebruik is None:
        raise SleutelFout("The keys of this installation were not loaded.")
    return _in_gebruik


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
    geheim = _ring("secret", secret, gelezen, minstens=16)
    eerste = next(reversed(geheim.values()))  # the oldest key: the salt outlives rotation
    return Sleutels(
        Sleutelring(_ring("encryption", encryption, gelezen, minstens=32)),
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


def _ring(soort: str, tekst: str | None, gelezen: dict[str, dict[str, str]], *, minstens: int) -> dict[str, bytes]:
    paren = [deel.partition(":")[::2] for deel in tekst.split()] if tekst else gelezen.get(soort, {}).items()
    ring: dict[str, bytes] = {}
    for naam, waarde in paren:
        try:
            sleutel = base64.b64decode(waarde, validate=True)
        except (binascii.Error, ValueError):
            sleutel = b""
        if not naam or len(naam) > 32 or not naam.isascii() or ":" in naam:
            raise SleutelFout(f"A {soort} key has no usable id: write it as id:base64.")
        if len(sleutel) < minstens or (soort == "encryption" and len(sleutel) != 32):
            raise SleutelFout(f"The {soort} key {naam!r} is not base64 of {minstens} bytes.")
        ring[naam] = sleutel
    if not ring:
        raise SleutelFout(f"There is no {soort} key: write it as id:base64.")
    return ring


def _tekst(sleutel: bytes) -> str:
    return base64.b64encode(sleutel).decode()
