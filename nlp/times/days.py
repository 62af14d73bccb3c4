"""Days, weeks, months and years as people name them, beginning at one place of a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from nlp.numbers import read_number
from nlp.times import holidays, spans, years
from nlp.times.level import SMALL
from nlp.times.lunar import lunar_day
from nlp.times.spans import Days, one

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

_MOON: Final = re.compile(r"(?:农历|阴历|旧历)\s?")
_AFTER_YEAR: Final = re.compile(r"的?\s?[,，]?\s?")


def read_days(text: str, at: int, today: date, near: Days | None = None) -> tuple[Days, int] | None:
    """The days named in `text` from `at` on, and where their words end.

    `near` is the beginning of a range whose end is read: 7月3日到5日 ends in July.
    """
    at, before = _skip_moon(text, at)
    year = years.read_year(text, at, today)
    if not year:
        return _first_reading(_FORMS, text, at, Context(today, near, None, before))
    start, after = _skip_moon(text, _skip(_AFTER_YEAR, text, year[1]))
    context = Context(today, near, year[0], before or after)
    return _first_reading(_OF_A_YEAR, text, start, context) or _whole_year(text, year[1], context)


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _skip_moon(text: str, at: int) -> tuple[int, bool]:
    after = _skip(_MOON, text, at)
    return after, after > at


def _first_reading(
    forms: tuple[tuple[re.Pattern[str], Reckon], ...], text: str, at: int, context: Context
) -> tuple[Days, int] | None:
    for pattern, reckon in forms:
        match = pattern.match(text, at)
        days = reckon(match, context) if match else None
        if match and days:
            return days, match.end()
    return None


def _whole_year(text: str, at: int, context: Context) -> tuple[Days, int] | None:
    days = spans.year_of(context.year) if context.year else None
    return (days, at) if days else None


def _n(said: str | None) -> int:
    return read_number(said or "") or 0


# ---- a named day

_AROUND: Final = {
    "大前": -3, "前": -2, "昨": -1, "寻": -1, "琴": -1, "今": 0, "本": 0, "当": 0, "即": 0, "明": 1, "听": 1,
    "翌": 1, "次": 1, "第二": 1, "后": 2, "大后": 3, "第三": 2,
}  # fmt: skip
_NAMED: Final = (
    r"(?P<word>大前|大后|前|昨|寻|琴|今|当|即|明|听|翌|次|后)"
    r"(?:[天日]|儿个?|(?=[早晨晚夜午朝](?!期|点就|些)))(?![才津报头志行])|(?P<nth>第[二三])天"
)


def _named(match: re.Match[str], context: Context) -> Days | None:
    said = match["word"] or match["nth"]
    near = context.near if said in ("次", "翌", "第二") else None
    day = spans.plus_days(near.last if near else context.today, _AROUND[said])
    return one(day) if day else None


# ---- weeks and weekdays

_WHICH: Final = r"(?P<which>上+|下+|这|本|今|当)?(?:一)?个?"
_WEEK: Final = r"(?:周|星期|礼拜)"


def _weeks(said: str | None) -> int | None:
    if said and said[0] in "上下":
        return len(said) * (1 if said[0] == "下" else -1)
    return 0 if said else None


def _weekday(match: re.Match[str], context: Context) -> Days | None:
    number = WEEKDAYS[match["day"]]
    weeks = _weeks(match["which"])
    if weeks is not None:
        day = spans.plus_days(spans.monday(context.today), 7 * weeks + number)
        return one(day) if day else None
    base = context.near.first if context.near else context.today
    ahead = (number - base.weekday()) % 7
    day = spans.plus_days(base, ahead)
    return Days(day, day, weekday=True, carried=True) if day else None


def _weekend(match: re.Match[str], context: Context) -> Days | None:
    first = spans.plus_days(spans.monday(context.today), 7 * (_weeks(match["which"]) or 0) + 5)
    last = spans.plus_days(first, 1) if first else None
    return Days(first, last, vague=True) if first and last else None


def _week(match: re.Match[str], context: Context) -> Days | None:
    return spans.week_of(context.today, _weeks(match["which"]) or 0)


def _half_week(match: re.Match[str], context: Context) -> Days | None:
    week = spans.week_of(context.today)
    middle = spans.plus_days(week.first, 3) if week else None
    if not week or not middle:
        return None
    return (
        Days(middle, week.last, "week", vague=True)
        if match["half"] == "下"
        else Days(week.first, middle, "week", vague=True)
    )


# ---- dates

_DAY_WORD: Final = r"(?:[日号](?![线楼栋幢门院机单店地库梯房室车仓桌球电厅馆井码召称位路公元常志报本历程间落用后门]))"


def _date(match: re.Match[str], context: Context) -> Days | None:
    year = context.year
    month, day = _n(match["month"]), _n(match["day"])
    if context.moon:
        return _moon_date(month, day, context)
    if year is None and context.near and context.near.grain == "day":
        year = context.near.first.year
    found = spans.coming(month, day, context.today, year)
    return one(found) if found else None


def _written(match: re.Match[str], context: Context) -> Days | None:
    year = spans.make(int(match["y"]), int(match["m"]), int(match["d"]))
    return one(year) if year else None


def _day_first(match: re.Match[str], context: Context) -> Days | None:
    year = years.full_year(match["y"], context.today) or 0
    day = spans.make(year, int(match["m"]), int(match["d"])) or spans.make(year, int(match["d"]), int(match["m"]))
    return one(day) if day else None


def _month_and_day(match: re.Match[str], context: Context) -> Days | None:
    day = spans.coming(int(match["m"]), int(match["d"]), context.today)
    return one(day) if day else None


def _day_of_month(match: re.Match[str], context: Context) -> Days | None:
    number = _n(match["day"])
    if context.near and context.near.grain == "day":
        near = context.near.first
        day = spans.make(near.year, near.month, number)
    else:
        day = spans.coming_day(number, context.today)
    return Days(day, day, carried=True) if day else None


def _end_day(match: re.Match[str], context: Context) -> Days | None:
    return _day_of_month(match, context) if context.near else None


def _relative_month(match: re.Match[str], context: Context) -> date | None:
    return spans.plus_months(context.today.replace(day=1), _weeks(match["which"]) or 0)


def _day_of_relative_month(match: re.Match[str], context: Context) -> Days | None:
    first = _relative_month(match, context)
    year = context.year
    day = spans.make(year or first.year, first.month, _n(match["day"])) if first else None
    return one(day) if day else None


# ---- the moon's

_MOON_MONTHS: Final = {"正": 1, "冬": 11, "腊": 12}


def _moon_day(match: re.Match[str], context: Context) -> Days | None:
    month = _MOON_MONTHS.get(match["month"]) or _n(match["month"])
    day = _n((match["day"] or "").removeprefix("初"))
    return _moon_date(month, day, context, leap=bool(match["leap"]))


def _moon_date(month: int, day: int, context: Context, *, leap: bool = False) -> Days | None:
    if not day:
        return _moon_month(month, context, leap=leap)
    if context.year:
        day_then = lunar_day(context.year, month, day, leap=leap)
        return one(day_then) if day_then else None
    days = (lunar_day(year, month, day, leap=leap) for year in range(context.today.year - 1, context.today.year + 3))
    found = next((each for each in days if each and each >= context.today), None)
    return one(found) if found else None


def _moon_month(month: int, context: Context, *, leap: bool) -> Days | None:
    first, last = (lunar_day(context.year or context.today.year, month, day, leap=leap) for day in (1, 0))
    return Days(first, last, "month", vague=True) if first and last else None


# ---- months, quarters, years and their parts

_PARTS: Final = {
    "初": (1, 5),
    "上旬": (1, 10),
    "中旬": (11, 20),
    "中": (11, 20),
    "下旬": (21, 31),
    "底": (25, 31),
    "末": (25, 31),
}


def _month(match: re.Match[str], context: Context) -> Days | None:
    month = _n(match["month"])
    if context.moon:
        return _moon_month(month, context, leap=False)
    year = context.year
    if year is None and context.near:
        year = context.near.first.year
    whole = spans.month_of(year, month) if year else _nearest_month(month, context.today)
    return _part_of_month(whole, match["part"])


def _nearest_month(month: int, today: date) -> Days | None:
    this = spans.month_of(today.year, month)
    past = this and (today - this.last).days > 182
    return spans.month_of(today.year + 1, month) if past else this


def _this_month(match: re.Match[str], context: Context) -> Days | None:
    first = _relative_month(match, context)
    return _part_of_month(spans.month_of(first.year, first.month), match["part"]) if first else None


def _part_of_month(whole: Days | None, part: str | None) -> Days | None:
    if not whole or not part:
        return whole
    first, last = _PARTS[part]
    return Days(whole.first.replace(day=first), whole.first.replace(day=min(last, whole.last.day)), "day", vague=True)


def _half_month(match: re.Match[str], context: Context) -> Days | None:
    whole = spans.month_of(context.today.year, context.today.month)
    if not whole:
        return None
    if match["half"] == "上":
        return Days(whole.first, whole.first.replace(day=15), "month", vague=True)
    return Days(whole.first.replace(day=16), whole.last, "month", vague=True)


_YEAR_PARTS: Final = {
    "初": (1, 2), "伊始": (1, 1), "底": (11, 12), "末": (11, 12), "终": (12, 12), "中": (6, 7), "上半年": (1, 6),
    "前半年": (1, 6), "下半年": (7, 12), "后半年": (7, 12), "暑假": (7, 8), "寒假": (1, 2),
}  # fmt: skip


def _year(match: re.Match[str], context: Context) -> Days | None:
    year = context.year or context.today.year
    first, last = _YEAR_PARTS[match["part"].removeprefix("年").replace("个", "")]
    return spans.months_of(year, first, last)


def _quarter(match: re.Match[str], context: Context) -> Days | None:
    year = context.year or context.today.year
    number = 1 if match["number"] == "首" else _n(match["number"])
    return _months_of_quarter(year, number, match["part"])


def _this_quarter(match: re.Match[str], context: Context) -> Days | None:
    number = (context.today.month - 1) // 3 + (_weeks(match["which"]) or 0)
    return _months_of_quarter(context.today.year + number // 4, number % 4 + 1, match["part"])


def _months_of_quarter(year: int, number: int, part: str | None) -> Days | None:
    first = 3 * number - 2
    if part in ("末", "底"):
        return spans.months_of(year, first + 2, first + 2)
    return spans.months_of(year, first, first if part == "初" else first + 2)


def _decade(match: re.Match[str], context: Context) -> Days | None:
    century = {"上": context.today.year // 100, "本": context.today.year // 100 + 1}.get(match["which"] or "")
    tens = _n(match["tens"])
    century = (
        century or _n(match["century"]) or (20 if tens > context.today.year % 100 + 20 else context.today.year // 100)
    )
    if match["century"] or match["which"]:
        century -= 1
    else:
        century = 19 if tens >= 30 else 20
    first = century * 100 + tens
    last = first + (2 if match["part"] else 9)
    begin, end = spans.make(first, 1, 1), spans.make(last, 12, 31)
    return Days(begin, end, "year", vague=True) if begin and end else None


def _month_of_year(match: re.Match[str], _context: Context) -> Days | None:
    return spans.month_of(int(match["y"]), int(match["m"]))


def _bare_year(match: re.Match[str], _context: Context) -> Days | None:
    return spans.year_of(int(match["y"]))


def _end_year(match: re.Match[str], context: Context) -> Days | None:
    """A year without its word, where a year or month was the beginning."""
    return spans.year_of(int(match["y"])) if context.near and context.near.grain in ("year", "month") else None


# ---- the n-th of something


def _whole(match: re.Match[str], context: Context) -> Days | None:
    """The month or year that a match names in front of 第…."""
    year = context.year
    if match["month"]:
        month = _n(match["month"])
        return spans.month_of(year, month) if year else _nearest_month(month, context.today)
    if match["which"]:
        first = _relative_month(match, context)
        return spans.month_of(first.year, first.month) if first else None
    return spans.year_of(year) if year else None


def _nth_weekday(match: re.Match[str], context: Context) -> Days | None:
    whole = _whole(match, context)
    if not whole:
        return None
    number = WEEKDAYS[match["day"]]
    if match["last"]:
        day = spans.plus_days(whole.last, -((whole.last.weekday() - number) % 7))
    else:
        day = spans.plus_days(whole.first, (number - whole.first.weekday()) % 7 + 7 * (_n(match["nth"]) - 1))
    return one(day) if day else None


def _nth_week(match: re.Match[str], context: Context) -> Days | None:
    """The weeks of a month or year are counted from its first Monday."""
    whole = _whole(match, context)
    if not whole:
        return None
    if match["last"]:
        return spans.week_of(whole.last)
    first = spans.plus_days(whole.first, (-whole.first.weekday()) % 7)
    return spans.week_of(first, _n(match["nth"]) - 1) if first else None


def _first_days(match: re.Match[str], context: Context) -> Days | None:
    """前十天, 最后五天, 前三个月 of a month or year."""
    whole, count = _whole(match, context), _n(match["nth"])
    if not whole or not count:
        return None
    begin = match["side"] in ("前", "头")
    if match["unit"] == "天" or match["unit"] == "日":
        edge = spans.plus_days(whole.first if begin else whole.last, (count - 1) * (1 if begin else -1))
    else:
        month = spans.plus_months(
            whole.first if begin else whole.last.replace(day=1), (count - 1) * (1 if begin else -1)
        )
        edge = month and (spans.month_of(month.year, month.month) or whole).last if begin else month
    if not edge:
        return None
    return Days(whole.first, edge, vague=True) if begin else Days(edge, whole.last, vague=True)


def _nth_day(match: re.Match[str], context: Context) -> Days | None:
    whole = _whole(match, context)
    day = spans.plus_days(whole.first, _n(match["nth"]) - 1) if whole else None
    return one(day) if day else None


def _holiday(match: re.Match[str], context: Context) -> Days | None:
    day = holidays.day_of(match, context.year, context.today)
    return one(day, vague=True) if day else None


# ---- the table: longer readings stand before those they begin with

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

_OF_A_YEAR_TABLE: Final[tuple[tuple[str, Reckon], ...]] = (
    (rf"(?P<leap>闰)?(?P<month>[正冬腊])月的?(?P<day>{_MOON_DAY})?[日号]?", _moon_day),
    (rf"(?P<leap>闰)(?P<month>{SMALL})月的?(?P<day>{_MOON_DAY})?[日号]?", _moon_day),
    (rf"(?P<leap>闰)?(?P<month>{SMALL})月(?P<day>初[一二三四五六七八九十]|廿[一二三四五六七八九]?)", _moon_day),
    (rf"{_IN}{_NTH}{_WEEK}(?P<day>[一二三四五六日天])", _nth_weekday),
    (rf"{_IN}{_NTH}{_WEEK}(?![一二三四五六日天末])", _nth_week),
    (rf"{_IN}(?P<side>前|头|最后|后)\s?(?P<nth>{SMALL})\s?个?(?P<unit>天|日|月)", _first_days),
    (rf"{_IN}第(?P<nth>{SMALL})天", _nth_day),
    (rf"{_M}(?P<day>\d{{1,2}}|{_HAN})(?:\s?(?:日|号)(?![楼栋线])|(?![\d个.:点月]|[周时分人块元次]))", _date),
    (rf"(?P<which>上+|下+|这|本|今|当)个?月的?\s?(?P<day>{SMALL}){_DAY_WORD}", _day_of_relative_month),
    (rf"(?<![户人每]){_M}月?(?P<part>初|上旬|中旬|下旬|底|末)?", _month),
    (holidays.NAMES, _holiday),
    (r"第?(?P<number>[一二三四首1-4])个?季度(?P<part>初|末|底)?", _quarter),
    (r"年?(?P<part>[初底末终]|伊始|[上下前后]半年|暑假|寒假)", _year),
)
_ALONE_TABLE: Final[tuple[tuple[str, Reckon], ...]] = (
    (r"(?<!\d)(?P<y>\d{4})\s?([-/.])\s?(?P<m>\d{1,2})\s?\2\s?(?P<d>[0-3]?\d)(?=\D|$|\d\d:)日?", _written),
    (r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?!\d)", _written),
    (r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4}|\d{2})(?![\d/])", _day_first),
    *_OF_A_YEAR_TABLE[:-1],
    (r"(?P<part>年[初底末终]|[上下前后]个?半年|暑假)", _year),
    (
        r"(?P<which>上+|下+|这|本|今|当)一?个?月份?的?月?(?P<part>初|上旬|中旬|下旬|底|末)?(?![亮球饼季嫂考])",
        _this_month,
    ),
    (r"(?<![个\d一二三四五六七八九十])(?P<which>这)?月(?P<part>初|底|末)", _this_month),
    (r"(?P<which>上+|下+|这|本)个?季度(?P<part>初|末|底)?", _this_quarter),
    (r"(?P<half>[上下])半个?月", _half_month),
    (r"(?P<half>[上下])半个?(?:周|星期)", _half_week),
    (rf"{_CENTURY}?的?(?P<tens>[0-9]0|[一二三四五六七八九]十)年代(?P<part>前期|初期?|早期)?", _decade),
    (rf"{_WHICH}(?:周(?=周|星期|礼拜))?{_WEEK}(?P<day>[一二三四五六日天]|[1-7](?![\d:点-]))", _weekday),
    (rf"{_WHICH}{_WEEK}末", _weekend),
    (rf"(?P<which>上+|下+|这|本|今|当)一?个?{_WEEK}(?![一二三四五六日天末到围边岁年\d])", _week),
    (_NAMED, _named),
    (rf"(?<![第逾满达近\d#A-Za-z初十/.-])(?P<day>{SMALL}){_DAY_WORD}", _day_of_month),
    (r"(?<![\d/.])(?P<m>1[0-2]|[1-9])/(?P<d>[12]\d|3[01]|0?[1-9])(?:[日号]|(?![\d/%的人]))", _month_and_day),
    (rf"{_NO_DECIMAL}(?P<m>1[0-2]|0?[1-9])\.(?P<d>[12]\d|3[01]|0[1-9])(?:[日号]|{_NOT_MEASURED})", _month_and_day),
    (
        rf"{_NO_DECIMAL}(?P<m>1[0-2]|[1-9])\.(?P<d>[1-9])(?=[日号]|\s?[上下]午|\s?早|\s?晚|前|\s?[（(]?周)[日号]?",
        _month_and_day,
    ),
    (rf"(?<![第\d#A-Za-z初十/.-])(?P<day>{SMALL})(?=\s?(?:到|至|[-~、])\s?{SMALL}{_DAY_WORD})", _day_of_month),
    (rf"(?<=[到至~-])(?P<day>{SMALL}){_DAY_WORD}", _end_day),
    (r"(?<!\d)(?P<y>(?:19|20)\d\d)\.(?P<m>0[1-9]|1[0-2])(?!\d)", _month_of_year),
    (r"(?<!\d)(?P<y>(?:19|20)\d\d)(?=\s?(?:到|至|[-~])\s?(?:19|20)?\d\d(?:年|(?!\d)))", _bare_year),
    (r"(?<=[到至~-])(?P<y>(?:19|20)\d\d)(?!\d)", _end_year),
    (r"(?<!.)(?P<m>0[1-9]|1[0-2])-(?P<d>[0-3]\d)(?!.)", _month_and_day),
)


def _compiled(table: tuple[tuple[str, Reckon], ...]) -> tuple[tuple[re.Pattern[str], Reckon], ...]:
    return tuple((re.compile(pattern), reckon) for pattern, reckon in table)


_OF_A_YEAR: Final = _compiled(_OF_A_YEAR_TABLE)
_FORMS: Final = _compiled(_ALONE_TABLE)
