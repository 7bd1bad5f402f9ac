"""One person as the portal knows them now: everything of `GET /inwoners/{id}`, in words where it is not shown apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.werkbak import woorden
from portal.werkbak.gegevens import Gegevens
from portal.werkbak.stand import VEILIG, Bereikbaarheid, lees_bereikbaarheid

Feiten = list[tuple[str, str]]

# What has a place of its own on the page.
_APART = frozenset(
    {"aanmelding", "afspraken", "bereikbaarheid", "id", "naam", "status", "taal", "toestemmingen", "tolk", "traject"}
    | {"veiligBereikbaar", "voorkeuren"}
)


@dataclass(frozen=True)
class Inwoner:
    """What the portal gave; nothing of it is taken for granted."""

    gegevens: Gegevens

    @property
    def naam(self) -> str | None:
        return self.gegevens.tekst("naam")

    @property
    def taal(self) -> str | None:
        return self.gegevens.tekst("taal")

    @property
    def veilig(self) -> str:
        veilig = self.gegevens.tekst("veiligBereikbaar")
        return veilig if veilig in VEILIG else "onbekend"

    @property
    def bereikbaarheid(self) -> Bereikbaarheid:
        gelezen = Bereikbaarheid()
        lees_bereikbaarheid(gelezen, self.gegevens.deel("bereikbaarheid"))
        return gelezen

    @property
    def status(self) -> str:
        return self.gegevens.deel("status").tekst("status") or "actief"

    @property
    def status_tot(self) -> date | None:
        return self.gegevens.deel("status").datum("tot")

    @property
    def weg(self) -> Gegevens:
        return self.gegevens.deel("traject")

    @property
    def voorkeuren(self) -> Gegevens:
        return self.gegevens.deel("voorkeuren")

    @property
    def kanalen(self) -> list[str]:
        kanalen = self.voorkeuren.ruw.get("kanalen")
        return [str(kanaal) for kanaal in kanalen] if isinstance(kanalen, list) else []

    @property
    def tolk(self) -> Gegevens:
        return self.gegevens.deel("tolk")

    def voorkeuren_in_woorden(self, vandaag: date) -> Feiten:
        """Give what somebody prefers, besides what stands next to the number already."""
        feiten = []
        if "nodig" in self.tolk:
            taal = self.tolk.tekst("taal")
            feiten.append(("Tolk", f"ja, {taal}" if self.tolk.waar("nodig") and taal else _ja_nee(self.tolk)))
            if taal and not self.tolk.waar("nodig"):
                feiten.append(("Praat", taal))
        feiten += [
            (woorden.veldnaam(naam), woorden.waarde(inhoud, vandaag, naam))
            for naam, inhoud in self.voorkeuren.ruw.items()
            if naam not in ("taal", "tolk", "veiligBereikbaar")
        ]
        return feiten

    def toestemmingen_in_woorden(self, vandaag: date) -> Feiten:
        """Give what somebody said yes to, since when."""
        ruw = self.gegevens.ruw.get("toestemmingen")
        gegeven = [Gegevens.van(deel) for deel in (ruw if isinstance(ruw, list) else ())]
        return [
            (
                woorden.TOESTEMMINGEN.get(deel.tekst("soort") or "", woorden.veldnaam(deel.tekst("soort") or "")),
                f"sinds {woorden.waarde(deel.tekst('gegevenOp'), vandaag)}",
            )
            for deel in gegeven
        ]

    def aanmelding_in_woorden(self, vandaag: date) -> Feiten:
        """Give what the portal holds of the sign-up."""
        return [*_plat(self.gegevens.deel("aanmelding"), vandaag)]

    def verder_in_woorden(self, vandaag: date) -> Feiten:
        """Give what a newer portal tells and this werkbak has no place for."""
        return [
            (woorden.veldnaam(naam), woorden.waarde(inhoud, vandaag, naam))
            for naam, inhoud in self.gegevens.ruw.items()
            if naam not in _APART
        ]


def _ja_nee(tolk: Gegevens) -> str:
    return "ja" if tolk.waar("nodig") else "nee"


def _plat(deel: Gegevens, vandaag: date) -> Iterator[tuple[str, str]]:
    for naam, inhoud in deel.ruw.items():
        if naam == "aanmeldingId":
            continue
        if isinstance(inhoud, dict):
            yield from _plat(Gegevens(inhoud), vandaag)
        else:
            yield woorden.veldnaam(naam), woorden.waarde(inhoud, vandaag, naam)
