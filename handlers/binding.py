"""绑定 3栋: a group becomes a building's. Until then the bot is silent there and remembers only that it exists."""

from __future__ import annotations

import re

from handlers import holders, say
from handlers.errors import Forbidden, Missing, Refusal
from handlers.messages import IncomingMessage
from handlers.office import Office, Turn
from nlp.model import Parse
from storage import directory, pending_rooms, rooms
from storage.tables import PendingRoom, Person, Role, Room, Unit

MAY_BIND = (Role.ADMIN, Role.COMMUNITY)
BIND = "bind"
NUMBER = re.compile(r"(\d+|[A-Za-z])\s*(?:号楼|栋|幢|座|号|#)")
UNIT_AND_ROOM = re.compile(r"(?P<unit>\S+)(?:\s+(?P<room>\S.*))?", re.DOTALL)


def bind(turn: Turn) -> None:
    """绑定 3栋 [群名], in private; said in a group that is bound already it moves that group."""
    unit_words, room_words = _parts(turn, turn.parse.args)
    unit = unit_named(turn, turn.sender, unit_words)
    if turn.room is not None:
        if not holders.holds(turn, turn.sender, MAY_BIND, turn.room.unit_id):
            raise Forbidden(turn.text("not_allowed"))
        directory.change(turn.session, turn.room, unit_id=unit.id, community_id=unit.community_id)
        room = turn.room
    else:
        waiting = _waiting_room(turn, unit_words, room_words)
        room = bind_room(turn, waiting.chat, waiting.name, unit)
    say.answer_privately(turn, turn.text("bound", room=holders.tidy_name(room.name), unit=unit.name), "status")


def hear_unbound(office: Office, message: IncomingMessage, parse: Parse) -> None:
    """A word in a group nobody bound: remembered, never answered, except 绑定 by whoever may."""
    pending_rooms.note(office.session, message.transport, message.chat, office.now, people=[message.sender])
    person = office.directory.person_of(message.transport, message.sender)
    if parse.command != BIND or person is None:
        return
    try:
        unit_words, _ = _parts(office, parse.args)
        unit = unit_named(office, person, unit_words)
    except Refusal as refusal:
        if not isinstance(refusal, Forbidden):
            say.to_person(office, person, str(refusal), refusal.why, step=message.id, at_night=True)
        return
    waiting = pending_rooms.find(office.session, message.transport, message.chat)
    room = bind_room(office, message.chat, waiting.name if waiting else "", unit)
    text = office.text("bound", room=holders.tidy_name(room.name), unit=unit.name)
    say.to_person(office, person, text, "status", step=message.id, at_night=True)


def bind_waiting(office: Office, chat: str, unit_id: int) -> Room:
    """A group that waits becomes a unit's, by the hand of whoever runs the bot. Raises Refusal when it waits no more."""
    waiting = pending_rooms.find(office.session, office.transport, chat)
    unit = office.directory.units.get(unit_id)
    if waiting is None or unit is None:
        raise Refusal(office.text("bind_gone"))
    return bind_room(office, waiting.chat, waiting.name, unit)


def bind_room(office: Office, chat: str, name: str, unit: Unit) -> Room:
    """The group is that unit's from now on; it hears once who the bot is and what it keeps."""
    room = rooms.find(office.session, office.transport, chat) or Room(
        community_id=unit.community_id, unit_id=unit.id or 0, transport=office.transport, chat=chat, name=""
    )
    room.name, room.unit_id, room.community_id, room.left_at = (
        name or room.name or unit.name, unit.id or 0, unit.community_id, None,
    )  # fmt: skip
    rooms.put(office.session, room)
    pending_rooms.forget(office.session, office.transport, chat)
    office.reload_directory()
    bound = office.directory.rooms[office.transport, chat]
    introduce(office, bound)
    return bound


def introduce(office: Office, room: Room) -> None:
    """Who runs it, what it keeps, how long, how to have it erased: once in each group."""
    if room.introduced_at is not None:
        return
    settings = office.settings
    text = office.text(
        "introduction", bot=settings.bot_name, who=settings.admin_contact, days=settings.keeping.text_days
    )
    say.to_group(office, room, text, "notice", step="introduction")
    directory.change(office.session, room, introduced_at=office.now)


# --- which unit, which room ----------------------------------------------------------------------------------------


def _parts(office: Office, words: str) -> tuple[str, str]:
    """3栋 阳光家园群 → unit and room; the room may be left out."""
    found = UNIT_AND_ROOM.fullmatch(words.strip())
    if found is None:
        raise Missing(office.text("bind_which_unit", words=""))
    return found["unit"], found["room"] or ""


def unit_named(office: Office, person: Person, words: str) -> Unit:
    """The one unit of that name among those a person may bind. Never a guess between two."""
    named = [unit for unit in office.directory.units.values() if _is_called(office, unit, words)]
    own = [unit for unit in named if holders.holds(office, person, MAY_BIND, unit.id)]
    if (named and not own) or not holders.holds(office, person, MAY_BIND, None):
        raise Forbidden(office.text("not_allowed"))
    if not own:
        raise Refusal(office.text("bind_which_unit", words=holders.tidy_name(words)))
    if len(own) > 1:
        raise Refusal(office.text("bind_several", words=words, example=holders.full_name(office, own[0])))
    return own[0]


def _is_called(office: Office, unit: Unit, words: str) -> bool:
    """3栋, 3号楼, 翠湖社区3栋: its own name or number, with names of units above it before it."""
    number = NUMBER.search(words)
    if unit.number and number and number.end() == len(words) and number[1].upper() == unit.number:
        above = words[: number.start()]
    elif words.endswith(unit.name):
        above = words.removesuffix(unit.name)
    else:
        return False
    return not above or any(above in other.name or other.name in above for other in office.directory.up(unit.parent_id))


def _waiting_room(turn: Turn, unit_words: str, room_words: str) -> PendingRoom:
    """The group that is named, else the newest one in which whoever binds was seen."""
    waiting = pending_rooms.newest_first(turn.session, turn.transport)
    if room_words:
        found = [room for room in waiting if room.name == room_words]
        if len(found) > 1:
            raise Refusal(turn.text("bind_several_rooms", room=holders.tidy_name(room_words), words=unit_words))
    else:
        found = [room for room in waiting if turn.message.sender in room.members]
    if not found:
        raise Refusal(turn.text("bind_no_room", words=unit_words))
    return found[0]
