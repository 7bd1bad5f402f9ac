"""The moment somebody is in: the cookie, and on to where they were going."""

from flask import g, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.toegang.koek import csrf_van, zet_koek
from portal.toegang.terugweg import Terugweg


def laat_binnen(nummer: str, terugweg: Terugweg) -> Response:
    """Give the browser its new session; what was typed before is one tap from being sent."""
    doel = terugweg.doel(url_for("mijn.vandaag"))
    antwoord: Response
    if terugweg.bewaard:
        g.csrf_token = csrf_van(nummer)
        antwoord = make_response(
            render_template("toegang/welkom_terug.html", naar=doel, bewaard=list(terugweg.bewaard))
        )
    else:
        antwoord = redirect(doel, 303)
    zet_koek(antwoord, nummer)
    return antwoord
