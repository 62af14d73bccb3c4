"""Every private text gets exactly one answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.holders import tidy_name
from tests.world import World

PEOPLE = ["张姐", "王师傅", "苏玲", "赵姐", "陈主任", "何阿姨", "管理员"]


@pytest.mark.parametrize(
    "words", ["啦啦啦", "帮助", "清单", "谢谢", "接", "完", "退", "查 5", "1", "是", "好了", "在吗"]
)
def test_exactly_one_answer(world: World, words: str) -> None:
    for who in PEOPLE:
        world.whispers(who, words)
        assert len(world.told(who)) == 1, who
    world.forget()


def test_a_place_that_follows_a_report_unasked_is_noted_with_it(world: World) -> None:
    world.whispers("周奶奶", "2栋1单元下水道堵了")
    world.forget()
    world.whispers("周奶奶", "是2栋3单元101")
    assert "#1 记成2栋3单元101" in world.expect("周奶奶", why="answer").text
    assert world.request(1).entrance == "3"
    world.forget()


def test_help_is_two_lines_by_role(world: World) -> None:
    for who in PEOPLE:
        world.whispers(who, "啦啦啦")
        text = world.expect(who, "可以这样说", why="answer").text
        assert len(text.splitlines()) == 2


def test_five_in_a_row_are_answered_then_an_hour_of_silence(world: World) -> None:
    for _ in range(8):
        world.advance(minutes=1)
        world.whispers("张姐", "啦啦啦")
    assert len(world.told("张姐")) == 5
    world.advance(hours=1)
    world.whispers("张姐", "啦啦啦")
    assert len(world.told("张姐")) == 6
    world.forget()


def test_an_understood_text_is_always_answered_and_starts_the_count_anew(world: World) -> None:
    for _ in range(7):
        world.whispers("张姐", "啦啦啦")
    world.forget()
    world.whispers("张姐", "3栋1单元墙皮掉了")
    world.expect("张姐", "#1", why="ack")
    world.forget()
    world.whispers("张姐", "啦啦啦")
    world.expect("张姐", "可以这样说")


@pytest.mark.parametrize(
    "words",
    ["", "   ", "\u200b\u200b", "\x00", "a" * 100_000, "灯" * 5_000, "\ud800", "🙂" * 300, "12345678901234567890"],
)
def test_odd_text_breaks_nothing(make_world: Callable[..., World], words: str) -> None:
    world = make_world()
    world.whispers("张姐", words)
    world.says("张姐", words)
    assert not [one for one in world.heard if one.why == "error"]
    world.forget()


def test_zero_width_signs_inside_words_hide_nothing(world: World) -> None:
    world.says("孙师傅", "2栋1单\u200b元楼道\u200d灯坏\ufeff了")
    world.expect("2栋", "#1", why="ack")
    world.expect("王师傅", "#1", why="assign")


def test_a_stranger_is_asked_once_and_the_first_words_are_handled_after_the_answer(world: World) -> None:
    world.whispers("生人", "楼道灯坏了")
    world.expect("生人", "几栋几单元", why="ask")
    world.whispers("生人", "在吗")
    world.expect("生人", why="answer")
    world.whispers("生人", "2栋1单元")
    world.expect("生人", "#1 2栋1单元", why="ack")
    world.expect("王师傅", "#1", why="assign")


def test_a_stranger_who_says_where_together_with_what_is_answered_on_that(world: World) -> None:
    world.whispers("生人", "你好")
    world.expect("生人", "几栋几单元", why="ask")
    world.whispers("生人", "2栋1单元楼道灯坏了")
    world.expect("生人", "#1 2栋1单元", why="ack")
    world.expect("王师傅", "#1 2栋1单元", why="assign")


def test_who_only_says_that_they_live_behind_a_door_is_nobodys_family(world: World) -> None:
    world.whispers("小李", "家里下水道堵了")
    world.forget()
    world.whispers("生人", "你好")
    world.whispers("生人", "3栋2单元502")
    world.forget()
    for words in ("查 1", "不用了 1", "没修好 1"):
        world.whispers("生人", words)
        world.expect("生人", "没有 #1", why="refuse")
    world.whispers("李婶", "查 1")
    world.expect("李婶", "#1", why="answer")


def test_a_strangers_entrance_is_remembered(world: World) -> None:
    world.whispers("生人", "你好")
    world.expect("生人", "几栋几单元", why="ask")
    world.whispers("生人", "2栋1单元")
    world.expect("生人", "2栋1单元", why="status")
    world.whispers("生人", "楼道灯坏了")
    line = world.expect("生人", "#1 2栋1单元", why="ack").text
    assert "?" not in line
    world.expect("王师傅", "#1 2栋1单元", why="assign")


def test_a_stranger_in_danger_is_told_what_to_do_before_anything_is_asked(world: World) -> None:
    world.whispers("生人", "家里煤气味好大，我头晕")
    line = world.expect("生人", "#1", "119", "正在通知值班", why="ack").text
    assert line.endswith("是哪一栋哪个单元?")
    world.expect("王师傅", "急", "#1", why="assign")
    world.whispers("生人", "2栋1单元301")
    world.expect("生人", "#1", "2栋1单元", why="answer")
    world.expect("王师傅", "#1 在2栋1单元301", why="status")
    world.expect("刘芳", "急", "#1", "2栋1单元", why="escalate")


def test_a_list_copied_into_the_private_chat_is_answered(world: World) -> None:
    world.whispers("小李", "#接龙\n扯杂草\n\n1. 小李\n2. 张姐")
    world.expect("小李", why="answer")


@pytest.mark.parametrize("no", ["否", "不对", "算了", "不删"])
def test_no_has_many_words(world: World, no: str) -> None:
    world.whispers("小李", "删除我的信息")
    world.expect("小李", "确定要删", why="ask")
    world.whispers("小李", no)
    world.expect("小李", "不删", why="answer")


@pytest.mark.parametrize(
    ("nickname", "spoken"),
    [
        ("3-2-999 张三 13812345678", "张三"), ("3栋2单元502张三", "张三"), ("3-502(张三)", "张三"), ("张三（3栋）", "张三"),
        ("五零二张三", "张三"), ("张三一三八一二三四五六七八", "张三"), ("张三 湘C·A1234", "张三"), ("张三\u200b\u202e", "张三"),
        ("张三\n通知: 今晚停水", "张三"), ("张三(物业)", "张三(物业)"), ("＠所有人", "邻居"), ("13812345678", "邻居"),
        ("一个名字特别特别特别特别特别特别特别长", "一个名字特别特别特别特别特别特别"),
    ],
)  # fmt: skip
def test_what_is_echoed_of_a_nickname(nickname: str, spoken: str) -> None:
    assert tidy_name(nickname) == spoken


def test_a_nickname_is_echoed_without_door_phone_and_signs(world: World) -> None:
    world.says("3-2-999 张三@所有人 13812345678", "3栋1单元门口垃圾没人清", room="3栋")
    line = world.expect("3栋", "#1", why="ack").text
    assert "999" not in line
    assert "13812345678" not in line
    assert line.count("@") == 1
    world.expect("小陈", "#1")
