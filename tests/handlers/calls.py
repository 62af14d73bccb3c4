"""Steps that tests of calls share."""

from __future__ import annotations

from typing import Any

from storage import calls
from storage.tables import CallStatus, SignUpStatus, VolunteerCall
from tests.world import World

WEEDS = "请有时间的邻居到篮球坪来跟我一起扯杂草，让孩子们多一块玩的地方"
SATURDAY = "周六上午9点到篮球坪扯杂草"
ROOM = "3栋"


def speaks(world: World, who: str, text: str, **more: Any) -> None:
    """Somebody speaks in the group, and a moment passes: a group hears at most one line in eight seconds."""
    world.says(who, text, **more)
    world.advance(seconds=9)


def tells(world: World, who: str, text: str, **more: Any) -> None:
    """Somebody writes to the bot in private, and a moment passes."""
    world.whispers(who, text, **more)
    world.advance(seconds=9)


def put_up(world: World, words: str = SATURDAY) -> None:
    """苏玲 calls; what the group hears is expected."""
    speaks(world, "苏玲", words)
    world.expect(ROOM, "苏玲招呼", "我来", why="call")


def joins(world: World, *names: str, words: str = "我来") -> None:
    """Neighbours of 3栋 sign up in the group."""
    for name in names:
        speaks(world, name, words, room=ROOM)


def call(world: World, no: int) -> VolunteerCall:
    """The call of a number, as it stands on disk."""
    with world.store.read() as session:
        found = calls.by_no(session, no, 1)
        assert found is not None, f"no call #{no}"
        session.expunge(found)
        return found


def status(world: World, no: int) -> CallStatus:
    """The state of a call."""
    return call(world, no).status


def coming(world: World, no: int) -> dict[str, int]:
    """Who is in, with how many."""
    with world.store.read() as session:
        rows = calls.sign_ups(session, call(world, no).id or 0)
        return {row.name: row.count for row in rows if row.status is SignUpStatus.JOINED}


def jielong(*names: str, title: str = "篮球坪扯杂草") -> str:
    """A list as neighbours copy it on."""
    return f"#接龙\n{title}\n\n" + "\n".join(f"{number}. {name}" for number, name in enumerate(names, start=1))
