"""The same matter again joins; households weigh."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storage import requests
from storage.tables import Level
from tests.handlers.steps import LAMP, reported
from tests.world import World

OUT = "3栋整栋停水了，家里没水"


def households(world: World) -> int:
    """How many households signed #1."""
    with world.store.read() as session:
        return len(requests.cosigners(session, world.request(1).id or 0))


def test_the_same_matter_in_own_words_co_signs_with_one_line_in_ten_minutes(world: World) -> None:
    reported(world)
    world.advance(minutes=1)
    world.says("周奶奶", "2栋1单元楼道的灯不亮了")
    world.expect("2栋", "@周奶奶", "也记上了 #1", why="ack")
    world.advance(minutes=1)
    world.says("刘芳", "2栋1单元楼道灯不亮")
    assert households(world) == 3


def test_another_entrance_is_another_matter(world: World) -> None:
    reported(world)
    world.says("周奶奶", "2栋2单元楼道灯坏了")
    world.advance(seconds=10)
    world.expect("2栋", "#2", why="ack")
    world.forget()


def test_after_a_day_it_is_a_new_matter(world: World) -> None:
    reported(world)
    world.advance(hours=25)
    world.forget()
    world.says("周奶奶", "2栋1单元楼道灯坏了")
    world.expect("2栋", "#2", why="ack")
    world.expect("王师傅", "#2", why="assign")
    world.expect("周奶奶", "#2 和 #1", "是同一件事吗", why="ask")


def test_one_known_and_one_new_in_a_message_get_one_line(world: World) -> None:
    reported(world)
    world.advance(minutes=20)
    world.says("周奶奶", "2栋1单元楼道灯坏了，另外门口垃圾没人清")
    world.expect("2栋", "@周奶奶 记下了 #2", "也记上了 #1", why="ack")
    world.expect("小陈", "#2", why="assign")


def test_in_private_whoever_joins_is_always_answered(world: World) -> None:
    reported(world)
    world.says("周奶奶", "2栋1单元楼道的灯不亮了")
    world.advance(minutes=1)
    world.forget()
    world.whispers("刘芳", "2栋1单元楼道灯不亮")
    world.expect("刘芳", "也记上了 #1", why="ack")


def test_said_in_private_it_joins_what_the_group_knows(world: World) -> None:
    reported(world)
    world.advance(minutes=20)
    world.whispers("周奶奶", "2栋1单元楼道的灯不亮了")
    world.expect("周奶奶", "也记上了 #1", why="ack")
    world.whispers("王师傅", "接 1")
    world.forget()
    assert [one for one in world.told("周奶奶") if "王师傅接了" in one.text]


def test_what_was_told_in_private_is_joined_by_its_own_household_alone(world: World) -> None:
    world.whispers("小李", "家里水龙头坏了")
    world.forget()
    world.whispers("李婶", "水龙头坏了，关不上")
    world.expect("李婶", "#1", why="ack")
    world.says("张姐", "家里水龙头坏了")
    world.expect("3栋", "#2", why="ack")
    world.advance(minutes=1)
    world.expect("王师傅", "#2", why="assign")


def test_what_happens_in_two_homes_is_two_matters(world: World) -> None:
    reported(world, "家里水龙头坏了")
    world.advance(minutes=1)
    world.says("周奶奶", "家里水龙头坏了，一直滴水")
    world.expect("2栋", "#2", why="ack")
    world.expect("王师傅", "#2", "101", why="assign")


def test_an_outage_is_not_parted_by_a_unit_that_nobody_said(world: World) -> None:
    reported(world, "停水了", "张姐")
    world.advance(minutes=2)
    world.says("李大哥", "2单元也没水")
    world.expect("3栋", "@李大哥 也记上了 #1", why="ack")


def test_units_that_were_said_part_it(world: World) -> None:
    reported(world, "1单元停水了", "张姐")
    world.advance(minutes=2)
    world.says("李大哥", "2单元停水了")
    world.expect("3栋", "#2", why="ack")
    world.expect("王师傅", "#2", why="assign")


def test_me_too_joins_the_report_of_the_last_ten_minutes(world: World) -> None:
    reported(world, OUT, "小李")
    world.advance(minutes=3)
    world.says("张姐", "我家也是")
    world.expect("3栋", "@张姐", "#1", why="ack")
    world.says("老马", "+1")
    assert households(world) == 3


@pytest.mark.parametrize(
    "words",
    [
        "我家也没电了",
        "我家也停电了",
        "同求",
        "俺家也是",
        "一样",
        "2单元也是",
        "是啊，我们这边也没电",
        "我也遇到了",
        "我也闻到了",
    ],
)
def test_me_too_has_many_words(world: World, words: str) -> None:
    reported(world, "停电了", "老马")
    world.advance(minutes=1)
    world.says("李大哥", words)
    world.expect("3栋", "@李大哥 也记上了 #1", why="ack")


@pytest.mark.parametrize("words", ["也是", "那也没办法", "这也是没办法的事", "我家也有一个", "我也不知道"])
def test_what_only_sounds_like_it_joins_nothing(world: World, words: str) -> None:
    reported(world, "停电了", "老马")
    world.advance(minutes=1)
    world.says("李大哥", words)
    assert households(world) == 1


def test_what_me_too_names_tells_which_report_is_meant(world: World) -> None:
    reported(world, "停电了", "老马")
    world.advance(minutes=1)
    reported(world, "2单元电梯坏了", "小李")
    world.advance(minutes=1)
    world.says("李大哥", "我家也没电")
    world.expect("3栋", "@李大哥 也记上了 #1", why="ack")


def test_the_lamp_of_a_public_place_is_not_the_one_on_the_stairs(world: World) -> None:
    reported(world, "楼道灯坏了", "老马")
    world.advance(minutes=1)
    world.says("张姐", "篮球坪的灯坏了")
    world.expect("3栋", "#2 3栋篮球坪", why="ack")
    world.advance(minutes=1)
    world.says("张姐", "楼下的路灯也不亮")
    world.expect("3栋", "#3", why="ack")
    world.forget()
    world.advance(minutes=1)
    world.says("张姐", "1单元过道的灯也不亮")
    world.expect("3栋", "也记上了 #1", why="ack")


def test_a_lift_that_many_miss_keeps_its_entrance(world: World) -> None:
    reported(world, "2单元电梯坏了", "小李")
    for who in ("李大哥", "王阿姨", "刘大爷"):
        world.advance(minutes=2)
        world.says(who, "我家也是", room="3栋")
    world.forget()
    assert world.request(1).area_event
    assert world.request(1).entrance == "2"


def test_me_too_about_nothing_is_left_alone(world: World) -> None:
    world.says("张姐", "我家也是")
    world.says("老马", "同求")


def test_a_household_counts_once(world: World) -> None:
    reported(world, OUT, "小李")
    world.advance(minutes=1)
    world.says("李婶", "我家也是")
    world.expect("3栋", "#1")
    world.says("小李", "我家也是")
    assert households(world) == 1


def test_four_households_in_twenty_minutes_make_one_area_event_with_one_line(world: World) -> None:
    reported(world, OUT, "小李")
    for minutes, who in ((2, "张姐"), (3, "老马"), (4, "李大哥")):
        world.advance(minutes=minutes)
        world.says(who, "我家也是")
    world.expect("3栋", "也记上了 #1")
    line = world.expect("3栋", "#1 3栋", "已有4户", why="status").text
    assert "单元" not in line
    assert len(line) <= 60


def test_the_morning_hears_of_every_household_that_said_so_at_night(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-13 22:10")
    world.says("小李", OUT)
    for who in ("张姐", "老马", "李大哥", "苏玲"):
        world.advance(minutes=1)
        world.says(who, "我家也是")
    world.forget()
    world.until("07-14 07:31")
    line = world.expect("3栋", "#1 3栋", "已有5户", "正在派人", why="status")
    assert world.told("3栋") == [line]
    world.forget()


def test_the_fifth_household_raises_the_level(world: World) -> None:
    reported(world, OUT, "小李")
    for who in ("张姐", "老马", "李大哥", "苏玲"):
        world.advance(minutes=2)
        world.says(who, "我家也是")
    world.expect("赵姐", "#1", "5户", why="escalate")
    world.forget()
    assert world.request(1).level is Level.GRID


def test_three_households_stand_first_in_the_list(world: World) -> None:
    world.says("小李", "3栋2单元墙皮掉了")
    world.says("孙师傅", LAMP)
    for who in ("周奶奶", "刘芳"):
        world.advance(minutes=1)
        world.says(who, "2栋1单元楼道灯不亮")
    world.forget()
    world.whispers("王师傅", "清单")
    lines = world.expect("王师傅", "#1", "#2", why="answer").text.splitlines()
    assert "#2" in lines[1]


def test_who_signed_hears_the_result_where_it_was_said(world: World) -> None:
    reported(world, OUT, "小李")
    world.advance(minutes=1)
    world.whispers("张姐", "3栋停水了，家里没水")
    world.forget()
    world.advance(minutes=1)
    world.whispers("王师傅", "接 1")
    world.forget()
    world.advance(minutes=30)
    world.whispers("王师傅", "完 1")
    world.expect("王师傅", why="done")
    world.expect("3栋", "@小李", "#1", why="done")
    world.forget()


def test_two_co_signing_households_close_it(world: World) -> None:
    reported(world, OUT, "小李")
    for who in ("张姐", "老马"):
        world.advance(minutes=1)
        world.says(who, "我家也是")
    world.whispers("王师傅", "接 1")
    world.whispers("王师傅", "完 1")
    world.advance(minutes=5)
    world.forget()
    world.says("张姐", "好了")
    world.expect("小李", "张姐", "#1", why="confirm")
    world.says("老马", "可以了")
    assert world.request(1).status == "closed"


def test_a_private_matter_is_never_joined_from_a_group(world: World) -> None:
    world.whispers("孙师傅", LAMP)
    world.forget()
    world.says("周奶奶", "2栋1单元楼道灯不亮")
    world.expect("2栋", "#2", why="ack")
    world.forget()
