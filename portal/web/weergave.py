"""What every template can use."""

from functools import lru_cache
from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import get_locale, ngettext
from markupsafe import Markup

from portal.web.data import datum, datum_iso, tijd
from portal.web.omgeving import gemeente, nu, omgeving
from portal.web.statisch import static_url
from portal.web.stijlen import stijl
from portal.web.talen import aangeboden, huidige, liever_andere_taal, pad_zonder_taal, taal
from portal.web.talen import vertaal as _

KLEUR = "kleur"
KLEUREN = ("licht", "donker")


def init_app(app: Flask) -> None:
    """Give the templates their words, dates and surroundings."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["weekdagnaam"] = weekdag
    app.jinja_env.globals.update(
        url_for=adres,
        static_url=static_url,
        datum=datum,
        datum_iso=datum_iso,
        tijd=tijd,
        _=_,
        gettext=_,
        ngettext=ngettext,
        openingstijden=openingstijden,
        csrf_token=csrf_token,
        weekdag=weekdag,
    )

    @app.context_processor
    def _omgeving() -> dict[str, Any]:
        if "gemeente" not in g:
            return {}
        soort = huidige()
        kleur = request.cookies.get(KLEUR, "")
        return {
            "taal": taal(),
            "taal_nu": soort,
            "richting": soort.richting,
            "kleur": kleur if kleur in KLEUREN else "",
            "gemeente": gemeente(),
            "stijl": Markup(stijl().tekst),  # noqa: S704 our own sheet
            "talen": aangeboden(),
            "nu_pad": pad_zonder_taal(),
            "liever_taal": liever_andere_taal(),
            "start_url": adres("aanmelding.start"),
            "nu_open": gemeente().open_op(nu(), omgeving().kalender),
        }


def adres(endpoint: str, **waarden: Any) -> str:
    """Flask's `url_for` for templates: worked out once for each language, since a page has a dozen of them."""
    return _adres(taal(), endpoint, tuple(waarden.items()))


@lru_cache(maxsize=1024)
def _adres(_taal: str, endpoint: str, waarden: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(waarden))


def csrf_token() -> str:
    """The token of a signed-in person's forms; empty for everybody else."""
    return g.get("csrf_token", "") or ""


def openingstijden() -> list[str]:
    """When somebody answers the telephone, in sentences of this page's language."""
    zinnen = []
    for groep in gemeente().contact.openingstijden.groepen():
        # Translated as well: on a line from right to left a dash leaves open which of the two hours comes first.
        uren = " / ".join(_("%(van)s\u2013%(tot)s", van=tijd(v.van), tot=tijd(v.tot)) for v in groep.tijden)
        if groep.eerste == groep.laatste:
            zinnen.append(_("%(dag)s: %(uren)s uur", dag=weekdag(groep.eerste), uren=uren))
        else:
            zinnen.append(
                _(
                    "%(van)s tot en met %(tot)s: %(uren)s uur",
                    van=weekdag(groep.eerste),
                    tot=weekdag(groep.laatste),
                    uren=uren,
                )
            )
    return zinnen


def weekdag(dag: int) -> str:
    """The name of a day of the week in this page's language; Monday is 0."""
    naam: str = get_locale().days["format"]["wide"][int(dag)]
    return naam
