"""Somebody at the portal, who finds things by the words on the screen, in the language of the page."""

import gettext
import re
from collections.abc import Callable
from functools import cache
from itertools import count

from playwright.sync_api import Locator, Page, expect

from tests.conftest import PROJECT


@cache
def _vertaling(taal: str) -> gettext.NullTranslations:
    return gettext.translation("messages", PROJECT / "translations", [taal], fallback=True)


_NUMMERS = count(10_000_000)


class Mens:
    """One person, one browser. `nummer` and `mail` are different for everybody.

    `bewijs` makes the session with this number one of somebody who just showed who they are in two ways; `plan` has
    the backoffice plan an appointment, and gives its path and that of the link in a message about it.
    """

    def __init__(
        self, page: Page, taal: str, bewijs: Callable[[str], None], plan: Callable[..., tuple[str, str]]
    ) -> None:
        eigen = next(_NUMMERS)
        self.page = page
        self.taal = taal
        self._bewijs, self._plan = bewijs, plan
        self.nummer = f"06 {eigen}"
        self.mail = f"{eigen}@voorbeeld.example"

    def zeg(self, zin: str, **waarden: object) -> str:
        """A sentence of the portal as this person reads it."""
        vertaald = _vertaling(self.taal).gettext(zin)
        return vertaald % waarden if waarden else vertaald

    def ga(self, pad: str) -> None:
        """Type an address, without its language."""
        self.page.goto(f"/{self.taal}{pad}")

    def gaat_terug(self) -> None:
        """The browser's own button. A page that it kept whole does not load again, so there is no load to wait for."""
        self.page.go_back(wait_until="commit")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def knop(self, zin: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("button", name=self.zeg(zin), exact=True)

    def link(self, zin: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("link", name=self.zeg(zin), exact=True)

    def veld(self, zin: str) -> Locator:
        return self.page.get_by_label(self.zeg(zin), exact=True)

    def keuze(self, zin: str) -> Locator:
        """A box or a round to choose, on the page as it stands (not in something closed)."""
        naam = self.zeg(zin)
        main = self.page.get_by_role("main")
        return main.get_by_role("checkbox", name=naam, exact=True).or_(main.get_by_role("radio", name=naam, exact=True))

    def antwoord(self, vraag: str, zin: str) -> Locator:
        """A button that answers a question of one tap."""
        groep = self.page.get_by_role("group", name=self.zeg(vraag), exact=True)
        return groep.get_by_role("button", name=self.zeg(zin), exact=True)

    def kop(self, zin: str, **waarden: object) -> Locator:
        return self.page.get_by_role("heading", name=self.zeg(zin, **waarden), exact=True)

    def ziet(self, zin: str, **waarden: object) -> None:
        """The heading of the page, or of a part of it, is this one."""
        expect(self.kop(zin, **waarden)).to_be_visible()

    def leest(self, zin: str) -> None:
        """This sentence stands in the page."""
        expect(self.page.get_by_role("main")).to_contain_text(self.zeg(zin))

    def vraagt_hulp(self) -> None:
        """One field, one tap."""
        self.ga("/")
        self.veld("Telefoonnummer").fill(self.nummer)
        self.knop("Bel mij").click()
        self.ziet("Gelukt. We hebben je aanmelding.")

    def is_aangemeld(self) -> None:
        """Signed up a moment ago, in this browser, without looking at the pages that journeys look at."""
        antwoord = self.page.request.post(f"/{self.taal}/aanmelden", form={"telefoon": self.nummer}, max_redirects=0)
        assert antwoord.status == 303

    def laat_zien_wie(self) -> None:
        """The way there has tests of its own; here the pages behind it are looked at."""
        self._bewijs(self._sessie())

    def krijgt_afspraak(self, **anders: object) -> tuple[str, str]:
        """The backoffice plans one, `anders` than usual; gives its path and that of a link to it, without language."""
        return self._plan(self._sessie(), **anders)

    def _sessie(self) -> str:
        (koek,) = [k for k in self.page.context.cookies() if k["name"] == "sessie"]
        return str(koek["value"])

    def zegt_haast(self, grond: str = "Ik moet misschien mijn huis uit") -> None:
        self.keuze(grond).check()
        self.knop("Verstuur").click()

    def code(self) -> str:
        """The code on the card."""
        return self.page.get_by_text(re.compile(r"^\d{4} \d{4} \d{4} \d{4}$")).inner_text()

    def komt_terug(self, code: str) -> None:
        """With the code, from the front page."""
        self.ga("/")
        self.link("Ik heb al een code van jullie").click()
        self.veld("Wat is je code?").fill(code)
        self.knop("Verder").click()

    def data(self) -> list[str]:
        """The dates in the page, as a machine reads them."""
        tijden = self.page.get_by_role("main").get_by_role("time").all()
        return [tijd.get_attribute("datetime") or "" for tijd in tijden]
