"""Settings of one installation, read once from the environment.

Every setting has a default that is safe on one machine. What is wrong is
said in one clear line (`OnjuisteInstelling`) and nothing starts.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from portal.clock import AMSTERDAM

PROJECTMAP = Path(__file__).resolve().parent.parent


class OnjuisteInstelling(Exception):
    """A setting that cannot work; the message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Instellingen:
    """What an operator chose for this installation; see the README for each."""

    var_dir: Path
    content_dir: Path
    static_dir: Path
    translations_dir: Path
    database_url: str
    secret_keys: str | None
    encryption_keys: str | None
    base_url: str
    host: str
    port: int
    trusted_proxies: tuple[str, ...]
    backoffice_url: str
    backoffice_secrets: tuple[str, ...]
    werkbak_url: str
    metrics_token: str | None
    threads: int
    processes: int
    now: datetime | None
    per_gemeente: Mapping[str, str]
    private_destinations: bool

    @property
    def ontwikkeling(self) -> bool:
        """Development means exactly: the base URL is on loopback."""
        return is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file on this machine."""
        return self.database_url.startswith("sqlite")

    def van_gemeente(self, slug: str, naam: str) -> str | None:
        """Setting `PORTAL_<SLUG>_<NAAM>` of one gemeente among several, or None."""
        return self.per_gemeente.get(f"PORTAL_{slug.upper().replace('-', '_')}_{naam}")


def is_loopback(host: str) -> bool:
    """Whether this host name is the machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def lees_instellingen(omgeving: Mapping[str, str]) -> Instellingen:
    """Read and judge every setting.

    Raises `OnjuisteInstelling` with the first thing that cannot work.
    """
    var_dir = Path(omgeving.get("PORTAL_VAR_DIR") or "var").resolve()
    host = omgeving.get("PORTAL_HOST") or "127.0.0.1"
    port = _getal(omgeving, "PORTAL_PORT", 8000, 1, 65535)
    base_url = (omgeving.get("PORTAL_BASE_URL") or "").rstrip("/")
    if not base_url:
        if not is_loopback(host):
            raise OnjuisteInstelling(
                f"PORTAL_HOST is {host}, which others can reach, but PORTAL_BASE_URL is not set: "
                "give the public https address of the portal."
            )
        base_url = f"http://{host}:{port}"
    database_url = omgeving.get("PORTAL_DATABASE_URL") or f"sqlite:///{var_dir / 'portal.db'}"
    if database_url.startswith(("postgresql://", "postgres://")):
        database_url = "postgresql+psycopg://" + database_url.split("://", 1)[1]
    content_dir = omgeving.get("PORTAL_CONTENT_DIR")
    instellingen = Instellingen(
        var_dir=var_dir,
        content_dir=Path(content_dir).resolve() if content_dir else PROJECTMAP / "content",
        static_dir=PROJECTMAP / "static",
        translations_dir=PROJECTMAP / "translations",
        database_url=database_url,
        secret_keys=omgeving.get("PORTAL_SECRET_KEYS") or None,
        encryption_keys=omgeving.get("PORTAL_ENCRYPTION_KEYS") or None,
        base_url=base_url,
        host=host,
        port=port,
        trusted_proxies=tuple((omgeving.get("PORTAL_TRUSTED_PROXIES") or "").split()),
        backoffice_url=omgeving.get("PORTAL_BACKOFFICE_URL") or "",
        backoffice_secrets=tuple((omgeving.get("PORTAL_BACKOFFICE_SECRET") or "").split()),
        werkbak_url=(omgeving.get("PORTAL_WERKBAK_URL") or "").rstrip("/"),
        metrics_token=omgeving.get("PORTAL_METRICS_TOKEN") or None,
        threads=_getal(omgeving, "PORTAL_THREADS", 8, 1, 256),
        processes=_getal(omgeving, "PORTAL_PROCESSES", 0, 0, 64),
        now=_moment(omgeving),
        per_gemeente={k: v for k, v in omgeving.items() if k.startswith("PORTAL_") and v},
        private_destinations=omgeving.get("PORTAL_PRIVATE_DESTINATIONS", "") == "1",
    )
    _beoordeel(instellingen)
    return instellingen


def _getal(omgeving: Mapping[str, str], naam: str, standaard: int, laagst: int, hoogst: int) -> int:
    tekst = (omgeving.get(naam) or "").strip()
    if not tekst:
        return standaard
    if not tekst.isascii() or not tekst.isdigit() or not laagst <= int(tekst) <= hoogst:
        raise OnjuisteInstelling(f"{naam} is {tekst!r}: give a whole number from {laagst} to {hoogst}.")
    return int(tekst)


def _moment(omgeving: Mapping[str, str]) -> datetime | None:
    tekst = omgeving.get("PORTAL_NOW")
    if not tekst:
        return None
    try:
        moment = datetime.fromisoformat(tekst)
    except ValueError:
        raise OnjuisteInstelling(f"PORTAL_NOW is {tekst!r}: give a moment such as 2026-12-24T10:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)


def _beoordeel(i: Instellingen) -> None:
    soort = urlsplit(i.base_url)
    if soort.scheme not in ("http", "https") or not soort.hostname:
        raise OnjuisteInstelling(
            f"PORTAL_BASE_URL is {i.base_url!r}: give an address such as https://hulp.gemeente.nl."
        )
    if not i.ontwikkeling and soort.scheme != "https":
        raise OnjuisteInstelling(f"PORTAL_BASE_URL is {i.base_url!r}: outside this machine it has to be https.")
    if not i.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise OnjuisteInstelling("PORTAL_DATABASE_URL: only sqlite:///<file> and postgresql://… are supported.")
    if not i.is_sqlite and not i.ontwikkeling and not (i.secret_keys and i.encryption_keys):
        raise OnjuisteInstelling(
            "The database is not local: give PORTAL_SECRET_KEYS and PORTAL_ENCRYPTION_KEYS, "
            "so that every machine has the same keys."
        )
    if i.now is not None and not i.ontwikkeling:
        raise OnjuisteInstelling(
            "PORTAL_NOW is for trying out dates on this machine; remove it, "
            f"or put PORTAL_BASE_URL ({i.base_url}) on loopback."
        )
    if not i.content_dir.is_dir():
        raise OnjuisteInstelling(f"PORTAL_CONTENT_DIR: there is no folder {i.content_dir}.")
    for proxy in i.trusted_proxies:
        try:
            ipaddress.ip_network(proxy, strict=False)
        except ValueError:
            raise OnjuisteInstelling(f"PORTAL_TRUSTED_PROXIES: {proxy!r} is not an address or network.") from None
    _beoordeel_backoffice(i)


def _beoordeel_backoffice(i: Instellingen) -> None:
    for naam, url in [("PORTAL_BACKOFFICE_URL", i.backoffice_url)] + [
        (k, v) for k, v in i.per_gemeente.items() if k.endswith("_BACKOFFICE_URL")
    ]:
        if not url or url.startswith("file:"):
            continue
        soort = urlsplit(url)
        if soort.scheme not in ("http", "https") or not soort.hostname:
            raise OnjuisteInstelling(
                f"{naam} is {url!r}: give an https address, file:<folder>, or leave it empty "
                "for a backoffice that fetches."
            )
        if soort.scheme == "http" and not is_loopback(soort.hostname) and not i.ontwikkeling:
            raise OnjuisteInstelling(f"{naam} is plain http on another host: use https.")
    for geheim in i.backoffice_secrets:
        if not geheim.startswith("whsec_"):
            raise OnjuisteInstelling("PORTAL_BACKOFFICE_SECRET: every secret starts with whsec_.")
