"""Whose turn it is: in every state one person and one moment, and none once it has ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.settings import DirectoryEntry, PersonEntry
from storage.tables import Status
from tests.handlers.steps import LAMP, QUARREL, closed, finished, quietly, reported, taken
from tests.world import World, demo_settings

ODD = "3栋2单元的灯感觉怪怪的"


def unassigned(world: World) -> None:
    """Nobody takes it, and the community is to send somebody."""
    reported(world)
    quietly(world, "07-14 17:31")


def at_the_grid(world: World) -> None:
    reported(world)
    quietly(world, "07-13 15:01")


def put_off(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "延 1 周五 等配件")
    world.forget()


def at_the_street(world: World) -> None:
    taken(world)
    world.whispers("陈主任", "报 1 街道")
    world.forget()


def at_work(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "在修 1")
    world.forget()


def merged(world: World) -> None:
    reported(world, "2栋2单元楼道灯坏了")
    reported(world, LAMP)
    world.whispers("刘芳", "并 1 2")
    world.forget()


def withdrawn(world: World) -> None:
    reported(world)
    world.says("孙师傅", "不用了")
    world.forget()


def refused(world: World) -> None:
    reported(world)
    world.whispers("刘芳", "不受理 1 归市政 电话12345")
    world.forget()


@pytest.mark.parametrize(
    ("happened", "status", "owner"),
    [
        (reported, Status.TO_ACCEPT, "王师傅"),
        (at_the_grid, Status.TO_ASSIGN, "赵姐"),
        (unassigned, Status.TO_ASSIGN, "陈主任"),
        (taken, Status.ACCEPTED, "王师傅"),
        (at_work, Status.IN_PROGRESS, "王师傅"),
        (put_off, Status.POSTPONED, "王师傅"),
        (finished, Status.TO_CONFIRM, "王师傅"),
        (at_the_street, Status.REFERRED, "陈主任"),
    ],
)
def test_what_is_open_is_one_persons_and_due_at_one_moment(
    world: World, happened: Callable[[World], None], status: Status, owner: str
) -> None:
    happened(world)
    assert (world.request(1).status, world.owner(1)) == (status, owner)
    assert world.due(1)


@pytest.mark.parametrize(
    ("happened", "status"),
    [
        (closed, Status.CLOSED),
        (merged, Status.MERGED),
        (withdrawn, Status.WITHDRAWN),
        (refused, Status.REFUSED),
    ],
)
def test_what_has_ended_is_nobodys_and_never_due(
    world: World, happened: Callable[[World], None], status: Status
) -> None:
    happened(world)
    assert (world.request(1).status, world.owner(1), world.request(1).next_due_at) == (status, None, None)


def test_what_was_offered_to_a_neighbour_is_the_heads_until_he_takes_it(world: World) -> None:
    reported(world, "3栋1单元楼道灯不亮", "老马")
    assert (world.request(1).status, world.owner(1)) == (Status.TO_ASSIGN, "苏玲")


def test_a_quarrel_is_the_mediators(world: World) -> None:
    reported(world, QUARREL, "张姐")
    assert world.owner(1) == "何阿姨"


def with_deputy() -> DirectoryEntry:
    """The demo's directory with a deputy for 3栋, and nobody at its head."""
    directory = demo_settings().directory
    others = [one for one in directory.people if one.name != "苏玲"]
    deputy = PersonEntry.model_validate({"name": "老周", "posts": [{"role": "deputy", "unit": "b3"}]})
    return directory.model_copy(update={"people": (*others, deputy)})


def test_the_deputy_has_the_heads_part_where_there_is_no_head(make_world: Callable[..., World]) -> None:
    world = make_world(directory=with_deputy())
    world.says("小李", ODD)
    world.expect("老周", "像是一件事", why="ask")
    world.whispers("老周", "是")
    world.expect("老周", "#1", why="status")
    world.expect("3栋", "@小李", "#1", why="ack")
    world.forget()
