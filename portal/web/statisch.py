"""Static files: read once, compressed once, named by their content, kept for a year."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, cast

import brotli
from flask import Flask, Response, abort, current_app, request

_EEUWIG: Final = "public, max-age=31536000, immutable"
_SLEUTEL: Final = "statisch"
_KLEINER: Final = {"text/css", "text/javascript", "image/svg+xml", "application/manifest+json"}


@dataclass(frozen=True, slots=True)
class Bestand:
    """One file as it is sent."""

    inhoud: bytes
    soort: str
    etag: str
    kleiner: dict[str, bytes]


class Statisch:
    """All files under `map`, by their name with the hash in it (js/portal.1a2b3c4d.js)."""

    def __init__(self, map: Path) -> None:
        self.bestanden: dict[str, Bestand] = {}
        self.namen: dict[str, str] = {}
        for pad in sorted(map.rglob("*")):
            if pad.is_file():
                self._voeg_toe(pad.relative_to(map).as_posix(), pad.read_bytes())

    def _voeg_toe(self, naam: str, inhoud: bytes) -> None:
        soort = mimetypes.guess_type(naam)[0] or "application/octet-stream"
        etag = hashlib.sha256(inhoud).hexdigest()[:16]
        stam, punt, einde = naam.rpartition(".")
        kleiner = {}
        if soort in _KLEINER:
            kleiner = _pers(inhoud)
        bestand = Bestand(inhoud, soort, etag, kleiner)
        self.namen[naam] = f"{stam}.{etag[:8]}{punt}{einde}"
        self.bestanden[self.namen[naam]] = bestand
        self.bestanden[naam] = bestand


@cache
def _pers(inhoud: bytes) -> dict[str, bytes]:
    """As small as it gets, which takes long: the same file is pressed once in a process."""
    return {"br": brotli.compress(inhoud, quality=11), "gzip": gzip.compress(inhoud, 9, mtime=0)}


def static_url(naam: str) -> str:
    """The address of a static file, with its content hash in the name."""
    statisch = cast(Statisch, current_app.extensions[_SLEUTEL])
    return f"/static/{statisch.namen[naam]}"


def geef_bestand(bestand: str) -> Response:
    """Send one static file in the smallest form the browser takes."""
    statisch = cast(Statisch, current_app.extensions[_SLEUTEL])
    gevonden = statisch.bestanden.get(bestand)
    if gevonden is None:
        abort(404)
    antwoord = Response(gevonden.inhoud, mimetype=gevonden.soort)
    for vorm in ("br", "gzip"):
        if vorm in gevonden.kleiner and request.accept_encodings[vorm] > 0:
            antwoord.set_data(gevonden.kleiner[vorm])
            antwoord.headers["Content-Encoding"] = vorm
            break
    antwoord.headers["Vary"] = "Accept-Encoding"
    antwoord.set_etag(gevonden.etag)
    genoemd = bestand not in statisch.namen
    antwoord.headers["Cache-Control"] = _EEUWIG if genoemd else "public, max-age=3600"
    antwoord.make_conditional(request)
    return antwoord


def init_app(app: Flask, map: Path) -> None:
    """Read the files and serve them under /static/."""
    app.extensions[_SLEUTEL] = Statisch(map)
    app.add_url_rule("/static/<path:bestand>", "static", geef_bestand, methods=["GET"])
