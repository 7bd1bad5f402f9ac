"""Somebody who visits: keeps cookies, takes what is compressed, and weighs what came over the line."""

import gzip
import http.client
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Self
from urllib.parse import urlencode, urljoin, urlsplit

import brotli

from tests.bench.lader import HIER


@dataclass(frozen=True, slots=True)
class Gekregen:
    """One answer. `kop` and `lichaam` are bytes as they were sent; `tekst` is what they say."""

    pad: str
    status: int
    kop: int
    lichaam: int
    tekst: str
    naar: str

    @property
    def is_pagina(self) -> bool:
        """Whether this is a page of the site itself, and not the way to somewhere else."""
        return self.status == 200 and "</html>" in self.tekst

    @property
    def gewicht(self) -> int:
        """Bytes of head and body together."""
        return self.kop + self.lichaam


class Bezoeker:
    """A browser without a screen, at one server."""

    def __init__(self, poort: int, vorm: str = "br") -> None:
        """`vorm` is the compression that this browser takes: br or gzip."""
        self._verbinding = http.client.HTTPConnection(HIER, poort, timeout=30)
        self._vorm = vorm
        self.koeken: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._verbinding.close()

    @property
    def koek(self) -> str:
        """The header Cookie."""
        return "; ".join(f"{naam}={waarde}" for naam, waarde in self.koeken.items())

    def haal(self, pad: str) -> Gekregen:
        """Ask for a page, and follow where it leads."""
        gekregen = self._vraag("GET", pad)
        return self.haal(gekregen.naar) if gekregen.naar else gekregen

    def zend(self, pad: str, velden: dict[str, str]) -> Gekregen:
        """Send a form, and follow where it leads."""
        gekregen = self._vraag("POST", pad, urlencode(velden).encode())
        return self.haal(gekregen.naar) if gekregen.naar else gekregen

    def _vraag(self, methode: str, pad: str, lichaam: bytes | None = None) -> Gekregen:
        koppen = {"Accept-Encoding": self._vorm}
        if self.koeken:
            koppen["Cookie"] = self.koek
        if lichaam is not None:
            koppen["Content-Type"] = "application/x-www-form-urlencoded"
        self._verbinding.request(methode, pad, lichaam, koppen)
        antwoord = self._verbinding.getresponse()
        inhoud = antwoord.read()
        for naam, waarde in antwoord.getheaders():
            if naam.lower() == "set-cookie":
                sleutel, _, rest = waarde.partition("=")
                self.koeken[sleutel] = rest.partition(";")[0]
        kop = sum(len(naam) + len(waarde) + 4 for naam, waarde in antwoord.getheaders()) + 17
        naar = urlsplit(antwoord.getheader("Location", ""))
        verder = 300 <= antwoord.status < 400 and naar.netloc in ("", f"{HIER}:{self._verbinding.port}")
        return Gekregen(
            pad,
            antwoord.status,
            kop,
            len(inhoud),
            _uitgepakt(inhoud, antwoord.getheader("Content-Encoding", "")),
            naar.path if verder else "",
        )


def _uitgepakt(inhoud: bytes, vorm: str) -> str:
    if vorm == "br":
        inhoud = brotli.decompress(inhoud)
    elif vorm == "gzip":
        inhoud = gzip.decompress(inhoud)
    return inhoud.decode(errors="replace")


class Onderdelen(HTMLParser):
    """What else a browser fetches to show a page, and the token in its forms."""

    def __init__(self, pad: str, tekst: str) -> None:
        super().__init__()
        self._pad = pad
        self.scripts: set[str] = set()
        self.overig: set[str] = set()
        self.csrf = ""
        self.feed(tekst)

    @property
    def derden(self) -> set[str]:
        """Addresses of anybody else."""
        return {adres for adres in self.scripts | self.overig if urlsplit(adres).netloc}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of what this element fetches."""
        velden = {naam: waarde or "" for naam, waarde in attrs}
        if tag == "script" and velden.get("src"):
            self.scripts.add(urljoin(self._pad, velden["src"]))
        elif tag == "link" and set(velden.get("rel", "").split()) & {"stylesheet", "icon", "preload", "manifest"}:
            self._neem(velden.get("href", ""))
        elif tag in ("img", "iframe", "video", "audio", "source", "embed", "object", "input"):
            self._neem(velden.get("src") or velden.get("data") or "")
        if velden.get("name") == "csrf_token":
            self.csrf = velden.get("value", "")

    def _neem(self, adres: str) -> None:
        if adres and not adres.startswith("data:"):
            self.overig.add(urljoin(self._pad, adres))
