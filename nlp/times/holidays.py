"""Days that have a name: holidays of the sun and of the moon, and solar terms."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from nlp.times.lunar import lunar_day, solar_term
from nlp.times.spans import make, plus_days

_FILE: Final = Path(__file__).parent.parent / "tables" / "holidays.txt"


def _read_table() -> dict[str, tuple[str, int, float]]:
    """The calendar and two numbers of each name."""
    rows = (line.split() for line in _FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {name: (calendar, int(first), float(second)) for calendar, first, second, name in rows}


_TABLE: Final = _read_table()

_NEEDS_MORE: Final = frozenset(("三八", "五一", "五四", "六一", "七一", "八一", "十一"))
"""Numbers first of all; a holiday only where nothing is counted with them."""

_WEATHER: Final = frozenset(("雨水", "大雪", "小雪", "小满", "白露", "霜降"))
"""Terms that people say of the weather."""

_FULL: Final = (name for name in _TABLE if name not in _NEEDS_MORE and name not in _WEATHER)
FULL: Final = "|".join(sorted(_FULL, key=len, reverse=True))
BEGINNINGS: Final = "".join(sorted({name[0] for name in _TABLE} | set("五八国世")))
"""The characters that the name of such a day begins with."""
NAMES: Final = (
    rf"(?:(?:五一|国际|八一|世界){{0,2}}(?P<holiday>{FULL})(?!.?[路街巷村苑小])(?:节|假期|长假)?|"
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
    calendar, month, number = _TABLE[name]
    if calendar == "term":
        return solar_term(month, number, year)
    return _BY_CALENDAR[calendar](year, month, int(number))


def _sunday(year: int, month: int, which: int) -> date | None:
    first = make(year, month, 1)
    return plus_days(first, (6 - first.weekday()) + 7 * (which - 1)) if first else None


_BY_CALENDAR: Final[dict[str, Callable[[int, int, int], date | None]]] = {
    "sun": make,
    "moon": lunar_day,
    "sunday": _sunday,
}
