"""`portal beheerder …`: who may see the pages of beheer."""

from typing import Final
from urllib.parse import urljoin
from uuid import UUID

import click

from portal.accounts import service
from portal.accounts.models import BEHEERDER, Account
from portal.accounts.service import BestaatAl, OnbekendAccount, OnjuistAdres, OnjuisteNaam
from portal.db.databank import ALLE
from portal.opdrachten.bediening import Bediening, Opdrachtgroep

_PAD: Final = "/nl/beheer/uitnodiging"


@click.group(cls=Opdrachtgroep)
def beheerder() -> None:
    """The people who look after the portal, each for one gemeente."""


@beheerder.command()
@click.option("--gemeente", required=True, help="The gemeente it is for (its slug).")
@click.option("--naam", required=True, help="Who it is.")
@click.option("--email", required=True, help="Where a message goes when something is wrong; also to log in with.")
@click.pass_obj
def new(bediening: Bediening, gemeente: str, naam: str, email: str) -> None:
    """Make an account, and print the code to set it up with: this is the only time."""
    if bediening.gemeenten.van_slug(gemeente) is None:
        bekend = ", ".join(deze.slug for deze in bediening.gemeenten)
        raise click.UsageError(f"There is no gemeente {gemeente!r}; there is {bekend}.")
    with bediening.databank.schrijven(gemeente) as sessie:
        try:
            code, account = service.nodig_uit(
                sessie,
                gemeente=gemeente,
                rol=BEHEERDER,
                naam=naam,
                email=email,
                door=None,
                now=bediening.klok.nu(),
            )
        except OnjuisteNaam as fout:
            raise click.UsageError(f"--naam: {fout}.") from None
        except OnjuistAdres as fout:
            raise click.UsageError(f"--email: {fout}.") from None
        except BestaatAl:
            raise click.ClickException(
                "This address has an account already: `portal beheerder list`, then `reset`."
            ) from None
    _toon_code(bediening, account, code)


@beheerder.command("list")
@click.option("--gemeente", help="Only of this gemeente.")
@click.pass_obj
def lijst(bediening: Bediening, gemeente: str | None) -> None:
    """Every account, and how it is."""
    with bediening.databank.lezen(gemeente or ALLE) as sessie:
        accounts = service.alle(sessie, BEHEERDER)
    if not accounts:
        click.echo("There are no accounts: `portal beheerder new` makes one.")
    for account in accounts:
        click.echo(f"{account.id}  {account.gemeente}  {account.naam} <{account.email}>")
        click.echo(f"    {_stand(account)}")


@beheerder.command()
@click.argument("account_id", metavar="ID", type=click.UUID)
@click.pass_obj
def reset(bediening: Bediening, account_id: UUID) -> None:
    """A new code for who cannot get in any more; every earlier way in ends, and so does a block."""
    with bediening.databank.schrijven(ALLE) as sessie:
        try:
            code, account = service.herstel(sessie, account_id, door=None, now=bediening.klok.nu())
        except OnbekendAccount:
            raise _onbekend(account_id) from None
    _toon_code(bediening, account, code)


@beheerder.command()
@click.argument("account_id", metavar="ID", type=click.UUID)
@click.pass_obj
def block(bediening: Bediening, account_id: UUID) -> None:
    """Keep somebody out from the next request on."""
    with bediening.databank.schrijven(ALLE) as sessie:
        try:
            account = service.blokkeer(sessie, account_id, door=None, now=bediening.klok.nu())
        except OnbekendAccount:
            raise _onbekend(account_id) from None
    click.echo(f"Account {account.id} of {account.gemeente} is blocked; `portal beheerder reset` lets it in again.")


def _toon_code(bediening: Bediening, account: Account, code: str) -> None:
    gemeente = bediening.gemeenten.van_slug(account.gemeente)
    adres = (gemeente.base_url if gemeente else None) or bediening.instellingen.base_url
    # On the error stream, so that the output is the code alone and can go into a file.
    click.echo(f"Account {account.id} for {account.gemeente}, to be set up within 7 days at", err=True)
    click.echo(f"    {urljoin(adres, _PAD)}", err=True)
    click.echo("with the code that follows. It works once, and is not shown again.", err=True)
    click.echo(code)


def _stand(account: Account) -> str:
    if account.geblokkeerd_op is not None:
        return f"blocked since {account.geblokkeerd_op:%Y-%m-%d %H:%M}"
    if account.ingericht_op is None:
        return "not set up yet"
    return f"set up, last logged in {account.gezien_op:%Y-%m-%d %H:%M}" if account.gezien_op else "set up"


def _onbekend(account_id: UUID) -> click.ClickException:
    return click.ClickException(f"There is no account {account_id}; see `portal beheerder list`.")
