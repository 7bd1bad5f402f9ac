"""What a call brings along, read and judged before its view runs; views only see what is right."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, NoReturn, cast

from flask import abort, current_app, g, request

from portal.backoffice.document import Contract, pad_van
from portal.backoffice.keuring import Afwijking, Schema
from portal.web.probleem import probleem

SLEUTEL: Final = "contract"
GROOTSTE_VERZOEK: Final = 64 * 1024
"""Bytes: as much as an event the other way may have."""
MEESTE_FOUTEN: Final = 100

_LANGSTE_GETAL: Final = 18
"""Digits that fit in the whole numbers of every database and language."""


_BESTURING: Final = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Control characters, which word processors leave in a text and no page can show; tabs and line breaks stay."""


class _GeenTekst(ValueError):
    """A string with half a character or a NUL in it: no database and no other system can take it."""


@dataclass(frozen=True, slots=True)
class Invoer:
    """The query, headers and body of a call, as its schemas say; what has a default in the query is there.

    Of the headers only those that the document names.
    """

    query: Mapping[str, Any]
    koppen: Mapping[str, str]
    lichaam: Mapping[str, Any]


def contract() -> Contract:
    """The contract of this process."""
    return cast(Contract, current_app.extensions[SLEUTEL])


def invoer() -> Invoer:
    """What this call brought along."""
    return cast(Invoer, g.invoer)


def keur_invoer() -> None:
    """Read and judge all of it; answers 415, 413, or 400 with everything that is wrong at once."""
    bewerking = contract().bewerking(pad_van(str(request.url_rule)), request.method)
    query, fouten = _lees_query(bewerking.query)
    koppen = {naam: request.headers[naam] for naam in bewerking.koppen["properties"] if naam in request.headers}
    fouten += [_fout("header", deel) for deel in contract().keuring.afwijkingen(bewerking.koppen, koppen)]
    lichaam: Any = {}
    if bewerking.lichaam is not None:
        lichaam = _lees_lichaam()
        fouten += [_fout("body", deel) for deel in contract().keuring.afwijkingen(bewerking.lichaam, lichaam)]
    if fouten:
        weiger(*fouten)
    g.invoer = Invoer(query, koppen, lichaam)


def weiger(*fouten: Mapping[str, str]) -> NoReturn:
    """Answer 400 with these faults; what a view finds out itself is told in the same way."""
    hoeveel = "een punt" if len(fouten) == 1 else f"{len(fouten)} punten"
    abort(probleem(400, f"De invoer klopt niet op {hoeveel}.", fouten=fouten[:MEESTE_FOUTEN]))


def fout(waar: str, veld: str, reden: str) -> dict[str, str]:
    """One fault, as the document describes it; `waar` is query, header or body."""
    return {"in": waar, "veld": veld, "reden": reden}


def _fout(waar: str, afwijking: Afwijking) -> dict[str, str]:
    return fout(waar, afwijking.veld, afwijking.reden)


def _lees_query(schema: Schema) -> tuple[dict[str, Any], list[dict[str, str]]]:
    velden: Mapping[str, Schema] = schema["properties"]
    waarden: dict[str, Any] = {naam: deel["default"] for naam, deel in velden.items() if "default" in deel}
    fouten = []
    for naam, gegeven in request.args.lists():
        if len(gegeven) > 1:
            fouten.append(fout("query", naam[:100], "mag er maar een keer staan"))
        waarden[naam] = _als_getal(gegeven[0]) if velden.get(naam, {}).get("type") == "integer" else gegeven[0]
    fouten += [_fout("query", deel) for deel in contract().keuring.afwijkingen(schema, waarden)]
    return waarden, fouten


def _als_getal(tekst: str) -> int | str:
    """In a query everything is text; what is not a whole number stays so, and is judged as that."""
    cijfers = tekst.removeprefix("-")
    is_getal = cijfers.isascii() and cijfers.isdigit() and len(cijfers) <= _LANGSTE_GETAL
    return int(tekst) if is_getal else tekst


def _lees_lichaam() -> Any:
    if request.mimetype != "application/json":
        abort(415)
    try:
        lichaam = json.loads(_tekst(), parse_float=_getal, parse_constant=_geen_getal)
        for tekst in _teksten(lichaam):
            if "\0" in tekst or not _is_tekst(tekst):
                raise _GeenTekst
        return _leesbaar(lichaam)
    except _GeenTekst:
        weiger(fout("body", "", "heeft een teken dat geen tekst is"))
    except (ValueError, RecursionError):
        weiger(fout("body", "", "is geen JSON in UTF-8, of te diep"))


def _tekst() -> str:
    """Decode here: by itself the reader would take UTF-16 and UTF-32 as well."""
    # One byte more than allowed: a body whose length was not told beforehand is cut there, not refused.
    request.max_content_length = GROOTSTE_VERZOEK + 1
    gelezen = request.get_data(cache=False)
    if len(gelezen) > GROOTSTE_VERZOEK:
        abort(413)
    return gelezen.decode("utf-8")


def _getal(tekst: str) -> float | int:
    """To JSON Schema 12.0 is a whole number; then it is one here too."""
    getal = float(tekst)
    if not isfinite(getal):
        _geen_getal(tekst[:20])
    return int(getal) if getal.is_integer() else getal


def _geen_getal(naam: str) -> NoReturn:
    raise ValueError(f"{naam} is no number here")


def _teksten(waarde: Any) -> Iterator[str]:
    if isinstance(waarde, str):
        yield waarde
    elif isinstance(waarde, dict):
        for naam, deel in waarde.items():
            yield naam
            yield from _teksten(deel)
    elif isinstance(waarde, list):
        for deel in waarde:
            yield from _teksten(deel)


def _leesbaar(waarde: Any) -> Any:
    """The same values without control characters, as forms are read."""
    if isinstance(waarde, str):
        return _BESTURING.sub("", waarde)
    if isinstance(waarde, dict):
        return {naam: _leesbaar(deel) for naam, deel in waarde.items()}
    if isinstance(waarde, list):
        return [_leesbaar(deel) for deel in waarde]
    return waarde


def _is_tekst(tekst: str) -> bool:
    try:
        tekst.encode()
    except UnicodeEncodeError:
        return False
    return True
