"""Logs: verbs and ids, never residents' words, names or phones. To stderr, as JSON when nobody is watching."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

PLAIN = re.compile(r"[\x20-\x7e]{0,120}")
LONG_NUMBER = re.compile(r"\d{7}")
LEFT_OUT = "(left out)"
KEPT = ("timestamp",)

Event = MutableMapping[str, Any]


def set_up(stream: TextIO) -> None:
    """Send structlog's events, and the libraries' warnings, to `stream`."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            place_of_error,
            nothing_personal,
            _renderer(stream),
        ],
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[LibraryHandler()], force=True)


class LibraryHandler(logging.Handler):
    """A library's warning becomes an event: who warned and where, without its words."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass one record on."""
        log = structlog.get_logger()
        log.log(record.levelno, "library_warned", library=record.name, line=record.lineno, exc_info=record.exc_info)


def place_of_error(_logger: Any, _method: str, event: Event) -> Event:
    """Instead of a traceback, which may hold a message's words: the error's kind and the line it came from."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    if error is not None:
        event["error"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)
        if frames:
            event["at"] = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}"
    return event


def nothing_personal(_logger: Any, _method: str, event: Event) -> Event:
    """Leave out what could be somebody's words, name or number."""
    for key, value in event.items():
        if key not in KEPT and isinstance(value, str) and not _is_plain(value):
            event[key] = LEFT_OUT
    return event


def _is_plain(text: str) -> bool:
    return bool(PLAIN.fullmatch(text)) and not LONG_NUMBER.search(text)


def _renderer(stream: TextIO) -> Any:
    if stream.isatty():
        return structlog.dev.ConsoleRenderer(colors=False)
    return structlog.processors.JSONRenderer(ensure_ascii=False)
