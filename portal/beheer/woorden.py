"""The words of the beheerder: destinations, reasons, acts and lengths of time, as one says them in Dutch.

Also for the worker, so nothing of the web is needed here.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from portal.accounts import handelingen
from portal.accounts.post import ACCOUNTMAIL
from portal.clock import AMSTERDAM
from portal.meldingen.zending import EMAIL, SMS
from portal.outbox.service import BACKOFFICE

BESTEMMINGEN: Final = {
    BACKOFFICE: "Het systeem van de hulpverlener",
    SMS: "Sms aan inwoners",
    EMAIL: "E-mail aan inwoners",
    ACCOUNTMAIL: "E-mail aan beheerders",
}
KANALEN: Final = {
    "zelf": "Zelf, op de site",
    "samen": "Samen met iemand",
    "vroegsignaal": "Na een brief over achterstand",
    "verwijzing": "Door een organisatie",
    "balie": "Aan de balie",
    "telefoon": "Aan de telefoon",
    "brief": "Met een brief",
}
UITKOMSTEN: Final = {
    "klaargezet": "Staat klaar",
    "verstuurd": "Verstuurd",
    "bezorgd": "Bezorgd",
    "mislukt": "Niet aangekomen",
    "onzeker": "Niet zeker",
    "vervallen": "Niet meer nodig",
}
OPNIEUW: Final = "outbox.opnieuw"
OVERGESLAGEN: Final = "outbox.overgeslagen"
GEPROBEERD: Final = "bestemming.geprobeerd"
TOKEN_GEMAAKT: Final = "token.gemaakt"  # noqa: S105 the name of an act, not a secret
TOKEN_INGETROKKEN: Final = "token.ingetrokken"  # noqa: S105
HANDELINGEN: Final = {
    OPNIEUW: "Stuurde een gebeurtenis opnieuw",
    OVERGESLAGEN: "Sloeg een gebeurtenis over",
    GEPROBEERD: "Liet een bestemming meteen proberen",
    TOKEN_GEMAAKT: "Maakte een token",
    TOKEN_INGETROKKEN: "Trok een token in",
    handelingen.INGELOGD: "Logde in",
    handelingen.UITGENODIGD: "Nodigde een beheerder uit",
    handelingen.INGERICHT: "Maakte het eigen account klaar",
    handelingen.HERSTELD: "Gaf een account een nieuwe code",
    handelingen.GEBLOKKEERD: "Blokkeerde een account",
}

_MAANDEN: Final = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_REDENEN: Final = (
    (r"answered (401|403)\b", "de ontvanger kent onze sleutel niet (antwoord {0})"),
    (r"answered (404|410)\b", "op dit adres is niets (antwoord {0})"),
    (r"answered (3\d\d)\b", "het adres is verhuisd (antwoord {0})"),
    (r"answered (408|425|429)\b", "de ontvanger vraagt om te wachten (antwoord {0})"),
    (r"answered (5\d\d)\b", "de ontvanger heeft zelf een storing (antwoord {0})"),
    (r"answered (4\d\d)\b", "de ontvanger weigert wat we sturen (antwoord {0})"),
    (r"within (\d+) seconds", "er komt geen antwoord binnen {0} seconden"),
    (r"did not answer in time|broke the connection off", "er komt geen antwoord op tijd"),
    (r"connection refused", "de verbinding wordt geweigerd"),
    (r"connection broken off", "de verbinding valt weg"),
    (r"no connection", "er komt geen verbinding"),
    (r"certificate", "het certificaat van de ontvanger klopt niet"),
    (r"TLS", "er komt geen veilige verbinding"),
    (r"DNS|cannot be found", "de naam van de server is niet te vinden"),
    (r"keys of this worker", "de inhoud is niet te lezen met de sleutels van deze worker"),
    (r"fault of the portal itself", "er ging in het portaal zelf iets mis"),
    (r"write into the folder", "er kan niet in de map worden geschreven"),
    (r"address cannot be mailed to|about the address", "naar dit adres kan geen e-mail"),
    (r"login|AUTH", "de mailserver laat ons niet binnen"),
    (r"64 KB|too large", "de gebeurtenis is te groot"),
)


def bestemming(naam: str) -> str:
    """What a destination is, for people."""
    return BESTEMMINGEN.get(naam, naam)


def reden(tekst: str | None) -> str:
    """Why something does not go, from the English phrase that the outbox keeps; an unknown one stays as it is."""
    for patroon, zin in _REDENEN:
        gevonden = re.search(patroon, tekst or "")
        if gevonden:
            return zin.format(*gevonden.groups())
    return tekst or "nog niet bekend"


def duur(tijd: timedelta) -> str:
    """A length of time in words, rounded down."""
    minuten = int(tijd.total_seconds()) // 60
    if minuten < 1:
        return "minder dan een minuut"
    if minuten < 120:
        return f"{minuten} {'minuut' if minuten == 1 else 'minuten'}"
    if minuten < 2 * 24 * 60:
        return f"{minuten // 60} uur"
    return f"{minuten // (24 * 60)} dagen"


def moment(op: datetime) -> str:
    """A moment as one says it: 20 november 2026, 14:05."""
    hier = op.astimezone(AMSTERDAM)
    return f"{hier.day} {_MAANDEN[hier.month - 1]} {hier.year}, {hier:%H:%M}"


def aantal(hoeveel: int) -> str:
    """A number that never points at one person: from one to four it says so in words."""
    return "minder dan 5" if 0 < hoeveel < 5 else str(hoeveel)
