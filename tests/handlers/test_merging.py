"""并 and 拆: one matter out of two, and back."""

from __future__ import annotations

import pytest

from storage.tables import Status
from tests.handlers.steps import quietly
from tests.world import World


def two(world: World) -> None:
    """Two requests of 3栋 by two neighbours."""
    world.says("老马", "3栋1单元门口垃圾没人清")
    world.advance(minutes=1)
    world.says("张姐", "3栋1单元墙皮掉了")
    world.advance(minutes=1)
    world.forget()


def test_those_of_the_merged_one_hear_it_in_private_and_its_timers_stop(world: World) -> None:
    two(world)
    world.whispers("苏玲", "并 2 1")
    world.expect("苏玲", "#2 并到 #1", why="status")
    world.expect("张姐", "#2 和 #1 是一件事", why="status")
    world.expect("王师傅", "#2", why="status")
    assert world.request(2).status is Status.MERGED
    assert world.request(2).next_due_at is None
    world.until("07-14 12:00")
    assert not [one for one in world.heard if one.no == 2 and not one.expected]
    world.forget()


def test_when_the_other_is_done_they_hear_it(world: World) -> None:
    two(world)
    world.whispers("苏玲", "并 2 1")
    world.whispers("小陈", "接 1")
    world.advance(minutes=30)
    world.forget()
    world.whispers("小陈", "完 1")
    world.advance(minutes=1)
    world.expect("3栋", "@老马", "#1", why="done")
    world.expect("3栋", "@张姐", "#2", why="done")
    world.forget()


def test_what_is_said_of_the_merged_one_is_meant_of_the_other(world: World) -> None:
    two(world)
    world.whispers("苏玲", "并 2 1")
    world.whispers("小陈", "接 1")
    world.advance(minutes=5)
    world.forget()
    world.whispers("张姐", "查 2")
    world.expect("张姐", "#2 就是 #1", "小陈在办", why="answer", no=2)
    world.says("张姐", "催 2")
    world.expect("3栋", "@张姐", "#2 就是 #1", "小陈在办", why="answer")
    assert world.request(1).urges == 1
    world.whispers("小陈", "完 1")
    world.advance(minutes=5)
    world.forget()
    world.whispers("张姐", "没修好 2")
    world.expect("张姐", "#1 还没好", why="status")
    world.forget()
    assert world.request(1).status is Status.TO_ACCEPT


@pytest.mark.parametrize("who", ["张姐", "老马", "刘芳", "小李"])
def test_others_may_not(world: World, who: str) -> None:
    two(world)
    world.whispers(who, "并 2 1")
    world.expect(who, "#2", why="refuse")
    assert world.request(2).status is Status.TO_ACCEPT


def test_split_within_seven_days_it_goes_its_own_way_with_a_new_clock(world: World) -> None:
    two(world)
    world.whispers("苏玲", "并 2 1")
    quietly(world, "07-15 10:00")
    world.whispers("苏玲", "拆 2")
    world.expect("苏玲", "#2", why="status")
    world.expect("张姐", "#2", "单独办", why="status")
    world.expect("王师傅", "#2", "12:00前", why="assign")
    assert world.request(2).status is Status.TO_ACCEPT
    assert world.due(2) == "07-15 11:00"


def test_after_seven_days_it_cannot_be_split(world: World) -> None:
    two(world)
    world.whispers("苏玲", "并 2 1")
    quietly(world, "07-21 10:00")
    world.whispers("苏玲", "拆 2")
    world.expect("苏玲", "#2", "7天", why="refuse")


def test_the_bot_proposes_and_the_reporters_yes_merges(world: World) -> None:
    world.says("老马", "3栋1单元门口垃圾没人清")
    quietly(world, "07-14 10:00")
    world.says("张姐", "3栋1单元门口垃圾没人清")
    world.expect("3栋", "#2", why="ack")
    world.expect("小陈", "#2", why="assign")
    world.expect("张姐", "#2 和 #1 垃圾没人清", "7月13日09:30报的", "是同一件事吗", why="ask", no=2)
    world.advance(minutes=5)
    world.whispers("张姐", "是")
    world.expect("张姐", "#2 并到 #1", why="status")
    assert world.request(2).status is Status.MERGED
    world.forget()


def proposed(world: World) -> None:
    """张姐 reports what 老马 reported yesterday and is asked whether it is the same."""
    world.says("老马", "3栋1单元门口垃圾没人清")
    quietly(world, "07-14 10:00")
    world.says("张姐", "3栋1单元门口垃圾没人清")
    world.advance(minutes=5)
    world.forget()


def test_a_no_leaves_each_on_its_own_way(world: World) -> None:
    proposed(world)
    world.whispers("张姐", "不是")
    world.expect("张姐", "#2 分开办", why="status")
    assert world.request(2).status is Status.TO_ACCEPT


def test_a_yes_may_come_with_more_words(world: World) -> None:
    proposed(world)
    world.whispers("张姐", "对，就是那个")
    world.expect("张姐", "#2 并到 #1", why="status")
    world.forget()
    assert world.request(2).status is Status.MERGED


@pytest.mark.parametrize("who", ["王师傅", "赵姐", "陈主任"])
def test_its_worker_the_grid_and_the_community_may_too_both_ways(world: World, who: str) -> None:
    two(world)
    world.whispers(who, "并 2 1")
    world.expect(who, "#2 并到 #1", why="status")
    world.advance(minutes=5)
    world.forget()
    world.whispers(who, "拆 2")
    world.expect(who, "#2 分开办", why="status")
    world.forget()
    assert world.assignee(2) == "王师傅"


def test_in_private_the_ack_asks_it_too(world: World) -> None:
    world.says("老马", "3栋1单元门口垃圾没人清")
    quietly(world, "07-14 10:00")
    world.whispers("张姐", "3栋1单元门口垃圾没人清")
    world.expect("张姐", "记下了 #2", "#2 和 #1", "是同一件事吗", why="ack")
    world.expect("小陈", "#2", why="assign")


def test_what_is_another_place_is_not_proposed(world: World) -> None:
    world.says("老马", "3栋1单元门口垃圾没人清")
    quietly(world, "07-14 10:00")
    world.says("小李", "3栋2单元门口垃圾没人清")
    world.expect("3栋", "#2", why="ack")
    world.expect("小陈", "#2", why="assign")


def test_into_itself_or_into_what_has_ended_it_cannot_be_merged(world: World) -> None:
    two(world)
    world.whispers("苏玲", "并 2 2")
    world.expect("苏玲", why="refuse")
    world.says("老马", "不用了")
    world.forget()
    world.whispers("苏玲", "并 2 1")
    world.expect("苏玲", why="refuse")
    assert world.request(2).status is Status.TO_ACCEPT
