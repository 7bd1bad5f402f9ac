"""A browser on its way in: a few minutes, one cookie, and what belongs to it."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Aanloop
from portal.accounts.sessies import merk_van
from portal.toegang.authenticator import PastNiet


def maak_aanloop(
    sessie: Session, *, gemeente: str, einde: datetime, uitnodiging_merk: bytes | None = None
) -> tuple[str, Aanloop]:
    """A new one; gives the number for the cookie (256 bits) and the row."""
    nummer = secrets.token_urlsafe(32)
    rij = Aanloop(gemeente=gemeente, merk=merk_van(nummer), uitnodiging_merk=uitnodiging_merk, verloopt_op=einde)
    sessie.add(rij)
    return nummer, rij


def vind_aanloop(sessie: Session, nummer: str | None, now: datetime) -> Aanloop | None:
    """The living one with this number."""
    if not nummer or len(nummer) > 64:
        return None
    return sessie.scalar(
        select(Aanloop).where(Aanloop.merk == merk_van(nummer), Aanloop.verloopt_op > now).with_for_update()
    )


def neem_uitdaging(rij: Aanloop, now: datetime) -> bytes:
    """What its device had to sign, once. Raises `PastNiet` when there is nothing, or it waited too long."""
    uitdaging, tot = rij.uitdaging, rij.uitdaging_tot
    rij.uitdaging = rij.uitdaging_tot = None
    if uitdaging is None or tot is None or tot <= now:
        raise PastNiet
    return uitdaging
