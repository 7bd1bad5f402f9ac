"""What these pages need of the tokens of the API, which are kept next door. Whoever wires the parts hands it over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session


class Token(Protocol):
    """One token, without the secret."""

    @property
    def id(self) -> UUID: ...
    @property
    def naam(self) -> str: ...
    @property
    def scopes(self) -> str: ...
    @property
    def gemaakt_op(self) -> datetime: ...
    @property
    def laatst_gebruikt_op(self) -> datetime | None: ...
    @property
    def ingetrokken_op(self) -> datetime | None: ...


class Tokenkast(Protocol):
    """Makes tokens and takes them back, of the gemeente of the session."""

    def alle_tokens(self, sessie: Session) -> Sequence[Token]:
        """Those there are, in the order in which they were made."""
        ...

    def maak_token(
        self, sessie: Session, *, gemeente: str, naam: str, alleen_lezen: bool, now: datetime
    ) -> tuple[str, Token]:
        """Make one; gives the secret, which is the only time. Raises ValueError for a name that cannot be."""
        ...

    def trek_in(self, sessie: Session, token_id: UUID, now: datetime) -> Token:
        """Take one back. Raises LookupError when it is not there."""
        ...
