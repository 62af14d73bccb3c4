"""What a day is reckoned from, and the words that all readings of days share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from nlp.numbers import read_number
from nlp.times import spans
from nlp.times.spans import Days

WEEKDAYS: Final = {
    name: number for number, names in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7")) for name in names
}


class Context(NamedTuple):
    """What a day is reckoned from."""

    today: date
    near: Days | None = None
    """The beginning of the range whose end is read."""
    year: int | None = None
    moon: bool = False


Reckon = Callable[[re.Match[str], Context], Days | None]
"""From the words of a reading to the days they name; None if the calendar has no such day."""


def number(said: str | None) -> int:
    """The number said, 0 for nothing."""
    return read_number(said or "") or 0


def weeks_on(said: str | None) -> int | None:
    """How many weeks or months on 上上, 下, 这 … lead; None where nothing is said."""
    if said and said[0] in "上下":
        return len(said) * (1 if said[0] == "下" else -1)
    return 0 if said else None


def relative_month(match: re.Match[str], context: Context) -> date | None:
    """The first of the month that 上个月, 本月, 下个月 stand for."""
    return spans.plus_months(context.today.replace(day=1), weeks_on(match["which"]) or 0)
