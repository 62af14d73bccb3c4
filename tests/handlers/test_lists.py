"""The lists of 08:30 and 13:30: until closed, and nothing when there is nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.handlers.steps import GAS, LAMP, OUTAGE, finished, quietly, reported, taken
from tests.world import World


def test_an_empty_list_is_not_sent(world: World) -> None:
    world.until("07-17 18:00")


def test_an_open_request_stands_in_its_owners_list_every_working_day_until_it_is_closed(world: World) -> None:
    taken(world)
    for day in (14, 15, 16, 17, 20, 21, 22):
        world.until(f"07-{day} 08:31")
        assert "#1" in world.told("王师傅", "#1")[-1].text
        assert world.told("王师傅", "#1")[-1].why == "digest"
        world.whispers("王师傅", "在修 1")
        world.forget()
    assert not [one for one in world.heard if one.why == "digest" and one.at.day in (18, 19)]
    world.whispers("王师傅", "完 1")
    world.says("孙师傅", "好了")
    world.advance(minutes=1)
    world.forget()
    world.until("07-29 12:00")


def test_however_many_are_open_each_stands_in_the_list(world: World) -> None:
    for entrance in range(1, 5):
        for fault in ("楼道灯坏了", "墙皮掉了", "门口垃圾没人清", "楼道堆满杂物"):
            world.says("孙师傅", f"2栋{entrance}单元{fault}")
            world.advance(minutes=1)
    world.forget()
    world.until("07-14 08:31")
    text = world.expect("刘芳", "没人接 16", "还有 1 件: #", why="digest").text
    assert all(f"#{no} " in f"{text} ".replace("\n", " ") for no in range(1, 17))
    assert len(text.splitlines()) == 17
    world.forget()


def test_the_heads_list_has_a_line_for_what_needs_eyes_and_no_door(world: World) -> None:
    reported(world)
    quietly(world, "07-14 08:29")
    world.until("07-14 08:31")
    line = world.expect("刘芳", "没人接 1", "#1 2栋1单元", why="digest").text
    assert "201" not in line
    world.forget()


def test_what_waits_for_the_resident_is_seen_by_the_head(world: World) -> None:
    finished(world)
    quietly(world, "07-14 08:29")
    world.until("07-14 08:31")
    world.expect("刘芳", "等居民回话 1", why="digest")
    world.forget()


@pytest.mark.parametrize(
    ("who", "words", "owner"), [("王师傅", "延 1 8月30日 等改造", "王师傅"), ("陈主任", "报 1 街道", "陈主任")]
)
def test_what_waits_for_its_day_or_for_the_street_stands_in_the_list_too(
    world: World, who: str, words: str, owner: str
) -> None:
    taken(world)
    world.whispers(who, words)
    quietly(world, "07-14 08:29")
    for day in (14, 15, 16):
        world.until(f"07-{day} 08:31")
        world.expect(owner, "#1", why="digest")
        world.forget()


def test_the_list_of_half_past_one_is_what_its_owner_can_move(world: World) -> None:
    taken(world)
    world.until("07-13 13:31")
    world.expect("王师傅", "#1", why="digest")
    world.whispers("王师傅", "完 1")
    world.forget()
    quietly(world, "07-14 08:31")
    world.until("07-14 13:31")


def test_after_thirty_days_on_mondays_only(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "延 1 9月30日 等改造")
    quietly(world, "08-13 08:00")
    days = []
    for day in range(13, 29):
        world.until(f"08-{day} 09:00")
        if any(one.why == "digest" and not one.expected for one in world.told("王师傅")):
            days.append(day)
        world.forget()
    assert days == [17, 24]


def test_lists_come_on_a_make_up_saturday_and_on_no_holiday(make_world: Callable[..., World]) -> None:
    world = make_world("2026-09-30 10:00")  # free until 10-07, and Saturday 10-10 is worked
    taken(world)
    world.whispers("王师傅", "延 1 10月30日 等改造")
    world.until("10-12 18:00")
    lists = [one.at.day for one in world.told("王师傅") if one.why == "digest" and one.at.month == 10]
    assert lists == [8, 9, 10, 12]
    world.forget()


def test_where_a_monday_is_free_the_weeks_first_list_has_what_is_old(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "延 1 12月31日 等改造")
    quietly(world, "10-05 08:00")  # the national holiday lasts from Thursday 10-01 to Wednesday 10-07
    world.until("10-08 08:31")
    world.expect("王师傅", "#1", why="digest")
    quietly(world, "10-08 14:00")
    world.until("10-10 14:00")
    assert not [one for one in world.told("王师傅") if not one.expected]


def test_the_list_tells_the_door_to_whoever_goes_and_how_to_answer(world: World) -> None:
    reported(world)
    world.whispers("王师傅", "清单")
    text = world.expect("王师傅", "#1", "201", why="answer").text
    assert "接" in text
    assert "退" in text


def test_urged_ones_come_first(world: World) -> None:
    world.says("孙师傅", LAMP)
    world.advance(minutes=1)
    world.says("孙师傅", "2栋1单元墙皮掉了")
    world.advance(minutes=1)
    world.says("孙师傅", "催 2")
    world.advance(minutes=1)
    world.forget()
    world.whispers("王师傅", "清单")
    assert "#2" in world.expect("王师傅", why="answer").text.splitlines()[1]


def test_a_list_stands_in_the_order_of_urgency_whoever_is_to_move_it(world: World) -> None:
    reported(world)
    world.says("周奶奶", OUTAGE)
    world.says("小李", GAS)
    world.advance(
        minutes=6
    )  # nobody took the gas: it is the grid's to assign, and still to be taken by whoever was told
    world.forget()
    world.whispers("王师傅", "清单")
    lines = world.expect("王师傅", why="answer").text.splitlines()
    assert [line[:2] for line in lines[1:]] == ["#3", "#2", "#1"]


def test_nobody_took_them(world: World) -> None:
    taken(world)
    world.says("孙师傅", "2栋1单元墙皮掉了")
    world.advance(minutes=1)
    world.forget()
    world.whispers("刘芳", "没人接的")
    text = world.expect("刘芳", "#2", why="answer").text
    assert "#1" not in text


def test_a_resident_sees_the_own_ones(world: World) -> None:
    reported(world)
    world.whispers("孙师傅", "我的")
    world.expect("孙师傅", "#1", "王师傅", why="answer")
    world.whispers("张姐", "我的")
    world.expect("张姐", "现在没有", why="answer")
