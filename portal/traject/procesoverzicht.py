"""Where am I, what comes next, by when, who acts: worked out from the road and what is known.

Pure: the sign-up's dates and what the backoffice wrote go in, an overview comes out.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from portal.gemeente import Gemeente
from portal.termijnen import Kalender, Termijnen, beschikking_uiterlijk, te_tonen
from portal.traject.route import CODES, route_van

KLAAR: Final = "klaar"
NU: Final = "nu"
STRAKS: Final = "straks"
OVERGESLAGEN: Final = "overgeslagen"


@dataclass(frozen=True, slots=True)
class Stap:
    """One step of the overview.

    `uiterlijk` is the legal or promised date, `getoond` the one to show: the last
    working day on or before it, or the new date when the old one has passed.
    `toelichting` is the counsellor's own Dutch text.
    """

    code: str
    wie: str
    status: str
    uiterlijk: date | None = None
    getoond: date | None = None
    gedaan_op: date | None = None
    toelichting: str | None = None
    te_laat: bool = False

    @property
    def is_bekend(self) -> bool:
        """Whether we have words of our own for it; else only the counsellor's text."""
        return self.code in CODES


@dataclass(frozen=True, slots=True)
class Hulpverlener:
    """The fixed person."""

    voornaam: str
    werkdagen: tuple[int, ...]
    telefoon: str | None


@dataclass(frozen=True, slots=True)
class Gedeeld:
    """With which system is shared that somebody gets help, since when."""

    systeem: str
    sinds: date


@dataclass(frozen=True, slots=True)
class Nodig:
    """Something the counsellors still need (art. 11 lid 2); never an upload."""

    id: str
    wat: str
    waarom: str | None


@dataclass(frozen=True, slots=True)
class Herstel:
    """Extra time to do what was not done yet (art. 17 lid 1a)."""

    wat: str
    uiterlijk: date


@dataclass(frozen=True, slots=True)
class Procesoverzicht:
    """The whole road of one person; `nu` is the one step that it is about today."""

    fase: str
    stappen: tuple[Stap, ...]
    nu: Stap | None
    hulpverlener: Hulpverlener | None = None
    gedeeld_met: tuple[Gedeeld, ...] = ()
    nodig: tuple[Nodig, ...] = ()
    herstel: Herstel | None = None

    @property
    def te_laat(self) -> Stap | None:
        """The first step that we are late with."""
        return next((stap for stap in self.stappen if stap.te_laat), None)


_WEEKDAGEN: Final = {"ma": 0, "di": 1, "wo": 2, "do": 3, "vr": 4, "za": 5, "zo": 6}


def maak_procesoverzicht(
    *,
    startdatum: date,
    termijnen: Termijnen,
    gegeven: dict[str, Any],
    gemeente: Gemeente,
    kalender: Kalender,
    vandaag: date,
) -> Procesoverzicht:
    """Work the overview out. `gegeven` is the body of `PUT …/traject`, or empty."""
    opgegeven = {str(s["code"]): s for s in gegeven.get("stappen", [])}
    soorten = route_van(gemeente)
    gesprek = _datum(opgegeven.get("eerste_gesprek", {}).get("gedaanOp"))
    wettelijk = {
        "kennismaking": termijnen.belbelofte_uiterlijk,
        "eerste_gesprek": termijnen.eerste_gesprek_uiterlijk,
        "beschikking": beschikking_uiterlijk(gesprek, gemeente.beslistermijn_weken, kalender) if gesprek else None,
    }
    stappen: list[Stap] = []
    for soort in soorten:
        eigen = opgegeven.get(soort.code, {})
        if soort.code == "aanmelding":
            stappen.append(Stap(soort.code, soort.wie, KLAAR, gedaan_op=startdatum))
            continue
        if eigen.get("status") == OVERGESLAGEN:
            continue
        stappen.append(
            _stap(soort.code, eigen.get("wie") or soort.wie, eigen, wettelijk.get(soort.code), kalender, vandaag)
        )
    bekend = {soort.code for soort in soorten} | CODES
    stappen += [
        _stap(code, s.get("wie") or "gemeente", s, None, kalender, vandaag)
        for code, s in opgegeven.items()
        if code not in bekend and s.get("status") != OVERGESLAGEN
    ]
    stappen = _met_nu(stappen)
    return Procesoverzicht(
        fase=gegeven.get("fase") or "in_contact",
        stappen=tuple(stappen),
        nu=next((stap for stap in stappen if stap.status == NU), None),
        hulpverlener=_hulpverlener(gegeven.get("hulpverlener")),
        gedeeld_met=tuple(
            Gedeeld(g["systeem"], sinds) for g in gegeven.get("gedeeldMet", []) if (sinds := _datum(g.get("sinds")))
        ),
        nodig=tuple(
            Nodig(str(n["id"]), n["wat"], n.get("waarom")) for n in gegeven.get("nodig", []) if not n.get("gekregen")
        ),
        herstel=_herstel(gegeven.get("herstel")),
    )


def _stap(
    code: str, wie: str, eigen: dict[str, Any], wettelijk: date | None, kalender: Kalender, vandaag: date
) -> Stap:
    status = eigen.get("status") or STRAKS
    gegeven = _datum(eigen.get("uiterlijk"))
    # The backoffice may promise earlier than the law, never later; a later date is the new one after a late one.
    uiterlijk = min(d for d in (wettelijk, gegeven) if d) if wettelijk or gegeven else None
    te_laat = status != KLAAR and wie != "inwoner" and uiterlijk is not None and uiterlijk < vandaag
    getoond = te_tonen(uiterlijk, kalender, niet_voor=vandaag) if uiterlijk else None
    if te_laat:
        getoond = gegeven if gegeven and gegeven >= vandaag else None
    return Stap(
        code,
        wie,
        status,
        uiterlijk=uiterlijk,
        getoond=getoond,
        gedaan_op=_datum(eigen.get("gedaanOp")),
        toelichting=eigen.get("toelichting") or None,
        te_laat=te_laat,
    )


def _met_nu(stappen: list[Stap]) -> list[Stap]:
    """Exactly one step is now: the first the backoffice says so of, else the first that is not done."""
    genoemd = [i for i, stap in enumerate(stappen) if stap.status == NU]
    laatste_klaar = max((i for i, stap in enumerate(stappen) if stap.status == KLAAR), default=-1)
    open_ = [i for i, stap in enumerate(stappen) if stap.status != KLAAR and i > laatste_klaar]
    nu = genoemd[0] if genoemd else (open_[0] if open_ else None)
    return [
        replace(stap, status=NU) if i == nu else replace(stap, status=STRAKS) if stap.status == NU else stap
        for i, stap in enumerate(stappen)
    ]


def _hulpverlener(gegeven: dict[str, Any] | None) -> Hulpverlener | None:
    if not gegeven or not gegeven.get("voornaam"):
        return None
    dagen = tuple(_WEEKDAGEN[d] for d in gegeven.get("werkdagen", []) if d in _WEEKDAGEN)
    return Hulpverlener(gegeven["voornaam"], dagen, gegeven.get("telefoon"))


def _herstel(gegeven: dict[str, Any] | None) -> Herstel | None:
    uiterlijk = _datum(gegeven.get("uiterlijk")) if gegeven else None
    return Herstel(gegeven["wat"], uiterlijk) if gegeven and uiterlijk and gegeven.get("wat") else None


def _datum(tekst: Any) -> date | None:
    return date.fromisoformat(tekst[:10]) if isinstance(tekst, str) and tekst else None
