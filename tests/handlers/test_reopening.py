"""Not so after all."""

from __future__ import annotations

import pytest

from storage.tables import Level, Status
from tests.handlers.steps import GAS, closed, finished, quietly, taken
from tests.world import World


@pytest.mark.parametrize("words", ["没修好", "还是不亮", "又坏了", "灯还是不亮"])
def test_the_reporter_sends_it_back_with_half_of_the_time(world: World, words: str) -> None:
    finished(world)
    world.advance(minutes=10)
    world.says("孙师傅", words)
    world.expect("2栋", "#1 还没好, 已请王师傅再去, 周三12:00前。", why="status")
    world.expect("王师傅", "#1", "201", "再去一趟", "周三12:00前", why="assign")
    world.expect("刘芳", "#1", why="status")
    assert world.request(1).status is Status.TO_ACCEPT


@pytest.mark.parametrize("words", ["没有修好啊", "不行，还是黑的", "没换好，还闪", "还是没亮", "根本没修", "还没好呢"])
def test_any_word_that_it_is_not_good_sends_it_back(world: World, words: str) -> None:
    finished(world)
    world.advance(minutes=10)
    world.says("孙师傅", words)
    world.expect("2栋", "#1 还没好, 已请王师傅再去", why="status")
    world.forget()


@pytest.mark.parametrize("words", ["1单元的灯没修好", "2栋1单元楼道灯坏了", "1单元楼道灯不亮"])
def test_the_same_report_while_the_word_is_waited_for_sends_it_back(world: World, words: str) -> None:
    finished(world)
    world.advance(minutes=10)
    world.says("孙师傅", words)
    world.expect("2栋", "#1 还没好, 已请王师傅再去", why="status")
    world.forget()


def test_another_entrance_is_another_matter(world: World) -> None:
    finished(world)
    world.advance(minutes=10)
    world.says("孙师傅", "2栋3单元楼道灯坏了")
    world.expect("2栋", "@孙师傅 记下了 #2 2栋3单元", why="ack")
    world.expect("王师傅", "#2", why="assign")
    assert world.request(1).status is Status.TO_CONFIRM


@pytest.mark.parametrize(
    "words", ["灯不亮啊", "楼道灯还闪", "怎么还是黑的", "根本没人来过", "师傅没来啊", "师傅到底什么时候来啊"]
)
def test_the_same_fault_again_while_it_waits_for_a_word_sends_it_back(world: World, words: str) -> None:
    finished(world)
    world.advance(days=1)
    world.forget()
    world.says("孙师傅", words)
    world.expect("2栋", "#1 还没好, 已请王师傅再去", why="status")
    world.expect("王师傅", "#1", why="assign")
    world.expect("刘芳", "#1", why="status")


def test_a_neighbour_who_reports_what_is_said_to_be_done_sends_it_back(world: World) -> None:
    finished(world)
    world.advance(minutes=10)
    world.says("周奶奶", "2栋1单元楼道灯不亮")
    world.expect("2栋", "#1 还没好, 已请王师傅再去", why="status")
    world.forget()
    assert world.request(1).reopens == 1


def test_a_danger_that_is_there_again_is_an_alarm_of_its_own(world: World) -> None:
    taken(world, GAS, "小李")
    world.whispers("王师傅", "完 1")
    world.advance(hours=1)
    world.forget()
    world.says("小李", "3栋2单元又闻到煤气味了")
    world.expect("3栋", "#2", "关阀", why="ack")
    world.expect("王师傅", "急", "#2", why="assign")
    world.expect("苏玲", "急", "#2", why="escalate")


def test_the_head_may_for_the_own_building(world: World) -> None:
    finished(world)
    world.advance(minutes=10)
    world.whispers("刘芳", "没修好 1")
    world.expect("刘芳", "#1 还没好", why="status")
    world.expect("2栋", "#1 还没好, 已请王师傅再去", why="status")
    world.expect("王师傅", "#1", why="assign")


def test_said_in_private_it_is_answered_there_too(world: World) -> None:
    finished(world)
    world.advance(minutes=10)
    world.whispers("孙师傅", "没修好")
    world.expect("2栋", "#1 还没好, 已请王师傅再去", why="status")
    world.expect("孙师傅", "#1 还没好, 已请王师傅再去", why="status")
    world.forget()


def test_a_co_signer_may_too(world: World) -> None:
    world.says("孙师傅", "2栋1单元楼道灯坏了")
    world.advance(minutes=1)
    world.says("周奶奶", "2栋1单元楼道灯不亮")
    world.whispers("王师傅", "完 1")
    world.advance(minutes=10)
    world.forget()
    world.says("周奶奶", "没修好")
    world.expect("2栋", "#1 还没好", why="status")
    world.forget()


def test_family_may_too(world: World) -> None:
    world.says("小李", "3栋2单元墙皮掉了")
    world.whispers("王师傅", "完 1")
    world.advance(minutes=10)
    world.forget()
    world.says("李婶", "没修好")
    world.expect("3栋", "#1 还没好", why="status")
    world.forget()


@pytest.mark.parametrize("who", ["老马", "小陈", "苏玲"])
def test_strangers_to_it_may_not(world: World, who: str) -> None:
    finished(world)
    world.whispers(who, "没修好 1")
    world.forget()
    assert world.request(1).status is Status.TO_CONFIRM


def test_within_seven_days_after_closing(world: World) -> None:
    closed(world)
    quietly(world, "07-20 10:00")
    world.says("孙师傅", "灯又坏了")
    world.expect("2栋", "#1 还没好", why="status")
    world.expect("王师傅", "#1", why="assign")
    world.expect("刘芳", "#1", why="status")


def test_later_than_seven_days_it_is_a_new_number(world: World) -> None:
    closed(world)
    quietly(world, "07-21 10:00")
    world.whispers("孙师傅", "没修好 1")
    world.expect("孙师傅", "#2", why="ack")
    world.expect("王师傅", "#2", "又犯 #1", why="assign")
    assert world.request(1).status is Status.CLOSED


@pytest.mark.parametrize("words", ["楼道灯又坏了", "楼道灯又不亮了", "灯还是不亮", "2栋1单元楼道灯又坏了"])
def test_the_same_again_in_own_words_opens_the_old_one(world: World, words: str) -> None:
    closed(world)
    quietly(world, "07-16 10:00")
    world.says("孙师傅", words)
    world.expect("2栋", "#1 还没好, 已请王师傅再去", why="status")
    world.forget()
    assert world.request(1).reopens == 1


@pytest.mark.parametrize("words", ["楼道灯又坏了", "灯又不亮了"])
def test_the_same_again_after_a_week_is_a_new_number_that_names_the_old_one(world: World, words: str) -> None:
    closed(world)
    quietly(world, "07-24 10:00")
    world.says("孙师傅", words)
    world.expect("2栋", "#2", "又犯 #1", why="ack")
    world.expect("王师傅", "#2", "又犯 #1", why="assign")


def test_the_same_again_by_somebody_else_is_a_report(world: World) -> None:
    closed(world)
    quietly(world, "07-16 10:00")
    world.says("周奶奶", "2栋1单元楼道灯又坏了")
    world.expect("2栋", "#2", why="ack")
    world.expect("王师傅", "#2", why="assign")


def test_the_second_time_the_level_rises_and_whoever_did_it_still_goes(world: World) -> None:
    finished(world)
    world.says("孙师傅", "没修好")
    world.advance(minutes=10)
    world.whispers("王师傅", "完 1")
    world.advance(minutes=10)
    world.forget()
    world.says("孙师傅", "还是不亮")
    world.expect("2栋", "#1 还没好, 已请王师傅再去", why="status")
    world.expect("王师傅", "#1", "再去一趟", why="assign")
    world.expect("赵姐", "#1", "两次", why="escalate")
    world.expect("刘芳", "#1", why="status")
    assert world.request(1).level is Level.GRID
    world.advance(minutes=5)
    world.whispers("王师傅", "接 1")
    world.forget()
    assert world.assignee(1) == "王师傅"


def test_not_fixed_while_somebody_is_at_it_is_an_urge_and_answered_with_facts(world: World) -> None:
    taken(world)
    world.advance(minutes=10)
    world.says("孙师傅", "灯还是不亮啊")
    world.expect("2栋", "@孙师傅", "#1", "王师傅在办", why="answer")
    assert world.request(1).status is Status.ACCEPTED


def test_the_accept_clock_starts_anew(world: World) -> None:
    finished(world)
    world.says("孙师傅", "没修好")
    world.forget()
    assert world.due(1) == "07-13 11:40"
