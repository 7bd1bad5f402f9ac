"""Which gemeenten have DigiD, and for which parts they ask it. More than the levels may be asked, never less."""

from typing import Final, cast

from flask import Flask, current_app

from portal.config import Instellingen, OnjuisteInstelling
from portal.gemeente import Gemeenten
from portal.toegang.oidc import OidcClient, broker_van
from portal.web.omgeving import gemeente

SLEUTEL: Final = "oidc"
_EIGEN: Final = "mijn"


def client() -> OidcClient | None:
    """The way to the broker of this request's gemeente; None when it has none."""
    return cast(dict[str, OidcClient], current_app.extensions[SLEUTEL]).get(gemeente().slug)


def met_digid() -> bool:
    """Whether DigiD can be offered."""
    return client() is not None


def wil_digid(pad: str) -> bool:
    """Whether this gemeente asks DigiD for the part of the personal space that a path is in."""
    return _onderdeel(pad) in gemeente().toegang.digid_voor


def init_app(app: Flask, instellingen: Instellingen, gemeenten: Gemeenten) -> None:
    """Read the settings of the brokers. Raises `OnjuisteInstelling`."""
    app.extensions[SLEUTEL] = {
        deze.slug: OidcClient(broker) for deze in gemeenten if (broker := broker_van(deze, instellingen))
    }
    app.jinja_env.globals["met_digid"] = met_digid


def controleer(app: Flask, gemeenten: Gemeenten) -> None:
    """Refuse to start when a gemeente asks DigiD without having it, or for a part there is not."""
    onderdelen = {_onderdeel(regel.rule) for regel in app.url_map.iter_rules()} - {""}
    for deze in gemeenten:
        if deze.toegang.digid_voor and deze.slug not in app.extensions[SLEUTEL]:
            raise OnjuisteInstelling(f"{deze.slug}: toegang.digid_voor asks DigiD, and PORTAL_OIDC_ISSUER is not set.")
        for onderdeel in deze.toegang.digid_voor:
            if onderdeel not in onderdelen:
                raise OnjuisteInstelling(
                    f"{deze.slug}: toegang.digid_voor: there is no part {onderdeel!r}; "
                    f"choose from {', '.join(sorted(onderdelen))}."
                )


def _onderdeel(pad: str) -> str:
    """The part of the personal space: "sessies" of /nl/mijn/sessies/…; empty when it is no part of it."""
    delen = pad.strip("/").split("/")
    return delen[2] if len(delen) > 2 and delen[1] == _EIGEN else ""
