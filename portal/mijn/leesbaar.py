"""Everything we hold as somebody reads it: headings with lines, in the language of the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from portal.aanmelding.vragen import LEEFGEBIEDEN, SCHAAL, VRAGEN, Vraag
from portal.mijn.voorkeurvragen import VRAGEN as VOORKEURVRAGEN
from portal.web.data import datum, tijd
from portal.web.talen import TALEN
from portal.web.talen import vertaal as _


@dataclass(frozen=True, slots=True)
class Deel:
    """One part of the page: lines of a name and a value."""

    kop: str
    regels: tuple[tuple[str, str], ...]


_KANAAL: Final = {
    "zelf": _l("Op deze site"),
    "samen": _l("Iemand deed het met je"),
    "vroegsignaal": _l("Met de code uit een brief"),
    "verwijzing": _l("Een organisatie deed het met je"),
    "balie": _l("Je kwam langs"),
    "telefoon": _l("Je belde"),
    "brief": _l("Je schreef een brief"),
}
_VEILIG: Final = {"ja": _l("Nee"), "alleen_neutraal": _l("Soms"), "nee": _l("Ja"), "onbekend": _l("Nog niet gezegd")}
_HAAST: Final = {
    "woning": _l("Ik moet misschien mijn huis uit"),
    "energie_water": _l("Ik krijg geen gas, stroom, warmte of water meer"),
    "zorgverzekering": _l("Mijn zorgverzekering stopt"),
    "anders": _l("Iets anders dat niet kan wachten"),
}
_STATUS: Final = {
    "actief": _l("We helpen je"),
    "gepauzeerd": _l("Even pauze"),
    "afgerond": _l("De hulp is klaar"),
    "verhuisd": _l("Je bent verhuisd"),
}
_STAND: Final = {
    "gepland": _l("Dit is de afspraak"),
    "vervallen": _l("Gaat niet door"),
    "geweest": _l("Geweest"),
    "niet_verschenen": _l("We hebben je gemist"),
}
_BERICHT: Final = {
    "klaargezet": _l("Gaat bijna weg"),
    "verstuurd": _l("Verstuurd"),
    "bezorgd": _l("Aangekomen"),
    "mislukt": _l("Niet aangekomen"),
    "onzeker": _l("Misschien aangekomen"),
    "vervallen": _l("Niet verstuurd"),
}
_EIGEN: Final = {
    "vraag": _l("Een vraag"),
    "verandering": _l("Er is iets veranderd"),
    "terugval": _l("Het gaat even niet goed"),
}
_GEGEVEN: Final = {
    "bericht": _l("Een vraag"),
    "verandering": _l("Er is iets veranderd"),
    "terugval": _l("Het gaat even niet goed"),
    "aanmelding.ontvangen": _l("Je vroeg hulp"),
    "aanmelding.aangevuld": _l("Wat je vertelde"),
    "aanmelding.ingetrokken": _l("Toch geen hulp"),
    "aanmelding.hersteld": _l("Toch wel"),
    "melding": _l("Een bericht kwam niet aan"),
    "voorkeuren": _l("Hoe je iets hoort"),
    "contactgegevens": _l("Je telefoon, e-mail of adres"),
    "toestemming": _l("Waar je ja op zei"),
    "inzage": _l("Een vraag over je gegevens"),
    "correctie": _l("Een vraag over je gegevens"),
    "afspraak": _l("Wat je over een afspraak zei"),
    "contact": _l("We vroegen iemand om je te bellen"),
}
"""Events in words, by type or by the first part of it; a test holds that each has some."""
_WEGEN: Final = {"sms": _l("Sms"), "email": _l("E-mail"), "brief": _l("Brief"), "bellen": _l("Bellen")}


def delen_van(alles: dict[str, Any]) -> list[Deel]:
    """The parts of the page; what is empty is left out."""
    delen = [
        Deel(_("Jij"), tuple(_jij(alles["jij"]))),
        Deel(_("Hoe je iets hoort"), tuple(_voorkeuren(alles["jij"]["voorkeuren"]))),
        *(Deel(_("Je vroeg hulp"), tuple(_aanmelding(deel))) for deel in alles["aanmeldingen"]),
        *(Deel(_("Wat je vertelde"), tuple(_antwoorden(deel))) for deel in alles["aanmeldingen"]),
        Deel(_("Wat je hulpverlener schreef"), tuple(_traject(alles["traject"] or {}))),
        Deel(_("Je afspraken"), tuple(_afspraken(alles["afspraken"]))),
        Deel(_("Berichten van jou"), tuple(_eigen_berichten(alles["jouwBerichten"]))),
        Deel(_("Berichten aan jou"), tuple(_berichten(alles["berichten"]))),
        Deel(_("Waar je bent ingelogd"), tuple(_toegang(alles["toegang"]))),
        Deel(_("Wat we aan je hulpverlener gaven"), tuple(_doorgegeven(alles["doorgegevenAanDeGemeente"]))),
    ]
    return [deel for deel in delen if deel.regels]


def _jij(jij: dict[str, Any]) -> Iterator[tuple[str, str]]:
    wegen = jij["bereikbaarheid"]
    yield from _gegeven(
        (_("Je naam"), jij["naam"]),
        (_("Telefoon"), wegen.get("telefoon")),
        (_("E-mail"), wegen.get("email")),
        (_("Adres"), wegen.get("adres")),
        (_("Langskomen"), _("Ja") if wegen.get("langskomen") else None),
        (_("Hoe het met je hulp staat"), _STATUS.get(jij["status"])),
        (_("Pauze tot"), _dag(jij["statusTot"])),
    )


def _voorkeuren(gezegd: dict[str, Any]) -> Iterator[tuple[str, str]]:
    tolk = gezegd.get("tolk", {})
    momenten = dict(next(vraag for vraag in VOORKEURVRAGEN if vraag.onderwerp == "momenten").opties)
    yield from _gegeven(
        (_("Lezen anderen mee?"), _VEILIG[gezegd["veiligBereikbaar"]]),
        (_("Sms, mail, brief of bellen"), _samen(_WEGEN[k] for k in gezegd.get("kanalen", ()))),
        (_("Wanneer je het hoort"), _samen(momenten[m] for m in gezegd.get("momenten", ()))),
        (_("Een naam in het bericht"), _ja_nee(gezegd.get("neutraal"), omgekeerd=True)),
        (_("De taal die je leest"), TALEN[gezegd["taal"]].eigen_naam if gezegd["taal"] in TALEN else gezegd["taal"]),
        (_("Een tolk"), _ja_nee(tolk.get("nodig"))),
        (_("De taal die je praat"), tolk.get("taal")),
        (_("Bellen zonder nummer"), _ja_nee(gezegd.get("anoniemBellen"))),
    )


def _aanmelding(deel: dict[str, Any]) -> Iterator[tuple[str, str]]:
    helper = deel["helper"] or {}
    yield from _gegeven(
        (_("Op"), _moment(deel["ontvangenOp"])),
        (_("Hoe"), _KANAAL[deel["kanaal"]]),
        (_("We bellen je"), _dag(deel["termijnen"]["belbelofteUiterlijk"])),
        (_("Eerste gesprek"), _dag(deel["termijnen"]["eersteGesprekUiterlijk"])),
        (_("In je eigen woorden"), deel["eigenWoorden"]),
        (_("Wie je hielp"), _samen(str(helper[v]) for v in ("naam", "telefoon", "relatie") if helper.get(v))),
        (_("Toch geen hulp"), _moment(deel["ingetrokkenOp"])),
    )


def _antwoorden(deel: dict[str, Any]) -> Iterator[tuple[str, str]]:
    vragen = {vraag.onderwerp: vraag for vraag in VRAGEN}
    for gegeven in deel["antwoorden"]:
        onderwerp, antwoord = gegeven["onderwerp"], gegeven["antwoord"]
        if onderwerp == "veilig":  # stands with the preferences
            continue
        if antwoord is None:
            yield _naam(vragen, onderwerp), _("Gewist. Je hulpverlener heeft het.")
        elif onderwerp == "haast":
            gronden = [str(_HAAST.get(grond, grond)) for grond in antwoord["gronden"]]
            yield _("Is er haast bij?"), _samen([*gronden, _dag(antwoord["datum"]) or ""]) or _("Nee")
        elif isinstance(antwoord, dict):
            gebieden, schaal = dict(LEEFGEBIEDEN), dict(SCHAAL)
            for gebied, hoe in antwoord.items():
                yield str(gebieden.get(gebied, gebied)), str(schaal.get(hoe, hoe))
        else:
            yield _naam(vragen, onderwerp), _antwoord(vragen.get(onderwerp), antwoord)
    for concept in deel["nietVerstuurd"]:
        yield _("%(vraag)s (nog niet verstuurd)", vraag=_naam(vragen, concept["onderwerp"])), concept["tekst"] or ""


def _traject(gegeven: dict[str, Any]) -> Iterator[tuple[str, str]]:
    hulpverlener = gegeven.get("hulpverlener") or {}
    yield from _gegeven(
        (_("Jouw vaste persoon"), hulpverlener.get("voornaam")),
        (_("Telefoon"), hulpverlener.get("telefoon")),
    )
    for stap in gegeven.get("stappen", ()):
        if stap.get("toelichting"):
            yield _("Over een stap"), stap["toelichting"]
    for ding in gegeven.get("nodig", ()):
        yield _("Dit hebben we nog nodig"), ". ".join(t for t in (ding["wat"], ding.get("waarom")) if t)
    herstel = gegeven.get("herstel")
    if herstel:
        yield _("Extra tijd"), f"{herstel['wat']} ({_dag(herstel['uiterlijk'])})"


def _afspraken(afspraken: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for afspraak in afspraken:
        dingen = (afspraak.get("met"), afspraak.get("plaats"), *(afspraak.get("meenemen") or ()))
        yield _moment(afspraak["begin"]) or "", _samen((_STAND[afspraak["status"]], *dingen))


def _berichten(berichten: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for bericht in berichten:
        regel = f"{_WEGEN[bericht['kanaal']]}. {_BERICHT[bericht['status']]}."
        yield _moment(bericht["gemaaktOp"]) or "", f"{regel} {bericht['tekst'] or ''}".strip()


def _eigen_berichten(berichten: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for bericht in berichten:
        soort = _EIGEN[bericht["soort"]]
        yield _moment(bericht["gestuurdOp"]) or "", f"{soort}. {bericht['tekst'] or ''}".strip()


def _toegang(toegang: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for sessie in toegang["ingelogd"]:
        yield _("Ingelogd"), _moment(sessie["begonnenOp"]) or ""
    for sleutel in toegang["passkeys"]:
        yield _("Met je vinger of gezicht"), _moment(sleutel["gemaaktOp"]) or ""
    for code in toegang["persoonlijkeCodes"]:
        yield _("Je code, gemaakt op"), _moment(code["gemaaktOp"]) or ""
    for activatie in toegang["activatiecodes"]:
        yield _("Code van je hulpverlener, werkt tot"), _moment(activatie["verlooptOp"]) or ""
    if toegang["digidGekoppeldOp"]:
        yield "DigiD", _moment(toegang["digidGekoppeldOp"]) or ""


def _doorgegeven(events: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for event in events:
        yield (
            _moment(event["op"]) or "",
            str(_GEGEVEN.get(event["soort"]) or _GEGEVEN[event["soort"].partition(".")[0]]),
        )


def _gegeven(*paren: tuple[str, Any]) -> Iterator[tuple[str, str]]:
    return ((naam, str(waarde)) for naam, waarde in paren if waarde)


def _naam(vragen: dict[str, Vraag], onderwerp: str) -> str:
    return str(vragen[onderwerp].kort) if onderwerp in vragen else onderwerp


def _antwoord(vraag: Vraag | None, antwoord: Any) -> str:
    labels = dict(vraag.opties) if vraag else {}
    return _samen(str(labels.get(code, code)) for code in (antwoord if isinstance(antwoord, list) else [antwoord]))


def _samen(woorden: Iterable[Any]) -> str:
    return ", ".join(str(woord) for woord in woorden if woord)


def _ja_nee(waarde: bool | None, *, omgekeerd: bool = False) -> str | None:
    if waarde is None:
        return None
    return _("Ja") if waarde is not omgekeerd else _("Nee")


def _dag(tekst: str | None) -> str | None:
    return datum(date.fromisoformat(tekst)) if tekst else None


def _moment(tekst: str | None) -> str | None:
    if not tekst:
        return None
    op = datetime.fromisoformat(tekst)
    return _("%(dag)s om %(tijd)s uur", dag=datum(op), tijd=tijd(op))
