"""What is over goes."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.accounts.models import Aanloop, Accountsessie, Uitnodiging


def ruim_op(sessie: Session, now: datetime) -> int:
    """Delete sessions, invitations and ways in that are over; returns how many. Accounts and the log stay."""
    over = (
        delete(Accountsessie).where(Accountsessie.verloopt_op < now).returning(Accountsessie.merk),
        delete(Uitnodiging).where(Uitnodiging.verloopt_op < now).returning(Uitnodiging.merk),
        delete(Aanloop).where(Aanloop.verloopt_op < now).returning(Aanloop.merk),
    )
    return sum(len(sessie.execute(opdracht).all()) for opdracht in over)
