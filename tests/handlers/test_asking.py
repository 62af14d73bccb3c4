"""查, 为什么, 催 and 问."""

from __future__ import annotations

import pytest

from storage.tables import Status
from tests.handlers.steps import quietly, reported, taken
from tests.world import World


def test_asked_in_the_group_who_has_it_since_when_until_when_and_how_far(world: World) -> None:
    taken(world)
    world.advance(minutes=1)
    world.says("周奶奶", "查 1")
    line = world.expect("2栋", "@周奶奶", "#1", "王师傅在办", "周四17:30前", "09:40起", "楼栋✓", why="answer").text
    assert "201" not in line


@pytest.mark.parametrize(
    ("who", "words", "told"),
    [("王师傅", "转 1 小陈", "等小陈接, 今天10:00起"), ("陈主任", "报 1 街道", "已报街道, 今天10:00起")],
)
def test_since_when_is_since_it_is_with_whoever_has_it_now(world: World, who: str, words: str, told: str) -> None:
    taken(world)
    quietly(world, "07-13 10:00")
    world.whispers(who, words)
    quietly(world, "07-13 11:00")
    world.whispers("孙师傅", "查 1")
    world.expect("孙师傅", "#1", told, why="answer")


@pytest.mark.parametrize("words", ["#1怎么样了", "#1 什么情况？", "#1怎么还没来"])
def test_asked_in_own_words_about_its_number_it_is_answered_where_it_was_asked(world: World, words: str) -> None:
    taken(world)
    world.advance(minutes=1)
    world.says("周奶奶", words)
    world.expect("2栋", "@周奶奶", "#1", "王师傅在办", why="answer")


@pytest.mark.parametrize("words", ["#1", "1怎么样了", "1号好了吗？"])
def test_in_private_its_number_is_enough(world: World, words: str) -> None:
    taken(world)
    world.whispers("孙师傅", words)
    world.expect("孙师傅", "#1", "王师傅在办", why="answer")


def test_a_time_that_has_passed_is_told_as_passed(world: World) -> None:
    reported(world)
    quietly(world, "07-13 12:00")
    world.whispers("孙师傅", "查 1")
    world.expect("孙师傅", "#1", "原定今天11:30, 已过", why="answer")
    world.whispers("王师傅", "接 1")
    quietly(world, "07-14 12:00")
    world.whispers("王师傅", "在修 1")
    quietly(world, "07-15 12:00")
    world.whispers("王师傅", "在修 1")
    quietly(world, "07-16 17:45")
    world.whispers("孙师傅", "查 1")
    world.expect("孙师傅", "#1", "王师傅在办, 原定今天17:30, 已过", why="answer")


def test_asked_in_private_it_is_answered_in_private(world: World) -> None:
    taken(world)
    world.whispers("孙师傅", "查 1")
    world.expect("孙师傅", "#1", "王师傅", why="answer")


def test_a_number_that_is_none_is_one_sentence(world: World) -> None:
    world.whispers("孙师傅", "查 99")
    world.expect("孙师傅", "没有 #99", why="refuse")


def test_why_is_told_without_the_names_of_rules(world: World) -> None:
    reported(world)
    world.whispers("王师傅", "为什么 1")
    text = world.expect("王师傅", "#1 说到“楼道灯、灯坏", "负责这类事", why="answer").text
    assert "." not in text
    assert "_" not in text


def test_why_tells_the_words_that_decided_and_never_the_door(world: World) -> None:
    world.says("小李", "3-2-502家里水管漏水了")
    world.forget()
    world.advance(minutes=1)
    world.says("老马", "为什么 1")
    text = world.expect("3栋", "@老马", "#1 说到“", "水管漏", "水的事", "派给王师傅", why="answer").text
    assert "502" not in text


def test_urging_is_answered_with_facts_where_it_was_said_and_tells_nobody_else(world: World) -> None:
    reported(world)
    world.advance(minutes=30)
    world.says("孙师傅", "催 1")
    world.expect("2栋", "@孙师傅", "#1", "等王师傅接", "11:30前", why="answer")
    assert world.request(1).urges == 1


def test_again_within_four_working_hours_nothing(world: World) -> None:
    reported(world)
    world.advance(minutes=10)
    world.says("孙师傅", "催 1")
    world.forget()
    world.advance(minutes=10)
    world.says("孙师傅", "催 1")
    assert world.request(1).urges == 1
    quietly(world, "07-13 15:30")
    world.says("孙师傅", "催 1")
    world.expect("2栋", "#1", why="answer")
    assert world.request(1).urges == 2


def test_a_question_is_carried_to_the_reporter_and_the_answer_back(world: World) -> None:
    taken(world)
    world.advance(minutes=1)
    world.whispers("王师傅", "问 1 下午三点在家吗")
    world.expect("王师傅", "问了", why="status")
    world.expect("孙师傅", "#1", "王师傅问", "下午三点在家吗", why="ask")
    world.advance(minutes=5)
    world.whispers("孙师傅", "在家，电话13812345678")
    world.expect("孙师傅", "已告诉王师傅", why="answer")
    back = world.expect("王师傅", "#1", "在家", why="answer").text
    assert "13812345678" not in back
    assert "ask" in world.events(1)


def test_in_a_group_the_next_remark_is_no_answer_to_what_was_asked_in_private(world: World) -> None:
    taken(world)
    world.advance(minutes=1)
    world.whispers("王师傅", "问 1 下午三点在家吗")
    world.forget()
    world.says("孙师傅", "大家下午好")
    assert not world.told("王师傅", "下午好")


def test_who_cannot_be_reached_is_asked_in_the_group(world: World) -> None:
    world.says("陈阿姨", "3栋1单元门口垃圾没人清", room="3栋")
    world.advance(minutes=1)
    world.forget()
    world.whispers("小陈", "问 1 在哪个门口")
    world.expect("3栋", "@陈阿姨", "在哪个门口", why="ask")
    world.forget()


@pytest.mark.parametrize("who", ["张姐", "苏玲", "小陈", "管理员"])
def test_others_may_not_ask_through_the_bot(world: World, who: str) -> None:
    taken(world)
    world.whispers(who, "问 1 在家吗")
    world.expect(who, "#1", why="refuse")


def test_a_question_without_words_is_asked_for_with_an_example(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "问 1")
    world.expect("王师傅", "问什么? 例如: 问 1", why="ask", no=1)


def test_asking_changes_no_state(world: World) -> None:
    taken(world)
    for words in ("查 1", "催 1", "为什么 1"):
        world.advance(minutes=1)
        world.whispers("孙师傅", words)
    world.forget()
    assert world.request(1).status is Status.ACCEPTED
