"""What people write, from the data file, with a place filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

OPENERS = ("", "", "", "@小楼 ", "大家好，", "麻烦看一下，", "请问有人管吗，")
CLOSERS = ("", "", "", "，麻烦来看看", "，谢谢", "，能不能快点")


@cache
def _sentences() -> Mapping[str, Any]:
    path = Path(__file__).with_name("sentences.yaml")
    loaded: Mapping[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return loaded


def report(chance: Random, category: str, building: str) -> str:
    """A report about an entrance of a building."""
    place = {"b": building, "u": chance.randint(1, 4), "f": chance.randint(2, 6)}
    said = str(chance.choice(_sentences()["reports"][category])).format_map(place)
    return f"{chance.choice(OPENERS)}{said}{chance.choice(CLOSERS)}"


def one(chance: Random, kind: str, **values: object) -> str:
    """Any other sentence of a kind."""
    return str(chance.choice(all_of(kind))).format_map(values)


def all_of(kind: str) -> Sequence[str]:
    """Every sentence of a kind."""
    found: Sequence[str] = _sentences()[kind]
    return found
