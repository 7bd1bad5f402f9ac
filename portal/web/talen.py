"""Languages: which ones there are, which one a request speaks, and the way to another."""

import re
from dataclasses import dataclass
from typing import Any, Final

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, Response, current_app, g, redirect, request
from flask_babel import Babel, get_domain
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, RequestRedirect

from portal.web.omgeving import gemeente

STANDAARD: Final = "nl"
KOEK: Final = "taal"
_EERSTE: Final = re.compile(r"/([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*(?=/|$)")
"""The first part of a path when it looks like a language tag (BCP 47)."""


@dataclass(frozen=True, slots=True)
class Taal:
    """A reading language. `datumpatroon` is CLDR: weekday, day and month in words."""

    code: str
    eigen_naam: str
    richting: str = "ltr"
    locale: str = ""
    datumpatroon: str = "EEEE d MMMM"
    machinevertaald: bool = True


TALEN: Final = {
    taal.code: taal
    for taal in (
        Taal("nl", "Nederlands", machinevertaald=False),
        Taal("en", "English", locale="en_GB", datumpatroon="EEEE d MMMM"),
        Taal("ar", "العربية", richting="rtl", datumpatroon="EEEE d MMMM"),
    )
}
"""Every language this version can speak; a gemeente offers some of them."""


class TaalConverter(BaseConverter):
    """The first part of a citizen's path: one of our language codes."""

    regex = "|".join(TALEN)


def taal() -> str:
    """The language code of this request's page."""
    return g.get("taal") or STANDAARD


def huidige() -> Taal:
    """The language of this request's page."""
    return TALEN[taal()]


def vertaal(tekst: str, **waarden: object) -> str:
    """A Dutch sentence in the language of this request's page, with its values filled in.

    The same as Flask-Babel's `gettext`, which for every sentence finds out anew what the language is: on a
    page of forty sentences a fifth of the time.
    """
    vertaald: str = _catalogus().ugettext(tekst)
    return vertaald % waarden if waarden else vertaald


def _catalogus() -> NullTranslations:
    code = taal()
    bekend: tuple[str, NullTranslations] | None = g.get("catalogus")
    if bekend is None or bekend[0] != code:
        bekend = g.catalogus = (code, get_domain().get_translations())
    return bekend[1]


def aangeboden() -> list[Taal]:
    """The languages this gemeente offers, Dutch always among them."""
    return [TALEN[code] for code in gemeente().talen if code in TALEN]


def gekozen_taal() -> str:
    """The language by choice (cookie), then by `Accept-Language`, then Dutch."""
    codes = [t.code for t in aangeboden()]
    keuze = request.cookies.get(KOEK)
    if keuze in codes:
        return str(keuze)
    return _liefste(codes) or STANDAARD


def liever_andere_taal() -> Taal | None:
    """The language the browser asks for, when that is another one that we offer."""
    beste = _liefste([t.code for t in aangeboden()])
    return TALEN[beste] if beste and beste != taal() else None


def _liefste(codes: list[str]) -> str | None:
    """The first language of the browser's own list that is one of these, whatever the country behind it."""
    for wens, gewicht in request.accept_languages:
        code = wens.partition("-")[0].lower()
        if gewicht > 0 and code in codes:
            return code
    return None


def taal_in_pad() -> str | None:
    """The language a path names, also where there is no page: an error speaks it too."""
    eerste = request.path.split("/", 2)[1] if "/" in request.path else ""
    return eerste if eerste in {t.code for t in aangeboden()} else None


def zonder_taal() -> Response | None:
    """Where a path without (known) language leads, or None when it leads nowhere.

    A form keeps its method and contents (307); nothing typed is lost on the way.
    """
    pad = request.path
    eerste = _EERSTE.match(pad)
    kandidaten = [(gekozen_taal(), pad)]
    if eerste and eerste.group() not in {f"/{code}" for code in TALEN}:
        bedoeld = eerste.group(1).lower()  # /NL/ and /nl-BE/ mean a language that we speak
        kandidaten.append(
            (bedoeld if bedoeld in {t.code for t in aangeboden()} else gekozen_taal(), pad[eerste.end() :] or "/")
        )
    for code, rest in kandidaten:
        doel = f"/{code}{rest}"
        if _bestaat(doel):
            if request.query_string:
                doel += "?" + request.query_string.decode("ascii", "ignore")
            antwoord = redirect(doel, 302 if request.method in ("GET", "HEAD") else 307)
            antwoord.headers["Vary"] = "Accept-Language, Cookie"
            antwoord.headers["Cache-Control"] = "private, no-cache"
            return antwoord  # type: ignore[return-value]
    return None


def _bestaat(pad: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return False
    try:
        adapter.match(pad, method=request.method)
    except RequestRedirect:
        return True
    except HTTPException as fout:
        return fout.code == 405
    return True


def pad_zonder_taal() -> str:
    """The path of this page without its language, to show it in another one."""
    return request.path.removeprefix(f"/{taal()}") or "/"


def init_app(app: Flask, vertalingen: str) -> None:
    """Register the converter, the locale, and the language in every URL that is made."""
    app.url_map.converters["taal"] = TaalConverter
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = vertalingen
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Amsterdam"
    Babel(app, locale_selector=_locale)

    @app.url_value_preprocessor
    def _haal_taal(_endpoint: str | None, waarden: dict[str, Any] | None) -> None:
        if waarden and "taal" in waarden:
            g.taal = waarden.pop("taal")

    @app.url_defaults
    def _zet_taal(endpoint: str, waarden: dict[str, Any]) -> None:
        if "taal" not in waarden and app.url_map.is_endpoint_expecting(endpoint, "taal"):
            waarden["taal"] = taal()


def _locale() -> Locale:
    soort = huidige()
    return Locale.parse(soort.locale or soort.code)
