"""What a municipality chose: read once at the start from content/gemeenten/<slug>.toml, and never changed after."""

from portal.gemeente.feestdagen import Feestdagen, lees_feestdagen, lees_kalender
from portal.gemeente.gemeenten import Gemeenten, laad_gemeenten, zonder_poort
from portal.gemeente.keuzes import Keuzes, Voorzieningen
from portal.gemeente.lezen import OnjuisteGemeente
from portal.gemeente.model import WETTELIJKE_GRONDEN, Gemeente, Grond, Haast, Notifynl
from portal.gemeente.opening import Dagengroep, Inloop, Inloopmoment, Openingstijden
from portal.gemeente.thema import Thema, contrast
from portal.gemeente.waarden import OPVALLENDE_WOORDEN, Tijdvak, Weekdag, tel_link

__all__ = [
    "OPVALLENDE_WOORDEN",
    "WETTELIJKE_GRONDEN",
    "Dagengroep",
    "Feestdagen",
    "Gemeente",
    "Gemeenten",
    "Grond",
    "Haast",
    "Inloop",
    "Inloopmoment",
    "Keuzes",
    "Notifynl",
    "OnjuisteGemeente",
    "Openingstijden",
    "Thema",
    "Tijdvak",
    "Voorzieningen",
    "Weekdag",
    "contrast",
    "laad_gemeenten",
    "lees_feestdagen",
    "lees_kalender",
    "tel_link",
    "zonder_poort",
]
