"""Disputes: nothing in the group, ever."""

from __future__ import annotations

import pytest

from storage.tables import Status
from tests.handlers.steps import QUARREL, quietly
from tests.world import World


@pytest.fixture(autouse=True)
def _never_in_a_group(world: World) -> object:
    yield
    assert not [one for one in world.heard if one.group]


def asked(world: World) -> None:
    """张姐 asks for a mediator in her group."""
    world.says("张姐", QUARREL)
    world.expect("张姐", "#1", "不会在群里说", "何阿姨", "15:00", why="ack")
    world.expect("何阿姨", "#1", "张姐", "接", why="assign")
    assert world.owner(1) == "何阿姨"


def settled(world: World) -> None:
    asked(world)
    world.whispers("何阿姨", "接 1")
    world.advance(minutes=30)
    world.whispers("何阿姨", "完 1")
    world.forget()


@pytest.mark.parametrize("words", ["邻居占了我的车位还骂人，请社区来调解", "楼上漏水不肯赔，谈不拢，想请人调解"])
def test_what_it_is_about_makes_it_no_less_private(world: World, words: str) -> None:
    world.says("张姐", words)
    world.expect("张姐", "#1", "何阿姨", why="ack")
    world.expect("何阿姨", "#1", "张姐", why="assign")
    world.whispers("何阿姨", "接 1")
    world.advance(minutes=30)
    world.whispers("何阿姨", "完 1")
    world.forget()


def test_the_mediator_takes_it_and_all_words_are_private(world: World) -> None:
    asked(world)
    world.whispers("何阿姨", "接 1")
    world.expect("何阿姨", "#1", why="status")
    world.advance(minutes=5)
    world.expect("张姐", "何阿姨接了", why="status")
    world.whispers("何阿姨", "完 1")
    world.expect("何阿姨", "张姐", why="done")
    world.expect("张姐", "#1", "谈过", why="done")


def test_who_cannot_be_reached_in_private_is_not_answered_in_the_group_the_head_is_told(world: World) -> None:
    world.says("陈阿姨", QUARREL, room="3栋")
    world.expect("何阿姨", "#1", why="assign")
    world.expect("苏玲", "#1", "不要在群里说", why="status")


def test_the_family_behind_the_same_door_learns_nothing_either(world: World) -> None:
    world.whispers("小李", "我和婆婆吵架吵了好几次，想请人来调解一下")
    world.expect("小李", "#1", "何阿姨", why="ack")
    world.expect("何阿姨", "#1", why="assign")
    world.whispers("李婶", "查 1")
    world.expect("李婶", "没有 #1", why="refuse")
    world.whispers("李婶", "我的")
    world.expect("李婶", "没有", why="answer")


def test_it_is_given_to_nobody_who_may_not_know_of_it(world: World) -> None:
    asked(world)
    world.whispers("苏玲", "派 1 王师傅")
    world.expect("苏玲", "调解员", why="refuse", no=1)
    world.whispers("何阿姨", "转 1 小李")
    world.expect("何阿姨", "调解员", why="refuse", no=1)
    assert world.owner(1) == "何阿姨"


@pytest.mark.parametrize("who", ["老马", "王师傅", "刘芳", "李大哥"])
def test_others_who_ask_learn_nothing(world: World, who: str) -> None:
    asked(world)
    world.whispers(who, "查 1")
    said = world.expect(who, "没有 #1", why="refuse").text
    assert "张姐" not in said


@pytest.mark.parametrize("who", ["何阿姨", "苏玲", "陈主任", "张姐"])
def test_mediator_head_community_and_reporter_may_ask(world: World, who: str) -> None:
    asked(world)
    world.whispers(who, "查 1")
    world.expect(who, "#1", "何阿姨", why="answer")


def test_asked_in_the_group_it_is_answered_in_private(world: World) -> None:
    asked(world)
    world.says("张姐", "查 1")
    world.expect("张姐", "#1", why="answer")


def test_reminded_at_two_and_four_working_hours_the_community_a_working_day_after_opening(world: World) -> None:
    asked(world)
    world.until("07-13 11:31")
    world.expect("何阿姨", "#1", why="remind")
    world.until("07-13 15:01")
    world.expect("何阿姨", "#1", why="digest")
    world.expect("何阿姨", "#1", why="remind")
    world.expect("苏玲", "#1", why="remind")
    quietly(world, "07-14 17:29")
    world.until("07-14 17:31")
    world.expect("陈主任", "#1", why="escalate")


def test_silence_does_not_close_it_the_head_is_asked_and_closes(world: World) -> None:
    settled(world)
    quietly(world, "07-14 08:29")
    world.until("07-14 08:31")
    world.expect("苏玲", "#1", "办结 1", why="confirm")
    world.forget()
    assert world.request(1).status is Status.TO_CONFIRM
    world.whispers("何阿姨", "办结 1")
    world.expect("何阿姨", "#1", why="done")
    assert world.request(1).status is Status.CLOSED


def test_not_settled_it_goes_back_to_the_mediator(world: World) -> None:
    settled(world)
    world.whispers("张姐", "没谈好，他们又吵了")
    world.expect("张姐", "#1 还没好, 已请何阿姨再去", why="status")
    world.expect("何阿姨", "#1", why="assign")
    world.expect("苏玲", "#1", why="status")
    assert world.request(1).status is Status.TO_ACCEPT


def test_a_month_after_closing_the_mediator_looks_in(world: World) -> None:
    settled(world)
    world.whispers("张姐", "好了")
    world.forget()
    world.until("08-12 09:30")
    world.expect_nothing()
    world.until("08-12 10:30")
    world.expect("何阿姨", "#1", "张姐", "一个月", why="remind")


def test_opened_again_the_look_in_falls_away(world: World) -> None:
    settled(world)
    world.whispers("张姐", "好了")
    world.advance(hours=2)
    world.whispers("张姐", "没办结")
    quietly(world, "08-14 10:30")
    assert not world.told("何阿姨", "一个月")
