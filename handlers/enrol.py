"""From the configuration's directory to rows: added or brought up to date at every start, never doubled."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from handlers.homes import Homes, building_number
from handlers.settings import DirectoryEntry, PersonEntry, PostEntry, UnitEntry
from storage import rows, tombstones
from storage.tables import Account, Community, Person, Post, Room, Skill, Unit

COMMUNITY_KIND = "社区"
OPEN_TRANSPORTS = ("web", "replay")
"""Where a name is its own account, and everybody in the directory can be written to."""


def enrol(session: Session, directory: DirectoryEntry, transport: str) -> list[int]:
    """Bring the tables in line with the configuration's directory; returns who stands in it no more."""
    units = dict(_units(session, directory))
    if transport in OPEN_TRANSPORTS:
        _rooms(session, directory, units, transport)
    entries = {_handle(entry): entry for entry in _still_here(session, directory)}
    people = _people(session, entries, units, transport, Homes(directory))
    _accounts(session, people, transport)
    _skills(session, entries, people)
    _posts(session, entries, units, people)
    return list(_dismiss(session, people))


def _rooms(session: Session, directory: DirectoryEntry, units: dict[str, Unit], transport: str) -> None:
    known = {room.chat: room for room in rows.all_of(session, Room, transport=transport)}
    for entry in directory.rooms:
        unit = units[entry.unit]
        room = known.get(entry.name) or Room(
            community_id=0, unit_id=0, transport=transport, chat=entry.name, name=entry.name
        )
        room.community_id, room.unit_id, room.name = unit.community_id, unit.id or 0, entry.name
        session.add(room)
    session.flush()


def _dismiss(session: Session, people: dict[str, Person]) -> Iterator[int]:
    """Whoever is taken out of the configuration holds no post any more."""
    for person in rows.all_of(session, Person, listed=True):
        if person.key not in people:
            rows.drop_all(session, Post, person_id=person.id)
            rows.put(session, person, listed=False)
            yield person.id or 0


def _units(session: Session, directory: DirectoryEntry) -> Iterator[tuple[str, Unit]]:
    """Every unit with its row; a community is what is called so, else the root."""
    entries = {entry.id: entry for entry in directory.units}
    known = {unit.key: unit for unit in rows.all_of(session, Unit)}
    made: dict[str, Unit] = {}
    communities: dict[str, Community] = {}

    def make(entry: UnitEntry) -> Unit:
        if entry.id in made:
            return made[entry.id]
        parent = make(entries[entry.parent]) if entry.parent else None
        top = _community_entry(entry, entries)
        if top.id not in communities:
            communities[top.id] = _community(session, top)
        unit = known.get(entry.id) or Unit(community_id=0, key=entry.id, kind="", name="")
        made[entry.id] = rows.put(
            session, unit, community_id=communities[top.id].id, kind=entry.kind, name=entry.name,
            number=building_number(entry.name), parent_id=parent.id if parent else None,
        )  # fmt: skip
        return made[entry.id]

    for entry in directory.units:
        yield entry.id, make(entry)


def _community_entry(entry: UnitEntry, entries: dict[str, UnitEntry]) -> UnitEntry:
    """The unit itself or the nearest above that is a community; the root where none is called so."""
    top = entry
    while COMMUNITY_KIND not in top.kind and top.parent:
        top = entries[top.parent]
    return top


def _community(session: Session, entry: UnitEntry) -> Community:
    found = rows.find(session, Community, key=entry.id) or Community(key=entry.id, name="")
    return rows.put(session, found, name=entry.name)


def _still_here(session: Session, directory: DirectoryEntry) -> Iterator[PersonEntry]:
    """Everybody in the configuration except who had themselves erased."""
    erased = tombstones.all_of(session)
    for entry in directory.people:
        if tombstones.hash_of(tombstones.DIRECTORY, _handle(entry)) not in erased:
            yield entry


def _handle(entry: PersonEntry) -> str:
    return entry.account or entry.name


def _people(
    session: Session, entries: dict[str, PersonEntry], units: dict[str, Unit], transport: str, homes: Homes
) -> dict[str, Person]:
    """The row of each, by their handle: whose account it is, else who was called so before, else somebody new."""
    accounts = {account.account_id: account.person_id for account in rows.all_of(session, Account, transport=transport)}
    stored = {person.id: person for person in rows.all_of(session, Person)}
    keys = {person.key: person for person in stored.values()}
    people = {
        handle: stored.get(accounts.get(handle)) or keys.get(handle) or Person(community_id=0, name=entry.name)
        for handle, entry in entries.items()
    }
    for position, (handle, entry) in enumerate(entries.items()):
        home = _home(entry, [units[one.id] for one in homes.of(entry)], units, people[handle])
        community = (home or _served(entry, units)).community_id
        rows.fill(
            people[handle], name=entry.name, key=handle, listed=True, position=position, household=entry.household,
            unit_id=home.id if home else None, community_id=community, aliases=list(entry.alias),
            birth_year=entry.birth_year, lives_alone=entry.lives_alone,
        )  # fmt: skip
    session.add_all(people.values())
    session.flush()
    return people


def _accounts(session: Session, people: dict[str, Person], transport: str) -> None:
    """On a transport that is open to everybody, a handle is an account."""
    if transport not in OPEN_TRANSPORTS:
        return
    known = {account.account_id for account in rows.all_of(session, Account, transport=transport)}
    session.add_all(
        Account(person_id=person.id or 0, transport=transport, account_id=handle, reachable=True)
        for handle, person in people.items()
        if handle not in known
    )
    session.flush()


def _skills(session: Session, entries: dict[str, PersonEntry], people: dict[str, Person]) -> None:
    known = {(skill.person_id, skill.word) for skill in rows.all_of(session, Skill)}
    wanted = [(people[handle].id or 0, word) for handle, entry in entries.items() for word in entry.skills]
    session.add_all(
        Skill(person_id=person_id, word=word) for person_id, word in wanted if (person_id, word) not in known
    )
    session.flush()


def _home(entry: PersonEntry, may_be: list[Unit], units: dict[str, Unit], person: Person) -> Unit | None:
    """The building of the household: of several the one they were once heard in; for who lives elsewhere, nothing."""
    known = may_be if len(may_be) == 1 else [unit for unit in may_be if unit.id == person.unit_id]
    named = units[entry.unit] if entry.unit and not may_be else None
    return next(iter(known), named)


def _served(entry: PersonEntry, units: dict[str, Unit]) -> Unit:
    """The unit of the first post, else the topmost."""
    return units[entry.posts[0].unit] if entry.posts else next(iter(units.values()))


def _posts(
    session: Session, entries: dict[str, PersonEntry], units: dict[str, Unit], people: dict[str, Person]
) -> None:
    """The posts of the configuration replace those these people had."""
    listed = {person.id for person in people.values()}
    for old in rows.all_of(session, Post):
        if old.person_id in listed:
            session.delete(old)
    for handle, entry in entries.items():
        for post in entry.posts:
            deputy = people.get(post.deputy) if post.deputy else None
            session.add(_post(post, people[handle], units, deputy))
    session.flush()


def _post(post: PostEntry, person: Person, units: dict[str, Unit], deputy: Person | None) -> Post:
    return Post(
        person_id=person.id or 0,
        unit_id=units[post.unit].id or 0,
        role=post.role,
        categories=list(post.categories),
        since=post.since,
        until=post.until,
        deputy_id=deputy.id if deputy else None,
    )
