"""The log of what was done with an account: added to, never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account, Handeling
from portal.db.ids import nieuw_id

INGELOGD: Final = "account.ingelogd"
UITGENODIGD: Final = "account.uitgenodigd"
INGERICHT: Final = "account.ingericht"
HERSTELD: Final = "account.hersteld"
GEBLOKKEERD: Final = "account.geblokkeerd"


def schrijf(
    sessie: Session, *, gemeente: str, door: UUID | None, soort: str, over: object = None, now: datetime
) -> None:
    """Add what was done, in the transaction in which it is done. `door` is an account; None is the command line."""
    sessie.add(
        Handeling(
            gemeente=gemeente,
            id=nieuw_id(now),
            account_id=door,
            soort=soort,
            over=None if over is None else str(over)[:80],
            op=now,
        )
    )


def laatste(sessie: Session, limiet: int, voor: UUID | None = None) -> Sequence[tuple[Handeling, Account | None]]:
    """The newest first, with who did it; `voor` goes on behind an earlier page."""
    vraag = select(Handeling, Account).join(Account, Account.id == Handeling.account_id, isouter=True)
    if voor is not None:
        vraag = vraag.where(Handeling.id < voor)
    return sessie.execute(vraag.order_by(Handeling.id.desc()).limit(limiet)).all()
