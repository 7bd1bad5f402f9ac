"""From a host name to addresses that may be reached."""

import ipaddress
import queue
import socket
import threading
from typing import Any

Adres = tuple[int, Any]
"""An address family, and what `socket.connect` wants of such an address."""


class OnjuistAdres(Exception):
    """No setting of ours or theirs lets this work: name, address or certificate."""


def zoek_op(host: str, port: int, seconden: float, *, mag_prive: bool) -> list[Adres]:
    """Give the addresses of a host, without the private ones unless `mag_prive`.

    Raises `OnjuistAdres` when nothing is found within `seconden`, or only what may not be reached.
    """
    gevonden = _opgezocht(host, port, seconden)
    if mag_prive:
        return gevonden
    openbaar = [(familie, adres) for familie, adres in gevonden if is_openbaar(adres[0])]
    if gevonden and not openbaar:
        raise OnjuistAdres("the host name leads to a private address (PORTAL_PRIVATE_DESTINATIONS=1 allows that)")
    return openbaar


def is_openbaar(tekst: str) -> bool:
    """Whether this IP address is somewhere on the internet, and one machine."""
    adres = ipaddress.ip_address(tekst.partition("%")[0])
    if isinstance(adres, ipaddress.IPv6Address) and adres.ipv4_mapped:
        adres = adres.ipv4_mapped
    return adres.is_global and not adres.is_multicast


def _opgezocht(host: str, port: int, seconden: float) -> list[Adres]:
    """Look the name up. The system's own look-up knows no deadline, so it gets a thread."""
    uitkomst: queue.SimpleQueue[list[Adres] | None] = queue.SimpleQueue()

    def zoek() -> None:
        try:
            rijen = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            uitkomst.put([(int(familie), adres) for familie, _, _, _, adres in rijen])
        except (OSError, UnicodeError):
            uitkomst.put(None)

    threading.Thread(target=zoek, name="dns", daemon=True).start()
    try:
        gevonden = uitkomst.get(timeout=seconden)
    except queue.Empty:
        gevonden = None
    if not gevonden:
        raise OnjuistAdres("the host name cannot be found (DNS)")
    return gevonden
