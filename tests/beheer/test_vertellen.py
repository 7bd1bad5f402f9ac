"""E-mail to the beheerders: at once for what cannot wait, once a day for the rest, and never about a person."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import select

from portal.accounts import service
from portal.accounts.post import ACCOUNTMAIL, Accountpost
from portal.beheer.models import Verteld
from portal.beheer.toestand import Bevinding
from portal.beheer.vertellen import laatst_verteld, ruim_op, vertel
from portal.db.databank import ALLE
from portal.meldingen.zending import Geweigerd, Onbekend, Verstuurd, Verzending, Zending
from portal.omgeving import Omgeving
from portal.outbox.bestemmingen.bestemming import Bericht, Berichtfout, Geleverd, Later, Vervallen
from portal.outbox.models import OutboxEvent
from portal.outbox.worker import Worker
from portal.taken import taken_van, wegen_van
from tests.beheer.mens import Beheerder, maak, uitnodiging
from tests.beheer.test_uitgaand import zet_klaar
from tests.browser_na import StrengeClient
from tests.conftest import VasteKlok
from tests.huisregels.gewone_taal.lijsten import neutraal

ADRES = "https://portaal.example/nl/beheer"
STIL = Bevinding("stil.email", False, "E-mail aan inwoners", "Staat stil.", dringend=True)
WACHT = Bevinding("wacht.sms", False, "Sms aan inwoners", "De oudste gebeurtenis wacht.")
GOED = Bevinding("worker", True, "De worker", "De worker draait.")


def _vertel(omgeving: Omgeving, *bevindingen: Bevinding) -> int:
    slug = next(iter(omgeving.gemeenten)).slug
    with omgeving.databank.schrijven(slug) as sessie:
        return vertel(sessie, slug, ADRES, bevindingen, omgeving.klok.nu())


def _kan_mailen(omgeving: Omgeving) -> None:
    cast(dict[str, str], omgeving.instellingen.per_gemeente)["PORTAL_SMTP_URL"] = "smtp://127.0.0.1:25"


def _post(omgeving: Omgeving) -> list[dict[str, str]]:
    with omgeving.databank.lezen(ALLE) as sessie:
        rijen = sessie.scalars(
            select(OutboxEvent).where(OutboxEvent.bestemming == ACCOUNTMAIL).order_by(OutboxEvent.created_at)
        )
        return [json.loads(rij.payload or "{}") for rij in rijen]


@pytest.fixture
def nacht(klok: VasteKlok) -> VasteKlok:
    """Before the mail of the day goes."""
    klok.zet(datetime.fromisoformat("2026-11-20T03:00:00+01:00"))
    return klok


def test_als_alles_goed_gaat_komt_er_geen_post(omgeving: Omgeving) -> None:
    maak(omgeving)
    assert _vertel(omgeving, GOED) == 0
    assert _post(omgeving) == []


def test_wat_niet_kan_wachten_gaat_meteen_en_een_keer_per_dag(omgeving: Omgeving, nacht: VasteKlok) -> None:
    maak(omgeving)
    assert _vertel(omgeving, STIL, WACHT) == 1
    (brief,) = _post(omgeving)
    assert (brief["naar"], brief["kanaal"], brief["soort"]) == ("sam@gemeente.example", "email", "waarschuwing")
    assert "E-mail aan inwoners. Staat stil." in brief["tekst"]
    assert "De oudste gebeurtenis wacht" not in brief["tekst"]
    assert brief["tekst"].endswith(ADRES)
    for _ in range(3):
        nacht.verzet(minutes=1)
        assert _vertel(omgeving, STIL, WACHT) == 0
    ander = replace(STIL, soort="geparkeerd.sms", kop="Sms aan inwoners")
    assert _vertel(omgeving, STIL, ander) == 1, "another kind is told too"
    assert _post(omgeving)[1]["tekst"].count("Staat stil.") == 1


def test_het_dagbericht_gaat_vanaf_acht_uur_en_zegt_alles(omgeving: Omgeving, nacht: VasteKlok) -> None:
    maak(omgeving)
    assert _vertel(omgeving, WACHT) == 0
    nacht.zet(datetime.fromisoformat("2026-11-20T08:00:00+01:00"))
    assert _vertel(omgeving, STIL, WACHT, GOED) == 1
    (brief,) = _post(omgeving)
    assert brief["soort"] == "dagbericht"
    for zin in ("Staat stil.", "De oudste gebeurtenis wacht."):
        assert zin in brief["tekst"]
    assert "De worker draait" not in brief["tekst"]
    nacht.verzet(hours=8)
    assert _vertel(omgeving, STIL, WACHT) == 0, "what was in it is not told again the same day"
    nacht.verzet(hours=16)
    assert _vertel(omgeving, STIL, WACHT) == 1


def test_van_vier_workers_tegelijk_vertelt_er_een_het(omgeving: Omgeving) -> None:
    maak(omgeving)
    uitslagen: list[int] = []
    draden = [threading.Thread(target=lambda: uitslagen.append(_vertel(omgeving, STIL))) for _ in range(4)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(uitslagen) == [0, 0, 0, 1]
    assert len(_post(omgeving)) == 1


def test_elke_beheerder_die_klaar_is_krijgt_het_en_verder_niemand(omgeving: Omgeving) -> None:
    uitnodiging(omgeving)
    assert _vertel(omgeving, STIL) == 0
    with omgeving.databank.lezen(ALLE) as sessie:
        assert sessie.scalars(select(Verteld)).all() == [], "told to nobody is not told"
    maak(omgeving)
    maak(omgeving, "Noor", "noor@gemeente.example")
    weg = maak(omgeving, "Weg", "weg@gemeente.example")
    with omgeving.databank.schrijven(ALLE) as sessie:
        service.blokkeer(sessie, weg.id, door=None, now=omgeving.klok.nu())
    assert _vertel(omgeving, STIL) == 2
    assert {brief["naar"] for brief in _post(omgeving)} == {"sam@gemeente.example", "noor@gemeente.example"}


def test_het_onderwerp_zegt_een_voorbijganger_niets(omgeving: Omgeving) -> None:
    maak(omgeving)
    _vertel(omgeving, STIL)
    onderwerp = _post(omgeving)[0]["onderwerp"].casefold()
    assert onderwerp
    assert not neutraal()["nl"].search(onderwerp)


def test_de_worker_vertelt_het_zelf_en_zonder_iets_van_een_mens(
    omgeving: Omgeving, client: StrengeClient, klok: VasteKlok
) -> None:
    maak(omgeving)
    zet_klaar(omgeving)
    assert client.post("/nl/aanmelden", data={"telefoon": "0612345678"}).status_code == 303
    (taak,) = [t for t in taken_van(omgeving) if t.naam == "beheerders vertellen"]
    assert taak.doe(klok.nu()) == 0, "there is no way to send it"
    _kan_mailen(omgeving)
    assert taak.doe(klok.nu()) == 1
    assert taak.doe(klok.nu()) == 0
    (brief,) = _post(omgeving)
    assert "staat één rij stil" in brief["tekst"]
    for geheim in ("Geheime Naam", "612345678", "schulden"):
        assert geheim not in json.dumps(brief)


def test_het_gaat_door_de_outbox_de_deur_uit(omgeving: Omgeving, klok: VasteKlok) -> None:
    maak(omgeving)
    _vertel(omgeving, STIL)
    verstuurd: list[Zending] = []
    slug = next(iter(omgeving.gemeenten)).slug
    wegen = dict(wegen_van(omgeving))

    def neem(zending: Zending) -> Verzending:
        verstuurd.append(zending)
        return Verstuurd()

    wegen[slug, ACCOUNTMAIL] = _post_met(omgeving, neem)
    worker = Worker(omgeving.databank, omgeving.gemeenten, omgeving.instellingen, klok, wegen=wegen)
    worker.een_ronde(klok.nu())
    worker.sluit()
    assert [(z.naar, z.onderwerp) for z in verstuurd] == [("sam@gemeente.example", "Het portaal vraagt je aandacht")]


class _Kanaal:
    """A channel that answers what it was told to."""

    ontdubbelt = False

    def __init__(self, antwoord: Callable[[Zending], Verzending]) -> None:
        self._antwoord = antwoord

    def stuur(self, zending: Zending) -> Verzending:
        return self._antwoord(zending)

    def sluit(self) -> None:
        """Nothing is held."""


def _post_met(omgeving: Omgeving, antwoord: Callable[[Zending], Verzending] | None) -> Accountpost:
    return Accountpost(_Kanaal(antwoord) if antwoord else None, omgeving.databank, omgeving.klok)


def _bericht(omgeving: Omgeving) -> Bericht:
    with omgeving.databank.lezen(ALLE) as sessie:
        return Bericht.van(sessie.scalars(select(OutboxEvent).where(OutboxEvent.bestemming == ACCOUNTMAIL)).one())


def test_wat_ervan_komt_staat_in_de_outbox(omgeving: Omgeving, klok: VasteKlok) -> None:
    wie = maak(omgeving)
    _vertel(omgeving, STIL)
    bericht = _bericht(omgeving)
    assert _post_met(omgeving, lambda _: Verstuurd()).bezorg(bericht) == Geleverd()
    assert _post_met(omgeving, lambda _: Geweigerd("adres", "nee")).bezorg(bericht) == Berichtfout("nee")
    assert _post_met(omgeving, lambda _: Onbekend("weg")).bezorg(bericht) == Later(None, "weg")
    assert _post_met(omgeving, lambda _: Later(None, "straks")).bezorg(bericht) == Later(None, "straks")
    assert isinstance(_post_met(omgeving, None).bezorg(bericht), Vervallen)
    klok.verzet(days=1, seconds=1)
    assert isinstance(_post_met(omgeving, lambda _: Verstuurd()).bezorg(bericht), Vervallen), "a newer one says it"
    klok.verzet(days=-1)
    with omgeving.databank.schrijven(ALLE) as sessie:
        service.blokkeer(sessie, wie.id, door=None, now=klok.nu())
    assert isinstance(_post_met(omgeving, lambda _: Verstuurd()).bezorg(bericht), Vervallen)


def test_als_e_mail_zelf_hapert_staat_het_op_het_overzicht(
    omgeving: Omgeving, client: StrengeClient, beheerder: Beheerder, klok: VasteKlok
) -> None:
    _kan_mailen(omgeving)
    _vertel(omgeving, STIL)
    slug = next(iter(omgeving.gemeenten)).slug
    wegen = dict(wegen_van(omgeving))
    wegen[slug, ACCOUNTMAIL] = _post_met(omgeving, lambda _: Later(None, "no connection with the mail server (X)"))
    worker = Worker(omgeving.databank, omgeving.gemeenten, omgeving.instellingen, klok, wegen=wegen)
    for _ in range(3):
        worker.een_ronde(klok.nu())
        klok.verzet(minutes=9)
    worker.sluit()
    bladzij = client.get("/nl/beheer").text
    assert "E-mail aan beheerders" in bladzij
    assert "er komt geen verbinding" in bladzij
    assert "De laatste ging op 20 november 2026" in bladzij


def test_wat_lang_geleden_is_verteld_wordt_vergeten(omgeving: Omgeving, klok: VasteKlok, tmp_path: Path) -> None:
    maak(omgeving)
    _vertel(omgeving, STIL)
    slug = next(iter(omgeving.gemeenten)).slug
    with omgeving.databank.schrijven(slug) as sessie:
        assert laatst_verteld(sessie) == klok.nu()
        assert ruim_op(sessie, klok.nu()) == 0
        klok.verzet(days=3)
        assert ruim_op(sessie, klok.nu()) == 2
        assert laatst_verteld(sessie) is None
