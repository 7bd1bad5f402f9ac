"""What a municipality chose: read whole, and every mistake named with its file and key."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest

from portal.gemeente import (
    WETTELIJKE_GRONDEN,
    Gemeente,
    Gemeenten,
    Keuzes,
    OnjuisteGemeente,
    laad_gemeenten,
)
from portal.gemeente.waarden import Klacht

CONTENT = Path(__file__).parents[1] / "content"
VOORBEELD = (CONTENT / "gemeenten" / "voorbeeldstad.toml").read_text(encoding="utf-8")
VOORBEELDSTAD = next(iter(laad_gemeenten(CONTENT)))


def schrijf(content: Path, tekst: str, slug: str = "voorbeeldstad") -> Path:
    map_ = content / "gemeenten"
    map_.mkdir(exist_ok=True)
    (map_ / f"{slug}.toml").write_text(tekst, encoding="utf-8")
    return content


def vervang(oud: str, nieuw: str, tekst: str = VOORBEELD) -> str:
    assert tekst.count(oud) == 1, f"{oud!r} occurs {tekst.count(oud)} times in the example"
    return tekst.replace(oud, nieuw)


def velden(soort: type, *boven: str) -> Iterator[tuple[str, ...]]:
    soorten = get_type_hints(soort)
    for veld in dataclasses.fields(soort):
        yield (*boven, veld.name)
        if dataclasses.is_dataclass(soorten[veld.name]):
            yield from velden(soorten[veld.name], *boven, veld.name)


# --- The example ---


def test_het_voorbeeld_noemt_elke_keuze() -> None:
    namen = {pad[-1] for pad in velden(Gemeente)} - {"slug"}
    genoemd = re.findall(r"^(?:# )?\[*([a-z_.]+)(?:\]| =)", VOORBEELD, re.MULTILINE)
    assert namen - {naam for sleutel in genoemd for naam in sleutel.split(".")} == set()


def test_de_voorbeeldregels_die_uit_staan_kloppen_ook(tmp_path: Path) -> None:
    aan = re.sub(r'^# (?=[a-z_.]+ = ["0-9]|\[)', "", VOORBEELD, flags=re.MULTILINE)
    aan = vervang('    "evaluaties",\n', '    "evaluaties",\n    "overig",\n', aan)
    aan = vervang("https://rustpunt.voorbeeldstad.nl", "https://localhost", aan)
    gemeente = laad_gemeenten(schrijf(tmp_path, aan)).van_slug("voorbeeldstad")
    assert gemeente is not None
    assert gemeente.contact.crisisnummer_link == "tel:08000000002"
    assert gemeente.keuzes.weigeringsgronden.recidive_maanden == 6
    assert gemeente.keuzes.begeleidingsplan_overig["en"] == "What else we agree"
    assert gemeente.haast.gronden == (*WETTELIJKE_GRONDEN, "huisdier")
    assert gemeente.thema.logo == "gemeenten/voorbeeldstad.svg"


def test_het_voorbeeld_geeft_de_standaardwaarden() -> None:
    for deel in ("belofte", "thema", "sms", "bewaren", "veilig"):
        waarde = getattr(VOORBEELDSTAD, deel)
        assert waarde == type(waarde)()


def test_de_bron_van_de_gebeurtenissen() -> None:
    assert VOORBEELDSTAD.bron == "urn:nld:oin:00000000000000000000:systeem:rustpunt"


def test_een_gemeente_verandert_niet_meer() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        VOORBEELDSTAD.naam = "Anders"  # type: ignore[misc]
    with pytest.raises(TypeError):
        VOORBEELDSTAD.haast.signaalwoorden["nl"] = ()  # type: ignore[index]
    assert hash(VOORBEELDSTAD) == hash(dataclasses.replace(VOORBEELDSTAD))


def test_een_bestand_uit_een_windows_editor_kan(tmp_path: Path) -> None:
    schrijf(tmp_path, "\ufeff" + VOORBEELD.replace("\n", "\r\n"))
    assert next(iter(laad_gemeenten(tmp_path))) == VOORBEELDSTAD


def test_elk_nummer_is_te_bellen() -> None:
    assert VOORBEELDSTAD.contact.telefoon_link == "tel:08000000000"
    assert VOORBEELDSTAD.contact.telefoon_professionals_link == "tel:08000000001"
    assert VOORBEELDSTAD.contact.crisisnummer_link is None
    assert dataclasses.replace(VOORBEELDSTAD.contact, telefoon_professionals=None).telefoon_professionals_link is None
    veilig = VOORBEELDSTAD.veilig
    assert (veilig.veilig_thuis_link, veilig.alarm_link, veilig.geldfit_link) == (
        "tel:08002000",
        "tel:112",
        "tel:08008115",
    )


def test_een_meetinstrument_op_een_plek_is_een_meetinstrument() -> None:
    keuzes = Keuzes()
    assert not keuzes.meetinstrument
    for plek in ("meetinstrument_intake", "meetinstrument_plan", "meetinstrument_begeleiding"):
        assert dataclasses.replace(keuzes, **{plek: True}).meetinstrument  # type: ignore[arg-type]


# --- Mistakes ---

FOUTEN = [
    ('naam = "Voorbeeldstad"', "", "naam: is missing"),
    ('naam = "Voorbeeldstad"', "naam = 12", "naam: must be a text between quotes, got 12"),
    ('naam = "Voorbeeldstad"', 'naam = "  "', "naam: is empty"),
    ('naam = "Voorbeeldstad"', 'naam = "Voorbeeld\\nstad"', "naam: must be one line"),
    ('naam = "Voorbeeldstad"', 'naam = "Voorbeeldstad"\nslug = "anders"', "slug: unknown key"),
    ('portaalnaam = "Rustpunt"', 'portaalnam = "Rustpunt"', "portaalnam: unknown key, did you mean 'portaalnaam'?"),
    ('portaalnaam = "Rustpunt"', 'portaalnaam = "Schuldhulp"', "portaalnaam: 'Schuldhulp' tells a bystander"),
    ('oin = "00000000000000000000"', 'oin = "0000000000000000000"', "oin: must be an OIN of 20 digits"),
    ('"localhost", "::1"]', '"localhost:8000"]', "hosts.2: must be a host name"),
    ('"localhost", "::1"]', '"cafe:80"]', "hosts.2: must be a host name"),
    ('"localhost", "::1"]', '"Localhost"]', "hosts.2: must be a host name"),
    ('"localhost", "::1"]', '"127.0.0.1"]', "hosts.2: stands in the list twice"),
    ('["127.0.0.1", "localhost", "::1"]', "[]", "hosts: must have at least 1 item"),
    ('["127.0.0.1", "localhost", "::1"]', '"localhost"', "hosts: must be a list, got 'localhost'"),
    (
        '# base_url = "https://rustpunt',
        'base_url = "https://rustpunt',
        "base_url: its host 'rustpunt.voorbeeldstad.nl'",
    ),
    ("informatiearm = false", 'informatiearm = "nee"', "informatiearm: must be true or false, got 'nee'"),
    ("informatiearm = false", "informatiearm = 0", "informatiearm: must be true or false, got 0"),
    ("informatiearm = false", 'base_url = "https://localhost/"', "base_url: must end after the host name"),
    ("informatiearm = false", 'base_url = "http://voorbeeldstad.nl"', "base_url: must start with https://"),
    ("informatiearm = false", 'base_url = "https://localhost:x"', "base_url: must be a web address"),
    ('talen = ["nl", "en", "ar"]', 'talen = ["en", "ar"]', "talen: must hold 'nl'"),
    ('talen = ["nl", "en", "ar"]', 'talen = ["nl", "tr"]', "haast.signaalwoorden: has nothing in 'tr'"),
    ("beslistermijn_weken = 8", "beslistermijn_weken = 9", "beslistermijn_weken: must be from 1 to 8, got 9"),
    ("beslistermijn_weken = 8", "beslistermijn_weken = 0", "beslistermijn_weken: must be from 1 to 8, got 0"),
    ("beslistermijn_weken = 8", "beslistermijn_weken = true", "beslistermijn_weken: must be a whole number, got True"),
    ("beslistermijn_weken = 8", "beslistermijn_weken = 8.0", "beslistermijn_weken: must be a whole number, got 8.0"),
    ("www.buienradar.nl/", "geldfit.nl/", "snel_weg_url: must be an everyday site"),
    ("www.buienradar.nl/", "localhost/", "snel_weg_url: must be an everyday site"),
    ("https://www.buienradar.nl/", "javascript:alert(1)", "snel_weg_url: must be a web address"),
    ('telefoon = "0800 0000 000"', 'telefoon = "bel ons"', "contact.telefoon: must be a telephone number"),
    ("rustpunt@voorbeeldstad.example", "a@x.nl, b@y.nl", "contact.email: must be one mail address"),
    ('dinsdag = ["09:00-17:00"]', 'dinsdag = ["9-17"]', "contact.openingstijden.dinsdag.1: must be a time span"),
    ('dinsdag = ["09:00-17:00"]', "dinsdag = [9]", "contact.openingstijden.dinsdag.1: must be a time span"),
    ('dinsdag = ["09:00-17:00"]', 'dinsdag = ["09:00-13:00", "12:00-17:00"]', "contact.openingstijden.dinsdag: 12:00"),
    ("dicht_op = []", 'dicht_op = ["2026-12-24"]', "contact.openingstijden.dicht_op.1: must be a date such as"),
    ("dicht_op = []", "dicht_op = [2026-12-24T12:00:00]", "contact.openingstijden.dicht_op.1: must be a date such as"),
    (
        "dicht_op = []\ntoch_open_op = []",
        "dicht_op = [2026-04-03]\ntoch_open_op = [2026-04-03]",
        "is in dicht_op as well",
    ),
    ("[haast.signaalwoorden]", "[haast.signaalwoorden]\ntr = 'tahliye'", "haast.signaalwoorden.tr: must be a list"),
    ("[haast.signaalwoorden]", "[haast.signaalwoorden]\ntr = []", "haast.signaalwoorden.tr: must have at least 1 item"),
    (
        "[haast.signaalwoorden]",
        "[haast.signaalwoorden]\nTR = ['x']",
        "haast.signaalwoorden.TR: must be a language code",
    ),
    ("volgen = true", "begeleidingsplan_overig = 'x'", "keuzes.begeleidingsplan_overig: must be a table, got 'x'"),
    ("toch_open_op = []", "toch_open_op = [2026-04-03, 2026-04-03]", "contact.openingstijden.toch_open_op.2: stands"),
    ('dag = "dinsdag"', 'dag = "di"', "inloop.1.dag: must be one of maandag, dinsdag"),
    ("belbelofte_werkdagen = 2", "belbelofte_werkdagen = 11", "belofte.belbelofte_werkdagen: must be from 1 to 10"),
    ('# adres = "https', 'adres = "ftp', "beleidsregels.adres: must start with https://"),
    ("vish = true", 'vish = "ja"', "keuzes.vish: must be true or false"),
    ("vish = true", "verwijsindex = true", "keuzes.verwijsindex: unknown key"),
    ('"geen_nieuwe_schulden", "begel', '"sparen", "begel', "keuzes.medewerking_lijst.2: must be one of afspraken,"),
    ('    "evaluaties",', '    "overig",', "keuzes.begeleidingsplan_overig: must name the part 'overig'"),
    (
        "# [keuzes.begeleidingsplan_overig]\n# nl",
        "[keuzes.begeleidingsplan_overig]\nnl",
        "begeleidingsplan_overig: has no use",
    ),
    (
        "vroegsignaal_na_einde_maanden = 6",
        "vroegsignaal_na_einde_maanden = 12",
        "bewaren.ruimte_na_beeindiging_maanden:",
    ),
    ("# recidive_maanden = 6", "recidive_maanden = 0", "keuzes.weigeringsgronden.recidive_maanden: must be from 1"),
    ("[voorzieningen]", "[voorziening]", "voorziening: unknown key, did you mean 'voorzieningen'?"),
    ("[haast.signaalwoorden]", "[haast]\ngronden = []\n[haast.signaalwoorden]", "haast.gronden: unknown key"),
    ('pri = "#0B5A5B"', 'pri = "teal"', "thema.pri: must be a colour such as"),
    ('\npri = "#0B5A5B"', '\npri = "#66AAAA"', "thema.onpri: #FFFFFF on #66AAAA has contrast 2.6"),
    ("radius = 12", "radius = 99", "thema.radius: must be from 0 to 24"),
    ('# logo = "gemeenten/', 'logo = "../../etc/', "thema.logo: must be a .svg or .png below"),
    ('landen = ["+31"]', 'landen = ["0031"]', "sms.landen.1: must be a country calling code"),
    ("onafgemaakt_dagen = 14", "onafgemaakt_dagen = 7", "bewaren.onafgemaakt_dagen: must be from 14 to 90"),
    ("[belofte]", "[[belofte]]", "belofte: must be a table, got ["),
    ("[haast.signaalwoorden]", "[haast]\nsignaalwoorden = []\n[haast2]", "haast2: unknown key, did you mean 'haast'?"),
    ('naam = "Voorbeeldstad"', 'naam = "Voorbeeldstad', "is not valid TOML"),
    ('naam = "Voorbeeldstad"', 'naam = "Voorbeeldstad"\nnaam = "Nog een"', "is not valid TOML"),
    ('naam = "Voorbeeldstad"', f"naam = {'9' * 5000}", "is not valid TOML"),
]


@pytest.mark.parametrize(("oud", "nieuw", "melding"), FOUTEN)
def test_een_vergissing_wordt_genoemd_met_bestand_en_sleutel(
    tmp_path: Path, oud: str, nieuw: str, melding: str
) -> None:
    schrijf(tmp_path, vervang(oud, nieuw))
    with pytest.raises(OnjuisteGemeente) as gevangen:
        laad_gemeenten(tmp_path)
    regel = str(gevangen.value)
    assert regel.startswith(f"{tmp_path / 'gemeenten' / 'voorbeeldstad.toml'}: ")
    assert melding in regel
    assert "\n" not in regel


def test_een_eigen_grond_neemt_geen_wettelijke_weg(tmp_path: Path) -> None:
    for code in (*WETTELIJKE_GRONDEN, "nee"):
        extra = f'[[haast.extra]]\ncode = "{code}"\ntekst = {{nl = "x", en = "x", ar = "x"}}\n'
        schrijf(tmp_path, vervang("[haast.signaalwoorden]", f"{extra}[haast.signaalwoorden]"))
        with pytest.raises(OnjuisteGemeente, match=f"haast.extra: the code '{code}' is taken"):
            laad_gemeenten(tmp_path)


def test_een_eigen_grond_is_er_in_elke_taal(tmp_path: Path) -> None:
    extra = '[[haast.extra]]\ncode = "huisdier"\ntekst = {nl = "x", en = "x"}\n'
    schrijf(tmp_path, vervang("[haast.signaalwoorden]", f"{extra}[haast.signaalwoorden]"))
    with pytest.raises(OnjuisteGemeente, match=r"haast\.extra\.huisdier: has nothing in 'ar'"):
        laad_gemeenten(tmp_path)


def test_een_naam_met_geld_erin_is_geen_verklapper() -> None:
    gemeente = dataclasses.replace(VOORBEELDSTAD, naam="Geldrop", portaalnaam="Rustpunt Geldrop")
    assert gemeente.portaalnaam == "Rustpunt Geldrop"
    with pytest.raises(Klacht, match="portaalnaam"):
        dataclasses.replace(gemeente, portaalnaam="Geldzorgen Geldrop")


@pytest.mark.parametrize("slug", ["Voorbeeldstad", "voorbeeld_stad", "1stad", "voorbeeld stad", "stad-"])
def test_de_naam_van_het_bestand_is_een_korte_naam(tmp_path: Path, slug: str) -> None:
    with pytest.raises(OnjuisteGemeente, match="slug: must be lower case letters"):
        laad_gemeenten(schrijf(tmp_path, VOORBEELD, slug))


def test_zonder_gemeente_start_er_niets(tmp_path: Path) -> None:
    with pytest.raises(OnjuisteGemeente, match="holds no gemeente"):
        laad_gemeenten(tmp_path)
    with pytest.raises(ValueError, match="at least one gemeente"):
        Gemeenten([])


def test_een_bestand_in_een_andere_tekenset_wordt_genoemd(tmp_path: Path) -> None:
    schrijf(tmp_path, "")
    (tmp_path / "gemeenten" / "voorbeeldstad.toml").write_bytes('naam = "Zuidoost\u00e9"'.encode("latin-1"))
    with pytest.raises(OnjuisteGemeente, match=r"voorbeeldstad\.toml: is not written in UTF-8"):
        laad_gemeenten(tmp_path)
