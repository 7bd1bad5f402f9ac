"""Which channel serves which gemeente. Each is a destination of its own: one that is down holds up no other."""

from collections.abc import Mapping
from typing import Final

from portal.clock import Klok
from portal.config import Instellingen, OnjuisteInstelling
from portal.db.databank import Databank
from portal.gemeente import Gemeente, Gemeenten, Notifynl
from portal.meldingen.bezorging import Berichtbezorger, Controle
from portal.meldingen.instellingen import afzender_van, callback_token, mailserver_van, notify_van
from portal.meldingen.kanalen.notifynl import NotifyNL
from portal.meldingen.kanalen.smtp import Smtp
from portal.meldingen.kanalen.werkbak import Werkbak
from portal.meldingen.zending import EMAIL, KANALEN, SMS, Kanaal
from portal.outbox.routering import Adres, Route, naar_werkbak

_NAMEN: Final = {SMS: "Text messages", EMAIL: "E-mail"}


def berichtwegen(
    gemeenten: Gemeenten,
    instellingen: Instellingen,
    databank: Databank,
    klok: Klok,
    ware_tijd: Klok,
    controles: Mapping[str, Controle],
) -> Mapping[Adres, Route]:
    """Give the way of every channel. Raises `OnjuisteInstelling` for one that cannot work.

    `klok` may be moved to try out dates; `ware_tijd` is what services compare with their own.
    """
    return {
        (gemeente.slug, kanaal): Berichtbezorger(
            kanaal_van(gemeente, kanaal, instellingen, ware_tijd), gemeente, databank, klok, controles
        )
        for gemeente in gemeenten
        for kanaal in KANALEN
    }


def kanaal_van(gemeente: Gemeente, kanaal: str, instellingen: Instellingen, ware_tijd: Klok) -> Kanaal | None:
    """Give what sends by this channel: NotifyNL, else for e-mail a mail server, else the werkbak; or None.

    Raises `OnjuisteInstelling`.
    """
    callback_token(gemeente, instellingen)
    notify = notify_van(gemeente, instellingen)
    server = mailserver_van(gemeente, instellingen) if kanaal == EMAIL else None
    sjablonen = gemeente.notifynl or Notifynl()
    sjabloon = sjablonen.sms if kanaal == SMS else sjablonen.email
    if notify is not None and sjabloon is not None:
        return NotifyNL(notify.url, notify.sleutel, sjabloon, ware_tijd)
    if server is not None:
        return Smtp(server, gemeente.naam, afzender_van(gemeente, instellingen), ware_tijd)
    if notify is not None:
        raise OnjuisteInstelling(
            f"content/gemeenten/{gemeente.slug}.toml: [notifynl] has no template for {kanaal}, "
            "and NotifyNL needs one (PORTAL_NOTIFYNL_URL is set)."
        )
    werkbak = naar_werkbak(gemeente, instellingen, ware_tijd)
    return Werkbak(werkbak) if werkbak is not None else None


def in_woorden(gemeente: Gemeente, kanaal: str, weg: Kanaal | None) -> str:
    """Say for the operator how messages go."""
    wat = f"{_NAMEN[kanaal]} of {gemeente.naam}"
    match weg:
        case NotifyNL():
            return f"{wat}: sent by NotifyNL."
        case Smtp():
            return f"{wat}: sent by the mail server."
        case Werkbak():
            return f"{wat}: only shown in the werkbak; PORTAL_NOTIFYNL_URL or PORTAL_SMTP_URL makes them go out."
    return f"{wat}: nothing is set that sends, so each message becomes a call for the backoffice."
