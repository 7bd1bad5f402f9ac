"""Migrations: from empty to the newest, and exactly what the models say."""

from pathlib import Path

import pytest
from alembic import command
from alembic.util import CommandError

import portal.app
from portal.db.basis import Basis
from portal.db.databank import Databank
from portal.db.migreren import alembic_config, is_bij, migreer

assert portal.app  # loads every model


def test_de_migraties_geven_precies_de_modellen(databank: Databank) -> None:
    assert is_bij(databank)
    try:
        command.check(alembic_config(databank, Basis.metadata))
    except CommandError as fout:
        pytest.fail(f"a model changed without a migration: {fout}")


def test_nog_eens_migreren_doet_niets(databank: Databank) -> None:
    migreer(databank)
    assert is_bij(databank)


def test_een_lege_databank_is_niet_bij(tmp_path: Path) -> None:
    databank = Databank(f"sqlite:///{tmp_path / 'leeg.db'}")
    assert not is_bij(databank)
    databank.sluit()
