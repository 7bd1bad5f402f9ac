"""Migrations: from empty to the newest, and exactly what the models say."""

from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError

import portal.app
from portal.db.basis import Basis
from portal.db.databank import Databank
from portal.db.migreren import alembic_config, migreer
from portal.db.versie import is_bij, is_gebouwd, nieuwste_versie

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
    assert not is_gebouwd(databank)
    databank.sluit()


def test_de_nieuwste_versie_is_die_van_alembic(databank: Databank) -> None:
    assert is_gebouwd(databank)
    assert nieuwste_versie() == ScriptDirectory.from_config(alembic_config(databank)).get_current_head()
