"""The whole chain: a real portal that listens, a werkbak with a token for it, and what goes between them."""

import re
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.backoffice.service import alle_tokens, trek_in
from portal.db.databank import ALLE
from portal.omgeving import Omgeving
from portal.outbox.posities import geef_posities
from tests.browser_na import StrengeClient, formulier
from tests.werkbak.bouwers import Json, lever
from tests.werkbak.paginas import Pagina, open_pagina, tekst_van, verstuur

STAD = "voorbeeldstad"


class Keten:
    """A portal, a counsellor's browser at the werkbak, and the people of the portal."""

    def __init__(self, omgeving: Omgeving, portaal: Flask, werkbak: FlaskClient, token: str) -> None:
        self._omgeving = omgeving
        self._portaal = portaal
        self._token = token
        self._na = ""
        self.werkbak = werkbak

    def api(self, methode: str, pad: str, **wat: Any) -> Json:
        """Ask the API of the portal what another system would ask."""
        antwoord: TestResponse = self._portaal.test_client().open(
            f"/api/v1{pad}", method=methode, headers={"Authorization": f"Bearer {self._token}"}, **wat
        )
        assert antwoord.status_code == 200, antwoord.text
        gelezen: Json = antwoord.get_json()
        return gelezen

    def inwoner(self, subject: str) -> Json:
        """Give what the portal holds about one person."""
        return self.api("GET", f"/inwoners/{subject}")

    def breng(self) -> list[Json]:
        """Bring every new event of the portal to the werkbak, signed, as the worker does."""
        with self._omgeving.databank.schrijven(ALLE) as sessie:
            geef_posities(sessie, STAD)
        deel = self.api("GET", "/gebeurtenissen", query_string={"na": self._na})
        events = deel["gebeurtenissen"]
        assert isinstance(events, list)
        self._na = str(deel["volgende"])
        for event in events:
            assert lever(self.werkbak, event).status_code == 200
        return events

    def meld_aan(self, **velden: str | list[str]) -> tuple[str, str]:
        """Sign somebody up in the werkbak; gives the id and the code on the card."""
        antwoord = verstuur(self.werkbak, open_pagina(self.werkbak, "/aanmelden"), "/aanmelden", velden)
        assert antwoord.status_code == 200, antwoord.text
        pagina = Pagina(antwoord)
        self.breng()
        return subject_in(pagina), code_in(pagina)

    def telefoon(self, code: str) -> tuple[StrengeClient, str]:
        """Come back with this code on a phone; gives the phone, and what it shows first."""
        telefoon = self._portaal.test_client()
        assert isinstance(telefoon, StrengeClient)
        velden = formulier(telefoon.get("/nl/verder").text, "/verder")
        antwoord = telefoon.post("/nl/verder", data={**velden, "code": code}, follow_redirects=True)
        return telefoon, antwoord.text

    def trek_token_in(self) -> None:
        """The operator takes the token back."""
        with self._omgeving.databank.schrijven(ALLE) as sessie:
            for token in alle_tokens(sessie):
                trek_in(sessie, token.id, self._omgeving.klok.nu())


def subject_in(pagina: Pagina) -> str:
    """Give the person that a page with a code links to."""
    (subject,) = {m[1] for m in re.finditer(r'href="/mensen/([0-9a-f-]{36})"', pagina.bron)}
    return str(UUID(subject))


def code_in(pagina: Pagina) -> str:
    """Give the code on the card, as sixteen digits."""
    (code,) = pagina.alle("p", "code")
    groepen = tekst_van(code).split()
    assert [len(groep) for groep in groepen] == [4, 4, 4, 4]
    return "".join(groepen)
