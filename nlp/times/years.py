"""Years as people name them: 2026年, 26年, 二〇二六年, 明年, 民国三年."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from nlp.numbers import read_number

RELATIVE: Final = {
    "大前年": -3, "前年": -2, "去年": -1, "上年": -1, "旧年": -1, "今年": 0, "本年": 0, "当年": 0, "这一年": 0, "这年": 0,
    "明年": 1, "来年": 1, "下年": 1, "后年": 2, "大后年": 3,
}  # fmt: skip
_ERAS: Final = {
    "康熙": 1661, "雍正": 1722, "乾隆": 1735, "嘉庆": 1795, "道光": 1820, "咸丰": 1850, "同治": 1861, "光绪": 1874, "民国": 1911,
}  # fmt: skip

_WORDS: Final = "|".join(sorted(RELATIVE, key=len, reverse=True))
_NAMES: Final = "|".join(_ERAS)
PATTERN: Final = (
    rf"(?:(?P<rel>{_WORDS})的?|(?P<era>{_NAMES})(?P<reign>元|\d{{1,2}}|[一二三四五六七八九十]{{1,3}})年|"
    r"(?P<year>\d{4}|\d{2}|[零〇一二两三四五六七八九]{4}|[零〇一二三四五六七八九]{2}|[一两]千(?:零?[一二三四五六七八九十]{1,3})?)\s?年的?)"
)


def year_in(match: re.Match[str], today: date) -> int | None:
    """The year of a match of `PATTERN`, or None if its text names none."""
    said = match.groupdict()
    if said.get("rel"):
        return today.year + RELATIVE[said["rel"]]
    if said.get("era"):
        return _ERAS[said["era"]] + (1 if said["reign"] == "元" else read_number(said["reign"]) or 1)
    return full_year(said["year"], today) if said.get("year") else None


def full_year(said: str, today: date) -> int | None:
    """Two figures are a year of this century up to a decade from now, else of the last one."""
    digits = "".join(_FIGURES.get(c, c) for c in said)
    number = int(digits) if digits.isdecimal() else read_number(said)
    if number is None or len(said) != 2:
        return number
    return number + (2000 if number <= today.year % 100 + 11 else 1900)


_FIGURES: Final = {**{c: str(n) for n, c in enumerate("零一二三四五六七八九")}, "〇": "0", "两": "2"}
