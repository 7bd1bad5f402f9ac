"""Where somebody was going, and what they had typed there: both come along while we ask who it is."""

from dataclasses import dataclass
from typing import Final

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

_BEWAARD: Final = "bewaard."
_VAN_ONS: Final = frozenset({"csrf_token", "taal_wissel", "code", "eenmalige_code", "kanaal", "opnieuw", "naar"})
"""Fields of the pages in between. What was typed on the page itself carries a prefix by then."""


@dataclass(frozen=True, slots=True)
class Terugweg:
    """A path of ours, and the (name, value) of each field that was typed there."""

    naar: str = ""
    bewaard: tuple[tuple[str, str], ...] = ()

    @classmethod
    def van_pagina(cls) -> "Terugweg":
        """As a page in between carries it: in its form, or in its address when nothing was typed."""
        if request.method in ("GET", "HEAD"):
            return cls(request.args.get("naar", ""))
        return cls(request.form.get("naar", ""), tuple(_voorzien()))

    @classmethod
    def van_geweigerd(cls) -> "Terugweg":
        """Of a form that was sent by somebody who may not (any more): the whole form."""
        bewaard = _voorzien()
        if not bewaard:
            bewaard = [(naam, waarde) for naam, waarde in _velden() if naam not in _VAN_ONS]
        return cls(request.path, tuple(bewaard))

    def waarden(self) -> dict[str, object]:
        """For a template."""
        return {"naar": self.naar, "bewaard": list(self.bewaard)}

    def doel(self, anders: str) -> str:
        """The path to go to, when it is one of ours; else `anders`."""
        return self.naar if is_eigen_pad(self.naar, ook_post=bool(self.bewaard)) else anders


def is_eigen_pad(pad: str, *, ook_post: bool) -> bool:
    """Whether this is a page of ours that a browser may be sent to, or send a kept form to."""
    if not pad.startswith("/") or pad.startswith(("//", "/\\")):
        return False
    adapter = current_app.create_url_adapter(request)
    try:
        if adapter is not None:
            adapter.match(pad, method="GET")
            return True
    except RequestRedirect:
        return False
    except HTTPException as fout:
        return ook_post and fout.code == 405
    return False


def route_van(pad: str) -> str | None:
    """The endpoint behind a path of ours, whether it is for looking or for sending; None when there is none."""
    adapter = current_app.create_url_adapter(request)
    for methode in ("GET", "POST"):
        try:
            if adapter is not None and pad.startswith("/"):
                return str(adapter.match(pad, method=methode)[0])
        except (RequestRedirect, HTTPException):
            continue
    return None


def _voorzien() -> list[tuple[str, str]]:
    return [(naam.removeprefix(_BEWAARD), waarde) for naam, waarde in _velden() if naam.startswith(_BEWAARD)]


def _velden() -> list[tuple[str, str]]:
    return [(naam, waarde) for naam, waarden in request.form.lists() for waarde in waarden]
