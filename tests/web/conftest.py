"""Templates by themselves: what every page has is given, and nothing is forgiven."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portal.gemeente import Gemeenten
from tests.browser_na import controleer
from tests.conftest import PROJECT
from tests.web.bomen import HOSTIEL, MACROS, Sjabloon

TALEN = (
    SimpleNamespace(code="nl", eigen_naam="Nederlands", richting="ltr", machinevertaald=False),
    SimpleNamespace(code="ar", eigen_naam="العربية", richting="rtl", machinevertaald=True),
)


@pytest.fixture(params=[False, True], ids=["met wit", "zonder wit"])
def sjablonen(request: pytest.FixtureRequest, gemeenten: Gemeenten) -> Environment:
    """The templates with what every page has, and no forgiving of a name that is not there."""
    env = Environment(
        loader=FileSystemLoader(PROJECT / "portal/web/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=request.param,
        lstrip_blocks=request.param,
    )
    gemeente = gemeenten.van_slug("voorbeeldstad")
    env.globals.update(
        _=lambda zin, **waarden: zin % waarden if waarden else zin,
        static_url=lambda pad: f"/static/{pad}",
        url_for=lambda naam: {"toegang.snel_weg": "/nl/snel-weg", "informatie.kleur": "/nl/kleur"}[naam],
        csrf_token=lambda: "",
        datum=lambda dag: f"vrijdag {dag.day} december",
        openingstijden=lambda: ["maandag tot en met vrijdag: 09:00–17:00 uur"],
        woord=lambda code: SimpleNamespace(code=code, op_scherm="besluit", officieel="beschikking"),
        gemeente=gemeente,
        taal="nl",
        richting="ltr",
        kleur="",
        stijl=Markup("a>b{c:d}"),
        talen=TALEN,
        nu_pad="/aanmelden",
        HOSTIEL=HOSTIEL,
    )
    return env


@pytest.fixture
def maak(sjablonen: Environment) -> Sjabloon:
    """Render a call of macros, and look at it as strictly as a browser can."""
    namen = {pad.name: re.findall(r"macro (\w+)\(", pad.read_text(encoding="utf-8")) for pad in MACROS.glob("*.html")}
    imports = "".join(
        f'{{% from "web/macros/{naam}" import {macro} with context %}}'
        for naam, macros in namen.items()
        for macro in macros
        if not macro.startswith("_")
    )

    def maak(bron: str, **waarden: Any) -> str:
        html = sjablonen.from_string(imports + bron).render(**waarden)
        controleer(f"<!doctype html><title>t</title><body>{html}")
        return html

    return maak


@pytest.fixture
def pagina(sjablonen: Environment) -> Sjabloon:
    """Render a page in the frame."""

    def pagina(voor: str = "", inhoud: str = "<h1>Kop</h1>", **waarden: Any) -> str:
        kop = '{% extends "web/basis.html" %}{% set titel = "Titel" %}'
        bron = f"{kop}{voor}{{% block inhoud %}}{inhoud}{{% endblock %}}"
        html = sjablonen.from_string(bron).render(**waarden)
        controleer(html)
        return html

    return pagina
