"""Ways to reach somebody, read from whatever way they wrote them down."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import phonenumbers
from email_validator import EmailNotValidError, validate_email

MINSTE_CIJFERS: Final = 6
_BESTURING: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Telefoon:
    """A telephone number. `onzeker`: we could not read it, so it stands as it was typed."""

    nummer: str
    onzeker: bool


def schoon(tekst: str | None, lengte: int | None = None) -> str | None:
    """A text without control characters, cut to `lengte` when given; None when nothing is left."""
    if tekst is None:
        return None
    zonder = _BESTURING.sub("", tekst.replace("\r\n", "\n").replace("\r", "\n"))
    kaal = unicodedata.normalize("NFC", zonder).strip()[:lengte].strip()
    return kaal or None


def lees_telefoon(getypt: str | None, land: str = "NL") -> Telefoon | None:
    """Read a telephone number in any notation and any script; foreign ones with their country.

    Returns E.164 when the number can exist, else what was typed, marked `onzeker`.
    Fewer than six digits is no telephone number: None.
    """
    tekst = schoon(getypt, 80)
    if tekst is None:
        return None
    cijfers = sum(unicodedata.decimal(teken, None) is not None for teken in tekst)
    if cijfers < MINSTE_CIJFERS:
        return None
    gelezen = unicodedata.normalize("NFKC", tekst).replace("(0)", "")
    try:
        nummer = phonenumbers.parse(gelezen, land)
    except phonenumbers.NumberParseException:
        return Telefoon(tekst, onzeker=True)
    if nummer.extension or not phonenumbers.is_possible_number(nummer):
        return Telefoon(tekst, onzeker=True)
    e164 = phonenumbers.format_number(nummer, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(nummer):
        return Telefoon(tekst, onzeker=True)
    return Telefoon(e164, onzeker=False)


def lees_email(getypt: str | None) -> str | None:
    """Read one e-mail address. What looks like one but is odd stays as it was typed."""
    tekst = schoon(getypt, 254)
    if tekst is None:
        return None
    try:
        return validate_email(tekst, check_deliverability=False).normalized
    except EmailNotValidError:
        return tekst if re.fullmatch(r"[^\s@]+@[^\s@]+", tekst) else None


def lees_adres(getypt: str | None) -> str | None:
    """Read a postal address: any few words, also of a shelter or a post box."""
    tekst = schoon(getypt, 500)
    return tekst if tekst and len(tekst) >= 5 else None
