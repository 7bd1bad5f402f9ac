"""What a municipality fills in: the values between braces, and which lines apply to it.

In content `{telefoon}` stands for a value. A line that opens with `{als tolk}` is there only when the municipality
offers that; `{als niet tolk}` is its counterpart, and of several conditions all must hold. So a promise that no law
gives never shows where nobody made it.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from markupsafe import Markup

from portal.gemeente import Gemeente, Voorzieningen, tel_link
from portal.gemeente.model import Bewaren

TELEFOONNUMMERS = frozenset({"telefoon", "veilig_thuis", "alarm", "geldfit"})
MAILADRESSEN = frozenset({"email", "privacy_email"})
TEKSTEN = frozenset({"gemeente", "bezoekadres", "postadres"})
GETALLEN = frozenset({"beslistermijn_weken", *(f"bewaar_{veld.name}" for veld in fields(Bewaren))})
INVULPLEKKEN = TELEFOONNUMMERS | MAILADRESSEN | TEKSTEN | GETALLEN
"""Every name that content may put between braces; the names are those of the settings of a gemeente."""

KEUZES = frozenset({"vish", "schuldenknooppunt", "wsnp_begeleiding", "volgen", "meetinstrument"})
"""Parts of the model beleidsregels that a gemeente adopts or not (art. 6, 8, 14, 4.5)."""

VOORZIENINGEN = KEUZES | {veld.name for veld in fields(Voorzieningen)} | {"gratis", "inloop"}
"""What a line of content may depend on, besides a value that is there or not."""

_VOORWAARDE = re.compile(r"^\s*\{als (?P<niet>niet )?(?P<naam>[a-z_]+)\} ?")
_ACCOLADES = re.compile(r"\{(?:[a-z_]+|[a-z]{2,3}: [^{}]+)\}")


class OnbekendeInvulling(Exception):
    """A name between braces that nobody can fill in; the message is one line."""


@dataclass(frozen=True, slots=True)
class Invulling:
    """The values and facilities of one municipality. A value that is absent or empty counts as not offered."""

    waarden: Mapping[str, str]
    voorzieningen: frozenset[str] = frozenset()

    def waarde(self, naam: str) -> Markup:
        """Give a value as HTML: numbers to call and addresses to mail are links, and keep their direction."""
        waarde = self.waarden.get(naam, "")
        if naam not in INVULPLEKKEN:
            raise OnbekendeInvulling(f"{{{naam}}} is not a value that can be filled in")
        if not waarde:
            raise OnbekendeInvulling(f"{{{naam}}} has no value for this gemeente; open the line with {{als {naam}}}")
        if naam in TELEFOONNUMMERS:
            return Markup('<a href="{}"><bdi dir="ltr">{}</bdi></a>').format(tel_link(waarde), waarde)
        if naam in MAILADRESSEN:
            return Markup('<a href="mailto:{0}"><bdi dir="ltr">{0}</bdi></a>').format(waarde)
        if naam in TEKSTEN:
            return Markup('<bdi lang="nl">{}</bdi>').format(waarde)
        return Markup.escape(waarde)

    def geldt(self, naam: str) -> bool:
        """Say whether a facility is offered, or a value is there."""
        if naam in VOORZIENINGEN:
            return naam in self.voorzieningen
        if naam in INVULPLEKKEN:
            return bool(self.waarden.get(naam))
        raise OnbekendeInvulling(f"{{als {naam}}} names nothing that a gemeente can offer")

    def kies_regels(self, tekst: str) -> str:
        """Keep the lines that apply, without their condition; raise `OnbekendeInvulling` on a stray brace."""
        gekozen = []
        for regel in tekst.splitlines():
            kaal, geldt = regel, True
            while gevonden := _VOORWAARDE.match(kaal):
                geldt &= self.geldt(gevonden["naam"]) is (gevonden["niet"] is None)
                kaal = kaal[gevonden.end() :]
            if "{" in _ACCOLADES.sub("", kaal):
                raise OnbekendeInvulling(f"a brace that names nothing in the line {regel.strip()!r}")
            if geldt:
                gekozen.append(kaal)
        return "\n".join(gekozen)


def invulling_van(gemeente: Gemeente) -> Invulling:
    """Give what a municipality fills in, from its settings."""
    contact, veilig = gemeente.contact, gemeente.veilig
    waarden = {
        "gemeente": gemeente.naam,
        "telefoon": contact.telefoon,
        "email": contact.email,
        "privacy_email": contact.privacy_email or "",
        "bezoekadres": contact.bezoekadres,
        "postadres": contact.postadres,
        "veilig_thuis": veilig.veilig_thuis,
        "alarm": veilig.alarm,
        "geldfit": veilig.geldfit,
        "beslistermijn_weken": str(gemeente.beslistermijn_weken),
        **{f"bewaar_{naam}": str(aantal) for naam, aantal in asdict(gemeente.bewaren).items()},
    }
    aan = {naam: getattr(gemeente.keuzes, naam) for naam in KEUZES}
    aan |= asdict(gemeente.voorzieningen)
    aan |= {"gratis": gemeente.contact.gratis, "inloop": bool(gemeente.inloop)}
    return Invulling(waarden, frozenset(naam for naam, waar in aan.items() if waar))
