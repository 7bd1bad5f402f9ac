"""Whose DigiD it is, and the way to the broker and back as we remember it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.db.basis import als_json
from portal.db.sleutels import sleutels
from portal.toegang.models import DigidAanvraag, DigidKoppeling, Sessie
from portal.toegang.oidc import Heenweg
from portal.toegang.terugweg import Terugweg

GELDIG: Final = timedelta(minutes=15)
_DOEL: Final = "digid state"


class OnbekendeDigid(Exception):
    """Nobody here is linked to it: come in with the code once."""


class AndereDigid(Exception):
    """This inwoner is linked to another one."""


@dataclass(frozen=True, slots=True)
class Onderweg:
    """What has to fit when the browser comes back, and where it goes then."""

    nonce: str
    verifier: str
    terugweg: Terugweg


def onthoud(
    sessie: Session, *, gemeente: str, browser: bytes, heenweg: Heenweg, terugweg: Terugweg, now: datetime
) -> None:
    """Remember one way to the broker, with what was typed on the page it began from."""
    rij = DigidAanvraag(
        gemeente=gemeente,
        state_merk=sleutels().geheimen.merk(_DOEL, heenweg.state[:200]),
        browser_merk=browser,
        verloopt_op=now + GELDIG,
    )
    rij.inhoud = als_json(
        {
            "nonce": heenweg.nonce,
            "verifier": heenweg.verifier,
            "naar": terugweg.naar,
            "bewaard": list(terugweg.bewaard),
        }
    )
    sessie.add(rij)


def neem(sessie: Session, *, state: str, browser: bytes, now: datetime) -> Onderweg | None:
    """The way that this browser began with this state, once; None when there is none."""
    rij = sessie.scalar(
        select(DigidAanvraag).where(
            DigidAanvraag.state_merk.in_(sleutels().geheimen.merken(_DOEL, state[:200])),
            DigidAanvraag.browser_merk == browser,
            DigidAanvraag.verloopt_op > now,
        )
    )
    if rij is None or rij.inhoud is None:
        return None
    weg = delete(DigidAanvraag).where(DigidAanvraag.state_merk == rij.state_merk).returning(DigidAanvraag.state_merk)
    inhoud = json.loads(rij.inhoud)
    if not sessie.execute(weg.execution_options(synchronize_session=False)).all():
        return None
    return Onderweg(
        inhoud["nonce"],
        inhoud["verifier"],
        Terugweg(inhoud["naar"], tuple((naam, waarde) for naam, waarde in inhoud["bewaard"])),
    )


def wie_is(sessie: Session, *, issuer: str, sub: str, huidig: Sessie | None, now: datetime) -> UUID:
    """Whose DigiD this is. The first time it is linked to who is inside already: at level 2, or in the
    browser that signed up; with a personal code alone it is not.

    Only a keyed hash of the pseudonym is kept. Of several inwoners with one DigiD the one who was
    linked last is meant. Raises `OnbekendeDigid` and `AndereDigid`.
    """
    geheimen = sleutels().geheimen
    inhoud = f"{issuer}|{sub}"
    merken = geheimen.merken("digid", inhoud)
    if huidig is not None:
        koppeling = sessie.get(DigidKoppeling, huidig.inwoner_id)
        if koppeling is None:
            if huidig.niveau < 2 and not huidig.code_zichtbaar:
                # A found or overheard code alone may not hand somebody's space to a stranger's DigiD.
                raise OnbekendeDigid
            sessie.add(
                DigidKoppeling(
                    gemeente=huidig.gemeente,
                    inwoner_id=huidig.inwoner_id,
                    sub_merk=geheimen.merk("digid", inhoud),
                    gekoppeld_op=now,
                )
            )
        elif koppeling.sub_merk not in merken:
            raise AndereDigid
        return huidig.inwoner_id
    gevonden = sessie.scalars(
        select(DigidKoppeling.inwoner_id)
        .where(DigidKoppeling.sub_merk.in_(merken))
        .order_by(DigidKoppeling.gekoppeld_op.desc(), DigidKoppeling.inwoner_id.desc())
        .limit(1)
    ).first()
    if gevonden is None:
        raise OnbekendeDigid
    return gevonden
