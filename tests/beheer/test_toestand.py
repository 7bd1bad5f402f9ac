"""What is well and what is not, in words; and the counts without persons."""

import re
from datetime import datetime, timedelta
from typing import cast

import pytest
from sqlalchemy.orm import Session

from portal.backoffice import service as tokenkast
from portal.backoffice.service import maak_token, noteer_gebruik
from portal.beheer.omstandigheden import omstandigheden
from portal.beheer.tellingen import tel
from portal.beheer.toestand import Bevinding, bekijk
from portal.beheer.woorden import aantal, duur, moment
from portal.db.databank import ALLE
from portal.db.ids import nieuw_id
from portal.meldingen.models import MISLUKT, Melding
from portal.omgeving import Omgeving
from portal.outbox.models import Hartslag, OutboxBestemming
from portal.outbox.service import record
from tests.beheer.mens import Beheerder
from tests.beheer.test_uitgaand import zet_klaar
from tests.bouwers import aangemeld, aanvraag
from tests.browser_na import StrengeClient
from tests.conftest import VasteKlok


def _slug(omgeving: Omgeving) -> str:
    return next(iter(omgeving.gemeenten)).slug


def _kijk(omgeving: Omgeving, soort: str) -> Bevinding:
    gemeente = next(iter(omgeving.gemeenten))
    with omgeving.databank.lezen(gemeente.slug) as sessie:
        gevonden = bekijk(sessie, omstandigheden(sessie, gemeente, omgeving, tokenkast), omgeving.klok.nu())
    (deze,) = [b for b in gevonden if b.soort.startswith(soort)]
    return deze


def _worker_leeft(omgeving: Omgeving) -> None:
    with omgeving.databank.schrijven(ALLE) as sessie:
        sessie.merge(Hartslag(worker="een", gezien_op=omgeving.klok.nu()))


def _stuurt(omgeving: Omgeving) -> None:
    """This gemeente is sent to, instead of fetching."""
    object.__setattr__(omgeving.instellingen, "backoffice_url", "https://backoffice.example/")


def _bestemming(sessie: Session, omgeving: Omgeving, naam: str = "backoffice") -> OutboxBestemming:
    sleutel = (_slug(omgeving), naam)
    rij = sessie.get(OutboxBestemming, sleutel)
    if rij is None:
        rij = OutboxBestemming(gemeente=sleutel[0], bestemming=naam)
        sessie.add(rij)
    return rij


def test_een_worker_die_zwijgt_wordt_gezien(omgeving: Omgeving, klok: VasteKlok) -> None:
    assert "nog nooit een worker" in _kijk(omgeving, "worker").tekst
    _worker_leeft(omgeving)
    assert _kijk(omgeving, "worker").goed
    klok.verzet(minutes=15)
    stil = _kijk(omgeving, "worker")
    assert (stil.goed, stil.dringend) == (False, True)
    assert "al 15 minuten stil" in stil.tekst


def test_een_bestemming_die_stilstaat_hapert_of_achterloopt(omgeving: Omgeving, klok: VasteKlok) -> None:
    _stuurt(omgeving)
    with omgeving.databank.schrijven(ALLE) as sessie:
        _bestemming(sessie, omgeving).gelukt(klok.nu())
    klok.verzet(minutes=5)
    assert _kijk(omgeving, "goed.backoffice").tekst == "Gaat goed. De laatste bezorging was 5 minuten geleden."
    with omgeving.databank.schrijven(ALLE) as sessie:
        _bestemming(sessie, omgeving).mislukt(klok.nu(), "connection refused", pauze=None)
    assert _kijk(omgeving, "goed.backoffice").goed, "a short hitch wakes nobody"
    klok.verzet(minutes=15)
    storing = _kijk(omgeving, "storing.backoffice")
    assert storing.dringend
    assert "de verbinding wordt geweigerd" in storing.tekst
    with omgeving.databank.schrijven(ALLE) as sessie:
        _bestemming(sessie, omgeving).mislukt(klok.nu(), "answered 401", pauze=timedelta(minutes=1))
    assert "de ontvanger kent onze sleutel niet" in _kijk(omgeving, "stil.backoffice").tekst


def test_wat_te_lang_wacht_wordt_gezegd_en_wie_ophaalt_heeft_een_dag(omgeving: Omgeving, klok: VasteKlok) -> None:
    zet_klaar(omgeving, geparkeerd=False)
    klok.verzet(hours=2)
    assert _kijk(omgeving, "goed.backoffice").tekst == "Haalt zelf op, en is bij."
    klok.verzet(hours=23)
    assert "nog niet opgehaald, al 25 uur" in _kijk(omgeving, "wacht.backoffice").tekst
    _stuurt(omgeving)
    assert "De oudste gebeurtenis wacht" in _kijk(omgeving, "wacht.backoffice").tekst


def test_een_rij_die_op_de_beheerder_wacht_is_dringend(omgeving: Omgeving) -> None:
    zet_klaar(omgeving)
    een = _kijk(omgeving, "geparkeerd.backoffice")
    assert (een.dringend, "staat één rij stil" in een.tekst) == (True, True)
    zet_klaar(omgeving)
    assert "staan 2 rijen stil" in _kijk(omgeving, "geparkeerd.backoffice").tekst


def test_iets_met_haast_dat_blijft_liggen_is_in_kantooruren_dringend(omgeving: Omgeving, klok: VasteKlok) -> None:
    with omgeving.databank.schrijven(ALLE) as sessie:
        record(
            sessie,
            gemeente=_slug(omgeving),
            bestemming="backoffice",
            onderwerp_id=nieuw_id(klok.nu()),
            type="aanmelding.ontvangen",
            data={},
            now=klok.nu(),
            dringend=True,
        )
    klok.verzet(minutes=16)
    assert _kijk(omgeving, "dringend").dringend
    klok.zet(datetime.fromisoformat("2026-11-20T22:00:00+01:00"))
    assert not _kijk(omgeving, "dringend").dringend


def test_zonder_kanaal_of_met_een_verkeerde_instelling_staat_dat_er(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    for kanaal in ("email", "sms", "accountmail"):
        assert "Er is niets ingesteld dat verstuurt" in _kijk(omgeving, f"kanaal.{kanaal}").tekst
    per_gemeente = cast(dict[str, str], omgeving.instellingen.per_gemeente)
    per_gemeente["PORTAL_SMTP_URL"] = "ftp://verkeerd"
    assert "of het klopt niet" in client.get("/nl/beheer").text
    per_gemeente["PORTAL_SMTP_URL"] = "smtp://127.0.0.1:25"
    bladzij = client.get("/nl/beheer").text
    assert "dan krijgen beheerders een e-mail" in bladzij
    assert "E-mail aan beheerders" not in bladzij


def test_een_enkel_bericht_dat_terugkomt_is_gewoon_en_vijf_niet(omgeving: Omgeving, klok: VasteKlok) -> None:
    gemeente = next(iter(omgeving.gemeenten))
    assert _kijk(omgeving, "berichten").goed
    with omgeving.databank.schrijven(gemeente.slug) as sessie:
        wie = aangemeld(sessie, gemeente, omgeving.kalender, klok.nu()).inwoner_id

    def mislukt(hoeveel: int) -> Bevinding:
        with omgeving.databank.schrijven(gemeente.slug) as sessie:
            for _ in range(hoeveel):
                sessie.add(
                    Melding(
                        gemeente=gemeente.slug,
                        id=nieuw_id(klok.nu()),
                        inwoner_id=wie,
                        soort="aanmelding",
                        kanaal="sms",
                        status=MISLUKT,
                        reden="adres",
                        pogingen=1,
                        gemaakt_op=klok.nu(),
                        geldig_tot=klok.nu(),
                        gewijzigd_op=klok.nu(),
                    )
                )
        return _kijk(omgeving, "berichten")

    een = mislukt(1)
    assert (een.goed, "minder dan 5" in een.tekst) == (True, True)
    assert not mislukt(4).goed
    klok.verzet(days=1, minutes=1)
    assert _kijk(omgeving, "berichten").goed


@pytest.mark.parametrize(
    ("haalt_op", "stilte", "goed"),
    [
        (True, timedelta(hours=20), True),
        (True, timedelta(hours=26), False),
        (False, timedelta(hours=70), True),  # from Friday to Monday: nobody was at work
        (False, timedelta(hours=98), False),
    ],
)
def test_een_dag_zonder_oproep_wordt_gezien(
    omgeving: Omgeving, klok: VasteKlok, haalt_op: bool, stilte: timedelta, goed: bool
) -> None:
    if not haalt_op:
        _stuurt(omgeving)
    with omgeving.databank.schrijven(_slug(omgeving)) as sessie:
        _, token = maak_token(sessie, gemeente=_slug(omgeving), naam="X", alleen_lezen=True, now=klok.nu())
        sessie.flush()
        noteer_gebruik(sessie, token.id, klok.nu())
    klok.zet(klok.nu() + stilte)
    assert _kijk(omgeving, "oproep").goed is goed


def test_het_overzicht_zegt_eerst_wat_niet_goed_is(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder
) -> None:
    zet_klaar(omgeving)
    bladzij = client.get("/nl/beheer").text
    assert "Dit vraagt je aandacht" in bladzij
    assert bladzij.index("staat één rij stil") < bladzij.index("Dit gaat goed")


def test_getallen_per_dag_en_kanaal_zonder_personen(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder, klok: VasteKlok
) -> None:
    gemeente = next(iter(omgeving.gemeenten))
    for dagen, kanaal, hoeveel in ((8, "zelf", 6), (1, "zelf", 6), (1, "balie", 2), (0, "zelf", 5)):
        with omgeving.databank.schrijven(gemeente.slug) as sessie:
            for nummer in range(hoeveel):
                wat = aanvraag(f"06 1{dagen}{nummer}45678", kanaal=kanaal)
                aangemeld(sessie, gemeente, omgeving.kalender, klok.nu() - timedelta(days=dagen), wat=wat)
    with omgeving.databank.lezen(gemeente.slug) as sessie:
        geteld = tel(sessie, klok.nu())
    per_dag = {str(d.dag): list(d.regels) for d in geteld.aanmeldingen}
    assert len(per_dag) == 7
    assert per_dag["2026-11-20"] == [("Zelf, op de site", "5")]
    assert per_dag["2026-11-19"] == [("Zelf, op de site", "6"), ("Aan de balie", "minder dan 5")]
    assert per_dag["2026-11-18"] == []
    bladzij = client.get("/nl/beheer/getallen").text
    assert "minder dan 5" in bladzij
    assert not re.search(r"06 ?\d{8}|\+31", bladzij)


def test_een_dag_begint_om_middernacht_in_amsterdam(omgeving: Omgeving, klok: VasteKlok) -> None:
    gemeente = next(iter(omgeving.gemeenten))
    for uur in ("2026-11-19T23:59:59+01:00", "2026-11-20T00:00:00+01:00"):
        with omgeving.databank.schrijven(gemeente.slug) as sessie:
            aangemeld(
                sessie, gemeente, omgeving.kalender, datetime.fromisoformat(uur), wat=aanvraag(f"06 123456{uur[9]}1")
            )
    with omgeving.databank.lezen(gemeente.slug) as sessie:
        geteld = [len(d.regels) for d in tel(sessie, klok.nu()).aanmeldingen]
    assert geteld == [1, 1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(("hoeveel", "tekst"), [(0, "0"), (1, "minder dan 5"), (4, "minder dan 5"), (5, "5")])
def test_kleine_aantallen_wijzen_niemand_aan(hoeveel: int, tekst: str) -> None:
    assert aantal(hoeveel) == tekst


def test_tijd_in_woorden() -> None:
    assert duur(timedelta(seconds=30)) == "minder dan een minuut"
    assert duur(timedelta(minutes=1)) == "1 minuut"
    assert duur(timedelta(hours=3)) == "3 uur"
    assert duur(timedelta(days=3)) == "3 dagen"
    assert moment(datetime.fromisoformat("2026-07-01T10:05:00+00:00")) == "1 juli 2026, 12:05"
