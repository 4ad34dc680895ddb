"""Structured logs: one line of JSON for each event, in ASCII, without any text of a document."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import IO

_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "color_message"}


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; ``extra`` fields become fields.

    Escaped to ASCII, so that nothing in a field can begin a line or steer a terminal. Of an
    exception only its kind and its places are told: its message might quote a document.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        fields: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        fields.update((k, v) for k, v in record.__dict__.items() if k not in _OWN)
        if record.exc_info and record.exc_info[0] is not None:
            fields["exception"] = record.exc_info[0].__name__
            fields["trace"] = _trace(record)
        return json.dumps(fields, default=str)


def _trace(record: logging.LogRecord) -> list[str]:
    trace = record.exc_info[2] if record.exc_info else None
    places: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places


def set_up(stream: IO[str] = sys.stderr) -> None:
    """Send the logs of the service and of its server to ``stream``."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    for name in ("credscore.service", "uvicorn.error", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO if name == "credscore.service" else logging.WARNING)
