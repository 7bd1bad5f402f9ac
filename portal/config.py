"""Settings of one installation, read once from the environment.

Every setting has a default that is safe on one machine. What is wrong is
said in one clear line (`OnjuisteInstelling`) and nothing starts.
"""

import base64
import binascii
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from portal.clock import AMSTERDAM

PROJECTMAP = Path(__file__).resolve().parent.parent

_EERSTE_JAAR: Final = 2000
_LAATSTE_JAAR: Final = 2200
"""Between these years every date that is counted from `PORTAL_NOW` exists."""


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
        base_url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
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
        private_destinations=_ja_of_nee(omgeving, "PORTAL_PRIVATE_DESTINATIONS"),
    )
    _beoordeel(instellingen)
    return instellingen


def _getal(omgeving: Mapping[str, str], naam: str, standaard: int, laagst: int, hoogst: int) -> int:
    tekst = (omgeving.get(naam) or "").strip()
    if not tekst:
        return standaard
    if not (tekst.isascii() and tekst.isdigit() and len(tekst) < 10 and laagst <= int(tekst) <= hoogst):
        raise OnjuisteInstelling(f"{naam} is {tekst!r}: give a whole number from {laagst} to {hoogst}.")
    return int(tekst)


def _ja_of_nee(omgeving: Mapping[str, str], naam: str) -> bool:
    tekst = (omgeving.get(naam) or "0").strip()
    if tekst not in ("0", "1"):
        raise OnjuisteInstelling(f"{naam} is {tekst!r}: give 1 (yes) or 0 (no).")
    return tekst == "1"


def _moment(omgeving: Mapping[str, str]) -> datetime | None:
    tekst = omgeving.get("PORTAL_NOW")
    if not tekst:
        return None
    try:
        moment = datetime.fromisoformat(tekst)
    except ValueError:
        raise OnjuisteInstelling(f"PORTAL_NOW is {tekst!r}: give a moment such as 2026-12-24T10:00.") from None
    if not _EERSTE_JAAR <= moment.year <= _LAATSTE_JAAR:
        raise OnjuisteInstelling(f"PORTAL_NOW is {tekst!r}: give a year from {_EERSTE_JAAR} to {_LAATSTE_JAAR}.")
    return (moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)).astimezone(UTC)


def _webadres(naam: str, url: str, advies: str) -> SplitResult:
    """Take an address apart. Raises `OnjuisteInstelling` for what is no http or https address."""
    try:
        delen = urlsplit(url)
        heel = delen.scheme in ("http", "https") and delen.hostname and delen.port != 0 and url.isprintable()
    except ValueError:  # brackets that do not close, a port that is no number
        heel = False
    if not heel or " " in url:
        raise OnjuisteInstelling(f"{naam} is {url!r}: {advies}")
    return delen


def _beoordeel(i: Instellingen) -> None:
    if i.var_dir.exists() and not i.var_dir.is_dir():
        raise OnjuisteInstelling(f"PORTAL_VAR_DIR: {i.var_dir} is not a folder.")
    if not is_loopback(i.host):
        try:
            ipaddress.ip_address(i.host)
        except ValueError:
            raise OnjuisteInstelling(
                f"PORTAL_HOST is {i.host!r}: give the address to listen on, such as 127.0.0.1 or 0.0.0.0."
            ) from None
    _beoordeel_base_url(i)
    _beoordeel_databank(i)
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


def _beoordeel_base_url(i: Instellingen) -> None:
    advies = "give an address such as https://hulp.gemeente.nl."
    delen = _webadres("PORTAL_BASE_URL", i.base_url, advies)
    if delen.path or delen.query or delen.fragment or delen.username is not None:
        raise OnjuisteInstelling(f"PORTAL_BASE_URL is {i.base_url!r}: {advies} The portal has the whole host name.")
    if not i.ontwikkeling and delen.scheme != "https":
        raise OnjuisteInstelling(f"PORTAL_BASE_URL is {i.base_url!r}: outside this machine it has to be https.")


def _beoordeel_databank(i: Instellingen) -> None:
    # The address may hold a password, so no message repeats it.
    if not i.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise OnjuisteInstelling("PORTAL_DATABASE_URL: only sqlite:///<file> and postgresql://… are supported.")
    try:
        adres = urlsplit(i.database_url)
        heel = adres.port != 0
    except ValueError:
        heel = False
    if not heel:
        raise OnjuisteInstelling("PORTAL_DATABASE_URL cannot be read: see the README for its two forms.")
    if i.is_sqlite and (adres.path in ("", "/", "/:memory:") or adres.query):
        raise OnjuisteInstelling("PORTAL_DATABASE_URL: SQLite needs a file: an empty database forgets everything.")
    if not i.is_sqlite and not i.ontwikkeling and not (i.secret_keys and i.encryption_keys):
        raise OnjuisteInstelling(
            "The database is not local: give PORTAL_SECRET_KEYS and PORTAL_ENCRYPTION_KEYS, "
            "so that every machine has the same keys."
        )


def _beoordeel_backoffice(i: Instellingen) -> None:
    adressen = {"PORTAL_BACKOFFICE_URL": i.backoffice_url, "PORTAL_WERKBAK_URL": i.werkbak_url}
    adressen |= {k: v for k, v in i.per_gemeente.items() if k.endswith("_BACKOFFICE_URL")}
    for naam, url in adressen.items():
        map_ = url.removeprefix("file:").removeprefix("//")
        if not url or (url.startswith("file:") and map_ and naam != "PORTAL_WERKBAK_URL"):
            continue
        delen = _webadres(
            naam, url, "give an https address, file:<folder>, or leave it empty for a backoffice that fetches."
        )
        if delen.scheme == "http" and not is_loopback(delen.hostname or "") and not i.ontwikkeling:
            raise OnjuisteInstelling(f"{naam} is plain http on another host: use https.")
    geheimen = {"PORTAL_BACKOFFICE_SECRET": " ".join(i.backoffice_secrets)}
    geheimen |= {k: v for k, v in i.per_gemeente.items() if k.endswith("_BACKOFFICE_SECRET")}
    for naam, tekst in geheimen.items():
        for geheim in tekst.split():
            if not _is_geheim(geheim):
                raise OnjuisteInstelling(
                    f"{naam}: every secret starts with whsec_, followed by the base64 of 24 to 64 bytes."
                )


def _is_geheim(tekst: str) -> bool:
    """Whether this is a secret of Standard Webhooks."""
    try:
        sleutel = base64.b64decode(tekst.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return False
    return tekst.startswith("whsec_") and 24 <= len(sleutel) <= 64
