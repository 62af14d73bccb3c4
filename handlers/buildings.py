"""Which building some words mean: 3栋 is the one near by, 乙社区3栋 the one over there. Never a guess between two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from handlers import holders
from handlers.office import Office, Turn
from nlp.model import Place
from storage.tables import Community, Unit

Named = TypeVar("Named", Unit, Community)

LONGEST = 12
"""So near before 3栋 stands the community it is in."""
SHORTEST = 2
"""A community whose name is no longer without 社区 is called by its whole name."""


def of_place(office: Office, place: Place | None, words: str, *near: int | None) -> Unit | None:
    """The building that a place in some words names, with the community or estate right before it or without."""
    if place is None or place.building is None:
        return None
    before, _, _ = words.partition(place.text)
    return nearest(office, place.building, called(office, f"{before[-LONGEST:]}{place.text}"), *near)


def numbered(turn: Turn, number: str, within: Unit | None) -> Unit | None:
    """The building of that number: in the place that is named, else the nearest to where it is said, or served."""
    return nearest(turn, number, [within] if within else [], *holders.around(turn))


def nearest(office: Office, number: str, named: Sequence[Unit], *near: int | None) -> Unit | None:
    """The building of that number in one of the units that are named, else the nearest to these others.

    The first that has one decides; a unit that has several of that number tells nothing.
    """
    starts = [unit.id for unit in named] or near
    return next((unit for start in starts if (unit := office.directory.building(number, start))), None)


def called(office: Office, words: str) -> list[Unit]:
    """The communities, estates and grids, each with buildings of its own, that the words name, the smallest first."""
    found = by_name(office.directory.above_buildings, words)
    return sorted(found, key=lambda unit: -len(list(office.directory.up(unit.id))))


def first_named(places: Iterable[Unit], words: str) -> tuple[Unit | None, str]:
    """乙社区3栋 … → 乙社区 and the rest: which of these places some words begin with."""
    found = max((unit for unit in places if words.startswith(unit.name)), key=lambda unit: len(unit.name), default=None)
    return found, words.removeprefix(found.name).strip() if found else words


def by_name(places: Iterable[Named], words: str) -> list[Named]:
    """Those whose whole name stands in the words, else those whose name without 社区 does."""
    every = list(places)
    short = [one for one in every if len(one.name.removesuffix("社区")) >= SHORTEST]
    return [one for one in every if one.name in words] or [
        one for one in short if one.name.removesuffix("社区") in words
    ]
