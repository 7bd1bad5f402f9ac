"""The rules of the gate, each with a sentence that fails it and one that does not."""

import re

import pytest
import wordfreq

from portal.informatie.bron import BRONTAAL
from tests.huisregels.gewone_taal import lijsten
from tests.huisregels.gewone_taal.bronnen import inhoud, zinnen_uit_code
from tests.huisregels.gewone_taal.controle import (
    LANG_WOORD,
    ZIPF_MINDER_GEWOON,
    Ernst,
    controleer_html,
    controleer_neutraal,
    controleer_tekst,
)
from tests.huisregels.gewone_taal.lijdend import is_lijdend
from tests.huisregels.gewone_taal.vertaling import controleer_zinnen, vergelijk, vergelijk_bron
from tests.huisregels.gewone_taal.zinnen import aantal_woorden, blokken, flesch_douma, lettergrepen, woorden, zinnen

VIJFTIEN = "we bellen je op een dag die jij zelf kiest en dat kan altijd nog"


def regels(tekst: str) -> list[str]:
    return [b.regel.partition(":")[0] for b in controleer_tekst("proef", tekst) if b.ernst is Ernst.FOUT]


def test_een_zin_heeft_hoogstens_vijftien_woorden() -> None:
    assert aantal_woorden(VIJFTIEN) == 15
    assert regels(VIJFTIEN) == []
    assert regels(VIJFTIEN + " wel") == ["long sentence"]


@pytest.mark.parametrize(
    "zin",
    [
        "Je wordt morgen gebeld.",
        "Je aanvraag werd afgewezen.",
        "Er worden geen papieren opgevraagd.",
        "Dat zal worden besloten.",
        "Wanneer word ik geholpen?",
        "De brief is door ons verstuurd.",
        "Het plan wordt besproken.",
        "Je gegevens worden bewaard.",
        "Deze tekst is door een computer vertaald.",
    ],
)
def test_lijdende_zinnen_vallen_op(zin: str) -> None:
    assert is_lijdend(zin)


@pytest.mark.parametrize(
    "zin",
    [
        "We bellen je morgen.",
        "Het wordt beter.",
        "Word je boos? Zeg het gerust.",
        "Wat je schreef, is bewaard.",
        "Je plan is veranderd.",
        "De gemeente wordt je eerste gesprek.",
        "Je geld wordt van jou.",
        "Er is een besluit over je hulp.",
        "Het wordt druk, dus we gaan door de regen.",
        "Je wordt rustiger als je vertelt wat er gebeurt.",
    ],
)
def test_andere_zinnen_zijn_niet_lijdend(zin: str) -> None:
    assert not is_lijdend(zin)


def test_twee_ontkenningen_in_een_zin_kan_niet() -> None:
    assert regels("We bellen ze niet zonder dat jij het weet.") == ["two negations (niet, zonder)"]
    assert regels("Kun je niet? Dat geeft niet.") == []


def test_een_woord_van_kantoor_kan_niet_los_staan() -> None:
    assert regels("Je krijgt een beschikking.") == ["word of the office"]
    assert regels("Je krijgt een besluit.") == []


def test_een_gemarkeerd_wettelijk_woord_telt_niet_mee() -> None:
    html = '<p>Je krijgt een <a href="/nl/woorden#beschikking">besluit</a> <span lang="nl">(beschikking)</span>.</p>'
    assert controleer_html("proef", html, "uitleg") == []


@pytest.mark.parametrize("woord", ["omstandigheden", "Gerechtsdeurwaarder"])
def test_een_lang_woord_kan_niet(woord: str) -> None:
    assert regels(f"Dat heet {woord}.") == ["long word"]


def test_een_zeldzaam_woord_kan_niet_en_een_minder_gewoon_woord_is_een_waarschuwing() -> None:
    assert regels("Dat is een koophuis.") == []
    assert [b.ernst for b in controleer_tekst("proef", "Dat is een koophuis.")] == [Ernst.LET_OP]
    assert regels("Dat is een pechmeester.") == ["rare word"]


@pytest.mark.parametrize("zin", ["Dat is ongeldig.", "Dit veld is verplicht.", "Goed zo!", "Je deed iets fout."])
def test_we_berispen_en_roepen_niet(zin: str) -> None:
    assert "scolds or shouts" in regels(zin)


def test_de_vaste_geruststelling_mag_wel() -> None:
    assert regels("Je hebt niets fout gedaan.") == []


def test_invulplekken_en_adressen_tellen_als_een_woord() -> None:
    assert aantal_woorden("Bel %(telefoon)s of mail {email} of hulp@stad.example.") == 7
    assert woorden("Bel %(telefoon)s, <strong>morgen</strong> om 9 uur.") == ["Bel", "morgen", "om", "uur"]


@pytest.mark.parametrize(
    ("tekst", "aantal"),
    [
        ("Kun je niet? Dat geeft niet.", 2),
        ("Ja · Nee · Nu niet", 3),
        ("Bel 0800 2000. Dat is gratis.", 2),
        ("هل هناك خطر؟ اتصلوا بنا.", 2),
        ("ሰላም። ደውሉልና፧ ሕራይ።", 3),
        ("…", 0),
    ],
)
def test_zinnen_eindigen_zoals_in_hun_taal(tekst: str, aantal: int) -> None:
    assert len(zinnen(tekst)) == aantal


@pytest.mark.parametrize(
    ("woord", "aantal"),
    [
        ("je", 1),
        ("brief", 1),
        ("nieuw", 1),
        ("gemeente", 3),
        ("situatie", 4),
        ("financieel", 4),
        ("beëindigen", 4),
        ("bijeenkomst", 3),
        ("geldzorgen", 3),
        ("bkr", 1),
    ],
)
def test_lettergrepen(woord: str, aantal: int) -> None:
    assert lettergrepen(woord) == aantal


def test_leesgemak_volgt_de_formule() -> None:
    assert flesch_douma(["Wij bellen je.", "Dat is goed."]) == pytest.approx(206.835 - 0.93 * 3 - 77 * 7 / 6)


def test_een_bladzijde_heeft_een_woordbudget() -> None:
    html = "<p>" + "Wij bellen je. " * 20 + "</p>"
    (bevinding,) = [b for b in controleer_html("proef", html + "<h2>Dag</h2>", "vraag") if "budget" in b.regel]
    assert bevinding.regel.startswith("word budget: 61 words, at most 60")
    assert not [b for b in controleer_html("proef", html, "vraag") if "budget" in b.regel]
    assert not [b for b in controleer_html("proef", html * 5, "uitleg", budget=False) if "budget" in b.regel]


def test_een_lange_alinea_is_een_waarschuwing() -> None:
    drie, vier = "<p>Dag. Dag. Dag.</p>", "<p>Dag. Dag. Dag. Dag.</p>"
    assert controleer_html("proef", drie, "uitleg") == []
    assert [b.ernst for b in controleer_html("proef", vier, "uitleg")] == [Ernst.LET_OP]


def test_staccato_is_een_waarschuwing() -> None:
    html = "<p>Wij bellen je graag. Wij komen zo langs.</p>" * 5
    assert [(b.ernst, b.regel[:8]) for b in controleer_html("proef", html, "uitleg")] == [(Ernst.LET_OP, "staccato")]


def test_blokken_zijn_wat_een_lezer_ziet() -> None:
    html = (
        "<h1>Een <b>vraag</b></h1><script>let x = 'niets'</script><style>p{}</style>"
        "<ul><li>Een<br>twee</li></ul>los<p>Een &amp; twee</p>"
    )
    assert [(b.soort, b.tekst) for b in blokken(html)] == [
        ("h1", "Een vraag"),
        ("li", "Een twee"),
        ("", "los"),
        ("p", "Een & twee"),
    ]


@pytest.mark.parametrize(
    ("taal", "tekst"),
    [
        ("nl", "Bericht over je schulden"),
        ("nl", "Je betaling"),
        ("en", "Your debts"),
        ("en", "Schuldhulp"),
        ("en", "Please pay today"),
        ("ar", "رسالة عن ديونكم"),
        ("ar", "والدين"),
        ("ar", "فواتيركم"),
    ],
)
def test_wat_een_meelezer_iets_vertelt_valt_op(taal: str, tekst: str) -> None:
    assert controleer_neutraal("proef", tekst, taal)


@pytest.mark.parametrize(
    ("taal", "tekst"),
    [
        ("nl", "De code is geldig tot morgen"),
        ("en", "Your appointment"),
        ("en", "Company"),
        ("ar", "في المدينة"),
        ("ar", "على الشمال"),
        ("fr", "Bonjour"),
    ],
)
def test_neutrale_woorden_mogen(taal: str, tekst: str) -> None:
    assert not controleer_neutraal("proef", tekst, taal)


def test_een_vertaling_heeft_dezelfde_invulplekken_en_is_ongeveer_even_lang() -> None:
    nl = "Je eerste gesprek is uiterlijk %(datum)s."
    assert vergelijk("proef", nl, "Your first talk is on %(datum)s at the latest.") == []
    assert len(vergelijk("proef", nl, "Your first talk is on Friday at the latest.")) == 1
    assert len(vergelijk("proef", nl, "%(datum)s: talk")) == 1
    assert len(vergelijk("proef", nl, "%(datum)s. " + "Talk. " * 30)) == 1
    assert vergelijk("proef", "Sla over", "Skip") == []


def test_ook_een_vertaalde_zin_heeft_hoogstens_vijftien_woorden() -> None:
    assert controleer_zinnen("proef", "word " * 15) == []
    assert len(controleer_zinnen("proef", "كلمة " * 16)) == 1


@pytest.mark.parametrize(
    "anders",
    [
        "## Kop\n- een [[beschikking]]\n- [l](/privacy)",
        "# Kop\n- een [[beschikking]]\n{als tolk} - [l](/privacy)",
        "## Kop\n- een\n{als tolk} - [l](/privacy)",
        "## Kop\n- een [[beschikking]]\n{als tolk} - [l](/veilig)",
        "## Kop\n- een [[beschikking]]\n{als tolk} [l](/privacy)",
        "## Kop\n- een [[beschikking]] {email}\n{als tolk} - [l](/privacy)",
    ],
)
def test_een_vertaalde_bladzijde_heeft_dezelfde_onderdelen(anders: str) -> None:
    nl = "## Kop\n- een [[beschikking]]\n{als tolk} - [l](/privacy)"
    assert vergelijk_bron("proef", nl, nl.replace("Kop", "Head").replace("[[beschikking]]", "[[beschikking|x]]")) == []
    assert vergelijk_bron("proef", nl, anders)


def test_er_zijn_hoogstens_tachtig_lange_of_zeldzame_woorden() -> None:
    assert len(lijsten.toegestane_woorden()) <= lijsten.HOOGSTENS_TOEGESTAAN


def test_geen_woord_staat_onnodig_op_de_lijst() -> None:
    for woord in lijsten.toegestane_woorden():
        assert woord == woord.casefold(), f"{woord} is not in lower case"
        zonder_lijst = len(woord) >= LANG_WOORD or wordfreq.zipf_frequency(woord, "nl") < ZIPF_MINDER_GEWOON
        assert zonder_lijst, f"{woord} passes without the list"


def test_namen_hebben_een_hoofdletter() -> None:
    assert all(naam[0].isupper() for naam in lijsten.namen())


def test_elk_wettelijk_woord_is_bekend_als_woord_van_kantoor_of_als_gewoon_woord() -> None:
    wettelijk = [w for woord in inhoud().woorden(BRONTAAL) for w in (woord.officieel, *woord.ook)]
    for woord in wettelijk:
        gevonden = any(patroon.search(woord) for _, patroon in lijsten.jargon())
        assert gevonden or woord in lijsten.gewoon_geworden(), (
            f"add {woord!r} to jargon.txt, or to gewoon.txt with a reason"
        )
    assert lijsten.gewoon_geworden() <= set(wettelijk)


def test_geen_woord_op_het_scherm_is_een_woord_van_kantoor() -> None:
    for woord in inhoud().woorden(BRONTAAL):
        assert not [naam for naam, patroon in lijsten.jargon() if patroon.search(woord.op_scherm)]


def test_een_toegestane_ontkenning_wordt_ook_gebruikt() -> None:
    gebruikt = {zin for _, tekst in zinnen_uit_code() for zin in zinnen(tekst)}
    assert lijsten.toegestane_ontkenningen() <= gebruikt


def test_neutrale_lijsten_zijn_er_voor_elke_taal_met_inhoud() -> None:
    assert set(inhoud().talen) <= set(lijsten.neutraal())
    assert all(isinstance(patroon, re.Pattern) for patroon in lijsten.neutraal().values())
