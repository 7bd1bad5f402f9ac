"""One gemeente: everything it set, as plain frozen values."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Annotated

from portal.gemeente.keuzes import Beleidsregels, Keuzes, Voorzieningen
from portal.gemeente.opening import Inloop, Inloopmoment, Openingstijden, volgend_inloopmoment
from portal.gemeente.thema import Thema
from portal.gemeente.waarden import (
    OPVALLENDE_WOORDEN,
    Code,
    Hostnaam,
    Kenmerk,
    Klacht,
    Landnummer,
    Mailadres,
    Minstens,
    Taalcode,
    Telefoonnummer,
    Tussen,
    Vorm,
    tel_link,
    webadres,
)
from portal.termijnen import Kalender

WETTELIJKE_GRONDEN = ("woning", "energie_water", "zorgverzekering", "anders")
"""The crisissituaties of Wgs art. 4 lid 2, as the field `haast` names them; no gemeente can leave one out."""

Werkdagen = Annotated[int, Tussen(1, 10)]

_WOORD = re.compile(r"\w+")
_LANG_WOORD = 5
_LANG_ARABISCH_WOORD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How people reach the gemeente."""

    team: str
    telefoon: Telefoonnummer
    telefoon_professionals: Telefoonnummer | None = None
    email: Mailadres
    privacy_email: Mailadres | None = None
    """The data protection officer (AVG art. 13 lid 1 onder b); None: the page on privacy names the ordinary address."""
    gratis: bool
    """Calling costs the caller nothing."""
    crisisnummer: Telefoonnummer | None = None
    """Answered outside the opening hours; absent when there is none."""
    bezoekadres: str
    postadres: str
    openingstijden: Openingstijden
    zo_kom_je_er: Mapping[Taalcode, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """The way to the bezoekadres in words, per language: on foot, by bus, by bicycle, by car."""

    @property
    def telefoon_link(self) -> str:
        return tel_link(self.telefoon)

    @property
    def telefoon_professionals_link(self) -> str | None:
        return tel_link(self.telefoon_professionals) if self.telefoon_professionals else None

    @property
    def crisisnummer_link(self) -> str | None:
        return tel_link(self.crisisnummer) if self.crisisnummer else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Belofte:
    """The municipality's own promises, in working days after the day itself."""

    belbelofte_werkdagen: Werkdagen = 2
    """The first call after an aanmelding."""
    antwoord_werkdagen: Werkdagen = 2
    """An answer to a question, or to a change that was reported."""
    terugval_werkdagen: Werkdagen = 2
    """A call when things go wrong again."""
    gemist_werkdagen: Werkdagen = 2
    """A call after a missed or cancelled appointment."""
    maatje_werkdagen: Werkdagen = 10
    """Word about a maatje."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grond:
    """A ground for haast that the municipality adds to those of the law."""

    code: Code
    tekst: Annotated[Mapping[Taalcode, str], Minstens(1)] = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Haast:
    """What counts as a crisissituatie, and which words make us ask about it first."""

    extra: tuple[Grond, ...] = ()
    signaalwoorden: Annotated[
        Mapping[Taalcode, Annotated[tuple[str, ...], Minstens(1)]],
        Minstens(1),
    ] = field(hash=False)

    def __post_init__(self) -> None:
        codes = [*WETTELIJKE_GRONDEN, "nee"]
        for grond in self.extra:
            if grond.code in codes:
                raise Klacht("extra", f"the code {grond.code!r} is taken")
            codes.append(grond.code)

    @property
    def gronden(self) -> tuple[str, ...]:
        """The codes that mean haast: those of the law first, then the municipality's own."""
        return WETTELIJKE_GRONDEN + tuple(grond.code for grond in self.extra)

    def klinkt_in(self, tekst: str) -> bool:
        """Say whether somebody's own words point to haast, in whatever language they wrote.

        A signal of several words is heard when all of them occur, in any order and with others between them. It only
        decides which question comes first; whether there is haast is for the person to say.
        """
        gezegd = _kaal(tekst)
        losse_woorden = frozenset(_WOORD.findall(gezegd))
        return any(
            all(deel in (gezegd if _ook_binnenin(deel) else losse_woorden) for deel in _kaal(signaal).split())
            for signalen in self.signaalwoorden.values()
            for signaal in signalen
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """Where text messages may go, and how many; the limits protect against misuse, not against people."""

    landen: Annotated[tuple[Landnummer, ...], Minstens(1)] = ("+31",)
    per_nummer_per_dag: Annotated[int, Tussen(1, 100)] = 10
    per_bron_per_dag: Annotated[int, Tussen(1, 1_000)] = 30
    per_dag: Annotated[int, Tussen(1, 1_000_000)] = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifynl:
    """The templates at NotifyNL that hold nothing but ((tekst)), and ((onderwerp)) as the subject of e-mail."""

    sms: Kenmerk | None = None
    email: Kenmerk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toegang:
    """What this gemeente asks beyond the levels that always hold; never less."""

    digid_voor: tuple[
        Annotated[str, Vorm(r"[a-z][a-z0-9-]{0,39}", "a word from an address, such as 'gegevens'")], ...
    ] = ()
    """Parts of the personal space, by the word in their address, that open with DigiD only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bewaren:
    """How long things are kept. Nothing is removed before it was delivered or while an appointment is still to come."""

    onafgemaakt_dagen: Annotated[int, Tussen(14, 90)] = 14
    """Unfinished answers: people are promised two weeks."""
    spam_dagen: Annotated[int, Tussen(7, 365)] = 30
    eigen_woorden_dagen: Annotated[int, Tussen(1, 365)] = 30
    """The free words of an aanmelding, after the backoffice acknowledged them."""
    ruimte_na_nazorg_dagen: Annotated[int, Tussen(1, 730)] = 90
    ruimte_na_beeindiging_maanden: Annotated[int, Tussen(6, 36)] = 6
    """Model art. 16 lid 2; the personal space stays until the later of the two."""
    verwijzing_dagen: Annotated[int, Tussen(1, 365)] = 30
    berichttekst_dagen: Annotated[int, Tussen(1, 365)] = 14
    bezorging_maanden: Annotated[int, Tussen(1, 84)] = 12
    """The fact that a message was delivered."""
    outbox_dagen: Annotated[int, Tussen(1, 90)] = 7
    """The contents of an event, after delivery."""
    eenmalige_code_uren: Annotated[int, Tussen(1, 72)] = 24
    inzage_maanden: Annotated[int, Tussen(12, 84)] = 24
    """The log of who looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Veilig:
    """National numbers for when the gemeente is not the one to call."""

    veilig_thuis: Telefoonnummer = "0800 2000"
    alarm: Telefoonnummer = "112"
    geldfit: Telefoonnummer = "0800 8115"

    @property
    def veilig_thuis_link(self) -> str:
        return tel_link(self.veilig_thuis)

    @property
    def alarm_link(self) -> str:
        return tel_link(self.alarm)

    @property
    def geldfit_link(self) -> str:
        return tel_link(self.geldfit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gemeente:
    """A municipality and its choices, as content/gemeenten/<slug>.toml gives them."""

    slug: Annotated[str, Vorm(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", "lower case letters, digits and dashes")]
    naam: str
    portaalnaam: str = "Rustpunt"
    oin: Annotated[str, Vorm(r"[0-9]{20}", "an OIN of 20 digits")]
    hosts: Annotated[tuple[Hostnaam, ...], Minstens(1)]
    base_url: str | None = None
    """Public address without a slash at the end; None: the one of the installation."""
    informatiearm: bool = False
    """Events go out without their data; the backoffice fetches it."""
    talen: Annotated[tuple[Taalcode, ...], Minstens(1)] = ("nl", "en", "ar")
    beslistermijn_weken: Annotated[int, Tussen(1, 8)]
    """Model art. 5."""
    snel_weg_url: str = "https://www.buienradar.nl/"
    """The everyday site that "Snel weg" goes to."""
    contact: Contact
    inloop: tuple[Inloop, ...] = ()
    belofte: Belofte = field(default_factory=Belofte)
    beleidsregels: Beleidsregels
    keuzes: Keuzes = field(default_factory=Keuzes)
    voorzieningen: Voorzieningen = field(default_factory=Voorzieningen)
    haast: Haast
    thema: Thema = field(default_factory=Thema)
    sms: Sms = field(default_factory=Sms)
    notifynl: Notifynl | None = None
    toegang: Toegang = field(default_factory=Toegang)
    bewaren: Bewaren = field(default_factory=Bewaren)
    veilig: Veilig = field(default_factory=Veilig)

    def __post_init__(self) -> None:
        if OPVALLENDE_WOORDEN.search(self.portaalnaam.replace(self.naam, "")):
            raise Klacht("portaalnaam", f"{self.portaalnaam!r} tells a bystander what it is about")
        if "nl" not in self.talen:
            raise Klacht("talen", "must hold 'nl': the other languages are translated from it")
        self._controleer_adressen()
        self._controleer_talen()
        if self.bewaren.ruimte_na_beeindiging_maanden < (self.keuzes.vroegsignaal_na_einde_maanden or 0):
            raise Klacht(
                "bewaren.ruimte_na_beeindiging_maanden",
                "must not be shorter than keuzes.vroegsignaal_na_einde_maanden: the last known helper has to be known",
            )

    def _controleer_adressen(self) -> None:
        if self.base_url is not None:
            delen = webadres("base_url", self.base_url)
            if self.base_url != f"{delen.scheme}://{delen.netloc}":
                raise Klacht("base_url", f"must end after the host name, got {self.base_url!r}")
            if delen.hostname not in self.hosts:
                raise Klacht("base_url", f"its host {delen.hostname!r} must be one of hosts")
        weg = webadres("snel_weg_url", self.snel_weg_url)
        if weg.hostname in self.hosts or OPVALLENDE_WOORDEN.search(self.snel_weg_url):
            raise Klacht("snel_weg_url", f"must be an everyday site of somebody else, got {self.snel_weg_url!r}")

    def _controleer_talen(self) -> None:
        """Texts that a municipality writes itself are in no catalogue, so they must be there in every language."""
        teksten: list[tuple[str, Mapping[str, object]]] = [("haast.signaalwoorden", self.haast.signaalwoorden)]
        teksten += [(f"haast.extra.{grond.code}", grond.tekst) for grond in self.haast.extra]
        if self.keuzes.begeleidingsplan_overig:
            teksten.append(("keuzes.begeleidingsplan_overig", self.keuzes.begeleidingsplan_overig))
        if self.contact.zo_kom_je_er:
            teksten.append(("contact.zo_kom_je_er", self.contact.zo_kom_je_er))
        for sleutel, tekst in teksten:
            for taal in self.talen:
                if taal not in tekst:
                    raise Klacht(sleutel, f"has nothing in {taal!r}, which is one of talen")

    @property
    def bron(self) -> str:
        """The `source` of this gemeente's events (NL GOV profile for CloudEvents)."""
        return f"urn:nld:oin:{self.oin}:systeem:rustpunt"

    def open_op(self, nu: datetime, kalender: Kalender) -> bool:
        """Say whether the telephone is answered at this moment."""
        return self.contact.openingstijden.open_op(nu, kalender)

    def volgende_opening(self, nu: datetime, kalender: Kalender) -> datetime:
        """Give the first moment after `nu` at which the telephone is answered again, in the zone of Amsterdam."""
        return self.contact.openingstijden.volgende(nu, kalender)

    def volgende_inloop(self, nu: datetime, kalender: Kalender) -> Inloopmoment | None:
        """Give the first walk-in hour that somebody can still make, or None when there are none."""
        return volgend_inloopmoment(self.inloop, self.contact.openingstijden, nu, kalender)


def _ook_binnenin(woord: str) -> bool:
    """Say whether a word is heard inside another one too: "ontruim" in "woningontruiming", but not "huis" in "thuis".

    Arabic script writes the article, "and" and "with" onto the word, so there a word of three letters is enough.
    """
    arabisch = unicodedata.bidirectional(woord[0]) == "AL"
    return len(woord) >= (_LANG_ARABISCH_WOORD if arabisch else _LANG_WOORD)


def _kaal(tekst: str) -> str:
    """Give the text without case, accents and vowel signs, so that one way of writing is enough."""
    ontleed = unicodedata.normalize("NFKD", tekst.casefold())
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken))
