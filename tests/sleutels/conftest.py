"""A folder with keys of its own, that this process follows."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.db import sleutels
from portal.db.sleutels import BESTAND


@pytest.fixture
def sleutelmap(tmp_path: Path, sleutelring: Path) -> Iterator[Path]:
    """The keys of this run in a file that may change; afterwards they are as they were."""
    map = tmp_path / "sleutels"
    map.mkdir()
    shutil.copy(sleutelring / BESTAND, map)
    sleutels.volg(map, None, None)
    yield map
    sleutels.gebruik(sleutels.laad_sleutels(sleutelring, None, None))
