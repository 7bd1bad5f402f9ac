"""An appointment outside our pages: in a calendar, and on a card."""

from collections.abc import Iterable

import segno
from flask import url_for
from markupsafe import Markup

from portal.afspraken import ics
from portal.afspraken.models import THUIS, VERVALLEN, Afspraak
from portal.afspraken.zicht import Zicht, beeld_van
from portal.web.omgeving import gemeente, omgeving
from portal.web.talen import vertaal as _

INHOUDSTYPE = ics.INHOUDSTYPE


def als_bestand(afspraken: Iterable[tuple[Afspraak, Zicht]]) -> bytes:
    """The calendar file of these, with as much in it as may be seen."""
    return ics.agenda(_("Afspraken"), [_gebeurtenis(afspraak, zicht) for afspraak, zicht in afspraken])


def adres() -> str:
    """Where people find this portal, without a slash at the end."""
    return gemeente().base_url or omgeving().instellingen.base_url


def startadres() -> str:
    """The first page in the language of this request; it tells nothing of who opens it."""
    return adres() + url_for("aanmelding.start")


def qr() -> Markup:
    """A QR code to the start page, and to nothing of anybody, as SVG."""
    tekening = segno.make(adres() + "/", error="m", micro=False)
    return Markup(tekening.svg_inline(scale=3, dark="#000", light="#fff", svgclass=None))  # noqa: S704


def _gebeurtenis(afspraak: Afspraak, zicht: Zicht) -> ics.Gebeurtenis:
    beeld = beeld_van(afspraak, zicht)
    titel = _("Afspraak %(naam)s", naam=beeld.naam) if beeld.naam else _("Afspraak")
    return ics.Gebeurtenis(
        uid=f"{afspraak.id}@rustpunt",
        volgnummer=afspraak.versie,
        begin=afspraak.begin,
        einde=afspraak.einde,
        gewijzigd_op=afspraak.gewijzigd_op,
        titel=titel,
        uitleg=f"{startadres()}\n{gemeente().contact.telefoon}",
        # Somebody's own address is no news to them, and a calendar may be shared.
        plaats=beeld.plaats if afspraak.soort != THUIS else None,
        vervallen=afspraak.status == VERVALLEN,
    )
