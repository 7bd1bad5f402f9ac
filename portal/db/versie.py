"""Whether a database is at the version of this code. Without Alembic: only who migrates has to carry that."""

from pathlib import Path
from typing import Final

from sqlalchemy import inspect, text

from portal.db.databank import Databank

VERSIES: Final = Path(__file__).parent / "migrations" / "versions"
"""The migrations, each named after its number: 0001_begin.py."""


def nieuwste_versie() -> str:
    """The number of the last migration."""
    return max(pad.name.partition("_")[0] for pad in VERSIES.glob("[0-9]*_*.py"))


def is_bij(databank: Databank) -> bool:
    """Whether the database has the version that this code needs."""
    return _versie(databank) == nieuwste_versie()


def is_gebouwd(databank: Databank) -> bool:
    """Whether the database has any version of our tables."""
    return _versie(databank) is not None


def _versie(databank: Databank) -> str | None:
    with databank.engine.connect() as verbinding:
        if not inspect(verbinding).has_table("alembic_version"):
            return None
        gevonden: str | None = verbinding.scalar(text("SELECT version_num FROM alembic_version"))
        return gevonden
