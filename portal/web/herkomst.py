"""Where a form was sent from. Nothing here can expire: a page open for a week still works.

`Sec-Fetch-Site` says it in every browser of the last years, `Origin` in older
ones; the oldest send neither and are let through. Pages of somebody who is
signed in also carry a token bound to their session (see `toegang`).
"""

from urllib.parse import urlsplit

from flask import request


def van_eigen_site() -> bool:
    """Whether this request came from our own pages, as far as the browser tells."""
    plaats = request.headers.get("Sec-Fetch-Site")
    if plaats is not None:
        return plaats in ("same-origin", "none")
    herkomst = request.headers.get("Origin")
    if herkomst is None:
        return True
    return host_van(herkomst) == request.host


def host_van(adres: str) -> str:
    """The host, with its port, in an address that a browser sent; empty when it is no address."""
    try:
        return urlsplit(adres).netloc
    except ValueError:
        return ""
