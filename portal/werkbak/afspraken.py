"""Appointments as the contract writes them: a form becomes one, one becomes a form, and what there is in words.

Pure. What the portal would refuse is passed on as it was typed: the portal says what is not right about it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from werkzeug.datastructures import MultiDict

from portal.clock import AMSTERDAM
from portal.werkbak.gegevens import Gegevens
from portal.werkbak.portaal import Fout
from portal.werkbak.tekst import leesbaar

Formulier = MultiDict[str, str]

SOORTEN: Final = {"kantoor": "Bij ons", "thuis": "Thuis", "telefoon": "Aan de telefoon", "video": "Met beeldbellen"}
STATUSSEN: Final = {
    "gepland": "Gepland",
    "vervallen": "Gaat niet door",
    "geweest": "Geweest",
    "niet_verschenen": "De inwoner was er niet",
}
REACTIES: Final = {
    "bevestigd": "De inwoner komt.",
    "verzet_gevraagd": "De inwoner vraagt een ander moment.",
    "afgezegd": "De inwoner kan niet komen.",
}
MOMENTEN: Final = 3
"""Lines for other moments that are free."""

_IN_HET_FORMULIER: Final = frozenset(
    {"begin", "einde", "soort", "plaats", "met", "meenemen", "tolk", "status", "alternatieven"}
)
_VAN_HET_PORTAAL: Final = frozenset({"afspraakId", "gewijzigdOp", "reactie", "begeleiderMee"})


@dataclass(frozen=True)
class Afspraak:
    """One appointment as the portal holds it."""

    gegevens: Gegevens

    @property
    def id(self) -> str:
        return self.gegevens.tekst("afspraakId") or ""

    @property
    def gewijzigd_op(self) -> str:
        return self.gegevens.tekst("gewijzigdOp") or ""

    @property
    def begin(self) -> datetime | None:
        return _moment(self.gegevens.tekst("begin"))

    @property
    def status(self) -> str:
        return self.gegevens.tekst("status") or "gepland"

    @property
    def reactie(self) -> str:
        return self.gegevens.deel("reactie").tekst("soort") or ""

    def inhoud(self) -> dict[str, object]:
        """Give the body of the contract: what was planned, without what the portal adds to it."""
        return {naam: waarde for naam, waarde in self.gegevens.ruw.items() if naam not in _VAN_HET_PORTAAL}


def afspraken_van(inwoner: Gegevens) -> list[Afspraak]:
    """Give every appointment of a person, the earliest first."""
    return [Afspraak(deel) for deel in _delen(inwoner, "afspraken")]


def velden_van(afspraak: Afspraak) -> Formulier:
    """Give the fields as they stand in a form that starts from this appointment."""
    gegeven = afspraak.gegevens
    velden: Formulier = MultiDict(_dag_en_uren(gegeven, ""))
    for naam in ("plaats", "met"):
        velden[naam] = gegeven.tekst(naam) or ""
    velden["soort"], velden["status"] = gegeven.tekst("soort") or "kantoor", afspraak.status
    velden["tolk"] = "ja" if gegeven.waar("tolk") else gegeven.tekst("tolk") or ""
    meenemen = gegeven.ruw.get("meenemen")
    velden["meenemen"] = "\n".join(str(ding) for ding in meenemen) if isinstance(meenemen, list) else ""
    for nummer, deel in enumerate(_delen(gegeven, "alternatieven")):
        velden.update(_dag_en_uren(deel, f"moment.{nummer}."))
        velden[f"moment.{nummer}.id"] = deel.tekst("id") or ""
    return velden


def inhoud_uit(velden: Formulier, bewaard: Mapping[str, object]) -> dict[str, object]:
    """Give the appointment that the form says; of what the form does not show, what was stored stays."""
    inhoud = {naam: waarde for naam, waarde in bewaard.items() if naam not in _IN_HET_FORMULIER}
    inhoud |= {"soort": velden.get("soort") or "kantoor", "status": velden.get("status") or "gepland"}
    inhoud |= _begin_en_einde(velden, "")
    for naam in ("plaats", "met"):
        if getypt := _tekst(velden, naam):
            inhoud[naam] = getypt
    if tolk := _tekst(velden, "tolk"):
        inhoud["tolk"] = True if tolk.casefold() == "ja" else tolk
    if meenemen := [regel.strip() for regel in _tekst(velden, "meenemen").splitlines() if regel.strip()]:
        inhoud["meenemen"] = meenemen
    if momenten := [
        {"id": _tekst(velden, f"moment.{nummer}.id") or f"moment-{nummer + 1}"}
        | _begin_en_einde(velden, f"moment.{nummer}.")
        for nummer in _gevuld(velden)
    ]:
        inhoud["alternatieven"] = momenten
    return inhoud


def regels(velden: Formulier) -> range:
    """Give the numbers of the lines for other moments: those that are there, and at least three."""
    return range(max([MOMENTEN, *(nummer + 1 for nummer in _gevuld(velden))]))


def fouten_per_veld(fouten: Sequence[Fout], velden: Formulier) -> dict[str, str]:
    """Give each fault of the portal under the name of its field in the form; under "" what belongs to no field."""
    gevuld, gevonden = _gevuld(velden), dict[str, str]()
    for fout in fouten:
        soort, _, rest = fout.veld.partition(".")
        plek, _, veld = rest.partition(".")
        naam = {"begin": "dag", "einde": "tot"}.get(soort, soort)
        if soort == "alternatieven" and plek.isascii() and plek.isdigit() and int(plek) < len(gevuld):
            naam = f"moment.{gevuld[int(plek)]}.{'tot' if veld == 'einde' else 'dag'}"
        bekend = naam in ("dag", "tot", "soort", "status", "plaats", "met", "tolk", "meenemen") or "." in naam
        gevonden.setdefault(naam if bekend else "", fout.reden if bekend else f"{fout.veld}: {fout.reden}")
    return gevonden


def _gevuld(velden: Formulier) -> list[int]:
    nummers = {deel for naam in velden if naam.startswith("moment.") and (deel := naam.split(".")[1]).isdecimal()}
    return sorted(int(n) for n in nummers if len(n) < 3 and _tekst(velden, f"moment.{n}.dag"))


def _dag_en_uren(deel: Gegevens, voor: str) -> dict[str, str]:
    begin, einde = _moment(deel.tekst("begin")), _moment(deel.tekst("einde"))
    return {
        f"{voor}dag": begin.date().isoformat() if begin else "",
        f"{voor}van": begin.strftime("%H:%M") if begin else "",
        f"{voor}tot": einde.strftime("%H:%M") if einde else "",
    }


def _begin_en_einde(velden: Mapping[str, str], voor: str) -> dict[str, object]:
    dag = _tekst(velden, f"{voor}dag")
    begin, einde = _op(dag, _tekst(velden, f"{voor}van")), _tekst(velden, f"{voor}tot")
    uren: dict[str, object] = {"begin": begin}
    return uren | ({"einde": _op(dag, einde)} if einde else {})


def _op(dag: str, uur: str) -> str:
    """The moment that this day and hour are here; or what was typed, when it is none."""
    try:
        return datetime.combine(date.fromisoformat(dag), time.fromisoformat(uur), AMSTERDAM).isoformat()
    except ValueError:
        return f"{dag} {uur}".strip()


def _tekst(velden: Mapping[str, str], naam: str) -> str:
    return leesbaar(velden.get(naam) or "").strip()


def _moment(tekst: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(tekst or "")
    except ValueError:
        return None
    return moment.astimezone(AMSTERDAM) if moment.tzinfo else None


def _delen(deel: Gegevens, naam: str) -> Iterator[Gegevens]:
    ruw = deel.ruw.get(naam)
    return (Gegevens.van(een) for een in (ruw if isinstance(ruw, list) else ()))
