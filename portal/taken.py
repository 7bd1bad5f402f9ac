"""What a worker does: how everything leaves the house, and small errands, each on its own rhythm."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from portal.aanmelding.bewaren import wis_nep, wis_woorden
from portal.aanmelding.queries import aanmelding_van
from portal.aanmelding.service import ruim_op as ruim_aanmeldingen_op
from portal.accounts.opruimen import ruim_op as ruim_accounts_op
from portal.accounts.post import accountwegen
from portal.afspraken.links import ruim_op as ruim_links_op
from portal.afspraken.queries import heeft_afspraak_na, heeft_afspraken
from portal.backoffice import service as tokenkast
from portal.backoffice.herhaling import ruim_op as ruim_herhalingen_op
from portal.beheer.omstandigheden import omstandigheden
from portal.beheer.toestand import bekijk
from portal.beheer.vertellen import ruim_op as ruim_verteld_op
from portal.beheer.vertellen import vertel
from portal.clock import Systeemklok
from portal.inwoners.bewaren import sluit_oude_ruimten
from portal.inwoners.inzage import ruim_op as ruim_inzage_op
from portal.inwoners.wissen import ruim_op as ruim_gewisten_op
from portal.inwoners.wissen import wis_bezorgd_van_gewisten
from portal.meldingen.models import Melding
from portal.meldingen.routering import berichtwegen
from portal.meldingen.service import ruim_op as ruim_berichten_op
from portal.meldingen.sjablonen import Sjablonen
from portal.meldingen.verlopen import laat_verlopen
from portal.meldingen.zending import EMAIL, SMS
from portal.omgeving import Omgeving
from portal.outbox.opruimen import wis_bezorgd
from portal.outbox.routering import Adres, Route, routes
from portal.outbox.taken import Taak
from portal.toegang.eenmalig import verstuur_wachtende
from portal.toegang.opruimen import ruim_op as ruim_toegang_op
from portal.toegang.service import hash_wachtende

_MAAND: Final = timedelta(days=31)


def wegen_van(omgeving: Omgeving) -> Mapping[Adres, Route]:
    """The way of every destination, and what each kind of message asks before it goes.

    Raises `OnjuisteInstelling` for one that cannot work.
    """
    ware_tijd = Systeemklok()
    backoffices = routes(omgeving.gemeenten, omgeving.instellingen, ware_tijd)
    berichten = berichtwegen(
        omgeving.gemeenten,
        omgeving.instellingen,
        omgeving.databank,
        omgeving.klok,
        ware_tijd,
        {"aanmelding": _aanmelding_staat},
    )
    post = accountwegen(omgeving.gemeenten, omgeving.instellingen, omgeving.databank, omgeving.klok)
    return {**backoffices, **berichten, **post}


def _aanmelding_staat(sessie: Session, melding: Melding) -> bool:
    """Somebody who said no after all gets no message about it."""
    aanmelding = aanmelding_van(sessie, melding.inwoner_id)
    return aanmelding is not None and aanmelding.ingetrokken_op is None


def taken_van(omgeving: Omgeving) -> list[Taak]:
    """The errands of one worker; any number of workers may do them side by side."""
    databank = omgeving.databank
    sjablonen = Sjablonen(omgeving.instellingen.content_dir / "meldingen")
    landen = {gemeente.slug: gemeente.sms.landen for gemeente in omgeving.gemeenten}

    def verstuur_codes(now: datetime) -> int:
        return verstuur_wachtende(databank, sjablonen, landen, now)

    def hash_codes(now: datetime) -> int:
        return hash_wachtende(databank, now)

    def ruim_op(now: datetime) -> int:
        weg = 0
        for gemeente in omgeving.gemeenten:
            bewaren = gemeente.bewaren
            with databank.schrijven(gemeente.slug) as sessie:
                weg += ruim_toegang_op(sessie, now, timedelta(hours=bewaren.eenmalige_code_uren))
                weg += ruim_accounts_op(sessie, now)
                weg += ruim_verteld_op(sessie, now)
                weg += ruim_herhalingen_op(sessie, now)
                weg += ruim_links_op(sessie, now)
                weg += ruim_aanmeldingen_op(sessie, now - timedelta(days=bewaren.onafgemaakt_dagen), now)
                weg += ruim_berichten_op(sessie, now - _MAAND * bewaren.bezorging_maanden, now)
                weg += wis_bezorgd_van_gewisten(sessie)
            teksten = timedelta(days=bewaren.berichttekst_dagen)
            eigen = {SMS: teksten, EMAIL: teksten}
            weg += wis_bezorgd(databank, gemeente.slug, now, timedelta(days=bewaren.outbox_dagen), eigen)
        # Also for what was wiped by the others in between, such as the codes that nobody may see any more.
        databank.wis_sporen()
        return weg

    def wis(now: datetime) -> int:
        gewist = 0
        for gemeente in omgeving.gemeenten:
            bewaren = gemeente.bewaren
            with databank.schrijven(gemeente.slug) as sessie:
                gewist += wis_woorden(sessie, now - timedelta(days=bewaren.eigen_woorden_dagen))
                gewist += wis_nep(sessie, now - timedelta(days=bewaren.spam_dagen), now, behalve=[heeft_afspraken()])
                gewist += sluit_oude_ruimten(sessie, bewaren, now, behalve=[heeft_afspraak_na(now)])
                gewist += ruim_inzage_op(sessie, now - _MAAND * bewaren.inzage_maanden)
                gewist += ruim_gewisten_op(sessie, now - _MAAND * bewaren.inzage_maanden)
        if gewist:
            databank.wis_sporen()
        return gewist

    def verloop(now: datetime) -> int:
        verlopen = 0
        for gemeente in omgeving.gemeenten:
            with databank.schrijven(gemeente.slug) as sessie:
                verlopen += laat_verlopen(sessie, now)
        return verlopen

    def vertel_beheerders(now: datetime) -> int:
        verteld = 0
        for gemeente in omgeving.gemeenten:
            with databank.lezen(gemeente.slug) as sessie:
                om = omstandigheden(sessie, gemeente, omgeving, tokenkast)
                bevindingen = bekijk(sessie, om, now)
            if not om.kan_mailen or all(bevinding.goed for bevinding in bevindingen):
                continue
            adres = f"{gemeente.base_url or omgeving.instellingen.base_url}/nl/beheer"
            with databank.schrijven(gemeente.slug) as sessie:
                verteld += vertel(sessie, gemeente.slug, adres, bevindingen, now)
        return verteld

    return [
        Taak("codes versturen", timedelta(seconds=1), verstuur_codes),
        Taak("codes hashen", timedelta(seconds=2), hash_codes),
        Taak("berichten verlopen", timedelta(minutes=1), verloop),
        Taak("beheerders vertellen", timedelta(minutes=1), vertel_beheerders),
        Taak("opruimen", timedelta(minutes=5), ruim_op),
        Taak("bewaartermijnen", timedelta(hours=1), wis),
    ]
