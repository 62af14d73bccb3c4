"""Years as people name them: 2026年, 26年, 二〇二六年, 明年, 民国三年."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from nlp.numbers import read_number

RELATIVE: Final = {
    "大前年": -3, "前年": -2, "去年": -1, "上年": -1, "旧年": -1, "今年": 0, "本年": 0, "当年": 0, "这一年": 0,
    "这年": 0, "明年": 1, "来年": 1, "下年": 1, "后年": 2, "大后年": 3,
}  # fmt: skip
ERAS: Final = {
    "康熙": 1661, "雍正": 1722, "乾隆": 1735, "嘉庆": 1795, "道光": 1820, "咸丰": 1850, "同治": 1861, "光绪": 1874,
    "民国": 1911,
}  # fmt: skip

_WORDS: Final = "|".join(sorted(RELATIVE, key=len, reverse=True))
_NAMES: Final = "|".join(ERAS)
_FIGURE: Final = "[零〇一二三四五六七八九]"
_SINCE: Final = "[前后以之]"
_FORM: Final = re.compile(
    rf"(?P<rel>{_WORDS})|(?P<era>{_NAMES})(?P<reign>元|\d{{1,2}}|[一二三四五六七八九十]{{1,3}})年|"
    rf"(?<!\d)(?P<year>\d{{3,4}}|0\d|{_FIGURE}{{4}}|[一两]千(?:零?[一二三四五六七八九十]{{1,3}})?|{_FIGURE}{{2}}|\d{{2}}(?!\s?年{_SINCE}))"
    r"\s?年(?![多来内级龄纪]|半(?!年))"
)


def read_year(text: str, at: int, today: date) -> tuple[int, int] | None:
    """The year named in `text` from `at` on, and where its words end."""
    match = _FORM.match(text, at)
    year = _year_of(match, today) if match else None
    return (year, match.end()) if match and year else None


def _year_of(match: re.Match[str], today: date) -> int | None:
    if match["rel"]:
        return today.year + RELATIVE[match["rel"]]
    if match["era"]:
        return ERAS[match["era"]] + (1 if match["reign"] == "元" else read_number(match["reign"]) or 1)
    return full_year(match["year"], today)


def full_year(said: str, today: date) -> int | None:
    """Two figures are a year of this century up to a decade from now, else of the last one."""
    digits = "".join(_FIGURES.get(c, c) for c in said)
    number = int(digits) if digits.isdecimal() else read_number(said)
    if number is None or len(digits) != 2 or not digits.isdecimal():
        return number
    year = today.year // 100 * 100 + number
    return year if year <= today.year + 11 else year - 100


_FIGURES: Final = {**{c: str(n) for n, c in enumerate("零一二三四五六七八九")}, "〇": "0", "两": "2"}
