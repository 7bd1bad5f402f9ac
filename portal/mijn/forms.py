"""Forms of the personal space."""

from collections.abc import Mapping

from wtforms import BooleanField, StringField

from portal.inwoners.bereikbaar import lees_adres, lees_email, lees_telefoon, schoon
from portal.inwoners.contact import Wijziging
from portal.inwoners.service import Bereikbaarheid
from portal.web.formulier import Formulier


class ContactForm(Formulier):
    """Name and ways to be reached: fill in what is new, tick what has to go, leave the rest empty."""

    naam = StringField()
    telefoon = StringField()
    email = StringField()
    adres = StringField()
    weg_telefoon = BooleanField()
    weg_email = BooleanField()
    weg_adres = BooleanField()
    meelezen = StringField()

    def niet_te_lezen(self) -> dict[str, str]:
        """Fields in which something stands that is no such thing: it would be lost."""
        gelezen = {
            "telefoon": lees_telefoon(self.telefoon.data),
            "email": lees_email(self.email.data),
            "adres": lees_adres(self.adres.data),
        }
        return {naam: "lezen" for naam, waarde in gelezen.items() if waarde is None and schoon(self._fields[naam].data)}

    def wijziging(self, meelezen: Mapping[str, str]) -> Wijziging:
        """What was asked; `meelezen` makes the answer to who reads along a value of veiligBereikbaar."""
        weg = {"telefoon": self.weg_telefoon.data, "email": self.weg_email.data, "adres": self.weg_adres.data}
        return Wijziging(
            nieuw=Bereikbaarheid(
                lees_telefoon(self.telefoon.data), lees_email(self.email.data), lees_adres(self.adres.data)
            ),
            naam=schoon(self.naam.data, 200),
            weg=frozenset(naam for naam, aan in weg.items() if aan),
            veilig=meelezen.get(self.meelezen.data or ""),
        )
