"""Several matters in one message: where one ends and the next begins."""

from __future__ import annotations

import re

_BEFORE_NEXT = re.compile(
    r"(?:[，。！？；,;!?\n\s]|^)(?=另外|还有|对了|再就是|再有|顺便|同时|此外|其次|第[二三四五]|[二三四]是|以及|[①②③④⑤⑥]|\d[.、)）](?!\d))"
)
_BEFORE_ANOTHER = re.compile(
    r"[，,](?=[^，,。！!？?；;\s]{1,9}(?<![谁么再点天他她])[也又还](?!没人[管理应]|[要吵会能想]))"
)
"""A comma before another thing that is out of order too: 楼道灯坏了，门锁也坏了."""
_SENTENCE = re.compile(r"(?<=[。！？；!?;\n])")
_SHORTEST = 3


def split_matters(text: str, *, one_scene: bool) -> list[str]:
    """The pieces of a text that may each be a matter of their own, in order.

    Where the whole is `one_scene`, a danger or a quarrel, what is out of order too belongs to it.
    """
    pieces = [piece for sentence in _SENTENCE.split(text) for piece in _BEFORE_NEXT.split(sentence)]
    if not one_scene:
        pieces = [part for piece in pieces for part in _BEFORE_ANOTHER.split(piece)]
    return [piece for piece in (piece.strip("，, \n") for piece in pieces) if len(piece) >= _SHORTEST]
