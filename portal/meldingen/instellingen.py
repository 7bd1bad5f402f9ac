"""Which service sends the messages of one gemeente: read from its settings, and judged."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

from portal.config import Instellingen, OnjuisteInstelling, is_loopback
from portal.gemeente import OPVALLENDE_WOORDEN, Gemeente
from portal.meldingen.kanalen.notifynl import OnjuisteSleutel, Sleutel
from portal.meldingen.kanalen.smtp import Server

_MAIL: Final = "PORTAL_SMTP_URL: give smtp://user:password@host:587 or smtps://user:password@host:465"
_MINSTE_TEKENS: Final = 10
"""Of the callback token; NotifyNL itself asks no less."""


@dataclass(frozen=True, slots=True)
class Notify:
    """How NotifyNL is reached for one gemeente."""

    url: str
    sleutel: Sleutel


def notify_van(gemeente: Gemeente, instellingen: Instellingen) -> Notify | None:
    """Give the account at NotifyNL, or None when none is set. Raises `OnjuisteInstelling`."""
    url = _waarde(gemeente, instellingen, "NOTIFYNL_URL")
    sleutel = _waarde(gemeente, instellingen, "NOTIFYNL_KEY")
    if not url and not sleutel:
        return None
    if not url or not sleutel:
        raise OnjuisteInstelling("PORTAL_NOTIFYNL_URL and PORTAL_NOTIFYNL_KEY: give both, or neither.")
    delen = _delen(url)
    if delen is None or delen.scheme not in ("https", "http") or delen.username is not None or delen.query:
        raise OnjuisteInstelling(f"PORTAL_NOTIFYNL_URL is {url!r}: give an address such as https://api.notifynl.nl.")
    if delen.scheme == "http" and not is_loopback(delen.hostname or ""):
        raise OnjuisteInstelling("PORTAL_NOTIFYNL_URL is plain http on another host: use https.")
    try:
        return Notify(url, Sleutel.van(sleutel))
    except OnjuisteSleutel as fout:
        raise OnjuisteInstelling(f"PORTAL_NOTIFYNL_KEY of {gemeente.slug} cannot be used: {fout}.") from None


def callback_token(gemeente: Gemeente, instellingen: Instellingen) -> str | None:
    """Give the token that delivery receipts come with; None when they are not taken. Raises `OnjuisteInstelling`."""
    token = _waarde(gemeente, instellingen, "NOTIFYNL_CALLBACK_TOKEN")
    if token and len(token) < _MINSTE_TEKENS:
        raise OnjuisteInstelling(f"PORTAL_NOTIFYNL_CALLBACK_TOKEN: give at least {_MINSTE_TEKENS} characters.")
    return token or None


def mailserver_van(gemeente: Gemeente, instellingen: Instellingen) -> Server | None:
    """Give the mail server, or None when none is set. Raises `OnjuisteInstelling`, which repeats no password."""
    url = _waarde(gemeente, instellingen, "SMTP_URL")
    if not url:
        return None
    delen = _delen(url)
    if delen is None or delen.scheme not in ("smtp", "smtps") or delen.path.strip("/") or delen.query:
        raise OnjuisteInstelling(f"{_MAIL}.")
    gebruiker, wachtwoord = (unquote(deel) if deel else None for deel in (delen.username, delen.password))
    if not ((gebruiker or "") + (wachtwoord or "")).isascii() or bool(gebruiker) != bool(wachtwoord):
        raise OnjuisteInstelling(f"{_MAIL}; user and password in ASCII, and both or neither.")
    begin = delen.scheme == "smtps"
    host = delen.hostname or ""
    return Server(
        host=host,
        port=delen.port or (465 if begin else 587 if gebruiker else 25),
        tls_vanaf_begin=begin,
        plat_mag=is_loopback(host),
        gebruiker=gebruiker,
        wachtwoord=wachtwoord,
    )


def afzender_van(gemeente: Gemeente, instellingen: Instellingen) -> str:
    """Give the address that e-mail comes from. Raises `OnjuisteInstelling`.

    PORTAL_SMTP_FROM, or else the gemeente's own address, unless that tells a bystander what it is about.
    """
    gegeven = _waarde(gemeente, instellingen, "SMTP_FROM")
    adres = gegeven or gemeente.contact.email
    if not gegeven and OPVALLENDE_WOORDEN.search(adres.partition("@")[0]):
        adres = f"bericht@{adres.partition('@')[2]}"
    try:
        gelezen = validate_email(adres, check_deliverability=False, test_environment=True).ascii_email
    except EmailNotValidError:
        gelezen = None
    if gelezen is None or OPVALLENDE_WOORDEN.search(gelezen):
        raise OnjuisteInstelling(
            f"PORTAL_SMTP_FROM of {gemeente.slug}: give one e-mail address that does not tell what it is about."
        )
    return gelezen


def _waarde(gemeente: Gemeente, instellingen: Instellingen, naam: str) -> str:
    """The gemeente's own setting, or that of the installation."""
    eigen = instellingen.van_gemeente(gemeente.slug, naam)
    return (eigen or instellingen.per_gemeente.get(f"PORTAL_{naam}") or "").strip()


def _delen(url: str) -> SplitResult | None:
    """Take an address apart; None for what is none."""
    try:
        delen = urlsplit(url)
        heel = bool(delen.hostname) and delen.port != 0 and url.isprintable() and " " not in url
    except ValueError:
        return None
    return delen if heel else None
