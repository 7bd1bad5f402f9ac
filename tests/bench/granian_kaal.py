"""Run any WSGI application under granian with the settings that `portal serve` uses.

`python -m tests.bench.granian_kaal module:factory port threads [certificate key]`
"""

import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def main(doel: str, poort: str, draden: str, certificaat: str = "", sleutel: str = "") -> None:
    """Serve until told to stop."""
    Granian(
        doel,
        address="127.0.0.1",
        port=int(poort),
        interface=Interfaces.WSGI,
        factory=True,
        workers=1,
        blocking_threads=int(draden),
        websockets=False,
        log_level=LogLevels.error,
        ssl_cert=Path(certificaat) if certificaat else None,
        ssl_key=Path(sleutel) if sleutel else None,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
