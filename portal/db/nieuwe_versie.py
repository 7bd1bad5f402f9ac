"""Write a new migration by comparing the models with the newest version (for developers)."""

from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from sqlalchemy import MetaData

from portal.db.databank import Databank
from portal.db.migreren import alembic_config, migreer


def schrijf_versie(metadata: MetaData, nummer: str, naam: str) -> None:
    """Make versions/<nummer>_<naam>.py from what the models have and the migrations do not."""
    with TemporaryDirectory() as map:
        databank = Databank(f"sqlite:///{Path(map) / 'leeg.db'}")
        migreer(databank)
        command.revision(alembic_config(databank, metadata), naam, autogenerate=True, rev_id=nummer)
        databank.sluit()
