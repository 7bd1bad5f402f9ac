"""Lists too long for one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Bladzijde(Generic[T]):
    """One page of a longer list."""

    inhoud: Sequence[T]
    aantal: int
    """How many there are on all pages together."""
    nummer: int
    laatste: int


def bestaand(gevraagd: str, aantal: int, per: int) -> tuple[int, int]:
    """Give the page asked for, brought within what exists, and the last page there is. Both count from 1."""
    laatste = max(1, -(-aantal // per))
    nummer = int(gevraagd) if gevraagd.isascii() and gevraagd.isdigit() and len(gevraagd) < 10 else 1
    return max(1, min(nummer, laatste)), laatste
