"""Coming in: password with a code of the app, or a passkey. What is not right is never told apart."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn.helpers import generate_challenge

from portal.accounts import handelingen, pogingen, sessies, totp, wachtwoorden
from portal.accounts.aanloop import maak_aanloop, neem_uitdaging, vind_aanloop
from portal.accounts.models import Account, Accountpasskey
from portal.accounts.service import vind
from portal.db.databank import Databank
from portal.toegang import authenticator
from portal.toegang.authenticator import GELDIG, Huis, PastNiet
from portal.toegang.beurtrij import TRAAG

WACHT: Final = timedelta(minutes=10)
"""How long a browser may take between asking its device and coming in."""


class KloptNiet(Exception):
    """No account comes in with this: unknown, blocked, not set up, or a part of it is not right."""


class TeVaak(Exception):
    """Too many misses from here today."""


def met_wachtwoord(
    databank: Databank, *, gemeente: str, rol: str, email: str, wachtwoord: str, code: str, bron: str, now: datetime
) -> str:
    """Come in with all three at once; gives the number of the new session.

    The same work whatever is wrong: one look, one slow hash, one count. Raises `KloptNiet`, `TeVaak`, or
    `GeenBeurt` when too many others are trying.
    """
    with databank.lezen(gemeente) as sessie:
        if not pogingen.mag(sessie, bron, now):
            raise TeVaak
        account = vind(sessie, rol, email)
        bewaard = account.wachtwoord_hash if account is not None and account.geblokkeerd_op is None else None
        geheim = account.totp if account is not None else None
    with TRAAG.beurt(bron):
        wachtwoord_klopt = wachtwoorden.klopt(bewaard, wachtwoord)
    with databank.schrijven(gemeente) as sessie:
        nummer = None
        if account is not None and wachtwoord_klopt:
            if _code_klopt(sessie, account, geheim, code, now):
                nummer = _laat_binnen(sessie, account, now)
            else:
                pogingen.mis_totp(sessie, gemeente, account.id, now)
        if nummer is None:
            pogingen.mis(sessie, gemeente, bron, now)
    if nummer is None:
        raise KloptNiet
    return nummer


def vraag_passkey(
    databank: Databank, *, gemeente: str, nummer: str | None, huis: Huis, bron: str, now: datetime
) -> tuple[str, str]:
    """What the device needs to sign, as JSON, and the number for the cookie that it belongs to. Raises `TeVaak`.

    No key is named: the device offers those it has, so nobody says or learns who has an account.
    """
    with databank.schrijven(gemeente) as sessie:
        mag = pogingen.mag_uitdaging(sessie, gemeente, bron, now)
        if mag:
            rij = vind_aanloop(sessie, nummer, now)
            if rij is None or nummer is None:
                nummer, rij = maak_aanloop(sessie, gemeente=gemeente, einde=now + WACHT)
            rij.uitdaging, rij.uitdaging_tot = generate_challenge(), now + GELDIG
            vraag = authenticator.vraag_bewijs(huis, rij.uitdaging, ())
    if not mag or nummer is None:
        raise TeVaak
    return vraag, nummer


def met_passkey(
    databank: Databank, *, gemeente: str, rol: str, nummer: str | None, huis: Huis, antwoord: str, now: datetime
) -> str:
    """Come in with what a device signed; what it had to sign is used up either way.

    Gives the number of the new session. Raises `KloptNiet`.
    """
    binnen = None
    with databank.schrijven(gemeente) as sessie:
        try:
            rij = vind_aanloop(sessie, nummer, now)
            if rij is not None:
                uitdaging = neem_uitdaging(rij, now)
                account = _beoordeel(sessie, rol, huis, uitdaging, antwoord, now)
                sessie.delete(rij)
                binnen = _laat_binnen(sessie, account, now)
        except PastNiet:
            binnen = None
    if binnen is None:
        raise KloptNiet
    return binnen


def _beoordeel(sessie: Session, rol: str, huis: Huis, uitdaging: bytes, antwoord: str, now: datetime) -> Account:
    welke = authenticator.welke(antwoord)
    gevonden = sessie.execute(
        select(Accountpasskey, Account)
        .join(Account, Account.id == Accountpasskey.account_id)
        .where(Accountpasskey.credential_id == welke, Account.rol == rol, Account.geblokkeerd_op.is_(None))
    ).one_or_none()
    if gevonden is None:
        raise PastNiet
    passkey, account = gevonden
    passkey.teller = authenticator.keur_bewijs(huis, uitdaging, antwoord, passkey)
    passkey.gebruikt_op = now
    return account


def _code_klopt(sessie: Session, account: Account, geheim: str | None, getypt: str, now: datetime) -> bool:
    code = totp.lees(getypt)
    if code is None or geheim is None or not pogingen.mag_totp(sessie, account.id, now):
        return False
    stap = totp.stap_van(geheim, code, now)
    return stap is not None and totp.neem(sessie, account.id, stap)


def _laat_binnen(sessie: Session, account: Account, now: datetime) -> str:
    hier = sessie.get(Account, account.id, populate_existing=True)
    if hier is None or hier.geblokkeerd_op is not None:
        raise KloptNiet  # blocked while the slow hash was being made
    hier.gezien_op = now
    handelingen.schrijf(sessie, gemeente=hier.gemeente, door=hier.id, soort=handelingen.INGELOGD, now=now)
    return sessies.begin(sessie, hier, now)
