"""Putting words into the outbox: to a person, into a group, or as an answer where something was said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from zlib import crc32

from handlers import holders
from handlers.office import Office, Turn
from storage import outbox
from storage.outbox import Words
from storage.tables import Kind, Notice, OutboxEntry, Person, Priority, Room, ServiceRequest, Visit, VolunteerCall

Item = ServiceRequest | VolunteerCall | Notice | Visit
KINDS: dict[type[Item], Kind] = {
    ServiceRequest: Kind.REQUEST,
    VolunteerCall: Kind.CALL,
    Notice: Kind.NOTICE,
    Visit: Kind.VISIT,
}


def to_person(
    office: Office,
    person: Person,
    text: str,
    why: str,
    *,
    about: Item | None = None,
    step: str = "",
    priority: Priority = Priority.NORMAL,
    at_night: bool = False,
    guarded: bool = False,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Say something to a person in private (the deputy during a leave, unless it answers); False if unreachable.

    The key is (item, why, step, recipient, version): the same thing is never said twice for one state.
    `guarded` words fall away when the item's state changes first, all words at `expires_at`.
    """
    if priority is not Priority.ANSWER:
        person = holders.reached(office, person)
    account = office.directory.account_on(person.id or 0, office.transport)
    if account is None or not account.reachable:
        return False
    named = _named(text, about, holders.whose(office, person, about.community_id)) if about else text
    entry = _entry(office, account.account_id, named, why, person.community_id, about, not_before)
    entry.person_id = person.id
    entry.key = _key(office, about, why, step, f"p{person.id}", text)
    entry.priority = priority
    entry.at_night = at_night or priority in (Priority.DANGER, Priority.ANSWER)
    entry.guard_version = about.version if about and guarded else None
    entry.expires_at = expires_at
    office.outgoing.append(entry)
    _note_answer(office, account.account_id)
    _copy_to_family(office, person, entry)
    return True


def _note_answer(office: Office, account_id: str) -> None:
    """Whoever spoke in private has heard something."""
    if isinstance(office, Turn) and account_id == office.message.sender:
        office.answers += 1


def _copy_to_family(office: Office, person: Person, entry: Words) -> None:
    """抄送: what somebody is told about a matter is told to the one of the family they named."""
    family = office.directory.people.get(person.copy_to_id or 0)
    account = office.directory.account_on(family.id or 0, office.transport) if family else None
    if entry.kind is None or family is None or account is None or not account.reachable:
        return
    copy = replace(entry)
    copy.chat, copy.person_id, copy.key = account.account_id, family.id, f"{entry.key}:copy"
    copy.text = office.text("copied", name=holders.spoken_name(office, person), text=entry.text)
    copy.priority, copy.at_night = max(entry.priority, Priority.URGENT), entry.priority is Priority.DANGER
    office.outgoing.append(copy)


def to_group(
    office: Office,
    room: Room,
    text: str,
    why: str,
    *,
    about: Item | None = None,
    line: str = "",
    step: str = "",
    mentions: Iterable[Person] = (),
    priority: Priority = Priority.NORMAL,
    guarded: bool = False,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Say something in a group. A line about an item that is still held is merged into the newer one."""
    named = _named(text, about, holders.whose_in(office, room, about.community_id)) if about else text
    entry = _entry(office, room.chat, named, why, room.community_id, about, not_before)
    entry.group = True
    entry.line = line or None
    entry.mentions = _account_ids(office, mentions)
    entry.key = _key(office, about, why, step or line, f"r{room.id}", text)
    entry.priority = priority
    entry.at_night = priority is Priority.DANGER
    entry.guard_version = about.version if about and guarded else None
    entry.expires_at = expires_at
    if about and line:
        _absorb_held(office, entry)
    office.outgoing.append(entry)


def answer(turn: Turn, text: str, why: str = "answer", *, about: Item | None = None) -> None:
    """Answer a person where they spoke: in private, or in the group with @; what is private only in private.

    While a group is still an answer for it goes to the person in private, where that is possible.
    """
    plain = text.removeprefix(at(turn, turn.sender))
    if turn.room is None or (isinstance(about, ServiceRequest) and about.private):
        answer_privately(turn, plain, why, about=about)
    elif not (turn.is_still(turn.room) and answer_privately(turn, plain, why, about=about)):
        mention = "" if text.startswith("@") else f"{at(turn, turn.sender)}"
        to_group(
            turn,
            turn.room,
            mention + text,
            why,
            about=about,
            step=turn.message.id,
            mentions=[turn.sender],
            priority=Priority.NORMAL,
        )


def answer_privately(
    turn: Turn, text: str, why: str = "answer", *, about: Item | None = None, alone: bool = False
) -> bool:
    """Answer in private whatever was asked anywhere; at any hour, exempt from the personal limits.

    A part of a batch keeps its answer for the one reply, unless it is to be said `alone`.
    """
    if turn.kept is not None and not alone:
        turn.kept.append(text)
        turn.answers += 1
        return True
    return to_person(turn, turn.sender, text, why, about=about, step=turn.message.id, priority=Priority.ANSWER)


def to_account(office: Office, account_id: str, text: str, why: str, *, step: str) -> None:
    """Say something in private to an account that is nobody's any more."""
    entry = _entry(office, account_id, text, why, next(iter(office.directory.communities)), None, None)
    entry.key = _key(office, None, why, step, f"a{step}", text)
    entry.priority, entry.at_night = Priority.ANSWER, True
    office.outgoing.append(entry)
    _note_answer(office, account_id)


def at(office: Office, person: Person) -> str:
    """@name with a space after it."""
    return f"@{account_name(office, person)} "


def account_name(office: Office, person: Person) -> str:
    """The name to mention somebody by: the directory's, else the nickname made fit to be echoed."""
    return holders.spoken_name(office, person)


def names(office: Office, people: Sequence[Person]) -> str:
    """Several names in a row."""
    return "、".join(holders.spoken_name(office, person) for person in people)


def _named(text: str, about: Item, whose: str) -> str:
    """#12 as 乙社区#12, where there may be another one."""
    return text.replace(f"#{about.no}", f"{whose}#{about.no}", 1)


def _entry(
    office: Office, chat: str, text: str, why: str, community_id: int, about: Item | None, not_before: datetime | None
) -> Words:
    return Words(
        community_id=about.community_id if about else community_id,
        transport=office.transport,
        chat=chat,
        text=text,
        why=why,
        kind=_kind(about),
        no=about.no if about else None,
        guard_id=about.id if about else None,
        created_at=office.now,
        next_attempt_at=max(office.now, not_before) if not_before else office.now,
    )


def _kind(about: Item | None) -> Kind | None:
    if about is None:
        return None
    return KINDS[type(about)]


def _key(office: Office, about: Item | None, why: str, step: str, recipient: str, text: str) -> str:
    if about is None:
        return f"{why}:{step or f'{office.now.isoformat()}:{crc32(text.encode())}'}:{recipient}"
    return f"{_kind(about)}:{about.id}:{why}:{step}:{recipient}:v{about.version}"


def _account_ids(office: Office, people: Iterable[Person]) -> list[str]:
    accounts = (office.directory.account_on(person.id or 0, office.transport) for person in people)
    return [account.account_id for account in accounts if account]


def _absorb_held(office: Office, entry: Words) -> None:
    """A held line of the same item in the same group is not said after a newer one; a held ack joins it."""
    if entry.line == ACK:
        return
    office.post()
    for held in outbox.waiting_in(office.session, office.transport, entry.chat):
        if (held.kind, held.guard_id) != (entry.kind, entry.guard_id) or held.line in (None, ACKS):
            continue
        outbox.drop(office.session, held)
        if held.line == ACK:
            entry.text = _join_ack(held.text, entry.text, entry.no)
            entry.mentions = list(dict.fromkeys([*held.mentions, *entry.mentions]))
            entry.line, entry.why = ACK, held.why


ACK = "ack"
ACKS = "acks"
"""One line for several: it is said as it is."""
PROMISES = frozenset({"accepted", "postponed"})
"""Group lines that say who goes and until when."""


def without_promise(office: Office, held: OutboxEntry) -> None:
    """A held ack says no more than that it is noted."""
    held.text = f"{_head(held.text)}。"
    office.session.add(held)


def _join_ack(ack: str, line: str, no: int | None) -> str:
    """“@小李 记下了 #12 …, 今天…回您。” + “#12 王师傅接了 …” in one line that calls and numbers once."""
    head = _head(ack)
    called = head.partition(" ")[0] if head.startswith("@") else ""
    return f"{head}, {line.removeprefix(called).lstrip().removeprefix(f'#{no} ')}"


def _head(ack: str) -> str:
    """“@小李 记下了 #12 …” without what follows."""
    return ack.split(", ", maxsplit=1)[0]
