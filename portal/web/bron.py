"""Who is calling: the address behind the proxies that we trust, and no others."""

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Netwerk = ipaddress.IPv4Network | ipaddress.IPv6Network
_SLEUTEL = "rustpunt.bron"


class VertrouwdeProxy:
    """WSGI layer that believes X-Forwarded-For and -Proto only from listed proxies.

    Walks the addresses from the nearest to the farthest and stops at the first
    that is not a listed proxy: what a caller writes in front of that is not believed.
    """

    def __init__(self, app: WSGIApplication, proxies: Sequence[str]) -> None:
        self._app = app
        self._proxies = [ipaddress.ip_network(p, strict=False) for p in proxies]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        adres = environ.get("REMOTE_ADDR", "")
        if self._proxies and self._vertrouwd(adres):
            for stap in reversed(environ.get("HTTP_X_FORWARDED_FOR", "").split(",")):
                adres = _zonder_poort(stap.strip()) or adres
                if not self._vertrouwd(adres):
                    break
            if environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip() == "https":
                environ["wsgi.url_scheme"] = "https"
        environ[_SLEUTEL] = adres
        return self._app(environ, start_response)

    def _vertrouwd(self, adres: str) -> bool:
        try:
            ip = ipaddress.ip_address(adres)
        except ValueError:
            return False
        return any(ip in netwerk for netwerk in self._proxies)


def _zonder_poort(stap: str) -> str:
    """Some proxies write the port behind the address; every connection has another one."""
    if stap.startswith("["):
        return stap[1:].partition("]")[0]
    return stap.partition(":")[0] if stap.count(":") == 1 else stap


def bron_van(environ: dict[str, Any]) -> str:
    """The caller's network: an IPv4 address, or the /64 of an IPv6 address (one subscriber)."""
    adres: str = environ.get(_SLEUTEL) or environ.get("REMOTE_ADDR") or ""
    try:
        ip = ipaddress.ip_address(adres)
    except ValueError:
        return adres[:64]
    if isinstance(ip, ipaddress.IPv6Address) and ip.scope_id:
        ip = ipaddress.IPv6Address(int(ip))
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False).network_address)
    return str(ip)
