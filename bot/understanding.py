"""The reader of a community: the shipped rules and its own, read anew when a file changes and kept when the change is bad."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from handlers.errors import LouzhangError
from handlers.settings import Settings
from nlp.model import Parse, Place
from nlp.reader import Reader, load_reader
from nlp.rulefile import RuleError, rule_paths

Stamp = tuple[str, int, int]
"""A file, when it was last written, how long it is."""


class CommunityReader:
    """Understands as the rule files stand. `look` may run in a thread beside `read`."""

    def __init__(self, settings: Settings) -> None:
        """Raises LouzhangError with file, line and reason when a rule file is bad."""
        self._words, self._own = settings.words, settings.rules
        self._stamps = _stamps(self._own)
        try:
            self._reader = self._load()
        except RuleError as wrong:
            raise LouzhangError(f"the rule file {wrong}; `louzhang check-rules FILE` looks at it again.") from None

    def read(self, text: str, *, at: datetime, **more: Any) -> Parse:
        """Read one text; see `nlp.reader.Reader.read`."""
        return self._reader.read(text, at=at, **more)

    def locate(self, text: str) -> Place | None:
        """The place in a text that may want nothing."""
        return self._reader.locate(text)

    def look(self) -> None:
        """Read the rules anew if a file has changed; what cannot be used is told of once and changes nothing."""
        stamps = _stamps(self._own)
        if stamps == self._stamps:
            return
        self._stamps = stamps
        try:
            self._reader = self._load()
        except RuleError as wrong:
            structlog.get_logger().warning("rules_kept", file=wrong.path.name, line=wrong.line, reason=wrong.reason)
        else:
            structlog.get_logger().info("rules_read_anew")

    def _load(self) -> Reader:
        return load_reader(self._words.local, extra_rules=self._own)


def _stamps(own: Sequence[Path]) -> list[Stamp]:
    """A file that is being replaced just now has none."""
    found = []
    for path in rule_paths(own):
        try:
            held = path.stat()
        except OSError:
            continue
        found.append((str(path), held.st_mtime_ns, held.st_size))
    return found
