"""A stand-in for NotifyNL on loopback: judges token and body as the service documents it, and sends receipts.

https://docs.notifynl.nl/openapi-specification/send-a-message
"""

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID, uuid4

import jsonschema_rs

DIENST = "26785a09-ab16-4eb0-8407-a37497a57506"
GEHEIM = "3d844edf-8d35-48ac-975b-e847b4f122b0"
SLEUTEL = f"rustpunt-proef-{DIENST}-{GEHEIM}"
CALLBACK_TOKEN = "een-lang-genoeg-token"
SJABLONEN = {
    "7f1c0c52-5f0e-4f0b-9a35-5d1b3c8a0e11": "sms",
    "0b9b6a2e-2c6b-4f7d-8f5e-6a4d7e9c1b22": "email",
}

_GEMEEN: dict[str, Any] = {
    "template_id": {"type": "string", "format": "uuid"},
    "personalisation": {"type": "object", "additionalProperties": {"type": "string"}},
    "reference": {"type": "string", "maxLength": 1000},
}
_SCHEMAS = {
    "sms": {
        "type": "object",
        "required": ["phone_number", "template_id"],
        "properties": _GEMEEN
        | {
            "phone_number": {"type": "string", "pattern": r"^\+?[0-9]{7,15}$"},
            "sms_sender_id": {"type": "string", "format": "uuid"},
        },
        "additionalProperties": False,
    },
    "email": {
        "type": "object",
        "required": ["email_address", "template_id"],
        "properties": _GEMEEN
        | {
            "email_address": {"type": "string", "format": "email"},
            "email_reply_to_id": {"type": "string", "format": "uuid"},
        },
        "additionalProperties": False,
    },
}
_VELDEN = {"sms": {"tekst"}, "email": {"tekst", "onderwerp"}}


@dataclass(frozen=True)
class Aanvraag:
    """One message as it was asked for; `id` is the name it got here."""

    id: str
    kanaal: str
    inhoud: dict[str, Any]

    @property
    def naar(self) -> str:
        return str(self.inhoud["phone_number" if self.kanaal == "sms" else "email_address"])

    @property
    def tekst(self) -> str:
        return str(self.inhoud["personalisation"]["tekst"])

    def ontvangstbericht(self, status: str) -> dict[str, Any]:
        """The receipt that the service posts to its customer."""
        moment = "2026-11-20T09:00:00.000000Z"
        return {
            "id": self.id,
            "reference": self.inhoud.get("reference"),
            "to": self.naar,
            "status": status,
            "created_at": moment,
            "completed_at": moment,
            "sent_at": moment,
            "notification_type": self.kanaal,
            "template_id": self.inhoud["template_id"],
            "template_version": 1,
        }


@dataclass
class Rare:
    """Something else than the ordinary answer. `na_aanname`: it was taken, and the answer got lost."""

    status: int = 500
    fouten: list[dict[str, str]] = field(default_factory=list)
    verbreek: bool = False
    na_aanname: bool = False
    wacht: float = 0.0
    rauw: bytes | None = None


class NotifyDienst:
    """The service of one test; `doe` decides per message whether something odd happens."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        self.gevraagd: list[dict[str, Any]] = []
        self.aangenomen: list[Aanvraag] = []
        self.nu: Callable[[], float] = time.time
        self.doe: Callable[[dict[str, Any]], Rare | None] = lambda inhoud: None
        self.binnen = threading.Event()

    def ontvang(self, pad: str, kop: str, lichaam: bytes) -> tuple[int, bytes, bool]:
        """Status, body, and whether to break the connection off instead."""
        fout = self._token_fout(kop)
        if fout is not None:
            return *_fout(403, "AuthError", fout), False
        kanaal = pad.removeprefix("/v2/notifications/")
        inhoud = json.loads(lichaam)
        self.gevraagd.append(inhoud)
        self.binnen.set()
        raar = self.doe(inhoud)
        if raar is not None and not raar.na_aanname:
            if raar.wacht:
                time.sleep(raar.wacht)
            if raar.rauw is not None:
                return raar.status, raar.rauw, raar.verbreek
            return raar.status, json.dumps({"errors": raar.fouten}).encode(), raar.verbreek
        bezwaar = self._bezwaar(kanaal, inhoud)
        if bezwaar is not None:
            return *_fout(400, *bezwaar), False
        aanvraag = Aanvraag(str(uuid4()), kanaal, inhoud)
        self.aangenomen.append(aanvraag)
        if raar is not None:
            if raar.wacht:
                time.sleep(raar.wacht)
            return raar.status, raar.rauw or b"{}", raar.verbreek
        antwoord = {"id": aanvraag.id, "reference": inhoud.get("reference"), "content": {"body": aanvraag.tekst}}
        return 201, json.dumps(antwoord).encode(), False

    def _bezwaar(self, kanaal: str, inhoud: dict[str, Any]) -> tuple[str, str] | None:
        if kanaal not in _SCHEMAS:
            return "ValidationError", "unknown path"
        for fout in jsonschema_rs.iter_errors(_SCHEMAS[kanaal], inhoud, validate_formats=True):
            return "ValidationError", f"{'.'.join(map(str, fout.instance_path))} {fout.message}"
        if SJABLONEN.get(inhoud["template_id"]) != kanaal:
            return "BadRequestError", "Template not found"
        ontbreekt = _VELDEN[kanaal] - inhoud["personalisation"].keys()
        return ("BadRequestError", f"Missing personalisation: {', '.join(ontbreekt)}") if ontbreekt else None

    def _token_fout(self, kop: str) -> str | None:
        try:
            schema, token = kop.split(" ")
            kopdeel, inhoud, handtekening = token.split(".")
            gelezen_kop, gelezen = (json.loads(_ontcijfer(deel)) for deel in (kopdeel, inhoud))
        except ValueError:
            return "Invalid token: cannot be read"
        goed = hmac.new(GEHEIM.encode(), f"{kopdeel}.{inhoud}".encode(), hashlib.sha256).digest()
        if schema != "Bearer" or gelezen_kop != {"typ": "JWT", "alg": "HS256"}:
            return "Invalid token: algorithm used is not HS256"
        if UUID(gelezen["iss"]) != UUID(DIENST) or not hmac.compare_digest(goed, _ontcijfer(handtekening)):
            return "Invalid token: signature, api token not found"
        if abs(self.nu() - gelezen["iat"]) > 30:
            return "Error: Your system clock must be accurate to within 30 seconds"
        return None


def _ontcijfer(deel: str) -> bytes:
    if "=" in deel:
        raise ValueError("base64url in a token has no padding")
    return base64.urlsafe_b64decode(deel + "=" * (-len(deel) % 4))


def _fout(status: int, soort: str, tekst: str) -> tuple[int, bytes]:
    return status, json.dumps({"status_code": status, "errors": [{"error": soort, "message": tekst}]}).encode()


@contextmanager
def notify_dienst() -> Iterator[NotifyDienst]:
    """Run the service on a free port of loopback."""

    class Afhandeling(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            lichaam = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, antwoord, verbreek = dienst.ontvang(self.path, self.headers.get("Authorization", ""), lichaam)
            if verbreek:
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            self.send_response_only(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(antwoord)))
            self.end_headers()
            self.wfile.write(antwoord)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # somebody who hangs up is part of the game

    server = Server(("127.0.0.1", 0), Afhandeling)
    dienst = NotifyDienst(server)
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    draad.start()
    try:
        yield dienst
    finally:
        server.shutdown()
        server.server_close()
        draad.join()
