"""A town: streets, communities, grids and buildings, who holds which post, who lives there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from random import Random

PER_COMMUNITY, PER_GRID, RESIDENTS = 100, 9, 8
"""Buildings of a community and of a grid (S0: 1,300 and 146 in 13 communities), people of a building who write."""
WORKERS: tuple[tuple[str, ...], ...] = (
    ("water", "power", "lighting", "heating", "gas"),
    ("lift", "security", "fabric", "road"),
    ("sanitation", "clutter", "greening"),
    (),
)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
FIRST = "建志国文玉秀桂春晓海明永红丽小俊雪思子雨嘉梓欣宇"
SECOND = "华英兰平军芳伟敏强静磊洋勇艳杰娟涛超霞刚玲辉鹏鑫燕波琴"


@dataclass(frozen=True, slots=True)
class Building:
    """One building: its key, number, room, head and those who write."""

    key: str
    number: str
    room: str
    head: str
    residents: tuple[str, ...]
    community: int


@dataclass(slots=True)
class Town:
    """Everybody and every place."""

    buildings: list[Building] = field(default_factory=list)
    workers: dict[str, int] = field(default_factory=dict)
    """Name → community."""
    officials: dict[str, int] = field(default_factory=dict)
    """Grid leads, community workers, mediators → community."""
    units: list[dict[str, object]] = field(default_factory=list)
    people: list[dict[str, object]] = field(default_factory=list)

    @property
    def heads(self) -> dict[str, Building]:
        """Name → building."""
        return {building.head: building for building in self.buildings}

    def config(self) -> str:
        """The directory as YAML, an entry a line."""
        rooms = [{"name": building.room, "unit": building.key} for building in self.buildings]
        parts = (("units", self.units), ("rooms", rooms), ("people", self.people))
        lines = ["directory:"]
        for name, entries in parts:
            lines.append(f"  {name}:")
            lines += [f"    - {json.dumps(entry, ensure_ascii=False)}" for entry in entries]
        return "\n".join(lines) + "\n"


def make_town(buildings: int, seed: int) -> Town:
    """A town of so many buildings; the same seed gives the same people."""
    town, names = Town(), _names(Random(f"names{seed}"))  # noqa: S311 — a town, no secret
    town.units.append({"id": "street", "kind": "街道", "name": "运河街道"})
    for start in range(0, buildings, PER_COMMUNITY):
        _community(town, start // PER_COMMUNITY, min(PER_COMMUNITY, buildings - start), names)
    return town


def _names(chance: Random) -> Iterator[str]:
    """Names that nobody else has, in an order of their own."""
    all_names = [a + b + c for a, b, c in product(SURNAMES, FIRST, SECOND)]
    chance.shuffle(all_names)
    yield from all_names


def _community(town: Town, index: int, buildings: int, names: Iterator[str]) -> None:
    key, title = f"c{index + 1}", f"运河{index + 1}社区"
    town.units.append({"id": key, "kind": "社区", "name": title, "parent": "street"})
    for fields in WORKERS:
        name = _post(town, names, "worker", key, **({"for": list(fields)} if fields else {}))
        town.workers[name] = index
    for role in ("community", "mediator", "admin"):
        town.officials[_post(town, names, role, key)] = index
    for start in range(0, buildings, PER_GRID):
        grid = f"{key}g{start // PER_GRID + 1}"
        town.units.append({"id": grid, "kind": "网格", "name": f"{title}{start // PER_GRID + 1}网格", "parent": key})
        town.officials[_post(town, names, "grid", grid)] = index
        for number in range(start + 1, min(start + PER_GRID, buildings) + 1):
            _building(town, index, grid, number, names)


def _building(town: Town, community: int, grid: str, number: int, names: Iterator[str]) -> None:
    key = f"c{community + 1}b{number}"
    town.units.append({"id": key, "kind": "楼栋", "name": f"{number}栋", "parent": grid})
    head = _post(town, names, "head", key, household=f"{number}-1-101")
    residents = tuple(next(names) for _ in range(RESIDENTS))
    room = f"运河{community + 1}社区{number}栋邻居群"
    town.buildings.append(Building(key, str(number), room, head, residents, community))


def _post(town: Town, names: Iterator[str], role: str, unit: str, **more: object) -> str:
    name = next(names)
    household = {"household": more.pop("household")} if "household" in more else {}
    town.people.append({"name": name, "posts": [{"role": role, "unit": unit, **more}], **household})
    return name
