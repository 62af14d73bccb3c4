"""Without a number: the quoted line's item, else the only one it may be done to, else one question. Never a guess."""

from __future__ import annotations

import pytest

from storage.tables import Level, Status
from tests.handlers.steps import LAMP, RUBBISH, reported, taken
from tests.world import World

TAKEN = "#1 王师傅接了, 周四17:30前修好。"


@pytest.mark.parametrize(
    ("who", "words", "then"),
    [
        ("王师傅", "延到周五 等配件", "postponed"),
        ("王师傅", "转 小陈", "to_accept"),
        ("王师傅", "转给小陈吧，我手头有急事", "to_accept"),
        ("刘芳", "换人 小陈", "to_accept"),
        ("刘芳", "延 周五 等配件", "postponed"),
        ("陈主任", "报街道", "referred"),
        ("陈主任", "报 供电局", "referred"),
    ],
)
def test_it_is_the_only_one_it_can_be(world: World, who: str, words: str, then: str) -> None:
    taken(world)
    world.whispers(who, words)
    world.expect(who, "#1", why="status")
    world.forget()
    assert world.request(1).status == then


@pytest.mark.parametrize("who", ["王师傅", "刘芳"])
def test_a_reason_that_raises_it_gives_nothing_back(world: World, who: str) -> None:
    taken(world)
    world.whispers(who, "升 修不了")
    world.expect(who, "#1 已报网格", why="status")
    world.expect("赵姐", "#1", "修不了", why="escalate")
    assert world.request(1).level is Level.GRID
    assert world.assignee(1) == "王师傅"


def test_the_next_door_may_name_another_kind_of_thing(world: World) -> None:
    reported(world)
    world.whispers("刘芳", "不受理 归供电局 电话95598")
    world.expect("刘芳", "#1 已告诉居民", why="status")
    world.forget()
    assert world.request(1).status is Status.REFUSED


@pytest.mark.parametrize("words", ["延到周五 等配件", "升 修不了"])
def test_quoting_a_line_tells_which_though_there_are_several(world: World, words: str) -> None:
    taken(world)
    world.says("孙师傅", "2栋3单元墙皮掉了")
    world.advance(minutes=1)
    world.forget()
    world.says("王师傅", words, room="2栋", quote=TAKEN)
    world.expect("王师傅", "#1", why="status")
    world.forget()


def test_a_question_for_the_reporter_needs_no_number(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "问 下午三点在家吗")
    world.expect("王师傅", "问了", why="status")
    world.expect("孙师傅", "#1 王师傅问: 下午三点在家吗", why="ask")


@pytest.mark.parametrize(("words", "why"), [("问 下午三点在家吗", "status"), ("为什么", "answer"), ("查", "answer")])
def test_which_one_is_asked_and_the_number_goes_on_with_what_was_meant(world: World, words: str, why: str) -> None:
    taken(world)
    world.says("孙师傅", "2栋3单元墙皮掉了")
    world.advance(minutes=1)
    world.forget()
    world.whispers("王师傅", words)
    world.expect("王师傅", "是哪一件", "#1", "#2", why="ask")
    world.whispers("王师傅", "2")
    world.expect("王师傅", why=why)
    world.forget()
    assert (world.request(2).level, world.request(2).urges) == (Level.BUILDING, 0)


def test_who_has_nothing_in_hand_asks_for_themselves(world: World) -> None:
    reported(world)
    world.whispers("小李", "问 社区什么时候打疫苗")
    world.expect("小李", "已问苏玲", why="answer")
    world.expect("苏玲", "打疫苗", why="ask")


def test_asking_for_the_list_gives_nothing_back(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "我手里还有哪些")
    world.expect("王师傅", "#1 2栋1单元201", why="answer")


@pytest.mark.parametrize("words", ["1", "12"])
def test_a_bare_number_is_an_option_of_the_last_question_and_of_nothing_else(world: World, words: str) -> None:
    reported(world)
    world.whispers("王师傅", words)
    world.expect("王师傅", "可以这样说", why="answer")
    world.says("孙师傅", words)
    assert world.request(1).status is Status.TO_ACCEPT


def test_a_bare_number_answers_for_two_days_in_private_or_quoting(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "完")
    world.whispers("孙师傅", "好了")
    question = world.expect("孙师傅", "1 满意 2 一般 3 没解决", why="confirm")
    world.forget()
    world.says("孙师傅", "2")
    world.expect_nothing()
    world.says("孙师傅", "2", quote=question.text)
    assert world.request(1).rating == 2
    world.forget()


def test_after_two_days_a_bare_number_answers_nothing(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "完")
    world.whispers("孙师傅", "好了")
    world.forget()
    world.advance(days=2, minutes=1)
    world.whispers("孙师傅", "1")
    world.expect("孙师傅", "可以这样说", why="answer")
    assert world.request(1).rating is None
    world.forget()


@pytest.mark.parametrize("words", ["完 1", "派 1 小陈", "误报 1 看错了"])
def test_who_may_not_and_cannot_be_reached_hears_nothing(world: World, words: str) -> None:
    reported(world)
    world.says("过路的", words, room="2栋")
    assert world.request(1).status is Status.TO_ACCEPT


def test_requests_and_calls_share_one_sequence_that_is_never_used_again(world: World) -> None:
    world.says("老马", RUBBISH)
    world.advance(minutes=1)
    world.says("老马", "不用了")
    world.advance(minutes=1)
    world.says("苏玲", "请有时间的邻居到篮球坪来跟我一起扯杂草")
    world.advance(minutes=1)
    world.says("孙师傅", LAMP)
    world.advance(minutes=1)
    assert world.told("3栋", "#1 已撤")
    assert world.told("3栋", "#2 苏玲招呼")
    assert world.told("2栋", "记下了 #3")
    world.forget()
