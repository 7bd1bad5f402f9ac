"""Log lines: one JSON object each, with ids only, never what somebody typed."""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Final

logger = logging.getLogger(__name__)

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


def _niet_gevangen(soort: type[BaseException], fout: BaseException | None, waar: TracebackType | None) -> None:
    if issubclass(soort, KeyboardInterrupt):
        return
    logger.critical("uncaught", exc_info=(soort, fout or soort(), waar))


def begin_logboek() -> None:
    """Send the log of this process to standard error, as JSON."""
    uit = logging.StreamHandler(sys.stderr)
    uit.setFormatter(JsonRegel())
    logging.basicConfig(level=logging.INFO, handlers=[uit], force=True)
    # What nobody caught is told in the same way: Python itself would print the text of it.
    sys.excepthook = _niet_gevangen
    threading.excepthook = lambda wat: _niet_gevangen(wat.exc_type, wat.exc_value, wat.exc_traceback)
    # Alembic and urllib3 are only worth a line when something is wrong.
    for stil in ("alembic", "urllib3", "werkzeug"):
        logging.getLogger(stil).setLevel(logging.WARNING)
