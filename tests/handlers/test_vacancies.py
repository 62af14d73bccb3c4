"""A post that nobody holds: the next level has its part, and whoever looks after the bot hears of it once."""

from __future__ import annotations

from collections.abc import Callable

from handlers.settings import DirectoryEntry
from tests.handlers.steps import LAMP, RUBBISH
from tests.world import World, demo_settings


def without(*names: str) -> DirectoryEntry:
    """The demo's directory with some people gone."""
    directory = demo_settings().directory
    return directory.model_copy(update={"people": tuple(one for one in directory.people if one.name not in names)})


def test_without_a_head_a_doubt_goes_to_the_grid_and_the_admin_is_told_once(make_world: Callable[..., World]) -> None:
    world = make_world(directory=without("苏玲"))
    for unit in (1, 2):
        world.says("小李", f"3栋{unit}单元的灯感觉怪怪的")
        world.expect("赵姐", "像是一件事", why="ask")
        world.advance(minutes=1)
    world.expect("管理员", "3栋", "楼栋", "赵姐", why="status")


def test_without_worker_head_and_grid_the_community_gets_it(make_world: Callable[..., World]) -> None:
    world = make_world(directory=without("王师傅", "小陈", "刘芳", "赵姐"))
    world.says("孙师傅", LAMP)
    world.expect("2栋", "#1", why="ack")
    world.expect("陈主任", "#1", why="assign")
    world.expect("管理员", "2栋", "楼栋", "陈主任", why="status")
    assert world.assignee(1) == "陈主任"


def test_a_level_that_rises_to_a_vacant_post_says_so(make_world: Callable[..., World]) -> None:
    world = make_world(directory=without("赵姐"))
    world.says("老马", RUBBISH)
    world.forget()
    world.until("07-13 15:00")
    world.expect("陈主任", "#1", why="escalate")
    world.expect("管理员", "3栋", "网格", "陈主任", why="status")
    world.forget()


def test_where_every_post_is_held_nobody_hears_of_vacancies(world: World) -> None:
    world.says("老马", RUBBISH)
    world.until("07-14 18:00")
    assert not world.told("管理员")
    world.forget()
