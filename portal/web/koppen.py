"""Security headers: long ones on documents, short ones on files."""

from flask import Flask, Response, g, request

from portal.web.stijlen import stijl

_OVERAL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_DOCUMENT = {
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_BESTAND = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
_HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def csp(stijlbron: str) -> str:
    """The content security policy: our own scripts, one style sheet by its hash, nothing else."""
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        f"font-src 'self'; style-src {stijlbron}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def init_app(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer, errors included; what a view said itself stands."""
    overal = [*_OVERAL.items(), *([_HSTS] if https else [])]
    los = [*overal, *_BESTAND.items()]
    document = [*overal, *_DOCUMENT.items(), ("Cache-Control", "no-store")]

    @app.after_request
    def _koppen(antwoord: Response) -> Response:
        # One look at what is there: `setdefault` for each of them would take as long as a whole database read.
        gezegd = {naam.lower() for naam, _ in antwoord.headers}
        bestand = request.path.startswith("/static/")
        for naam, waarde in los if bestand else document:
            if naam.lower() not in gezegd:
                antwoord.headers.add(naam, waarde)
        if not bestand:
            antwoord.headers["Content-Security-Policy"] = csp(stijl().hash_bron if "gemeente" in g else "'none'")
            if antwoord.mimetype == "text/html":
                antwoord.vary.add("HX-Request")  # one header: of several, compressing would keep the first
        return antwoord
