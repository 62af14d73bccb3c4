"""The lunar calendar by a table of its years, and the twenty-four solar terms by their formula."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).parent.parent / "tables" / "lunar.txt"


@dataclass(frozen=True, slots=True)
class _Year:
    first: date
    leap: int
    """Which month is followed by its leap month; 0 for none."""
    lengths: tuple[int, ...]


@cache
def _years() -> dict[int, _Year]:
    rows = (line.split() for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {int(row[0]): _year(*row) for row in rows}


def _year(year: str, first: str, leap: str, lengths: str) -> _Year:
    begin = date(int(year), int(first[:2]), int(first[2:]))
    return _Year(begin, int(leap), tuple(29 + int(long) for long in lengths))


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The day of a lunar date; `day` 0 is the last of the month. None outside the table or where there is none."""
    known = _years().get(year)
    if not known or not 1 <= month <= 12 or (leap and known.leap != month):
        return None
    at = month - 1 + (1 if known.leap and (month > known.leap or leap) else 0)
    if not 0 <= day <= known.lengths[at]:
        return None
    return known.first + timedelta(days=sum(known.lengths[:at]) + (day or known.lengths[at]) - 1)


# name: month, constant of the 21st century
TERMS: Final = {
    "小寒": (1, 5.4055), "大寒": (1, 20.12), "立春": (2, 3.87), "雨水": (2, 18.73), "惊蛰": (3, 5.63), "春分": (3, 20.646),
    "清明": (4, 4.81), "谷雨": (4, 20.1), "立夏": (5, 5.52), "小满": (5, 21.04), "芒种": (6, 5.678), "夏至": (6, 21.37),
    "小暑": (7, 7.108), "大暑": (7, 22.83), "立秋": (8, 7.5), "处暑": (8, 23.13), "白露": (9, 7.646), "秋分": (9, 23.042),
    "寒露": (10, 8.318), "霜降": (10, 23.438), "立冬": (11, 7.438), "小雪": (11, 22.36), "大雪": (12, 7.18), "冬至": (12, 21.94),
}  # fmt: skip


def solar_term(name: str, year: int) -> date:
    """The day of a solar term in the 21st century (Shou's formula; one day off in a handful of years)."""
    month, constant = TERMS[name]
    short = year % 100
    leaps = (short - 1) // 4 if month <= 2 else short // 4
    return date(year, month, int(short * 0.2422 + constant) - leaps)
