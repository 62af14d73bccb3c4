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


def solar_term(month: int, constant: float, year: int) -> date | None:
    """The day of a solar term by Shou's formula: a day off in a handful of years, None outside the 21st century."""
    if not 2000 <= year <= 2099:
        return None
    short = year % 100
    leaps = (short - 1) // 4 if month <= 2 else short // 4
    return date(year, month, int(short * 0.2422 + constant) - leaps)
