"""From 22:00 to 07:30 the bot starts nothing; what is asked in private is answered at any hour."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.handlers.steps import GAS, LAMP, OUTAGE, finished, quietly, reported, taken
from tests.world import World


def test_urgent_at_night_is_one_private_message_to_the_worker(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-13 23:10")
    world.says("孙师傅", OUTAGE)
    world.expect("孙师傅", "#1", "明天08:00前", why="ack")
    world.expect("王师傅", "#1", "停电", why="assign")
    world.until("07-14 07:29")
    world.expect_nothing()
    world.until("07-14 07:31")
    world.expect("王师傅", "#1", why="remind")


def test_taken_and_done_at_night_the_group_hears_one_line_in_the_morning(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-13 21:50")
    reported(world)
    world.until("07-13 22:30")
    world.whispers("王师傅", "接 1")
    world.expect("王师傅", "#1", why="status")
    world.expect("孙师傅", "#1 王师傅接了", why="status")
    world.until("07-13 23:00")
    world.whispers("王师傅", "完 1")
    world.expect("王师傅", why="done")
    world.expect("孙师傅", "#1", why="done")
    world.until("07-14 07:29")
    world.expect_nothing()
    world.until("07-14 07:31")
    world.expect("2栋", "@孙师傅", "#1", why="done")
    assert not world.told("2栋", "接了")
    quietly(world, "07-14 08:31")


def test_what_was_taken_back_at_night_is_not_spoken_of_in_the_morning(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-13 23:00")
    world.says("陈阿姨", "3栋1单元门口垃圾没人清", room="3栋")
    world.advance(minutes=5)
    world.says("陈阿姨", "不用了", room="3栋")
    world.until("07-14 09:00")
    assert not [one for one in world.heard if one.group]
    assert not world.told("小陈")


@pytest.mark.parametrize("words", ["清单", "查 1", "帮助", "催 1", "为什么 1"])
def test_a_private_question_is_answered_at_once_at_any_hour(make_world: Callable[..., World], words: str) -> None:
    world = make_world("2026-07-13 21:00")
    taken(world)
    quietly(world, "07-14 03:00")
    world.whispers("王师傅", words)
    assert world.expect("王师傅", why="answer").at == world.now


def test_a_question_in_the_group_at_night_is_answered_in_private_if_possible(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-13 21:00")
    taken(world)
    quietly(world, "07-13 23:30")
    world.says("孙师傅", "查 1")
    world.expect("孙师傅", "#1", "王师傅在办", why="answer")
    quietly(world, "07-14 08:31")


def test_the_days_are_named_when_the_words_go_out(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-13 23:10")
    world.says("孙师傅", LAMP)
    world.expect("孙师傅", "明天10:30前", why="ack")
    world.until("07-14 08:31")
    world.expect("王师傅", "今天10:30前", why="assign")
    world.forget()


def test_on_a_sunday_what_came_at_night_reaches_the_worker_at_opening(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-19 03:00")
    world.says("孙师傅", LAMP)
    world.expect("孙师傅", "#1", why="ack")
    world.until("07-19 08:31")
    world.expect("王师傅", "明天10:30前", why="assign")
    world.until("07-20 08:29")
    world.expect_nothing()


def test_by_day_at_the_weekend_an_assignment_goes_at_once(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-18 10:00")
    world.says("孙师傅", LAMP)
    world.expect("2栋", "#1", "周一10:30前", why="ack")
    world.expect("王师傅", "#1", why="assign")
    world.until("07-20 08:29")
    world.expect_nothing()


def test_a_head_silences_the_bot_in_her_group_danger_excepted(world: World) -> None:
    world.says("苏玲", "小楼 安静 2小时")
    world.expect("苏玲", "11:30", why="status")
    world.says("老马", "3栋1单元门口垃圾没人清")
    world.expect("老马", "#1", why="ack")
    world.expect("小陈", "#1", why="assign")
    world.says("小李", "3栋2单元煤气味很重")
    world.expect("3栋", "#2", "119", why="ack")
    world.forget()
    world.until("07-13 11:31")
    world.expect("3栋", "@老马", "#1", why="ack")
    world.forget()


@pytest.mark.parametrize("words", ["小楼 安静两小时", "小楼安静到11点半", "@小楼 安静120分钟"])
def test_how_long_may_be_said_in_many_ways(world: World, words: str) -> None:
    world.says("苏玲", words)
    world.expect("苏玲", "11:30", why="status")


@pytest.mark.parametrize("who", ["小李", "王师傅", "刘芳"])
def test_nobody_else_silences_it(world: World, who: str) -> None:
    world.says(who, "小楼 安静 2小时", room="3栋")
    world.expect(who, why="refuse")
    world.says("老马", "3栋1单元门口垃圾没人清")
    world.expect("3栋", "#1", why="ack")
    world.expect("小陈", "#1")


@pytest.mark.parametrize(
    ("who", "words"), [("王师傅", "退 1 明天出差"), ("王师傅", "转 1 小陈"), ("刘芳", "换人 1 小陈")]
)
def test_taken_and_given_up_at_night_the_group_hears_nothing_of_it(
    make_world: Callable[..., World], who: str, words: str
) -> None:
    world = make_world("2026-07-13 21:50")
    reported(world)
    world.until("07-13 22:30")
    world.whispers("王师傅", "接 1")
    world.advance(minutes=5)
    world.whispers(who, words)
    world.until("07-14 08:00")
    assert not world.told("2栋", "接了")
    quietly(world, "07-14 08:31")


def test_a_stranger_is_still_acked_in_the_morning_when_the_worker_gave_it_up_at_night(
    make_world: Callable[..., World],
) -> None:
    world = make_world("2026-07-13 23:00")
    world.says("新来的", "2栋1单元停电了", room="2栋")
    world.whispers("王师傅", "接 1")
    world.whispers("王师傅", "退 1 我在外地")
    world.forget()
    world.until("07-14 07:30")
    assert world.expect("2栋", "记下了 #1").text == "@新来的 记下了 #1 2栋1单元 停电了。"
    quietly(world, "07-14 08:31")


def test_noted_taken_and_done_at_night_is_one_line_for_a_stranger(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-13 22:30")
    world.says("新来的", OUTAGE, room="2栋")
    world.advance(minutes=20)
    world.says("新来的", "2栋2单元停电了，快来人", room="2栋")
    world.whispers("王师傅", "接 1")
    world.until("07-14 00:30")
    world.whispers("王师傅", "完 1")
    world.forget()
    world.until("07-14 07:31")
    line = "@新来的 记下了 #1 2栋2单元 停电了, 电修好了, 王师傅说的。还没电就回 没修好。"
    assert world.expect("2栋", "#1").text == line
    world.expect_nothing()


def test_the_head_is_not_asked_in_the_morning_about_what_was_found_good_at_night(
    make_world: Callable[..., World],
) -> None:
    world = make_world("2026-07-13 13:00")
    finished(world, GAS, "小李")
    quietly(world, "07-14 02:30")  # twelve hours of silence are over at 02:10
    world.whispers("小李", "好了")
    world.forget()
    world.until("07-14 09:00")
    assert not [one for one in world.told("苏玲", "办结") if not one.expected]
    world.forget()


def test_whoever_a_matter_rose_to_is_not_woken_for_what_somebody_took_at_night(
    make_world: Callable[..., World],
) -> None:
    world = make_world("2026-07-13 22:30")
    reported(world, OUTAGE)
    world.until("07-14 22:29")
    world.forget()
    world.until("07-14 23:00")  # a day after it was reported it rises to the street, and is held for the morning
    world.whispers("王师傅", "接 1")
    world.forget()
    world.until("07-15 08:00")
    assert not [one for one in world.told("陈主任") if not one.expected]
    world.forget()


def test_what_grows_late_at_night_is_told_in_the_morning_to_everybody(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-14 02:00")
    reported(world, OUTAGE)
    quietly(world, "07-14 22:01")
    world.until("07-15 07:29")  # it rises to the street a day after it was reported
    world.expect_nothing()
    world.until("07-15 07:31")
    world.expect("陈主任", "#1", why="escalate")
    world.expect("2栋", "#1 已请社区报街道", why="escalate")
    world.expect_nothing()
