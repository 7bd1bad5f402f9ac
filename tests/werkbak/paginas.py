"""Reading the werkbak's pages: parsed strictly, and looked at as a reader would."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HTML = "{http://www.w3.org/1999/xhtml}"


class Pagina:
    """One page, which has to be valid HTML."""

    def __init__(self, antwoord: TestResponse) -> None:
        self.status = antwoord.status_code
        self.bron = antwoord.get_data(as_text=True)
        self.boom: Element = html5lib.HTMLParser(strict=True).parse(self.bron)

    @property
    def tekst(self) -> str:
        """The text of the main part, with single spaces."""
        return tekst_van(next(self.boom.iter(f"{HTML}main")))

    def alle(self, naam: str, klasse: str = "") -> list[Element]:
        """Give all elements of this name, and class when asked, in document order."""
        return [e for e in self.boom.iter(f"{HTML}{naam}") if not klasse or klasse in e.get("class", "").split()]

    def veld(self, naam: str) -> str:
        """Give the value of the first form field of this name."""
        return next(e.get("value", "") for e in self.alle("input") if e.get("name") == naam)

    def namen(self) -> list[str]:
        """Give the people on a worklist, from top to bottom."""
        return [tekst_van(h2) for h2 in self.alle("h2")]


def tekst_van(element: Element) -> str:
    return re.sub(r"\s+", " ", " ".join(element.itertext())).strip()


def open_pagina(client: FlaskClient, adres: str) -> Pagina:
    """Ask for a page as a browser does."""
    return Pagina(client.get(adres))


def noteer(client: FlaskClient, subject: str, soort: str, tekst: str = "", **anders: str) -> TestResponse:
    """Open a person's page and send its form with one of the buttons; `anders` changes hidden fields."""
    pagina = open_pagina(client, f"/mensen/{subject}")
    velden = {naam: pagina.veld(naam) for naam in ("formuliertoken", "eenmalig", "gezien_tot")}
    return client.post(f"/mensen/{subject}/handelingen", data=velden | {"soort": soort, "tekst": tekst} | anders)


def velden_van(pagina: Pagina, actie: str) -> dict[str, list[str]]:
    """Give the fields of the form that goes to `actie`, as a browser would send them untouched."""
    (form,) = [form for form in pagina.alle("form") if form.get("action") == actie]
    velden: dict[str, list[str]] = {}
    for veld in form.iter():
        naam, soort = veld.get("name"), veld.tag.removeprefix(HTML)
        if not naam or soort == "button":
            continue
        if soort == "input" and (veld.get("type") not in ("checkbox", "radio") or veld.get("checked") is not None):
            velden.setdefault(naam, []).append(veld.get("value", ""))
        elif soort == "textarea":
            velden.setdefault(naam, []).append((veld.text or "").removeprefix("\n"))
        elif soort == "select":
            keuzes = list(veld.iter(f"{HTML}option"))
            gekozen = [keuze for keuze in keuzes if keuze.get("selected") is not None] or keuzes[:1]
            velden.setdefault(naam, []).append(gekozen[0].get("value", ""))
    return velden


def verstuur(
    client: FlaskClient, pagina: Pagina, actie: str, anders: Mapping[str, str | list[str]] | None = None
) -> TestResponse:
    """Send the form of this page that goes to `actie`, with some fields filled in otherwise."""
    return client.post(actie, data={**velden_van(pagina, actie), **(anders or {})})


def meldingen(pagina: Pagina) -> list[str]:
    """Give what the page says about what was just done."""
    return [tekst_van(p) for p in pagina.alle("p", "mel") if p.get("role") == "status"]


def vreemd(pagina: Pagina) -> list[str]:
    """Give what is on a page that no template of ours put there: scripts, handlers, frames, ways to elsewhere."""
    gevonden = []
    for element in pagina.boom.iter():
        naam = str(element.tag).removeprefix(HTML)
        if naam in ("script", "iframe", "base", "object", "embed"):
            gevonden.append(naam)
        gevonden += [attribuut for attribuut in element.attrib if attribuut.startswith(("on", "hx-"))]
        gevonden += [
            f"{naam} {doel}"
            for attribuut in ("href", "src", "action", "formaction")
            if (doel := element.get(attribuut)) is not None
            and not doel.startswith(("/", "#", "tel:", "mailto:", "data:,"))
        ]
    return gevonden
