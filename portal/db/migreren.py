"""Bring a database to the newest version, from empty or from any earlier one."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData

from portal.db.databank import Databank

_MAP = Path(__file__).parent / "migrations"


def alembic_config(databank: Databank, metadata: MetaData | None = None) -> Config:
    """Alembic's configuration for this database; `metadata` only to compare or to make a version."""
    config = Config()
    config.set_main_option("script_location", str(_MAP))
    config.attributes["engine"] = databank.engine
    config.attributes["metadata"] = metadata
    return config


def migreer(databank: Databank) -> None:
    """Run what was not run yet."""
    command.upgrade(alembic_config(databank), "head")


def is_bij(databank: Databank) -> bool:
    """Whether the database has the version that this code needs."""
    nieuwste = ScriptDirectory.from_config(alembic_config(databank)).get_current_head()
    with databank.engine.connect() as verbinding:
        return MigrationContext.configure(verbinding).get_current_revision() == nieuwste
