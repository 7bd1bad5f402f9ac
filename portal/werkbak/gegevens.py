"""JSON that somebody else wrote, read without trusting its shape."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.werkbak.tekst import leesbaar

MAX_DIEPTE = 32
"""Deeper nesting than this is no message of ours; it would only serve to exhaust the stack."""


class GeenJson(ValueError):
    """The bytes are not a JSON object that can be kept."""


def lees_object(inhoud: bytes) -> dict[str, object]:
    """Read one JSON object; raise GeenJson when it is none, is nested too deep, or is not UTF-8.

    Lone surrogates (`"\\ud800"`) are legal JSON that no database can store: they become question marks.
    """
    try:
        gelezen = json.loads(inhoud.decode("utf-8"), parse_constant=_geen_getal)
    except (ValueError, RecursionError) as fout:
        raise GeenJson("the body is not JSON") from fout
    if not isinstance(gelezen, dict) or _te_diep(gelezen):
        raise GeenJson("the body is not a JSON object of reasonable depth")
    opnieuw = schrijf(gelezen)
    try:
        opnieuw.encode("utf-8")
    except UnicodeEncodeError:
        gelezen = json.loads(opnieuw.encode("utf-8", "replace"))
    return dict(gelezen)


def schrijf(waarde: object) -> str:
    """Write JSON as it is stored: compact, letters as letters."""
    return json.dumps(waarde, ensure_ascii=False, separators=(",", ":"))


def _geen_getal(naam: str) -> object:
    raise ValueError(f"{naam} is not JSON")


def _te_diep(waarde: object) -> bool:
    laag: list[object] = [waarde]
    for _ in range(MAX_DIEPTE):
        laag = [kind for ouder in laag for kind in _kinderen(ouder)]
        if not laag:
            return False
    return True


def _kinderen(waarde: object) -> Iterator[object]:
    if isinstance(waarde, dict):
        yield from waarde.values()
    elif isinstance(waarde, list):
        yield from waarde


@dataclass(frozen=True)
class Gegevens:
    """One JSON object. What is absent or of another kind than asked for reads as "not given"."""

    ruw: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def van(cls, waarde: object) -> "Gegevens":
        return cls(waarde) if isinstance(waarde, dict) else cls()

    def __contains__(self, naam: str) -> bool:
        return naam in self.ruw

    def tekst(self, naam: str) -> str | None:
        """Give the text under this name, without control characters; None when absent or empty."""
        waarde = self.ruw.get(naam)
        if isinstance(waarde, int | float) and not isinstance(waarde, bool):
            waarde = str(waarde)
        return (leesbaar(waarde).strip() or None) if isinstance(waarde, str) else None

    def waar(self, naam: str) -> bool:
        """Tell whether true stands under this name (as JSON, or spelled out as CloudEvents allows)."""
        return self.ruw.get(naam) in (True, "true")

    def datum(self, naam: str) -> date | None:
        """Give the ISO 8601 date under this name, or the date part of a moment."""
        waarde = self.ruw.get(naam)
        try:
            return date.fromisoformat(waarde[:10]) if isinstance(waarde, str) else None
        except ValueError:
            return None

    def deel(self, naam: str) -> "Gegevens":
        return Gegevens.van(self.ruw.get(naam))
