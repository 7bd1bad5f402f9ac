"""Read what was sent to its end, also when it is far too much, so that the answer arrives.

A browser first sends its whole form and only then looks for the answer. When the server hangs up
in between, somebody sees "connection reset" instead of a page with a telephone number.
"""

import time
from collections.abc import Callable, Iterable
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import LimitedStream

_MEESTE: Final = 64 * 1_048_576
"""Bytes that are read and thrown away; who sends more than that is no form."""
_LANGST: Final = 10.0
"""Seconds that it may take."""
_STUK: Final = 262_144


class Uitlezer:
    """WSGI layer. `teller` gives seconds that only go forward."""

    def __init__(self, app: WSGIApplication, teller: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._teller = teller

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        lengte = environ.get("CONTENT_LENGTH") or ""
        if lengte.isascii() and lengte.isdigit():
            # A server need not end the stream where the form ends (PEP 3333), and reading on would wait for ever.
            environ["wsgi.input"] = LimitedStream(environ["wsgi.input"], int(lengte))
        antwoord = self._app(environ, start_response)
        komt_er_iets = environ.get("CONTENT_LENGTH") not in (None, "", "0") or "HTTP_TRANSFER_ENCODING" in environ
        if komt_er_iets and "HTTP_EXPECT" not in environ:  # who asks first whether to send has not sent yet
            self._lees_uit(environ)
        return antwoord

    def _lees_uit(self, environ: WSGIEnvironment) -> None:
        einde = self._teller() + _LANGST
        gelezen = 0
        while gelezen < _MEESTE and self._teller() < einde:
            try:
                stuk = environ["wsgi.input"].read(_STUK)
            except (OSError, ValueError, ClientDisconnected):
                return  # whoever sent it is gone
            if not stuk:
                return
            gelezen += len(stuk)
