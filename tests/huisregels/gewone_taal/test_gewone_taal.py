"""The public words of Rustpunt pass the gate; words of policy do not."""

import pytest

from portal.informatie.bron import BRONTAAL
from portal.informatie.invulling import Invulling
from tests.huisregels.catalogus import VERTAALD
from tests.huisregels.gewone_taal import keuring
from tests.huisregels.gewone_taal.bronnen import ALLES, NIETS, inhoud
from tests.huisregels.gewone_taal.controle import Bevinding, Ernst, controleer_html, controleer_tekst

BELEID = """
<p>De schuldhulpverlening wordt uitgevoerd door het college, waarbij maatwerk en een integrale benadering centraal
staan en rekening wordt gehouden met de persoonlijke omstandigheden van de belanghebbende.</p>
<p>Indien de hulpvrager niet zonder noodzaak afwijkt van de opgelegde verplichtingen, kan de dienstverlening na
toekenning van de beschikking worden gecontinueerd gedurende de vastgestelde periode.</p>
<p>Het is niet toegestaan nieuwe betalingsverplichtingen aan te gaan gedurende het schuldregelingstraject.</p>
"""
"""Written for this test in the manner of policy: no sentence of it stands in any source."""

ZO_ZEGGEN_WIJ_HET = """
<p>We helpen je om van je schulden af te komen. We kijken samen wat bij jou past. Ieder mens is anders.</p>
<p>We maken samen afspraken.</p>
<p>Lukt het niet? Zeg het. Dan zoeken we een andere manier.</p>
<p>Maak liever geen nieuwe schulden. Gebeurt het toch? Vertel het ons, dan kijken we er samen naar.</p>
"""


def stoppers(bevindingen: list[Bevinding]) -> str:
    """Give what has to change, one finding a line."""
    return "\n".join(str(bevinding) for bevinding in bevindingen if bevinding.ernst is Ernst.FOUT)


@pytest.mark.parametrize("invulling", [ALLES, NIETS], ids=["alles", "niets"])
def test_de_bladzijden_zijn_in_gewone_taal(invulling: Invulling) -> None:
    assert not stoppers(keuring.keur_paginas(inhoud(invulling)))


def test_de_woordenlijst_is_in_gewone_taal() -> None:
    assert not stoppers(keuring.keur_woorden(inhoud()))


def test_wat_de_code_zegt_is_gewone_taal() -> None:
    assert not stoppers(keuring.keur_code())


@pytest.mark.parametrize("taal", [BRONTAAL, *VERTAALD])
def test_berichten_zijn_kort_gewoon_en_verraden_niets(taal: str) -> None:
    assert not stoppers(keuring.keur_meldingen(taal))


@pytest.mark.parametrize("taal", VERTAALD)
def test_elke_vertaling_zegt_evenveel_als_het_nederlands(taal: str) -> None:
    assert not stoppers(keuring.keur_vertaling(taal))


def test_beleidstaal_komt_er_niet_door() -> None:
    regels = [b.regel for b in controleer_html("beleid", BELEID, "uitleg") if b.ernst is Ernst.FOUT]
    for begin in (
        "long sentence: 26 words",
        "word of the office: '*schuldhulp*'",
        "word of the office: 'indien'",
        "word of the office: '*beschikking*'",
        "passive",
        "two negations (niet, zonder)",
        "scolds or shouts: 'niet toegestaan'",
        "long word: 'omstandigheden', 14 letters",
        "reading ease (Flesch-Douma)",
        "mean sentence",
        "10 of 63 words have 12 letters or more",
    ):
        assert any(regel.startswith(begin) for regel in regels), f"{begin!r} is not among {regels}"


@pytest.mark.parametrize("alinea", [deel + "</p>" for deel in BELEID.split("</p>")[:-1]])
def test_elke_alinea_beleidstaal_valt_op(alinea: str) -> None:
    assert stoppers(controleer_tekst("beleid", alinea.replace("\n", " ")))


def test_dezelfde_boodschap_in_onze_woorden_komt_er_door() -> None:
    assert controleer_html("wij", ZO_ZEGGEN_WIJ_HET, "uitleg") == []


def test_wat_de_keuring_vindt_staat_er_een_keer() -> None:
    bevindingen = keuring.keur()
    assert len(bevindingen) == len(set(bevindingen))
    assert any(bevinding.ernst is Ernst.LET_OP for bevinding in bevindingen)
