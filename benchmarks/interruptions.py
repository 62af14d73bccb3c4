"""How often the bot speaks: single messages and lists of a worker, a head, a group in a replayed month.

louzhang simulate --buildings 100 --days 30 --config-out town.yaml > month.jsonl
louzhang replay month.jsonl --config town.yaml > said.jsonl
python -m benchmarks.interruptions said.jsonl --config town.yaml
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bot.config import load_settings
from handlers.settings import Settings
from storage.tables import Role

LISTS = frozenset({"digest", "roster"})
ANSWERS = frozenset({"answer", "refuse", "error"})
"""Said because they had asked something."""


@dataclass(slots=True)
class Ear:
    """What one person or group heard, by kind."""

    singles: int = 0
    lists: int = 0
    answers: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def hear(self, line: Mapping[str, Any]) -> None:
        """One message of the bot's."""
        why = line["why"]
        self.reasons[why] += 1
        if why in LISTS:
            self.lists += 1
        elif why in ANSWERS:
            self.answers += 1
        else:
            self.singles += 1


def listen(lines: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Ear]:
    """("room" or "to", whose) → what was heard there."""
    ears: dict[tuple[str, str], Ear] = defaultdict(Ear)
    for line in lines:
        where = "room" if "room" in line else "to"
        ears[where, line[where]].hear(line)
    return ears


def roles(settings: Settings) -> dict[str, Role]:
    """Name → first post."""
    return {person.name: person.posts[0].role for person in settings.directory.people if person.posts}


def table(lines: list[Mapping[str, Any]], settings: Settings) -> list[str]:
    """The rows of the table, in Markdown."""
    ears = listen(lines)
    held = roles(settings)
    rows = ["| who | how many | single messages: median, most | lists: median, most | answers to own questions |"]
    rows.append("|---|---|---|---|---|")
    for role in (Role.WORKER, Role.HEAD, Role.GRID, Role.COMMUNITY, Role.MEDIATOR):
        names = [name for name, one in held.items() if one is role]
        rows.append(_row(f"a {role.value}", [ears.get(("to", name), Ear()) for name in names]))
    rooms = [ears.get(("room", room.name), Ear()) for room in settings.directory.rooms]
    rows.append(_row("a building's group", rooms))
    return rows


def reasons(lines: Iterable[Mapping[str, Any]], settings: Settings, role: Role | None) -> Counter[str]:
    """Why the bot spoke to those of a role (None: in groups), how often."""
    held = roles(settings)
    mine = [line for line in lines if ("room" in line if role is None else held.get(line.get("to", "")) is role)]
    return Counter(line["why"] for line in mine)


def _row(name: str, ears: list[Ear]) -> str:
    def spread(of: Callable[[Ear], int]) -> str:
        counts = [of(ear) for ear in ears] or [0]
        return f"{median(counts):g}, {max(counts)}"

    singles, lists = spread(lambda ear: ear.singles), spread(lambda ear: ear.lists)
    return f"| {name} | {len(ears)} | {singles} | {lists} | {spread(lambda ear: ear.answers)} |"


def main() -> int:
    """Print the table and the reasons."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("said", type=Path)
    parser.add_argument("--config", type=Path, default=Path("town.yaml"))
    given = parser.parse_args()
    settings = load_settings(given.config)
    lines = [json.loads(line) for line in given.said.read_text(encoding="utf-8").splitlines()]
    numbers = {line["about"]["no"] for line in lines if line["about"] and line["about"]["kind"] == "request"}
    print(f"{len(numbers)} requests, {len(lines)} messages of the bot's\n")
    print("\n".join(table(lines, settings)))
    for role in (Role.WORKER, Role.HEAD, None):
        told = reasons(lines, settings, role)
        name = f"to a {role.value}" if role else "in groups"
        print(f"\n{name}: " + ", ".join(f"{why} {count}" for why, count in told.most_common()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
