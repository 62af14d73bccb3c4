"""The facts about a message that its intent is weighed by: cues found, and how, where and by whom it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from nlp.matter import Matter
from nlp.scan import Signs

_LENGTHS = ((4, "len.4"), (8, "len.8"), (14, "len.14"), (24, "len.24"), (40, "len.40"), (70, "len.70"))
_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_TRAILING = "。！!~～" + _SPACES
_ASKING = ("?", "？", "吗", "么", "呢", "嘛", "不", "没有", "没", "伐", "不咯", "噻")
_DONE = ("了", "啦", "咯", "哒", "嘞", "喽")
_MONEY = re.compile(r"\d+(?:\.\d+)?(?:元|块|毛|万)|[一二三四五六七八九十百]+块(?!儿)")
_COINS = frozenset("元块毛万")
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


class _Cue(NamedTuple):
    """What a cue is to the facts; `first` is the fact that it stands at the head."""

    first: str
    weighty: bool
    wishes: bool
    against: bool


_FAMILIES = frozenset(
    ("thanks", "join", "leave", "done", "not_fixed", "accept", "decline", "urge", "withdraw", "call", "question",
     "notice", "agree", "context")
)  # fmt: skip


@cache
def _cue(name: str) -> _Cue | None:
    """None for the cues of categories, which count as a matter."""
    family, _, kind = name.partition(".")
    if not kind or family not in _FAMILIES:
        return None
    return _Cue(f"first.{name}", name in _WEIGHTY, name in _WISHES, name in AGAINST)


def features(text: str, signs: Signs, matter: Matter, setting: Setting) -> list[str]:
    """The names of all facts that hold, each once."""
    level = matter.level
    facts = _cues(signs, level)
    facts.append(f"matter.{level}")
    if matter.hazard:
        facts.append(f"hazard.{matter.hazard}")
    if matter.category:
        facts += (f"cat.{matter.category}", f"{level}&cat.{matter.category}")
    _add_manner(facts, text, level)
    _add_surroundings(facts, setting, level)
    return facts


def found_besides(setting: Setting, level: str) -> list[str]:
    """The facts that place and time add to those of a setting without them."""
    facts: list[str] = []
    _add_held(facts, setting, level, _FOUND)
    if setting.timed and setting.role != "resident":
        facts.append("official&timed")
    return facts


def _cues(signs: Signs, level: str) -> list[str]:
    facts: list[str] = []
    wishes = against = 0
    for name, spans in signs.spans.items():
        cue = _cue(name)
        if cue is None:
            continue
        facts.append(name)
        if any(start <= 1 for start, _ in spans):
            facts.append(cue.first)
        if cue.weighty:
            facts.append(f"{level}&{name}")
        wishes += cue.wishes
        against += cue.against
    facts += _stance(level, min(wishes, 2), min(against, 2))
    return facts


@cache
def _stance(level: str, wishes: int, against: int) -> tuple[str, ...]:
    return (
        f"wishes.{wishes}",
        f"against.{against}",
        f"{level}&wishes.{wishes}",
        f"{level}&against.{against}",
        f"{level}&wishes.{wishes}&against.{against}",
    )


def _add_manner(facts: list[str], text: str, level: str) -> None:
    facts.append(next((name for limit, name in _LENGTHS if len(text) <= limit), "len.long"))
    said = text.rstrip(_TRAILING)
    if said.endswith(_ASKING):
        facts += ("ends.asking", f"{level}&ends.asking")
    if "？" in text or "?" in text:
        facts.append("has.question_mark")
    if said.endswith(_DONE):
        facts.append("ends.le")
    if "！" in text:
        facts.append("has.exclamation")
    if "\n" in text:
        facts.append("has.lines")
    if text.startswith("我"):
        facts.append("starts.i")
    _add_figures(facts, text)


def _add_figures(facts: list[str], text: str) -> None:
    if not _COINS.isdisjoint(text) and _MONEY.search(text):
        facts.append("has.money")
    if "1" in text and _PHONE.search(text):
        facts.append("has.phone")


_TOLD = ("to_bot", "quoted", "mentions", "signed", "linked")
_FOUND = ("placed", "spotted", "timed")


def _add_surroundings(facts: list[str], setting: Setting, level: str) -> None:
    facts += (f"role.{setting.role}", f"chat.{setting.chat}", f"{level}&chat.{setting.chat}")
    _add_held(facts, setting, level, _TOLD)
    if setting.role != "resident":
        facts.append("official")
    facts += found_besides(setting, level)


def _add_held(facts: list[str], setting: Setting, level: str, names: tuple[str, ...]) -> None:
    for name in names:
        if getattr(setting, name):
            facts += (f"has.{name}", f"{level}&has.{name}")
