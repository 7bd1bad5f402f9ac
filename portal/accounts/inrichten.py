"""Setting up an account with a code: a passkey, or a password with an app. The code works once, at the end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webauthn.helpers import generate_challenge

from portal.accounts import handelingen, sessies, totp, wachtwoorden
from portal.accounts.aanloop import maak_aanloop, neem_uitdaging, vind_aanloop
from portal.accounts.models import Aanloop, Account, Accountpasskey, Uitnodiging
from portal.accounts.service import lees_code
from portal.db.databank import Databank
from portal.db.ids import nieuw_id
from portal.toegang import authenticator
from portal.toegang.authenticator import GELDIG, Eigenaar, Huis, PastNiet
from portal.toegang.beurtrij import TRAAG

DUUR: Final = timedelta(hours=1)
"""How long somebody may take for it once the code was typed."""


class OnbekendeCode(Exception):
    """No living invitation has this code, or it was used meanwhile."""


class CodeKloptNiet(Exception):
    """The app shows another code than the one that was typed."""


@dataclass(frozen=True, slots=True)
class Inrichting:
    """An account that is being set up in this browser."""

    rij: Aanloop
    account: Account


def begin(sessie: Session, *, gemeente: str, getypt: str, now: datetime) -> str:
    """Take a code; gives the number for the cookie. The code stays good until the account is ready.

    Raises `OnbekendeCode`.
    """
    merk = sessies.merk_van(lees_code(getypt))
    if sessie.scalar(select(Uitnodiging.merk).where(Uitnodiging.merk == merk, Uitnodiging.verloopt_op > now)) is None:
        raise OnbekendeCode
    nummer, rij = maak_aanloop(sessie, gemeente=gemeente, einde=now + DUUR, uitnodiging_merk=merk)
    rij.totp = totp.nieuw_geheim()
    return nummer


def vind(sessie: Session, nummer: str | None, rol: str, now: datetime) -> Inrichting | None:
    """What is being set up in the browser with this number; None when nothing is, or it is too late."""
    rij = vind_aanloop(sessie, nummer, now)
    if rij is None or rij.uitnodiging_merk is None:
        return None
    account = sessie.scalar(
        select(Account)
        .join(Uitnodiging, Uitnodiging.account_id == Account.id)
        .where(
            Uitnodiging.merk == rij.uitnodiging_merk,
            Uitnodiging.verloopt_op > now,
            Account.rol == rol,
            Account.geblokkeerd_op.is_(None),
        )
    )
    return Inrichting(rij, account) if account is not None else None


def met_wachtwoord(
    databank: Databank,
    *,
    gemeente: str,
    rol: str,
    nummer: str | None,
    wachtwoord: str,
    code: str,
    bron: str,
    now: datetime,
) -> str:
    """Finish with a password and a code of the app; gives the number of the first session.

    Raises `OnbekendeCode`, `TeKort`, `TeLang` or `TeMakkelijk` (of `wachtwoorden`), `CodeKloptNiet`, or `GeenBeurt`.
    """
    with databank.lezen(gemeente) as sessie:
        bezig = _moet(sessie, nummer, rol, now)
        wachtwoorden.beoordeel(wachtwoord, (bezig.account.naam or "", bezig.account.email or "", gemeente))
        geheim = bezig.rij.totp or ""
    gelezen = totp.lees(code)
    stap = totp.stap_van(geheim, gelezen, now) if gelezen else None
    if stap is None:
        raise CodeKloptNiet
    with TRAAG.beurt(bron):
        gehasht = wachtwoorden.maak_hash(wachtwoord)
    with databank.schrijven(gemeente) as sessie:
        bezig = _moet(sessie, nummer, rol, now)
        bezig.account.wachtwoord_hash, bezig.account.totp, bezig.account.totp_stap = gehasht, geheim, stap
        return _klaar(sessie, bezig, now)


def vraag_passkey(databank: Databank, *, gemeente: str, rol: str, nummer: str | None, huis: Huis, now: datetime) -> str:
    """What the device needs to make a key, as JSON. Raises `OnbekendeCode`."""
    with databank.schrijven(gemeente) as sessie:
        bezig = _moet(sessie, nummer, rol, now)
        bezig.rij.uitdaging, bezig.rij.uitdaging_tot = generate_challenge(), now + GELDIG
        eigenaar = Eigenaar(bezig.account.id.bytes, bezig.account.email or "", zichtbaar=True)
        return authenticator.vraag_nieuwe(huis, eigenaar, bezig.rij.uitdaging, ())


def met_passkey(
    databank: Databank, *, gemeente: str, rol: str, nummer: str | None, huis: Huis, antwoord: str, now: datetime
) -> str:
    """Finish with the key that a device made; gives the number of the first session.

    Raises `OnbekendeCode`, or `PastNiet`: then what it had to sign is used up, and the code is still good.
    """
    with databank.schrijven(gemeente) as sessie:
        bezig = _moet(sessie, nummer, rol, now)
        uitdaging = bezig.rij.uitdaging
        try:
            neem_uitdaging(bezig.rij, now)
        except PastNiet:
            uitdaging = None
    if uitdaging is None:
        raise PastNiet
    gemaakt = authenticator.keur_nieuwe(huis, uitdaging, antwoord)
    with databank.schrijven(gemeente) as sessie:
        bezig = _moet(sessie, nummer, rol, now)
        if sessie.scalar(select(Accountpasskey.id).where(Accountpasskey.credential_id == gemaakt.credential_id)):
            raise PastNiet
        sessie.add(
            Accountpasskey(
                gemeente=gemeente,
                id=nieuw_id(now),
                account_id=bezig.account.id,
                credential_id=gemaakt.credential_id,
                publieke_sleutel=gemaakt.publieke_sleutel,
                teller=gemaakt.teller,
                gemaakt_op=now,
            )
        )
        return _klaar(sessie, bezig, now)


def _moet(sessie: Session, nummer: str | None, rol: str, now: datetime) -> Inrichting:
    bezig = vind(sessie, nummer, rol, now)
    if bezig is None:
        raise OnbekendeCode
    return bezig


def _klaar(sessie: Session, bezig: Inrichting, now: datetime) -> str:
    """Use up the invitation; of two at the same moment one wins. Raises `OnbekendeCode` for the other."""
    rij, account = bezig.rij, bezig.account
    gebruikt = sessie.execute(
        delete(Uitnodiging).where(Uitnodiging.merk == rij.uitnodiging_merk).returning(Uitnodiging.merk)
    ).scalar_one_or_none()
    if gebruikt is None:
        raise OnbekendeCode
    sessie.delete(rij)
    account.ingericht_op = account.gezien_op = now
    handelingen.schrijf(
        sessie, gemeente=account.gemeente, door=account.id, soort=handelingen.INGERICHT, over=account.id, now=now
    )
    return sessies.begin(sessie, account, now)
