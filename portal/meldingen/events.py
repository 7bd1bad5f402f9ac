"""What this package tells the backoffice (type and fields of the contract)."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

REDENEN: Final = ("adres", "land", "te_veel", "verlopen", "onzeker", "technisch", "geen_kanaal")
"""Why a message did not reach somebody:

adres       the number or address cannot be used, or its provider refuses it
land        a number in a country that we send no text messages to
te_veel     more text messages in a day than the gemeente allows
verlopen    it could not be handed over while it still made sense
onzeker     we were cut off in mid-send, so it may or may not have arrived
technisch   the provider could not deliver it
geen_kanaal no provider is set for this channel
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeldingMislukt:
    """A message could not reach the person: somebody has to call."""

    type: ClassVar[str] = "melding.mislukt"
    kanaal: str
    soort: str
    reden: str

    def data(self) -> dict[str, Any]:
        """The content."""
        return {"kanaal": self.kanaal, "soort": self.soort, "reden": self.reden}
