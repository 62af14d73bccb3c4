"""请假: requests and reminders follow the deputy and come back by themselves."""

from __future__ import annotations

import pytest

from tests.handlers.steps import OUTAGE, quietly, reported, taken
from tests.world import World


def on_leave(world: World) -> None:
    """王师傅 is away until Wednesday, 小陈 stands in."""
    world.whispers("王师傅", "请假到周三 小陈代")
    world.expect("王师傅", "7月15日", "小陈", why="status")
    world.expect("小陈", "王师傅请假到7月15日", why="status")
    world.advance(minutes=2)


@pytest.mark.parametrize(("words", "day"), [("请假3天 小陈代", "7月15日"), ("请假一周 小陈代", "7月19日")])
def test_so_many_days_are_today_and_those_after_it(world: World, words: str, day: str) -> None:
    world.whispers("王师傅", words)
    world.expect("王师傅", day, why="status")
    world.expect("小陈", f"王师傅请假到{day}", why="status")


def test_a_leave_in_whole_sentences_returns_nothing(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "我要请假到周三，小陈代我")
    world.expect("王师傅", "7月15日", "小陈代您", why="status")
    world.expect("小陈", "王师傅请假到7月15日", "#1", why="status")
    assert world.assignee(1) == "王师傅"


@pytest.mark.parametrize("words", ["请假", "请假 小陈代", "我请假，小陈代我"])
def test_without_a_last_day_it_is_asked_for(world: World, words: str) -> None:
    taken(world)
    world.whispers("王师傅", words)
    world.expect("王师傅", "请到哪天", why="ask")
    assert world.assignee(1) == "王师傅"


def test_new_requests_go_to_the_deputy(world: World) -> None:
    on_leave(world)
    reported(world)
    assert world.assignee(1) == "小陈"


def test_what_he_had_in_hand_follows_the_deputy_who_may_finish_it(world: World) -> None:
    taken(world)
    on_leave(world)
    world.until("07-14 08:31")
    world.expect("小陈", "#1", "201", why="digest")
    world.forget()
    assert not [one for one in world.told("王师傅") if one.why == "digest" and one.at.day == 14]
    world.whispers("小陈", "完 1")
    world.expect("小陈", why="done")
    world.expect("2栋", "@孙师傅", "小陈说的", why="done")
    world.forget()


def test_reminders_follow_and_come_back_after_the_last_day(world: World) -> None:
    taken(world)
    on_leave(world)
    quietly(world, "07-14 17:29")
    world.until("07-14 17:31")
    world.expect("小陈", "#1", "到哪一步", why="ask")
    world.whispers("小陈", "在修 1")
    world.forget()
    quietly(world, "07-15 23:59")
    world.until("07-16 08:31")
    world.expect("王师傅", "#1", why="digest")
    world.forget()


def test_the_deputy_hears_at_once_what_there_is_to_look_after(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "请假到周三 小陈代")
    world.expect("小陈", "请您代一下", "#1 2栋1单元201 楼道灯坏了", why="status")
    world.forget()


def test_what_waits_for_the_grid_follows_her_deputy_and_comes_back(world: World) -> None:
    reported(world)
    quietly(world, "07-13 15:01")
    assert world.owner(1) == "赵姐"
    world.whispers("赵姐", "请假到明天 陈主任代")
    world.forget()
    world.until("07-14 08:31")
    world.expect("陈主任", "#1", why="digest")
    world.forget()
    world.whispers("赵姐", "我回来了")
    world.forget()
    world.until("07-14 13:31")
    world.expect("赵姐", "#1", why="digest")
    world.forget()


def test_back_early_by_word(world: World) -> None:
    on_leave(world)
    world.whispers("王师傅", "我回来了")
    world.expect("王师傅", why="status")
    world.expect("小陈", "王师傅回来了", why="status")
    reported(world)
    assert world.assignee(1) == "王师傅"


def test_a_day_that_is_past_is_refused(world: World) -> None:
    world.whispers("王师傅", "请假到7月10日 小陈代")
    world.expect("王师傅", "已经过了", why="refuse")


def test_an_absent_head_is_stood_in_for_by_the_next_level(world: World) -> None:
    world.whispers("刘芳", "请假到周五")
    world.forget()
    reported(world, OUTAGE)
    world.until("07-13 10:31")
    assert not [one for one in world.told("刘芳") if not one.expected and one.no == 1]
    world.forget()
