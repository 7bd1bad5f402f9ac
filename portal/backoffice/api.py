"""The API as a whole: its routes, its version on every answer, its contract."""

from flask import Flask, Response

from portal.backoffice.document import Contract
from portal.backoffice.invoer import SLEUTEL, contract
from portal.backoffice.routes import afspraken, beschrijving, gebeurtenissen, inwoners
from portal.web.probleem import is_voor_machines


def init_app(app: Flask) -> None:
    """Open the door for machines. Raises `OnbekendTrefwoord` when the document promises too much."""
    app.extensions[SLEUTEL] = Contract()
    for blueprint in (gebeurtenissen.bp, inwoners.bp, afspraken.bp, beschrijving.bp):
        app.register_blueprint(blueprint)

    @app.after_request
    def _versie(antwoord: Response) -> Response:
        if is_voor_machines():
            antwoord.headers["API-Version"] = contract().versie
            antwoord.headers["Cache-Control"] = "no-store"
        return antwoord
