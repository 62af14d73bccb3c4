"""Levels: by the clocks, by word, by the street."""

from __future__ import annotations

import pytest

from storage.tables import Level, Status
from tests.handlers.steps import LAMP, LEAK, quietly, reported, taken
from tests.world import World


def test_not_accepted_the_grid_hears_all_that_happened_and_may_assign(world: World) -> None:
    reported(world)
    quietly(world, "07-13 14:59")
    world.until("07-13 15:01")
    world.expect("赵姐", "#1", "没有人接", "09:30报", "派 1", why="escalate")
    assert world.request(1).status is Status.TO_ASSIGN
    assert world.owner(1) == "赵姐"


def test_whoever_was_told_may_still_take_it(world: World) -> None:
    reported(world)
    quietly(world, "07-13 15:30")
    world.whispers("王师傅", "接 1")
    world.expect("王师傅", "#1", "201", why="status")
    world.expect("2栋", "#1 王师傅接了", why="status")


def test_the_group_hears_from_the_community_on(world: World) -> None:
    reported(world)
    quietly(world, "07-14 17:29")
    assert not [one for one in world.told("2栋") if one.why == "escalate"]
    world.until("07-14 17:31")
    line = world.expect("2栋", "#1 已请社区一起办, 周五17:30前答复。", why="escalate").text
    assert len(line) <= 60
    world.expect("陈主任", "#1", why="escalate")


def test_whoever_told_it_in_private_hears_so_in_private_and_the_group_nothing(world: World) -> None:
    world.whispers("孙师傅", LAMP)
    world.forget()
    quietly(world, "07-14 17:29")
    world.until("07-14 17:31")
    world.expect("孙师傅", "#1 已请社区一起办, 周五17:30前答复。", why="escalate")
    world.expect("陈主任", "#1", why="escalate")
    assert not world.told("2栋")


def test_late_the_head_then_the_grid_then_the_community(world: World) -> None:
    taken(world)
    for day in (14, 15, 16, 17, 20, 21):
        quietly(world, f"07-{day} 10:00")
        world.whispers("王师傅", "在修 1")
        world.forget()
        world.until(f"07-{day} 17:31")
    assert [one.at.day for one in world.told("刘芳", "到时候了")] == [16]
    assert [one.at.day for one in world.told("赵姐", "到您这一级")] == [17]
    assert [one.at.day for one in world.told("陈主任", "到您这一级")] == [21]
    assert world.request(1).was_late
    assert world.assignee(1) == "王师傅"
    world.forget()


@pytest.mark.parametrize(("who", "level"), [("王师傅", Level.GRID), ("刘芳", Level.GRID)])
def test_worker_and_head_raise_it_with_a_reason(world: World, who: str, level: Level) -> None:
    taken(world)
    world.whispers(who, "升 1 要换整条线路")
    world.expect(who, "#1 已报网格", why="status")
    world.expect("赵姐", "#1", "要换整条线路", "王师傅在办", why="escalate")
    assert world.request(1).level is level
    assert world.assignee(1) == "王师傅"


def test_without_a_reason_it_is_asked_and_the_next_words_do(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "升 1")
    world.expect("王师傅", "为什么", why="ask")
    world.whispers("王师傅", "线路老化要整体换")
    world.expect("王师傅", "已报网格", why="status")
    world.expect("赵姐", "线路老化", why="escalate")


@pytest.mark.parametrize("who", ["孙师傅", "苏玲", "小陈", "管理员"])
def test_others_may_not(world: World, who: str) -> None:
    taken(world)
    world.whispers(who, "升 1 太慢了")
    world.expect(who, "#1", why="refuse")
    assert world.request(1).level is Level.BUILDING


def test_who_raises_it_to_the_own_level_is_told_once(world: World) -> None:
    taken(world)
    world.whispers("赵姐", "升 1 要社区出钱")
    world.expect("赵姐", "#1 到网格这一级了, 还是您管", "王师傅在办", why="status")
    world.whispers("赵姐", "升 1 要社区出钱")
    world.advance(minutes=5)
    world.forget()
    world.whispers("陈主任", "升 1 要街道协调")
    world.expect("陈主任", "#1 到街道这一级了", "报 1 街道", why="status")
    world.expect("2栋", "#1 已请社区报街道", why="escalate")


def test_from_the_community_on_what_nobody_has_goes_to_the_street(world: World) -> None:
    reported(world, LEAK, "老马")
    world.whispers("苏玲", "升 1 修不了")
    world.whispers("赵姐", "升 1 网格也办不了")
    world.advance(minutes=5)
    world.forget()
    assert world.owner(1) == "陈主任"
    world.whispers("陈主任", "升 1 要街道协调")
    world.expect("陈主任", "#1 的信拟好了", why="status")
    world.expect("3栋", "#1 已报街道, 每周问一次。", why="escalate")
    assert world.request(1).status is Status.REFERRED


def referred(world: World) -> None:
    """The community reports a leak to the street."""
    reported(world, LEAK, "老马")
    world.advance(minutes=1)
    world.whispers("陈主任", "报 1 街道")


def test_reported_to_the_street_the_letter_is_made_and_the_group_hears(world: World) -> None:
    referred(world)
    letter = world.expect("陈主任", "#1", "3栋1单元", "外墙渗水", "1户", why="status").text
    assert "老马" not in letter
    assert "102" not in letter
    world.expect("3栋", "#1 已报街道, 每周问一次。", why="escalate")
    world.expect("王师傅", "#1 已报街道, 您先不用去了。", why="status")
    assert world.request(1).status is Status.REFERRED
    assert world.owner(1) == "陈主任"


def test_it_is_asked_about_every_week_until_it_comes_back(world: World) -> None:
    referred(world)
    quietly(world, "07-20 09:30")
    world.until("07-20 09:31")
    world.expect("陈主任", "#1", "已经1周", "有答复吗", "在办 1", why="remind")
    quietly(world, "07-27 09:31")
    assert len(world.told("陈主任", "有答复吗")) == 2
    world.whispers("陈主任", "在办 1")
    world.expect("陈主任", "#1 在办", why="status")
    world.forget()
    assert world.request(1).status is Status.IN_PROGRESS
    due = world.request(1).expected_at
    assert due is not None
    assert due > world.now


@pytest.mark.parametrize("who", ["苏玲", "赵姐", "王师傅", "老马"])
def test_only_the_community_reports_upwards(world: World, who: str) -> None:
    reported(world, LEAK, "老马")
    world.whispers(who, "报 1 街道")
    world.expect(who, "#1", why="refuse")
    assert world.request(1).status is Status.TO_ACCEPT


def test_until_there_are_topics_deliberation_goes_to_the_community(world: World) -> None:
    reported(world, LEAK, "老马")
    world.advance(minutes=1)
    world.whispers("陈主任", "议 1")
    world.expect("陈主任", "#1", why="status")
    world.expect("3栋", "#1", "社区", "商量", why="topic")
    world.expect("王师傅", "#1", "不用去", why="status")
    quietly(world, "07-20 09:30")
    world.until("07-20 09:32")
    world.expect("陈主任", "#1", "社区商量已经1周", why="remind")
    assert world.request(1).status is Status.REFERRED


def test_asked_the_path_shows_how_far_it_came(world: World) -> None:
    reported(world, LAMP)
    quietly(world, "07-13 15:30")
    world.says("孙师傅", "查 1")
    world.expect("2栋", "@孙师傅", "楼栋✓→网格→社区", why="answer")
