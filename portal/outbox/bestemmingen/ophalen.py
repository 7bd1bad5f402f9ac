"""The backoffice that cannot be called: it fetches, and says up to where it has everything."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ophalen:
    """Nothing is pushed here. Events get a position (`posities.py`), and count as delivered when
    the backoffice acknowledges them.
    """
