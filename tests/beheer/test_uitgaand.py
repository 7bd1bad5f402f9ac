"""The outbox on the screen: what stands still, trying again, skipping; and never what is in an event."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.beheer import woorden
from portal.db.databank import ALLE, Databank
from portal.db.ids import nieuw_id
from portal.omgeving import Omgeving
from portal.outbox.models import OVERGESLAGEN, OutboxBestemming, OutboxEvent, OutboxStroom
from portal.outbox.service import BACKOFFICE, record
from tests.beheer.mens import Beheerder, gedaan, stuur
from tests.browser_na import StrengeClient

BLADZIJ = "/nl/beheer/outbox"


def zet_klaar(omgeving: Omgeving, *, geparkeerd: bool = True, reden: str = "answered 422", aantal: int = 2) -> UUID:
    """A line of two events that does not go on; gives the id of the first."""
    gemeente = next(iter(omgeving.gemeenten)).slug
    now = omgeving.klok.nu()
    wie = nieuw_id(now)
    with omgeving.databank.schrijven(ALLE) as sessie:
        ids = [
            record(
                sessie,
                gemeente=gemeente,
                bestemming=BACKOFFICE,
                onderwerp_id=wie,
                type="aanmelding.ontvangen",
                data={"naam": "Geheime Naam", "eigenWoorden": "schulden"},
                now=now,
            )[0]
            for _ in range(aantal)
        ]
        stroom = sessie.scalars(select(OutboxStroom).where(OutboxStroom.onderwerp_id == wie)).one()
        stroom.parked_at = now if geparkeerd else None
        stroom.last_error, stroom.attempts = reden, 3
        if not geparkeerd:
            stroom.due_at = now + timedelta(hours=1)
        if sessie.get(OutboxBestemming, (gemeente, BACKOFFICE)) is None:
            sessie.add(OutboxBestemming(gemeente=gemeente, bestemming=BACKOFFICE))
    return ids[0]


def _event(databank: Databank, event_id: UUID) -> tuple[OutboxEvent, OutboxStroom]:
    with databank.lezen(ALLE) as sessie:
        event = sessie.scalars(select(OutboxEvent).where(OutboxEvent.id == event_id)).one()
        return event, sessie.get_one(OutboxStroom, event.stroom_id)


def test_wat_stilstaat_staat_er_in_woorden_en_zonder_inhoud(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    assert "Niets staat stil" in client.get(BLADZIJ).text
    event_id = zet_klaar(omgeving)
    bladzij = client.get(BLADZIJ).text
    for zin in ("De ontvanger weigert wat we sturen (antwoord 422)", "2 gebeurtenissen", str(event_id), "Wacht op jou"):
        assert zin in bladzij
    for geheim in ("Geheime Naam", "schulden"):
        assert geheim not in bladzij
        assert geheim not in client.get(f"{BLADZIJ}/{event_id}/overslaan").text


def test_opnieuw_probeert_de_rij_meteen(omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder) -> None:
    event_id = zet_klaar(omgeving)
    antwoord = stuur(client, BLADZIJ, f"{BLADZIJ}/{event_id}/opnieuw")
    assert antwoord.location == f"{BLADZIJ}?gedaan=opnieuw"
    assert "meteen weer geprobeerd" in client.get(antwoord.location).text
    _, stroom = _event(omgeving.databank, event_id)
    assert (stroom.parked_at, stroom.due_at, stroom.rejections) == (None, omgeving.klok.nu(), 0)
    assert gedaan(omgeving.databank)[-1] == (woorden.OPNIEUW, str(event_id))


def test_overslaan_vraagt_waarom_en_bewaart_dat(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    event_id = zet_klaar(omgeving)
    pad = f"{BLADZIJ}/{event_id}/overslaan"
    for leeg in ("", "   \n "):
        antwoord = stuur(client, pad, pad, reden=leeg)
        assert antwoord.status_code == 422
        assert "Schrijf op waarom" in antwoord.text
    assert stuur(client, pad, pad, reden="x" * 301).status_code == 422
    assert _event(omgeving.databank, event_id)[0].delivered_at is None
    assert stuur(client, pad, pad, reden="Afgesproken <met> de leverancier").location == f"{BLADZIJ}?gedaan=over"
    event, stroom = _event(omgeving.databank, event_id)
    assert (event.uitkomst, event.reden) == (OVERGESLAGEN, "Afgesproken <met> de leverancier")
    assert (stroom.delivered_seq, stroom.parked_at) == (1, None)
    logboek = client.get("/nl/beheer/logboek").text
    assert "Sloeg een gebeurtenis over" in logboek
    assert "Afgesproken &lt;met&gt; de leverancier" in logboek
    assert "Sam Beheer" in logboek


def test_een_dubbele_tik_of_een_die_al_klaar_is_doet_niets(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    event_id = zet_klaar(omgeving)
    pad = f"{BLADZIJ}/{event_id}/overslaan"
    stuur(client, pad, pad, reden="een keer")
    voor = gedaan(omgeving.databank)
    for actie, velden in ((pad, {"reden": "nog eens"}), (f"{BLADZIJ}/{event_id}/opnieuw", {})):
        velden["csrf_token"] = _token(client)
        antwoord = client.post(actie, data=velden)
        assert antwoord.location == f"{BLADZIJ}?gedaan=al"
        assert "al afgehandeld" in client.get(antwoord.location).text
    assert gedaan(omgeving.databank) == voor


def test_wat_er_niet_is_is_niet_te_vinden(omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder) -> None:
    nergens = nieuw_id(omgeving.klok.nu())
    token = {"csrf_token": _token(client)}
    assert client.get(f"{BLADZIJ}/{nergens}/overslaan").status_code == 404
    assert client.post(f"{BLADZIJ}/{nergens}/overslaan", data=token | {"reden": "x"}).status_code == 404
    assert client.post(f"{BLADZIJ}/{nergens}/opnieuw", data=token).status_code == 404
    for naam in ("bestaat-niet", "%27%20OR%201=1", "x" * 500):
        assert client.post(f"/nl/beheer/bestemmingen/{naam}/nu", data=token).status_code == 404
    for onzin in ("1", "x", "../x"):
        assert client.get(f"{BLADZIJ}/{onzin}/overslaan").status_code == 404
    assert client.get(f"{BLADZIJ}?gedaan=<script>").status_code == 200


def test_probeer_nu_wekt_een_bestemming_die_stilstaat(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    event_id = zet_klaar(omgeving, geparkeerd=False, reden="answered 401")
    gemeente, now = next(iter(omgeving.gemeenten)).slug, omgeving.klok.nu()
    with omgeving.databank.schrijven(ALLE) as sessie:
        rij = sessie.get_one(OutboxBestemming, (gemeente, "backoffice"))
        rij.mislukt(now, "answered 401", pauze=timedelta(minutes=1))
    object.__setattr__(omgeving.instellingen, "backoffice_url", "https://backoffice.example/")
    bladzij = client.get(BLADZIJ).text
    assert "de ontvanger kent onze sleutel niet (antwoord 401)" in bladzij
    assert "Staat stil" in bladzij
    antwoord = stuur(client, BLADZIJ, "/nl/beheer/bestemmingen/backoffice/nu")
    assert antwoord.location == f"{BLADZIJ}?gedaan=proef"
    with omgeving.databank.lezen(ALLE) as sessie:
        assert sessie.get_one(OutboxBestemming, (gemeente, "backoffice")).next_probe_at == now
    assert _event(omgeving.databank, event_id)[1].due_at == now
    assert gedaan(omgeving.databank)[-1] == (woorden.GEPROBEERD, "backoffice")


def test_elke_bestemming_zegt_hoe_het_met_haar_gaat(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    zet_klaar(omgeving, geparkeerd=False)
    gemeente, now = next(iter(omgeving.gemeenten)).slug, omgeving.klok.nu()
    assert "Dit systeem haalt zelf op." in client.get(BLADZIJ).text
    with omgeving.databank.schrijven(ALLE) as sessie:
        sessie.add(OutboxBestemming(gemeente=gemeente, bestemming="sms", last_success_at=now - timedelta(hours=3)))
        rij = OutboxBestemming(gemeente=gemeente, bestemming="email")
        rij.mislukt(now, "the mail server did not answer in time", pauze=None)
        sessie.add(rij)
    bladzij = client.get(BLADZIJ).text
    assert "De laatste bezorging was 3 uur geleden." in bladzij
    assert "Lukt nu niet" in bladzij
    assert "er komt geen antwoord op tijd" in bladzij
    antwoord = stuur(client, BLADZIJ, "/nl/beheer/bestemmingen/email/nu")
    assert antwoord.location == f"{BLADZIJ}?gedaan=leeg"


@pytest.mark.parametrize(
    ("tekst", "zin"),
    [
        ("answered 503", "de ontvanger heeft zelf een storing (antwoord 503)"),
        ("no answer within 20 seconds", "er komt geen antwoord binnen 20 seconden"),
        ("the certificate is not trusted: self signed", "het certificaat van de ontvanger klopt niet"),
        ("the mail server does not offer STARTTLS", "er komt geen veilige verbinding"),
        ("iets dat niemand voorzag", "iets dat niemand voorzag"),
        (None, "nog niet bekend"),
    ],
)
def test_de_reden_staat_er_in_het_nederlands(tekst: str | None, zin: str) -> None:
    assert woorden.reden(tekst) == zin


def _token(client: StrengeClient) -> str:
    bladzij = client.get(BLADZIJ).text
    return bladzij.split('name="csrf_token" value="')[1].split('"')[0]
