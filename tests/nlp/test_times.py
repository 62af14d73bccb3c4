"""Times as neighbours write them, each with the moment of the message as now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.model import When
from nlp.times import read_when, to_come

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 7, 15, 10, 20, tzinfo=CHINA)  # a Wednesday


def read(text: str, now: datetime = NOW) -> When:
    when = read_when(text, now)
    assert when is not None, text
    return when


def short(moment: datetime | None) -> str | None:
    return moment.strftime("%m-%d %H:%M") if moment else None


def ends(text: str, now: datetime = NOW) -> tuple[str | None, str | None]:
    when = read(text, now)
    return short(when.start), short(when.end)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("明早7点", "07-16 07:00"),
        ("今晚八点", "07-15 20:00"),
        ("后天下午两点半", "07-17 14:30"),
        ("周六上午九点", "07-18 09:00"),
        ("下周二15:00", "07-21 15:00"),
        ("本周五8:30", "07-17 08:30"),
        ("20号晚上七点", "07-20 19:00"),
        ("7月18日（周六）上午9点", "07-18 09:00"),
        ("周六，7月18日上午9点", "07-18 09:00"),
        ("8月1号早八点", "08-01 08:00"),
        ("下午三点一刻", "07-15 15:15"),
        ("下午三点三刻", "07-15 15:45"),
        ("五点四十", "07-15 17:40"),
        ("三点", "07-15 15:00"),
        ("九点半", "07-15 21:30"),
        ("晚上十二点", "07-16 00:00"),
        ("凌晨两点", "07-16 02:00"),
        ("明天凌晨两点", "07-16 02:00"),
        ("19:30在大堂", "07-15 19:30"),
        ("半小时后到", "07-15 10:50"),
        ("两个小时后", "07-15 12:20"),
        ("一刻钟后", "07-15 10:35"),
        ("今晚七点以后有人", "07-15 19:00"),
        ("3:15pm", "07-15 15:15"),
    ],
)
def test_an_hour_gives_the_start(text: str, start: str) -> None:
    assert ends(text) == (start, None)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("明早", "07-16 06:00", "07-16 09:00"),
        ("周六上午", "07-18 09:00", "07-18 12:00"),
        ("明天中午", "07-16 12:00", "07-16 14:00"),
        ("今天下午", "07-15 14:00", "07-15 18:00"),
        ("今晚", "07-15 18:00", "07-15 22:00"),
        ("后天", "07-17 00:00", "07-17 23:59"),
        ("周日", "07-19 00:00", "07-19 23:59"),
        ("周三", "07-22 00:00", "07-22 23:59"),
        ("下周三", "07-22 00:00", "07-22 23:59"),
        ("9号", "08-09 00:00", "08-09 23:59"),
        ("7月30日", "07-30 00:00", "07-30 23:59"),
        ("11.25停水", "11-25 00:00", "11-25 23:59"),
        ("11/25停水", "11-25 00:00", "11-25 23:59"),
        ("三天后", "07-18 00:00", "07-18 23:59"),
        ("国庆", "10-01 00:00", "10-01 23:59"),
        ("中秋", "09-25 00:00", "09-25 23:59"),
        ("农历八月十五", "09-25 00:00", "09-25 23:59"),
        ("大年初三", "02-08 00:00", "02-08 23:59"),
        ("端午", "06-09 00:00", "06-09 23:59"),
        ("冬至", "12-22 00:00", "12-22 23:59"),
        ("月底", "07-25 00:00", "07-31 23:59"),
        ("下周", "07-20 00:00", "07-26 23:59"),
    ],
)
def test_parts_of_the_day_and_bare_days_have_both_ends(text: str, start: str, end: str) -> None:
    assert ends(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("今晚前", "07-15 22:00"),
        ("周五前", "07-17 23:59"),
        ("周五下班前", "07-17 17:30"),
        ("明天下午三点前", "07-16 15:00"),
        ("今晚十点之前", "07-15 22:00"),
        ("月底前", "07-31 23:59"),
        ("本周内", "07-19 23:59"),
        ("两三天内", "07-18 23:59"),
        ("截止7月20日", "07-20 23:59"),
        ("20日前报名", "07-20 23:59"),
        ("三十分钟内", "07-15 10:50"),
        ("周三前", "07-15 23:59"),
    ],
)
def test_before_is_the_end_of_what_is_named(text: str, end: str) -> None:
    assert ends(text) == (None, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("下午三点到五点", "07-15 15:00", "07-15 17:00"),
        ("明天9:00-11:30", "07-16 09:00", "07-16 11:30"),
        ("早9点到晚6点", "07-15 09:00", "07-15 18:00"),
        ("早7点到晚9点", "07-15 07:00", "07-15 21:00"),
        ("即日起至7月20日", "07-15 00:00", "07-20 23:59"),
        ("明后两天", "07-16 00:00", "07-17 23:59"),
        ("下午两三点", "07-15 14:00", "07-15 15:00"),
        ("今晚九点到十一点", "07-15 21:00", "07-15 23:00"),
        ("今晚十点到十二点", "07-15 22:00", "07-16 00:00"),
        ("7月20日8时至17时", "07-20 08:00", "07-20 17:00"),
        ("明天上午十点到两点", "07-16 10:00", "07-16 14:00"),
        ("明晚七八点", "07-16 19:00", "07-16 20:00"),
        ("7月20日到22日", "07-20 00:00", "07-22 23:59"),
        ("20-22号", "07-20 00:00", "07-22 23:59"),
        ("22:00~次日05:40", "07-15 22:00", "07-16 05:40"),
    ],
)
def test_a_range_has_both_ends(text: str, start: str, end: str) -> None:
    assert ends(text) == (start, end)


def test_the_day_named_before_goes_with_the_hour() -> None:
    assert ends("明天冬泳队活动，上午十点集合") == ("07-16 10:00", None)
    assert ends("周六搬家，门卡得很，赶在早上8点前修一下") == (None, "07-18 08:00")


def test_what_is_to_be_done_before_an_appointment_ends_with_it() -> None:
    assert ends("明晚七点客人到，能不能那之前把灯修好") == (None, "07-16 19:00")
    assert ends("明晚七点放电影，提前来几个人摆凳子") == (None, "07-16 19:00")
    assert ends("明天上午九点停水，请提前储水") == ("07-16 09:00", None)


def test_the_time_with_day_and_hour_wins() -> None:
    assert ends("台风后天到，明晚七点先来码沙袋") == ("07-16 19:00", None)
    assert ends("昨天没修好，周五上午10点我在家") == ("07-17 10:00", None)


@pytest.mark.parametrize(
    ("text", "every", "start"),
    [
        ("每周六9点扫楼道", "week", "07-18 09:00"),
        ("每周三上午9点", "week", "07-22 09:00"),
        ("每周一三五晚上7点", "week", "07-15 19:00"),
        ("每天晚上八点巡逻", "day", "07-15 20:00"),
        ("每月1号下午三点", "month", "08-01 15:00"),
    ],
)
def test_a_recurring_time_gives_its_first(text: str, every: str, start: str) -> None:
    when = read(text)
    assert (when.every, short(when.start)) == (every, start)


def test_only_a_bare_day_is_a_day_without_an_hour() -> None:
    assert read("周日").day_only
    assert not read("周日上午").day_only
    assert not read("周日9点").day_only


def test_the_new_year_by_the_moon() -> None:
    assert ends("除夕") == ("02-05 00:00", "02-05 23:59")
    assert ends("正月十五晚上七点") == ("02-20 19:00", None)


def test_a_community_has_its_own_parts_of_the_day() -> None:
    when = read_when("放学后来帮忙", NOW, words={"放学后": (17, 19)})
    assert when is not None
    assert (short(when.start), short(when.end)) == ("07-15 17:00", "07-15 19:00")


def test_the_words_of_the_time_are_kept() -> None:
    assert read("麻烦明天下午三点前来看看").text == "明天下午三点前"


@pytest.mark.parametrize(
    "text",
    [
        "3-2-502",
        "来了16人",
        "清出300平米",
        "电话13912345678",
        "6栋",
        "5楼",
        "13.5元",
        "等了三天",
        "修了两个小时",
        "快一点",
        "有两点建议",
        "八点半了还在跳",
        "3号楼",
        "1号线",
        "一天到晚",
        "差一点摔倒",
        "灯坏了",
        "一时想不起来",
        "什么时候来",
        "下雨水漫进来",
        "第3次",
        "4.5公里",
    ],
)
def test_plain_numbers_and_lengths_are_no_times(text: str) -> None:
    assert read_when(text, NOW) is None


@pytest.mark.parametrize("text", ["昨晚就没水了", "上个月交的钱", "这个月第三次了", "今年都没扫过"])
def test_what_has_been_and_long_stretches_are_not_wanted_times(text: str) -> None:
    assert to_come(read_when(text, NOW), NOW) is None


@pytest.mark.parametrize("text", ["明天上午", "月底前", "今晚八点", "周末"])
def test_what_lies_ahead_is_a_wanted_time(text: str) -> None:
    assert to_come(read_when(text, NOW), NOW) is not None


def test_moments_stay_in_the_zone_of_the_message() -> None:
    utc = datetime(2026, 7, 15, 2, 20, tzinfo=UTC)
    assert read("20:00", utc).start == datetime(2026, 7, 15, 20, 0, tzinfo=UTC)


@given(st.text(alphabet="今明后天早晚上下午周六日三点半到前每月号12年7:/.-初五农历国庆", max_size=60))
def test_no_text_whatever_raises(text: str) -> None:
    when = read_when(text, NOW)
    assert when is None or when.start or when.end
