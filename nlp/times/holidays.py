"""Days that have a name: holidays of the sun and of the moon, and solar terms."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from nlp.times.lunar import TERMS, lunar_day, solar_term
from nlp.times.spans import make, plus_days

_SUN: Final = {
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "三八": (3, 8), "雷锋日": (3, 5), "植树节": (3, 12), "消费者权益日": (3, 15),
    "愚人节": (4, 1), "劳动节": (5, 1), "五一": (5, 1), "青年节": (5, 4), "五四": (5, 4), "护士节": (5, 12), "儿童节": (6, 1),
    "六一": (6, 1), "建党节": (7, 1), "七一": (7, 1), "建军节": (8, 1), "八一": (8, 1), "教师节": (9, 10), "国庆": (10, 1),
    "十一": (10, 1), "光棍节": (11, 11), "双十一": (11, 11), "消防日": (11, 9), "双十二": (12, 12), "平安夜": (12, 24), "圣诞": (12, 25),
}  # fmt: skip
_MOON: Final = {
    "春节": (1, 1), "大年初一": (1, 1), "年初一": (1, 1), "新春": (1, 1), "元宵": (1, 15), "龙抬头": (2, 2), "端午": (5, 5),
    "七夕": (7, 7), "中元": (7, 15), "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8), "除夕": (12, 0), "大年三十": (12, 0),
    "年三十": (12, 0), "大年夜": (12, 0), "年夜": (12, 0),
}  # fmt: skip
_SUNDAYS: Final = {"母亲节": (5, 2), "父亲节": (6, 3)}

_NEEDS_MORE: Final = frozenset(("三八", "五一", "五四", "六一", "七一", "八一", "十一"))
"""Numbers first of all; a holiday only where nothing is counted with them."""

_FULL: Final = "|".join(
    sorted((name for name in (*_SUN, *_MOON, *_SUNDAYS, *TERMS) if name not in _NEEDS_MORE), key=len, reverse=True)
)
NAMES: Final = (
    rf"(?:(?:五一|国际|八一|世界)*(?P<holiday>{_FULL})(?!.?[路街巷村苑小])(?:节|假期|长假)?|"
    r"(?<![零〇一二三四五六七八九十百千\d第周期拜星初])(?P<short>三八|五一|五四|六一|七一|八一|十一)"
    r"(?:节|国庆)?(?:假期|长假|小长假)?(?=$|[\s,，。!！放前后回去出期那这当节假上下早晚要准社慰活摊联在我大搞团])(?!上下|大[于约]|[下上]都))"
)


def day_of(match: re.Match[str], year: int | None, today: date) -> date | None:
    """The day of a name: of the year that is said, else the next one, today included."""
    name = match["holiday"] or match["short"]
    if year is not None:
        return _in_year(name, year)
    days = (_in_year(name, today.year + add) for add in (-1, 0, 1, 2))
    return next((day for day in days if day and day >= today), None)


def _in_year(name: str, year: int) -> date | None:
    for table, reckon in _TABLES:
        if name in table:
            return reckon(name, year)
    return None


def _by_sun(name: str, year: int) -> date | None:
    return make(year, *_SUN[name])


def _by_moon(name: str, year: int) -> date | None:
    return lunar_day(year, *_MOON[name])


def _by_term(name: str, year: int) -> date | None:
    return solar_term(name, year) if 2000 <= year <= 2099 else None


def _by_sunday(name: str, year: int) -> date | None:
    month, count = _SUNDAYS[name]
    first = make(year, month, 1)
    return plus_days(first, (6 - first.weekday()) + 7 * (count - 1)) if first else None


_TABLES: Final[tuple[tuple[dict[str, tuple[int, int]] | dict[str, tuple[int, float]], Callable[[str, int], date | None]], ...]] = (
    (_SUN, _by_sun),
    (_MOON, _by_moon),
    (TERMS, _by_term),
    (_SUNDAYS, _by_sunday),
)
