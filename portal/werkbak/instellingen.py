"""What the werkbak is told by its environment."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from portal.werkbak.handtekening import OnjuistGeheim, sleutel_van

MINIMALE_LENGTE_WACHTWOORD = 12
GEHEIMBESTAND = "backoffice_secret"
MEESTE_BEWAARDAGEN = 3660
"""Ten years: nobody keeps people longer than that by accident."""


class OnjuisteWerkbakInstelling(Exception):
    """A setting the werkbak cannot start with; the message is one line for whoever starts it."""


@dataclass(frozen=True)
class WerkbakInstellingen:
    """The settings of one werkbak. Secrets stay out of the representation, and so out of every log."""

    var_dir: Path
    host: str
    port: int
    portal_url: str
    """Base URL at which people find the portal (PORTAL_BASE_URL), without a slash at the end; it is on the card."""
    api_url: str
    """Base URL at which the werkbak itself reaches the portal; the same, unless there is a shorter way."""
    token: str | None = field(repr=False)
    """API token for the portal; without it, data that the portal keeps back cannot be fetched."""
    webhook_secrets: tuple[str, ...] = field(repr=False)
    """Secrets (`whsec_…`) that a delivery may be signed with; several while they are being rotated."""
    wachtwoord: str | None = field(repr=False)
    """The one password of the login; None means no login, which is only possible on loopback."""
    bewaardagen: int
    """Days after the last sign of somebody that they are wiped here."""
    telefoon: str | None
    """The number for on the card with a code; with `openingstijden`. Without it the card has none."""
    openingstijden: str | None


def lees_werkbak_instellingen(omgeving: Mapping[str, str]) -> WerkbakInstellingen:
    """Read the settings from environment variables.

    Raises OnjuisteWerkbakInstelling with one clear line when the werkbak should not start with them.
    """
    var_dir = Path(omgeving.get("PORTAL_VAR_DIR") or "var")
    host = omgeving.get("PORTAL_WERKBAK_HOST") or "127.0.0.1"
    wachtwoord = omgeving.get("PORTAL_WERKBAK_WACHTWOORD") or None
    if wachtwoord is None and not is_loopback(host):
        raise OnjuisteWerkbakInstelling(
            f"PORTAL_WERKBAK_WACHTWOORD ontbreekt: op {host} kan ieder op het netwerk bij de werkbak, "
            "dus is een wachtwoord nodig."
        )
    if wachtwoord is not None and len(wachtwoord) < MINIMALE_LENGTE_WACHTWOORD:
        raise OnjuisteWerkbakInstelling(
            f"PORTAL_WERKBAK_WACHTWOORD is te kort: neem minstens {MINIMALE_LENGTE_WACHTWOORD} tekens."
        )
    portaal = omgeving.get("PORTAL_BASE_URL") or f"http://127.0.0.1:{omgeving.get('PORTAL_PORT') or '8000'}"
    return WerkbakInstellingen(
        var_dir=var_dir,
        host=host,
        port=_poort(omgeving.get("PORTAL_WERKBAK_PORT") or "8010"),
        portal_url=_adres("PORTAL_BASE_URL", portaal),
        api_url=_adres("PORTAL_WERKBAK_PORTAAL", omgeving.get("PORTAL_WERKBAK_PORTAAL") or portaal),
        token=omgeving.get("PORTAL_WERKBAK_TOKEN") or None,
        webhook_secrets=_geheimen(omgeving.get("PORTAL_BACKOFFICE_SECRET", ""), var_dir / GEHEIMBESTAND),
        wachtwoord=wachtwoord,
        bewaardagen=_dagen(omgeving.get("PORTAL_WERKBAK_BEWAARDAGEN") or "90"),
        telefoon=omgeving.get("PORTAL_WERKBAK_TELEFOON") or None,
        openingstijden=omgeving.get("PORTAL_WERKBAK_OPENINGSTIJDEN") or None,
    )


def is_loopback(host: str) -> bool:
    """Tell whether this name or address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _poort(tekst: str) -> int:
    poort = int(tekst) if tekst.isascii() and tekst.isdigit() else -1
    if not 0 <= poort <= 65535:
        raise OnjuisteWerkbakInstelling(f"PORTAL_WERKBAK_PORT is geen poortnummer: {tekst!r}.")
    return poort


def _dagen(tekst: str) -> int:
    dagen = int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) <= 4 else 0
    if not 1 <= dagen <= MEESTE_BEWAARDAGEN:
        raise OnjuisteWerkbakInstelling(
            f"PORTAL_WERKBAK_BEWAARDAGEN is geen aantal dagen van 1 tot en met {MEESTE_BEWAARDAGEN}: {tekst!r}."
        )
    return dagen


def _adres(naam: str, url: str) -> str:
    try:
        delen = urlsplit(url)
        bruikbaar = (
            delen.scheme in ("http", "https") and bool(delen.hostname) and not delen.query and not delen.fragment
        )
    except ValueError:
        bruikbaar = False
    if not bruikbaar:
        raise OnjuisteWerkbakInstelling(f"{naam} is geen adres van het portaal: schrijf het als http://127.0.0.1:8000.")
    return url.rstrip("/")


def _geheimen(uit_omgeving: str, bestand: Path) -> tuple[str, ...]:
    bron = "PORTAL_BACKOFFICE_SECRET"
    geheimen = tuple(uit_omgeving.split())
    if not geheimen:
        bron = str(bestand)
        try:
            geheimen = tuple(bestand.read_text(encoding="ascii").split())
        except FileNotFoundError:
            geheimen = ()
        except (OSError, UnicodeDecodeError) as fout:
            raise OnjuisteWerkbakInstelling(f"{bron} is niet te lezen: {type(fout).__name__}.") from fout
    if not geheimen:
        raise OnjuisteWerkbakInstelling(
            "Er is geen webhookgeheim: zet PORTAL_BACKOFFICE_SECRET, of voer eerst 'portal migrate' uit: "
            f"dat maakt {bestand}."
        )
    for geheim in geheimen:
        try:
            sleutel_van(geheim)
        except OnjuistGeheim as fout:
            raise OnjuisteWerkbakInstelling(f"In {bron} staat een webhookgeheim dat niet klopt: {fout}.") from fout
    return geheimen
