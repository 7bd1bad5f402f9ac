"""To whom a message may go: "silent until safe"."""

from typing import Final

from portal.inwoners.models import Inwoner
from portal.meldingen.models import EENMALIGE_CODE

_UIT_ONSZELF: Final = frozenset({"ja"})
_OP_VERZOEK: Final = frozenset({"ja", "alleen_neutraal", "onbekend"})


def is_veilig(inwoner: Inwoner, soort: str) -> bool:
    """Whether this kind of message may go out.

    On our own initiative only where messages are known to be safe. A one-time code was asked
    for just now, and goes unless the person said that others read along.
    """
    return inwoner.veilig_bereikbaar in (_OP_VERZOEK if soort == EENMALIGE_CODE else _UIT_ONSZELF)
