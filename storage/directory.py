"""Who is who: a snapshot of units, rooms, people and posts, to be asked many times within one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage.tables import Absence, Account, Authorisation, Community, Person, Post, Role, Room, Skill, Unit


@dataclass(slots=True)
class Directory:
    """Everything about people and places of one database, by the keys that are asked for."""

    communities: dict[int, Community] = field(default_factory=dict)
    units: dict[int, Unit] = field(default_factory=dict)
    rooms: dict[tuple[str, str], Room] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    accounts: dict[tuple[str, str], Account] = field(default_factory=dict)
    accounts_of: dict[int, list[Account]] = field(default_factory=lambda: defaultdict(list))
    posts_of: dict[int, list[Post]] = field(default_factory=lambda: defaultdict(list))
    posts_at: dict[int, list[Post]] = field(default_factory=lambda: defaultdict(list))
    skills_of: dict[int, list[Skill]] = field(default_factory=lambda: defaultdict(list))
    absences: list[Absence] = field(default_factory=list)
    authorisations: list[Authorisation] = field(default_factory=list)
    names: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    room_by_id: dict[int, Room] = field(default_factory=dict)
    buildings: dict[tuple[int, str], Unit | None] = field(default_factory=dict)
    """(any unit above, number) → building; None where there are several of that number."""
    above_buildings: list[Unit] = field(default_factory=list)
    """Communities, grids, estates: what has numbered buildings beneath it and is none itself."""
    spans: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Unit → the communities at and below it."""
    beneath: dict[int, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[tuple[int | None, str], list[Person]] = field(default_factory=lambda: defaultdict(list))
    """(building, door) → who lives behind it."""

    def person_of(self, transport: str, account_id: str) -> Person | None:
        """Whose account it is."""
        account = self.accounts.get((transport, account_id))
        return self.people.get(account.person_id) if account else None

    def account_on(self, person_id: int, transport: str) -> Account | None:
        """The person's account on a transport."""
        return next((found for found in self.accounts_of[person_id] if found.transport == transport), None)

    def building(self, number: str, near: int | None) -> Unit | None:
        """The building of that number which is nearest to a unit: first beside it, then further up in its community.

        Never another community's, and never one of several that are equally near.
        """
        community = self.units[near].community_id if near is not None else None
        around = (unit for unit in self.up(near) if unit.community_id == community)
        keys = ((unit.id or 0, number) for unit in around)
        return next((self.buildings[key] for key in keys if key in self.buildings), None)

    def community_of(self, unit_id: int | None) -> Community:
        """The community a unit belongs to; the first one for what has no unit."""
        if unit_id is None:
            return next(iter(self.communities.values()))
        return self.communities[self.units[unit_id].community_id]

    def room(self, transport: str, chat: str) -> Room | None:
        """The bound room of a chat."""
        return self.rooms.get((transport, chat))

    def rooms_of(self, unit_id: int, transport: str) -> list[Room]:
        """Rooms bound to exactly this unit."""
        return [room for room in self.rooms.values() if room.unit_id == unit_id and room.transport == transport]

    def up(self, unit_id: int | None) -> Iterator[Unit]:
        """The unit and all above it, nearest first."""
        while unit_id is not None:
            unit = self.units[unit_id]
            yield unit
            unit_id = unit.parent_id

    def is_within(self, unit_id: int | None, ancestor_id: int) -> bool:
        """Whether a unit is `ancestor_id` or lies below it."""
        return any(unit.id == ancestor_id for unit in self.up(unit_id))

    def below(self, ancestor_id: int) -> list[Unit]:
        """The unit itself and all below it, each followed by what is below it."""
        lower = (unit for child in self.beneath[ancestor_id] for unit in self.below(child.id or 0))
        return [self.units[ancestor_id], *lower]

    def family(self, person: Person) -> list[Person]:
        """Everybody behind the same door, the person first. Who only says that they live there is nobody's family."""
        behind = self.homes[person.unit_id, person.household] if person.household and person.listed else []
        return [person, *(one for one in behind if one is not person)]

    def are_family(self, one: Person, other: Person) -> bool:
        """Whether two are one, or live behind the same door."""
        return one.id == other.id or any(one.id == member.id for member in self.family(other))

    def holders(self, role: Role, unit_id: int | None, today: date) -> list[tuple[Person, Post]]:
        """Who holds a role at the nearest unit up the tree that has any holder, in the directory's order."""
        for unit in self.up(unit_id):
            found = [post for post in self.posts_at[unit.id or 0] if post.role is role and in_force(post, today)]
            if found:
                pairs = [(self.people[post.person_id], post) for post in found]
                return sorted(pairs, key=lambda pair: pair[0].position)
        return []

    def posts(self, person_id: int, today: date) -> list[Post]:
        """The posts a person holds today."""
        return [post for post in self.posts_of[person_id] if in_force(post, today)]

    def absence_of(self, person_id: int, now: datetime) -> Absence | None:
        """The leave a person is on."""
        return next(
            (leave for leave in self.absences if leave.person_id == person_id and leave.since <= now < leave.until),
            None,
        )


def in_force(post: Post, today: date) -> bool:
    """Whether the post's dates hold today."""
    return (post.since is None or post.since <= today) and (post.until is None or today <= post.until)


def load(session: Session) -> Directory:
    """Read the whole directory."""
    directory = Directory()
    reload(session, directory)
    return directory


def reload(session: Session, directory: Directory) -> None:
    """Read everything again into a snapshot that others hold."""
    for part in fields(directory):
        getattr(directory, part.name).clear()
    _read_places(session, directory)
    _read_people(session, directory)
    directory.absences.extend(session.exec(select(Absence)))
    directory.authorisations.extend(session.exec(select(Authorisation)))


def _read_places(session: Session, directory: Directory) -> None:
    directory.communities.update({found.id or 0: found for found in session.exec(select(Community))})
    directory.units.update({unit.id or 0: unit for unit in session.exec(select(Unit).order_by(col(Unit.id)))})
    for unit in directory.units.values():
        if unit.parent_id is not None:
            directory.beneath[unit.parent_id].append(unit)
        for above in directory.up(unit.id):
            directory.spans[above.id or 0].add(unit.community_id)
    numbered = [unit for unit in directory.units.values() if unit.number]
    for unit in numbered:
        for above in directory.up(unit.id):
            key = (above.id or 0, unit.number or "")
            directory.buildings[key] = None if key in directory.buildings else unit
    around = {unit_id for unit_id, _ in directory.buildings}
    directory.above_buildings += [unit for unit in directory.units.values() if unit.id in around and not unit.number]
    for room in session.exec(select(Room).where(col(Room.left_at).is_(None))):
        _add_room(directory, room)


def _read_people(session: Session, directory: Directory) -> None:
    for person in session.exec(select(Person).order_by(col(Person.position), col(Person.id))):
        _add_person(directory, person)
    for account in session.exec(select(Account)):
        _add_account(directory, account)
    for post in session.exec(select(Post).order_by(col(Post.id))):
        directory.posts_of[post.person_id].append(post)
        directory.posts_at[post.unit_id].append(post)
    for skill in session.exec(select(Skill).order_by(col(Skill.id))):
        directory.skills_of[skill.person_id].append(skill)


def change(session: Session, row: Room | Person | Account, **values: Any) -> None:
    """Change a row of the directory, in the database and in the snapshot."""
    table = type(row)
    session.execute(update(table).where(col(table.id) == row.id).values(**values))
    for name, value in values.items():
        setattr(row, name, value)


def move_in(session: Session, directory: Directory, person: Person, **values: Any) -> None:
    """Somebody says where they live: `values` are columns of `Person`."""
    change(session, person, **values)
    _add_home(directory, person)


def cut(session: Session, account: Account) -> None:
    """Take an account away from its person; the snapshot must be read again."""
    session.execute(delete(Account).where(col(Account.id) == account.id))


def end_leave(session: Session, person_id: int, now: datetime) -> None:
    """Whoever was away is back."""
    leaves = select(Absence).where(col(Absence.person_id) == person_id, col(Absence.until) > now)
    for leave in session.exec(leaves):
        leave.until = now
        session.add(leave)
    session.flush()


def add(session: Session, directory: Directory, row: Room | Person | Account) -> None:
    """Store a new row and let the snapshot know it."""
    session.add(row)
    session.flush()
    {Room: _add_room, Person: _add_person, Account: _add_account}[type(row)](directory, row)  # type: ignore[operator]


def _add_room(directory: Directory, room: Room) -> None:
    directory.rooms[room.transport, room.chat] = room
    directory.room_by_id[room.id or 0] = room


def _add_person(directory: Directory, person: Person) -> None:
    directory.people[person.id or 0] = person
    for name in (person.name, *person.aliases):
        directory.names[name].append(person)
    _add_home(directory, person)


def _add_home(directory: Directory, person: Person) -> None:
    if person.household and person.listed:
        directory.homes[person.unit_id, person.household].append(person)


def _add_account(directory: Directory, account: Account) -> None:
    directory.accounts[account.transport, account.account_id] = account
    directory.accounts_of[account.person_id].append(account)
