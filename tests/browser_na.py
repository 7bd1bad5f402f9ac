"""A test client that behaves like a browser: strict HTML, forms filled in by their names."""

from typing import Any

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_VAN_LATER = {"unexpected-start-tag-implies-end-tag"}


class OnjuisteHtml(AssertionError):
    """A page of ours that a strict reader does not accept."""


class StrengeClient(FlaskClient):
    """Every HTML answer is parsed; every error in it fails the test."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        antwoord = super().open(*args, **kwargs)
        if antwoord.mimetype == "text/html" and antwoord.data and antwoord.status_code not in (301, 302, 303, 307):
            controleer(antwoord.text)
        return antwoord


def controleer(html: str) -> None:
    """Parse strictly. Raises `OnjuisteHtml` with the place and the rule."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(html)
    fouten = [(plek, code, dict(details)) for plek, code, details in parser.errors if code not in _VAN_LATER]
    if fouten:
        (regel, kolom), code, details = fouten[0]
        raise OnjuisteHtml(f"{code} {details} at line {regel}, column {kolom}: {html.splitlines()[regel - 1][:200]}")


def formulier(html: str, actie: str | None = None) -> dict[str, list[str]]:
    """The fields of a form as a browser would send them untouched; the first, or the one with `actie`."""
    boom = html5lib.parse(html, namespaceHTMLElements=False)
    for form in boom.iter("form"):
        if actie is not None and not (form.get("action") or "").endswith(actie):
            continue
        velden: dict[str, list[str]] = {}
        for veld in form.iter():
            naam = veld.get("name")
            if not naam or veld.tag == "button":
                continue
            if veld.tag == "textarea":
                velden.setdefault(naam, []).append((veld.text or "").removeprefix("\n"))
            elif veld.tag == "input":
                soort = veld.get("type", "text")
                if soort in ("checkbox", "radio") and veld.get("checked") is None:
                    continue
                velden.setdefault(naam, []).append(veld.get("value") or "")
        return velden
    raise AssertionError(f"there is no form{f' for {actie}' if actie else ''} on this page")
