"""Forms of the sign-up. Nothing is required but one way to reach somebody."""

from datetime import date

from wtforms import BooleanField, SelectMultipleField, StringField

from portal.aanmelding.aanvraag import MEESTE_WOORDEN, Aanvraag, Helper
from portal.inwoners.bereikbaar import lees_adres, lees_email, lees_telefoon, schoon
from portal.inwoners.service import Bereikbaarheid
from portal.web.formulier import Formulier

MEELEZEN = {"ja": "nee", "soms": "alleen_neutraal", "nee": "ja"}
"""The answer to "Kunnen anderen je berichten lezen?" as the contract's veiligBereikbaar."""

_TE_SNEL_MS = 1500


class AanmeldForm(Formulier):
    """B1, B2 and B5 of the design: the same fields, few or many of them on the page.

    `vakje` is a field that people do not see; `duur` is filled by our script with
    the milliseconds since the page was opened. Both only mark, never refuse.
    """

    telefoon = StringField()
    email = StringField()
    adres = StringField()
    langskomen = BooleanField()
    naam = StringField()
    eigen_woorden = StringField()
    meelezen = StringField()
    groep = StringField()
    helper_naam = StringField()
    helper_telefoon = StringField()
    helper_relatie = StringField()
    helper_gebeld = BooleanField()
    vakje = StringField()
    duur = StringField()

    def aanvraag(self, taal: str, kanaal: str = "zelf") -> Aanvraag:
        """What was filled in, read kindly: a mail address in the telephone field counts too."""
        telefoon = lees_telefoon(self.telefoon.data)
        email = lees_email(self.email.data)
        if telefoon is None and email is None and "@" in (self.telefoon.data or ""):
            email = lees_email(self.telefoon.data)
        woorden = self.eigen_woorden.data or ""
        helper = None
        if kanaal == "samen":
            gelezen = lees_telefoon(self.helper_telefoon.data)
            helper = Helper(
                naam=schoon(self.helper_naam.data, 200),
                telefoon=gelezen.nummer if gelezen else schoon(self.helper_telefoon.data, 80),
                relatie=schoon(self.helper_relatie.data, 200),
                mag_gebeld=bool(self.helper_gebeld.data),
            )
        return Aanvraag(
            bereikbaarheid=Bereikbaarheid(telefoon, email, lees_adres(self.adres.data), bool(self.langskomen.data)),
            kanaal=kanaal,
            taal=taal,
            naam=schoon(self.naam.data, 200),
            eigen_woorden=schoon(woorden, MEESTE_WOORDEN),
            ingekort=len(schoon(woorden) or "") > MEESTE_WOORDEN,
            veilig=MEELEZEN.get(self.meelezen.data or "", "onbekend"),
            groep=schoon(self.groep.data, 30),
            helper=helper,
            gemerkt=bool(self.vakje.data) or self._te_snel(),
        )

    def _te_snel(self) -> bool:
        duur = self.duur.data or ""
        return duur.isascii() and duur.isdigit() and int(duur[:9]) < _TE_SNEL_MS


class KlaarForm(Formulier):
    """The questions on the confirmation; one of them at a time."""

    haast = SelectMultipleField(validate_choice=False)
    datum = StringField()
    meelezen = StringField()
    eigen_telefoon = StringField()

    def datum_in_brief(self) -> date | None:
        """The date that stands in the letter, as day-month-year or from a date field; or None."""
        tekst = (self.datum.data or "").strip()
        for delen in (tekst.split("-"), list(reversed(tekst.replace("/", "-").split("-")))):
            try:
                jaar, maand, dag = (int(deel) for deel in delen)
                return date(jaar + 2000 if jaar < 100 else jaar, maand, dag)
            except (ValueError, OverflowError):
                continue
        return None


class VertelForm(Formulier):
    """One optional question: choices, or own words."""

    antwoord = SelectMultipleField(validate_choice=False)
    tekst = StringField()
