"""Who holds which role where, who stands in during a leave, and what each person is called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from handlers.office import Office, Turn
from nlp.masking import without_private
from nlp.normalise import clean
from storage.directory import in_force
from storage.tables import Level, Person, Post, Role, Room, ServiceRequest, Status, Unit

NEIGHBOUR = "邻居"
NAME_LENGTH = 16
SHORTEST_NAME = 2
"""A name of one character stands in too many words to be taken out of them."""
EDGES = " -_·.•"
UNSPEAKABLE = re.compile(r"@|[\r\n\u2028\u2029]|\d{1,3}[-—#栋号]\d[\d-]*|\d{3,}|[<>\u202a-\u202e\u2066-\u2069]")
"""Parts of a nickname that are never echoed: doors, phones, @ and line breaks."""
ADDRESS = re.compile(
    r"\d{1,3}\s*(?:栋|幢|座|号楼|号|#)\s*\d{1,2}\s*单元\s*\d{0,4}室?|"
    r"[一二三四五六七八九]{1,2}[零〇][一二三四五六七八九]|\([^()]*\d[^()]*\)$"
)
"""3栋2单元502, 五零二, and what stands behind a name in brackets with a number."""
EVERYBODY = re.compile(r"@?(?:所有人|全体成员|everyone|\ball\b)", re.IGNORECASE)
"""With the @ that stands before a name this would call the whole group."""

LADDER: dict[Level, tuple[Role, ...]] = {
    Level.BUILDING: (Role.HEAD, Role.DEPUTY, Role.GRID, Role.COMMUNITY, Role.ADMIN),
    Level.GRID: (Role.GRID, Role.COMMUNITY, Role.ADMIN),
    Level.COMMUNITY: (Role.COMMUNITY, Role.ADMIN),
    Level.STREET: (Role.COMMUNITY, Role.ADMIN),
}
"""Who is asked at each level; a vacant post falls through to the next."""
STAFF = (Role.HEAD, Role.DEPUTY, Role.GRID, Role.COMMUNITY)
"""Who answers for a building."""


def stand_in(office: Office, person: Person) -> Person | None:
    """The person, or whoever stands in during a leave; None when on leave with nobody to stand in."""
    leave = office.directory.absence_of(person.id or 0, office.now)
    if leave is None:
        return person
    return office.directory.people.get(leave.deputy_id or 0)


def named_deputy(office: Office, person: Person) -> Person | None:
    """Whom the directory names to stand in for a post of theirs."""
    posts = office.directory.posts(person.id or 0, office.today)
    return next((office.directory.people[post.deputy_id] for post in posts if post.deputy_id), None)


def reached(office: Office, person: Person) -> Person:
    """Whom a message to this person reaches: the deputy during a leave, else the person."""
    return stand_in(office, person) or person


def stands_for(office: Office, person: Person) -> list[int]:
    """The person's own id and those for whom they stand in now."""
    away = [leave.person_id for leave in office.directory.absences if leave.deputy_id == person.id]
    covered = [other for other in away if office.directory.absence_of(other, office.now)]
    return [person.id or 0, *covered]


def at_level(office: Office, level: Level, unit_id: int | None) -> Person | None:
    """Who is responsible at a level for a unit, or stands in; vacancies fall through upwards."""
    holder = _post_holder(office, level, unit_id)
    return reached(office, holder) if holder else None


def _post_holder(office: Office, level: Level, unit_id: int | None) -> Person | None:
    """Whose post it is, present or stood in for: a leave moves nothing, so that everything comes back by itself."""
    for role in LADDER[level]:
        for person, _post in office.directory.holders(role, unit_id, office.today):
            if stand_in(office, person):
                return person
    return _post_holder_beneath(office, unit_id)


def _post_holder_beneath(office: Office, unit_id: int | None) -> Person | None:
    """What is at the street, where nobody has a post, is the first community's."""
    units = office.directory.below(unit_id) if unit_id is not None else []
    posts = [post for unit in units for post in office.directory.posts_at[unit.id or 0]]
    here = [post for role in (Role.COMMUNITY, Role.ADMIN) for post in posts if post.role is role]
    people = (office.directory.people[post.person_id] for post in here if in_force(post, office.today))
    return next((person for person in people if stand_in(office, person)), None)


def head_of(office: Office, unit_id: int | None) -> Person | None:
    """The head of a unit, or who stands in."""
    return _first(office, Role.HEAD, unit_id) or _first(office, Role.DEPUTY, unit_id)


def mediator_of(office: Office, unit_id: int | None) -> Person | None:
    """Who mediates there; the community where nobody does."""
    return _first(office, Role.MEDIATOR, unit_id) or at_level(office, Level.COMMUNITY, unit_id)


def admin_of(office: Office, unit_id: int | None) -> Person | None:
    """Who looks after the bot."""
    return _first(office, Role.ADMIN, unit_id)


def admin_for(office: Office, unit_id: int | None) -> Person | None:
    """Who looks after the bot there, else whoever does at all."""
    return admin_of(office, unit_id) or next(iter(admins(office)), None)


def admins(office: Office) -> list[Person]:
    """Everybody who looks after the bot, wherever their post is."""
    held = (post for posts in office.directory.posts_at.values() for post in posts if post.role is Role.ADMIN)
    people = {post.person_id: post for post in held if in_force(post, office.today)}
    there = (stand_in(office, office.directory.people[person_id]) for person_id in people)
    return sorted({one.id: one for one in there if one}.values(), key=lambda one: one.position)


def _first(office: Office, role: Role, unit_id: int | None) -> Person | None:
    holders = (stand_in(office, person) for person, _ in office.directory.holders(role, unit_id, office.today))
    return next((person for person in holders if person), None)


def roles(office: Office, person: Person) -> set[Role]:
    """Every role a person holds anywhere today, those of people they stand in for included."""
    return {post.role for post in posts_of(office, person)} or {Role.RESIDENT}


def posts_of(office: Office, person: Person, wanted: Iterable[Role] = Role) -> list[Post]:
    """The posts of these roles that a person holds today, those of people they stand in for included."""
    sought = set(wanted)
    held = (post for one in stands_for(office, person) for post in office.directory.posts(one, office.today))
    return [post for post in held if post.role in sought]


def covered(office: Office, person: Person, wanted: Iterable[Role]) -> list[Unit]:
    """The units at and below those posts, each once."""
    posts = posts_of(office, person, wanted)
    return list({unit.id: unit for post in posts for unit in office.directory.below(post.unit_id)}.values())


def holds(office: Office, person: Person, wanted: Iterable[Role], unit_id: int | None) -> bool:
    """Whether a person holds one of these roles for a unit: at it or anywhere above it."""
    posts = posts_of(office, person, wanted)
    return any(unit_id is None or office.directory.is_within(unit_id, post.unit_id) for post in posts)


def main_role(office: Office, person: Person) -> Role:
    """The role that decides how a person is spoken to."""
    held = roles(office, person)
    return next((role for role in ROLE_ORDER if role in held), Role.RESIDENT)


ROLE_ORDER = (
    Role.COMMUNITY,
    Role.GRID,
    Role.HEAD,
    Role.DEPUTY,
    Role.MEDIATOR,
    Role.WORKER,
    Role.ADMIN,
    Role.VOLUNTEER,
)
OFFICIAL = frozenset({Role.COMMUNITY, Role.GRID, Role.HEAD, Role.DEPUTY, Role.MEDIATOR, Role.WORKER, Role.ADMIN})


def is_official(office: Office, person: Person) -> bool:
    """Whether a person holds any post."""
    return bool(roles(office, person) & OFFICIAL)


def owner(office: Office, request: ServiceRequest) -> Person | None:
    """Whose turn it is: the assignee once there is one, else who is responsible at the level."""
    if request.status in WITH_ASSIGNEE and request.assignee_id:
        return office.directory.people[request.assignee_id]
    level = Level.COMMUNITY if request.status is Status.REFERRED else request.level
    return _post_holder(office, Level(level), request.unit_id)


WITH_ASSIGNEE = frozenset({Status.TO_ACCEPT, Status.ACCEPTED, Status.IN_PROGRESS, Status.TO_CONFIRM, Status.POSTPONED})


def spoken_name(office: Office, person: Person) -> str:
    """The directory's name, else the nickname without door, phone, @ and line breaks, else 邻居."""
    if person.listed:
        return person.name
    return tidy_name(person.name)


def tidy_name(name: str) -> str:
    """A nickname fit to be echoed: its first line, in plain letters, without what is private or calls everybody."""
    first = next((line for line in normalize("NFKC", name).splitlines() if line.strip()), "")
    spoken = without_private(clean(first))
    for unfit in (EVERYBODY, ADDRESS, UNSPEAKABLE):
        spoken = unfit.sub("", spoken)
    return _out_of_brackets(spoken.strip(EDGES))[:NAME_LENGTH] or NEIGHBOUR


def _out_of_brackets(name: str) -> str:
    """(老王) is 老王, as is what is left of a bracket; 王师傅(物业) stays."""
    whole = name.startswith("(") or name.count("(") != name.count(")")
    return name.strip("()").strip(EDGES) if whole else name


def can_reach(office: Office, person: Person) -> bool:
    """Whether the bot can write to a person in private."""
    account = office.directory.account_on(person.id or 0, office.transport)
    return bool(account and account.reachable)


def around(turn: Turn) -> list[int | None]:
    """Where the words of a message look first: at the group's unit; in private where the sender serves, then at home."""
    if turn.room is not None:
        return [turn.room.unit_id]
    return [*dict.fromkeys(post.unit_id for post in posts_of(turn, turn.sender)), turn.sender.unit_id]


def here(turn: Turn) -> int | None:
    """The first of these that is known."""
    return next((unit_id for unit_id in around(turn) if unit_id is not None), None)


def find_person(office: Office, words: str, *near: int | None) -> Person | None:
    """The one person whose name or alias stands in some words, of the communities that these units are in.

    The longest name wins, who belongs to the first unit on a tie.
    """
    units = [unit_id for unit_id in near if unit_id is not None]
    names = sorted((name for name in office.directory.names if name and name in words), key=len, reverse=True)
    people = next((found for name in names if (found := namesakes(office, name, *units))), [])
    here = (one for unit_id in units for test in (_belongs, _is_near) for one in people if test(office, one, unit_id))
    return next(here, None) or next(iter(people), None)


def namesakes(office: Office, name: str, *unit_ids: int) -> list[Person]:
    """Everybody of exactly that name in the communities of some units."""
    here = communities(office, *unit_ids)
    return [one for one in office.directory.names.get(name, ()) if is_in(office, one, here)]


def communities(office: Office, *unit_ids: int | None) -> set[int]:
    """The communities at and below some units; without any the first one."""
    spans = [office.directory.spans[unit_id] for unit_id in unit_ids if unit_id is not None]
    return set().union(*spans) or {office.directory.community_of(None).id or 0}


def is_in(office: Office, person: Person, among: set[int]) -> bool:
    """Whether somebody alive lives or serves in one of these communities; a post at the street serves each of them."""
    posts = office.directory.posts(person.id or 0, office.today)
    served = communities(office, *(post.unit_id for post in posts)) if posts else set()
    home = {office.directory.units[person.unit_id].community_id} if person.unit_id else set()
    return person.erased_at is None and not among.isdisjoint(home | served or {person.community_id})


def _is_near(office: Office, person: Person, unit_id: int) -> bool:
    return is_in(office, person, communities(office, unit_id))


def _belongs(office: Office, person: Person, unit_id: int) -> bool:
    posts = office.directory.posts(person.id or 0, office.today)
    return any(office.directory.is_within(unit_id, post.unit_id) for post in posts) or person.unit_id == unit_id


def serves(office: Office, person: Person, other: Person) -> bool:
    """Whether somebody holds a post in the community where another lives."""
    home = office.directory.community_of(other.unit_id).id or 0
    return any(home in communities(office, post.unit_id) for post in posts_of(office, person, OFFICIAL))


def household_of(person: Person) -> str:
    """What counts as one household: the door of a building, else the person."""
    return f"{person.unit_id}:{person.household}" if person.household else f"person:{person.id}"


def full_name(office: Office, unit: Unit) -> str:
    """翠湖社区3栋: a unit's name after that of the unit above it."""
    above = office.directory.units.get(unit.parent_id or 0)
    return f"{above.name if above else ''}{unit.name}"


def whose(office: Office, reader: Person, community_id: int) -> str:
    """乙社区 before a number, for whoever reads of several communities; else nothing."""
    if len(office.directory.communities) == 1:
        return ""
    posts = office.directory.posts(reader.id or 0, office.today)
    return _told_apart(office, community_id, *(post.unit_id for post in posts), reader.unit_id)


def whose_in(office: Office, room: Room, community_id: int) -> str:
    """The same for a group that is of several communities."""
    return "" if len(office.directory.communities) == 1 else _told_apart(office, community_id, room.unit_id)


def _told_apart(office: Office, community_id: int, *unit_ids: int | None) -> str:
    return office.directory.communities[community_id].name if len(communities(office, *unit_ids)) > 1 else ""


def room_for(office: Office, unit_id: int | None) -> Room | None:
    """The group of a unit."""
    if unit_id is None:
        return None
    return next(iter(office.directory.rooms_of(unit_id, office.transport)), None)
