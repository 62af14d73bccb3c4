"""A notice to every head's group of a street, and a long 接龙: how long they take.

    python -m benchmarks.neighbours [--groups 1554] [--lines 300]

The clock is moved, so the first figure is the street's time, as the default rates of a real account allow it; the second
is the machine's.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.messages import START
from benchmarks.parts import CONFIG, percentile
from bot.config import load_settings
from bot.core import Core
from handlers.messages import IncomingMessage, OutgoingMessage
from handlers.settings import DirectoryEntry, PersonEntry, PostEntry, RoomEntry, UnitEntry
from nlp.jielong import read_jielong
from nlp.reader import load_reader
from scheduler.calendar import work_calendar
from storage.engine import Store
from storage.migrate import upgrade
from storage.tables import Role

SENDER = "陈主任"
READINGS = 50


def street(groups: int) -> DirectoryEntry:
    """One street with a group for each of its heads."""
    numbers = range(1, groups + 1)
    units = [UnitEntry(id="s", kind="街道", name="大街道")]
    units += [UnitEntry(id=f"b{n}", kind="楼栋", name=f"{n}栋", parent="s") for n in numbers]
    rooms = tuple(RoomEntry(name=f"{n}栋邻居群", unit=f"b{n}") for n in numbers)
    people = (PersonEntry(name=SENDER, posts=(PostEntry(role=Role.COMMUNITY, unit="s"),)),)
    return DirectoryEntry(units=tuple(units), rooms=rooms, people=people)


def tell_everybody(path: Path, groups: int) -> tuple[timedelta, int, int, float]:
    """Street's time until the last group has it, groups told, words of progress to the sender, the machine's seconds."""
    settings = load_settings(CONFIG).model_copy(update={"directory": street(groups)})
    store = Store(path)
    upgrade(store.writer)
    core = Core(store, settings, work_calendar(settings), load_reader(), "replay")
    core.start(START)
    told: dict[str, datetime] = {}
    progress = 0

    def deliver(message: OutgoingMessage) -> str:
        nonlocal progress
        told.update({message.chat: now} if message.why == "notice" else {})
        progress += message.why == "status"
        return str(message.key)

    now, began = START, time.perf_counter()
    for text in ("通知 全部 明天9点到12点停水，请提前接水", "好"):
        core.receive([_private(text, now)], now)
    core.send(now, deliver)
    while len(told) < groups and (due := core.next_due()) is not None:
        now = max(now, due)
        while core.wake(now) + core.send(now, deliver):
            pass
    return max(told.values()) - START, len(told), progress, time.perf_counter() - began


def _private(text: str, at: datetime) -> IncomingMessage:
    return IncomingMessage(
        transport="replay", id=text, chat=SENDER, sender=SENDER, nickname=SENDER, at=at, group=False, text=text
    )


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """CPU time of one run, the best and the median of many."""
    spent = []
    for _ in range(READINGS):
        before = time.process_time()
        work()
        spent.append((time.process_time() - before) * 1000)
    return min(spent), percentile(spent, 0.5)


def main() -> None:
    """Print both figures beside what is to be reached."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--groups", type=int, default=1_554)
    arguments.add_argument("--lines", type=int, default=300)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        spent, count, progress, seconds = tell_everybody(Path(folder) / "street.db", asked.groups)
    gap = load_settings(CONFIG).rates["replay"].fan_out_seconds
    allowed = timedelta(seconds=gap * (asked.groups - 1))
    print(f"notice to {count} groups: {spent} (the rates allow {allowed}), {progress} words to its sender")
    print(f"  worked through in {seconds:.1f} s")
    lines = "\n".join(f"{n}. 3-{n % 6 + 1}0{n % 4 + 1}老王{n} 带1个孩子" for n in range(1, asked.lines + 1))
    best, median = milliseconds(lambda: read_jielong(f"#接龙\n周六篮球坪扯杂草\n\n{lines}"))
    print(f"接龙 of {asked.lines} lines read: {best:.1f} ms, median {median:.1f} ms (to reach: 5)")


if __name__ == "__main__":
    main()
