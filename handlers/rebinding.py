"""换号不换人: after a login that changed ids, rooms and people are found again by room, alias and door.

Sure is only who has the same alias in the same room, once before and once now, with a door that agrees, and no post.
Whoever holds a post, or has no door in the alias, is asked about: one question to the admin at a time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers import holders, say
from handlers.office import Office
from handlers.questions import ask, pending
from storage import addresses, directory, pending_rooms
from storage.tables import Account, OpenQuestion, Person, Room

TOPIC = "same_person"
DOOR = re.compile(r"\d{1,3}(?:-\d{1,2})?-\d{3,4}")
FAMILIAR_FACES = 3
"""So many known aliases (all, where fewer are known) must be seen before a room counts as the same."""


@dataclass(frozen=True, slots=True)
class MemberSeen:
    """Somebody in a room, by the id of today and the name shown there."""

    account_id: str
    alias: str


@dataclass(frozen=True, slots=True)
class RoomSeen:
    """A room the bot is in, by the id of today."""

    chat: str
    topic: str
    members: tuple[MemberSeen, ...] = ()


def find_again(office: Office, seen: Sequence[RoomSeen]) -> None:
    """Bind again what a login gave new ids: rooms first, then the people in them."""
    _find_rooms(office, seen)
    lost = _lost_accounts(office, seen)
    for room_seen in seen:
        room = office.directory.room(office.transport, room_seen.chat)
        if room is not None:
            _find_people(office, room, room_seen, lost)
    for admin in holders.admins(office):
        ask_next(office, admin)


# --- rooms -------------------------------------------------------------------------------------------------------


def _find_rooms(office: Office, seen: Sequence[RoomSeen]) -> None:
    chats = {room.chat for room in seen}
    lost = [
        room
        for room in office.directory.rooms.values()
        if room.transport == office.transport and room.chat not in chats
    ]
    new = [room for room in seen if office.directory.room(office.transport, room.chat) is None]
    names, topics = Counter(room.name for room in lost), Counter(room.topic for room in new)
    for room_seen in new:
        pending_rooms.note(
            office.session, office.transport, room_seen.chat, office.now, name=room_seen.topic,
            people=[member.account_id for member in room_seen.members],
        )  # fmt: skip
        same = [room for room in lost if room.name == room_seen.topic]
        if names[room_seen.topic] == topics[room_seen.topic] == 1 and _is_familiar(office, same[0], room_seen):
            _move_room(office, same[0], room_seen.chat)


def _is_familiar(office: Office, room: Room, seen: RoomSeen) -> bool:
    """The faces are the same, not the topic alone: anybody can call a group 3栋邻居群."""
    known = {account.nickname for account, _ in _accounts_in(office, room) if account.nickname}
    found = known & {member.alias for member in seen.members}
    return bool(known) and len(found) >= min(FAMILIAR_FACES, len(known))


def _move_room(office: Office, room: Room, chat: str) -> None:
    office.post()
    addresses.readdress(office.session, office.transport, room.chat, chat)
    directory.change(office.session, room, chat=chat)
    pending_rooms.forget(office.session, office.transport, chat)
    office.reload_directory()


# --- people ------------------------------------------------------------------------------------------------------


def _lost_accounts(office: Office, seen: Sequence[RoomSeen]) -> set[int]:
    """Accounts nobody is seen with any more."""
    present = {member.account_id for room in seen for member in room.members}
    mine = [one for one in office.directory.accounts.values() if one.transport == office.transport]
    return {one.id or 0 for one in mine if one.account_id not in present}


def _accounts_in(office: Office, room: Room) -> Iterator[tuple[Account, Person]]:
    """Accounts of those who belong to a room's unit: by home or by post."""
    for account in office.directory.accounts.values():
        person = office.directory.people[account.person_id]
        units = [person.unit_id, *(post.unit_id for post in office.directory.posts(person.id or 0, office.today))]
        near = any(
            unit and (office.directory.is_within(unit, room.unit_id) or office.directory.is_within(room.unit_id, unit))
            for unit in units
        )
        if account.transport == office.transport and near:
            yield account, person


def _find_people(office: Office, room: Room, seen: RoomSeen, lost: set[int]) -> None:
    aliases = Counter(member.alias for member in seen.members)
    for member in seen.members:
        if office.directory.accounts.get((office.transport, member.account_id)) or aliases[member.alias] != 1:
            continue
        fits = [(account, person) for account, person in _accounts_in(office, room) if account.nickname == member.alias]
        gone = [(account, person) for account, person in fits if account.id in lost]
        if len(fits) == len(gone) == 1:
            _again(office, *gone[0], member)


def _again(office: Office, account: Account, person: Person, member: MemberSeen) -> None:
    if not holders.is_official(office, person) and _door_agrees(person, member.alias):
        readdress(office, account, member.account_id)
        return
    admin = holders.admin_of(office, person.unit_id or _post_unit(office, person))
    if admin is not None:
        ask(office, admin, TOPIC, item_id=account.id, options=[member.account_id, member.alias])


def _post_unit(office: Office, person: Person) -> int | None:
    posts = office.directory.posts(person.id or 0, office.today)
    return posts[0].unit_id if posts else None


def _door_agrees(person: Person, alias: str) -> bool:
    """The alias names a door, and it is the one we know; where none is known, the alias alone is not enough."""
    door = DOOR.search(alias)
    if door is None or person.household is None:
        return False
    parts = person.household.split("-")
    return door[0] in (person.household, f"{parts[0]}-{parts[-1]}", "-".join(parts[1:]))


def readdress(office: Office, account: Account, account_id: str) -> None:
    """The same person under a new id; what still waits to be said goes there."""
    office.post()
    addresses.readdress(office.session, office.transport, account.account_id, account_id)
    directory.change(office.session, account, account_id=account_id)
    office.reload_directory()


# --- the one question ----------------------------------------------------------------------------------------------


def ask_next(office: Office, admin: Person) -> None:
    """Put the newest open question to the admin; the others follow one by one."""
    question = pending(office, admin, TOPIC)
    account = _account(office, question) if question else None
    if question is None or account is None:
        return
    person = office.directory.people[account.person_id]
    text = office.text("same_person", alias=holders.tidy_name(str(question.options[1])), name=person.name)
    say.to_person(office, admin, text, "ask", step=f"{TOPIC}:{question.id}:{office.now.isoformat()}")


def _account(office: Office, question: OpenQuestion) -> Account | None:
    return next((one for one in office.directory.accounts.values() if one.id == question.item_id), None)


def settle_question(office: Office, question: OpenQuestion, *, same: bool) -> str:
    """The admin said 是 or 不是; returns the sentence that says what follows from it, and asks about the next."""
    account = _account(office, question)
    new_id = str(question.options[0])
    name = office.directory.people[account.person_id].name if account else ""
    if same and account is not None and (office.transport, new_id) not in office.directory.accounts:
        readdress(office, account, new_id)
    question.until = office.now
    office.session.add(question)
    office.session.flush()
    return office.text("same_person_yes" if same else "same_person_no", name=name)
