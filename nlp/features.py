"""The facts about a message that its intent is weighed by: cues found, and how, where and by whom it is said."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from nlp.matter import Matter
from nlp.scan import Signs

_LENGTHS = ((4, "len.4"), (8, "len.8"), (14, "len.14"), (24, "len.24"), (40, "len.40"), (70, "len.70"))
_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_TRAILING = "。！!~～" + _SPACES
_ASKING = ("?", "？", "吗", "么", "呢", "嘛", "不", "没有", "没", "伐", "不咯", "噻")
_DONE = ("了", "啦", "咯", "哒", "嘞", "喽")
_MONEY = re.compile(r"\d+(?:\.\d+)?(?:元|块|毛|万)|[一二三四五六七八九十百]+块(?!儿)")
_COIN = re.compile("[元块毛万]")
_PHONE = re.compile(r"1[3-9]\d{9}")
_WISHES = tuple(
    f"context.{name}"
    for name in ("please", "send", "repair", "anyone", "help", "could", "wish", "report", "outrage", "official_wish",
                 "car_owner")
)  # fmt: skip
"""Ways to say that something ought to be done."""
AGAINST = tuple(
    f"context.{name}"
    for name in ("past", "elsewhere", "joke", "ad", "forward", "settled", "self_care", "pleasant", "lost_found",
                 "group_buy")
)  # fmt: skip
"""Contexts in which fault words mean nothing that is to be done here."""
_WEIGHTY = frozenset((
    *AGAINST, "context.send", "context.anyone", "context.help", "context.could", "context.wish", "context.outrage",
    "context.ongoing", "context.harm", "context.common_place", "context.quick", "done.fixed", "done.works",
    "not_fixed.again", "question.when", "question.where", "question.why", "question.whose", "call.together",
    "call.task", "call.quota",
))  # fmt: skip
_FAMILIES = frozenset(
    ("thanks", "join", "leave", "done", "not_fixed", "accept", "decline", "urge", "withdraw", "call", "question",
     "notice", "agree", "context", "word")
)  # fmt: skip


RESIDENT = "resident"
"""The role of whoever holds no post."""


class Setting(NamedTuple):
    """Who says it where, and what else is known of it."""

    chat: str = "group"
    role: str = RESIDENT
    to_bot: bool = False
    quoted: bool = False
    mentions: bool = False
    linked: bool = False


class Found(NamedTuple):
    """What other readers found in a message."""

    placed: bool = False
    spotted: bool = False
    timed: bool = False


class Facts(tuple[str, ...]):
    """Facts that always hold together. Told apart by identity: looking up what they weigh costs next to nothing."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


def features(signs: Signs, matter: Matter, setting: Setting) -> list[Facts]:
    """All facts that hold of a message, each once."""
    level = matter.level
    facts = _cues(signs, level)
    facts.append(_about(level, matter.hazard, matter.category))
    facts.append(_manner(level, _length(len(signs.text)), _marks(signs.text)))
    facts.append(_surroundings(level, setting))
    return facts


@cache
def found_besides(level: str, role: str, found: Found) -> Facts:
    """The facts that place and time add."""
    held = [f"has.{name}" for name, holds in found._asdict().items() if holds]
    official = ("official&timed",) if found.timed and role != RESIDENT else ()
    return Facts((*held, *(f"{level}&{fact}" for fact in held), *official))


class _Cue(NamedTuple):
    """What a cue is to the facts: at the head of the message it is one more."""

    said: Facts
    said_first: Facts
    wishes: bool
    against: bool


@cache
def _cue(name: str, level: str) -> _Cue | None:
    """None for the cues of categories, which count as a matter."""
    family, _, kind = name.partition(".")
    if not kind or family not in _FAMILIES:
        return None
    said = (name, f"{level}&{name}") if name in _WEIGHTY else (name,)
    return _Cue(Facts(said), Facts((*said, f"first.{name}")), name in _WISHES, name in AGAINST)


def _cues(signs: Signs, level: str) -> list[Facts]:
    facts: list[Facts] = []
    wishes = against = 0
    for name, spans in signs.spans.items():
        cue = _cue(name, level)
        if cue is None:
            continue
        facts.append(cue.said_first if min(spans)[0] <= 1 else cue.said)
        wishes += cue.wishes
        against += cue.against
    facts.append(_stance(level, min(wishes, 2), min(against, 2)))
    return facts


@cache
def _stance(level: str, wishes: int, against: int) -> Facts:
    return Facts((
        f"wishes.{wishes}",
        f"against.{against}",
        f"{level}&wishes.{wishes}",
        f"{level}&against.{against}",
        f"{level}&wishes.{wishes}&against.{against}",
    ))  # fmt: skip


@cache
def _about(level: str, hazard: str | None, category: str | None) -> Facts:
    hazards = (f"hazard.{hazard}",) if hazard else ()
    categories = (f"cat.{category}", f"{level}&cat.{category}") if category else ()
    return Facts((f"matter.{level}", *hazards, *categories))


def _length(length: int) -> str:
    return next((name for limit, name in _LENGTHS if length <= limit), "len.long")


_MARKS = (
    "ends.asking", "has.question_mark", "ends.le", "has.exclamation", "has.lines", "starts.i", "has.money", "has.phone",
)  # fmt: skip


def _marks(text: str) -> tuple[bool, ...]:
    """Which of `_MARKS` hold."""
    said = text.rstrip(_TRAILING)
    return (
        said.endswith(_ASKING),
        "？" in text or "?" in text,
        said.endswith(_DONE),
        "！" in text,
        "\n" in text,
        text.startswith("我"),
        bool(_COIN.search(text) and _MONEY.search(text)),
        bool("1" in text and _PHONE.search(text)),
    )


@cache
def _manner(level: str, length: str, marks: tuple[bool, ...]) -> Facts:
    held = [name for name, holds in zip(_MARKS, marks, strict=True) if holds]
    asking = (f"{level}&ends.asking",) if marks[0] else ()
    return Facts((length, *held, *asking))


_TOLD = ("to_bot", "quoted", "mentions", "linked")


@lru_cache(maxsize=512)
def _surroundings(level: str, setting: Setting) -> Facts:
    held = [f"has.{name}" for name in _TOLD if getattr(setting, name)]
    official = ("official",) if setting.role != RESIDENT else ()
    by_level = (f"{level}&{fact}" for fact in (f"chat.{setting.chat}", *held))
    return Facts((f"role.{setting.role}", f"chat.{setting.chat}", *by_level, *held, *official))
