"""Coming in, in a real browser: with a code, a message, both, and after losing the code; without any script."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.db.databank import ALLE
from portal.outbox.models import OutboxEvent
from portal.taken import taken_van
from portal.toegang.models import PersoonlijkeCode
from portal.toegang.service import geef_activatiecode
from tests.browser.conftest import Portaal
from tests.browser.mens import Mens


def _laatste_bericht(portaal: Portaal, mens: Mens) -> str:
    """The six digits that were sent to this person last; the worker has had its turn."""
    (taak,) = [t for t in taken_van(portaal.omgeving) if t.naam == "codes versturen"]
    taak.doe(portaal.klok.nu())
    nummer = "+31" + mens.nummer.replace(" ", "")[1:]
    with portaal.omgeving.databank.lezen(ALLE) as sessie:
        rijen = sessie.scalars(select(OutboxEvent).where(OutboxEvent.type == "melding.eenmalige_code")).all()
        teksten = [json.loads(rij.payload or "{}") for rij in sorted(rijen, key=lambda rij: rij.id)]
    data = [tekst.get("data", tekst) for tekst in teksten]
    return str(re.findall(r"\b\d{6}\b", [d["tekst"] for d in data if d["naar"] == nummer][-1])[0])


def _typt(mens: Mens, cijfers: str) -> None:
    mens.veld("Welke code staat er in het bericht?").fill(cijfers)
    mens.knop("Verder").click()


@pytest.mark.parametrize("js", [True, False])
def test_met_de_code_en_een_sms_naar_alles(nieuw_mens: Callable[..., Mens], portaal: Portaal, js: bool) -> None:
    mens = nieuw_mens(js=js)
    mens.vraagt_hulp()
    code = mens.code()
    later = nieuw_mens(js=js)
    later.komt_terug(code)
    later.ziet("Vandaag")
    later.ga("/mijn/sessies")
    later.ziet("Hoe laat je zien dat jij het bent?")
    assert mens.nummer[-8:] not in later.page.content()
    later.knop("Verder").click()
    _typt(later, _laatste_bericht(portaal, mens))
    later.ziet("Waar je bent ingelogd")
    later.page.get_by_role("button", name="Overal uitloggen").click()
    later.ziet("Wat is je code?")
    later.ga("/mijn")
    later.ziet("Wat is je code?")
    mens.ga("/mijn")
    mens.ziet("Wat is je code?")


@pytest.mark.parametrize("js", [True, False])
def test_zonder_code_met_een_sms(nieuw_mens: Callable[..., Mens], portaal: Portaal, js: bool) -> None:
    mens = nieuw_mens(js=js)
    mens.vraagt_hulp()
    code = mens.code()
    later = nieuw_mens(js=js)
    later.ga("/verder")
    later.knop("Stuur mij een sms").click()
    later.veld("Wat is je telefoonnummer?").fill("12")
    later.knop("Stuur mij een code").click()
    later.ziet("Nog één ding")
    later.veld("Wat is je telefoonnummer?").fill(mens.nummer)
    later.knop("Stuur mij een code").click()
    _typt(later, "1234")
    later.ziet("Nog één ding")
    _typt(later, _laatste_bericht(portaal, mens))
    later.ziet("Vandaag")
    later.ga("/mijn/sessies")
    later.veld("Wat is je code?").fill(code)
    later.knop("Verder").click()
    later.ziet("Waar je bent ingelogd")


@pytest.mark.parametrize("js", [True, False])
def test_code_kwijt_en_een_nieuwe_van_ons(nieuw_mens: Callable[..., Mens], portaal: Portaal, js: bool) -> None:
    mens = nieuw_mens(js=js)
    mens.vraagt_hulp()
    oud = mens.code()
    with portaal.omgeving.databank.schrijven(portaal.gemeente.slug) as sessie:
        rijen = sessie.scalars(select(PersoonlijkeCode)).all()
        (inwoner_id,) = [rij.inwoner_id for rij in rijen if rij.code == re.sub(r"\D", "", oud)]
        activatie = geef_activatiecode(sessie, inwoner_id, portaal.klok.nu())
    later = nieuw_mens(js=js)
    later.komt_terug(activatie)
    later.ziet("Je nieuwe code")
    nieuw = later.code()
    assert nieuw != oud
    later.knop("Ik heb hem bewaard").click()
    later.ziet("Vandaag")
    later.page.go_back()
    expect(later.page.get_by_text(nieuw)).to_have_count(0)
    nog_later = nieuw_mens(js=js)
    nog_later.komt_terug(oud)
    nog_later.ziet("Nog één ding")
    nog_later.komt_terug(nieuw)
    nog_later.ziet("Vandaag")
