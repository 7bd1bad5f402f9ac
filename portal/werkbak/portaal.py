"""The portal's API as the werkbak uses it: one door, with what can go wrong told in words.

The address is always our own setting, so the token goes nowhere else.
"""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import quote
from uuid import UUID

import urllib3

from portal.werkbak.gegevens import GeenJson, Gegevens, lees_object, schrijf
from portal.werkbak.instellingen import WerkbakInstellingen

_log = logging.getLogger(__name__)

MAX_ANTWOORD: Final = 1024 * 1024
KIJKEN: Final = urllib3.Timeout(connect=2, read=3)
"""Seconds. A page that only shows something does not wait long."""
OPSLAAN: Final = urllib3.Timeout(connect=2, read=10)
"""Longer: a busy portal that still answers is better than not knowing whether it was kept."""


class Reden(StrEnum):
    """Why the portal did not do what was asked, as the counsellor reads it inside a sentence."""

    NIET_INGESTELD = "er is geen token voor het portaal ingesteld (PORTAL_WERKBAK_TOKEN)"
    ONBEREIKBAAR = "het portaal antwoordt nu niet"
    DRUK = "het portaal is nu te druk of wordt bijgewerkt"
    GEWEIGERD = "het portaal neemt het token niet aan"
    ALLEEN_LEZEN = "het token van de werkbak mag in het portaal alleen lezen"
    ONBEKEND = "het portaal heeft deze gegevens niet (meer)"
    NIET_GOED = "het portaal kan dit zo niet aannemen"
    NU_NIET = "het portaal kan dit nu niet doen"
    AL_GEBRUIKT = "dit formulier kwam al eens aan, met iets anders erin"
    ONLEESBAAR = "het antwoord van het portaal was niet te lezen"


@dataclass(frozen=True)
class Fout:
    """One thing about the input that the portal named."""

    veld: str
    """The path of the field, with dots; empty is the whole."""
    reden: str


class PortaalNiet(Exception):
    """The portal did not do it; what was asked has to be kept for another try."""

    def __init__(self, reden: Reden, detail: str = "", fouten: tuple[Fout, ...] = ()) -> None:
        super().__init__(reden.value)
        self.reden = reden
        self.detail = detail
        """The portal's own sentence, where it gave one that says more."""
        self.fouten = fouten


_STATUS: Final = {
    400: Reden.NIET_GOED,
    401: Reden.GEWEIGERD,
    403: Reden.ALLEEN_LEZEN,
    404: Reden.ONBEKEND,
    409: Reden.NU_NIET,
    410: Reden.ONBEKEND,
    413: Reden.NIET_GOED,
    415: Reden.NIET_GOED,
    422: Reden.AL_GEBRUIKT,
    429: Reden.DRUK,
    503: Reden.DRUK,
}
_MET_DETAIL: Final = frozenset({400, 409, 413})


class Portaal:
    """Asks and tells the portal. Every call raises `PortaalNiet` when it did not work."""

    def __init__(self, instellingen: WerkbakInstellingen) -> None:
        self._basis = instellingen.api_url
        self._token = instellingen.token
        self._een_code_tegelijk = threading.Lock()
        self._http = urllib3.PoolManager(maxsize=8, retries=False, headers={"User-Agent": "rustpunt-werkbak"})

    @property
    def is_ingesteld(self) -> bool:
        """Whether there is a token at all."""
        return self._token is not None

    def gebeurtenis(self, kenmerk: str) -> bytes:
        """Give one whole event, as it was sent."""
        return self._vraag("GET", f"/gebeurtenissen/{quote(kenmerk, safe='')}", soort="application/cloudevents+json")

    def inwoner(self, subject: str) -> Gegevens:
        """Give what there is about one person now."""
        return _lees(self._vraag("GET", _pad(subject)))

    def meld_aan(self, inwoner: Mapping[str, object], sleutel: str) -> Gegevens:
        """Sign somebody up; gives `id`, and `code` when it can still be read. The same key is the same person."""
        return _lees(self._vraag("POST", "/inwoners", inwoner, {"Idempotency-Key": sleutel}))

    def zet(self, subject: str, deel: str, inhoud: Mapping[str, object]) -> Gegevens:
        """Put one part (`traject`, `voorkeuren`, `status`) of a person; gives what is stored now."""
        return _lees(self._vraag("PUT", f"{_pad(subject)}/{deel}", inhoud))

    def nieuwe_code(self, subject: str) -> str:
        """Give a code for who lost theirs; an earlier one works no more."""
        # One at a time: of a double tap the last one made is the one on the screen, and the one that works.
        with self._een_code_tegelijk:
            code = _lees(self._vraag("POST", f"{_pad(subject)}/activatiecode")).tekst("code")
        if code is None:
            raise PortaalNiet(Reden.ONLEESBAAR)
        return code

    def sluit(self) -> None:
        """Close the connections."""
        self._http.clear()

    def _vraag(
        self,
        methode: str,
        pad: str,
        inhoud: Mapping[str, object] | None = None,
        koppen: Mapping[str, str] | None = None,
        soort: str = "application/json",
    ) -> bytes:
        if self._token is None:
            raise PortaalNiet(Reden.NIET_INGESTELD)
        alle = {"Authorization": f"Bearer {self._token}", "Accept": f"{soort}, application/json", **(koppen or {})}
        if inhoud is not None:
            alle["Content-Type"] = "application/json"
        lichaam = None if inhoud is None else schrijf(inhoud).encode("utf-8", "replace")
        try:
            try:
                status, gelezen = self._stuur(methode, pad, alle, lichaam)
            except urllib3.exceptions.ProtocolError:
                # A connection at rest that was just closed at the other end. Once more harms nothing: a PUT and a
                # sign-up with its key are the same twice, and of two new codes the second is shown, and works.
                status, gelezen = self._stuur(methode, pad, alle, lichaam)
        except urllib3.exceptions.HTTPError as fout:
            _log.warning("the portal cannot be reached", extra={"exception": type(fout).__name__})
            raise PortaalNiet(Reden.ONBEREIKBAAR) from fout
        if status not in (200, 201):
            _log.log(
                logging.WARNING if status in (401, 403) or status >= 500 else logging.INFO,
                "the portal did not do it",
                extra={"method": methode, "status": status},
            )
            raise _nee(methode, status, gelezen)
        return gelezen

    def _stuur(self, methode: str, pad: str, koppen: Mapping[str, str], lichaam: bytes | None) -> tuple[int, bytes]:
        antwoord = self._http.request(
            methode,
            f"{self._basis}/api/v1{pad}",
            headers=koppen,
            body=lichaam,
            timeout=KIJKEN if methode == "GET" else OPSLAAN,
            redirect=False,
            preload_content=False,
        )
        try:
            return antwoord.status, antwoord.read(MAX_ANTWOORD, decode_content=True)
        finally:
            antwoord.close()


def _nee(methode: str, status: int, inhoud: bytes) -> PortaalNiet:
    reden = _STATUS.get(status, Reden.ONBEREIKBAAR)
    if reden is Reden.ALLEEN_LEZEN and methode == "GET":
        reden = Reden.GEWEIGERD
    try:
        probleem = Gegevens(lees_object(inhoud))
    except GeenJson:
        return PortaalNiet(reden)
    genoemd = probleem.ruw.get("fouten")
    fouten = tuple(
        Fout(fout.tekst("veld") or "", fout.tekst("reden") or "klopt niet")
        for fout in map(Gegevens.van, genoemd if isinstance(genoemd, list) else ())
    )
    zegt_meer = status in _MET_DETAIL and not fouten
    return PortaalNiet(reden, (probleem.tekst("detail") or "") if zegt_meer else "", fouten)


def _lees(inhoud: bytes) -> Gegevens:
    try:
        return Gegevens(lees_object(inhoud))
    except GeenJson as fout:
        raise PortaalNiet(Reden.ONLEESBAAR) from fout


def _pad(subject: str) -> str:
    """The path of one person. What is no UUID is nobody there, and must not become another path (`..`)."""
    try:
        return f"/inwoners/{UUID(subject)}"
    except ValueError as fout:
        raise PortaalNiet(Reden.ONBEKEND) from fout
