"""Message texts: content/meldingen/<language>/<kind>.txt, read once."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_VELD: Final = re.compile(r"\{([a-z_]+)\}")
_ONDERWERP: Final = "onderwerp:"


@dataclass(frozen=True, slots=True)
class Sjabloon:
    """One text with `{fields}`; `onderwerp` is for e-mail only."""

    onderwerp: str
    tekst: str

    def vul(self, waarden: dict[str, str]) -> tuple[str, str]:
        """Subject and text, filled in. An empty value leaves no gap. KeyError for an unknown one."""
        return _vul(self.onderwerp, waarden), _vul(self.tekst, waarden)


class Sjablonen:
    """All message texts; a language without one falls back to Dutch."""

    def __init__(self, map: Path) -> None:
        self._sjablonen = {(pad.parent.name, pad.stem): _lees(pad) for pad in sorted(map.glob("*/*.txt"))}

    def vind(self, taal: str, soort: str) -> tuple[str, Sjabloon]:
        """The text of this kind and the language it is really in. KeyError when there is none."""
        if (taal, soort) in self._sjablonen:
            return taal, self._sjablonen[taal, soort]
        return "nl", self._sjablonen["nl", soort]


def _lees(pad: Path) -> Sjabloon:
    regels = pad.read_text(encoding="utf-8").strip().splitlines()
    onderwerp = ""
    if regels and regels[0].lower().startswith(_ONDERWERP):
        onderwerp = regels.pop(0)[len(_ONDERWERP) :].strip()
    return Sjabloon(onderwerp, "\n".join(regels).strip())


def _vul(tekst: str, waarden: dict[str, str]) -> str:
    gevuld = _VELD.sub(lambda m: waarden[m.group(1)], tekst)
    # "Hallo . We …" for somebody without a name becomes "Hallo. We …".
    return re.sub(r" +([.,])", r"\1", re.sub(r"[ \t]{2,}", " ", gevuld)).strip()
