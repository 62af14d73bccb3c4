"""How fast: a group is never flooded, a person never pestered, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests.handlers.steps import GAS
from tests.world import Heard, World

FAULTS = ("灯坏了", "墙皮掉了", "水管漏水了", "门口垃圾没人清", "下水道堵了", "停电了")


@pytest.fixture(scope="module")
def flooded() -> Iterator[World]:
    """Twenty-four matters in one group within four minutes, and what became of them in three hours: to be looked at."""
    street = World()
    reported_at_once(street)
    street.advance(hours=3)
    yield street
    street.close()


def in_groups(world: World) -> list[Heard]:
    return [one for one in world.heard if one.group]


def reported_at_once(world: World) -> None:
    for entrance in range(1, 5):
        for fault in FAULTS:
            world.advance(seconds=10)
            world.says("孙师傅", f"2栋{entrance}单元{fault}")


@pytest.mark.parametrize(("most", "seconds"), [(1, 8), (6, 600), (40, 86400)])
def test_a_groups_limits_hold_for_a_burst(flooded: World, most: int, seconds: int) -> None:
    said = in_groups(flooded)
    assert len(said) > 6
    for first, one in zip(said, said[most:], strict=False):
        assert one.at - first.at >= timedelta(seconds=seconds)


def test_over_the_limit_lines_are_merged_and_none_is_dropped(flooded: World) -> None:
    said = " ".join(one.text for one in in_groups(flooded))
    numbers = [no for no in range(1, 60) if f"#{no} " in said]
    assert len(numbers) >= len(FAULTS) * 3


def test_lines_said_in_one_message_count_as_one(world: World) -> None:
    reported_at_once(world)
    world.advance(minutes=10)
    assert world.told("2栋")[-1].text.count("#") > 6
    world.says("周奶奶", "2栋5单元楼道灯坏了")
    assert world.told("2栋", "2栋5单元")[-1].at == world.now
    world.forget()


def test_a_few_lines_follow_one_another_eight_seconds_apart(world: World) -> None:
    world.says("孙师傅", "2栋1单元楼道灯坏了")
    world.says("周奶奶", "2栋2单元墙皮掉了")
    world.expect("2栋", "#1")
    world.advance(seconds=8)
    assert world.expect("2栋", "#2").at - world.heard[0].at == timedelta(seconds=8)
    world.advance(minutes=2)
    world.forget()


@pytest.mark.parametrize(("most", "seconds"), [(1, 60), (5, 900), (11, 3600), (12, 86400)])
def test_a_persons_limits_hold_for_a_burst_answers_apart(flooded: World, most: int, seconds: int) -> None:
    said = [one for one in flooded.told("王师傅") if one.why != "answer"]
    for first, one in zip(said, said[most:], strict=False):
        assert one.at - first.at >= timedelta(seconds=seconds)


def test_what_is_said_to_a_person_over_the_limits_is_said_in_one(flooded: World) -> None:
    said = " ".join(one.text for one in flooded.told("王师傅"))
    assert sum(f"#{no} " in said for no in range(1, 30)) >= 8


def test_the_last_words_of_a_persons_day_are_kept_for_what_is_urgent_and_for_the_lists(world: World) -> None:
    for entrance in range(1, 5):
        world.says("孙师傅", f"2栋{entrance}单元楼道灯坏了")
        world.advance(minutes=5)
    world.until("07-13 12:30")
    assert len(world.told("王师傅")) == 9
    world.says("周奶奶", "2栋5单元停电了")
    assert world.told("王师傅", "停电")[-1].at == world.now
    world.until("07-13 13:30")
    assert "没人接 4" in world.told("王师傅")[-1].text
    world.forget()


def test_answers_to_ones_own_words_do_not_wait(world: World) -> None:
    for _ in range(8):
        world.advance(seconds=5)
        world.whispers("张姐", "清单")
    assert len(world.told("张姐")) == 8
    world.forget()


def test_danger_waits_for_no_limit(flooded: World) -> None:
    street = flooded.twin()
    street.says("小李", GAS, room="2栋")
    assert street.told("2栋", "119")[-1].at == flooded.now
    street.close()


def test_the_web_has_no_limits(make_world: Callable[..., World]) -> None:
    world = make_world()
    assert world.settings.rates["web"].group == ()
