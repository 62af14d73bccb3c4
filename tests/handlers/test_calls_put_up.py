"""Putting up a call: from one free sentence, with an hour, a head's 准, a day's 授权, or held till morning."""

from __future__ import annotations

from collections.abc import Callable

from storage.tables import CallStatus
from tests.handlers.calls import ROOM, SATURDAY, WEEDS, call, joins, put_up, speaks, status, tells
from tests.world import World, local


def test_a_free_sentence_without_a_time_is_now_and_nothing_is_asked(world: World) -> None:
    speaks(world, "苏玲", WEEDS)
    line = world.expect(ROOM, "#1", "苏玲招呼", "现在", "篮球坪", "扯杂草", "我来", why="call", no=1)
    assert len(line.text) <= 60
    assert status(world, 1) is CallStatus.UNDER_WAY


def test_people_and_tools_are_told_but_never_asked_for(world: World) -> None:
    speaks(world, "苏玲", "周六上午9点到篮球坪扯杂草，需要8个人，带手套")
    world.expect(ROOM, "周六9点", "要8位", "带手套")


def test_a_day_without_an_hour_is_asked_once_in_private(world: World) -> None:
    speaks(world, "苏玲", "周六大家一起大扫除")
    world.expect("苏玲", "几点", why="ask")
    tells(world, "苏玲", "9点")
    world.expect("苏玲", "#1", why="status")
    world.expect(ROOM, "#1", "周六9点", "大扫除")


def test_an_hour_nobody_told_in_half_an_hour_is_told_later(world: World) -> None:
    speaks(world, "苏玲", "周六大家一起大扫除")
    world.expect("苏玲", "几点", why="ask")
    world.advance(minutes=29)
    world.expect_nothing()
    world.advance(minutes=1)
    world.expect(ROOM, "#1", "时间另告")
    tells(world, "苏玲", "上午9点")
    world.expect("苏玲", "周六9点")
    world.expect(ROOM, "#1", "时间定了", "周六9点")


def test_a_neighbours_call_waits_for_the_heads_word(world: World) -> None:
    speaks(world, "张姐", "周日上午9点大家一起打扫楼道")
    world.expect("苏玲", "张姐", "准", why="ask")
    tells(world, "苏玲", "准")
    world.expect("苏玲", "准了")
    world.expect(ROOM, "#1", "张姐招呼", "周日9点")


def test_a_neighbours_call_that_is_refused_is_told_to_the_neighbour_alone(world: World) -> None:
    speaks(world, "张姐", "周日上午9点大家一起打扫楼道")
    world.expect("苏玲", "张姐", why="ask")
    tells(world, "苏玲", "不准")
    world.expect("苏玲", "不招呼")
    world.expect("张姐", "先不招呼")


def test_a_neighbours_call_is_left_alone_after_half_an_hour(world: World) -> None:
    speaks(world, "张姐", "周日上午9点大家一起打扫楼道")
    world.expect("苏玲", "张姐", why="ask")
    world.advance(minutes=31)
    world.expect_nothing()
    tells(world, "苏玲", "准")
    world.expect("苏玲", "30分钟", why="refuse")


def test_a_draft_has_no_number(world: World) -> None:
    speaks(world, "张姐", "周日上午9点大家一起打扫楼道")
    assert world.expect("苏玲", "张姐").no is None
    speaks(world, "苏玲", WEEDS)
    world.expect(ROOM, "#1")


def test_who_is_authorised_for_today_calls_like_a_head_until_midnight(world: World) -> None:
    speaks(world, "苏玲", "授权 @张姐 今天", mentions=("张姐",))
    world.expect("苏玲", "张姐今天可以招呼")
    world.expect("张姐", "苏玲请您")
    speaks(world, "张姐", "周日上午9点大家一起打扫楼道")
    world.expect(ROOM, "#1", "张姐招呼")
    world.advance(days=1)
    speaks(world, "张姐", "周日上午10点大家一起打扫楼道")
    world.expect("苏玲", "张姐", "准", why="ask")


def test_a_neighbour_cannot_authorise(world: World) -> None:
    speaks(world, "小李", "授权 @张姐 今天", mentions=("张姐",))
    world.expect("小李", "楼长", why="refuse")


def test_a_heads_call_in_quiet_hours_is_held_and_she_is_told_so_at_once(make_world: Callable[..., World]) -> None:
    world = make_world("07-16 22:30")
    speaks(world, "苏玲", "明天上午9点到篮球坪扯杂草")
    world.expect("苏玲", "07:30", why="status")
    world.until("07-17 07:29")
    world.expect_nothing()
    world.until("07-17 07:30")
    assert world.expect(ROOM, "#1", "今天9点").at == local("07-17 07:30")


def test_a_call_for_now_said_at_night_begins_in_the_morning(make_world: Callable[..., World]) -> None:
    world = make_world("07-16 22:30")
    speaks(world, "苏玲", WEEDS)
    world.expect("苏玲", "07:30")
    world.until("07-17 07:30")
    world.expect(ROOM, "#1", "现在")


def test_a_request_becomes_a_call_of_its_own_number_and_waits_for_its_result(world: World) -> None:
    speaks(world, "小李", "3栋2单元楼道堆了好多杂物")
    world.forget()
    tells(world, "苏玲", "招呼 1")
    world.expect("苏玲", "#2", why="status")
    world.advance(minutes=1)
    world.expect("小陈", "#1", "先不用去")
    world.expect(ROOM, "#2", "现在", "清理")
    assert world.request(1).status.value == "postponed"
    joins(world, "张姐")
    tells(world, "苏玲", "收工")
    world.expect("苏玲", "到了几位")
    tells(world, "苏玲", "5人 清了3车")
    world.expect("苏玲", "#2")
    world.expect(ROOM, "#2 谢谢5位邻居", "清了3车", why="result")
    world.advance(minutes=1)
    world.expect(ROOM, "#1", "没修好", why="done")
    assert world.request(1).status.value == "to_confirm"


def test_a_request_whose_call_is_cancelled_goes_on_where_it_was(world: World) -> None:
    speaks(world, "小李", "3栋2单元楼道堆了好多杂物")
    tells(world, "苏玲", "招呼 1")
    tells(world, "苏玲", "取消 2 下雨")
    world.advance(minutes=1)
    world.forget()
    assert world.request(1).status.value == "to_accept"


def test_each_date_of_a_series_is_put_up_two_days_before_at_nine(world: World) -> None:
    speaks(world, "苏玲", "每周六9点到篮球坪一起扯杂草")
    world.expect("苏玲", "每周", "提前两天", why="status")
    world.until("07-16 08:59")
    world.expect_nothing()
    world.until("07-16 09:00")
    world.expect(ROOM, "#1", "周六9点")
    world.until("07-23 09:00")
    world.expect(ROOM, "#2", "周六9点")
    tells(world, "苏玲", "停 2")
    world.expect("苏玲", "以后不再招呼")
    world.until("08-13 12:00")
    assert not world.told(ROOM, "#3")
    world.forget()


def test_a_series_leaves_out_holidays_when_it_is_asked_to(make_world: Callable[..., World]) -> None:
    world = make_world("2026-09-21 09:00")
    speaks(world, "苏玲", "每周六9点到篮球坪一起扯杂草，节假日除外")
    world.until("2026-10-09 10:00")
    lines = [one.text for one in world.told(ROOM, "招呼")]
    assert len(lines) == 1, lines
    assert call(world, 1).day is not None
    world.forget()


def test_a_call_in_the_past_is_refused_in_one_sentence(world: World) -> None:
    speaks(world, "苏玲", "昨天下午3点到篮球坪扯杂草")
    world.expect("苏玲", "已经过了", why="refuse")


def test_nobody_and_ten_thousand_people_are_refused(world: World) -> None:
    for count in (0, 10000):
        speaks(world, "苏玲", f"周六上午9点到篮球坪扯杂草，需要{count}个人")
        world.expect("苏玲", f"要{count}位", why="refuse")


def test_two_calls_at_once_never_mix_their_sign_ups(world: World) -> None:
    put_up(world, SATURDAY)
    put_up(world, "周日下午3点一起包饺子")
    joins(world, "小李")
    joins(world, "张姐", words="扯杂草我来")
    joins(world, "老马", words="我来 1")
    tells(world, "小李", "查 1")
    world.expect("小李", "#1", "2位", why="answer")
    tells(world, "小李", "查 2")
    world.expect("小李", "#2", "1位", why="answer")
    world.forget()


def test_a_call_written_in_private_goes_into_the_heads_own_group(world: World) -> None:
    tells(world, "苏玲", WEEDS)
    world.expect("苏玲", "#1", why="status")
    world.expect(ROOM, "#1 苏玲招呼")


def test_every_private_word_about_a_call_gets_exactly_one_answer(world: World) -> None:
    put_up(world)
    for words in ("我来", "我来", "查 1", "不去了", "不去了"):
        heard = len(world.told("小李"))
        tells(world, "小李", words)
        assert len(world.told("小李")) == heard + 1, words
    world.forget()


def test_a_request_may_become_a_call_for_a_day_and_an_hour(world: World) -> None:
    world.says("张姐", "3栋1单元楼道堆了好多纸箱")
    world.advance(seconds=9)
    world.forget()
    tells(world, "苏玲", "招呼 1 周六9点 带手套")
    world.expect(ROOM, "#2 苏玲招呼: 周六9点", "带手套", why="call")
    world.expect("苏玲", "#2")
    world.advance(minutes=1)
    world.expect("小陈", "#1")


def test_a_call_is_looked_up_where_it_was_asked(world: World) -> None:
    put_up(world, SATURDAY + "，要5个人")
    speaks(world, "张姐", "@小楼 查 1")
    world.expect(ROOM, "@张姐", "周六9点", "0位(要5位)", why="answer")


def test_a_place_beside_another_building_is_said_with_its_building(world: World) -> None:
    speaks(world, "苏玲", "周六上午9点请大家到2栋门口刷栏杆")
    world.expect(ROOM, "2栋门口 刷栏杆", why="call")


def test_three_is_in_the_afternoon_and_an_open_hour_is_said_so_at_once(world: World) -> None:
    speaks(world, "苏玲", "周六大家一起来给花坛松土")
    world.expect("苏玲", "几点", why="ask")
    tells(world, "苏玲", "三点半")
    world.expect(ROOM, "#1 苏玲招呼: 周六15点半", why="call")
    world.expect("苏玲", "#1")
    world.advance(minutes=1)
    speaks(world, "苏玲", "周日大家一起来把车棚收拾一下")
    world.expect("苏玲", "几点", why="ask")
    tells(world, "苏玲", "还没定呢")
    world.expect(ROOM, "#2 苏玲招呼: 周日时间另告", why="call")
    world.expect("苏玲", "#2")


def test_the_hour_may_be_told_in_the_group(world: World) -> None:
    speaks(world, "苏玲", "周六大家一起来给花坛松土")
    world.expect("苏玲", "几点", why="ask")
    speaks(world, "苏玲", "9点多我还要买菜")
    world.expect_nothing()
    speaks(world, "苏玲", "下午三点半开始")
    world.expect(ROOM, "#1 苏玲招呼: 周六15点半", why="call")
    world.expect("苏玲", "#1")


def test_the_heads_word_for_a_neighbours_call_may_be_said_in_the_group(world: World) -> None:
    speaks(world, "苏玲", "准了")
    world.expect_nothing()
    speaks(world, "老马", "周六上午9点大家一起把楼道墙刷一刷吧")
    world.expect("苏玲", "老马想招呼", why="ask")
    speaks(world, "张姐", "准")
    world.expect_nothing()
    speaks(world, "苏玲", "准")
    world.expect(ROOM, "#1 老马招呼", why="call")
    world.expect("苏玲", "准了")


def test_a_series_may_be_called_off_before_its_first_date(world: World) -> None:
    speaks(world, "苏玲", "每周六9点到篮球坪扯杂草")
    world.expect("苏玲", "每周", why="status")
    tells(world, "苏玲", "取消吧")
    world.expect("苏玲", "不招呼")
    world.until("07-17 12:00")


def test_what_comes_every_day_is_never_left_behind(world: World) -> None:
    speaks(world, "苏玲", "每天早上8点在小广场打太极拳，想学的来")
    world.expect("苏玲", "每天", why="status")
    world.advance(minutes=1)
    world.expect(ROOM, "#1", "明天8点", why="call")
    world.expect(ROOM, "#2", "周三8点", why="call")
    world.until("07-14 09:00")
    assert world.told(ROOM, "#3 苏玲招呼")
    world.forget()


def test_the_head_is_asked_in_the_morning_about_a_neighbours_call_of_the_night(
    make_world: Callable[..., World],
) -> None:
    world = make_world("07-16 22:30")
    world.says("老马", "周六上午9点大家一起把楼道墙刷一刷吧")
    world.until("07-17 07:29")
    world.expect_nothing()
    world.until("07-17 07:40")
    world.expect("苏玲", "老马想招呼", why="ask")
    tells(world, "苏玲", "准")
    world.expect(ROOM, "#1 老马招呼", why="call")
    world.expect("苏玲", "准了")


def test_what_is_allowed_without_an_hour_waits_for_it(world: World) -> None:
    speaks(world, "老马", "周六大家一起把楼道墙刷一刷吧")
    world.expect("苏玲", "老马想招呼")
    tells(world, "苏玲", "准")
    world.expect("老马", "周六几点", why="ask")
    assert world.expect("苏玲", "准了").text == "好的, 准了。"
    tells(world, "老马", "9点")
    world.expect(ROOM, "#1 老马招呼: 周六9点", why="call")
    world.expect("老马", "#1")


def test_what_neighbours_tell_of_yesterday_calls_nobody(world: World) -> None:
    speaks(world, "张姐", "昨天大家一起扫雪真热闹")
    world.expect_nothing()
