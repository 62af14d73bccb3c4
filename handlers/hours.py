"""Hours and days in words: whether a time names an hour, and which (9点, 下午3点半, 9); how many days (三天, 一周)."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from handlers.office import Office
from nlp.model import When
from nlp.numbers import NUMERALS, read_number

HOUR_WORDS = re.compile(r"[点时:：]|半夜|现在|马上|立刻|这会儿?")
BARE_HOUR = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s*(?:[:：]\s*([0-5]\d)|点半|点钟?|时)?(?!\d)")
AFTERNOON = re.compile(r"下午|晚上?|傍晚|夜里")
HOUR_ALONE = re.compile(
    r"(?:[就在定到那今明后天周星期一二三四五六日早上中下午晚]{0,6})"
    r"(?:[\d一二三四五六七八九十]{1,3}[点时](?:半|钟|[一三]刻|[\d一二三四五十]{1,3}分?)?|\d{1,2}[:：]\d{2})"
    r"(?:开始|集合|整|左右)?[吧哈啊呀了。.!！~]*"
)
MORNING = re.compile(r"早|上午|凌晨")
NOON, DAWN = 12, time(6)
"""Before dawn nobody meets: 3点 is in the afternoon."""
DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}
LASTS = re.compile(
    rf"(?<!\d)(?P<count>\d{{1,3}}|[{NUMERALS}]{{1,3}})\s*个?(?P<unit>{'|'.join(DAYS)})(?![\d{NUMERALS}])"
)


def days_in(words: str) -> tuple[int, str] | None:
    """How many days some words speak of, and which words they are: 三天, 一周."""
    said = LASTS.search(words)
    count = read_number(said["count"]) if said else None
    return (count * DAYS[said["unit"]], said[0]) if said and count else None


def has_hour(when: When) -> bool:
    """Whether a time names an hour, more than a day or a part of it."""
    return when.start is not None and not when.day_only and bool(HOUR_WORDS.search(when.text))


def reads_as_hour(words: str) -> bool:
    """Whether somebody says an hour and nothing else: 上午9点开始."""
    return bool(HOUR_ALONE.fullmatch(words.strip()))


def hour_on(office: Office, words: str, day: date) -> datetime | None:
    """The hour that words name, on a day: 9点, 下午3点半, 15:30, 9."""
    read = office.time_in(words, office.calendar.at(day, DAWN))
    if read is not None and read.start is not None and has_hour(read):
        return office.calendar.at(day, office.calendar.local(read.start).time())
    found = BARE_HOUR.search(words)
    if found is None:
        return None
    hour = int(found[1])
    after_noon = hour < DAWN.hour and not MORNING.search(words)
    hour += NOON if hour < NOON and (after_noon or AFTERNOON.search(words)) else 0
    minute = 30 if "点半" in found[0] else int(found[2] or 0)
    return office.calendar.at(day, datetime.min.time().replace(hour=hour, minute=minute))
