"""Several in one message, and messages without a number."""

from __future__ import annotations

import pytest

from storage.tables import Status
from tests.handlers.steps import RUBBISH, reported, taken
from tests.world import World


def four(world: World) -> None:
    """Four requests, three of them 王师傅's."""
    for minute, (who, words) in enumerate(
        [
            ("孙师傅", "2栋1单元楼道灯坏了"),
            ("小李", "3栋2单元墙皮掉了"),
            ("王大姐", "1栋2单元楼道灯坏了"),
            ("老马", "3栋1单元门口垃圾没人清"),
        ]
    ):
        world.until(f"07-13 09:{30 + minute}")
        world.says(who, words)
    world.advance(minutes=2)
    world.forget()


def test_each_part_is_a_command_of_its_own_and_one_reply_answers_all(world: World) -> None:
    four(world)
    world.whispers("王师傅", "1接 2完 3转小陈")
    world.advance(minutes=1)
    answers = [one for one in world.told("王师傅") if not one.expected]
    assert len(answers) == 1
    reply = world.expect("王师傅", "#1", "#2", "#3", why="status").text
    assert "没办成" not in reply
    assert world.request(1).status is Status.ACCEPTED
    assert world.request(2).status is Status.TO_CONFIRM
    assert world.assignee(3) == "小陈"
    world.forget()


def test_the_good_ones_take_effect_and_the_rest_is_asked_again(world: World) -> None:
    four(world)
    world.whispers("王师傅", "1接 9完 2退")
    reply = world.expect("王师傅", "#1 接了", "没有 #9", "#2", "退", why="status").text
    assert "。。" not in reply
    assert world.request(1).status is Status.ACCEPTED
    assert world.request(2).status is Status.TO_ACCEPT
    world.forget()


def test_the_one_that_lacks_something_is_completed_by_the_next_words(world: World) -> None:
    four(world)
    world.whispers("王师傅", "1完 2延")
    world.expect("王师傅", "#1 完了", "#2 延到哪天", why="status")
    world.whispers("王师傅", "周五 等腻子")
    world.expect("王师傅", "#2 改到周五17:30前", why="status")
    world.expect("3栋", "#2 等腻子, 改到周五17:30前", why="status")
    world.forget()


def test_where_several_lack_something_it_is_not_guessed_which_is_meant(world: World) -> None:
    four(world)
    world.whispers("王师傅", "1退 2退")
    world.expect("王师傅", "#1 为什么退", "#2 为什么退", why="status")
    world.whispers("王师傅", "没有梯子")
    world.expect("王师傅", "是哪一件", why="ask")
    assert {world.request(no).status for no in (1, 2)} == {Status.TO_ACCEPT}


def test_a_reporters_good_and_bad_news_in_one_message(world: World) -> None:
    taken(world)
    world.says("孙师傅", "2栋3单元墙皮掉了")
    world.whispers("王师傅", "1完 2完")
    world.advance(minutes=5)
    world.forget()
    world.whispers("孙师傅", "1好了 2没修好")
    world.expect("孙师傅", "#1 好了、#2 没修好", why="status")
    world.expect("孙师傅", "#1", "1 满意", why="confirm")
    world.expect("2栋", "#2 还没好", why="status")
    world.forget()
    world.whispers("孙师傅", "1")
    assert world.request(1).rating == 1
    world.forget()


@pytest.mark.parametrize("words", ["查1 查2", "催1 催2", "为什么1 查2"])
def test_what_was_asked_about_several_is_answered_in_one(world: World, words: str) -> None:
    taken(world)
    world.says("孙师傅", "2栋3单元墙皮掉了")
    world.advance(minutes=1)
    world.forget()
    world.whispers("孙师傅", words)
    text = world.expect("孙师傅", "#1", "#2", "王师傅", why="status").text
    assert len(text.splitlines()) == 2


def test_what_somebody_else_has_is_not_said_to_be_done(world: World) -> None:
    reported(world, RUBBISH, "老马")
    reported(world)
    world.whispers("刘芳", "派 2 小陈")
    world.whispers("小陈", "接 2")
    world.forget()
    world.whispers("王师傅", "1接 2接")
    said = world.expect("王师傅", "#1", "#2", "小陈已经接了", why="status").text
    assert "#2 接了" not in said


def test_without_a_number_the_only_one_it_can_be(world: World) -> None:
    four(world)
    world.whispers("小陈", "接")
    world.expect("小陈", "#4", why="status")
    world.forget()


def test_without_a_number_the_one_the_words_name(world: World) -> None:
    four(world)
    world.whispers("王师傅", "1接 2接 3接")
    world.advance(minutes=1)
    world.forget()
    world.whispers("王师傅", "墙皮修好了")
    world.advance(minutes=1)
    assert world.request(1).status is Status.ACCEPTED
    world.forget()


def test_else_one_question_with_the_candidates_never_a_guess(world: World) -> None:
    four(world)
    world.whispers("王师傅", "接")
    world.expect("王师傅", "是哪一件", "#1", "#2", "#3", why="ask")
    world.whispers("王师傅", "2")
    world.expect("王师傅", "#2", why="status")
    assert world.request(2).status is Status.ACCEPTED
    assert world.request(1).status is Status.TO_ACCEPT
    world.forget()


def test_a_quoted_line_tells_which(world: World) -> None:
    four(world)
    world.whispers("王师傅", "接", quote="#3 1栋2单元402 楼道灯坏了, 请11:32前回 接 / 退+原因。")
    world.expect("王师傅", "#3", why="status")
    world.forget()


def test_a_bare_number_in_a_group_is_chat(world: World) -> None:
    four(world)
    world.says("孙师傅", "1")
    world.says("孙师傅", "12")
    world.expect_nothing()
