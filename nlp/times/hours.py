"""Hours as people name them: parts of the day and the clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from nlp.local import Hours
from nlp.numbers import NUMERALS, read_number

# part of the day: from, to (hours; 24 and more are the next day's), whether hours before noon are meant after it
_PARTS: Final = {
    "凌晨": (0, 6, False), "黎明": (4, 6, False), "清早": (6, 9, False), "清晨": (6, 9, False), "早": (6, 9, False),
    "晨": (6, 9, False), "朝": (6, 9, False), "上午": (9, 12, False), "午前": (9, 12, False), "中午": (12, 14, True),
    "正午": (12, 12, True), "晌午": (12, 14, True), "午间": (12, 14, True), "午": (12, 14, True),
    "下午": (14, 18, True), "午后": (14, 18, True), "晏昼": (14, 18, True), "后晌": (14, 18, True),
    "傍晚": (17, 19, True), "黄昏": (17, 19, True), "擦黑": (18, 20, True), "晚": (18, 22, True),
    "夜": (18, 22, True), "深夜": (22, 24, True), "半夜": (24, 26, True), "午夜": (24, 25, True),
    "后半夜": (26, 29, True), "下半夜": (26, 29, True), "前半夜": (20, 24, True), "上半夜": (20, 24, True),
}  # fmt: skip
_SPELLED: Final = {
    "早上": "早", "早晨": "早", "早间": "早", "一早": "早", "大早": "早", "大清早": "早", "一大早": "早",
    "清早": "早", "一大清早": "早", "天亮": "早", "朝早": "早", "今晨": "晨", "晚上": "晚", "晚间": "晚",
    "夜里": "夜", "夜间": "夜", "夜晚": "夜", "晚黑": "晚", "夜头": "夜", "夜晚上": "夜", "晚头": "晚",
    "大中午": "中午", "大半夜": "半夜", "大晚上": "晚", "午饭": "中午",
}  # fmt: skip
_LONE: Final = frozenset("早晨朝午晚夜")
"""Too short to be a part of the day by themselves; behind a day (明早) or before an hour (晚七点) they are one."""

_NAMES: Final = "|".join(sorted({*_PARTS, *_SPELLED}, key=lambda name: (-len(name), name)))
_FREE: Final = re.compile(
    rf"(?P<part>{_NAMES})(?!饭|餐|报|班|高峰|会儿|市|读|操|恋|熟|婚|安|辈|霞|自习|归|期|已|就|该|了|知道|些|日)"
)
_BEHIND_DAY: Final = re.compile(rf"(?P<part>{_NAMES})(?!饭|餐|班|高峰|会儿|市|报(?!名|到|修)|操|自习|期)")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: hours from its midnight on."""

    start: float
    end: float
    later: bool
    lone: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as it is said. `sure` is one that can be read in one way only (16:00, 08:30)."""

    hour: int
    minute: int = 0
    second: int = 0
    sure: bool = False
    until: int | None = None
    """A second hour said in one breath: 七八点, 9~12点."""
    written: bool = False
    """With a colon: 8:30 is before noon unless something else is said."""


def read_part(text: str, at: int, own: Mapping[str, Hours], *, after_day: bool = False) -> tuple[Part, int] | None:
    """The part of the day named at `at`; `own` are a community's words (放学后) with their hours."""
    for word, (start, end) in own.items():
        if text.startswith(word, at):
            return Part(start, end, start >= 12), at + len(word)
    match = (_BEHIND_DAY if after_day else _FREE).match(text, at)
    if not match:
        return None
    name = match["part"]
    start, end, later = _PARTS[_SPELLED.get(name, name)]
    return Part(start, end, later, name in _LONE), match.end()


_NOT_HOURS: Final = r"(?!候|间|段|常|不时|刻(?!钟)|节|期|而|光|代|尚|髦|差|速|长|报|机|效|令|装|事)"
_HAN_HOUR: Final = r"(?:二?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
_H: Final = rf"(?:\d{{1,2}}|{_HAN_HOUR})"
_HAN_MINUTE: Final = r"(?:[二三四五]?十[一二三四五六七八九]?|零?[一二三四五六七八九])"
_M: Final = rf"(?:[0-5]?\d|{_HAN_MINUTE})"
_CLEAR_M: Final = (
    r"(?:[0-5]?\d|[二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九]|"
    r"[一二三四五六七八九](?=分(?!钟|之)|$|[\s,，。！!？?]))"
)
_TO: Final = r"\s*(?:到|至|[-~])\s*"
_SPOKEN: Final = re.compile(
    rf"(?:(?P<from>{_H}){_TO}(?={_H}\s?[点时])|(?P<first>[一二两三四五六七八九])(?=[二三四五六七八九十]点))?"
    rf"(?P<h>{_H})\s?(?P<word>点钟?整?|时{_NOT_HOURS}|钟(?=半))"
    rf"(?:过?(?P<half>半)|[踏搭]?(?P<quarter>[一三两1-3])刻钟?|(?P<plus>过|差)?(?P<m>{_CLEAR_M})(?![:\d点时号日月年个人名位楼栋元块斤米岁次平度层])(?P<minute>分(?!钟|之))?(?:(?P<s>[0-5]?\d|{_HAN_MINUTE})秒)?"
    rf"|[踏搭](?P<five>[一二三四五六七八九十])|(?P<marks>[一二三四五六七八九十])个字|搭半)?钟?整?"
)
_LACKING: Final = re.compile(rf"差\s?(?P<m>{_M})(?P<unit>[分刻])钟?(?:就|到|不到)?(?P<h>{_H})\s?点整?")
_WRITTEN: Final = re.compile(
    r"(?<![\d:])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\d:])\s?(?P<half>[ap]\.?m\.?|[ap](?![a-z]))?",
    re.IGNORECASE,
)
_ENGLISH: Final = re.compile(
    r"(?<![\d:.])(?P<h>\d{1,2})\s?(?:点(?P<m>\d{1,2})?)?\s?(?P<half>[ap]\.?m\.?)(?![a-z])", re.IGNORECASE
)
_DOTTED: Final = re.compile(r"(?P<h>[01]?\d|2[0-4])\.(?P<m>[0-5]\d)(?![\d.]|\s?[元块米斤公万])")
_NOON: Final = re.compile(r"(?P<word>零点整?|正午|中午(?=集合|见))")

_LITTLE: Final = re.compile(
    r"一时(?![整半许左\d二三四五十零到至-])|"
    r"[一两几]点(?!钟|整|半|[一三]刻|左右|多|前|之前|到|至|以前|开|集合|见|来|过|零|[\d二三四五]{1,3}分|[-~]|$|[,，。!！\s])"
)
_A_POINT: Final = re.compile(r"(?:第|[有这那下几上列提差快慢早晚多少好大小高低]|以下|如下|注意)$")


def read_clock(text: str, at: int, *, after_part: bool = False) -> tuple[Clock, int] | None:
    """The hour named at `at`. `after_part` says that a day or part of it goes before, so that 一点 is an hour."""
    if text.startswith("差", at):
        lacking = _LACKING.match(text, at)
        clock = _lacking(lacking) if lacking else None
        return (clock, lacking.end()) if lacking and clock else None
    for pattern, read in ((_WRITTEN, _written), (_ENGLISH, _english), (_SPOKEN, _spoken)):
        match = pattern.match(text, at)
        clock = read(match) if match else None
        if match and clock and (after_part or pattern is not _SPOKEN or not _is_a_point(text, at)):
            return clock, match.end()
    dotted = _DOTTED.match(text, at) if after_part else None
    if dotted:
        return Clock(int(dotted["h"]), int(dotted["m"])), dotted.end()
    return None


def _is_a_point(text: str, at: int) -> bool:
    """一点 is a little and 第三点 a matter, unless an hour is plain from what follows."""
    before = text[max(at - 2, 0) : at]
    return bool(
        _LITTLE.match(text, at) or _A_POINT.search(before) or (before and before[-1] in NUMERALS + ".0123456789")
    )


def _written(match: re.Match[str]) -> Clock | None:
    hour, minute, second = int(match["h"]), int(match["m"]), int(match["s"] or 0)
    if match["half"]:
        return _of_half(hour, minute, match["half"])
    sure = hour > 12 or hour == 0 or match["h"].startswith("0")
    return Clock(hour, minute, second, sure=sure, written=True) if hour * 60 + minute <= 24 * 60 else None


def _english(match: re.Match[str]) -> Clock | None:
    return _of_half(int(match["h"]), int(match["m"] or 0), match["half"])


def _of_half(hour: int, minute: int, half: str) -> Clock | None:
    if hour > 23 or minute > 59:
        return None
    afternoon = half[0] in "pP"
    return Clock(hour % 12 + 12 if afternoon and hour <= 12 else hour, minute, sure=True)


def _spoken(match: re.Match[str]) -> Clock | None:
    hour = _n(match["h"])
    first = _n(match["from"] or match["first"]) if match["from"] or match["first"] else None
    if hour > 24 or (first is not None and first > 24) or (match["first"] and hour - (first or 0) != 1):
        return None
    minute = _minute(match)
    if match["plus"] == "差":
        return _short_of(hour, minute) if match["minute"] else None
    second = _n(match["s"])
    if first is not None:
        return Clock(first, sure=first > 12, until=hour * 60 + minute)
    return Clock(hour, minute, second, sure=hour > 12 or match["h"].startswith("0") or match["h"] in ("零", "〇"))


def _short_of(hour: int, minutes: int) -> Clock | None:
    """差五分八点: so many minutes before the hour."""
    at = hour * 60 - minutes
    return Clock(*divmod(at, 60), sure=hour > 13) if 0 < minutes < 60 and at >= 0 else None


def _lacking(match: re.Match[str]) -> Clock | None:
    minutes = 15 if match["unit"] == "刻" else _n(match["m"])
    return _short_of(_n(match["h"]), minutes) if _n(match["h"]) <= 24 else None


def _minute(match: re.Match[str]) -> int:
    if match["half"] or match[0].endswith("搭半"):
        return 30
    if match["quarter"]:
        return 15 * _n(match["quarter"])
    if match["five"] or match["marks"]:
        return 5 * _n(match["five"] or match["marks"])
    said = match["m"] or ""
    # 三点三 is a quarter past in the south: figures of the clock, five minutes each
    single = len(said) == 1 and said in NUMERALS and not match["minute"] and not match["plus"]
    return _n(said) * (5 if single and said != "十" else 1)


def _n(said: str | None) -> int:
    return read_number(said or "") or 0
