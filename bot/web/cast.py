"""Who is who on the page: the people of the directory and the rooms each of them sits in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from handlers.homes import Homes
from handlers.settings import DirectoryEntry, PersonEntry, RoomEntry, UnitEntry
from storage.tables import Role

_NO_OFFICE = frozenset({Role.RESIDENT, Role.VOLUNTEER})
_STANDING = (
    Role.HEAD,
    Role.DEPUTY,
    Role.WORKER,
    Role.GRID,
    Role.COMMUNITY,
    Role.MEDIATOR,
    Role.ADMIN,
    Role.VOLUNTEER,
    Role.RESIDENT,
)
"""Of several posts the first in this order is the one shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """One of the people: what the page shows of them and where they may speak."""

    account: str
    name: str
    role: Role
    unit: str
    """Name of the unit of the shown role, or of the home."""
    place: str
    """Building and entrance of the home (3栋2单元), without the door."""
    rooms: tuple[str, ...]
    """Names of the rooms, the own building's first."""

    @property
    def chats(self) -> frozenset[str]:
        """Every chat the person sees: the rooms and the private one, which bears the account's id."""
        return frozenset((*self.rooms, self.account))


@dataclass(frozen=True)
class Cast:
    """Everybody in the directory."""

    people: dict[str, Persona]
    rooms: tuple[str, ...]

    @cached_property
    def members(self) -> dict[str, tuple[str, ...]]:
        """Room → names of those who sit in it."""
        return {room: tuple(one.name for one in self.people.values() if room in one.rooms) for room in self.rooms}

    @cached_property
    def chats(self) -> frozenset[str]:
        """Every room and every private chat."""
        return frozenset((*self.rooms, *self.people))


def cast_of(directory: DirectoryEntry) -> Cast:
    """Read the directory as a cast."""
    homes = Homes(directory)
    people = [_persona(homes, person, directory.rooms) for person in directory.people]
    return Cast({one.account: one for one in people}, tuple(room.name for room in directory.rooms))


def _persona(homes: Homes, person: PersonEntry, rooms: tuple[RoomEntry, ...]) -> Persona:
    may_be = homes.of(person)
    home = may_be[0] if len(may_be) == 1 else None
    posts = sorted(person.posts, key=lambda post: _STANDING.index(post.role))
    shown = homes.units.get(posts[0].unit) if posts else home
    return Persona(
        account=person.account or person.name,
        name=person.name,
        role=posts[0].role if posts else Role.RESIDENT,
        unit=shown.name if shown else "",
        place=_place(home, person.household),
        rooms=tuple(dict.fromkeys(room.name for room in _seats(homes, person, may_be, rooms))),
    )


def _seats(
    homes: Homes, person: PersonEntry, may_be: list[UnitEntry], rooms: tuple[RoomEntry, ...]
) -> Iterator[RoomEntry]:
    """The room nearest to the home, then those of one's offices: at the unit, beneath it and above it."""
    for home in may_be:
        around = ([room for room in rooms if room.unit == unit] for unit in homes.up(home.id))
        yield from next((nearest for nearest in around if nearest), ())
    offices = [post.unit for post in person.posts if post.role not in _NO_OFFICE]
    for office in offices:
        yield from (room for room in rooms if office in homes.up(room.unit) or room.unit in homes.up(office))
    if not may_be and not offices:
        yield from rooms


def _place(home: UnitEntry | None, household: str | None) -> str:
    parts = (household or "").split("-")
    if not home:
        return ""
    return f"{home.name}{parts[1]}单元" if len(parts) == 3 else home.name
