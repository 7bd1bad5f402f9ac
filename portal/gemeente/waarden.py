"""The small values that a gemeente's settings are made of, and the rules they keep."""

import re
from collections.abc import Sized
from dataclasses import dataclass
from datetime import time
from enum import IntEnum
from typing import Annotated, Protocol
from urllib.parse import SplitResult, urlsplit

OPVALLENDE_WOORDEN = re.compile(r"schuld|geld|betaal|incasso|deurwaarder|krediet|debt|money", re.IGNORECASE)
"""Words that tell a bystander what the site is about; they stand in no title, sender or address."""


class Klacht(ValueError):
    """A value that cannot be right: which key, and what is the matter with it."""

    def __init__(self, sleutel: str, wat: str) -> None:
        super().__init__(f"{sleutel}: {wat}")
        self.sleutel = sleutel
        self.wat = wat


class Regel(Protocol):
    """A rule on one value, carried by the annotation of the field that holds it."""

    def klacht(self, waarde: object) -> str | None:
        """Say in English what is wrong with the value, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Tussen:
    """A whole number from `laag` up to and including `hoog`."""

    laag: int
    hoog: int

    def klacht(self, waarde: object) -> str | None:
        if isinstance(waarde, int) and self.laag <= waarde <= self.hoog:
            return None
        return f"must be from {self.laag} to {self.hoog}, got {waarde}"


@dataclass(frozen=True, slots=True)
class Vorm:
    """A text that matches a pattern as a whole; `omschrijving` says in English what is expected."""

    patroon: str
    omschrijving: str

    def klacht(self, waarde: object) -> str | None:
        if isinstance(waarde, str) and re.fullmatch(self.patroon, waarde):
            return None
        return f"must be {self.omschrijving}, got {waarde!r}"


@dataclass(frozen=True, slots=True)
class Minstens:
    """A list or table with at least `aantal` items."""

    aantal: int

    def klacht(self, waarde: object) -> str | None:
        if isinstance(waarde, Sized) and len(waarde) >= self.aantal:
            return None
        return f"must have at least {self.aantal} item(s)"


Taalcode = Annotated[str, Vorm(r"[a-z]{2,3}", "a language code such as 'nl'")]
Telefoonnummer = Annotated[
    str, Vorm(r"\+?[0-9](?:[ -]?[0-9]){2,14}", "a telephone number of 3 to 15 digits, with spaces or dashes")
]
Mailadres = Annotated[str, Vorm(r"[^@\s,;<>\"]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", "one mail address")]
Hostnaam = Annotated[
    str,
    Vorm(
        r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|[0-9a-f]*(?::[0-9a-f]*){2,7}",
        "a host name in lower case without scheme, port or path",
    ),
]
Landnummer = Annotated[str, Vorm(r"\+[1-9][0-9]{0,2}", "a country calling code such as '+31'")]
Kenmerk = Annotated[str, Vorm(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "a UUID in lower case")]
Kleur = Annotated[str, Vorm(r"#[0-9A-Fa-f]{6}", "a colour such as '#0B5A5B'")]
Code = Annotated[str, Vorm(r"[a-z][a-z0-9_]{0,39}", "a short code in lower case, such as 'huisdier'")]


class Weekdag(IntEnum):
    """A day of the week, numbered as `date.weekday()` does."""

    MAANDAG = 0
    DINSDAG = 1
    WOENSDAG = 2
    DONDERDAG = 3
    VRIJDAG = 4
    ZATERDAG = 5
    ZONDAG = 6


@dataclass(frozen=True, slots=True, order=True)
class Tijdvak:
    """A part of a day on the clock in Amsterdam, `van` included and `tot` not."""

    van: time
    tot: time

    def __post_init__(self) -> None:
        if self.van >= self.tot:
            raise ValueError(f"must begin before it ends, got {self}")

    def __contains__(self, moment: time) -> bool:
        return self.van <= moment < self.tot

    def __str__(self) -> str:
        return f"{self.van:%H:%M}-{self.tot:%H:%M}"

    @classmethod
    def uit_tekst(cls, tekst: str) -> "Tijdvak":
        """Read "09:00-17:00"; anything else is a ValueError that says so."""
        delen = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])", tekst)
        if delen is None:
            raise ValueError(f"must be a time span such as '09:00-17:00', got {tekst!r}")
        van_uur, van_minuut, tot_uur, tot_minuut = (int(deel) for deel in delen.groups())
        return cls(time(van_uur, van_minuut), time(tot_uur, tot_minuut))


def tel_link(nummer: str) -> str:
    """Give the address that calls a Dutch number, as in RFC 3966.

    Ordinary numbers get the country code, so that a phone with a foreign card reaches them too. Free, paid and short
    numbers (0800, 0900, 112, 14 020) exist only inside the country and stay as they are.
    """
    cijfers = re.sub(r"[ -]", "", nummer)
    if cijfers.startswith("00"):
        return f"tel:+{cijfers[2:]}"
    if re.fullmatch(r"0(?!800|90[069])[1-9][0-9]{8}", cijfers):
        return f"tel:+31{cijfers[1:]}"
    return f"tel:{cijfers}"


def webadres(sleutel: str, adres: str) -> SplitResult:
    """Take a web address apart; raise Klacht when it is not one that a browser can follow safely."""
    try:
        delen = urlsplit(adres)
        poort = delen.port
    except ValueError:
        raise Klacht(sleutel, f"must be a web address, got {adres!r}") from None
    if delen.hostname is None or poort == 0 or "@" in delen.netloc or any(teken <= " " for teken in adres):
        raise Klacht(sleutel, f"must be a web address, got {adres!r}")
    lokaal = delen.hostname in ("127.0.0.1", "localhost", "::1")
    if delen.scheme != "https" and not (delen.scheme == "http" and lokaal):
        raise Klacht(sleutel, f"must start with https://, got {adres!r}")
    return delen
