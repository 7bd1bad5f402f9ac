"""What the model beleidsregels schuldhulpverlening (VNG, October 2025) leave to the municipality."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal

from portal.gemeente.waarden import Klacht, Taalcode, Tussen, webadres

Aanvraagweg = Literal["digitaal", "telefoon", "loket", "brief", "email"]
Medewerking = Literal["afspraken", "geen_nieuwe_schulden", "begeleiding", "afloscapaciteit", "werk"]
Planonderdeel = Literal[
    "beginsituatie",
    "uitstroom",
    "einddoel",
    "hulpverleners",
    "taakverdeling",
    "eigen_inzet",
    "duur",
    "doelen",
    "evaluaties",
    "overig",
]
Maanden = Annotated[int, Tussen(1, 36)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beleidsregels:
    """The papers that the choices stand in, so that a page can refer to them."""

    citeertitel: str
    """Art. 21."""
    verordening: str
    """Art. 5: the verordening that sets the beslistermijn."""
    in_werking_sinds: date | None = None
    """Art. 20."""
    adres: str | None = None
    """Where they can be read."""

    def __post_init__(self) -> None:
        if self.adres is not None:
            webadres("adres", self.adres)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weigeringsgronden:
    """Art. 7: within how many months an earlier traject or fraud can be a reason to refuse; absent: it never is."""

    recidive_maanden: Maanden | None = None
    fraude_maanden: Maanden | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keuzes:
    """The optional parts of the model; what a municipality did not adopt is not shown and not done."""

    aanvraag_wegen: tuple[Aanvraagweg, ...] = ()
    """Art. 3: ways of asking that the text names; every other way counts as well."""
    meetinstrument_intake: bool = False
    """Art. 4 lid 5."""
    meetinstrument_plan: bool = False
    """Art. 9 lid 3."""
    meetinstrument_begeleiding: bool = False
    """Art. 12 lid 3."""
    vish: bool = False
    """Art. 6 lid 2: bailiffs learn through the verwijsindex that somebody is being helped."""
    schuldenknooppunt: bool = False
    """Art. 6 lid 3."""
    weigeringsgronden: Weigeringsgronden = field(default_factory=Weigeringsgronden)
    wsnp_begeleiding: bool = False
    """Art. 8."""
    medewerking_lijst: tuple[Medewerking, ...] = ()
    """Art. 11 lid 3, a to e."""
    begeleidingsplan_onderdelen: tuple[Planonderdeel, ...] = ()
    """Art. 12 lid 2, 1 to 10."""
    begeleidingsplan_overig: Mapping[Taalcode, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """Art. 12 lid 2 onder 10: what the part of one's own is called, per language."""
    volgen: bool = False
    """Art. 13 and 14."""
    vroegsignaal_na_einde_maanden: Maanden | None = None
    """Art. 16 lid 2: how long an early signal leads to a call by the last known helper."""
    misdraging: bool = False
    """Art. 17 lid 1 onder c."""

    def __post_init__(self) -> None:
        if "overig" in self.begeleidingsplan_onderdelen and not self.begeleidingsplan_overig:
            raise Klacht("begeleidingsplan_overig", "must name the part 'overig' of begeleidingsplan_onderdelen")
        if self.begeleidingsplan_overig and "overig" not in self.begeleidingsplan_onderdelen:
            raise Klacht("begeleidingsplan_overig", "has no use: 'overig' is not in begeleidingsplan_onderdelen")

    @property
    def meetinstrument(self) -> bool:
        """Whether a measuring instrument is used at all (art. 1)."""
        return self.meetinstrument_intake or self.meetinstrument_plan or self.meetinstrument_begeleiding


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorzieningen:
    """Promises that no law gives. A page speaks of one only when it is on."""

    tolk: bool = False
    """An interpreter, free of charge."""
    lift: bool = False
    rustige_ontvangst: bool = False
    """No need to announce oneself at a busy desk."""
    huisbezoek: bool = False
    in_de_buurt: bool = False
    """A conversation at a place in the neighbourhood, or at the shelter."""
    beeldbellen: bool = False
    avond: bool = False
    """Calls in the evening are possible."""
    maatjes: bool = False
    """Volunteers who go along the whole road."""
    mee_naar_rechtbank: bool = False
