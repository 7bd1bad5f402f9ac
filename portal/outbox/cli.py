"""`portal outbox …`: the operator looks, tries again, or skips. Prints ids, never names."""

from typing import Protocol
from uuid import UUID

import click

from portal.clock import Klok
from portal.db.databank import ALLE, Databank
from portal.gemeente import Gemeenten
from portal.outbox.beheren import (
    NietAanDeBeurt,
    OnbekendEvent,
    duur,
    laatste_hartslag,
    sla_over,
    standen,
    stilstanden,
    stuur_alles_opnieuw,
    stuur_opnieuw,
    toon,
)


class Bediening(Protocol):
    """What these commands work with; the context object of the group."""

    @property
    def databank(self) -> Databank: ...
    @property
    def gemeenten(self) -> Gemeenten: ...
    @property
    def klok(self) -> Klok: ...


@click.group()
def outbox() -> None:
    """See what waits to leave the house, and help it on."""


@outbox.command()
@click.pass_obj
def status(bediening: Bediening) -> None:
    """How every destination is doing."""
    now = bediening.klok.nu()
    with bediening.databank.lezen(ALLE) as sessie:
        hartslag = laatste_hartslag(sessie)
        regels = standen(sessie, now)
    if hartslag is None:
        click.echo("No worker was ever seen: start `portal worker`.")
    else:
        click.echo(f"A worker was last seen {duur(now - hartslag)} ago.")
    for regel in regels:
        click.echo(f"{regel.gemeente} {regel.bestemming}: {regel.in_woorden}")
        if regel.wachtend and regel.oudste:
            click.echo(f"    {regel.wachtend} waiting, the oldest for {duur(now - regel.oudste)}")
        if regel.geparkeerd:
            click.echo(f"    {regel.geparkeerd} parked: see `portal outbox list`")
        if bediening.gemeenten.van_slug(regel.gemeente) is None:
            click.echo("    this gemeente is not in the configuration any more: nothing of it leaves")


@outbox.command("list")
@click.option("--gemeente", help="Only of this gemeente.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@click.pass_obj
def lijst(bediening: Bediening, gemeente: str | None, limit: int) -> None:
    """The lines that are parked or failing, each with the event it stands still at."""
    now = bediening.klok.nu()
    with bediening.databank.lezen(ALLE) as sessie:
        regels = stilstanden(sessie, gemeente=gemeente, limiet=limit)
    if not regels:
        click.echo("Nothing stands still.")
    for regel in regels:
        hoe = "parked" if regel.geparkeerd else "failing"
        if regel.volgende_poging is not None:
            hoe += f", next try in {duur(regel.volgende_poging - now)}"
        click.echo(f"{regel.event_id}  {regel.type}  number {regel.volgnummer} of {regel.onderwerp_id}")
        click.echo(f"    {regel.gemeente} {regel.bestemming}, {hoe}: {regel.reden}")
        click.echo(f"    {regel.wachtend} waiting in this line, for {duur(now - regel.sinds)}")


@outbox.command()
@click.argument("event", type=click.UUID)
@click.option("--payload", is_flag=True, help="Also print what is in it: somebody's own words.")
@click.pass_obj
def show(bediening: Bediening, event: UUID, payload: bool) -> None:
    """One event, without what is in it."""
    with bediening.databank.lezen(ALLE) as sessie:
        try:
            inzage = toon(sessie, event, met_inhoud=payload)
        except OnbekendEvent:
            raise click.ClickException(f"There is no event {event}.") from None
    deze, stroom = inzage.event, inzage.stroom
    for naam, waarde in (
        ("id", deze.id),
        ("type", deze.type),
        ("gemeente", deze.gemeente),
        ("destination", deze.bestemming),
        ("subject", deze.onderwerp_id),
        ("number", f"{deze.seq} ({stroom.delivered_seq} of {stroom.last_seq} settled)"),
        ("urgent", "yes" if deze.dringend else "no"),
        ("recorded", deze.created_at.isoformat()),
        ("settled", f"{deze.delivered_at.isoformat()} ({deze.uitkomst})" if deze.delivered_at else "no"),
        ("reason", deze.reden),
        ("position", deze.positie),
        ("parked", stroom.parked_at.isoformat() if stroom.parked_at else "no"),
        ("last fault", stroom.last_error),
    ):
        if waarde is not None:
            click.echo(f"{naam:<12} {waarde}")
    if payload:
        click.echo(inzage.inhoud or "(wiped)")


@outbox.command()
@click.argument("event", type=click.UUID, required=False)
@click.option("--all", "alles", is_flag=True, help="Every line that is parked or waits.")
@click.option("--gemeente", help="With --all: only of this gemeente.")
@click.pass_obj
def resend(bediening: Bediening, event: UUID | None, alles: bool, gemeente: str | None) -> None:
    """Try the line of an event again, now."""
    if alles == (event is not None):
        raise click.UsageError("Give an event, or --all.")
    now = bediening.klok.nu()
    with bediening.databank.schrijven(ALLE) as sessie:
        if event is None:
            stuks = stuur_alles_opnieuw(sessie, now, gemeente=gemeente)
            klaar = f"{stuks} lines will be tried now."
        else:
            try:
                stuur_opnieuw(sessie, event, now)
            except (OnbekendEvent, NietAanDeBeurt) as fout:
                raise _uitleg(event, fout) from None
            klaar = "It will be tried now."
    click.echo(klaar)


@outbox.command()
@click.argument("event", type=click.UUID)
@click.option("--reason", required=True, help="Kept with the event; no names.")
@click.pass_obj
def skip(bediening: Bediening, event: UUID, reason: str) -> None:
    """Give up one event; what comes after it in its line goes on."""
    if not reason.strip():
        raise click.UsageError("--reason is empty: say why, it is kept with the event.")
    with bediening.databank.schrijven(ALLE) as sessie:
        try:
            sla_over(sessie, event, reason, bediening.klok.nu())
        except (OnbekendEvent, NietAanDeBeurt) as fout:
            raise _uitleg(event, fout) from None
    click.echo("Skipped, and recorded so. The rest of its line goes on.")


def _uitleg(event: UUID, fout: Exception) -> click.ClickException:
    if isinstance(fout, OnbekendEvent):
        return click.ClickException(f"There is no event {event}.")
    return click.ClickException(f"Nothing was changed: {fout}.")
