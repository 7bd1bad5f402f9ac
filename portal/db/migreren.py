"""Bring a database to the newest version, from empty or from any earlier one."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, func, select, text

from portal.db.databank import Databank

_MAP = Path(__file__).parent / "migrations"
_SLOT: Final = 7_226_951_874_025_118_275
"""The number of our advisory lock on PostgreSQL: any number will do, if nobody else takes the same."""


def alembic_config(databank: Databank, metadata: MetaData | None = None) -> Config:
    """Alembic's configuration for this database; `metadata` only to compare or to make a version."""
    config = Config()
    config.set_main_option("script_location", str(_MAP))
    config.attributes["engine"] = databank.engine
    config.attributes["metadata"] = metadata
    return config


def migreer(databank: Databank) -> None:
    """Run what was not run yet. Several at the same time wait for each other, and the others find it done."""
    with _als_enige(databank):
        command.upgrade(alembic_config(databank), "head")


@contextmanager
def _als_enige(databank: Databank) -> Iterator[None]:
    """Hold the one lock for migrations; it ends with the process, however that ends."""
    if databank.is_sqlite:
        pad = f"{databank.engine.url.database}-migratie"
        handvat = os.open(pad, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handvat, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handvat)
        return
    with databank.engine.connect() as verbinding:
        verbinding.execute(text("SET LOCAL lock_timeout = 0"))  # the other one may have much to do
        verbinding.execute(select(func.pg_advisory_lock(_SLOT)))
        verbinding.commit()  # the lock is the session's; no transaction stays open meanwhile
        try:
            yield
        finally:
            verbinding.execute(select(func.pg_advisory_unlock(_SLOT)))
