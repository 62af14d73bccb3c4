"""Which building a door of the directory is in: several communities of one street may each have a 3栋."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from handlers.settings import DirectoryEntry, PersonEntry, UnitEntry
from nlp.normalise import plain
from nlp.places import read_place


def building_number(name: str) -> str | None:
    """A building's own number, as people say it: 3栋, 十二栋, 东方红小区5号楼, A座."""
    place = read_place(plain(f"{name}楼" if name.endswith("号") else name))
    found = place.building if place and not place.unit else None
    return found.upper() if found else None


def building_of(household: str | None) -> str:
    """The number of the building that a door is in: 3 of 3-2-502."""
    return (household or "").partition("-")[0].upper()


class Homes:
    """The buildings of a directory by their numbers."""

    def __init__(self, directory: DirectoryEntry) -> None:
        self.units = {unit.id: unit for unit in directory.units}
        self.numbered: dict[str, list[UnitEntry]] = defaultdict(list)
        for unit in directory.units:
            if number := building_number(unit.name):
                self.numbered[number].append(unit)

    def of(self, person: PersonEntry) -> list[UnitEntry]:
        """The building of the household: under the unit that is named, else the nearest to a post.

        Several where nothing tells which, none for who has no door here.
        """
        found = self.numbered.get(building_of(person.household), [])
        starts = [person.unit] if person.unit else [post.unit for post in person.posts]
        near = {unit.id: unit for start in starts for unit in self._nearest(start, found)}
        return list(near.values()) or found

    def _nearest(self, start: str, found: list[UnitEntry]) -> list[UnitEntry]:
        around = ([unit for unit in found if above in self.up(unit.id)] for above in self.up(start))
        return next((units for units in around if units), [])

    def up(self, unit: str | None) -> Iterator[str]:
        """The id of a unit and of all above it."""
        while unit in self.units:
            yield unit
            unit = self.units[unit].parent
