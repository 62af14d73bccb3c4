"""The configuration's directory at every start: who is added, who is brought up to date, who holds nothing any more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.settings import DirectoryEntry, Settings
from tests.handlers.steps import LAMP, reported, taken
from tests.world import World, demo_settings


def without(*names: str) -> Settings:
    """The demo's settings when some people are taken out of the directory."""
    settings = demo_settings()
    people = tuple(one for one in settings.directory.people if one.name not in names)
    return settings.model_copy(update={"directory": settings.directory.model_copy(update={"people": people})})


def test_who_is_taken_out_of_the_configuration_commands_nothing_any_more(world: World) -> None:
    reported(world)
    world.settings = without("刘芳")
    world.crash()
    world.whispers("刘芳", "派 1 小陈")
    world.expect("刘芳", "#1", why="refuse")
    assert world.assignee(1) == "王师傅"


def test_what_a_worker_had_in_hand_who_is_taken_out_goes_to_somebody_else(world: World) -> None:
    taken(world)
    world.settings = without("王师傅")
    world.crash()
    world.advance(minutes=1)
    world.expect("小陈", "#1", why="assign")
    assert world.assignee(1) == "小陈"


def test_who_comes_back_holds_the_post_again(world: World) -> None:
    world.settings = without("王师傅")
    world.crash()
    world.settings = demo_settings()
    world.crash()
    world.says("孙师傅", LAMP)
    world.expect("2栋", "#1", why="ack")
    world.expect("王师傅", "#1", why="assign")


@pytest.mark.parametrize("name", ["5栋", "5号楼", "五栋", "东方红小区5号楼", "5#", "5号"])
def test_a_building_is_found_by_its_number_however_it_is_called(make_world: Callable[..., World], name: str) -> None:
    directory = {
        "units": [
            {"id": "sq", "kind": "社区", "name": "翠湖社区"},
            {"id": "b5", "kind": "楼栋", "name": name, "parent": "sq"},
        ],
        "rooms": [{"name": "邻居群", "unit": "sq"}],
        "people": [
            {"name": "阿芳", "posts": [{"role": "head", "unit": "b5"}], "household": "5-1-101"},
            {"name": "老李", "posts": [{"role": "worker", "unit": "sq"}]},
        ],
    }
    world = make_world(directory=DirectoryEntry.model_validate(directory))
    world.says("路人", "5栋2单元楼道灯坏了", room="邻居群")
    world.expect("邻居群", f"#1 {name}2单元 楼道灯坏了", why="ack")
    world.expect("老李", f"#1 {name}2单元", why="assign")


TWO = {
    "units": [
        {"id": "jd", "kind": "街道", "name": "运河街道"},
        {"id": "a", "kind": "社区", "name": "甲社区", "parent": "jd"},
        {"id": "b", "kind": "社区", "name": "乙社区", "parent": "jd"},
        {"id": "a1", "kind": "楼栋", "name": "1栋", "parent": "a"},
        {"id": "b1", "kind": "楼栋", "name": "1栋", "parent": "b"},
    ],
    "rooms": [{"name": "甲群", "unit": "a1"}, {"name": "乙群", "unit": "b1"}],
    "people": [
        {"name": "甲楼长", "posts": [{"role": "head", "unit": "a1"}]},
        {"name": "甲师傅", "posts": [{"role": "worker", "unit": "a"}]},
        {"name": "乙师傅", "posts": [{"role": "worker", "unit": "b"}]},
    ],
}


def test_where_two_communities_have_a_building_of_that_number_the_stranger_is_asked_which(
    make_world: Callable[..., World],
) -> None:
    world = make_world(directory=DirectoryEntry.model_validate(TWO))
    world.whispers("生人", "楼道灯坏了")
    world.expect("生人", "几栋几单元", why="ask")
    world.whispers("生人", "1栋2单元")
    world.expect("生人", "有好几个1栋", "甲社区1栋", why="refuse")
    world.whispers("生人", "乙社区1栋2单元")
    world.expect("生人", "#1 1栋2单元", why="ack")
    world.expect("乙师傅", "#1 1栋2单元", why="assign")


def test_a_number_is_the_workers_own_communitys(make_world: Callable[..., World]) -> None:
    world = make_world(directory=DirectoryEntry.model_validate(TWO))
    for room, worker in (("甲群", "甲师傅"), ("乙群", "乙师傅")):
        world.says("路人", "1栋2单元楼道灯坏了", room=room)
        world.expect(room, "#1", why="ack")
        world.expect(worker, "#1", why="assign")
    world.advance(minutes=1)
    world.whispers("乙师傅", "接 1")
    world.expect("乙师傅", "#1 归您了", why="status")
    world.expect("乙群", "#1 乙师傅接了", why="status")


def test_a_workers_number_is_no_call_of_another_community(make_world: Callable[..., World]) -> None:
    world = make_world(directory=DirectoryEntry.model_validate(TWO))
    world.says("甲楼长", "请有时间的邻居到花坛来跟我一起拔草", room="甲群")
    world.expect("甲群", "#1 甲楼长招呼", why="call")
    world.says("路人", "1栋2单元楼道灯坏了", room="乙群")
    world.expect("乙群", "#1", why="ack")
    world.expect("乙师傅", "#1", why="assign")
    world.advance(minutes=1)
    world.whispers("乙师傅", "完 1")
    world.expect("乙师傅", "照片", why="done")
    world.expect("乙群", "#1", "乙师傅说的", why="done")
    world.whispers("甲楼长", "完 1")
    world.expect("甲楼长", "到了几位", why="ask")
