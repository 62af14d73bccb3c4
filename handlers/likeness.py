"""What sounds like the bot itself: a second bot with the same words, which must never be answered."""

from __future__ import annotations

import re
from string import Formatter

from handlers.texts import TEXTS

NUMBERS = frozenset({"no", "into", "count", "came", "need", "missing"})
"""Placeholders that stand for digits alone."""


def _shape(text: str) -> str:
    """What a text looks like once its placeholders are filled."""
    parts = Formatter().parse(text)
    return "".join(re.escape(words) + ("" if name is None else _hole(name)) for words, name, _, _ in parts)


def _hole(name: str) -> str:
    if name == "names":
        return "[^\\n]{0,300}"
    return "\\d{1,6}" if name in NUMBERS else "[^\\n]{0,40}"


GROUP_LINES = (
    "ack", "cosigned", "known", "area_event", "accepted", "postponed", "done", "closed", "withdrawn", "reopened",
    "raised_group", "raised_group_street", "referred", "merged_told", "merged_done", "refused", "undelivered_group",
    "call_put_up", "call_waiting", "call_second", "call_hour_before", "call_moved", "call_offer_group",
)  # fmt: skip
"""Lines of a group that nobody would write like that; what people might well write themselves is heard."""
SHAPES = (
    *(TEXTS[name] for name in GROUP_LINES),
    TEXTS["call_roster"] + "{names}",
    TEXTS["call_result"] + "{names}",
    "{at}#{no} {safety}" + TEXTS["duty"],
)
OURS = re.compile("|".join(map(_shape, SHAPES)))


def sounds_like_us(words: str) -> bool:
    """Whether somebody else says a line of ours."""
    return "#" in words and OURS.fullmatch(words.strip()) is not None
