"""From a TOML table to frozen values: the classes themselves say what may stand in the file."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from enum import IntEnum
from pathlib import Path
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from portal.gemeente.waarden import Klacht, Regel, Tijdvak

T = TypeVar("T")

_NAMEN: dict[type, str] = {
    bool: "true or false",
    int: "a whole number",
    str: "a text between quotes",
    date: "a date such as 2026-05-15",
}


class OnjuisteGemeente(Exception):
    """A file with settings that cannot be used: one line with the file, the key and what is wrong."""


@dataclass(frozen=True, slots=True)
class Plek:
    """Where we are in which file, to be named when something is wrong there."""

    bestand: Path
    sleutel: str = ""

    def dieper(self, naam: str) -> "Plek":
        return Plek(self.bestand, f"{self.sleutel}.{naam}" if self.sleutel else naam)

    def fout(self, wat: str) -> OnjuisteGemeente:
        regel = f"{self.bestand}: {self.sleutel}: {wat}" if self.sleutel else f"{self.bestand}: {wat}"
        return OnjuisteGemeente(" ".join(regel.split()))


def lees_toml(bestand: Path) -> dict[str, Any]:
    """Read a file; raise OnjuisteGemeente when it is not there or is not TOML.

    The mark that some editors put at the start of a UTF-8 file does no harm.
    """
    try:
        return tomllib.loads(bestand.read_text(encoding="utf-8-sig"))
    except OSError as fout:
        raise Plek(bestand).fout(f"cannot be read: {fout.strerror}") from fout
    except UnicodeDecodeError as fout:
        raise Plek(bestand).fout("is not written in UTF-8") from fout
    except ValueError as fout:
        raise Plek(bestand).fout(f"is not valid TOML: {fout}") from fout


def lees_tabel(soort: type[T], tabel: Mapping[str, object], plek: Plek) -> T:
    """Make a dataclass from a table whose keys are the names of its fields.

    The annotation of a field says which type and which rules it has; a field without a default is required. An unknown
    key, a wrong type, a broken rule and a value refused by the class itself raise OnjuisteGemeente.
    """
    klasse: Any = soort
    velden = {veld.name: veld for veld in fields(klasse)}
    soorten = get_type_hints(soort, include_extras=True)
    for naam in tabel:
        if naam not in velden:
            lijkt = get_close_matches(naam, velden, n=1)
            raise plek.dieper(naam).fout("unknown key" + (f", did you mean {lijkt[0]!r}?" if lijkt else ""))
    for naam, veld in velden.items():
        if naam not in tabel and veld.default is MISSING and veld.default_factory is MISSING:
            raise plek.dieper(naam).fout("is missing")
    waarden = {naam: lees_waarde(soorten[naam], waarde, plek.dieper(naam)) for naam, waarde in tabel.items()}
    try:
        return soort(**waarden)
    except Klacht as klacht:
        raise plek.dieper(klacht.sleutel).fout(klacht.wat) from klacht


def lees_waarde(soort: Any, waarde: object, plek: Plek) -> Any:
    """Make one value of the annotated kind, or raise OnjuisteGemeente."""
    herkomst, delen = get_origin(soort), get_args(soort)
    if herkomst is Annotated:
        return _met_regels(delen[0], delen[1:], waarde, plek)
    if herkomst in (Union, UnionType):
        (echt,) = (deel for deel in delen if deel is not NoneType)
        return lees_waarde(echt, waarde, plek)
    if herkomst is Literal:
        if waarde not in delen:
            raise plek.fout(f"must be one of {', '.join(delen)}, got {waarde!r}")
        return waarde
    if herkomst is tuple:
        return _lijst(delen[0], waarde, plek)
    if herkomst is Mapping:
        return _per_sleutel(delen[0], delen[1], waarde, plek)
    if soort is Tijdvak:
        return _tijdvak(waarde, plek)
    if is_dataclass(soort) and isinstance(soort, type):
        if not isinstance(waarde, dict):
            raise plek.fout(f"must be a table, got {waarde!r}")
        return lees_tabel(soort, waarde, plek)
    if issubclass(soort, IntEnum):
        namen = [lid.name.lower() for lid in soort]
        if waarde not in namen:
            raise plek.fout(f"must be one of {', '.join(namen)}, got {waarde!r}")
        return soort(namen.index(str(waarde)))
    return _los(soort, waarde, plek)


def _met_regels(soort: Any, regels: tuple[Regel, ...], waarde: object, plek: Plek) -> Any:
    gelezen = lees_waarde(soort, waarde, plek)
    for regel in regels:
        klacht = regel.klacht(gelezen)
        if klacht:
            raise plek.fout(klacht)
    return gelezen


def _lijst(soort: Any, waarde: object, plek: Plek) -> tuple[Any, ...]:
    if not isinstance(waarde, list):
        raise plek.fout(f"must be a list, got {waarde!r}")
    items: list[Any] = []
    for nummer, item in enumerate(waarde, start=1):
        gelezen = lees_waarde(soort, item, plek.dieper(str(nummer)))
        if gelezen in items:
            raise plek.dieper(str(nummer)).fout("stands in the list twice")
        items.append(gelezen)
    return tuple(items)


def _per_sleutel(sleutels: Any, soort: Any, waarde: object, plek: Plek) -> Mapping[str, Any]:
    if not isinstance(waarde, dict):
        raise plek.fout(f"must be a table, got {waarde!r}")
    return MappingProxyType(
        {
            lees_waarde(sleutels, naam, plek.dieper(naam)): lees_waarde(soort, item, plek.dieper(naam))
            for naam, item in waarde.items()
        }
    )


def _tijdvak(waarde: object, plek: Plek) -> Tijdvak:
    try:
        return Tijdvak.uit_tekst(waarde if isinstance(waarde, str) else repr(waarde))
    except ValueError as fout:
        raise plek.fout(str(fout)) from fout


def _los(soort: type, waarde: object, plek: Plek) -> object:
    """Take a text, number, yes-or-no or date; TOML knows the difference, so nothing is converted."""
    # The exact type: to Python a bool is an int and a datetime a date, to somebody who fills in a file they are not.
    if type(waarde) is not soort:
        raise plek.fout(f"must be {_NAMEN[soort]}, got {waarde!r}")
    if isinstance(waarde, str):
        if not waarde.strip():
            raise plek.fout("is empty; leave the key out when there is nothing to say")
        if waarde != waarde.strip() or not waarde.isprintable():
            raise plek.fout(f"must be one line without spaces around it, got {waarde!r}")
    return waarde
