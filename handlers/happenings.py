"""What happens beside messages: friends, invitations, rooms entered, left and renamed. Plain values in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers import checking_in, holders
from handlers.errors import Refusal
from handlers.office import Office
from storage import directory, pending_rooms, rooms
from storage.tables import Room


def asks_friendship(office: Office, account_id: str, hello: str) -> bool:
    """Whether to become friends: with a valid 报到 code in the hello, or with whoever checked in by one before.

    The account is bound at once; words of welcome wait for `became_friend`.
    """
    known = office.directory.person_of(office.transport, account_id)
    if known is not None and known.listed:
        return True
    code = checking_in.code_in(hello)
    if code is None:
        return False
    try:
        checking_in.claim(office, account_id, code)
    except Refusal:
        return False
    return True


def became_friend(office: Office, account_id: str) -> None:
    """From now on they can be written to in private; who has checked in is greeted."""
    account = office.directory.accounts.get((office.transport, account_id))
    if account is None:
        return
    directory.change(office.session, account, reachable=True)
    person = office.directory.people[account.person_id]
    if person.listed:
        checking_in.greet(office, person)


def lost_friend(office: Office, account_id: str) -> None:
    """They cannot be written to in private any more."""
    account = office.directory.accounts.get((office.transport, account_id))
    if account is not None:
        directory.change(office.session, account, reachable=False)


def invited(office: Office, by: str) -> bool:
    """Whether to enter a room: invited by somebody with a post, or by an account the configuration allows."""
    if by in office.settings.inviters:
        return True
    person = office.directory.person_of(office.transport, by)
    return person is not None and holders.is_official(office, person)


def joined(office: Office, chat: str, topic: str, *, people: Sequence[str], by: str, bot: bool) -> None:
    """Somebody came into a room; with the bot itself a new room waits to be bound, a known one is open again."""
    known = rooms.find(office.session, office.transport, chat)
    if known is None:
        present = [one for one in (by, *people) if one]
        if bot or pending_rooms.find(office.session, office.transport, chat) is not None:
            pending_rooms.note(office.session, office.transport, chat, office.now, name=topic, people=present)
    elif bot and known.left_at is not None:
        _open_again(office, known)


def is_in(office: Office, topics: Mapping[str, str]) -> None:
    """The rooms it finds itself in (chat → topic): one nobody bound waits, a bound one it had left is open again."""
    for chat, topic in topics.items():
        known = rooms.find(office.session, office.transport, chat)
        if known is None:
            pending_rooms.note(office.session, office.transport, chat, office.now, name=topic)
        elif known.left_at is not None:
            _open_again(office, known)


def left(office: Office, chat: str, *, bot: bool) -> None:
    """The bot is out of a room: nothing is said there any more. Who else leaves stays who they are."""
    if not bot:
        return
    pending_rooms.forget(office.session, office.transport, chat)
    room = office.directory.room(office.transport, chat)
    if room is not None:
        directory.change(office.session, room, left_at=office.now)
        office.reload_directory()


def renamed(office: Office, chat: str, topic: str) -> None:
    """A topic is a name and nothing else: what the room is bound to stays."""
    room = office.directory.room(office.transport, chat)
    if room is not None:
        directory.change(office.session, room, name=topic)
    elif pending_rooms.find(office.session, office.transport, chat) is not None:
        pending_rooms.note(office.session, office.transport, chat, office.now, name=topic)


def _open_again(office: Office, room: Room) -> None:
    room.left_at = None
    rooms.put(office.session, room)
    office.reload_directory()
