"""`portal token …`: let a system in, see which ones there are, take one back."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

import click

from portal.backoffice.service import OnbekendToken, OnjuisteNaam, alle_tokens, maak_token, trek_in
from portal.clock import Klok
from portal.db.databank import ALLE, Databank
from portal.gemeente import Gemeenten


class Bediening(Protocol):
    """What these commands work with; the context object of the group."""

    @property
    def databank(self) -> Databank: ...
    @property
    def gemeenten(self) -> Gemeenten: ...
    @property
    def klok(self) -> Klok: ...


@click.group()
def token() -> None:
    """The systems that may use the API, each for one gemeente."""


@token.command()
@click.option("--gemeente", required=True, help="The gemeente it speaks for (its slug).")
@click.option("--naam", required=True, help="Which system it is for.")
@click.option("--alleen-lezen", is_flag=True, help="It may look, and change nothing.")
@click.pass_obj
def new(bediening: Bediening, gemeente: str, naam: str, alleen_lezen: bool) -> None:
    """Make a token, and print it: this is the only time."""
    if bediening.gemeenten.van_slug(gemeente) is None:
        bekend = ", ".join(deze.slug for deze in bediening.gemeenten)
        raise click.UsageError(f"There is no gemeente {gemeente!r}; there is {bekend}.")
    with bediening.databank.schrijven(gemeente) as sessie:
        try:
            geheim, rij = maak_token(
                sessie, gemeente=gemeente, naam=naam, alleen_lezen=alleen_lezen, now=bediening.klok.nu()
            )
        except OnjuisteNaam as fout:
            raise click.UsageError(f"--naam: {fout}.") from None
    # On the error stream, so that the output is the token alone and can go into a file.
    click.echo(f"Token {rij.id} for {gemeente} ({rij.scopes}). Keep what follows: it is not shown again.", err=True)
    click.echo(geheim)


@token.command("list")
@click.pass_obj
def lijst(bediening: Bediening) -> None:
    """Every token, without the secret itself."""
    with bediening.databank.lezen(ALLE) as sessie:
        tokens = alle_tokens(sessie)
    if not tokens:
        click.echo("There are no tokens: `portal token new` makes one.")
    for rij in tokens:
        click.echo(f"{rij.id}  {rij.gemeente}  {rij.naam}")
        gebruik = f"last used {_moment(rij.laatst_gebruikt_op)}" if rij.laatst_gebruikt_op else "never used"
        einde = f", revoked {_moment(rij.ingetrokken_op)}" if rij.ingetrokken_op else ""
        click.echo(f"    {rij.scopes}; made {_moment(rij.gemaakt_op)}, {gebruik}{einde}")


@token.command()
@click.argument("token_id", metavar="ID", type=click.UUID)
@click.pass_obj
def revoke(bediening: Bediening, token_id: UUID) -> None:
    """Take a token back: its next call is refused."""
    with bediening.databank.schrijven(ALLE) as sessie:
        try:
            rij = trek_in(sessie, token_id, bediening.klok.nu())
        except OnbekendToken:
            raise click.ClickException(f"There is no token {token_id}; see `portal token list`.") from None
    click.echo(f"Token {rij.id} ({rij.naam}) of {rij.gemeente} is revoked.")


def _moment(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")
