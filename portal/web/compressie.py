"""Smaller over the line: also the pages that are not a success."""

from flask import Response
from flask_compress import Compress


class Compressie(Compress):
    """Flask-Compress, which by itself leaves every answer but 2xx as it is.

    A form with a question beside it (422) is our heaviest page, and somebody on a slow
    telephone waits for it just as long.
    """

    def after_request(self, response: Response | None) -> Response:
        """Compress an answer that a person reads."""
        if response is None or response.status_code < 400:
            return super().after_request(response)
        status = response.status
        response.status_code = 200
        kleiner = super().after_request(response)
        kleiner.status = status
        return kleiner
