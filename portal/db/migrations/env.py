"""Alembic environment: online only, on the engine that `migreren` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import text

from portal.db.basis import UtcDateTime

config = context.config
engine = config.attributes["engine"]
metadata = config.attributes.get("metadata")


def _schrijf_type(soort: str, ding: Any, _context: AutogenContext) -> str | Literal[False]:
    """A version names plain types, so that it still runs when ours have changed."""
    if soort == "type" and isinstance(ding, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


with engine.connect() as verbinding:
    is_sqlite = verbinding.dialect.name == "sqlite"
    if is_sqlite:
        # Batch mode drops the parent table; with foreign keys on, that would delete the children.
        verbinding.exec_driver_sql("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=verbinding,
        target_metadata=metadata,
        render_as_batch=is_sqlite,
        compare_type=True,
        render_item=_schrijf_type,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite and verbinding.execute(text("PRAGMA foreign_key_check")).first():
            raise RuntimeError("a migration left rows that point nowhere")
    verbinding.commit()
    if is_sqlite:
        verbinding.exec_driver_sql("PRAGMA foreign_keys=ON")
