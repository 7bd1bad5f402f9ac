"""What a machine reads when something is not right: problem+json (RFC 9457).

With `status`, `title` and `detail` always there, as the NLGov REST API Design Rules ask.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Final

from flask import Response, request

API_PAD: Final = "/api/"
"""Below this path only machines ask."""

_MEEGEVEN: Final = ("Allow", "Retry-After", "WWW-Authenticate")
_DETAIL: Final = {
    400: "Het verzoek is zo niet te lezen.",
    401: "Hier is een token nodig, in de header Authorization: Bearer rp_….",
    403: "Dit token mag dit niet.",
    404: "Dit is er niet, of niet voor de gemeente van dit token.",
    405: "Deze methode kan hier niet. De header Allow zegt welke wel.",
    409: "Dit kan nu niet.",
    410: "Dit is er niet meer.",
    413: "Het verzoek is te groot.",
    415: "Stuur application/json.",
    429: "Het is te druk. Probeer het later opnieuw, zoals de header Retry-After zegt.",
    503: "De opslag is nu niet te bereiken. Probeer het later opnieuw, zoals de header Retry-After zegt.",
}
_HIER: Final = "Aan deze kant ging iets mis. Het staat in het logboek."


def is_voor_machines() -> bool:
    """Whether this request is for the API: no language, no cookies, no pages."""
    return request.path.startswith(API_PAD)


def probleem(
    status: int,
    detail: str | None = None,
    *,
    fouten: Sequence[Mapping[str, str]] = (),
    koppen: Iterable[tuple[str, str]] = (),
) -> Response:
    """Make the answer for one status. `detail` is a Dutch sentence for who builds on the API.

    `fouten` is everything that is wrong with the input. Of `koppen` only those that
    belong to the status go along.
    """
    inhoud: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or _DETAIL.get(status, _HIER),
    }
    if fouten:
        inhoud["fouten"] = [dict(fout) for fout in fouten]
    # ASCII: what was sent may hold halves of characters, and is named in `fouten`.
    antwoord = Response(json.dumps(inhoud), status, mimetype="application/problem+json")
    if status in (429, 503):
        antwoord.headers["Retry-After"] = "30"
    for naam, waarde in koppen:
        if naam in _MEEGEVEN:
            antwoord.headers[naam] = waarde
    return antwoord
