"""Who may do what to a request: done by who may, refused in private to who may not, and nothing moves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.settings import DirectoryEntry, PostEntry
from storage.tables import Role
from tests.handlers.steps import closed, finished, reported, taken
from tests.world import World, demo_settings

PEOPLE = ("孙师傅", "周奶奶", "小李", "王师傅", "小陈", "刘芳", "苏玲", "赵姐", "陈主任", "何阿姨", "管理员")
"""Of a lamp in 2栋: the reporter, a neighbour, another building's resident, its worker and another one, its head and
another building's, the grid, the community, the mediator and the admin."""


def turned_away(world: World) -> None:
    """The head does not take it on."""
    reported(world)
    world.whispers("刘芳", "不受理 1 归城管局 电话12319")
    world.forget()


def with_the_street(world: World) -> None:
    """The community has reported it to the street."""
    reported(world)
    world.whispers("陈主任", "报 1 街道")
    world.forget()


def joined(world: World) -> None:
    """The head has made one matter of two."""
    reported(world)
    reported(world, "2栋2单元墙皮掉了", "周奶奶")
    world.whispers("刘芳", "并 1 2")
    world.forget()


STAFF = "刘芳 赵姐 陈主任"
ACTS: tuple[tuple[str, Callable[[World], None], str], ...] = (
    ("派 1 小陈", reported, STAFF),
    ("换人 1 小陈", taken, STAFF),
    ("接 1", reported, f"王师傅 {STAFF}"),
    ("转 1 小陈", taken, f"王师傅 {STAFF}"),
    ("退 1 没有梯子", taken, "王师傅"),
    ("在修 1", taken, "王师傅"),
    ("延 1 周五 等配件", taken, "王师傅 刘芳"),
    ("完 1", taken, "王师傅 刘芳 孙师傅"),
    ("办结 1", finished, STAFF),
    ("没办结 1", closed, f"孙师傅 王师傅 {STAFF}"),
    ("没修好 1", finished, "孙师傅 刘芳"),
    ("升 1 太难了", taken, f"王师傅 {STAFF}"),
    ("报 1 街道", taken, "陈主任"),
    ("议 1", taken, "陈主任"),
    ("在办 1", with_the_street, "陈主任"),
    ("拆 1", joined, f"孙师傅 王师傅 {STAFF}"),
    ("误报 1 看错了", taken, "孙师傅 刘芳"),
    ("不受理 1 归城管局 电话12319", reported, STAFF),
    ("不同意 1", turned_away, "孙师傅"),
    ("问 1 下午在家吗", taken, f"王师傅 {STAFF}"),
    ("换时间 1 周六上午", taken, f"孙师傅 王师傅 {STAFF}"),
)
"""What is said, of what state, and by whom it is done."""


@pytest.mark.parametrize(("words", "before", "may"), ACTS, ids=[words for words, _, _ in ACTS])
def test_who_may_not_is_refused_in_private_and_nothing_moves_until_one_says_it_who_may(
    world: World, words: str, before: Callable[[World], None], may: str
) -> None:
    before(world)
    as_it_was = world.request(1)
    for who in PEOPLE:
        if who not in may.split():
            world.whispers(who, words)
            world.expect(who, "#1", why="refuse", no=1)
    assert world.request(1) == as_it_was
    world.expect_nothing()
    acts, doer = len(world.events(1)), may.split(maxsplit=1)[0]
    world.whispers(doer, words)
    assert len(world.events(1)) > acts
    assert not [one for one in world.told(doer) if one.why == "refuse"]
    world.forget()


BY_THE_HEAD = [(words, before) for words, before, may in ACTS if "刘芳" in may.split()]


@pytest.mark.parametrize(("words", "before"), BY_THE_HEAD, ids=[words for words, _ in BY_THE_HEAD])
def test_a_deputy_head_may_what_the_head_may(
    make_world: Callable[..., World], words: str, before: Callable[[World], None]
) -> None:
    world = make_world(directory=with_deputy("周奶奶", "b2"))
    before(world)
    acts = len(world.events(1))
    world.whispers("周奶奶", words)
    assert len(world.events(1)) > acts
    assert not [one for one in world.told("周奶奶") if one.why == "refuse"]
    world.forget()


def with_deputy(name: str, unit: str) -> DirectoryEntry:
    """The demo's directory with a deputy head in it."""
    directory = demo_settings().directory
    post = PostEntry(role=Role.DEPUTY, unit=unit)
    people = (one.model_copy(update={"posts": (post,)}) if one.name == name else one for one in directory.people)
    return directory.model_copy(update={"people": tuple(people)})
