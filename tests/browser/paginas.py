"""Every page somebody can see, and the shortest way to it."""

from collections.abc import Callable
from typing import Final

from portal.aanmelding.vragen import VRAGEN
from portal.mijn.voorkeurvragen import VRAGEN as VOORKEURVRAGEN
from tests.browser.mens import Mens

Weg = Callable[[Mens], None]

MEELEZEN: Final = "Kunnen anderen je berichten lezen of je telefoon opnemen?"
EIGEN: Final = "Is dit je eigen telefoon?"
GEGEVENS: Final = ("alles", "contact", "toestemmingen", "wie-keek", "klopt-niet", "wissen")
INFORMATIE: Final = ("zo-werkt-het", "wat-als", "hulp", "veilig", "contact", "privacy", "toegankelijkheid")


def adres(pad: str) -> Weg:
    """A page that everybody may see."""
    return lambda mens: mens.ga(pad)


def _binnen(pad: str) -> Weg:
    def weg(mens: Mens) -> None:
        mens.is_aangemeld()
        mens.ga(pad)

    return weg


def _als_jezelf(pad: str) -> Weg:
    def weg(mens: Mens) -> None:
        mens.is_aangemeld()
        mens.laat_zien_wie()
        mens.ga(pad)

    return weg


def vraag_fout(mens: Mens) -> None:
    _binnen("/mijn/vraag")(mens)
    mens.knop("Verstuur").click()
    mens.ziet("Nog één ding")


def vraag_verstuurd(mens: Mens) -> None:
    _binnen("/mijn/vraag")(mens)
    mens.veld("Wat wil je vragen?").fill("Wie belt mij?")
    mens.knop("Verstuur").click()
    mens.ziet("We hebben je vraag")


def verandering_fout(mens: Mens) -> None:
    _binnen("/mijn/verandering")(mens)
    mens.knop("Verstuur").click()
    mens.ziet("Nog één ding")


def even_niet_goed_gezegd(mens: Mens) -> None:
    _binnen("/mijn/even-niet-goed")(mens)
    mens.knop("Bel mij vandaag of morgen").click()
    mens.ziet("Goed dat je dit zegt.")


def _afspraak(onder: str = "", *, als_jezelf: bool = False, **anders: object) -> Weg:
    """A page of an appointment; `anders` than usual, at level 1 or `als_jezelf`."""

    def weg(mens: Mens) -> None:
        mens.is_aangemeld()
        pad, _ = mens.krijgt_afspraak(**anders)
        if als_jezelf:
            mens.laat_zien_wie()
        mens.ga(pad + onder)

    return weg


def _met_link(onder: str = "", **anders: object) -> Weg:
    """The same with nothing but the link of a message, in a browser that knows nobody."""

    def weg(mens: Mens) -> None:
        mens.is_aangemeld()
        _, link = mens.krijgt_afspraak(**anders)
        mens.page.context.clear_cookies()
        mens.ga(link + onder)

    return weg


def afspraak_bevestigd(mens: Mens) -> None:
    _afspraak()(mens)
    mens.knop("Ik kom").click()
    mens.leest("Fijn dat je komt. Dat weten we nu.")


def afspraak_afgezegd(mens: Mens) -> None:
    _afspraak("/afzeggen", als_jezelf=True)(mens)
    mens.antwoord("Wat past bij jou?", "Bel mij").click()
    mens.ziet("Je kunt niet komen. Dat geeft niet.")


def afspraak_verzet_gevraagd(mens: Mens) -> None:
    _afspraak("/verzetten")(mens)
    mens.page.get_by_role("main").get_by_role("radio").first.check()
    mens.knop("Verstuur").click()
    mens.ziet("We hebben je keuze.")


def verzetten_fout(mens: Mens) -> None:
    _afspraak("/verzetten", alternatieven=[])(mens)
    mens.knop("Verstuur").click()
    mens.ziet("Nog één ding")


def vandaag_met_afspraak(mens: Mens) -> None:
    mens.is_aangemeld()
    mens.krijgt_afspraak()
    mens.krijgt_afspraak(kenmerk="twee", begin="2026-12-08T10:00:00+01:00", einde=None)
    mens.laat_zien_wie()
    mens.ga("/mijn")


def agenda_gemaakt(mens: Mens) -> None:
    _als_jezelf("/mijn/agenda")(mens)
    mens.knop("Geef mij het adres").click()
    mens.leest("Zet dit adres in je agenda. Je ziet het alleen nu.")


AFSPRAKEN: Final[dict[str, Weg]] = {
    "afspraak": _afspraak(),
    "afspraak, als jezelf": _afspraak(als_jezelf=True),
    "afspraak, bij jou thuis": _afspraak(als_jezelf=True, soort="thuis", meenemen=[]),
    "afspraak, telefoon": _afspraak(soort="telefoon", plaats="06 12345678", tolk=True),
    "afspraak, video": _afspraak(als_jezelf=True, soort="video", plaats="https://video.voorbeeld.example/kamer"),
    "afspraak, bevestigd": afspraak_bevestigd,
    "afspraak, ander moment gevraagd": afspraak_verzet_gevraagd,
    "afspraak, afgezegd": afspraak_afgezegd,
    "afspraak, gemist": _afspraak(status="niet_verschenen"),
    "afspraak, vervallen": _afspraak(status="vervallen"),
    "afspraak, geweest": _afspraak(status="geweest"),
    "ander moment": _afspraak("/verzetten"),
    "ander moment, niets vrij": _afspraak("/verzetten", alternatieven=[]),
    "ander moment, nog een ding": verzetten_fout,
    "niet komen": _afspraak("/afzeggen"),
    "kaartje": _afspraak("/kaartje", als_jezelf=True),
    "agenda": _als_jezelf("/mijn/agenda"),
    "agenda, gemaakt": agenda_gemaakt,
    "vandaag, met afspraak": vandaag_met_afspraak,
    "link": _met_link(),
    "link, gemist": _met_link(status="niet_verschenen"),
}


def contact_fout(mens: Mens) -> None:
    _als_jezelf("/mijn/gegevens/contact")(mens)
    mens.veld("E-mail").fill("geen adres")
    mens.knop("Bewaar").click()
    mens.ziet("Nog één ding")


def wissen_fout(mens: Mens) -> None:
    _als_jezelf("/mijn/gegevens/wissen")(mens)
    mens.knop("Wis alles").click()
    mens.ziet("Nog één ding")


def gevraagd(mens: Mens) -> None:
    _als_jezelf("/mijn/gegevens/klopt-niet")(mens)
    mens.veld("Wat klopt er niet?").fill("Mijn adres")
    mens.knop("Verstuur").click()
    mens.ziet("Je vraag is binnen")


def gewist(mens: Mens) -> None:
    _als_jezelf("/mijn/gegevens/wissen")(mens)
    mens.keuze("Ja, help mij gewoon verder").check()
    mens.knop("Wis alles").click()
    mens.ziet("Alles is gewist")


def fout(mens: Mens) -> None:
    mens.ga("/aanmelden")
    mens.knop("Vraag hulp").click()
    mens.ziet("Nog één ding")


def code_fout(mens: Mens) -> None:
    mens.ga("/verder")
    mens.knop("Verder").click()
    mens.ziet("Nog één ding")


def taal_midden_in_een_formulier(mens: Mens) -> None:
    mens.ga("/aanmelden")
    mens.veld("Telefoon").fill(mens.nummer)
    mens.page.get_by_role("banner").get_by_role("button", name="Language").click()
    mens.ziet("Kies je taal")


def haast_klinkt(mens: Mens) -> None:
    mens.ga("/aanmelden")
    mens.veld("Telefoon").fill(mens.nummer)
    mens.veld("Wil je al iets vertellen?").fill("Morgen komt de ontruiming")
    mens.knop("Vraag hulp").click()
    mens.ziet("Gelukt. We hebben je aanmelding.")


def langskomen(mens: Mens) -> None:
    mens.ga("/aanmelden")
    mens.veld("Hoe mogen we je noemen?").fill(mens.nummer)
    mens.page.get_by_role("main").get_by_role("checkbox").check()
    mens.knop("Vraag hulp").click()
    mens.ziet("Gelukt. We hebben je aanmelding.")


def alle_manieren(mens: Mens) -> None:
    mens.ga("/aanmelden")
    mens.veld("Telefoon").fill(mens.nummer)
    mens.page.get_by_role("main").get_by_role("checkbox").check()
    mens.knop("Vraag hulp").click()
    mens.ziet("Gelukt. We hebben je aanmelding.")


def wel_haast(mens: Mens) -> None:
    mens.vraagt_hulp()
    mens.zegt_haast()
    mens.ziet("Goed dat je dit zegt.")


def geen_haast(mens: Mens) -> None:
    mens.vraagt_hulp()
    mens.zegt_haast("Nee, of dat weet ik niet")
    mens.leest("Dank je. We hebben je antwoord.")


def alles_beantwoord(mens: Mens) -> None:
    geen_haast(mens)
    mens.antwoord(MEELEZEN, "Soms").click()
    mens.antwoord(EIGEN, "Nee").click()
    mens.page.get_by_role("group", name=mens.zeg(EIGEN)).wait_for(state="detached")


def eigen_telefoon_gevraagd(mens: Mens) -> None:
    geen_haast(mens)
    mens.antwoord(MEELEZEN, "Ja").click()
    mens.page.get_by_role("group", name=mens.zeg(EIGEN)).wait_for()


def ingetrokken(mens: Mens) -> None:
    mens.is_aangemeld()
    mens.ga("/mijn")
    mens.page.get_by_text(mens.zeg("Toch geen hulp?")).click()
    mens.knop("Toch niet").click()
    mens.ziet("Je wilt nu geen hulp. Dat mag.")


def iets_ingevuld(mens: Mens) -> None:
    mens.is_aangemeld()
    mens.ga("/aanmelden/vertellen/naam")
    mens.veld("Hoe mogen we je noemen?").fill("Noor")
    mens.knop("Bewaar").click()
    mens.ga("/aanmelden/vertellen")


OPENBAAR: Final[dict[str, Weg]] = {
    "begin": adres("/"),
    "aanmelden": adres("/aanmelden"),
    "aanmelden, anderen nemen op": adres("/aanmelden?anderen=ja"),
    "aanmelden, nog een ding": fout,
    "samen": adres("/aanmelden/samen"),
    "samen, ja": adres("/aanmelden/samen/ja"),
    "samen, nee": adres("/aanmelden/samen/nee"),
    "klaar, zonder sessie": adres("/aanmelden/klaar"),
    "verder": adres("/verder"),
    "verder, nog een ding": code_fout,
    "taal": adres("/taal"),
    "taal, midden in een formulier": taal_midden_in_een_formulier,
    "woorden": adres("/woorden"),
    "link die niet werkt": adres("/a/onbekend"),
    "niet gevonden": adres("/bestaat-niet"),
    **{slug: adres(f"/{slug}") for slug in INFORMATIE},
    "gegevens, gewist": gewist,
}
PERSOONLIJK: Final[dict[str, Weg]] = {
    "klaar": lambda mens: mens.vraagt_hulp(),
    "klaar, haast klinkt": haast_klinkt,
    "klaar, langskomen": langskomen,
    "klaar, alle manieren": alle_manieren,
    "klaar, haast": wel_haast,
    "klaar, geen haast": geen_haast,
    "klaar, eigen telefoon": eigen_telefoon_gevraagd,
    "klaar, alles beantwoord": alles_beantwoord,
    "vertellen": iets_ingevuld,
    "vandaag": _binnen("/mijn"),
    "vandaag, ingetrokken": ingetrokken,
    **{f"vertel, {vraag.onderwerp}": _binnen(f"/aanmelden/vertellen/{vraag.onderwerp}") for vraag in VRAGEN},
    "vertel, leefgebieden": _binnen("/aanmelden/vertellen/leefgebieden"),
    "nog een stap": _binnen("/mijn/gegevens"),
    "vraag": _binnen("/mijn/vraag"),
    "vraag, nog een ding": vraag_fout,
    "vraag, verstuurd": vraag_verstuurd,
    "verandering": _binnen("/mijn/verandering"),
    "verandering, nog een ding": verandering_fout,
    "even niet goed": _binnen("/mijn/even-niet-goed"),
    "even niet goed, opschrijven": _binnen("/mijn/even-niet-goed/opschrijven"),
    "even niet goed, gezegd": even_niet_goed_gezegd,
    "overzicht op papier": _binnen("/mijn/overzicht"),
    "vandaag, als jezelf": _als_jezelf("/mijn"),
    "voorkeuren": _als_jezelf("/mijn/voorkeuren"),
    **{f"voorkeur, {v.onderwerp}": _als_jezelf(f"/mijn/voorkeuren/{v.onderwerp}") for v in VOORKEURVRAGEN},
    **{f"gegevens, {pad}": _als_jezelf(f"/mijn/gegevens/{pad}") for pad in GEGEVENS},
    "gegevens": _als_jezelf("/mijn/gegevens"),
    "gegevens, contact, nog een ding": contact_fout,
    "gegevens, wissen, nog een ding": wissen_fout,
    "gegevens, gevraagd": gevraagd,
    "ingelogd": _als_jezelf("/mijn/sessies"),
    **AFSPRAKEN,
    "andere code": _als_jezelf("/mijn/andere-code"),
}
PAGINAS: Final[dict[str, Weg]] = {**OPENBAAR, **PERSOONLIJK}
KERN: Final = ("begin", "aanmelden, nog een ding", "klaar", "klaar, haast", "vertel, plek", "vandaag")
"""Pages that together hold every kind of block."""
GELIJK: Final = frozenset(
    {
        *(f"vertel, {v.onderwerp}" for v in VRAGEN if v.onderwerp not in ("zorg", "naam", "groep", "plek")),
        *(f"voorkeur, {v.onderwerp}" for v in VOORKEURVRAGEN if v.onderwerp not in ("kanalen", "taal", "taal_praten")),
    }
)
"""Pages of the same template as another one that is looked at: these with the marker `matrix`."""
