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
Line = Mapping[str, Any]


@dataclass(slots=True)
class Ear:
    """What one person or group heard, by kind."""

    singles: int = 0
    lists: int = 0
    answers: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def hear(self, line: Line, *, answers: bool) -> None:
        """One message of the bot's; `answers` when they had just written themselves."""
        if answers:
            self.answers += 1
            return
        self.reasons[line["why"]] += 1
        if line["why"] in LISTS:
            self.lists += 1
        else:
            self.singles += 1


def listen(written: Iterable[Line], said: Iterable[Line]) -> dict[tuple[str, str], Ear]:
    """("room" or "to", whose) → what was heard there."""
    wrote = {(line.get("sender"), line["at"][:MINUTE]) for line in written}
    ears: dict[tuple[str, str], Ear] = defaultdict(Ear)
    for line in said:
        where = "room" if "room" in line else "to"
        ears[where, line[where]].hear(line, answers=where == "to" and (line["to"], line["at"][:MINUTE]) in wrote)
    return ears


MINUTE = len("2026-07-01T08:30")


def roles(settings: Settings) -> dict[str, Role]:
    """Name → first post."""
    return {person.name: person.posts[0].role for person in settings.directory.people if person.posts}


def table(ears: Mapping[tuple[str, str], Ear], settings: Settings) -> list[str]:
    """The rows of the table, in Markdown."""
    held = roles(settings)
    rows = ["| who | how many | single messages: median, most | lists: median, most | answers to own questions |"]
    rows.append("|---|---|---|---|---|")
    for role in (Role.WORKER, Role.HEAD, Role.GRID, Role.COMMUNITY, Role.MEDIATOR):
        names = [name for name, one in held.items() if one is role]
        rows.append(_row(f"a {role.value}", [ears.get(("to", name), Ear()) for name in names]))
    rooms = [ears.get(("room", room.name), Ear()) for room in settings.directory.rooms]
    rows.append(_row("a building's group", rooms))
    return rows


def requests(said: Iterable[Line], settings: Settings) -> set[tuple[str, int]]:
    """(community, number) of all that was spoken of, in groups or to whoever has a post."""
    units = {unit.id: unit for unit in settings.directory.units}

    def community(unit: str) -> str:
        parent = units[unit].parent
        return unit if parent is None or "社区" in units[unit].kind else community(parent)

    at = {person.name: community(person.posts[0].unit) for person in settings.directory.people if person.posts}
    at |= {room.name: community(room.unit) for room in settings.directory.rooms}
    told = ((at.get(line.get("room") or line["to"]), line["about"]) for line in said)
    return {(where, about["no"]) for where, about in told if where and about and about["kind"] == "request"}


def reasons(ears: Mapping[tuple[str, str], Ear], settings: Settings, role: Role | None) -> Counter[str]:
    """Why the bot spoke by itself to those of a role (None: in groups), how often."""
    held = roles(settings)
    mine = [ear for (where, who), ear in ears.items() if (where == "room" if role is None else held.get(who) is role)]
    return sum((ear.reasons for ear in mine), Counter())


def _row(name: str, ears: list[Ear]) -> str:
    def spread(of: Callable[[Ear], int]) -> str:
        counts = [of(ear) for ear in ears] or [0]
        return f"{median(counts):g}, {max(counts)}"

    singles, lists = spread(lambda ear: ear.singles), spread(lambda ear: ear.lists)
    return f"| {name} | {len(ears)} | {singles} | {lists} | {spread(lambda ear: ear.answers)} |"


def _read(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> int:
    """Print the table and the reasons."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("written", type=Path)
    parser.add_argument("said", type=Path)
    parser.add_argument("--config", type=Path, default=Path("town.yaml"))
    given = parser.parse_args()
    settings = load_settings(given.config)
    written, said = _read(given.written), _read(given.said)
    ears = listen(written, said)
    print(f"{len(requests(said, settings))} requests, {len(written)} lines of people, {len(said)} of the bot's\n")
    print("\n".join(table(ears, settings)))
    for role in (Role.WORKER, Role.HEAD, None):
        name = f"to a {role.value}" if role else "in groups"
        print(f"\n{name}: " + ", ".join(f"{why} {count}" for why, count in reasons(ears, settings, role).most_common()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
