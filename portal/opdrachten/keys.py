"""`portal keys …`: new keys for what is stored, while web and worker go on."""

import time
from pathlib import Path
from typing import Final

import click

from portal import app, taken
from portal.accounts.zoekmerken import ZOEKMERKEN as VAN_ACCOUNTS
from portal.config import Instellingen
from portal.db import sleutelbestand
from portal.db.databank import Databank
from portal.db.sleutels import GEPLAND, SleutelFout, sleutels
from portal.db.sleutelwissel import gemerkt_met, te_vernieuwen, vernieuw, versleuteld_met
from portal.inwoners.zoekmerken import ZOEKMERKEN as VAN_INWONERS
from portal.opdrachten.bediening import Bediening, Opdrachtgroep

BEKEND: Final = (app.__name__, taken.__name__)
"""What web and worker are made of: so every table that they know is known here too."""

ZOEKMERKEN: Final = (*VAN_INWONERS, *VAN_ACCOUNTS)
"""Every keyed hash that can be made anew."""

WENNEN: Final = 15.0
"""Seconds after which whoever took the keys in hand is done: longer than anybody waits for a turn to write."""

_INSTELLING: Final = {"encryption": "PORTAL_ENCRYPTION_KEYS", "secret": "PORTAL_SECRET_KEYS"}


@click.group(cls=Opdrachtgroep)
def keys() -> None:
    """See and change the keys that everything is stored with."""


@keys.command()
@click.pass_obj
def status(bediening: Bediening) -> None:
    """Which keys there are, and what is still made with each."""
    databank = bediening.databank
    deze = sleutels()
    _zeg("encryption", deze.versleuteling.actief, versleuteld_met(databank), "values encrypted with it")
    _zeg("secret", deze.geheimen.actief, gemerkt_met(databank), "hashes made with it")
    rest = te_vernieuwen(databank, ZOEKMERKEN)
    if rest:
        click.echo(f"{rest} rows are still to be made anew: run `portal keys rotate`, it goes on where it was.")


@keys.command()
@click.pass_obj
def rotate(bediening: Bediening) -> None:
    """Make a new key, use it, and make everything stored anew with it. Cut short, run it again."""
    instellingen, databank = bediening.instellingen, bediening.databank
    if _uit_de_omgeving(instellingen):
        _wissel_in_stappen(databank, instellingen)
        return
    with sleutelbestand.als_enige(instellingen.var_dir):
        rest = te_vernieuwen(databank, ZOEKMERKEN)
        if sleutelbestand.geplande(instellingen.var_dir) is None and rest:
            click.echo("There is no new key this time: what an earlier change of keys left is made anew first.")
        else:
            _nieuwe_sleutel(instellingen.var_dir)
        time.sleep(WENNEN)
        _vernieuw(databank)
    click.echo("An old key may go with `portal keys retire`, once no backup is kept that needs it.")


@keys.command()
@click.pass_obj
def retire(bediening: Bediening) -> None:
    """Take the old encryption keys away that nothing in the database needs any more."""
    instellingen = bediening.instellingen
    if _uit_de_omgeving(instellingen):
        leeg = _ongebruikt(bediening.databank)
        click.echo(_welke_weg(leeg) if leeg else "Every encryption key is still needed.")
        return
    with sleutelbestand.als_enige(instellingen.var_dir):
        if sleutelbestand.geplande(instellingen.var_dir) is not None:
            raise SleutelFout("A change of keys was cut short: run `portal keys rotate` first.")
        leeg = _ongebruikt(bediening.databank)
        if not leeg:
            click.echo("Every encryption key is still needed: see `portal keys status`.")
            return
        waar = sleutelbestand.zet_uit(instellingen.var_dir, leeg)
    click.echo(f"Retired: {', '.join(leeg)}. A backup from before the change can only be read with it.")
    click.echo(f"It is kept in {waar}: put that file where your keys are kept, or remove it with those backups.")


def _nieuwe_sleutel(map: Path) -> None:
    """First known to everybody, then used: nobody ever meets a value made with a key they do not know."""
    naam = sleutelbestand.geplande(map)
    if naam is None:
        naam = sleutelbestand.voeg_toe(map)
        click.echo(f"Key {naam} was added. Every process gets to know it first.")
    else:
        click.echo(f"Key {naam} was added before; going on with it.")
    time.sleep(WENNEN)
    sleutelbestand.neem_in_gebruik(map)
    click.echo(f"Key {naam} is in use for everything new.")


def _vernieuw(databank: Databank) -> None:
    wissel = vernieuw(databank, ZOEKMERKEN)
    click.echo(f"{wissel.vernieuwd} rows were made anew with key {sleutels().versleuteling.actief}.")
    if wissel.onleesbaar:
        click.echo(
            f"{wissel.onleesbaar} rows can be read with no key that is here: they were left as they are. "
            "Put back the key they were made with and run this again."
        )
    rest = te_vernieuwen(databank, ZOEKMERKEN)
    if rest > wissel.onleesbaar:
        click.echo(f"{rest} rows were in use all the time: run `portal keys rotate` once more.")


def _wissel_in_stappen(databank: Databank, instellingen: Instellingen) -> None:
    """Where the keys are settings, only the operator can change them: say what to do, one step each time."""
    deze = sleutels()
    gepland = _geplande_van(instellingen)
    if gepland:
        click.echo(f"Key {gepland} is known and not used yet. When every process was started again with it:")
        click.echo(f"  1. take the {GEPLAND} before {gepland} away, in both settings, for every process;")
        click.echo("  2. start them again, one after the other: old and new understand each other;")
        click.echo("  3. run `portal keys rotate` again, with those settings.")
        return
    if te_vernieuwen(databank, ZOEKMERKEN):
        _vernieuw(databank)
        leeg = _ongebruikt(databank)
        if leeg:
            click.echo(_welke_weg(leeg))
        return
    naam = sleutelbestand.volgende_naam(deze.versleuteling.namen + deze.geheimen.namen)
    click.echo("The keys are settings of each process. Nothing was changed yet. Set these, for every process:")
    for soort, oud in (("encryption", instellingen.encryption_keys), ("secret", instellingen.secret_keys)):
        click.echo(f'{_INSTELLING[soort]}="{GEPLAND}{naam}:{sleutelbestand.nieuwe_sleutel()} {oud}"')
    click.echo(f"Keep them as carefully as the old ones. The {GEPLAND} means: known, not used yet.")
    click.echo("Start every process again, one after the other, and run `portal keys rotate` with these settings.")


def _geplande_van(instellingen: Instellingen) -> str | None:
    woorden = f"{instellingen.encryption_keys} {instellingen.secret_keys}".split()
    return next((w.removeprefix(GEPLAND).partition(":")[0] for w in woorden if w.startswith(GEPLAND)), None)


def _uit_de_omgeving(instellingen: Instellingen) -> bool:
    gegeven = (instellingen.encryption_keys, instellingen.secret_keys)
    if any(gegeven) and not all(gegeven):
        raise SleutelFout(
            "One kind of keys is a setting and the other is in the key file: give both "
            "PORTAL_ENCRYPTION_KEYS and PORTAL_SECRET_KEYS (with what is in the file), or neither."
        )
    return all(gegeven)


def _ongebruikt(databank: Databank) -> list[str]:
    """Encryption keys that are not in use and that no value was made with."""
    actief = sleutels().versleuteling.actief
    return [naam for naam, aantal in versleuteld_met(databank).items() if naam and naam != actief and not aantal]


def _welke_weg(namen: list[str]) -> str:
    return (
        f"PORTAL_ENCRYPTION_KEYS may do without {', '.join(namen)} now; keep it as long as a backup from before "
        "this change is kept. PORTAL_SECRET_KEYS stays as it is: personal codes still need its oldest key."
    )


def _zeg(soort: str, actief: str, stand: dict[str, int], wat: str) -> None:
    for naam, aantal in stand.items():
        if naam:
            hoe = "in use" if naam == actief else "known"
            click.echo(f"{soort} key {naam} ({hoe}): {aantal} {wat}")
        elif aantal:
            click.echo(f"{aantal} values were encrypted with a key that is not here: they cannot be read.")
