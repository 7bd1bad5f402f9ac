"""The envelope of an event: CloudEvents 1.0, structured JSON, after the NL GOV profile.

No personal data stands in the attributes; all of it is in `data`.
"""

from typing import Final

from portal.db.basis import als_json
from portal.gemeente import Gemeente
from portal.outbox.bestemmingen.bestemming import Bericht

VOORVOEGSEL: Final = "nl.schuldhulpverlening."
INHOUDSTYPE: Final = "application/cloudevents+json; charset=utf-8"
HOOGSTENS: Final = 64 * 1024
"""Bytes of a whole event; what every CloudEvents receiver has to be able to take."""


class TeGroot(Exception):
    """An event does not fit in what receivers have to take; it is never silently cut."""

    def __init__(self, lengte: int) -> None:
        super().__init__(f"the event is {lengte} bytes, and at most {HOOGSTENS} may be sent")


class Envelop:
    """Puts the events of one gemeente in their envelope."""

    def __init__(self, gemeente: Gemeente, base_url: str) -> None:
        """`base_url` is the installation's; a gemeente with an address of its own uses that."""
        self._bron = gemeente.bron
        self._api = f"{gemeente.base_url or base_url}/api/v1"
        self._informatiearm = gemeente.informatiearm

    def lichaam(self, bericht: Bericht) -> bytes:
        """Give the event as it is sent. Raises `TeGroot`."""
        lichaam = self.tekst(bericht).encode()
        if len(lichaam) > HOOGSTENS:
            raise TeGroot(len(lichaam))
        return lichaam

    def tekst(self, bericht: Bericht) -> str:
        """Give the event as JSON; without its data where the gemeente wants it `informatiearm`."""
        if self._informatiearm:
            adres = f"{self._api}/gebeurtenissen/{bericht.id}"
            return als_json(self._attributen(bericht) | {"dataref": adres})
        return self.heel(bericht)

    def heel(self, bericht: Bericht) -> str:
        """Give the event as JSON, data included: for a backoffice that asks for this one."""
        attributen = als_json(self._attributen(bericht))
        if bericht.payload is None:  # wiped after its time: the fact of it remains
            return attributen
        # The payload is JSON already: it goes in as it was recorded, unread.
        return f'{attributen[:-1]},"data":{bericht.payload}}}'

    def _attributen(self, bericht: Bericht) -> dict[str, object]:
        attributen: dict[str, object] = {
            "specversion": "1.0",
            "id": str(bericht.id),
            "source": self._bron,
            "type": VOORVOEGSEL + bericht.type,
            "subject": str(bericht.onderwerp_id),
            "time": bericht.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "dataschema": f"{self._api}/schemas/{bericht.type}",
            "volgnummer": bericht.volgnummer,
        }
        if bericht.dringend:
            attributen["dringend"] = True
        return attributen
