"""From the configuration's directory to rows: added or brought up to date at every start, never doubled."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from handlers.settings import DirectoryEntry, PersonEntry, PostEntry, UnitEntry
from nlp.normalise import plain
from nlp.places import read_place
from storage import rows, tombstones
from storage.tables import Account, Community, Person, Post, Room, Skill, Unit

COMMUNITY_KIND = "社区"
OPEN_TRANSPORTS = ("web", "replay")
"""Where a name is its own account, and everybody in the directory can be written to."""


def enrol(session: Session, directory: DirectoryEntry, transport: str) -> list[int]:
    """Bring the tables in line with the configuration's directory; returns who stands in it no more."""
    units = dict(_units(session, directory))
    for room in directory.rooms:
        if transport in OPEN_TRANSPORTS:
            unit = units[room.unit]
            found = rows.find(session, Room, transport=transport, chat=room.name)
            found = found or Room(community_id=0, unit_id=0, transport=transport, chat=room.name, name=room.name)
            rows.put(session, found, community_id=unit.community_id, unit_id=unit.id, name=room.name)
    entries = list(_still_here(session, directory))
    people = {_handle(entry): _person(session, entry, units, transport, place) for place, entry in enumerate(entries)}
    for entry in entries:
        _posts(session, entry, people[_handle(entry)], units, people)
    return list(_dismiss(session, people))


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
    made: dict[str, Unit] = {}
    communities: dict[str, Community] = {}

    def make(entry: UnitEntry) -> Unit:
        if entry.id in made:
            return made[entry.id]
        parent = make(entries[entry.parent]) if entry.parent else None
        top = _community_entry(entry, entries)
        if top.id not in communities:
            communities[top.id] = _community(session, top)
        unit = rows.find(session, Unit, key=entry.id) or Unit(community_id=0, key=entry.id, kind="", name="")
        made[entry.id] = rows.put(
            session, unit, community_id=communities[top.id].id, kind=entry.kind, name=entry.name,
            number=_number(entry.name), parent_id=parent.id if parent else None,
        )  # fmt: skip
        return made[entry.id]

    for entry in directory.units:
        yield entry.id, make(entry)


def _number(name: str) -> str | None:
    """A building's own number, as people say it: 3栋, 十二栋, 东方红小区5号楼, A座."""
    place = read_place(plain(f"{name}楼" if name.endswith("号") else name))
    found = place.building if place and not place.unit else None
    return found.upper() if found else None


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
    for entry in directory.people:
        if tombstones.erased_at(session, tombstones.DIRECTORY, _handle(entry)) is None:
            yield entry


def _handle(entry: PersonEntry) -> str:
    return entry.account or entry.name


def _person(session: Session, entry: PersonEntry, units: dict[str, Unit], transport: str, position: int) -> Person:
    account = rows.find(session, Account, transport=transport, account_id=_handle(entry))
    person = session.get(Person, account.person_id) if account else None
    person = person or rows.find(session, Person, key=_handle(entry)) or Person(community_id=0, name=entry.name)
    home = _home(entry, units)
    community = (home or next(iter(units.values()))).community_id
    rows.put(
        session, person, name=entry.name, key=_handle(entry), listed=True, position=position, household=entry.household,
        unit_id=home.id if home else None, community_id=community, aliases=list(entry.alias),
        birth_year=entry.birth_year, lives_alone=entry.lives_alone,
    )  # fmt: skip
    if account is None and transport in OPEN_TRANSPORTS:
        rows.put(
            session, Account(person_id=person.id or 0, transport=transport, account_id=_handle(entry), reachable=True)
        )
    for word in entry.skills:
        if rows.find(session, Skill, person_id=person.id, word=word) is None:
            rows.put(session, Skill(person_id=person.id or 0, word=word))
    return person


def _home(entry: PersonEntry, units: dict[str, Unit]) -> Unit | None:
    """The building of the household; for who lives elsewhere, nothing."""
    number = (entry.household or "").partition("-")[0].upper()
    if not number:
        return None
    buildings = [unit for unit in units.values() if unit.number == number]
    posts = {post.unit for post in entry.posts}
    near = [unit for unit in buildings if unit.key in posts]
    return next(iter(near or buildings), None)


def _posts(
    session: Session, entry: PersonEntry, person: Person, units: dict[str, Unit], people: dict[str, Person]
) -> None:
    """The posts of the configuration replace those the person had."""
    rows.drop_all(session, Post, person_id=person.id)
    for post in entry.posts:
        deputy = people.get(post.deputy) if post.deputy else None
        session.add(_post(post, person, units, deputy))
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
