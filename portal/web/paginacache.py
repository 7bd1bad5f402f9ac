"""Public pages, kept as rendered and compressed bytes.

Only for requests without a cookie and without a query, and only answers that
were marked in the environment (`VLAG`). Kept per host, path, encoding and wished language, one
minute long, so that opening hours on a page stay true.
"""

import hashlib
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

VLAG: Final = "rustpunt.bewaren"
"""Set in the WSGI environment by what may be kept; no browser sees it."""
_MEESTE: Final = 2000


@dataclass(frozen=True, slots=True)
class Bewaard:
    """One answer as bytes."""

    koppen: list[tuple[str, str]]
    zonder_inhoud: list[tuple[str, str]]
    inhoud: bytes
    etag: str
    tot: float


class Paginacache:
    """WSGI layer. `teller` gives seconds that only go forward; `geldig` is in seconds."""

    def __init__(self, app: WSGIApplication, teller: Callable[[], float], *, geldig: float = 60.0) -> None:
        self._app = app
        self._teller = teller
        self._geldig = geldig
        self._bewaard: dict[tuple[str, ...], Bewaard] = {}
        self._slot = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or "HTTP_COOKIE" in environ
            or environ.get("QUERY_STRING")
            or "HTTP_HX_REQUEST" in environ
            or "HTTP_AUTHORIZATION" in environ
            or environ.get("PATH_INFO", "").startswith("/static/")  # these are kept already, and know their own tags
        ):
            return self._app(environ, start_response)
        sleutel = (
            environ.get("HTTP_HOST", ""),
            environ.get("wsgi.url_scheme", ""),
            environ.get("PATH_INFO", ""),
            _vorm(environ.get("HTTP_ACCEPT_ENCODING", "")),
            environ.get("HTTP_ACCEPT_LANGUAGE", "")[:100],
        )
        bewaard = self._bewaard.get(sleutel)
        if bewaard is None or bewaard.tot < self._teller():
            uitkomst = self._maak(sleutel, environ, start_response)
            if not isinstance(uitkomst, Bewaard):
                return uitkomst
            bewaard = uitkomst
        if bewaard.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", bewaard.zonder_inhoud)
            return []
        start_response("200 OK", bewaard.koppen)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [bewaard.inhoud]

    def _maak(
        self, sleutel: tuple[str, ...], environ: WSGIEnvironment, start_response: StartResponse
    ) -> Bewaard | Iterable[bytes]:
        gezegd: list[Any] = []

        def onthoud(status: str, koppen: list[tuple[str, str]], exc_info: Any = None) -> Any:
            gezegd[:] = [status, koppen, exc_info]
            return lambda _data: None

        methode = environ["REQUEST_METHOD"]
        environ["REQUEST_METHOD"] = "GET"
        voorwaarde = environ.pop("HTTP_IF_NONE_MATCH", None)
        antwoord = self._app(environ, onthoud)
        try:
            inhoud = b"".join(antwoord)
        finally:
            if hasattr(antwoord, "close"):
                antwoord.close()
        environ["REQUEST_METHOD"] = methode
        if voorwaarde is not None:
            environ["HTTP_IF_NONE_MATCH"] = voorwaarde
        status, koppen, exc_info = gezegd
        bewaren = status.startswith("200") and environ.get(VLAG, False)
        koppen = [(n, w) for n, w in koppen if n not in ("ETag", "Content-Length")]
        if not bewaren:
            koppen.append(("Content-Length", str(len(inhoud))))
            start_response(status, koppen, exc_info)
            return [] if methode == "HEAD" else [inhoud]
        etag = f'W/"{hashlib.sha256(inhoud).hexdigest()[:20]}"'
        koppen = [(n, w) for n, w in koppen if n != "Cache-Control"]
        koppen += [("ETag", etag), ("Cache-Control", "private, no-cache")]
        zonder = [(n, w) for n, w in koppen if n not in ("Content-Type", "Content-Encoding")]
        koppen.append(("Content-Length", str(len(inhoud))))
        bewaard = Bewaard(koppen, zonder, inhoud, etag, self._teller() + self._geldig)
        with self._slot:
            if len(self._bewaard) >= _MEESTE:
                self._bewaard.clear()
            self._bewaard[sleutel] = bewaard
        return bewaard


def _vorm(aanvaard: str) -> str:
    vormen = [v.partition(";")[0].strip() for v in aanvaard.split(",")]
    return "br" if "br" in vormen else "gzip" if "gzip" in vormen else ""
