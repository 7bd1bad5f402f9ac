"""The public face: sign up, say no and yes after all. What is told later: `aanvullen`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from portal.aanmelding import events
from portal.aanmelding.aanvraag import Aanvraag
from portal.aanmelding.aanvullen import onthoud_haast, vul_aan
from portal.aanmelding.melden import meld
from portal.aanmelding.models import Aanmelding, Concept, Vingerafdruk
from portal.aanmelding.queries import heeft_meer_gezegd, van_bron
from portal.clock import dag_van
from portal.db.basis import als_json
from portal.db.ids import nieuw_id
from portal.db.schrijven import voeg_toe
from portal.db.sleutels import sleutels
from portal.db.zoekmerk import geldend_merk
from portal.gemeente import Gemeente
from portal.inwoners.service import maak_inwoner
from portal.termijnen import Kalender, bij_aanmelding, met_haast
from portal.toegang import sessies
from portal.toegang.models import PersoonlijkeCode
from portal.toegang.service import geef_code

ZELFDE: Final = timedelta(minutes=10)
"""So long the same content from the same source is the same aanmelding."""
VEEL_VAN_BRON: Final = 60
"""Above this many sign-ups in that time a source is marked, never refused."""


class NietBereikbaar(Exception):
    """There is no way to reach the person: the only thing a sign-up cannot do without."""


@dataclass(frozen=True, slots=True)
class Aangemeld:
    """The answer to a sign-up: `sessienummer` is for this browser's cookie.

    `nieuw` is false for a double tap: then everything was done already.
    """

    aanmelding_id: UUID
    inwoner_id: UUID
    sessienummer: str
    nieuw: bool


def meld_aan(
    sessie: Session,
    gemeente: Gemeente,
    kalender: Kalender,
    aanvraag: Aanvraag,
    *,
    bron: str,
    now: datetime,
    browser_van: UUID | None = None,
) -> Aangemeld:
    """Sign somebody up: rows, code, session and event in the caller's one transaction.

    The same content from the same source within ten minutes is the same aanmelding with the
    same answer; unless more was told since, or somebody had to leave quickly: that is shown to
    the browser of the inwoner themselves (`browser_van`) and to nobody else. Who types the same
    number on the same telephone then gets the answer that everybody gets. Raises `NietBereikbaar`.
    """
    if not aanvraag.is_bereikbaar:
        raise NietBereikbaar
    aanmelding_id = nieuw_id(now)
    bron_merk = sleutels().geheimen.merk("bron van aanmelding", bron)
    merken = sleutels().geheimen.merken("inhoud van aanmelding", bron.encode() + b"\0" + aanvraag.inhoud())
    merk = geldend_merk(sessie, Vingerafdruk.merk, merken)
    eerder_id = _zelfde(sessie, gemeente.slug, merk, bron_merk, aanmelding_id, now)
    if eerder_id is not None:
        eerder = sessie.get(Aanmelding, eerder_id)
        if (
            eerder is not None
            and eerder.ingetrokken_op is None
            and (browser_van == eerder.inwoner_id or not heeft_meer_gezegd(sessie, eerder, now))
        ):
            return _antwoord(sessie, eerder, now, nieuw=False)
        # Withdrawn, erased or gone on with in between: then this is somebody asking anew.
        vinger = sessie.get(Vingerafdruk, (gemeente.slug, merk))
        if vinger is not None:
            vinger.aanmelding_id = aanmelding_id
            vinger.tot = now + ZELFDE
    verdacht = aanvraag.gemerkt or van_bron(sessie, gemeente.slug, bron_merk, now, VEEL_VAN_BRON + 1) > VEEL_VAN_BRON
    aanmelding, _ = _sla_op(sessie, gemeente, kalender, aanvraag, aanmelding_id, verdacht, now)
    return _antwoord(sessie, aanmelding, now, nieuw=True)


def meld_iemand_aan(
    sessie: Session,
    gemeente: Gemeente,
    kalender: Kalender,
    aanvraag: Aanvraag,
    *,
    startdatum: date,
    gronden: tuple[str, ...],
    now: datetime,
) -> tuple[UUID, str]:
    """Sign up somebody who came by, called or wrote; gives the inwoner's id and their personal code.

    The terms count from `startdatum`, the day on which the person said it, and with
    `gronden` so do the three working days of art. 4 lid 2 Wgs. There need be no way to
    reach the person: who wrote it down spoke to them. No browser is let in.
    ValueError for a day that is still to come.
    """
    if startdatum > dag_van(now):
        raise ValueError("nobody signed up on a day that is still to come")
    aanmelding, code = _sla_op(
        sessie, gemeente, kalender, aanvraag, nieuw_id(now), False, now, startdatum=startdatum, gronden=gronden
    )
    if code.code is None:
        raise LookupError("a new code that cannot be read")
    return aanmelding.inwoner_id, code.code


def _zelfde(sessie: Session, gemeente: str, merk: bytes, bron_merk: bytes, nieuw: UUID, now: datetime) -> UUID | None:
    """Whose fingerprint this already is; None when it is ours now.

    One statement, so that two taps at the same moment wait for each other.
    """
    waarden = {
        "gemeente": gemeente,
        "merk": merk,
        "bron_merk": bron_merk,
        "aanmelding_id": nieuw,
        "tot": now + ZELFDE,
        "nu": now,
    }
    verbinding = sessie.connection()
    geldend: UUID = verbinding.execute(_neem_vingerafdruk(verbinding.dialect.name), waarden).scalar_one()
    return None if geldend == nieuw else geldend


@cache
def _neem_vingerafdruk(databank: str) -> ReturningInsert[Any]:
    """The statement, put together once: doing so takes longer than running it."""
    kolom = Vingerafdruk.__table__.c
    opdracht = (postgresql if databank == "postgresql" else sqlite).insert(Vingerafdruk.__table__)
    over = kolom.tot <= bindparam("nu", type_=kolom.tot.type)
    klaar: ReturningInsert[Any] = opdracht.on_conflict_do_update(
        index_elements=["gemeente", "merk"],
        set_={
            "aanmelding_id": case((over, opdracht.excluded.aanmelding_id), else_=kolom.aanmelding_id),
            "tot": case((over, opdracht.excluded.tot), else_=kolom.tot),
        },
    ).returning(kolom.aanmelding_id)
    return klaar


def _sla_op(
    sessie: Session,
    gemeente: Gemeente,
    kalender: Kalender,
    aanvraag: Aanvraag,
    aanmelding_id: UUID,
    verdacht: bool,
    now: datetime,
    *,
    startdatum: date | None = None,
    gronden: tuple[str, ...] = (),
) -> tuple[Aanmelding, PersoonlijkeCode]:
    inwoner = maak_inwoner(
        sessie,
        gemeente=gemeente.slug,
        bereikbaarheid=aanvraag.bereikbaarheid,
        naam=aanvraag.naam,
        taal=aanvraag.taal,
        veilig=aanvraag.veilig,
        now=now,
    )
    startdatum = startdatum or dag_van(now)
    termijnen = bij_aanmelding(
        startdatum, belbelofte_werkdagen=gemeente.belofte.belbelofte_werkdagen, kalender=kalender
    )
    aanmelding = Aanmelding(
        gemeente=gemeente.slug,
        id=aanmelding_id,
        inwoner_id=inwoner.id,
        kanaal=aanvraag.kanaal,
        startdatum=startdatum,
        ontvangen_op=now,
        crisisinterventie=bool(gronden),
        haast_klinkt=bool(aanvraag.eigen_woorden and gemeente.haast.klinkt_in(aanvraag.eigen_woorden)),
        verdacht=verdacht,
        ingekort=aanvraag.ingekort,
    )
    aanmelding.termijnen = met_haast(termijnen, startdatum, kalender) if gronden else termijnen
    helper = aanvraag.helper.als_data() if aanvraag.helper else None
    aanmelding.eigen_woorden = aanvraag.eigen_woorden
    aanmelding.helper = als_json(helper) if helper else None
    voeg_toe(sessie, aanmelding)
    code = geef_code(sessie, gemeente=gemeente.slug, inwoner_id=inwoner.id, now=now)
    meld(
        sessie,
        aanmelding,
        events.AanmeldingOntvangen(
            aanmelding_id=aanmelding.id,
            startdatum=startdatum,
            ontvangen_op=now,
            kanaal=aanvraag.kanaal,
            taal=aanvraag.taal,
            bereikbaarheid=aanvraag.bereikbaarheid.als_data(),
            naam=aanvraag.naam,
            eigen_woorden=aanvraag.eigen_woorden,
            crisisinterventie=bool(gronden),
            termijnen=aanmelding.termijnen,
            helper=helper,
            veilig_bereikbaar=aanvraag.veilig,
            verdacht=verdacht,
            ingekort=aanvraag.ingekort,
        ),
        now,
    )
    if aanvraag.groep:
        vul_aan(sessie, aanmelding, "groep", [aanvraag.groep], now=now)
    if gronden:
        onthoud_haast(sessie, aanmelding, gronden, None, now=now)
    return aanmelding, code


def _antwoord(sessie: Session, aanmelding: Aanmelding, now: datetime, *, nieuw: bool) -> Aangemeld:
    nummer, _ = sessies.begin(
        sessie,
        gemeente=aanmelding.gemeente,
        inwoner_id=aanmelding.inwoner_id,
        niveau=1,
        now=now,
        code_zichtbaar=True,
    )
    return Aangemeld(aanmelding.id, aanmelding.inwoner_id, nummer, nieuw)


def trek_in(sessie: Session, aanmelding: Aanmelding, *, now: datetime) -> None:
    """No, after all. Asked twice it happens once."""
    if aanmelding.ingetrokken_op is None:
        aanmelding.ingetrokken_op = now
        meld(sessie, aanmelding, events.AanmeldingIngetrokken(aanmelding_id=aanmelding.id), now)


def herstel(sessie: Session, gemeente: Gemeente, aanmelding: Aanmelding, kalender: Kalender, *, now: datetime) -> None:
    """Yes, after all. Dates that went by meanwhile are promised anew, from today."""
    if aanmelding.ingetrokken_op is None:
        return
    aanmelding.ingetrokken_op = None
    vandaag = dag_van(now)
    if aanmelding.belbelofte_uiterlijk < vandaag:
        nieuw = bij_aanmelding(vandaag, belbelofte_werkdagen=gemeente.belofte.belbelofte_werkdagen, kalender=kalender)
        if aanmelding.crisisinterventie:
            nieuw = met_haast(nieuw, vandaag, kalender)
        aanmelding.termijnen = nieuw
    meld(
        sessie,
        aanmelding,
        events.AanmeldingHersteld(aanmelding_id=aanmelding.id, termijnen=aanmelding.termijnen),
        now,
    )


def ruim_op(sessie: Session, concept_voor: datetime, now: datetime) -> int:
    """Delete unfinished texts from before `concept_voor`, and fingerprints that are over; how many."""
    over = delete(Vingerafdruk).where(Vingerafdruk.tot < now).returning(Vingerafdruk.merk)
    oud = delete(Concept).where(Concept.bewaard_op < concept_voor).returning(Concept.onderwerp)
    return len(sessie.execute(over).all()) + len(sessie.execute(oud).all())
