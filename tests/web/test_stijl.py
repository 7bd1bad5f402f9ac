"""The style sheet: everybody can read it, it mirrors, it is small, and a gemeente's theme cannot break it."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.gemeente import Thema, contrast
from portal.gemeente.thema import ACHTERGRONDEN_DONKER, ACHTERGRONDEN_LICHT
from portal.web.stijl import OnjuistThema, stijl_voor, verklein
from tests.huisregels.sjablonen import openbare_sjablonen

PROJECT = Path(__file__).parents[2]
BLAD = (PROJECT / "static/css/portal.css").read_text(encoding="utf-8")
KLEIN = verklein(BLAD)
SJABLONEN = "".join(pad.read_text(encoding="utf-8") for pad in openbare_sjablonen())
SCRIPTS = sorted((PROJECT / "static/js").glob("*.js"))

LICHT = ":root"
DONKER = ":root:not([data-kleur=licht])"
DONKER_GEKOZEN = ":root[data-kleur=donker]"

BLOKKEN: list[tuple[str, str]] = re.findall(r"([^{}]+)\{([^{}]*)\}", KLEIN)
REGELS = [(kop, regel) for kop, inhoud in BLOKKEN for regel in inhoud.split(";") if ":" in regel]

PAREN: list[tuple[str, str, float]] = [
    # What is read against what: text needs 4.5 (WCAG 2.2, 1.4.3).
    *((tekst, vlak, 4.5) for tekst in ("ink", "ink2", "pri", "fout") for vlak in ("bg", "surface", "soft")),
    *(("ink", vlak, 4.5) for vlak in ("okbg", "infobg", "letbg")),
    *(("onpri", vlak, 4.5) for vlak in ("pri", "prih")),
    ("ok", "okbg", 4.5),
    ("info", "infobg", 4.5),
    ("let", "letbg", 4.5),
    ("onring", "ring", 4.5),
    # Borders, bars, dots and the line of the focus need 3 (1.4.11).
    *(("line2", vlak, 3.0) for vlak in ("bg", "surface", "soft")),
    *(("focus", vlak, 3.0) for vlak in ("bg", "surface", "soft", "okbg", "infobg", "letbg")),
    *(("done", vlak, 3.0) for vlak in ("bg", "surface", "okbg")),
    ("surface", "done", 3.0),
    ("info", "infobg", 3.0),
    ("letbar", "letbg", 3.0),
    ("letbar", "bg", 3.0),
]


def kleuren(css: str, schema: str) -> dict[str, str]:
    """The colour tokens of a scheme, with the light value where dark says nothing else."""
    gevonden: dict[str, str] = {}
    for kop, inhoud in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        if kop in (LICHT, schema):
            gevonden |= dict(re.findall(r"--(\w+):(#[0-9A-Fa-f]{6})", inhoud))
    return gevonden


@pytest.mark.parametrize("schema", [LICHT, DONKER, DONKER_GEKOZEN])
@pytest.mark.parametrize(("tekst", "vlak", "minste"), PAREN)
def test_alles_is_te_lezen(schema: str, tekst: str, vlak: str, minste: float) -> None:
    palet = kleuren(KLEIN, schema)
    assert contrast(palet[tekst], palet[vlak]) >= minste


def test_elke_kleur_die_gebruikt_wordt_is_nagerekend() -> None:
    nagerekend = {token for paar in PAREN for token in paar[:2]} | {"line"}  # a line that only decorates
    assert set(kleuren(KLEIN, LICHT)) == nagerekend


def test_donker_van_het_systeem_is_gelijk_aan_donker_dat_je_zelf_kiest() -> None:
    assert kleuren(KLEIN, DONKER) == kleuren(KLEIN, DONKER_GEKOZEN)


def test_donker_zegt_van_elke_kleur_wat_hij_is() -> None:
    donker = dict(BLOKKEN)[DONKER_GEKOZEN]
    blijft = {"ring", "onring"}
    assert set(re.findall(r"--(\w+):", donker)) == set(kleuren(KLEIN, LICHT)) - blijft


def test_een_gemeente_rekent_met_dezelfde_achtergronden() -> None:
    for schema, achtergronden in ((LICHT, ACHTERGRONDEN_LICHT), (DONKER, ACHTERGRONDEN_DONKER)):
        palet = kleuren(KLEIN, schema)
        assert (palet["bg"], palet["surface"], palet["soft"]) == achtergronden


def test_het_thema_dat_er_al_is_staat_ook_zo_in_het_blad() -> None:
    thema = stijl_voor(BLAD, Thema().tokens()).tekst
    for schema in (LICHT, DONKER, DONKER_GEKOZEN):
        assert kleuren(thema, schema) == kleuren(KLEIN, schema)


def test_kleuren_staan_alleen_bij_de_tokens() -> None:
    los = {regel for _, regel in REGELS if "#" in regel and not regel.startswith("--")}
    assert los == {"background:#FFF", "color:#000", "border-color:#000"}, "only paper has colours of its own"


def test_links_en_rechts_bestaan_niet() -> None:
    for kop, regel in REGELS:
        eigenschap, _, waarde = regel.partition(":")
        gevonden = re.search(r"\b(left|right|top|bottom)\b|^((min|max)-)?(width|height)$", eigenschap)
        assert not gevonden, f"{kop}{{{regel}}}: use the logical property, so that the page mirrors"
        assert not re.search(r"\b(left|right)\b", waarde), f"{kop}{{{regel}}}: use start or end"


def test_rood_is_nooit_een_vlak() -> None:
    vlakken = [regel for _, regel in REGELS if re.match(r"background|fill|box-shadow", regel)]
    assert vlakken
    assert not [regel for regel in vlakken if "var(--fout)" in regel]
    assert not [
        kop for kop, regel in REGELS if "var(--fout)" in regel and regel.split(":")[0] not in ("color", "border-color")
    ]


def test_geen_hoofdletters_schuine_of_dunne_letters() -> None:
    for kop, regel in REGELS:
        assert not re.match(r"text-transform|font-style|letter-spacing", regel), kop
        gewicht = re.search(r"font(?:-weight)?:(\d{3})\b", regel)
        assert gewicht is None or gewicht[1] in ("400", "700"), f"{kop}{{{regel}}}"


def test_geen_letter_is_kleiner_dan_gewoon() -> None:
    maten = [float(maat) for _, regel in REGELS for maat in re.findall(r"^font-size:([\d.]+)rem", regel)]
    assert maten
    assert min(maten) >= 1


def test_er_beweegt_niets_behalve_de_kleur_van_een_knop() -> None:
    assert "animation" not in KLEIN
    assert "@keyframes" not in KLEIN
    bewegend = [(kop, regel) for kop, regel in REGELS if regel.startswith("transition")]
    assert bewegend == [(".knop", "transition:background-color .12s")]
    assert "@media (prefers-reduced-motion:no-preference){.knop{transition" in KLEIN


def test_elke_klasse_wordt_gebruikt_en_elke_gebruikte_klasse_bestaat() -> None:
    in_blad = {klasse for kop, _ in BLOKKEN for klasse in re.findall(r"\.([a-z][\w-]*)", kop)}
    in_sjablonen = set()
    for waarde in re.findall(r'class="((?:\{\{.*?\}\}|[^"{])*)"', SJABLONEN):
        in_sjablonen |= set(re.sub(r"\{\{.*?\}\}", "", waarde).split())
    in_woorden = set(re.findall(r"[\w-]+", SJABLONEN))
    assert in_blad <= in_woorden, f"in the sheet, in no template: {in_blad - in_woorden}"
    assert in_sjablonen <= in_blad, f"in a template, not in the sheet: {in_sjablonen - in_blad}"


def test_de_kleur_van_de_balk_van_de_browser_is_die_van_de_kop() -> None:
    assert re.findall(r'name="theme-color" content="(#\w{6})"', SJABLONEN) == [
        kleuren(KLEIN, LICHT)["surface"],
        kleuren(KLEIN, DONKER)["surface"],
    ]


def test_het_blad_is_klein_genoeg_om_mee_te_sturen() -> None:
    tekst = stijl_voor(BLAD, Thema().tokens()).tekst
    assert len(brotli.compress(tekst.encode(), quality=11)) <= 3300


def test_de_scripts_zijn_klein() -> None:
    verpakt = {pad.name: len(gzip.compress(pad.read_bytes(), 9)) for pad in SCRIPTS}
    assert verpakt["portal.js"] <= 2048
    assert sum(len(brotli.compress(pad.read_bytes(), quality=11)) for pad in SCRIPTS) <= 20 * 1024


def test_ons_script_drijft_niemand_op() -> None:
    tekst = (PROJECT / "static/js/portal.js").read_text(encoding="utf-8")
    assert not re.search(r"setInterval|setTimeout|eval\(|innerHTML|disabled", tekst)


# --- Making it small -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("css", "klein"),
    [
        ("a { color : red ; }", "a{color :red}"),
        ("a,\n  b > c  {\n  margin: 0 1px;\n}\n", "a,b>c{margin:0 1px}"),
        ("/* x */ a{b:c} /* y", "a{b:c}"),
        ("a :hover{b:c}", "a :hover{b:c}"),
        ("a{b:calc(1px + 2px)}", "a{b:calc(1px + 2px)}"),
        ("@media screen and (min-width: 40rem) { a { b: c } }", "@media screen and (min-width:40rem){a{b:c}}"),
        ("a{b:c !important}", "a{b:c!important}"),
        ('a::after{content: "  /* {no} */ ; "}', 'a::after{content:"  /* {no} */ ; "}'),
        (r"a{content:'it\'s  ;'}", r"a{content:'it\'s  ;'}"),
        ("a{b:url( x/*y*/ z )}", "a{b:url( x/*y*/ z )}"),
        ("a{margin:1px/* and */2px}", "a{margin:1px/**/2px}"),
        ("p/**/.a{b:c}", "p/**/.a{b:c}"),
        ("", ""),
    ],
)
def test_klein_maken_laat_staan_wat_iets_betekent(css: str, klein: str) -> None:
    assert verklein(css) == klein


@given(st.text(alphabet="ab:;{}()>,.#!/*\"' \n\\+-1", max_size=60))
def test_twee_keer_klein_maken_is_een_keer(css: str) -> None:
    assert verklein(verklein(css)) == verklein(css)


def test_ons_eigen_blad_verliest_alleen_wit_en_opmerkingen() -> None:
    zonder = re.sub(r"\s+", "", re.sub(r"/\*.*?\*/", "", BLAD, flags=re.DOTALL)).replace(";}", "}")
    assert re.sub(r"\s+", "", KLEIN) == zonder


# --- The theme of a gemeente -----------------------------------------------------------------------------------------


def test_de_bron_voor_de_browser_is_de_som_van_precies_deze_tekst() -> None:
    stijl = stijl_voor("a { b : c }", {"r": "0px"})
    assert stijl.tekst == "a{b :c}:root{--r:0px}"
    som = base64.b64encode(hashlib.sha256(stijl.tekst.encode()).digest()).decode()
    assert stijl.hash_bron == f"'sha256-{som}'"


def test_een_gemeente_heeft_haar_eigen_kleuren_in_licht_en_donker() -> None:
    eigen = Thema(pri="#4B2E83", prih="#32175F", pri_donker="#C7B4F0", prih_donker="#DACDF7", radius=0)
    tekst = stijl_voor(BLAD, eigen.tokens()).tekst
    assert kleuren(tekst, LICHT)["pri"] == "#4B2E83"
    assert kleuren(tekst, DONKER)["pri"] == kleuren(tekst, DONKER_GEKOZEN)["pri"] == "#C7B4F0"
    assert tekst.rindex("--r:0px") > tekst.rindex("--r:.75rem")


@pytest.mark.parametrize(
    ("sleutel", "waarde"),
    [
        ("pri", "red"),
        ("pri", "#FFF"),
        ("pri", "#0B5A5B}body{display:none"),
        ("pri", "</style><script>"),
        ("pri", "#0B5A5B\n"),
        ("r", "1em"),
        ("r", "calc(1px)"),
        ("r_donker", "1px"),
        ("bg", "#FFFFFF"),
        ("pri;--x", "#FFFFFF"),
    ],
)
def test_een_thema_wordt_nooit_zelf_css(sleutel: str, waarde: str) -> None:
    with pytest.raises(OnjuistThema, match="thema"):
        stijl_voor(BLAD, {sleutel: waarde})


def test_een_blad_dat_uit_zijn_element_breekt_wordt_geweigerd() -> None:
    with pytest.raises(OnjuistThema, match="style element"):
        stijl_voor('a{content:"</style>"}', {})
