"""Which destination serves which gemeente, by the settings."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from portal.clock import Klok
from portal.config import Instellingen, OnjuisteInstelling, is_loopback
from portal.gemeente import Gemeente, Gemeenten
from portal.outbox.bestemmingen.bestemming import Bericht, Bestemming
from portal.outbox.bestemmingen.handtekening import OnjuistGeheim, sleutel_van
from portal.outbox.bestemmingen.map import Map
from portal.outbox.bestemmingen.ophalen import Ophalen
from portal.outbox.bestemmingen.verbinding import Doel
from portal.outbox.bestemmingen.webhook import Webhook
from portal.outbox.cloudevents import INHOUDSTYPE, Envelop
from portal.outbox.service import BACKOFFICE

Adres = tuple[str, str]
"""A gemeente's slug and the name of a destination."""

Route = Bestemming | Ophalen | None
"""How events of one address leave; None when no way is set, and then they wait."""

GEHEIMBESTAND: Final = "backoffice_secret"
"""In the var folder: what portal and werkbak on one machine share, made with the keys."""

_MAPVOORVOEGSEL: Final = "file:"


def routes(gemeenten: Gemeenten, instellingen: Instellingen, ware_tijd: Klok) -> Mapping[Adres, Route]:
    """Give the way to every backoffice; messages to people have ways of their own.

    Raises `OnjuisteInstelling` for one that cannot work.
    `ware_tijd` dates the signatures: receivers compare it with their own clock.
    """
    wegen: dict[Adres, Route] = {}
    for gemeente in gemeenten:
        wegen[gemeente.slug, BACKOFFICE] = _backoffice(gemeente, instellingen, ware_tijd)
    return wegen


def wordt_opgehaald(gemeente: Gemeente, instellingen: Instellingen) -> bool:
    """Whether the backoffice of this gemeente fetches its events itself."""
    return not _backoffice_url(gemeente, instellingen)


def envelop_van(gemeente: Gemeente, instellingen: Instellingen) -> Envelop:
    """Give the envelope that the events of this gemeente get, pushed or fetched."""
    return Envelop(gemeente, instellingen.base_url)


def _backoffice_url(gemeente: Gemeente, instellingen: Instellingen) -> str:
    eigen = instellingen.van_gemeente(gemeente.slug, "BACKOFFICE_URL")
    return eigen or instellingen.backoffice_url


def _backoffice(gemeente: Gemeente, instellingen: Instellingen, ware_tijd: Klok) -> Route:
    url = _backoffice_url(gemeente, instellingen)
    envelop = envelop_van(gemeente, instellingen)
    if not url:
        return Ophalen()
    if url.startswith(_MAPVOORVOEGSEL):
        return Map(_folder(url), envelop)
    return Webhook(
        _doel(url, instellingen),
        _sleutels(gemeente, instellingen),
        envelop.lichaam,
        INHOUDSTYPE,
        ware_tijd,
    )


def naar_werkbak(gemeente: Gemeente, instellingen: Instellingen, ware_tijd: Klok) -> Webhook | None:
    """Where messages are shown while no service is set that sends them; None without a werkbak."""
    if not instellingen.werkbak_url:
        return None
    return Webhook(
        _doel(f"{instellingen.werkbak_url}/meldingen", instellingen),
        _sleutels(gemeente, instellingen),
        _als_opgenomen,
        "application/json; charset=utf-8",
        ware_tijd,
    )


def _als_opgenomen(bericht: Bericht) -> bytes:
    """A message to the werkbak is sent just as it was recorded."""
    return (bericht.payload or "{}").encode()


def _folder(url: str) -> Path:
    """Read `file:<folder>`, also written as `file:///<folder>`."""
    pad = url.removeprefix(_MAPVOORVOEGSEL)
    if pad.startswith("//"):
        pad = urlsplit(url).path
    if not pad:
        raise OnjuisteInstelling(f"PORTAL_BACKOFFICE_URL is {url!r}: name a folder after file:.")
    return Path(pad).resolve()


def _doel(url: str, instellingen: Instellingen) -> Doel:
    hier = instellingen.ontwikkeling and is_loopback(urlsplit(url).hostname or "")
    try:
        return Doel.van_url(url, mag_prive=hier or instellingen.private_destinations)
    except ValueError:
        raise OnjuisteInstelling(f"{url!r} is no address to send to: its host name or port cannot be.") from None


def _sleutels(gemeente: Gemeente, instellingen: Instellingen) -> list[bytes]:
    eigen = instellingen.van_gemeente(gemeente.slug, "BACKOFFICE_SECRET")
    geheimen = tuple((eigen or "").split()) or instellingen.backoffice_secrets
    if not geheimen and instellingen.ontwikkeling:
        geheimen = _geheimen_van_deze_machine(instellingen)
    if not geheimen:
        raise OnjuisteInstelling(
            f"PORTAL_BACKOFFICE_SECRET is missing for {gemeente.slug}: what is sent has to be signed (whsec_…)."
        )
    try:
        return [sleutel_van(geheim) for geheim in geheimen]
    except OnjuistGeheim as fout:
        raise OnjuisteInstelling(f"PORTAL_BACKOFFICE_SECRET of {gemeente.slug} cannot be used: {fout}.") from None


def _geheimen_van_deze_machine(instellingen: Instellingen) -> tuple[str, ...]:
    try:
        return tuple((instellingen.var_dir / GEHEIMBESTAND).read_text().split())
    except FileNotFoundError:
        return ()
