"""Builders for what the portal sends to the werkbak: events, messages and their signatures."""

import base64
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.werkbak.handtekening import onderteken, sleutel_van

GEHEIM = "whsec_" + base64.b64encode(b"een geheim van de proef, 32 tekens").decode()
BEGIN = datetime(2026, 11, 20, 14, 3, tzinfo=UTC)
BRON = "urn:nld:oin:00000001234567890000:systeem:rustpunt"
TERMIJNEN = {"belbelofteUiterlijk": "2026-11-24", "eersteGesprekUiterlijk": "2026-12-18"}

Json = dict[str, object]


class Handklok:
    """A clock that stands still until it is moved."""

    def __init__(self, nu: datetime = BEGIN) -> None:
        self.moment = nu

    def nu(self) -> datetime:
        return self.moment

    def verder(self, **duur: float) -> None:
        """Move on by a `timedelta`: `klok.verder(days=3)`."""
        self.moment += timedelta(**duur)


def gebeurtenis(
    soort: str = "aanmelding.ontvangen",
    *,
    subject: str,
    volgnummer: int | None = 1,
    tijd: datetime = BEGIN,
    data: Mapping[str, object] | None = None,
    dringend: bool | None = None,
    **anders: object,
) -> Json:
    """Give a CloudEvent as the contract describes it; `anders` sets or (with None) leaves out any attribute."""
    event: Json = {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": BRON,
        "type": f"nl.schuldhulpverlening.{soort}",
        "subject": subject,
        "time": tijd.isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "dataschema": f"http://127.0.0.1:8000/api/v1/schemas/{soort}",
        "volgnummer": volgnummer,
        "dringend": dringend,
        "data": data if data is None else dict(data),
    } | anders
    return {naam: waarde for naam, waarde in event.items() if waarde is not None}


def aanmelding(**velden: object) -> Json:
    """Give the data of `aanmelding.ontvangen` for somebody who left a number; every field can be set."""
    return {
        "aanmeldingId": str(uuid.uuid4()),
        "startdatum": "2026-11-20",
        "ontvangenOp": "2026-11-20T14:03:00Z",
        "kanaal": "zelf",
        "taal": "nl",
        "bereikbaarheid": {"telefoon": "+31612345678"},
        "crisisinterventie": False,
        "termijnen": TERMIJNEN,
        "veiligBereikbaar": "onbekend",
        "verdacht": False,
    } | velden


def melding(**velden: object) -> Json:
    """Give a message as the portal hands it over when there is no gateway."""
    return {
        "id": str(uuid.uuid4()),
        "kanaal": "sms",
        "naar": "+31612345678",
        "onderwerp": None,
        "tekst": "We hebben je bericht. We bellen je uiterlijk di 24 nov.",
        "soort": "aanmelding",
        "taal": "nl",
        "gemaaktOp": "2026-11-20T14:05:00Z",
    } | velden


def koppen(inhoud: bytes, kenmerk: str, op: datetime = BEGIN, geheim: str = GEHEIM) -> dict[str, str]:
    """Sign a body after Standard Webhooks and give the three headers."""
    seconden = int(op.timestamp())
    return {
        "webhook-id": kenmerk,
        "webhook-timestamp": str(seconden),
        "webhook-signature": onderteken(sleutel_van(geheim), kenmerk, seconden, inhoud),
    }


def lever(werkbak: FlaskClient, event: Json, op: datetime = BEGIN, geheim: str = GEHEIM) -> TestResponse:
    """Deliver one event the way the portal's worker does."""
    inhoud = json.dumps(event).encode()
    return werkbak.post(
        "/gebeurtenissen",
        data=inhoud,
        headers=koppen(inhoud, str(event["id"]), op, geheim),
        content_type="application/cloudevents+json; charset=utf-8",
    )


def lever_melding(werkbak: FlaskClient, bericht: Json, op: datetime = BEGIN) -> TestResponse:
    """Deliver one message the way the portal's worker does."""
    inhoud = json.dumps(bericht).encode()
    return werkbak.post(
        "/meldingen", data=inhoud, headers=koppen(inhoud, str(bericht["id"]), op), content_type="application/json"
    )


def mens() -> str:
    """Give the id of a new person."""
    return str(uuid.uuid4())


def dagen_na(aantal: int) -> str:
    """Give the day so many days after BEGIN, as the contract writes it."""
    return (date(2026, 11, 20) + timedelta(days=aantal)).isoformat()
