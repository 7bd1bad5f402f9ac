"""The road of one person as the contract writes it: phases and steps in words, and the changes of one click.

Pure: a stored road goes in, the road as it should be comes out. What the werkbak does not know stays as it was.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from portal.werkbak.gegevens import Gegevens

FASEN: Final = {
    "in_contact": "In contact",
    "in_gesprek": "In gesprek",
    "rust_en_overzicht": "Rust en overzicht",
    "plaatje_compleet": "Plaatje compleet en perspectief",
    "toekomst": "Met vertrouwen de toekomst tegemoet",
}

WIE: Final = {"gemeente": "Gemeente", "inwoner": "Inwoner", "samen": "Samen", "schuldeisers": "Schuldeisers"}
STATUS: Final = {"straks": "Straks", "nu": "Nu", "klaar": "Klaar", "overgeslagen": "Overgeslagen"}
WERKDAGEN: Final = {
    "ma": "Maandag",
    "di": "Dinsdag",
    "wo": "Woensdag",
    "do": "Donderdag",
    "vr": "Vrijdag",
    "za": "Zaterdag",
    "zo": "Zondag",
}
SYSTEMEN: Final = {
    "vish": "Deurwaarders, via VISH",
    "schuldenknooppunt": "Bedrijven, via het Schuldenknooppunt",
    "bkr": "BKR",
}


@dataclass(frozen=True)
class Stapsoort:
    """One step of the routekaart; `wie` acts when nobody else is named."""

    code: str
    naam: str
    fase: str
    wie: str


ROUTE: Final = (
    Stapsoort("aanmelding", "Aanmelding", "in_contact", "inwoner"),
    Stapsoort("kennismaking", "Kennismaking", "in_contact", "gemeente"),
    Stapsoort("eerste_gesprek", "Eerste gesprek", "in_gesprek", "samen"),
    Stapsoort("plan_van_aanpak", "Plan van aanpak", "in_gesprek", "samen"),
    Stapsoort("beschikking", "Besluit over de hulp", "in_gesprek", "gemeente"),
    Stapsoort("schuldenrust", "Rust", "rust_en_overzicht", "gemeente"),
    Stapsoort("begeleiding", "Begeleiding", "rust_en_overzicht", "samen"),
    Stapsoort("schulden_in_kaart", "Schulden in kaart", "plaatje_compleet", "gemeente"),
    Stapsoort("voorstel", "Voorstel aan schuldeisers", "plaatje_compleet", "schuldeisers"),
    Stapsoort("oplossing", "Oplossing", "plaatje_compleet", "samen"),
    Stapsoort("evaluatie", "Evaluatie", "plaatje_compleet", "samen"),
    Stapsoort("volgen", "Volgen hoe het gaat", "toekomst", "samen"),
    Stapsoort("nazorg", "Nazorg", "toekomst", "samen"),
    Stapsoort("afronding", "Afronding", "toekomst", "gemeente"),
)
_PER_CODE: Final = {soort.code: soort for soort in ROUTE}
_AF: Final = ("klaar", "overgeslagen")


@dataclass(frozen=True)
class Stap:
    """One step: what it is called, and what is stored of it (empty: the portal follows the law and the route)."""

    code: str
    naam: str
    fase: str | None
    gewoonlijk: str
    gegeven: Gegevens

    @property
    def is_bekend(self) -> bool:
        """Whether it is a step of the routekaart."""
        return self.code in _PER_CODE

    @property
    def status(self) -> str:
        return self.gegeven.tekst("status") or ""


def fase_van(weg: Gegevens) -> str:
    """Give the phase somebody is in; who has no road yet, is in contact."""
    fase = weg.tekst("fase")
    return fase if fase in FASEN else "in_contact"


def volgende_fase(weg: Gegevens) -> str | None:
    """Give the phase after the present one; None in the last."""
    fasen = list(FASEN)
    plek = fasen.index(fase_van(weg)) + 1
    return fasen[plek] if plek < len(fasen) else None


def stappen_van(weg: Gegevens) -> list[Stap]:
    """Give every step of the route in order, and after them those of the counsellor's own.

    The sign-up itself is only there when something was stored about it: it is always done.
    """
    opgeslagen = {deel.tekst("code") or "": deel for deel in _delen(weg, "stappen")}
    bekend = [
        Stap(soort.code, soort.naam, soort.fase, soort.wie, opgeslagen.get(soort.code, Gegevens()))
        for soort in ROUTE
        if soort.code != "aanmelding" or soort.code in opgeslagen
    ]
    eigen = [
        Stap(code, deel.tekst("toelichting") or code, None, "gemeente", deel)
        for code, deel in opgeslagen.items()
        if code and code not in _PER_CODE
    ]
    return bekend + eigen


def huidige_stap(weg: Gegevens) -> Stap | None:
    """Give the step that it is about now: the one marked so, else the first after the last that is done."""
    stappen = stappen_van(weg)
    genoemd = next((stap for stap in stappen if stap.status == "nu"), None)
    laatste = max((plek for plek, stap in enumerate(stappen) if stap.status == "klaar"), default=-1)
    open_ = (stap for stap in stappen[laatste + 1 :] if stap.status not in _AF)
    return genoemd or next(open_, None)


def na_contact(weg: Gegevens, vandaag: date) -> dict[str, object]:
    """The road after the first call: that step is done. Calls in a later phase are no first ones and change nothing."""
    if fase_van(weg) != "in_contact":
        return dict(weg.ruw)
    stappen = _stappen(weg)
    _zet_klaar(stappen, "kennismaking", vandaag)
    return {**weg.ruw, "fase": fase_van(weg), "stappen": _lijst(stappen)}


def na_gesprek(weg: Gegevens, vandaag: date) -> dict[str, object]:
    """The road after the first conversation: it is done, and so is the call before it; the phase is in_gesprek.

    Who is further than that, had the conversation long ago: then nothing changes.
    """
    if fase_van(weg) not in ("in_contact", "in_gesprek"):
        return dict(weg.ruw)
    stappen = _stappen(weg)
    _zet_klaar(stappen, "kennismaking", None)
    _zet_klaar(stappen, "eerste_gesprek", vandaag)
    return {**weg.ruw, "fase": "in_gesprek", "stappen": _lijst(stappen)}


def naar_volgende_fase(weg: Gegevens, vandaag: date) -> dict[str, object]:
    """The road in its next phase: what was before it is done, and the first open step in it is now.

    The step that was at hand was done today; of the others we do not know the day.
    """
    volgende = volgende_fase(weg)
    if volgende is None:
        return dict(weg.ruw)
    fasen, nu = list(FASEN), huidige_stap(weg)
    stappen = _stappen(weg)
    for soort in ROUTE:
        if soort.code != "aanmelding" and fasen.index(soort.fase) < fasen.index(volgende):
            _zet_klaar(stappen, soort.code, vandaag if nu and nu.code == soort.code else None)
    for stap in stappen.values():
        if stap.get("status") == "nu":
            stap["status"] = "straks"
    open_ = (s.code for s in ROUTE if s.fase == volgende and stappen.get(s.code, {}).get("status") not in _AF)
    if eerste := next(open_, None):
        stappen.setdefault(eerste, {"code": eerste})["status"] = "nu"
    return {**weg.ruw, "fase": volgende, "stappen": _lijst(stappen)}


def _zet_klaar(stappen: dict[str, dict[str, object]], code: str, gedaan_op: date | None) -> None:
    stap = stappen.setdefault(code, {"code": code})
    if stap.get("status") not in _AF:
        stap["status"] = "klaar"
        if gedaan_op is not None and not stap.get("gedaanOp"):
            stap["gedaanOp"] = gedaan_op.isoformat()


def _delen(weg: Gegevens, naam: str) -> Iterator[Gegevens]:
    ruw = weg.ruw.get(naam)
    return (Gegevens.van(deel) for deel in (ruw if isinstance(ruw, list) else ()))


def delen(weg: Gegevens, naam: str) -> list[Gegevens]:
    """Give the parts of one list of the road (`nodig`, `gedeeldMet`)."""
    return list(_delen(weg, naam))


def _stappen(weg: Gegevens) -> dict[str, dict[str, object]]:
    return {code: dict(deel.ruw) for deel in _delen(weg, "stappen") if (code := deel.tekst("code"))}


def _lijst(stappen: Mapping[str, Mapping[str, object]]) -> list[dict[str, object]]:
    plek = {soort.code: nummer for nummer, soort in enumerate(ROUTE)}
    return [dict(stappen[code]) for code in sorted(stappen, key=lambda code: plek.get(code, len(ROUTE)))]
