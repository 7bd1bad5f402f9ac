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


def csp(stijlbron: str) -> str:
    """The content security policy: our own scripts, one style sheet by its hash, nothing else."""
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        f"font-src 'self'; style-src {stijlbron}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def init_app(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer, errors included."""

    @app.after_request
    def _koppen(antwoord: Response) -> Response:
        for naam, waarde in _OVERAL.items():
            antwoord.headers.setdefault(naam, waarde)
        if https:
            antwoord.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.path.startswith("/static/"):
            return antwoord
        for naam, waarde in _DOCUMENT.items():
            antwoord.headers.setdefault(naam, waarde)
        gekozen = stijl() if "gemeente" in g else None
        antwoord.headers["Content-Security-Policy"] = csp(gekozen.hash_bron if gekozen else "'none'")
        if "Cache-Control" not in antwoord.headers:
            antwoord.headers["Cache-Control"] = "no-store"
        if antwoord.mimetype == "text/html":
            antwoord.headers.add("Vary", "HX-Request")
        return antwoord
