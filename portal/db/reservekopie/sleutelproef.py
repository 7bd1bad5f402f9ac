"""Whether the keys that are here fit a copy, before anything is done with it."""

from typing import Any

from portal.db.basis import Basis
from portal.db.reservekopie.kopie import Kopie, KopieFout
from portal.db.sleutels import SleutelFout, sleutels
from portal.db.sleutelwissel import Tabel

_CODES = "code_hash"
"""Columns of this name hold hashes that need their own secret key for as long as they are there."""


def keur_sleutels(kopie: Kopie, tabellen: list[Tabel]) -> None:
    """Look at every encrypted value and every hash; of each key, try one value in each place.

    Raises `KopieFout` that says which keys are missing, or are others than those of the copy.
    """
    proef = _Proef()
    bestaat = kopie.tabellen()
    for tabel in tabellen:
        if tabel.tabel.name in bestaat:
            proef.lees(kopie, tabel)
    for naam in sorted(bestaat & set(Basis.metadata.tables)):
        if _CODES in Basis.metadata.tables[naam].c:
            for (merk,) in kopie.rijen(naam, [_CODES]):
                proef.ken_geheim(merk)
    proef.oordeel()


class _Proef:
    def __init__(self) -> None:
        self._weg: set[str] = set()
        self._anders: set[str] = set()
        self._gezien: set[tuple[str, str, str]] = set()

    def lees(self, kopie: Kopie, tabel: Tabel) -> None:
        velden = [veld.kolom for veld in tabel.geheimen]
        merken = [merk.kolom for merk in tabel.zoekmerken]
        for rij in kopie.rijen(tabel.tabel.name, ["gemeente", *velden, *merken]):
            self._lees_rij(tabel, dict(zip(["gemeente", *velden, *merken], rij, strict=True)))

    def ken_geheim(self, merk: bytes | None) -> str | None:
        """The id of the secret key that made a hash; None, and noted, when it is not here."""
        if merk is None:
            return None
        naam = merk.partition(b":")[0].decode(errors="replace")
        if naam in sleutels().geheimen.namen:
            return naam
        self._weg.add(f"secret {naam}")
        return None

    def oordeel(self) -> None:
        if self._weg:
            raise KopieFout(
                f"This backup needs keys that are not here: {', '.join(sorted(self._weg))}. Put them back beside the "
                "others (look in sleutels-uit-gebruik.json, and where your keys are kept). Nothing was changed."
            )
        if self._anders:
            raise KopieFout(
                f"This backup was made with other keys than those here, of the same name: "
                f"{', '.join(sorted(self._anders))}. Give the keys of that installation. Nothing was changed."
            )

    def _lees_rij(self, tabel: Tabel, rij: dict[str, Any]) -> None:
        for veld in tabel.geheimen:
            blob = rij[veld.kolom]
            if blob is None:
                continue
            naam = blob[2 : 2 + blob[1]].decode(errors="replace") if len(blob) > 2 else ""
            if naam not in sleutels().versleuteling.namen:
                self._weg.add(f"encryption {naam}")
            elif self._is_nieuw(tabel, veld.kolom, naam):
                try:
                    veld.lees(tabel.soort, rij["gemeente"], blob)
                except SleutelFout:
                    self._anders.add(f"encryption {naam}")
        for zoekmerk in tabel.zoekmerken:
            geheim = self.ken_geheim(rij[zoekmerk.kolom])
            if geheim is not None and self._is_nieuw(tabel, zoekmerk.kolom, geheim):
                try:
                    waarde = tabel.bron_van(zoekmerk).lees(
                        tabel.soort, rij["gemeente"], rij[tabel.bron_van(zoekmerk).kolom]
                    )
                except SleutelFout:
                    continue  # noted above
                if waarde is not None and rij[zoekmerk.kolom] not in zoekmerk.merken(waarde):
                    self._anders.add(f"secret {geheim}")

    def _is_nieuw(self, tabel: Tabel, kolom: str, naam: str) -> bool:
        plek = (tabel.tabel.name, kolom, naam)
        if plek in self._gezien:
            return False
        self._gezien.add(plek)
        return True
