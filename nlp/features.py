"""The facts about a message that its intent is weighed by: cues found, and how, where and by whom it is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.matter import Matter
from nlp.scan import Signs

_LENGTHS = ((4, "len.4"), (8, "len.8"), (14, "len.14"), (24, "len.24"), (40, "len.40"), (70, "len.70"))
_ASKS = re.compile(r"(?:[?？]|[吗么呢嘛]|不|没有|没|伐|不咯|噻)[。！!~～\s]*$")
_MARKS = (
    ("has.question_mark", re.compile(r"[?？]")),
    ("ends.le", re.compile(r"(?:了|啦|咯|哒|嘞|喽)[。！!~～\s]*$")),
    ("has.exclamation", re.compile("！")),
    ("has.lines", re.compile(r"\n")),
    ("has.money", re.compile(r"\d+(?:\.\d+)?(?:元|块|毛|万)|[一二三四五六七八九十百]+块(?!儿)")),
    ("has.phone", re.compile(r"1[3-9]\d{9}")),
    ("starts.i", re.compile("^我")),
)
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
_WEIGHTY = (
    *AGAINST, "context.send", "context.anyone", "context.help", "context.could", "context.wish", "context.outrage",
    "context.ongoing", "context.harm", "context.common_place", "context.quick", "done.fixed", "done.works",
    "not_fixed.again", "question.when", "question.where", "question.why", "question.whose", "call.together",
    "call.task", "call.quota",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Who says it where, and what other readers found in it."""

    chat: str = "group"
    role: str = "resident"
    to_bot: bool = False
    quoted: bool = False
    mentions: bool = False
    placed: bool = False
    spotted: bool = False
    timed: bool = False
    signed: bool = False
    """Whether it reads as a sign-up."""
    linked: bool = False


def features(text: str, signs: Signs, matter: Matter, setting: Setting) -> list[str]:
    """The names of all facts that hold, each once."""
    return list(dict.fromkeys(_facts(text, signs, matter, setting)))


def _facts(text: str, signs: Signs, matter: Matter, setting: Setting) -> Iterator[str]:
    cues = [name for name in signs.spans if name.partition(".")[2] and _is_cue(name)]
    yield from cues
    level = matter.level
    yield f"matter.{level}"
    if matter.hazard:
        yield "matter.danger"
        yield f"hazard.{matter.hazard}"
    if matter.category:
        yield f"cat.{matter.category}"
        yield f"{level}&cat.{matter.category}"
    yield from (f"{level}&{name}" for name in _WEIGHTY if name in signs)
    yield from _stance(signs, level)
    yield from _manner(text, signs, level)
    yield from _surroundings(setting, level)


def _stance(signs: Signs, level: str) -> Iterator[str]:
    wishes = min(sum(name in signs for name in _WISHES), 2)
    against = min(sum(name in signs for name in AGAINST), 2)
    yield f"wishes.{wishes}"
    yield f"against.{against}"
    yield f"{level}&wishes.{wishes}"
    yield f"{level}&against.{against}"
    yield f"{level}&wishes.{wishes}&against.{against}"


def _is_cue(name: str) -> bool:
    family = name.partition(".")[0]
    return family in ("thanks", "join", "leave", "done", "not_fixed", "accept", "decline", "urge", "withdraw",
                      "call", "question", "notice", "agree", "context")  # fmt: skip


def _manner(text: str, signs: Signs, level: str) -> Iterator[str]:
    yield next((name for limit, name in _LENGTHS if len(text) <= limit), "len.long")
    if _ASKS.search(text):
        yield "ends.asking"
        yield f"{level}&ends.asking"
    yield from (name for name, sign in _MARKS if sign.search(text))
    yield from (f"first.{name}" for name, spans in signs.spans.items() if _is_cue(name) and min(spans)[0] <= 1)


def _surroundings(setting: Setting, level: str) -> Iterator[str]:
    yield f"role.{setting.role}"
    yield f"chat.{setting.chat}"
    yield f"{level}&chat.{setting.chat}"
    for name in ("to_bot", "quoted", "mentions", "placed", "spotted", "timed", "signed", "linked"):
        if getattr(setting, name):
            yield f"has.{name}"
            yield f"{level}&has.{name}"
    if setting.timed and setting.role != "resident":
        yield "official&timed"
    if setting.role != "resident":
        yield "official"
