"""Error pages: kind, with a telephone number, and with what was typed still there."""

import logging
from typing import Any, Final

from flask import Flask, Response, g, make_response, render_template, request
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as GeenVerbinding
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound

from portal.db.poort import TeDruk
from portal.web.applicatie import sluit_eenheid
from portal.web.omgeving import gemeente
from portal.web.probleem import is_voor_machines, probleem
from portal.web.talen import gekozen_taal, taal_in_pad, zonder_taal

logger = logging.getLogger(__name__)

_GEHEIM: Final = frozenset({"code", "eenmalige_code", "wachtwoord", "csrf_token"})
"""Fields that an error page never repeats."""


def init_app(app: Flask) -> None:
    """Turn every error into a page that helps."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _onverwacht)


def foutpagina(status: int, *, soort: str | None = None, opnieuw: bool = True) -> Response:
    """The page for one status. Uses no database; keeps the fields of a form to send again.

    Not with `opnieuw` false: what another site made up is not offered for one tap.
    """
    sluit_eenheid()
    if "gemeente" not in g:
        return _kaal(status)
    if "taal" not in g:
        g.taal = taal_in_pad() or gekozen_taal()
    try:
        pagina = render_template(
            "web/fout.html", soort=soort or str(status), opnieuw=_opnieuw(status) if opnieuw else None
        )
    except HTTPException:
        raise
    except Exception as fout:  # whatever broke the page may have broken this one too
        logger.error("error page failed", extra={"status": status, "exception": type(fout).__name__})
        return _laatste(status)
    antwoord = make_response(pagina, status)
    antwoord.headers["Cache-Control"] = "no-store"
    return antwoord


def _http(fout: HTTPException) -> Response:
    if isinstance(fout, InternalServerError) and fout.original_exception is not None:
        return _onverwacht(fout.original_exception)  # type: ignore[arg-type]
    if fout.response is not None:
        return fout.response  # type: ignore[return-value]
    if is_voor_machines():
        sluit_eenheid()
        return probleem(fout.code or 500, koppen=fout.get_headers())
    if isinstance(fout, NotFound) and "gemeente" in g:
        elders = zonder_taal()
        if elders is not None:
            return elders
    antwoord = foutpagina(fout.code or 500)
    for naam, waarde in fout.get_headers():
        if naam in ("Allow", "Retry-After"):
            antwoord.headers[naam] = waarde
    return antwoord


def _onverwacht(fout: Exception) -> Response:
    if isinstance(fout, HTTPException):
        return _http(fout)
    if isinstance(fout, TeDruk):
        status, soort = 429, "druk"
    elif isinstance(fout, (DBAPIError, GeenVerbinding)):
        status, soort = 503, "opslag"
    else:
        status, soort = 500, "500"
    # The class and place are enough to find it; the text may hold what somebody typed.
    plek = fout.__traceback__
    while plek and plek.tb_next:
        plek = plek.tb_next
    logger.error(
        "request failed",
        extra={
            "status": status,
            "exception": type(fout).__name__,
            "cause": type(fout.orig).__name__ if isinstance(fout, DBAPIError) else None,
            "endpoint": request.endpoint,
            "place": f"{plek.tb_frame.f_code.co_filename}:{plek.tb_lineno}" if plek else None,
        },
    )
    if is_voor_machines():
        sluit_eenheid()
        return probleem(status)
    antwoord = foutpagina(status, soort=soort)
    if status in (429, 503):
        antwoord.headers["Retry-After"] = "30"
    return antwoord


def _opnieuw(status: int) -> dict[str, Any] | None:
    """The form as it was sent, to be sent once more; not where sending again cannot help."""
    if request.method != "POST" or status in (404, 405, 413):
        return None
    velden = [(naam, waarde) for naam, waarden in request.form.lists() if naam not in _GEHEIM for waarde in waarden]
    if not g.get("csrf_token"):
        # The database may be too far away to know the session: the token that came with the form goes back with it.
        g.csrf_token = request.form.get("csrf_token", "")
    return {"pad": request.path, "velden": velden} if velden else None


def _laatste(status: int) -> Response:
    """When nothing works any more: the telephone number of the gemeente, in plain words."""
    contact = gemeente().contact
    bel = Markup("<a href='{}'>{}</a>").format(contact.telefoon_link, contact.telefoon)
    zin = Markup("<p>Dat ligt niet aan jou. Probeer het straks nog een keer, of bel ons: {}.</p>")
    return _zonder_opmaak(status, "Er ging bij ons iets mis", zin.format(bel))


def _kaal(status: int) -> Response:
    """For a host name that is nobody's: plain words, and the national number."""
    return _zonder_opmaak(
        status,
        "Dit adres kennen we niet",
        Markup("<p>Kijk of het goed is getypt. Of bel gratis <a href='tel:08008115'>0800 8115</a>.</p>"),
    )


def _zonder_opmaak(status: int, kop: str, inhoud: Markup) -> Response:
    pagina = Markup("<!doctype html><html lang='nl'><meta charset='utf-8'><title>{0}</title><h1>{0}</h1>{1}")
    return Response(pagina.format(kop, inhoud), status, mimetype="text/html")
