"""Tokens: make one, recognise one, take one back."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from portal.backoffice.models import ApiToken
from portal.db.databank import ALLE
from portal.db.ids import nieuw_id

LEZEN: Final = "lezen"
SCHRIJVEN: Final = "schrijven"
VOORVOEGSEL: Final = "rp_"
"""So that a token is recognised when it turns up where it should not be."""

LANGSTE_NAAM: Final = 80
NAUWKEURIG: Final = timedelta(hours=1)
"""How precisely is kept when a token was last used: one write an hour, not one a call."""

_LENGTE: Final = len(VOORVOEGSEL) + 43
"""43 characters of base64url are 256 bits."""


_KOLOM: Final = ApiToken.__table__.c
_LEVEND: Final = select(*_KOLOM).where(
    _KOLOM.hash == bindparam("merk", type_=_KOLOM.hash.type), _KOLOM.ingetrokken_op.is_(None)
)
"""Put together once, since every call asks it."""


class OnjuisteNaam(ValueError):
    """A token needs a name of 1 to 80 characters, on one line: whose is it?"""


class OnbekendToken(LookupError):
    """There is no token with this id."""


def maak_token(sessie: Session, *, gemeente: str, naam: str, alleen_lezen: bool, now: datetime) -> tuple[str, ApiToken]:
    """Make a token of 256 random bits; gives it, which is the only time, and its row.

    Raises `OnjuisteNaam`.
    """
    naam = naam.strip()
    if not 0 < len(naam) <= LANGSTE_NAAM or not naam.isprintable():
        raise OnjuisteNaam(f"a name is 1 to {LANGSTE_NAAM} characters on one line")
    token = VOORVOEGSEL + secrets.token_urlsafe(32)
    rij = ApiToken(
        gemeente=gemeente,
        id=nieuw_id(now),
        naam=naam,
        hash=_hash(token),
        scopes=LEZEN if alleen_lezen else f"{LEZEN} {SCHRIJVEN}",
        gemaakt_op=now,
    )
    sessie.add(rij)
    return token, rij


def vind_token(sessie: Session, token: str) -> ApiToken | None:
    """Give the living token that this is, of any gemeente the session may see."""
    if len(token) != _LENGTE or not token.startswith(VOORVOEGSEL):
        return None
    gemeente = sessie.info["gemeente"]
    rij = sessie.connection().execute(_LEVEND, {"merk": _hash(token)}).mappings().first()
    if rij is None or gemeente not in (ALLE, rij["gemeente"]):
        return None
    return ApiToken(**rij)


def moet_genoteerd(token: ApiToken, now: datetime) -> bool:
    """Whether the last use that is kept is long enough ago to be worth a write."""
    return token.laatst_gebruikt_op is None or token.laatst_gebruikt_op <= now - NAUWKEURIG


def noteer_gebruik(sessie: Session, token_id: UUID, now: datetime) -> None:
    """Keep that the token was used; of two at the same moment one writes."""
    sessie.execute(
        update(ApiToken)
        .where(
            ApiToken.id == token_id,
            or_(ApiToken.laatst_gebruikt_op.is_(None), ApiToken.laatst_gebruikt_op <= now - NAUWKEURIG),
        )
        .values(laatst_gebruikt_op=now)
        .execution_options(synchronize_session=False)
    )


def trek_in(sessie: Session, token_id: UUID, now: datetime) -> ApiToken:
    """Take a token back: its next call is refused. A second time changes nothing.

    Raises `OnbekendToken`.
    """
    rij = sessie.get(ApiToken, token_id)
    if rij is None:
        raise OnbekendToken(str(token_id))
    if rij.ingetrokken_op is None:
        rij.ingetrokken_op = now
    return rij


def alle_tokens(sessie: Session) -> Sequence[ApiToken]:
    """Give the tokens the session may see, by gemeente and in the order they were made."""
    return sessie.scalars(select(ApiToken).order_by(ApiToken.gemeente, ApiToken.id)).all()


def _hash(token: str) -> bytes:
    # It is random, so a plain hash is enough: there is nothing to guess.
    return hashlib.sha256(token.encode()).digest()
