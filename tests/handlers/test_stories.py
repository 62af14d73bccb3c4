"""Stories of the street, each about one thing that could go wrong between people."""

from __future__ import annotations

import pytest

from storage.tables import Level
from tests.handlers.steps import LAMP, OUTAGE, QUARREL, closed, quietly, reported, taken
from tests.world import World

LAMP_OF_3 = "3栋2单元楼道灯不亮了"


# --- a dispute is between the mediator, the head and the community -------------------------------------------------


@pytest.fixture
def quarrel(world: World) -> World:
    """张姐 asks for a mediator."""
    world.says("张姐", QUARREL)
    world.forget()
    return world


@pytest.mark.parametrize("words", ["查 1", "清单", "没人接的"])
def test_the_grid_lead_learns_nothing_of_a_dispute(quarrel: World, words: str) -> None:
    quarrel.whispers("赵姐", words)
    assert "矛盾" not in quarrel.expect("赵姐").text


def test_a_dispute_the_mediator_returns_goes_to_the_head_and_to_no_worker(quarrel: World) -> None:
    quarrel.whispers("何阿姨", "退 1 认识其中一方")
    quarrel.expect("何阿姨", "#1", why="status")
    quarrel.expect("苏玲", "#1", why="assign")
    quarrel.advance(minutes=2)
    quarrel.expect("苏玲", "认识其中一方", why="status")
    assert quarrel.assignee(1) == "苏玲"


def test_a_dispute_that_rises_passes_the_grid_by(quarrel: World) -> None:
    quarrel.whispers("苏玲", "升 1 打起来了")
    quarrel.expect("苏玲", "社区", why="status")
    quarrel.expect("陈主任", "#1", "打起来了", why="escalate")
    assert quarrel.request(1).level is Level.COMMUNITY


def test_who_recalls_a_dispute_in_the_group_hears_in_private_that_it_is_withdrawn(world: World) -> None:
    said = world.says("张姐", QUARREL)
    world.forget()
    world.recalls("张姐", said)
    world.expect("张姐", "#1", "已撤", why="status")


# --- the first one wins, and everybody knows who has it ------------------------------------------------------------


def test_who_was_told_not_to_go_any_more_cannot_take_it_back_by_a_late_word(world: World) -> None:
    reported(world)
    world.whispers("刘芳", "派 1 小陈")
    world.expect("刘芳", "小陈", why="status")
    world.expect("小陈", "#1", why="assign")
    world.advance(minutes=10)
    world.expect("王师傅", "小陈", why="status")
    world.whispers("王师傅", "接 1")
    world.expect("王师傅", "#1", why="refuse")
    assert world.assignee(1) == "小陈"


def test_a_neighbour_who_answers_too_late_hears_who_has_it(world: World) -> None:
    world.says("小李", LAMP_OF_3)
    world.advance(minutes=20)
    world.whispers("王师傅", "接 1")
    world.forget()
    world.advance(minutes=5)
    world.whispers("李大哥", "我来")
    world.expect("李大哥", "#1", "王师傅已经接了", why="refuse")


def test_a_head_who_names_the_worker_in_her_own_report_troubles_no_other(world: World) -> None:
    world.says("刘芳", f"@小陈 {LAMP}", mentions=("小陈",))
    world.expect("2栋", "#1", why="ack")
    world.expect("小陈", "#1", why="assign")


def test_the_group_hears_who_goes_and_for_whom(world: World) -> None:
    reported(world)
    world.whispers("王师傅", "请假到周三 小陈代")
    world.forget()
    world.advance(minutes=10)
    world.whispers("小陈", "接 1")
    world.expect("小陈", "#1", why="status")
    world.expect("2栋", "小陈代王师傅接了", why="status")


# --- what the group hears is true when it is said ------------------------------------------------------------------


def test_what_was_done_and_closed_at_night_is_told_in_the_morning_as_closed(world: World) -> None:
    world.until("07-13 21:30")
    taken(world)
    quietly(world, "07-13 22:30")
    world.whispers("王师傅", "完 1")
    world.expect("王师傅", why="done")
    world.expect("孙师傅", "#1", why="done")
    world.whispers("孙师傅", "好了")
    world.expect("孙师傅", "满意", why="confirm")
    world.until("07-14 07:31")
    said = world.expect("2栋", "#1 办结", "王师傅", why="done").text
    assert "没修好" not in said


def test_the_reporter_hears_that_it_came_back_after_more_than_a_week(world: World) -> None:
    closed(world)
    quietly(world, "07-24 10:00")
    world.says("孙师傅", "2栋1单元楼道灯又坏了")
    world.expect("2栋", "#2", "又犯 #1", why="ack")
    world.expect("王师傅", "#2", "又犯 #1", why="assign")


def test_an_outage_returned_goes_on_to_the_worker_for_everything_else(world: World) -> None:
    reported(world, OUTAGE)
    world.whispers("王师傅", "退 1 在外地")
    world.expect("王师傅", "#1", why="status")
    world.expect("刘芳", "在外地", "小陈", why="status")
    world.expect("小陈", "#1", why="assign")


# --- two bots never talk to each other -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "@孙师傅 记下了 #1 2栋1单元 楼道灯坏了, 今天11:30前有人回您。",
        "#1 王师傅接了, 周四17:30前修好。",
        "@孙师傅 #1 灯修好了, 王师傅说的。还不亮就回 没修好。",
        "#7 还没好, 已请王师傅再去, 明天12:00前。",
        "#3 苏玲招呼: 现在 篮球坪 扯杂草。来的回 我来。",
    ],
)
def test_a_line_like_our_own_from_another_bot_is_left_alone(world: World, line: str) -> None:
    reported(world)
    world.says("物业机器人", line, room="2栋")
    world.expect_nothing()
