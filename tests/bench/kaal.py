"""The bare applications we measure ourselves against: what anybody writes first with Flask.

`maak_pagina`: one page with a layout, forty translated strings and a form.
`maak_aanmelding`: one form handler that writes as many rows as a sign-up does, in one transaction.
"""

import atexit
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, redirect, render_template_string
from flask_babel import Babel
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from jinja2 import DictLoader
from sqlalchemy import ForeignKey, Text, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from werkzeug.wrappers import Response
from wtforms import BooleanField, EmailField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Length

ZINNEN: Final = 40
TABELLEN: Final = "KAAL_TABELLEN"
"""Environment: how many tables the bare handler writes one row in."""
CSRF: Final = "KAAL_CSRF"
"""Environment: when set, forms have the token that Flask-WTF gives them unless told otherwise."""

_LAYOUT: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{% block titel %}{% endblock %}</title>
<link rel="stylesheet" href="/static/style.css"></head>
<body><header><a href="/">{{ _(zinnen[0]) }}</a></header>
<main>{% block inhoud %}{% endblock %}</main>
<footer><ul>{% for zin in zinnen[1:11] %}<li><a href="/{{ loop.index }}">{{ _(zin) }}</a></li>{% endfor %}</ul></footer>
</body></html>"""
_PAGINA: Final = """{% extends "layout.html" %}
{% block titel %}{{ _(zinnen[11]) }}{% endblock %}
{% block inhoud %}<h1>{{ _(zinnen[11]) }}</h1>
{% for zin in zinnen[12:] %}<p>{{ _(zin) }}</p>{% endfor %}
<form method="post">{% for veld in form if veld.type != "CSRFTokenField" %}
<div>{{ veld.label }} {{ veld }}{% for fout in veld.errors %}<p>{{ fout }}</p>{% endfor %}</div>{% endfor %}
<button>{{ _(zinnen[12]) }}</button></form>{% endblock %}"""


class Formulier(FlaskForm):
    """As many fields as the wider form of the portal shows."""

    telefoon = TelField("Telefoon", validators=[DataRequired(), Length(max=80)])
    email = EmailField("E-mail", validators=[Length(max=254)])
    naam = StringField("Naam", validators=[Length(max=200)])
    woorden = TextAreaField("Wat wil je vertellen?", validators=[Length(max=10_000)])
    langskomen = BooleanField("Ik kom langs")


def _kale_app(naam: str) -> Flask:
    app = Flask(naam)
    app.config.update(SECRET_KEY="voor de meting", WTF_CSRF_ENABLED=bool(os.environ.get(CSRF)))
    app.add_url_rule("/livez", "livez", lambda: "ok")
    return app


def maak_pagina() -> Flask:
    """One page, rendered at every request."""
    app = _kale_app("kale_pagina")
    map = tempfile.mkdtemp(prefix="rustpunt-kaal-")
    atexit.register(shutil.rmtree, map, ignore_errors=True)
    zinnen = _vertaal(Path(map))
    app.config.update(BABEL_TRANSLATION_DIRECTORIES=map, BABEL_DEFAULT_LOCALE="en")
    Babel(app)
    app.jinja_loader = DictLoader({"layout.html": _LAYOUT, "pagina.html": _PAGINA})
    app.jinja_env.globals["_"] = _

    @app.get("/")
    def pagina() -> str:
        return app.jinja_env.get_or_select_template("pagina.html").render(form=Formulier(), zinnen=zinnen)

    return app


def _vertaal(map: Path) -> list[str]:
    """Make a compiled catalogue of forty sentences; gives the sentences."""
    zinnen = [f"Zin {nummer}: we zijn er voor je, ook als je het even niet weet." for nummer in range(ZINNEN)]
    catalogus = Catalog(locale="en")
    for zin in zinnen:
        catalogus.add(zin, zin.replace("Zin", "Sentence"))
    doel = map / "en" / "LC_MESSAGES"
    doel.mkdir(parents=True)
    with (doel / "messages.mo").open("wb") as bestand:
        write_mo(bestand, catalogus)
    return zinnen


class Basis(DeclarativeBase):
    """Tables of the bare handler."""


class _Rij:
    """A row with a key, some text and a moment, as one writes it first."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    naam: Mapped[str | None] = mapped_column(Text)
    tekst: Mapped[str | None] = mapped_column(Text)
    gemaakt_op: Mapped[datetime]


class Hoofd(_Rij, Basis):
    """The first row, that the others point to."""

    __tablename__ = "hoofd"


def _tabel(nummer: int) -> type[Any]:
    velden = {
        "__tablename__": f"deel_{nummer}",
        "__module__": __name__,
        "__annotations__": {"hoofd_id": Mapped[UUID]},
        "hoofd_id": mapped_column(ForeignKey("hoofd.id"), index=True),
    }
    return type(f"Deel{nummer}", (_Rij, Basis), velden)


def maak_aanmelding() -> Flask:
    """One form handler; the database is in `PORTAL_DATABASE_URL`."""
    app = _kale_app("kale_aanmelding")
    delen = [_tabel(nummer) for nummer in range(int(os.environ[TABELLEN]) - 1)]
    engine = create_engine(os.environ["PORTAL_DATABASE_URL"], pool_size=16, max_overflow=16)
    if engine.dialect.name == "sqlite":
        _als_de_onze(engine)
    Basis.metadata.create_all(engine)

    @app.get("/")
    def formulier() -> str:
        return str(generate_csrf())

    @app.post("/")
    def aanmelden() -> Response | tuple[str, int]:
        form = Formulier()
        if not form.validate_on_submit():
            return render_template_string("{{ form.errors }}", form=form), 422
        nu = datetime.now(UTC)
        with Session(engine) as sessie:
            hoofd = Hoofd(id=uuid4(), naam=form.naam.data, tekst=form.telefoon.data, gemaakt_op=nu)
            sessie.add(hoofd)
            sessie.flush()  # the others point to it
            sessie.add_all(
                deel(hoofd_id=hoofd.id, naam=form.email.data, tekst=form.woorden.data, gemaakt_op=nu) for deel in delen
            )
            sessie.commit()
        return redirect("/klaar", 303)

    return app


def _als_de_onze(engine: Any) -> None:
    """SQLite with the same promises: nothing that was answered is lost in a power cut."""

    @event.listens_for(engine, "connect")
    def _verbonden(verbinding: Any, _: Any) -> None:
        verbinding.isolation_level = None
        for regel in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA foreign_keys=ON",
            "PRAGMA secure_delete=ON",
            "PRAGMA cache_size=-8000",
            "PRAGMA busy_timeout=10000",
        ):
            verbinding.execute(regel)

    @event.listens_for(engine, "begin")
    def _begin(verbinding: Any) -> None:
        verbinding.exec_driver_sql("BEGIN IMMEDIATE")
