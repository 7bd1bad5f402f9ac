"""A signed POST to an address: the backoffice, and the werkbak's messages."""

import os
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from portal.clock import Klok
from portal.outbox.bestemmingen.adres import OnjuistAdres
from portal.outbox.bestemmingen.bestemming import (
    Bericht,
    Berichtfout,
    Configuratiefout,
    Geleverd,
    Later,
    Uitkomst,
)
from portal.outbox.bestemmingen.handtekening import koppen
from portal.outbox.bestemmingen.verbinding import Antwoord, Doel, GeenHttp, Verbinding
from portal.outbox.cloudevents import TeGroot

TERMIJN: Final = timedelta(seconds=20)
"""For one delivery in all, from looking up the name to the end of the answer."""

_INSTELLING: Final = {401, 403, 404, 410}
_LATER: Final = {408, 425, 429}
_MET_WACHTTIJD: Final = {429, 503}


class Webhook:
    """Posts each message, signed, over connections that stay open.

    `klok` is the true time: the receiver compares the signature's time with its own
    clock, also when ours was moved to try out dates.
    """

    def __init__(
        self,
        doel: Doel,
        sleutels: Sequence[bytes],
        lichaam: Callable[[Bericht], bytes],
        inhoudstype: str,
        klok: Klok,
        termijn: timedelta = TERMIJN,
    ) -> None:
        self._doel = doel
        self._sleutels = tuple(sleutels)
        self._lichaam = lichaam
        self._vast = {"Content-Type": inhoudstype, "User-Agent": "Rustpunt", "Accept": "*/*"}
        self._klok = klok
        self._seconden = termijn.total_seconds()
        self._slot = threading.Lock()
        self._vrij: list[Verbinding] = []

    def bezorg(self, bericht: Bericht) -> Uitkomst:
        try:
            lichaam = self._lichaam(bericht)
        except TeGroot as fout:
            return Berichtfout(str(fout))
        nu = self._klok.nu()
        try:
            antwoord = self._post(lichaam, self._vast | koppen(self._sleutels, str(bericht.id), lichaam, nu))
        except OnjuistAdres as fout:
            return Configuratiefout(str(fout))
        except TimeoutError:
            return Later(None, f"no answer within {self._seconden:.0f} seconds")
        except ConnectionRefusedError:
            return Later(None, "connection refused")
        except ConnectionError:
            return Later(None, "connection broken off")
        except GeenHttp as fout:
            return Later(None, str(fout))
        except OSError as fout:
            reden = os.strerror(fout.errno) if fout.errno else type(fout).__name__
            return Later(None, f"no connection: {reden}")
        return oordeel(antwoord, nu)

    def sluit(self) -> None:
        with self._slot:
            vrij, self._vrij = self._vrij, []
        for verbinding in vrij:
            verbinding.sluit()

    def _post(self, lichaam: bytes, kop: dict[str, str]) -> Antwoord:
        with self._slot:
            # The one used last: the others may then grow cold and be closed by the receiver.
            verbinding = self._vrij.pop() if self._vrij else Verbinding(self._doel)
        try:
            return verbinding.post(lichaam, kop, self._seconden)
        finally:
            with self._slot:
                self._vrij.append(verbinding)


def oordeel(antwoord: Antwoord, nu: datetime) -> Uitkomst:
    """Say what an answer means, after the delivery table of the contract."""
    status = antwoord.status
    reden = f"answered {status}"
    if 200 <= status < 300 or status == 409:
        return Geleverd()
    if status in _MET_WACHTTIJD:
        return Later(_wachttijd(antwoord.retry_after, nu), reden)
    if status in _INSTELLING or 300 <= status < 400:
        return Configuratiefout(reden)
    if 400 <= status < 500 and status not in _LATER:
        return Berichtfout(reden)
    return Later(None, reden)


def _wachttijd(tekst: str | None, nu: datetime) -> timedelta | None:
    """Read Retry-After: seconds or an HTTP date (RFC 9110, 10.2.3); None when it is neither."""
    tekst = (tekst or "").strip()
    if tekst.isascii() and tekst.isdigit():
        return timedelta(seconds=min(int(tekst[:10]), 10**9))
    try:
        moment = parsedate_to_datetime(tekst)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - nu
