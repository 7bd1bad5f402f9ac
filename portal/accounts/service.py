"""The public face: invite somebody, give them a new start, keep them out."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts import handelingen, sessies
from portal.accounts.models import Account, Accountpasskey, Uitnodiging
from portal.accounts.zoekmerken import EMAIL
from portal.db.ids import nieuw_id

GELDIG: Final = timedelta(days=7)
"""How long a code to set up an account is good."""
LANGSTE_NAAM: Final = 80
_LANGSTE_ADRES: Final = 320

_ALFABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_LENGTE: Final = 24
"""120 random bits: nothing to guess."""
_VERGIST: Final = str.maketrans("018", "OIB")
"""Digits that are not in the alphabet, and the letters they look like."""


class OnjuisteNaam(ValueError):
    """A name is 1 to 80 characters, on one line."""


class OnjuistAdres(ValueError):
    """Not one e-mail address."""


class BestaatAl(Exception):
    """This address has an account in this role already."""


class OnbekendAccount(LookupError):
    """There is no account with this id or address here."""


class EigenAccount(Exception):
    """Nobody does this to their own account: who found it open could take it over."""


def nodig_uit(
    sessie: Session, *, gemeente: str, rol: str, naam: str, email: str, door: UUID | None, now: datetime
) -> tuple[str, Account]:
    """Make an account and a code to set it up with; the code is given here, and never again.

    `door` is the account that invites; None is the command line. Raises `OnjuisteNaam`, `OnjuistAdres`, `BestaatAl`.
    """
    naam, adres = naam.strip(), lees_adres(email)
    if not 0 < len(naam) <= LANGSTE_NAAM or not naam.isprintable():
        raise OnjuisteNaam(f"a name is 1 to {LANGSTE_NAAM} characters on one line")
    if vind(sessie, rol, adres) is not None:
        raise BestaatAl
    account = Account(gemeente=gemeente, id=nieuw_id(now), rol=rol, email_index=EMAIL.merk(adres), gemaakt_op=now)
    account.naam, account.email = naam, adres
    sessie.add(account)
    sessie.flush()
    handelingen.schrijf(sessie, gemeente=gemeente, door=door, soort=handelingen.UITGENODIGD, over=account.id, now=now)
    return _geef_code(sessie, account, now), account


def herstel(sessie: Session, account_id: UUID, *, door: UUID | None, now: datetime) -> tuple[str, Account]:
    """Let somebody set up their account anew: every way in that they had ends now, also a block.

    Gives the code. Raises `OnbekendAccount`, `EigenAccount`.
    """
    account = _van(sessie, account_id, door)
    sessies.beeindig_alle(sessie, account.id)
    sessie.execute(delete(Accountpasskey).where(Accountpasskey.account_id == account.id))
    account.wachtwoord_hash = account.totp = None
    account.totp_stap = account.ingericht_op = account.geblokkeerd_op = None
    handelingen.schrijf(
        sessie, gemeente=account.gemeente, door=door, soort=handelingen.HERSTELD, over=account.id, now=now
    )
    return _geef_code(sessie, account, now), account


def blokkeer(sessie: Session, account_id: UUID, *, door: UUID | None, now: datetime) -> Account:
    """Keep somebody out from the next request on. A second time changes nothing.

    Raises `OnbekendAccount`, `EigenAccount`.
    """
    account = _van(sessie, account_id, door)
    if account.geblokkeerd_op is None:
        account.geblokkeerd_op = now
        sessies.beeindig_alle(sessie, account.id)
        sessie.execute(delete(Uitnodiging).where(Uitnodiging.account_id == account.id))
        handelingen.schrijf(
            sessie, gemeente=account.gemeente, door=door, soort=handelingen.GEBLOKKEERD, over=account.id, now=now
        )
    return account


def vind(sessie: Session, rol: str, email: str) -> Account | None:
    """The account of this address, in this role; also one that is blocked."""
    return sessie.scalar(
        select(Account).where(Account.rol == rol, Account.email_index.in_(EMAIL.merken(email.strip()[:_LANGSTE_ADRES])))
    )


def alle(sessie: Session, rol: str) -> Sequence[Account]:
    """The accounts in this role, in the order in which they were made."""
    return sessie.scalars(select(Account).where(Account.rol == rol).order_by(Account.gemeente, Account.id)).all()


def lees_adres(getypt: str) -> str:
    """One e-mail address as it is mailed to. Raises `OnjuistAdres`."""
    try:
        return validate_email(
            getypt.strip(), check_deliverability=False, allow_smtputf8=False, test_environment=True
        ).normalized
    except EmailNotValidError:
        raise OnjuistAdres("that is not one e-mail address") from None


def lees_code(getypt: str) -> str:
    """The code in what was typed, with or without spaces, dashes and capitals; nonsense stays nonsense."""
    kaal = "".join(teken for teken in getypt[:200].upper() if teken.isalnum())
    return kaal.translate(_VERGIST)


def code_in_groepen(code: str) -> str:
    """The code as it is printed: six groups of four."""
    return "-".join(code[i : i + 4] for i in range(0, _LENGTE, 4))


def _geef_code(sessie: Session, account: Account, now: datetime) -> str:
    """A new code; an earlier one ends."""
    sessie.execute(delete(Uitnodiging).where(Uitnodiging.account_id == account.id))
    code = "".join(secrets.choice(_ALFABET) for _ in range(_LENGTE))
    sessie.add(
        Uitnodiging(
            gemeente=account.gemeente,
            merk=sessies.merk_van(code),
            account_id=account.id,
            verloopt_op=now + GELDIG,
        )
    )
    sessie.flush()
    return code_in_groepen(code)


def _van(sessie: Session, account_id: UUID, door: UUID | None) -> Account:
    account = sessie.get(Account, account_id)
    if account is None:
        raise OnbekendAccount(str(account_id))
    if account.id == door:
        raise EigenAccount
    return account
