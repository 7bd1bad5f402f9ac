"""The form of somebody's road: what is typed becomes the road of the contract, and faults find their field again."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import uuid4

from werkzeug.datastructures import MultiDict

from portal.werkbak.gegevens import Gegevens
from portal.werkbak.portaal import Fout
from portal.werkbak.tekst import datum_van, leesbaar
from portal.werkbak.weg import SYSTEMEN, WERKDAGEN, Stap, delen, fase_van, stappen_van

Formulier = MultiDict[str, str]

MAX_NODIG: Final = 50
LEGE_REGELS: Final = 2
"""Empty lines for what is still needed, ready to be filled in."""

EIGEN: Final = "eigen"
"""The step that is being added, under this code in the form."""

_STAPVELDEN: Final = ("status", "wie", "uiterlijk", "gedaanOp", "toelichting")
_DATUMVELDEN: Final = frozenset({"uiterlijk", "gedaanOp"})


def velden_van(weg: Gegevens) -> Formulier:
    """Give the fields as they stand in a form that starts from this road."""
    velden: Formulier = MultiDict([("fase", fase_van(weg))])
    for stap in stappen_van(weg):
        for veld in _STAPVELDEN:
            velden[f"stap.{stap.code}.{veld}"] = stap.gegeven.tekst(veld) or ""
    mens = weg.deel("hulpverlener")
    velden["voornaam"], velden["telefoon"] = mens.tekst("voornaam") or "", mens.tekst("telefoon") or ""
    dagen = mens.ruw.get("werkdagen")
    velden.setlist("werkdagen", [str(dag) for dag in dagen] if isinstance(dagen, list) else [])
    for deel in delen(weg, "gedeeldMet"):
        velden[f"gedeeld.{deel.tekst('systeem')}"] = "ja"
        velden[f"sinds.{deel.tekst('systeem')}"] = deel.tekst("sinds") or ""
    for nummer, deel in enumerate(delen(weg, "nodig")):
        velden[f"nodig.{nummer}.id"] = deel.tekst("id") or ""
        velden[f"nodig.{nummer}.wat"] = deel.tekst("wat") or ""
        velden[f"nodig.{nummer}.waarom"] = deel.tekst("waarom") or ""
        velden[f"nodig.{nummer}.gekregen"] = "ja" if deel.waar("gekregen") else ""
    herstel = weg.deel("herstel")
    velden["herstel.wat"], velden["herstel.uiterlijk"] = herstel.tekst("wat") or "", herstel.tekst("uiterlijk") or ""
    return velden


def weg_uit(velden: Formulier, bewaard: Gegevens) -> dict[str, object]:
    """Give the road as the form says it; of what the form does not show, what was stored stays."""
    weg = {naam: waarde for naam, waarde in bewaard.ruw.items() if naam not in ("gewijzigdOp", "herstel")}
    weg["fase"] = velden.get("fase") or fase_van(bewaard)
    weg["stappen"] = _stappen(velden, bewaard)
    _zet(weg, "hulpverlener", _hulpverlener(velden, bewaard))
    _zet(weg, "gedeeldMet", _gedeeld(velden, bewaard))
    _zet(weg, "nodig", _nodig(velden, bewaard))
    wat, uiterlijk = _tekst(velden, "herstel.wat"), _datum(velden, "herstel.uiterlijk")
    if wat or uiterlijk:
        weg["herstel"] = {**bewaard.deel("herstel").ruw, "wat": wat, "uiterlijk": uiterlijk}
    return weg


def regels_nodig(velden: Formulier) -> range:
    """Give the numbers of the lines for what is needed: those that are there, and some empty ones."""
    gebruikt = [int(m[1]) for naam in velden if (m := re.fullmatch(r"nodig\.([0-9]{1,2})\.(?:wat|waarom)", naam))]
    gevuld = [nummer for nummer in gebruikt if _tekst(velden, f"nodig.{nummer}.wat")]
    return range(min(max(gevuld, default=-1) + 1 + LEGE_REGELS, MAX_NODIG))


def fouten_per_veld(fouten: Sequence[Fout], weg: Mapping[str, object], velden: Formulier) -> dict[str, str]:
    """Give each fault of the portal under the name of its field in the form; under "" what belongs to no field."""
    stappen, gedeeld = _lijst(weg, "stappen"), _lijst(weg, "gedeeldMet")
    regels = [nummer for nummer in regels_nodig(velden) if _is_regel(velden, nummer)]
    gevonden: dict[str, str] = {}
    for fout in fouten:
        soort, _, rest = fout.veld.partition(".")
        plek, _, veld = rest.partition(".")
        nummer = int(plek) if plek.isascii() and plek.isdigit() else -1
        naam = ""
        if soort == "stappen" and 0 <= nummer < len(stappen):
            code = str(stappen[nummer].get("code"))
            naam = f"stap.{code}.{veld or 'status'}"
            naam = naam if naam in velden else f"stap.{EIGEN}.{'toelichting' if veld == 'code' else veld}"
        elif soort == "nodig" and 0 <= nummer < len(regels):
            naam = f"nodig.{regels[nummer]}.{veld or 'wat'}"
        elif soort == "gedeeldMet" and 0 <= nummer < len(gedeeld):
            naam = f"sinds.{gedeeld[nummer].get('systeem')}"
        elif soort == "hulpverlener":
            naam = rest.partition(".")[0] or "voornaam"
        elif soort == "herstel":
            naam = f"herstel.{rest or 'wat'}"
        elif soort == "fase":
            naam = "fase"
        gevonden.setdefault(naam, fout.reden if naam else f"{fout.veld}: {fout.reden}")
    return gevonden


def _stappen(velden: Formulier, bewaard: Gegevens) -> list[dict[str, object]]:
    stappen = [_stap(stap, velden) for stap in stappen_van(bewaard)]
    if any(_tekst(velden, f"stap.{EIGEN}.{veld}") for veld in ("uiterlijk", "gedaanOp", "toelichting")):
        stappen.append(_stap(Stap(EIGEN, "", None, "", Gegevens()), velden) | {"code": f"eigen-{uuid4()}"})
    return [stap for stap in stappen if len(stap) > 1]


def _stap(stap: Stap, velden: Formulier) -> dict[str, object]:
    nieuw: dict[str, object] = {"code": stap.code}
    nieuw |= {naam: waarde for naam, waarde in stap.gegeven.ruw.items() if naam not in _STAPVELDEN}
    for veld in _STAPVELDEN:
        naam = f"stap.{stap.code}.{veld}"
        waarde = _datum(velden, naam) if veld in _DATUMVELDEN else _tekst(velden, naam)
        if waarde:
            nieuw[veld] = waarde
    return nieuw


def _hulpverlener(velden: Formulier, bewaard: Gegevens) -> dict[str, object] | None:
    naam, telefoon = _tekst(velden, "voornaam"), _tekst(velden, "telefoon")
    dagen = [dag for dag in WERKDAGEN if dag in velden.getlist("werkdagen")]
    if not (naam or telefoon or dagen):
        return None
    mens: dict[str, object] = {**bewaard.deel("hulpverlener").ruw, "voornaam": naam, "werkdagen": dagen}
    mens.pop("telefoon", None)
    return mens | ({"telefoon": telefoon} if telefoon else {})


def _gedeeld(velden: Formulier, bewaard: Gegevens) -> list[dict[str, object]]:
    systemen = [*SYSTEMEN, *(str(d.tekst("systeem")) for d in delen(bewaard, "gedeeldMet"))]
    return [
        {"systeem": systeem, "sinds": _datum(velden, f"sinds.{systeem}")}
        for systeem in dict.fromkeys(systemen)
        if velden.get(f"gedeeld.{systeem}")
    ]


def _nodig(velden: Formulier, bewaard: Gegevens) -> list[dict[str, object]]:
    eerder = {deel.tekst("id"): deel.ruw for deel in delen(bewaard, "nodig")}
    regels: list[dict[str, object]] = []
    for nummer in regels_nodig(velden):
        if not _is_regel(velden, nummer):
            continue
        id = _tekst(velden, f"nodig.{nummer}.id") or str(uuid4())
        waarom = _tekst(velden, f"nodig.{nummer}.waarom")
        regel: dict[str, object] = {**eerder.get(id, {}), "id": id, "wat": _tekst(velden, f"nodig.{nummer}.wat")}
        regel.pop("waarom", None)
        regel["gekregen"] = bool(velden.get(f"nodig.{nummer}.gekregen"))
        regels.append(regel | ({"waarom": waarom} if waarom else {}))
    return regels


def _is_regel(velden: Formulier, nummer: int) -> bool:
    # A line that was there and of which "wat" was emptied, is taken away; a new one with only a reason is a slip.
    wat, waarom, id = (_tekst(velden, f"nodig.{nummer}.{veld}") for veld in ("wat", "waarom", "id"))
    return bool(wat or (waarom and not id))


def _zet(weg: dict[str, object], naam: str, waarde: object) -> None:
    weg.pop(naam, None)
    if waarde:
        weg[naam] = waarde


def _lijst(weg: Mapping[str, object], naam: str) -> list[Mapping[str, object]]:
    waarde = weg.get(naam)
    return [deel for deel in waarde if isinstance(deel, dict)] if isinstance(waarde, list) else []


def _tekst(velden: Formulier, naam: str) -> str:
    return leesbaar(velden.get(naam, "")).replace("\r\n", "\n").strip()


def _datum(velden: Formulier, naam: str) -> str:
    """A day as the contract writes it; what is no day goes as it was typed, so that the portal says what is wrong."""
    getypt = _tekst(velden, naam)
    dag: date | None = datum_van(getypt)
    return dag.isoformat() if dag else getypt
