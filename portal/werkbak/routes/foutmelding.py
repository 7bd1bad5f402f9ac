"""What a counsellor reads when the portal did not do something: one calm sentence, and what was typed stays."""

from portal.werkbak.portaal import PortaalNiet, Reden

STAAT_ER_NOG = "Wat je hebt ingevuld, staat er nog."

_ZINNEN = {
    Reden.NIET_INGESTELD: "De werkbak heeft nog geen token voor het portaal. De beheerder kan er een maken met "
    "'portal token new', en het instellen als PORTAL_WERKBAK_TOKEN.",
    Reden.ONBEREIKBAAR: "Het portaal antwoordt nu niet. Misschien kwam dit wel aan. Probeer het zo nog een keer: "
    "dubbel wordt het niet.",
    Reden.DRUK: "Het portaal is nu te druk of wordt bijgewerkt. Probeer het over een halve minuut opnieuw.",
    Reden.GEWEIGERD: "Het portaal neemt het token van de werkbak niet aan. De beheerder kan een nieuw maken met "
    "'portal token new'.",
    Reden.ALLEEN_LEZEN: "Het token van de werkbak mag in het portaal alleen lezen. De beheerder kan er een maken dat "
    "ook mag schrijven.",
    Reden.ONBEKEND: "Het portaal kent deze persoon niet (meer).",
    Reden.NIET_GOED: "Het portaal kan dit zo niet aannemen. Kijk bij wat hieronder staat.",
    Reden.NU_NIET: "Het portaal kan dit nu niet doen.",
    Reden.AL_GEBRUIKT: "Dit formulier kwam al eens aan, met iets anders erin. Kijk eerst in de werklijst of deze "
    "persoon er al staat. Zo niet, verstuur het dan nog een keer.",
    Reden.ONLEESBAAR: "Het antwoord van het portaal was niet te lezen. Vraag de beheerder om te kijken.",
}
_STATUS = {Reden.ONBEREIKBAAR: 503, Reden.DRUK: 503, Reden.ONLEESBAAR: 503, Reden.ONBEKEND: 404, Reden.NU_NIET: 409}


def zin(fout: PortaalNiet) -> str:
    """Say what is the matter, with the portal's own sentence where that says more."""
    return f"{_ZINNEN[fout.reden]} {fout.detail}".strip()


def status(fout: PortaalNiet) -> int:
    """Give the status of the page that says so."""
    return _STATUS.get(fout.reden, 422)
