"""What commands on the installation have in common: its parts, and faults said in one line."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from portal.clock import Klok
from portal.config import Instellingen, OnjuisteInstelling, lees_instellingen
from portal.db.databank import Databank
from portal.db.sleutels import SleutelFout
from portal.db.versie import is_bij
from portal.gemeente import Gemeenten, OnjuisteGemeente
from portal.omgeving import Omgeving, maak_omgeving
from portal.opdrachten.bezwaar import Bezwaar


@contextmanager
def in_een_regel() -> Iterator[None]:
    """Turn what is wrong with the installation into a `Bezwaar`."""
    try:
        yield
    except (OnjuisteInstelling, SleutelFout, OnjuisteGemeente) as fout:
        raise Bezwaar(str(fout)) from fout
    except SQLAlchemyError as fout:
        raise Bezwaar(f"the database cannot be used ({type(fout).__name__}); see `portal doctor`.") from fout


class Opdracht(click.Command):
    """A command on the installation."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it."""
        with in_een_regel():
            return super().invoke(ctx)


class Opdrachtgroep(click.Group):
    """Several commands on the installation under one name; they get a `Bediening`."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the one that was asked for."""
        ctx.obj = bediening = Bediening()
        try:
            with in_een_regel():
                return super().invoke(ctx)
        finally:
            bediening.sluit()


class Bediening:
    """What the operator's commands work with; opened when the first of it is asked for, so that help needs nothing."""

    @cached_property
    def _omgeving(self) -> Omgeving:
        return open_omgeving()

    def sluit(self) -> None:
        """Give the connections back, if anything was opened."""
        if "_omgeving" in self.__dict__:
            self._omgeving.databank.sluit()

    @property
    def databank(self) -> Databank:
        """The database, of all gemeenten."""
        return self._omgeving.databank

    @property
    def gemeenten(self) -> Gemeenten:
        """Those of this installation."""
        return self._omgeving.gemeenten

    @property
    def instellingen(self) -> Instellingen:
        """What the operator chose."""
        return self._omgeving.instellingen

    @property
    def klok(self) -> Klok:
        """The clock of this installation."""
        return self._omgeving.klok


def open_omgeving(omgeving: Mapping[str, str] = os.environ) -> Omgeving:
    """The parts of this process, by its environment."""
    return maak_omgeving(lees_instellingen(omgeving))


def open_bijgewerkt(omgeving: Mapping[str, str] = os.environ) -> Omgeving:
    """The same; refuses a database that is not at this version (`OnjuisteInstelling`)."""
    deze = open_omgeving(omgeving)
    if not is_bij(deze.databank):
        deze.databank.sluit()
        raise OnjuisteInstelling("The database is not at the newest version: run `portal migrate`.")
    return deze
