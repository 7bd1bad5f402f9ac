"""The Flask application class: one unit of work per request, and a moment of its own."""

import re
from collections.abc import MutableMapping
from typing import Any, Final, cast
from wsgiref.types import WSGIEnvironment

from flask import Flask, Response, g, has_request_context, request
from flask.templating import Environment
from htmx_flask.requests import HtmxAwareRequest
from sqlalchemy.orm import Session
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

from portal.db.databank import Werkeenheid
from portal.web.omgeving import gemeente, omgeving

SCHRIJFT = frozenset({"POST", "PUT", "PATCH", "DELETE"})


_BESTURING: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
"""Control characters and what is no character at all; tabs and line breaks stay."""


def zonder_besturing(velden: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    """The same fields without control characters, in names and values."""
    return ImmutableMultiDict(
        (_BESTURING.sub("", naam), _BESTURING.sub("", waarde)) for naam, waarde in velden.items(multi=True)
    )


class Verzoek(HtmxAwareRequest):
    """A request that knows whether htmx made it; forms may hold long words, not files."""

    max_form_parts = 200

    def __init__(self, environ: WSGIEnvironment, *args: Any, **kwargs: Any) -> None:
        """Read the path; with what no page can show again in it, it is no path of ours (`heeft_vreemd_pad`)."""
        pad = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        self.heeft_vreemd_pad = _BESTURING.search(pad) is not None
        if self.heeft_vreemd_pad:
            environ = {**environ, "PATH_INFO": _BESTURING.sub("", pad).encode().decode("latin-1")}
        super().__init__(environ, *args, **kwargs)

    def _load_form_data(self) -> None:
        """Read the form, without what no page can show again and no database keeps."""
        super()._load_form_data()
        self.__dict__["form"] = zonder_besturing(self.__dict__["form"])

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The query string, likewise."""
        return zonder_besturing(super().args)


class Sjabloonomgeving(Environment):
    """Jinja as Flask has it, with the globals of a template in one plain dictionary.

    Jinja itself keeps them in a ChainMap, so that globals may still be added later, and every import of a macro
    then compares them one by one: a twelfth of a page's time. Ours are all there before the first page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of one template."""
        return {**self.globals, **(d or {})}


class Portaal(Flask):
    """A POST that ends below 400 commits before its answer is sent; all else rolls back.

    A GET never writes. What has to survive a refusal (counters of failed codes)
    opens a unit of its own in `toegang`.
    """

    request_class = Verzoek
    jinja_environment = Sjabloonomgeving

    def full_dispatch_request(self) -> Response:
        """Handle the request, then end its unit of work, then let the answer go."""
        try:
            antwoord = super().full_dispatch_request()
            eenheid = _eenheid()
            if eenheid is not None and request.method in SCHRIJFT and antwoord.status_code < 400:
                eenheid.bevestig()
            return antwoord
        finally:
            sluit_eenheid()


def db() -> Session:
    """The session of this request's unit of work; begins at the first call."""
    eenheid = _eenheid()
    if eenheid is None:
        eenheid = omgeving().databank.eenheid(gemeente().slug, schrijven=request.method in SCHRIJFT)
        g.eenheid = eenheid
    return eenheid.sessie


def sluit_eenheid() -> None:
    """End the unit of work now, undone unless confirmed: before slow work or an error page."""
    eenheid = _eenheid()
    if eenheid is not None:
        g.eenheid = None
        eenheid.sluit()


def _eenheid() -> Werkeenheid | None:
    if not has_request_context():
        return None
    return cast(Werkeenheid | None, g.get("eenheid"))
