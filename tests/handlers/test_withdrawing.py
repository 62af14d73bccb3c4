"""Taken back: in words, by recall, by 不是."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storage import phrases
from storage.tables import Status
from tests.handlers.steps import LAMP, finished, reported, taken
from tests.world import World


@pytest.mark.parametrize("words", ["不用了", "误报 1", "不用来了"])
def test_the_reporter_takes_it_back_and_the_group_hears_it_where_it_was_announced(world: World, words: str) -> None:
    reported(world)
    world.advance(minutes=1)
    world.says("孙师傅", words)
    world.expect("2栋", "#1 已撤。", why="status")
    assert world.request(1).status is Status.WITHDRAWN


def test_at_night_it_is_answered_in_private_and_the_group_hears_it_in_the_morning(
    make_world: Callable[..., World],
) -> None:
    world = make_world("2026-07-13 21:50")
    reported(world)
    world.advance(minutes=20)
    world.says("孙师傅", "不用了")
    world.expect("孙师傅", "#1 已撤。", why="status")
    world.until("07-14 07:31")
    world.expect("2栋", "#1 已撤。", why="status")


def test_the_worker_is_told_if_he_had_accepted(world: World) -> None:
    taken(world)
    world.advance(minutes=1)
    world.says("孙师傅", "不用了")
    world.expect("2栋", "#1 已撤。")
    world.expect("王师傅", "#1", "不用去", why="status")


def test_a_recalled_message_takes_it_back(world: World) -> None:
    said = world.says("孙师傅", LAMP)
    world.forget()
    world.advance(minutes=1)
    world.recalls("孙师傅", said)
    world.expect("2栋", "#1 已撤。", why="status")
    assert world.request(1).text is None


def test_a_recall_by_somebody_else_does_nothing(world: World) -> None:
    said = world.says("孙师傅", LAMP)
    world.forget()
    world.recalls("周奶奶", said, room="2栋")
    assert world.request(1).status is Status.TO_ACCEPT


def test_a_recall_before_the_ack_went_out_leaves_no_word_in_the_group(world: World) -> None:
    world.says("苏玲", "小楼 安静 1小时")
    world.forget()
    said = world.says("老马", "3栋1单元门口垃圾没人清")
    world.forget()
    world.recalls("老马", said)
    world.advance(hours=2)
    assert not [one for one in world.heard if one.group]
    world.forget()


def test_a_recall_while_somebody_works_on_it_asks_first(world: World) -> None:
    said = world.says("孙师傅", LAMP)
    world.whispers("王师傅", "接 1")
    world.advance(minutes=2)
    world.whispers("王师傅", "在修 1")
    world.advance(minutes=2)
    world.forget()
    world.recalls("孙师傅", said)
    world.expect("孙师傅", "#1", "真的不用", why="ask")
    assert world.request(1).status is Status.IN_PROGRESS
    world.whispers("孙师傅", "不用了")
    world.advance(minutes=2)
    world.expect("2栋", "#1 已撤。")
    world.forget()
    assert world.request(1).status is Status.WITHDRAWN


def test_the_head_needs_a_reason(world: World) -> None:
    reported(world)
    world.advance(minutes=1)
    world.whispers("刘芳", "误报 1")
    world.expect("刘芳", "为什么", why="ask")
    assert world.request(1).status is Status.TO_ACCEPT
    world.whispers("刘芳", "昨天已经报过了")
    world.expect("刘芳", "#1 已撤", why="status")
    world.expect("2栋", "#1 已撤", why="status")


def test_the_heads_reason_may_be_told_in_the_group(world: World) -> None:
    taken(world)
    world.advance(minutes=1)
    world.says("刘芳", "误报 1 是灯泡没拧紧")
    world.expect("2栋", "#1 已撤", why="status")
    world.expect("王师傅", "#1", "不用去", why="status")


@pytest.mark.parametrize("who", ["周奶奶", "王师傅", "苏玲"])
def test_others_may_not(world: World, who: str) -> None:
    reported(world)
    world.whispers(who, "误报 1")
    world.expect(who, "#1", why="refuse")
    assert world.request(1).status is Status.TO_ACCEPT


def test_not_so_within_ten_minutes_withdraws_a_wrong_ack_with_one_line(world: World) -> None:
    reported(world)
    world.advance(minutes=5)
    world.says("孙师傅", "不是")
    world.expect("2栋", "#1 已撤。", why="status")


def test_the_words_that_were_wrongly_taken_are_kept_for_the_rules(world: World) -> None:
    reported(world)
    world.says("孙师傅", "不是")
    world.forget()
    with world.store.read() as session:
        kept = [(one.text, one.verdict) for one in phrases.all_phrases(session)]
    assert kept == [(LAMP, "wrong")]


def test_the_head_quoting_the_ack_withdraws_it_too(world: World) -> None:
    reported(world)
    world.advance(hours=1)
    world.forget()
    world.says("刘芳", "不是", quote="@孙师傅 记下了 #1 2栋1单元 楼道灯坏了, 今天11:30前有人回您。")
    world.expect("2栋", "#1 已撤。", why="status")


def test_in_private_too(world: World) -> None:
    world.whispers("孙师傅", LAMP)
    world.forget()
    world.advance(minutes=5)
    world.whispers("孙师傅", "不是")
    world.expect("孙师傅", "#1 已撤。", why="status")


def test_not_so_in_private_about_nothing_is_answered_like_any_text(world: World) -> None:
    reported(world)
    world.advance(minutes=11)
    world.whispers("孙师傅", "不是")
    world.expect("孙师傅", "可以这样说", why="answer")


def test_what_the_head_takes_back_in_private_its_reporter_hears(world: World) -> None:
    world.whispers("孙师傅", LAMP)
    world.forget()
    world.advance(minutes=5)
    world.whispers("刘芳", "误报 1 昨天就换好了")
    world.expect("刘芳", "#1 已撤", why="status")
    world.expect("孙师傅", "#1 刘芳撤了: 昨天就换好了", why="status")


def test_of_two_matters_in_one_message_each_is_taken_back_by_itself(world: World) -> None:
    world.says("老马", "3栋1单元门口垃圾没人清，另外2单元楼道窗户坏了")
    world.forget()
    world.advance(minutes=5)
    world.says("老马", "#2 不用了")
    world.expect("3栋", "#2 已撤。", why="status")
    assert world.request(1).status is Status.TO_ACCEPT


def test_a_recall_takes_back_both(world: World) -> None:
    said = world.says("老马", "3栋1单元门口垃圾没人清，另外2单元楼道窗户坏了")
    world.forget()
    world.advance(minutes=1)
    world.recalls("老马", said)
    world.advance(minutes=1)
    world.expect("3栋", "#1 已撤。", why="status")
    world.expect("3栋", "#2 已撤。", why="status")


def test_who_told_it_for_somebody_may_recall_it(world: World) -> None:
    said = world.says("刘芳", "代报 周奶奶家水龙头坏了")
    world.forget()
    world.advance(minutes=1)
    world.recalls("刘芳", said)
    world.expect("2栋", "#1 已撤。", why="status")


def test_not_so_by_a_neighbour_is_chat(world: World) -> None:
    reported(world)
    world.says("周奶奶", "不是")
    assert world.request(1).status is Status.TO_ACCEPT


def test_withdrawn_nothing_is_reminded(world: World) -> None:
    reported(world)
    world.says("孙师傅", "不用了")
    world.advance(minutes=1)
    world.forget()
    world.until("07-16 12:00")


def test_what_is_closed_cannot_be_taken_back(world: World) -> None:
    finished(world)
    world.says("孙师傅", "好了")
    world.forget()
    world.whispers("孙师傅", "误报 1")
    world.expect("孙师傅", "#1", why="refuse")
