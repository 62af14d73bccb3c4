"""Days, weeks, months and years as people name them, beginning at one place of a text."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from nlp.numbers import NUMERALS
from nlp.times import dates, holidays, periods, spans, years
from nlp.times.context import Context, Reckon
from nlp.times.level import SMALL
from nlp.times.spans import Days

_MOON: Final = re.compile(r"(?:农历|阴历|旧历)\s?")
_AFTER_YEAR: Final = re.compile(r"的?\s?[,，]?\s?")


def read_days(text: str, at: int, today: date, near: Days | None = None) -> tuple[Days, int] | None:
    """The days named in `text` from `at` on, and where their words end.

    `near` is the beginning of a range whose end is read: 7月3日到5日 ends in July.
    """
    at, before = _skip_moon(text, at)
    year = years.read_year(text, at, today)
    if not year:
        forms = _FORMS.get(text[at : at + 1], ())
        return _first_reading(forms, text, at, Context(today, near, None, before))
    start, after = _skip_moon(text, _skip(_AFTER_YEAR, text, year[1]))
    context = Context(today, near, year[0], before or after)
    return _first_reading(_EVERY_OF_A_YEAR, text, start, context) or _whole_year(text, year[1], context)


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _skip_moon(text: str, at: int) -> tuple[int, bool]:
    after = _skip(_MOON, text, at)
    return after, after > at


def _first_reading(forms: _Forms, text: str, at: int, context: Context) -> tuple[Days, int] | None:
    for pattern, reckon in forms:
        match = pattern.match(text, at)
        days = reckon(match, context) if match else None
        if match and days:
            return days, match.end()
    return None


def _whole_year(text: str, at: int, context: Context) -> tuple[Days, int] | None:
    days = spans.year_of(context.year) if context.year else None
    return (days, at) if days else None


# ---- the tables: longer readings stand before those they begin with

_WHICH: Final = r"(?P<which>上{1,3}|下{1,3}|这|本|今|当)?(?:一)?个?"
_WEEK: Final = r"(?:周|星期|礼拜)"
_NAMED: Final = (
    r"(?P<word>大前|大后|前|昨|寻|琴|今|当|即|明|听|翌|次|后)"
    r"(?:[天日]|儿个?|(?=[早晨晚夜午朝](?!期|点就|些)))(?![才津报头志行])|(?P<nth>第[二三])天"
)
_DAY_WORD: Final = r"(?:[日号](?![线楼栋幢门院机单店地库梯房室车仓桌球电厅馆井码召称位路公元常志报本历程间落用后门]))"
_M: Final = rf"(?P<month>{SMALL})\s?月(?:份|的|中)?\s?"
_IN: Final = rf"(?:{_M}|{_WHICH}月份?的?)?的?"
_NTH: Final = rf"(?:第(?P<nth>{SMALL})|(?P<last>最后一?))个?"
_MOON_DAY: Final = (
    r"初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|\d{1,2}|[一二三四五六七八九]"
)
_HAN: Final = r"[一二三四五六七八九十廿卅]{1,3}"
_NO_DECIMAL: Final = r"(?<![\d.:¥￥v约])"
_NOT_MEASURED: Final = r"(?![\d.%/-]|\s?[元块米斤公千万亿度级吨升平倍折毫厘分个kKmMgGwW℃°])"

_CENTURY: Final = r"(?:(?P<which>[上本])个?世纪|(?P<century>\d{1,2}|[一二三四五六七八九十]{1,3})世纪)"

_NUMBER: Final = f"0123456789{NUMERALS}"
_LEADING: Final = "上下这本今当"
_OF_SOMETHING: Final = _NUMBER + _LEADING

# what a reading may begin with, its pattern, what it stands for
_OF_A_YEAR_TABLE: Final[tuple[tuple[str, str, Reckon], ...]] = (
    ("正冬腊闰", rf"(?P<leap>闰)?(?P<month>[正冬腊])月的?(?P<day>{_MOON_DAY})?[日号]?", dates.moon_day),
    ("闰", rf"(?P<leap>闰)(?P<month>{SMALL})月的?(?P<day>{_MOON_DAY})?[日号]?", dates.moon_day),
    (
        _NUMBER + "闰",
        rf"(?P<leap>闰)?(?P<month>{SMALL})月(?P<day>初[一二三四五六七八九十]|廿[一二三四五六七八九]?)",
        dates.moon_day,
    ),
    (_OF_SOMETHING, rf"{_IN}{_NTH}{_WEEK}(?P<day>[一二三四五六日天])", periods.nth_weekday),
    (_OF_SOMETHING, rf"{_IN}{_NTH}{_WEEK}(?![一二三四五六日天末])", periods.nth_week),
    (_OF_SOMETHING, rf"{_IN}(?P<side>前|头|最后|后)\s?(?P<nth>{SMALL})\s?个?(?P<unit>天|日|月)", periods.first_days),
    (_OF_SOMETHING, rf"{_IN}第(?P<nth>{SMALL})天", periods.nth_day),
    (
        _NUMBER,
        rf"{_M}(?P<day>\d{{1,2}}|{_HAN})(?:\s?(?:日|号)(?![楼栋线])|(?![\d个.:点月]|[周时分人块元次]))",
        dates.date_said,
    ),
    (
        _LEADING,
        rf"(?P<which>上{{1,3}}|下{{1,3}}|这|本|今|当)个?月的?\s?(?P<day>{SMALL}){_DAY_WORD}",
        dates.day_of_relative_month,
    ),
    (_NUMBER, rf"(?<![户人每]){_M}月?(?P<part>初|上旬|中旬|下旬|底|末)?(?!\s?\d{{1,2}}[日号])", periods.month),
    (holidays.BEGINNINGS, holidays.NAMES, dates.holiday),
    (_NUMBER + "第首", r"第?(?P<number>[一二三四首1-4])个?季度(?P<part>初|末|底)?", periods.quarter),
    ("春夏秋冬", r"(?P<season>[春夏秋冬])[天季]", periods.season),
    ("年初底末终伊上下前后暑寒", r"年?(?P<part>[初底末终]|伊始|[上下前后]半年|暑假|寒假)", periods.part_of_year),
)
_ONLY_OF_A_YEAR: Final = 2
"""So many of them mean nothing without a year before them."""

_ALONE_TABLE: Final[tuple[tuple[str, str, Reckon], ...]] = (
    (_NUMBER, r"(?<!\d)(?P<y>\d{4})\s?([-/.])\s?(?P<m>\d{1,2})\s?\2\s?(?P<d>[0-3]?\d)(?=\D|$|\d\d:)日?", dates.written),
    ("大年", r"(?:大年|年)初(?P<day>[一二三四五六七八九十])", dates.day_of_new_year),
    ("初", r"(?P<day>初[四五六七八九十]|初[一二三](?=[早晚到至]|[上下]午|那天|开))", dates.next_moon_day),
    (_NUMBER, r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?!\d)", dates.written),
    (_NUMBER, r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4}|\d{2})(?![\d/])", dates.day_first),
    *_OF_A_YEAR_TABLE[:-_ONLY_OF_A_YEAR],
    ("年上下前后暑", r"(?P<part>年[初底末终]|[上下前后]个?半年|暑假)", periods.part_of_year),
    (
        _LEADING,
        r"(?P<which>上{1,3}|下{1,3}|这|本|今|当)一?个?月份?的?月?(?P<part>初|上旬|中旬|下旬|底|末)?(?![亮球饼季嫂考])",
        periods.this_month,
    ),
    ("月这", r"(?<![个\d一二三四五六七八九十])(?P<which>这)?月(?P<part>初|底|末)", periods.this_month),
    (_LEADING, r"(?P<which>上{1,3}|下{1,3}|这|本)个?季度(?P<part>初|末|底)?", periods.this_quarter),
    ("上下", r"(?P<half>[上下])半个?月", periods.half_month),
    ("上下", r"(?P<half>[上下])半个?(?:周|星期)", periods.half_week),
    (
        _NUMBER + "上本",
        rf"{_CENTURY}?的?(?P<tens>[0-9]0|[一二三四五六七八九]十)年代(?P<part>前期|初期?|早期)?",
        periods.decade,
    ),
    (_LEADING + "一个周星礼", rf"{_WHICH}(?:周|星期|礼拜)六(?:周|、周|星期|礼拜)?日", periods.weekend),
    (
        _LEADING + "一个周星礼",
        rf"{_WHICH}(?:周(?=周|星期|礼拜))?{_WEEK}(?P<day>[一二三四五六日天]|[1-7](?![\d:点-]))",
        dates.weekday,
    ),
    (_LEADING + "一个周星礼双", rf"{_WHICH}(?:{_WEEK}末|双休日)", periods.weekend),
    (
        _LEADING,
        rf"(?P<which>上{{1,3}}|下{{1,3}}|这|本|今|当)一?个?{_WEEK}(?![一二三四五六日天末到围边岁年\d])",
        periods.week,
    ),
    ("明今", r"(?P<word>明后|今明)(?:两?[天日])", periods.two_days),
    ("大前昨寻琴今当即明听翌次后第", _NAMED, dates.named_day),
    (_NUMBER, rf"(?<![第逾满达近月\d#A-Za-z初十/.-])(?P<day>{SMALL}){_DAY_WORD}", dates.day_of_month),
    (
        _NUMBER,
        r"(?<![\d/.])(?P<m>1[0-2]|[1-9])/(?P<d>[12]\d|3[01]|0?[1-9])(?:[日号]|(?![\d/%的人]))",
        dates.month_and_day,
    ),
    (
        _NUMBER,
        rf"{_NO_DECIMAL}(?P<m>1[0-2]|0?[1-9])\.(?P<d>[12]\d|3[01]|0[1-9])(?:[日号]|(?=-\d{{1,2}}\.\d\d(?![\d.]))|{_NOT_MEASURED})",
        dates.month_and_day,
    ),
    (
        _NUMBER,
        rf"{_NO_DECIMAL}(?P<m>1[0-2]|[1-9])\.(?P<d>[1-9])(?=[日号]|\s?[上下]午|\s?早|\s?晚|前|\s?[（(]?周)[日号]?",
        dates.month_and_day,
    ),
    (
        _NUMBER,
        rf"(?<![第\d#A-Za-z初十/.-])(?P<day>{SMALL})(?=\s?(?:到|至|[-~、])\s?{SMALL}{_DAY_WORD})",
        dates.day_of_month,
    ),
    (_NUMBER, rf"(?<=[到至~-])(?P<day>{SMALL}){_DAY_WORD}", dates.end_day),
    (_NUMBER, r"(?<!\d)(?P<y>(?:19|20)\d\d)\.(?P<m>0[1-9]|1[0-2])(?!\d)", periods.month_of_year),
    (_NUMBER, r"(?<!\d)(?P<y>(?:19|20)\d\d)(?=\s?(?:到|至|[-~])\s?(?:19|20)?\d\d(?:年|(?!\d)))", periods.bare_year),
    (_NUMBER, r"(?<=[到至~-])(?P<y>(?:19|20)\d\d)(?!\d)", periods.end_year),
    (_NUMBER, r"(?<!.)(?P<m>0[1-9]|1[0-2])-(?P<d>[0-3]\d)(?!.)", dates.month_and_day),
)


_Forms = tuple[tuple[re.Pattern[str], Reckon], ...]


def _by_beginning(table: tuple[tuple[str, str, Reckon], ...]) -> dict[str, _Forms]:
    """The readings that may begin with a character, in their order."""
    compiled = [(begins, re.compile(pattern), reckon) for begins, pattern, reckon in table]
    characters = {c for begins, _, _ in compiled for c in begins}
    return {c: tuple((pattern, reckon) for begins, pattern, reckon in compiled if c in begins) for c in characters}


_EVERY_OF_A_YEAR: Final = tuple((re.compile(pattern), reckon) for _, pattern, reckon in _OF_A_YEAR_TABLE)
_FORMS: Final = _by_beginning(_ALONE_TABLE)
