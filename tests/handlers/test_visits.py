"""Going round: a knock is noted or becomes a request, a patrol's hazard is one, and no group hears of either."""

from __future__ import annotations

from sqlmodel import select

from storage.tables import Visit, VisitFound
from tests.world import World


def _visits(world: World) -> list[tuple[str, VisitFound]]:
    with world.store.read() as session:
        return [(one.household, one.found) for one in session.exec(select(Visit))]


def test_a_knock_where_all_is_well_is_noted(world: World) -> None:
    world.whispers("赵姐", "敲门 2-1-101 正常")
    visit = world.expect("赵姐", "2-1-101", "记下了", why="status", no=1)
    assert visit.kind == "visit"
    assert _visits(world) == [("2-1-101", VisitFound.WELL)]


def test_a_short_door_is_enough_where_it_is_one_door(world: World) -> None:
    world.whispers("小陈", "敲门 3-502 没人应")
    world.expect("小陈", "3-2-502", "改天再去")
    assert _visits(world) == [("3-2-502", VisitFound.AWAY)]


def test_what_somebody_needs_becomes_a_private_request_of_that_home(world: World) -> None:
    world.whispers("赵姐", "敲门 2-1-101 要买药")
    world.expect("赵姐", "#1", "买药", why="ack")
    world.expect("周奶奶", "赵姐", "#1", why="status")
    world.expect("小陈", "#1", "101", "买药", why="assign")
    request = world.request(1)
    assert (request.source, request.category, request.private, request.door) == ("visit", "care", True, "101")
    assert _visits(world) == [("2-1-101", VisitFound.NEED)]


def test_a_door_nobody_is_known_to_live_behind_is_a_door(world: World) -> None:
    world.whispers("刘芳", "敲门 2-3-402 正常")
    world.expect("刘芳", "2-3-402", "记下了")
    world.whispers("刘芳", "敲门 9-1-101 正常")
    world.expect("刘芳", "没有找到这一家", why="refuse")


def test_only_whoever_answers_for_the_building_knocks(world: World) -> None:
    world.whispers("小李", "敲门 3-1-301 正常")
    world.expect("小李", "楼长或社区", why="refuse")
    world.whispers("周敏", "敲门 3-1-301 正常")
    world.expect("周敏", "楼长或社区", why="refuse")
    assert _visits(world) == []


def test_a_hazard_on_patrol_is_a_request(world: World) -> None:
    world.whispers("小陈", "巡查 消防 2栋 楼道堆物")
    world.expect("小陈", "#1", "2栋", why="ack")
    assert world.request(1).source == "patrol"
    world.advance(minutes=1)
    world.forget()


def test_a_patrol_that_finds_nothing_is_thanked(world: World) -> None:
    world.whispers("小陈", "巡查 消防 2栋 一切正常")
    world.expect("小陈", "辛苦", why="status")
    world.whispers("小李", "巡查 消防 3栋 楼道堆物")
    world.expect("小李", "楼长或社区", why="refuse")
