"""By what an account is found: the e-mail address, as a keyed hash."""

from typing import Final

from portal.accounts.models import Account
from portal.db.zoekmerk import Zoekmerk

EMAIL: Final = Zoekmerk(Account, "email_index", "email", "account", str.casefold)
ZOEKMERKEN: Final = (EMAIL,)
"""All of them: renewed when the keys change."""
