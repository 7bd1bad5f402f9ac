"""By what an inwoner is found: the telephone number and the e-mail address, each as a keyed hash."""

from typing import Final

from portal.db.zoekmerk import Zoekmerk
from portal.inwoners.models import Inwoner

TELEFOON: Final = Zoekmerk(Inwoner, "telefoon_index", "telefoon", "telefoon")
EMAIL: Final = Zoekmerk(Inwoner, "email_index", "email", "email", str.casefold)
ZOEKMERKEN: Final = (TELEFOON, EMAIL)
"""All of them: renewed when the keys change."""
