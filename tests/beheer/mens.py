"""A beheerder: made, set up, logged in, and what they see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyotp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts import handelingen, inrichten, service, sessies, wachtwoorden
from portal.accounts.koek import SESSIE
from portal.accounts.models import BEHEERDER, Account, Handeling
from portal.db.databank import ALLE, Databank
from portal.gemeente import Gemeente
from portal.omgeving import Omgeving
from tests.browser_na import formulier

WACHTWOORD = "kastanje fiets lantaarn"
GEHEIM = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_HASH = wachtwoorden.maak_hash(WACHTWOORD)


@dataclass(frozen=True, slots=True)
class Beheerder:
    """One account whose password is `WACHTWOORD` and whose app holds `GEHEIM`."""

    id: UUID
    email: str

    def code(self, now: datetime) -> str:
        """What the app shows."""
        return pyotp.TOTP(GEHEIM).at(now)


def maak(
    omgeving: Omgeving, naam: str = "Sam Beheer", email: str = "sam@gemeente.example", gemeente: Gemeente | None = None
) -> Beheerder:
    """An account that is ready."""
    slug = (gemeente or next(iter(omgeving.gemeenten))).slug
    now = omgeving.klok.nu()
    with omgeving.databank.schrijven(slug) as sessie:
        _, account = service.nodig_uit(sessie, gemeente=slug, rol=BEHEERDER, naam=naam, email=email, door=None, now=now)
        account.wachtwoord_hash, account.totp, account.ingericht_op = _HASH, GEHEIM, now
        return Beheerder(account.id, account.email or "")


def log_in(omgeving: Omgeving, client: FlaskClient, wie: Beheerder, domein: str = "localhost") -> str:
    """A session in this browser; gives its number."""
    with omgeving.databank.schrijven(ALLE) as sessie:
        nummer = sessies.begin(sessie, sessie.get_one(Account, wie.id), omgeving.klok.nu())
    client.set_cookie(SESSIE, nummer, domain=domein)
    return nummer


def uitnodiging(omgeving: Omgeving, email: str = "nieuw@gemeente.example", naam: str = "Noor Nieuw") -> str:
    """A code to set up an account with."""
    slug = next(iter(omgeving.gemeenten)).slug
    with omgeving.databank.schrijven(slug) as sessie:
        code, _ = service.nodig_uit(
            sessie, gemeente=slug, rol=BEHEERDER, naam=naam, email=email, door=None, now=omgeving.klok.nu()
        )
    return code


def app_geheim(omgeving: Omgeving, client: FlaskClient) -> str:
    """The secret on the page where this browser sets an account up."""
    koek = client.get_cookie("beheer-begin")
    assert koek is not None
    with omgeving.databank.lezen(ALLE) as sessie:
        bezig = inrichten.vind(sessie, koek.value, BEHEERDER, omgeving.klok.nu())
        assert bezig is not None
        assert bezig.rij.totp is not None
        return bezig.rij.totp


def stuur(client: FlaskClient, pagina: str, actie: str, **velden: str) -> TestResponse:
    """Fill in a form of a page, and send it."""
    bladzij = client.get(pagina)
    assert bladzij.status_code == 200, bladzij.text
    antwoord: TestResponse = client.post(actie, data={**formulier(bladzij.text, actie), **velden})
    return antwoord


def gedaan(databank: Databank) -> list[tuple[str, str | None]]:
    """The log: what was done, and to what; the oldest first."""
    with databank.lezen(ALLE) as sessie:
        rijen = [rij for rij, _ in handelingen.laatste(sessie, 100)]
    return [(rij.soort, rij.over) for rij in reversed(rijen) if isinstance(rij, Handeling)]
