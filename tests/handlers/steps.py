"""The usual way of a request, for tests that begin somewhere on it."""

from __future__ import annotations

from datetime import datetime

from tests.world import World

LAMP = "2栋1单元楼道灯坏了"
RUBBISH = "3栋1单元门口垃圾没人清"
OUTAGE = "2栋2单元停电了"
LEAK = "3栋1单元外墙渗水"
GAS = "3栋2单元煤气味很重"
QUARREL = "我和楼上邻居闹矛盾吵了好几次，想请人来调解一下"


def reported(world: World, words: str = LAMP, who: str = "孙师傅") -> None:
    """Somebody reports in the own group; who is to take it has been told. What was said is not this test's matter."""
    world.says(who, words)
    world.forget()


def taken(world: World, words: str = LAMP, who: str = "孙师傅", by: str = "王师傅") -> None:
    """… and the worker takes it ten minutes later."""
    reported(world, words, who)
    world.advance(minutes=10)
    world.whispers(by, "接 1")
    world.forget()


def finished(world: World, words: str = LAMP, who: str = "孙师傅", by: str = "王师傅") -> None:
    """… and says an hour later that it is done."""
    taken(world, words, who, by)
    world.advance(hours=1)
    world.whispers(by, "完 1")
    world.forget()


def closed(world: World) -> None:
    """… and the reporter says in private that it is good."""
    finished(world)
    world.advance(minutes=10)
    world.whispers("孙师傅", "好了")
    world.forget()


def quietly(world: World, moment: str | datetime) -> None:
    """Time passes; what was said on the way is not this test's matter."""
    world.until(moment)
    world.forget()
