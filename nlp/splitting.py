"""Several matters in one message: where one ends and the next begins."""

from __future__ import annotations

import re

_BEFORE_NEXT = re.compile(
    r"(?:[，。！？；,;!?\n\s]|^)(?=另外|还有|对了|再就是|再有|顺便|同时|此外|其次|第[二三四五]|[二三四]是|以及|[①②③④⑤⑥]|\d[.、)）](?!\d))"
)
_SENTENCE = re.compile(r"(?<=[。！？；!?;\n])")
_SHORTEST = 4


def split_matters(text: str) -> list[str]:
    """The pieces of a text that may each be a matter of their own, in order."""
    pieces = [piece for sentence in _SENTENCE.split(text) for piece in _BEFORE_NEXT.split(sentence)]
    return [piece for piece in (piece.strip("，, \n") for piece in pieces) if len(piece) >= _SHORTEST]
