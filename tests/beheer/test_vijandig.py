"""Hostile names and words in everything a beheerder can type, and everything these pages show."""

import pytest
from html5lib import parse
from sqlalchemy import select

from portal.db.databank import ALLE
from portal.omgeving import Omgeving
from portal.outbox.models import OutboxBestemming, OutboxStroom
from tests.beheer.mens import Beheerder, log_in, maak, stuur
from tests.beheer.test_uitgaand import zet_klaar
from tests.browser_na import StrengeClient
from tests.veiligheid.vijandig import ALLES

PAGINAS = ("", "/outbox", "/getallen", "/tokens", "/accounts", "/logboek")
STUKKEN = [ALLES[begin : begin + 9] for begin in range(0, len(ALLES), 9)]


def _is_heel(html: str) -> None:
    """Nothing that was typed became an element, an attribute or a script."""
    boom = parse(html, namespaceHTMLElements=False)
    scripts = [element.get("src", "") for element in boom.iter("script")]
    assert all(src.startswith("/static/js/") for src in scripts)
    assert len(scripts) <= 3
    for element in boom.iter():
        assert element.tag not in ("img", "iframe", "base", "object", "textarea") or element.get("name") == "reden"
        assert not [naam for naam in element.attrib if str(naam).startswith(("on", "hx-"))]
        for naam in ("href", "action", "src"):
            assert not element.get(naam, "").startswith(("javascript", "data:", "//"))


@pytest.mark.parametrize("teksten", STUKKEN, ids=range(len(STUKKEN)))
def test_namen_en_redenen_blijven_tekst(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder, teksten: tuple[str, ...]
) -> None:
    for nummer, tekst in enumerate(teksten):
        for antwoord in (
            stuur(client, "/nl/beheer/tokens", "/nl/beheer/tokens", naam=tekst),
            stuur(client, "/nl/beheer/accounts", "/nl/beheer/accounts", naam=tekst, email=f"a{nummer}@x.example"),
            stuur(client, "/nl/beheer/accounts", "/nl/beheer/accounts", naam="x", email=tekst),
        ):
            assert antwoord.status_code in (200, 422), tekst
            _is_heel(antwoord.text)
        event_id = zet_klaar(omgeving, reden=tekst[:300])
        pad = f"/nl/beheer/outbox/{event_id}/overslaan"
        _is_heel(client.get("/nl/beheer/outbox").text)
        assert stuur(client, pad, pad, reden=tekst).status_code in (303, 422), tekst
    with omgeving.databank.schrijven(ALLE) as sessie:
        gemeente = next(iter(omgeving.gemeenten)).slug
        rij = sessie.get_one(OutboxBestemming, (gemeente, "backoffice"))
        rij.mislukt(omgeving.klok.nu(), teksten[0][:300], pauze=None)
        assert sessie.scalars(select(OutboxStroom)).all()
    omgeving.klok.verzet(minutes=20)  # type: ignore[attr-defined]
    for pad in PAGINAS:
        antwoord = client.get(f"/nl/beheer{pad}")
        assert antwoord.status_code == 200
        _is_heel(antwoord.text)


def test_de_eigen_naam_van_een_beheerder_blijft_tekst(omgeving: Omgeving, client: StrengeClient) -> None:
    for nummer, naam in enumerate(n for n in ALLES if 0 < len(n.strip()) <= 80 and n.strip().isprintable()):
        maak(omgeving, naam, f"naam{nummer}@x.example")
    log_in(omgeving, client, maak(omgeving, "<script>alert(1)</script>"))
    for pad in PAGINAS:
        _is_heel(client.get(f"/nl/beheer{pad}").text)


@pytest.mark.parametrize("veld", ["email", "wachtwoord", "eenmalige_code", "naar", "code"])
def test_onzin_bij_het_inloggen_geeft_nooit_een_storing(client: StrengeClient, veld: str) -> None:
    for nummer, tekst in enumerate(ALLES):
        pad = "/nl/beheer/uitnodiging" if veld == "code" else "/nl/beheer/inloggen"
        bron = {"REMOTE_ADDR": f"10.9.{nummer}.1"}
        if veld in ("wachtwoord",) and nummer % 6:
            continue  # each costs a slow hash
        if veld in ("email", "eenmalige_code", "naar") and nummer % 3:
            continue
        antwoord = client.post(pad, data={veld: tekst}, environ_base=bron)
        assert antwoord.status_code == 422, tekst
        _is_heel(antwoord.text)
