"""`portal doctor`: says in words what is wrong, and what to do about it."""

import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from portal.clock import Systeemklok
from portal.config import OnjuisteInstelling, lees_instellingen
from portal.db.databank import ALLE
from portal.db.sleutels import SleutelFout
from portal.db.versie import is_bij
from portal.gemeente import OnjuisteGemeente, lees_feestdagen
from portal.informatie.inhoud import laad_inhoud
from portal.informatie.invulling import invulling_van
from portal.meldingen.routering import in_woorden, kanaal_van
from portal.meldingen.zending import KANALEN
from portal.omgeving import Omgeving, maak_omgeving
from portal.outbox.models import Hartslag, OutboxBestemming, OutboxStroom
from portal.outbox.routering import routes
from portal.outbox.waarschuwen import NA_STORING

STIL = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Bevinding:
    """One finding; `goed` is false when somebody has to do something."""

    goed: bool
    tekst: str


def onderzoek(omgevingsvariabelen: Mapping[str, str]) -> Iterator[Bevinding]:
    """Look at configuration, keys, database, content, worker, backoffice and messages, in that order."""
    try:
        instellingen = lees_instellingen(omgevingsvariabelen)
        omgeving = maak_omgeving(instellingen)
    except (OnjuisteInstelling, SleutelFout, OnjuisteGemeente) as fout:
        yield Bevinding(False, str(fout))
        return
    yield Bevinding(True, f"Settings and keys are in order; base URL {instellingen.base_url}.")
    yield from _adressen(omgeving)
    yield from _databank(omgeving)
    yield from _inhoud(omgeving)
    yield from _backoffice(omgeving)
    yield from _berichten(omgeving)


def _adressen(omgeving: Omgeving) -> Iterator[Bevinding]:
    """An address that no gemeente lists as its own shows every visitor "we do not know this address"."""
    instellingen = omgeving.instellingen
    for gemeente in omgeving.gemeenten:
        adres = gemeente.base_url or instellingen.base_url
        host = urlsplit(adres).hostname or ""
        if omgeving.gemeenten.van_host(host, ontwikkeling=instellingen.ontwikkeling) is not gemeente:
            yield Bevinding(
                False, f"Nobody answers at {adres}: put {host} in hosts of content/gemeenten/{gemeente.slug}.toml."
            )


def _databank(omgeving: Omgeving) -> Iterator[Bevinding]:
    try:
        if not is_bij(omgeving.databank):
            yield Bevinding(False, "The database is not at the newest version: run `portal migrate`.")
            return
        with omgeving.databank.lezen(ALLE) as sessie:
            hartslag = sessie.scalar(select(func.max(Hartslag.gezien_op)))
            geparkeerd = sessie.scalar(
                select(func.count()).select_from(OutboxStroom).where(OutboxStroom.parked_at.is_not(None))
            )
            gepauzeerd = sessie.scalars(select(OutboxBestemming).where(OutboxBestemming.paused_at.is_not(None))).all()
            storing = sessie.scalars(
                select(OutboxBestemming).where(
                    OutboxBestemming.paused_at.is_(None),
                    OutboxBestemming.failing_since <= omgeving.klok.nu() - NA_STORING,
                )
            ).all()
    except SQLAlchemyError as fout:
        yield Bevinding(
            False, f"The database cannot be used ({type(fout).__name__}): is it running, is the address right?"
        )
        return
    soort = "SQLite" if omgeving.databank.is_sqlite else "PostgreSQL"
    yield Bevinding(True, f"The database ({soort}) answers and is at the newest version.")
    nu = omgeving.klok.nu()
    if hartslag is None:
        yield Bevinding(False, "No worker was ever seen: start `portal worker`.")
    elif nu - hartslag > STIL:
        minuten = int((nu - hartslag).total_seconds() // 60)
        yield Bevinding(False, f"The last worker was seen {minuten} minutes ago: start `portal worker`.")
    else:
        yield Bevinding(True, "A worker is running.")
    if geparkeerd:
        yield Bevinding(False, f"{geparkeerd} streams wait for you: see `portal outbox list`.")
    for bestemming in gepauzeerd:
        yield Bevinding(
            False,
            f"Deliveries to {bestemming.bestemming} of {bestemming.gemeente} are paused: "
            f"{bestemming.last_error}. They go on by themselves once it is mended.",
        )
    for bestemming in storing:
        yield Bevinding(
            False,
            f"Deliveries to {bestemming.bestemming} of {bestemming.gemeente} have failed since "
            f"{bestemming.failing_since:%Y-%m-%d %H:%M}: {bestemming.last_error}. Nothing is lost; tries go on.",
        )


def _inhoud(omgeving: Omgeving) -> Iterator[Bevinding]:
    fouten = {
        str(fout)
        for gemeente in omgeving.gemeenten
        for fout in laad_inhoud(omgeving.instellingen.content_dir, invulling_van(gemeente)).fouten
    }
    for tekst in sorted(fouten):
        yield Bevinding(False, f"Content: {tekst}")
    if not fouten:
        yield Bevinding(True, f"Content and settings of {len(omgeving.gemeenten)} gemeente(n) are in order.")
    jaar = lees_feestdagen(omgeving.instellingen.content_dir).volledig_tot_en_met
    if omgeving.klok.nu().year >= jaar:
        yield Bevinding(False, f"content/feestdagen.toml is complete up to {jaar}: add the next decree.")


def _backoffice(omgeving: Omgeving) -> Iterator[Bevinding]:
    instellingen = omgeving.instellingen
    try:
        routes(omgeving.gemeenten, instellingen, omgeving.klok)
    except OnjuisteInstelling as fout:
        yield Bevinding(False, str(fout))
        return
    for gemeente in omgeving.gemeenten:
        adres = instellingen.van_gemeente(gemeente.slug, "BACKOFFICE_URL") or instellingen.backoffice_url
        if not adres.startswith("http"):
            yield Bevinding(True, f"The backoffice of {gemeente.naam} {'gets files' if adres else 'fetches'}.")
            continue
        delen = urlsplit(adres)
        poort = delen.port or (443 if delen.scheme == "https" else 80)
        try:
            with socket.create_connection((delen.hostname or "", poort), timeout=5):
                yield Bevinding(True, f"The backoffice of {gemeente.naam} can be reached.")
        except OSError as fout:
            yield Bevinding(
                False,
                f"The backoffice of {gemeente.naam} ({delen.hostname}:{poort}) cannot be reached "
                f"({type(fout).__name__}). Nothing is lost: events wait.",
            )


def _berichten(omgeving: Omgeving) -> Iterator[Bevinding]:
    """How messages to people go, for each gemeente and channel."""
    for gemeente in omgeving.gemeenten:
        for kanaal in KANALEN:
            try:
                weg = kanaal_van(gemeente, kanaal, omgeving.instellingen, Systeemklok())
            except OnjuisteInstelling as fout:
                yield Bevinding(False, str(fout))
                continue
            yield Bevinding(weg is not None, in_woorden(gemeente, kanaal, weg))
