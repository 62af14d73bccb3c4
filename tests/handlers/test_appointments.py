"""换时间: another hour for a visit, asked and answered through the bot."""

from __future__ import annotations

import pytest

from storage.tables import Status
from tests.handlers.steps import finished, reported, taken
from tests.world import World


@pytest.mark.parametrize("who", ["王师傅", "刘芳"])
def test_another_hour_is_put_to_the_reporter_and_the_answer_comes_back(world: World, who: str) -> None:
    taken(world)
    due = world.due(1)
    world.advance(minutes=1)
    world.whispers(who, "换时间 1 周六上午")
    world.expect(who, "问了", why="status", no=1)
    world.expect("孙师傅", f"#1 {who}想约周六上午, 行吗?", why="ask", no=1)
    world.advance(minutes=5)
    world.whispers("孙师傅", "可以，9点以后")
    world.expect("孙师傅", f"已告诉{who}", why="answer", no=1)
    world.expect(who, "#1 孙师傅回: 可以，9点以后", why="answer", no=1)
    assert world.request(1).status is Status.ACCEPTED
    assert world.due(1) == due


def test_the_reporter_asks_whoever_goes_there(world: World) -> None:
    taken(world)
    world.advance(minutes=1)
    world.whispers("孙师傅", "换时间 1 明天下午三点")
    world.expect("孙师傅", "问了", why="status")
    world.expect("王师傅", "#1 孙师傅想约明天下午三点, 行吗?", why="ask")
    world.whispers("王师傅", "行")
    world.expect("王师傅", "已告诉孙师傅", why="answer")
    world.expect("孙师傅", "#1 王师傅回: 行", why="answer")


def test_without_a_number_it_is_the_only_one_they_have(world: World) -> None:
    taken(world)
    world.advance(minutes=1)
    world.whispers("孙师傅", "换个时间，周六上午")
    world.expect("孙师傅", "问了", why="status", no=1)
    world.expect("王师傅", "#1 孙师傅想约周六上午", why="ask")


@pytest.mark.parametrize("words", ["换时间 1 再说", "换时间 1 昨天上午"])
def test_without_an_hour_to_come_it_is_asked_with_an_example(world: World, words: str) -> None:
    taken(world)
    world.whispers("王师傅", words)
    world.expect("王师傅", "#1 换到什么时候? 例如: 换时间 1 周六上午", why="ask", no=1)


@pytest.mark.parametrize("who", ["小陈", "苏玲", "张姐", "管理员"])
def test_others_may_not(world: World, who: str) -> None:
    taken(world)
    world.whispers(who, "换时间 1 周六上午")
    world.expect(who, "#1", why="refuse", no=1)


def test_of_what_nobody_goes_for_there_is_no_hour(world: World) -> None:
    finished(world)
    world.whispers("孙师傅", "好了")
    world.forget()
    world.whispers("孙师傅", "换时间 1 周六上午")
    world.expect("孙师傅", "#1 现在没有人上门", why="refuse")


def test_who_cannot_be_reached_in_private_is_asked_where_it_was_reported(world: World) -> None:
    reported(world, "3栋1单元门口垃圾没人清", "老马")
    world.says("陈阿姨", "3栋1单元墙皮掉了", room="3栋")
    world.whispers("王师傅", "接 2")
    world.advance(minutes=1)
    world.forget()
    world.whispers("王师傅", "换时间 2 周六上午")
    world.expect("王师傅", why="status")
    world.expect("3栋", "@陈阿姨", "王师傅想约周六上午", why="ask")
