"""What somebody is found by, without it being stored: a keyed hash beside an encrypted value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.db.basis import Basis
from portal.db.sleutels import sleutels


def _zoals_het_is(waarde: str) -> str:
    return waarde


@dataclass(frozen=True, slots=True)
class Zoekmerk:
    """Column `kolom` of a table holds the keyed hash, for purpose `doel`, of the encrypted field `geheim`.

    `vorm` makes spellings of the same value the same.
    """

    soort: type[Basis]
    kolom: str
    geheim: str
    doel: str
    vorm: Callable[[str], str] = _zoals_het_is

    def merk(self, waarde: str) -> bytes:
        """What to store."""
        return sleutels().geheimen.merk(self.doel, self.vorm(waarde))

    def merken(self, waarde: str) -> list[bytes]:
        """What to look for: one for every key that is known."""
        return sleutels().geheimen.merken(self.doel, self.vorm(waarde))


def geldend_merk(sessie: Session, kolom: InstrumentedAttribute[bytes], merken: Sequence[bytes]) -> bytes:
    """Of the keyed hashes of one value: the one that a row has, or else the one to store now.

    So that something that was done before the keys changed is recognised after.
    """
    if len(merken) == 1:
        return merken[0]
    return sessie.scalars(select(kolom).where(kolom.in_(merken)).limit(1)).first() or merken[0]
