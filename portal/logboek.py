"""Log lines: one JSON object each, with ids only, never what somebody typed."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Final

_GEWOON: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonRegel(logging.Formatter):
    """A record as JSON; of an exception its class and places, not its text, which may hold a name."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; control characters are escaped by JSON."""
        regel: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        regel.update({k: v for k, v in vars(record).items() if k not in _GEWOON})
        if record.exc_info and record.exc_info[0] is not None:
            regel["exception"] = record.exc_info[0].__name__
            regel["trace"] = [
                f"{plek.filename}:{plek.lineno}" for plek in traceback.extract_tb(record.exc_info[2])[-8:]
            ]
        return json.dumps(regel, default=str)


def begin_logboek() -> None:
    """Send the log of this process to standard error, as JSON."""
    uit = logging.StreamHandler(sys.stderr)
    uit.setFormatter(JsonRegel())
    logging.basicConfig(level=logging.INFO, handlers=[uit], force=True)
    # Alembic and urllib3 are only worth a line when something is wrong.
    for stil in ("alembic", "urllib3", "werkzeug"):
        logging.getLogger(stil).setLevel(logging.WARNING)
