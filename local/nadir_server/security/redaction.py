"""Log lines without secrets: tokens in addresses and headers, passwords in bodies, whoever writes the line."""
from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from types import TracebackType

_IN_ADDRESS = re.compile(r"((?:jwt|token|password|secret)=)[^\s&'\"#)>]+", re.IGNORECASE)
_IN_TEXT = re.compile(r"""(["']?(?:jwt|token|password|secret)["']?\s*:\s*["'])[^"']+""", re.IGNORECASE)
_IN_HEADER = re.compile(r"\b(JWT|Basic|Bearer)\s+[A-Za-z0-9+/=_.-]{8,}")
_TOKEN = re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")  # the form of every token made here
GONE = "***"


def redacted(text: str) -> str:
    """The text without what looks like a secret."""
    text = _IN_ADDRESS.sub(rf"\1{GONE}", text)
    text = _IN_TEXT.sub(rf"\1{GONE}", text)
    text = _IN_HEADER.sub(rf"\1 {GONE}", text)
    return _TOKEN.sub(GONE, text)


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and then takes secrets out of all of it."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


def log_uncaught() -> None:
    """Take secrets out of what nobody caught, too; it goes to the log, and what ends the server to standard error as well."""
    logger = logging.getLogger("nadir_server")

    def of_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logger.critical("The server ends", exc_info=(kind, error, trace))
        sys.stderr.write(redacted("".join(traceback.format_exception(kind, error, trace))))

    def of_thread(arguments: threading.ExceptHookArgs) -> None:
        error = arguments.exc_value
        if error is not None:
            logger.error("A thread ended", exc_info=(arguments.exc_type, error, arguments.exc_traceback))

    sys.excepthook = of_main
    threading.excepthook = of_thread
