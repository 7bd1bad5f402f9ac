"""The contract's words in plain Dutch for the counsellor: what happened, what a field means, what a value says.

What is not listed is shown by its own name, so a newer portal never breaks an older werkbak.
"""

import re
from datetime import date, datetime

from portal.werkbak.gegevens import Gegevens
from portal.werkbak.tekst import dag, leesbaar, tijdstip

GEBEURTENISSEN = {
    "aanmelding.ontvangen": "Aanmelding ontvangen",
    "aanmelding.aangevuld": "Antwoord gegeven",
    "aanmelding.ingetrokken": "Aanmelding ingetrokken",
    "aanmelding.hersteld": "Wil toch weer hulp",
    "vroegsignaal.aanvaard": "Ja gezegd op de brief",
    "vroegsignaal.belverzoek": "Wil eerst gebeld worden over de brief",
    "vroegsignaal.niet_nu": "Nu niet gezegd op de brief",
    "verwijzing.ontvangen": "Verwijzing ontvangen",
    "verwijzing.aangevuld": "Verwijzing aangevuld",
    "verwijzing.ingetrokken": "Verwijzing ingetrokken",
    "verwijzing.bevestigd": "Verwijzing bevestigd door de inwoner",
    "afspraak.bevestigd": "Komt naar de afspraak",
    "afspraak.verzet_gevraagd": "Vraagt een ander moment voor de afspraak",
    "afspraak.afgezegd": "Kan niet komen op de afspraak",
    "afspraak.begeleider_mee": "Neemt iemand mee naar de afspraak",
    "plan.gelezen": "Plan gelezen",
    "plan.akkoord": "Zegt dat het plan klopt",
    "plan.vraag": "Vraag over het plan",
    "stap.gedaan": "Stap gedaan",
    "stap.hulp_gevraagd": "Vraagt hulp bij een stap",
    "besluit.gelezen": "Besluit gelezen",
    "besluit.uitleg_gevraagd": "Vraagt uitleg over het besluit",
    "bezwaar.hulp_gevraagd": "Vraagt hulp bij bezwaar",
    "bericht.ontvangen": "Vraag gesteld",
    "verandering.gemeld": "Verandering gemeld",
    "maatje.gevraagd": "Vraagt een maatje",
    "maatje.gaat_mee": "Maatje gaat mee",
    "maatje.gestopt": "Maatje is gestopt",
    "maatje.zorg_gemeld": "Maatje maakt zich zorgen",
    "machtiging.gegeven": "Laat iemand meekijken",
    "machtiging.aanvaard": "Meekijker heeft ja gezegd",
    "machtiging.geweigerd": "Meekijker heeft nee gezegd",
    "machtiging.ingetrokken": "Laat iemand niet meer meekijken",
    "machtiging.verlopen": "Meekijken is afgelopen",
    "checkin.beantwoord": "Antwoord op: hoe gaat het?",
    "terugval.gemeld": "Het gaat even niet goed",
    "nazorg.voorkeur": "Kiest hoe we contact houden",
    "stoppen.gevraagd": "Vraagt om te stoppen",
    "stoppen.teruggenomen": "Wil toch niet stoppen",
    "contactgegevens.gewijzigd": "Contactgegevens veranderd",
    "voorkeuren.gewijzigd": "Voorkeuren veranderd",
    "toestemming.gegeven": "Toestemming gegeven",
    "toestemming.ingetrokken": "Toestemming ingetrokken",
    "inzage.gevraagd": "Wil eigen gegevens zien",
    "correctie.gevraagd": "Vraagt om een verbetering van gegevens",
    "verwijdering.gevraagd": "Vraagt om gegevens te wissen",
    "bijeenkomst.aangemeld": "Aangemeld voor een bijeenkomst",
    "bijeenkomst.afgemeld": "Afgemeld voor een bijeenkomst",
    "melding.mislukt": "Bericht kwam niet aan",
    "contact.nodig": "Contact nodig",
}

TAKEN = {
    "bellen": "Eerste contact",
    "gesprek": "Eerste gesprek",
    "terugval.gemeld": "Contact na terugval",
    "contact.nodig": "Contact nodig",
    "afspraak.verzet_gevraagd": "Ander moment zoeken voor de afspraak",
    "afspraak.afgezegd": "Contact: kan niet komen op de afspraak",
    "melding.mislukt": "Bellen: bericht kwam niet aan",
    "bericht.ontvangen": "Vraag beantwoorden",
    "verandering.gemeld": "Kijken wat er verandert, en het laten weten",
    "verwijdering.gevraagd": "Gegevens wissen, zoals gevraagd",
    "correctie.gevraagd": "Gegevens verbeteren, zoals gevraagd",
    "inzage.gevraagd": "Laten zien wat de gemeente weet",
    "maatje.zorg_gemeld": "Contact: maatje maakt zich zorgen",
    "vroegsignaal.belverzoek": "Bellen over de brief",
    "checkin.beantwoord": "Bellen: inwoner vraagt erom",
    "dringend": "Dringende gebeurtenis bekijken",
}

ONDERWERPEN = {
    "haast": "Haast",
    "veilig": "Berichten en bellen veilig?",
    "bellen_wanneer": "Wanneer bellen",
    "voicemail": "Inspreken",
    "taal": "Taal van het gesprek",
    "tolk": "Tolk",
    "eigen_woorden": "In eigen woorden",
    "zorg": "Grootste zorg",
    "wens": "Wat het meest zou helpen",
    "groep": "Groep",
    "huishouden": "Huishouden",
    "helpers": "Wie al helpt",
    "maatje": "Maatje",
    "let_op": "Waar we op letten",
    "plek": "Plek voor het gesprek",
    "leefgebieden": "Hoe het gaat per leefgebied",
    "naam": "Naam",
    "bereikbaarheid": "Bereikbaarheid",
}

VEILIG = {
    "onbekend": "Onbekend of berichten veilig zijn: spreek niets in en zeg niet 'gemeente'.",
    "ja": "Berichten en inspreken zijn veilig.",
    "alleen_neutraal": "Alleen neutraal: zeg en schrijf niets over de gemeente of over geld.",
    "nee": "Niet veilig: stuur geen berichten, spreek niets in en zeg niet 'gemeente'.",
}

STATUSSEN = {
    "actief": "Actief",
    "gepauzeerd": "Even pauze",
    "afgerond": "Afgerond",
    "overleden": "Overleden",
    "verhuisd": "Verhuisd",
}

TOESTEMMINGEN = {
    "inspreken": "Een bericht inspreken",
    "helper_bellen": "De helper bellen",
    "ervaring": "Later vragen hoe de hulp was",
}

VELDEN = {
    "afspraakId": "Afspraak",
    "alternatiefId": "Koos het aangeboden moment",
    "anoniemBellen": "Bellen met een verborgen nummer mag",
    "antwoordkanaal": "Antwoord liefst via",
    "belbelofteUiterlijk": "Bellen uiterlijk",
    "belwens": "Wanneer bellen",
    "contactUiterlijk": "Contact uiterlijk",
    "crisisinterventie": "Crisissituatie",
    "eersteGesprekUiterlijk": "Eerste gesprek uiterlijk",
    "eigenWoorden": "In eigen woorden",
    "email": "E-mail",
    "laatsteHulpverlener": "Laatste hulpverlener",
    "magGebeld": "Mag gebeld worden",
    "mee": "Er komt iemand mee",
    "gegevenOp": "Gegeven op",
    "gevraagdOp": "Gevraagd op",
    "hulpGaatDoor": "De hulp gaat door",
    "ingetrokkenOp": "Ingetrokken op",
    "kanalen": "Hoort het liefst via",
    "momenten": "Herinnering aan een afspraak",
    "neutraal": "Zonder naam in een bericht",
    "gemeente": "Gemeente mag in het bericht",
    "inspreken": "Bericht inspreken mag",
    "nodig": "Nodig",
    "ontvangenOp": "Ontvangen op",
    "telefoonOnzeker": "Nummer onzeker",
    "vervolg": "Hoe verder",
    "veiligBereikbaar": "Veilig bereikbaar",
    "voorkeur": "Liever",
}

TALEN = {
    "am": "Amhaars",
    "ar": "Arabisch",
    "bg": "Bulgaars",
    "de": "Duits",
    "en": "Engels",
    "es": "Spaans",
    "fa": "Farsi",
    "fr": "Frans",
    "nl": "Nederlands",
    "pap": "Papiaments",
    "pl": "Pools",
    "prs": "Dari",
    "ps": "Pasjtoe",
    "ro": "Roemeens",
    "ru": "Russisch",
    "so": "Somalisch",
    "ti": "Tigrinya",
    "tr": "Turks",
    "uk": "Oekraïens",
}

# What a code means, per field or question: a free text of one word is never taken for a code.
KEUZES = {
    "antwoordkanaal": {"sms": "sms", "email": "e-mail"},
    "bellen_wanneer": {"maakt_niet_uit": "maakt niet uit"},
    "groep": {
        "eigen_bedrijf": "eigen bedrijf",
        "eigen_huis": "koophuis",
        "jong": "18 tot 27 jaar",
        "nieuw_in_nederland": "nieuw in Nederland",
        "opvang": "opvang of begeleid wonen",
    },
    "haast": {
        "anders": "iets anders dat niet kan wachten",
        "energie_water": "gas, stroom, warmte of water stopt",
        "nee": "nee",
        "woning": "moet misschien het huis uit",
        "zorgverzekering": "zorgverzekering stopt",
    },
    "kanaal": {
        "balie": "aan de balie",
        "brief": "per brief",
        "email": "e-mail",
        "samen": "samen met iemand, via het portaal",
        "telefoon": "aan de telefoon",
        "verwijzing": "verwijzing van een organisatie",
        "vroegsignaal": "brief met code",
        "zelf": "zelf, via het portaal",
    },
    "kanalen": {"sms": "sms", "email": "e-mail", "brief": "brief", "bellen": "bellen"},
    "leefgebieden": {"gaat_wel": "gaat wel", "niet_goed": "niet goed"},
    "maatje": {"ja": "ja, zoek er een", "ken_iemand": "kent al iemand", "nu_niet": "nu niet"},
    "momenten": {"gepland": "als die er is", "twee_dagen": "twee dagen ervoor", "dag_zelf": "op de dag zelf"},
    "plek": {"buurt": "in de buurt", "kantoor": "bij ons", "video": "beeldbellen"},
    "reden": {
        "adres": "het nummer of adres werkt niet",
        "geen_kanaal": "er is geen dienst ingesteld die dit verstuurt",
        "geen_reactie": "er kwam geen antwoord",
        "land": "naar dit land gaan geen sms'en",
        "niet_verschenen": "was er niet",
        "no-show": "was er niet",
        "no_show": "was er niet",
        "onzeker": "afgebroken tijdens het versturen, misschien toch aangekomen",
        "stap_te_laat": "een stap is te laat",
        "te_veel": "er gingen vandaag al te veel sms'en",
        "technisch": "de berichtendienst kon niet bezorgen",
        "verlopen": "niet op tijd te versturen",
    },
    "soort": {
        "aanmelding": "bevestiging van de aanmelding",
        "eenmalige_code": "code van zes cijfers",
        "ervaring": "later vragen hoe de hulp was",
        "helper_bellen": "de helper bellen",
        "inspreken": "een bericht inspreken",
    },
    "status": {"ontvangen": "ontvangen", "ingetrokken": "ingetrokken"},
    "taal": TALEN,
    "veiligBereikbaar": VEILIG,
    "vervolg": {
        "ander_moment": "kiest zelf een ander moment",
        "bel_mij": "bel mij",
        "thuis": "kom liever bij mij thuis",
        "later": "weet het even niet; wil later iets horen",
    },
    "voorkeur": {
        "ochtend": "een ochtend",
        "middag": "een middag",
        "telefoon": "aan de telefoon",
        "thuis": "bij de inwoner thuis",
        "bel_mij": "bel mij",
    },
    "voicemail": {"nee": "niet inspreken", "zonder_gemeente": "inspreken mag, maar zeg niet dat het de gemeente is"},
}

KANALEN = {"sms": "Sms", "email": "E-mail", "brief": "Brief"}

MAX_LAGEN = 3


def veldnaam(sleutel: str) -> str:
    """Give the words for a field, or its own name pulled apart: `laatsteBericht` is "Laatste bericht"."""
    if sleutel in VELDEN:
        return VELDEN[sleutel]
    los = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", leesbaar(sleutel)).replace("_", " ").strip()
    return los[:1].upper() + los[1:].lower()


def waarde(ruw: object, vandaag: date, veld: str = "", lagen: int = MAX_LAGEN) -> str:
    """Write any JSON value as a part of a sentence; `veld` is the field or question it belongs to."""
    if ruw is None or ruw == "" or ruw == [] or ruw == {}:
        return "niet ingevuld"
    if isinstance(ruw, bool):
        return "ja" if ruw else "nee"
    if isinstance(ruw, str):
        return KEUZES.get(veld, {}).get(ruw) or _datum(ruw, vandaag) or leesbaar(ruw)
    if isinstance(ruw, list | dict) and lagen == 0:
        return "…"
    if isinstance(ruw, list):
        return ", ".join(waarde(een, vandaag, veld, lagen - 1) for een in ruw)
    if isinstance(ruw, dict):
        return "; ".join(
            f"{veldnaam(naam)}: {waarde(een, vandaag, naam if naam in KEUZES else veld, lagen - 1)}"
            for naam, een in ruw.items()
        )
    return str(ruw)


def antwoord(data: Gegevens, vandaag: date) -> str:
    """Write the answer to one of the optional questions, with what a haast answer carries besides."""
    onderwerp, gegeven = data.tekst("onderwerp") or "", data.tekst("antwoord") or ""
    if onderwerp == "veilig" and gegeven in VEILIG:
        return VEILIG[gegeven]
    if onderwerp == "taal" and gegeven in TALEN:
        return TALEN[gegeven]
    if onderwerp == "haast":
        genoemd = data.datum("datum")
        brief = f"; datum in de brief: {dag(genoemd, vandaag)}" if genoemd else ""
        return waarde(data.ruw.get("gronden") or data.ruw.get("antwoord"), vandaag, "haast") + brief
    return waarde(data.ruw.get("antwoord"), vandaag, onderwerp)


def _datum(tekst: str, vandaag: date) -> str | None:
    if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T|$)", tekst):
        return None
    try:
        if len(tekst) == 10:
            return dag(date.fromisoformat(tekst), vandaag)
        moment = datetime.fromisoformat(tekst)
        return tijdstip(moment, vandaag) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
