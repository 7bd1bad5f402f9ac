"""DigiD, through a broker that speaks OpenID Connect: authorization code, PKCE, state and nonce.

Nothing here opens a transaction: while we wait for somebody else nothing is held.
"""

import hmac
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests.exceptions import RequestException

from portal.clock import Klok, Systeemklok
from portal.config import Instellingen, OnjuisteInstelling, is_loopback
from portal.gemeente import Gemeente

_WACHT: Final = (3.05, 5.0)
"""Seconds to connect, and to answer."""
_SPELING: Final = 60
"""Seconds that the clock of the broker may differ from ours."""
_HANDTEKENINGEN: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
_GROOTSTE: Final = 1_000_000
"""Bytes of an answer of the broker."""


class BrokerWeg(Exception):
    """The broker does not answer, or says something we cannot read."""


class Geweigerd(Exception):
    """What came back is not the answer to what we asked."""


@dataclass(frozen=True, slots=True)
class Broker:
    """Where the broker is and as whom we come; `acr` is the assurance level that is asked, if any."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    acr: str | None = None


@dataclass(frozen=True, slots=True)
class Heenweg:
    """Where the browser goes, and what has to fit when it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


def broker_van(gemeente: Gemeente, instellingen: Instellingen) -> Broker | None:
    """The broker of one gemeente, or None when none is set. Raises `OnjuisteInstelling`."""

    def lees(naam: str) -> str:
        eigen = instellingen.van_gemeente(gemeente.slug, f"OIDC_{naam}")
        return eigen or instellingen.per_gemeente.get(f"PORTAL_OIDC_{naam}", "")

    issuer, client_id, geheim = lees("ISSUER"), lees("CLIENT_ID"), lees("CLIENT_SECRET")
    if not (issuer or client_id or geheim):
        return None
    if not (issuer and client_id and geheim):
        raise OnjuisteInstelling(
            "PORTAL_OIDC_ISSUER, PORTAL_OIDC_CLIENT_ID and PORTAL_OIDC_CLIENT_SECRET: give all three, or none."
        )
    if not _mag_heen(issuer):
        raise OnjuisteInstelling(f"PORTAL_OIDC_ISSUER is {issuer!r}: give an https address.")
    thuis = gemeente.base_url or instellingen.base_url
    return Broker(issuer, client_id, geheim, f"{thuis}/verder/digid/terug", lees("ACR") or None)


class OidcClient:
    """Talks with one broker. Its times are judged by the real clock, whatever day we try out."""

    def __init__(self, broker: Broker, klok: Klok | None = None) -> None:
        self.broker = broker
        self._klok = klok or Systeemklok()

    def begin(self) -> Heenweg:
        """Make the way there. Raises `BrokerWeg`."""
        gegevens = self._gegevens()
        state, nonce, verifier = generate_token(43), generate_token(43), generate_token(64)
        acr = {"acr_values": self.broker.acr} if self.broker.acr else {}
        with self._sessie() as sessie:
            url, _ = sessie.create_authorization_url(
                gegevens["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier, **acr
            )
        return Heenweg(str(url), state, nonce, verifier)

    def rond_af(self, *, code: str, nonce: str, verifier: str) -> str:
        """The pseudonym of whoever logged in. Raises `Geweigerd` or `BrokerWeg`."""
        gegevens = self._gegevens()
        try:
            with self._sessie() as sessie:
                token = sessie.fetch_token(
                    gegevens["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                    timeout=_WACHT,
                    allow_redirects=False,
                )
        except OAuthError as fout:
            raise Geweigerd(str(fout.error)) from None
        except (RequestException, ValueError) as fout:
            raise BrokerWeg(type(fout).__name__) from None
        return self._lees(token, nonce, self._haal(gegevens["jwks_uri"]))

    def _lees(self, token: dict[str, Any], nonce: str, sleutels: dict[str, Any]) -> str:
        try:
            gelezen = jwt.decode(str(token.get("id_token", "")), KeySet.import_key_set(sleutels), _HANDTEKENINGEN)  # type: ignore[arg-type]
            claims = CodeIDToken(
                gelezen.claims,
                gelezen.header,
                options={
                    "iss": {"essential": True, "value": self.broker.issuer},
                    "aud": {"essential": True, "value": self.broker.client_id},
                    "sub": {"essential": True},
                },
                params={
                    "nonce": nonce,
                    "client_id": self.broker.client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(now=int(self._klok.nu().timestamp()), leeway=_SPELING)
        except (JoseError, ValueError, KeyError, TypeError) as fout:
            raise Geweigerd(type(fout).__name__) from None
        if self.broker.acr and not hmac.compare_digest(str(claims.get("acr", "")).encode(), self.broker.acr.encode()):
            raise Geweigerd("acr")
        sub = claims["sub"]
        if not isinstance(sub, str) or not 0 < len(sub) <= 255:
            raise Geweigerd("sub")
        return sub

    def _gegevens(self) -> dict[str, Any]:
        gegevens = self._haal(self.broker.issuer.rstrip("/") + "/.well-known/openid-configuration")
        adressen = [gegevens.get(naam) for naam in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        if gegevens.get("issuer") != self.broker.issuer or not all(_mag_heen(adres) for adres in adressen):
            raise BrokerWeg("discovery")
        return gegevens

    def _haal(self, url: str) -> dict[str, Any]:
        try:
            with self._sessie() as sessie:
                antwoord = sessie.request(
                    "GET", url, withhold_token=True, timeout=_WACHT, allow_redirects=False, stream=True
                )
                inhoud = antwoord.raw.read(_GROOTSTE, decode_content=True)
                antwoord._content = inhoud
                gelezen = antwoord.json() if antwoord.status_code == 200 else None
        except (RequestException, ValueError, OSError) as fout:
            raise BrokerWeg(type(fout).__name__) from None
        if not isinstance(gelezen, dict):
            raise BrokerWeg("no document")
        return gelezen

    def _sessie(self) -> OAuth2Session:
        sessie = OAuth2Session(
            client_id=self.broker.client_id,
            client_secret=self.broker.client_secret,
            scope="openid",
            redirect_uri=self.broker.redirect_uri,
            code_challenge_method="S256",
        )
        sessie.trust_env = False
        return sessie


def _mag_heen(adres: object) -> bool:
    delen = urlsplit(adres) if isinstance(adres, str) else None
    if delen is None or not delen.hostname:
        return False
    return delen.scheme == "https" or (delen.scheme == "http" and is_loopback(delen.hostname))
