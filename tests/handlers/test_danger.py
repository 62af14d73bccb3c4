"""Danger never waits: the safety line at once, private words to all it concerns, again until somebody takes it."""

from __future__ import annotations

from collections.abc import Callable

from storage.tables import Level, Status
from tests.handlers.steps import GAS, quietly
from tests.world import World


def smelled(world: World) -> None:
    """小李 smells gas; worker and head are told."""
    world.says("小李", GAS)
    line = world.expect("3栋", "@小李", "#1", "119", "正在通知值班", why="ack").text
    assert "502" not in line
    world.expect("王师傅", "急", "#1", "502", "接", why="assign")
    assert "502" not in world.expect("苏玲", "急", "#1", why="escalate").text


def test_by_day_the_safety_line_comes_first_and_nothing_is_asked(world: World) -> None:
    smelled(world)
    assert "?" not in world.heard[0].text


def test_at_two_in_the_night_it_reaches_the_worker_within_the_minute(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-13 02:00")
    smelled(world)
    assert all(one.at == world.heard[0].at for one in world.heard)


def test_what_is_no_workers_own_field_is_told_to_the_grid_at_once_too(world: World) -> None:
    world.says("小李", "2单元楼道着火了")
    world.expect("3栋", "@小李", "119", why="ack")
    world.expect("小陈", "急", "#1", why="assign")
    world.expect("苏玲", "急", "#1", why="escalate")
    world.expect("赵姐", "急", "#1", why="assign")
    world.whispers("赵姐", "接 1")
    world.forget()
    assert world.assignee(1) == "赵姐"


def test_whoever_tells_of_it_elsewhere_is_warned_there_too(world: World) -> None:
    world.says("周敏", "2栋2单元着火了", room="翠湖议事群")
    world.forget()
    world.advance(minutes=1)
    world.says("孙师傅", "着火了快跑")
    world.expect("2栋", "@孙师傅", "#1", "119", why="ack")
    world.advance(seconds=30)
    world.says("刘芳", "2单元着火了")


def test_whoever_tells_of_it_in_private_is_warned_in_private(world: World) -> None:
    smelled(world)
    world.advance(minutes=1)
    world.whispers("李大哥", "2单元煤气味很重")
    world.expect("李大哥", "#1", "119", why="ack")


def test_nobody_takes_it_reminded_at_three_and_five_minutes_then_every_ten_to_all_who_were_told(world: World) -> None:
    smelled(world)
    world.advance(minutes=3)
    world.expect("王师傅", "#1", why="remind")
    world.advance(minutes=2)
    world.expect("王师傅", "#1", why="remind")
    world.expect("苏玲", "#1", why="remind")
    world.expect("赵姐", "#1", why="escalate")
    world.advance(minutes=5)
    world.expect("陈主任", "#1", why="escalate")
    world.expect("3栋", "#1", "社区", why="escalate")
    world.advance(minutes=5)
    for who in ("王师傅", "苏玲", "赵姐", "陈主任"):
        world.expect(who, "急", "#1", why="remind")
    world.advance(minutes=5)
    world.expect("陈主任", "#1", why="escalate")
    world.expect("3栋", "#1", "街道", why="escalate")
    assert world.request(1).level is Level.STREET
    world.advance(minutes=5)
    assert len(world.told("王师傅", "急", "#1")) == 3
    world.forget()


def test_whoever_was_told_may_take_it_and_the_calls_stop(world: World) -> None:
    smelled(world)
    world.advance(minutes=4)
    world.forget()
    world.whispers("苏玲", "接 1")
    assert "502" in world.expect("苏玲", "#1", "归您", why="status").text
    world.expect("王师傅", "苏玲", why="status")
    world.expect("3栋", "#1 苏玲接了", why="status")
    world.whispers("王师傅", "接 1")
    world.expect("王师傅", "苏玲已经接了", why="refuse")
    world.advance(minutes=5)


def test_silence_of_ten_minutes_is_asked_after_fifteen_it_goes_to_another(world: World) -> None:
    smelled(world)
    world.whispers("王师傅", "接 1")
    world.forget()
    world.advance(minutes=10)
    world.expect("王师傅", "#1", "到哪一步", why="ask")
    world.advance(minutes=5)
    world.expect("王师傅", "#1", why="status")
    world.expect("苏玲", "#1", why="status")
    world.expect("小陈", "急", "#1", why="assign")


def test_two_hours_without_being_made_safe_the_community_hears_and_then_every_half_hour(world: World) -> None:
    smelled(world)
    world.whispers("王师傅", "接 1")
    for _ in range(13):
        world.advance(minutes=9)
        world.whispers("王师傅", "在修 1")
    world.forget()
    world.advance(minutes=4)
    world.expect("陈主任", "#1", why="escalate")
    assert world.told("王师傅", "#1")
    world.forget()
    for _ in range(3):
        world.advance(minutes=9)
        world.whispers("王师傅", "在修 1")
    world.advance(minutes=4)
    world.expect("王师傅", "急", "#1", why="remind")
    world.forget()


def test_it_is_never_postponed(world: World) -> None:
    smelled(world)
    world.whispers("王师傅", "接 1")
    world.forget()
    world.whispers("王师傅", "延 1 周五 等配件")
    world.expect("王师傅", "#1", "不能延", why="refuse")
    assert world.request(1).status is Status.ACCEPTED


def test_the_reporters_good_word_alone_does_not_close_it_before_it_is_done(world: World) -> None:
    smelled(world)
    world.whispers("王师傅", "接 1")
    world.forget()
    world.says("小李", "没味了，谢谢王师傅")
    world.forget()
    assert world.request(1).status is Status.ACCEPTED


def test_silence_never_closes_it_the_head_is_asked_after_twelve_hours(world: World) -> None:
    smelled(world)
    world.whispers("王师傅", "接 1")
    world.whispers("王师傅", "完 1")
    world.forget()
    world.until("07-13 21:29")
    world.forget()
    world.advance(minutes=2)
    world.expect("苏玲", "#1", "办结 1", why="confirm")
    world.whispers("小李", "办结 1")
    world.expect("小李", why="refuse")
    world.whispers("苏玲", "办结 1")
    world.expect("苏玲", "#1", why="done")
    assert world.request(1).status is Status.CLOSED


def test_it_is_never_offered_to_neighbours_however_small_the_lamp(world: World) -> None:
    world.says("老马", "3栋1单元楼道灯漏电，有火花")
    assert not world.told("李大哥")
    world.forget()


def test_at_night_its_group_lines_wait_for_the_morning_and_the_reporter_hears_in_private(
    make_world: Callable[..., World],
) -> None:
    world = make_world("2026-07-13 02:00")
    smelled(world)
    world.whispers("王师傅", "接 1")
    world.expect("王师傅", "#1", why="status")
    world.expect("小李", "#1 王师傅接了", why="status")
    world.advance(minutes=5)
    world.whispers("王师傅", "完 1")
    world.expect("王师傅", why="done")
    world.expect("小李", "#1", why="done")
    world.until("07-13 07:29")
    world.expect_nothing()
    world.until("07-13 07:31")
    world.expect("3栋", "@小李", "#1", why="done")
    quietly(world, "07-13 08:31")
    assert not world.told("3栋", "王师傅接了")
