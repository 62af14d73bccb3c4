"""不受理: with the reason and the next door, and what the resident can do about it."""

from __future__ import annotations

import pytest

from storage.tables import Level, Status
from tests.handlers.steps import RUBBISH, reported, taken
from tests.world import World


@pytest.mark.parametrize("who", ["苏玲", "赵姐", "陈主任"])
def test_head_grid_and_community_may_with_reason_and_next_door(world: World, who: str) -> None:
    reported(world, RUBBISH, "老马")
    world.whispers(who, "不受理 1 归环卫公司 电话12345678")
    world.expect(who, "#1", why="status")
    world.expect("老马", "#1", "环卫公司", "12345678", "不同意", why="status")
    world.advance(minutes=2)
    world.expect("小陈", "#1", "不用去", why="status")
    assert world.request(1).status is Status.REFUSED


@pytest.mark.parametrize(
    "words",
    ["不受理 1", "不受理 1 太麻烦", "不受理 1 不归我们管", "不受理 1 电话12345678", "不受理 1 去了几次都做不到"],
)
def test_both_are_required(world: World, words: str) -> None:
    reported(world, RUBBISH, "老马")
    world.whispers("苏玲", words)
    world.expect("苏玲", "该找谁", why="ask")
    assert world.request(1).status is Status.TO_ACCEPT


@pytest.mark.parametrize("who", ["小陈", "老马", "刘芳", "管理员"])
def test_others_may_not(world: World, who: str) -> None:
    reported(world, RUBBISH, "老马")
    world.whispers(who, "不受理 1 归环卫公司 电话12345678")
    world.expect(who, "#1", why="refuse")
    assert world.request(1).status is Status.TO_ACCEPT


def test_a_refusal_says_what_it_is_about(world: World) -> None:
    reported(world)
    world.whispers("周奶奶", "完 1")
    world.expect("周奶奶", "#1", why="refuse", no=1)
    world.whispers("周奶奶", "完 9")
    assert world.expect("周奶奶", "#9", why="refuse").no is None


def test_what_is_accepted_is_not_refused_any_more(world: World) -> None:
    taken(world, RUBBISH, "老马", "小陈")
    world.whispers("苏玲", "不受理 1 归环卫公司 电话12345678")
    world.expect("苏玲", "#1", why="refuse")
    assert world.request(1).status is Status.ACCEPTED


def test_who_cannot_be_reached_in_private_hears_it_with_a_mention(world: World) -> None:
    world.says("陈阿姨", RUBBISH, room="3栋")
    world.advance(minutes=1)
    world.forget()
    world.whispers("苏玲", "不受理 1 归环卫公司 电话12345678")
    world.expect("3栋", "@陈阿姨", "环卫公司", why="status")
    world.forget()


@pytest.mark.parametrize("words", ["不同意", "不同意 1", "我不同意，他们说不归他们管"])
def test_the_resident_disagrees_and_the_next_level_looks_at_it(world: World, words: str) -> None:
    reported(world, RUBBISH, "老马")
    world.whispers("苏玲", "不受理 1 归环卫公司 电话12345678")
    world.advance(minutes=2)
    world.forget()
    world.whispers("老马", words)
    world.expect("老马", "#1", why="status")
    world.expect("赵姐", "#1", "不同意", why="escalate")
    assert world.request(1).status is Status.TO_ASSIGN
    assert world.request(1).level is Level.GRID


def test_nobody_else_disagrees_for_the_resident(world: World) -> None:
    reported(world, RUBBISH, "老马")
    world.whispers("苏玲", "不受理 1 归环卫公司 电话12345678")
    world.advance(minutes=2)
    world.forget()
    world.whispers("张姐", "不同意 1")
    world.expect("张姐", "#1", why="refuse")
    assert world.request(1).status is Status.REFUSED
