"""The tables. Every row that matters carries its community; numbers of requests and calls share one sequence."""

from __future__ import annotations

from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import choice, moment, ranked


class Role(StrEnum):
    """What somebody is at a unit."""

    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    HEAD = "head"
    DEPUTY = "deputy"
    WORKER = "worker"
    GRID = "grid"
    COMMUNITY = "community"
    ADMIN = "admin"
    MEDIATOR = "mediator"


class Status(StrEnum):
    """States of a service request (待认 … 不受理)."""

    UNCONFIRMED = "unconfirmed"
    TO_ASSIGN = "to_assign"
    TO_ACCEPT = "to_accept"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    TO_CONFIRM = "to_confirm"
    POSTPONED = "postponed"
    REFERRED = "referred"
    CLOSED = "closed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


ENDED = frozenset({Status.CLOSED, Status.MERGED, Status.WITHDRAWN, Status.REFUSED})
OPEN = frozenset(Status) - ENDED


class Level(IntEnum):
    """Who is responsible by now: building, grid or property, community, street and departments."""

    BUILDING = 0
    GRID = 1
    COMMUNITY = 2
    STREET = 3


class CallStatus(StrEnum):
    """States of a volunteer call (拟稿 … 没成)."""

    DRAFT = "draft"
    RECRUITING = "recruiting"
    FULL = "full"
    ON = "on"
    UNDER_WAY = "under_way"
    AWAITING_RESULT = "awaiting_result"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    FAILED = "failed"


CALL_ENDED = frozenset({CallStatus.PUBLISHED, CallStatus.CANCELLED, CallStatus.FAILED})


class SignUpStatus(StrEnum):
    """Where a neighbour stands with a call."""

    JOINED = "joined"
    WAITING = "waiting"
    OFFERED = "offered"
    LEFT = "left"
    LEFT_LATE = "left_late"
    CAME = "came"
    DID_NOT_COME = "did_not_come"


class NoticeStatus(StrEnum):
    """States of a notice: waiting for the sender's 好, for its time, out, ended or taken back."""

    PREVIEW = "preview"
    PLANNED = "planned"
    SENT = "sent"
    ENDED = "ended"
    TAKEN_BACK = "taken_back"


class Kind(StrEnum):
    """What an item is: a request, a call, a topic, a notice or a visit."""

    REQUEST = "request"
    CALL = "call"
    TOPIC = "topic"
    NOTICE = "notice"
    VISIT = "visit"


class InboxState(StrEnum):
    """What became of a message: only seen, kept as part of an item, or quarantined."""

    SEEN = "seen"
    KEPT = "kept"
    QUARANTINED = "quarantined"


class OutboxState(StrEnum):
    """pending → sending → sent, or failed for good, or stale before it was sent."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    STALE = "stale"


class Priority(IntEnum):
    """Danger jumps the queue and the night; an answer to one's own words is exempt from the personal limits."""

    DANGER = 0
    ANSWER = 1
    URGENT = 2
    NORMAL = 3


class Community(SQLModel, table=True):
    """One community: the owner of a number sequence."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name: str
    last_no: int = 0
    last_notice: int = 0
    last_enquiry: int = 0


class Unit(SQLModel, table=True):
    """A node of the tree street → community → grid → building; `number` is a building's own (3栋 → "3")."""

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    key: str
    kind: str
    name: str
    number: str | None = None
    parent_id: int | None = Field(default=None, foreign_key="unit.id")
    __table_args__ = (UniqueConstraint("community_id", "key"),)


class Room(SQLModel, table=True):
    """A chat group bound to a unit; a group nobody bound gets silence."""

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    unit_id: int = Field(foreign_key="unit.id")
    transport: str
    chat: str
    name: str
    quiet_until: datetime | None = moment(default=None)
    introduced_at: datetime | None = moment(default=None)
    left_at: datetime | None = moment(default=None)
    __table_args__ = (UniqueConstraint("transport", "chat"),)


class Person(SQLModel, table=True):
    """Somebody of the community. `household` is the door (3-2-502), never shown in a group."""

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    name: str
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    household: str | None = None
    aliases: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    birth_year: int | None = None
    lives_alone: bool = False
    listed: bool = False
    """Stands in the directory of the configuration."""
    key: str | None = Field(default=None, index=True)
    """The directory's own name for a listed person: the `account` given there, else the name."""
    position: int = 0
    """The directory's order, which settles ties."""
    copy_to_id: int | None = Field(default=None, foreign_key="person.id")
    silent_until: datetime | None = moment(default=None)
    nonsense: int = 0
    """Texts in a row that were not understood."""
    erased_at: datetime | None = moment(default=None)
    entrance: str | None = None
    """The entrance they said they live at, where the door is not known."""


class Account(SQLModel, table=True):
    """A person on one transport. Roles hang on this id, never on a display name."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    transport: str
    account_id: str
    nickname: str = ""
    reachable: bool = False
    """Can be written to in private."""
    since: datetime | None = moment(default=None)
    """When it came in; None = it stood in the configuration."""
    __table_args__ = (UniqueConstraint("transport", "account_id"),)


class Post(SQLModel, table=True):
    """A role held at a unit, with dates and a deputy; `categories` empty = everything no other takes."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    unit_id: int = Field(foreign_key="unit.id")
    role: Role = choice(Role)
    categories: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    since: date | None = None
    until: date | None = None
    deputy_id: int | None = Field(default=None, foreign_key="person.id")


class Absence(SQLModel, table=True):
    """Leave: requests, reminders and calls follow the deputy until `until`, then come back."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    deputy_id: int | None = Field(default=None, foreign_key="person.id")
    since: datetime = moment()
    until: datetime = moment(index=True)


class Skill(SQLModel, table=True):
    """What somebody said they can do or lend (我会 水电, 我有 梯子): the words are the consent."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    word: str
    thing: bool = False
    asked_at: datetime | None = moment(default=None)


class Authorisation(SQLModel, table=True):
    """A neighbour whom a head lets put up calls, until the end of a day."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    unit_id: int = Field(foreign_key="unit.id")
    until: datetime = moment()


class InboxEntry(SQLModel, table=True):
    """A message that arrived. Of chatter only what de-duplication needs is kept."""

    id: int | None = Field(default=None, primary_key=True)
    transport: str
    chat: str
    message_id: str
    sender: str
    at: datetime = moment(index=True)
    state: InboxState = choice(InboxState, default=InboxState.SEEN)
    text: str | None = None
    kind: Kind | None = choice(Kind, default=None)
    item_id: int | None = None
    error: str | None = None
    message: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    """All of a quarantined message, so that it can be tried again."""
    __table_args__ = (
        UniqueConstraint("transport", "chat", "message_id"),
        Index("ix_inbox_item", "kind", "item_id"),
        Index("ix_inbox_sender", "transport", "chat", "sender", "at"),
    )


class OutboxEntry(SQLModel, table=True):
    """A message to be sent: written with the decision, sent later, dropped when its item moved on."""

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    transport: str
    chat: str
    """The room's chat id, or the account id of a private message."""
    group: bool
    person_id: int | None = Field(default=None, foreign_key="person.id")
    key: str = Field(unique=True)
    """What, step, recipient, version of the due time: the same thing is never said twice."""
    text: str
    mentions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    kind: Kind | None = choice(Kind, default=None)
    no: int | None = None
    why: str
    priority: Priority = ranked(Priority, default=Priority.NORMAL)
    at_night: bool = False
    """May be sent in quiet hours."""
    line: str | None = None
    """For a group line of an item: which line it is (ack, accepted, done …), so that held ones can be merged."""
    guard_id: int | None = None
    guard_version: int | None = None
    """Sent only while the item still has this version."""
    state: OutboxState = choice(OutboxState, default=OutboxState.PENDING)
    attempts: int = 0
    created_at: datetime = moment()
    next_attempt_at: datetime = moment()
    expires_at: datetime | None = moment(default=None)
    lease_until: datetime | None = moment(default=None)
    sent_at: datetime | None = moment(default=None)
    sent_as: str | None = None
    error: str | None = None
    __table_args__ = (
        Index("ix_outbox_due", "state", "next_attempt_at"),
        Index("ix_outbox_chat", "transport", "chat", "state"),
        Index("ix_outbox_sent", "transport", "sent_at"),
        Index("ix_outbox_guard", "kind", "guard_id", "state"),
    )


def _guard() -> Column[int]:
    """A row version: an update of a row that changed meanwhile fails instead of overwriting it."""
    return Column("row_version", Integer, nullable=False)


_request_guard, _call_guard = _guard(), _guard()


class ServiceRequest(SQLModel, table=True):
    """A matter of a resident (诉求). Open: exactly one owner and one next due time; ended: neither."""

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    no: int | None = None
    """None while unconfirmed: a number is given when it is opened."""
    status: Status = choice(Status)
    category: str
    urgency: str
    level: Level = ranked(Level, default=Level.BUILDING)
    subject: str
    text: str | None = None
    hazard: str | None = None
    heights_or_wires: bool = False
    fault_word: bool = False
    private: bool = False
    source: str = "group"
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    """The building (or whatever unit) it is about."""
    entrance: str | None = None
    """单元."""
    floor: str | None = None
    door: str | None = None
    """The household's number, for the assignee's private line alone."""
    spot: str | None = None
    room_id: int | None = Field(default=None, foreign_key="room.id")
    """Where it was reported; None = in private."""
    reporter_id: int = Field(foreign_key="person.id")
    told_by_id: int | None = Field(default=None, foreign_key="person.id")
    """Who reported for the reporter (代报)."""
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    assignee_id: int | None = Field(default=None, foreign_key="person.id")
    requested_at: datetime = moment()
    accept_from: datetime = moment()
    accepted_at: datetime | None = moment(default=None)
    heard_at: datetime | None = moment(default=None)
    """The assignee's last sign of life."""
    expected_at: datetime | None = moment(default=None)
    done_at: datetime | None = moment(default=None)
    closed_at: datetime | None = moment(default=None)
    postponed_to: date | None = None
    reason: str | None = None
    returns: int = 0
    reopens: int = 0
    extensions: int = 0
    urges: int = 0
    urged_at: datetime | None = moment(default=None)
    was_late: bool = False
    referred_to: str | None = None
    offer_until: datetime | None = moment(default=None)
    """A neighbour has until then to take it, before the worker is asked."""
    ack_at: datetime | None = moment(default=None)
    """When a neighbour was last told that the same matter is already noted."""
    area_event: bool = False
    """Four households in twenty minutes: replies to each stop."""
    photos: int = 0
    photo_asked: bool = False
    progress_day: date | None = None
    progress_told: int = 0
    """How often the reporter heard of progress on `progress_day`."""
    merged_into_id: int | None = Field(default=None, foreign_key="servicerequest.id")
    recurs_of_id: int | None = Field(default=None, foreign_key="servicerequest.id")
    rating: int | None = None
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    """What an undo restores: state and clocks before closing, merging or postponing."""
    version: int = 1
    """Counts changes of state: what was to be said about an older one falls away."""
    cursor: datetime = moment()
    """Everything of the clocks up to here has been done."""
    next_due_at: datetime | None = moment(default=None)
    row_version: int | None = Field(default=None, sa_column=_request_guard)
    __mapper_args__ = {"version_id_col": _request_guard}
    __table_args__ = (
        UniqueConstraint("community_id", "no"),
        Index("ix_request_due", "next_due_at"),
        Index("ix_request_owner", "owner_id", "status"),
        Index("ix_request_assignee", "assignee_id", "status"),
        Index("ix_request_reporter", "reporter_id", "status"),
        Index("ix_request_place", "unit_id", "category", "status"),
    )


class RequestEvent(SQLModel, table=True):
    """What happened to a request: appended, never changed."""

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="servicerequest.id", index=True)
    at: datetime = moment()
    act: str
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    """None = the bot by itself."""
    from_status: Status | None = choice(Status, default=None)
    to_status: Status = choice(Status)
    level: Level = ranked(Level, default=Level.BUILDING)
    message_id: str | None = None
    detail: str | None = None


class CoSigner(SQLModel, table=True):
    """A household that has the same matter; it counts once."""

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="servicerequest.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    household: str
    room_id: int | None = Field(default=None, foreign_key="room.id")
    at: datetime = moment()
    __table_args__ = (UniqueConstraint("request_id", "household"),)


class Offer(SQLModel, table=True):
    """A request offered to somebody who is not its assignee; the first yes takes it."""

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="servicerequest.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime = moment()
    until: datetime | None = moment(default=None)


class OpenQuestion(SQLModel, table=True):
    """The bot's last question to a person: what a bare number or 是 answers, for 48 h."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    room_id: int | None = Field(default=None, foreign_key="room.id")
    topic: str
    """Which handler takes the answer, a row of the answer table."""
    item_id: int | None = None
    options: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    asked_at: datetime = moment()
    until: datetime = moment()


class VolunteerCall(SQLModel, table=True):
    """A head's call for hands (招呼)."""

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    no: int | None = None
    """Given when it is put up, not to a draft."""
    status: CallStatus = choice(CallStatus)
    task: str
    spot: str | None = None
    bring: str | None = None
    need: int | None = None
    text: str | None = None
    unit_id: int = Field(foreign_key="unit.id")
    room_id: int = Field(foreign_key="room.id")
    leader_id: int = Field(foreign_key="person.id")
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    starts_at: datetime | None = moment(default=None)
    """None = the hour is told later (时间另告)."""
    ends_at: datetime | None = moment(default=None)
    day: date | None = None
    every: str | None = None
    series_id: int | None = Field(default=None, foreign_key="volunteercall.id")
    request_id: int | None = Field(default=None, foreign_key="servicerequest.id")
    created_at: datetime = moment()
    put_up_at: datetime | None = moment(default=None)
    second_call_at: datetime | None = moment(default=None)
    unreported: int = 0
    """Joins since the last roster line."""
    unreported_since: datetime | None = moment(default=None)
    ended_at: datetime | None = moment(default=None)
    result: str | None = None
    came: int | None = None
    area: str | None = None
    asked: int = 0
    jielong_seen: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Names of the lists that neighbours copied on, in the order in which they first stood there."""
    wants: str | None = None
    """What a draft waits for: hour, consent, morning (07:30), or date (a series that puts up each date's call)."""
    skip_holidays: bool = False
    photos: int = 0
    version: int = 1
    cursor: datetime = moment()
    next_due_at: datetime | None = moment(default=None)
    row_version: int | None = Field(default=None, sa_column=_call_guard)
    __mapper_args__ = {"version_id_col": _call_guard}
    __table_args__ = (
        UniqueConstraint("community_id", "no"),
        Index("ix_call_due", "next_due_at"),
        Index("ix_call_room", "room_id", "status"),
    )


class SignUp(SQLModel, table=True):
    """A neighbour's place in a call, with companions; `name` for those known by a 接龙 line alone."""

    id: int | None = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="volunteercall.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    name: str
    count: int = 1
    note: str | None = None
    status: SignUpStatus = choice(SignUpStatus)
    at: datetime = moment()
    offered_until: datetime | None = moment(default=None)
    __table_args__ = (UniqueConstraint("call_id", "person_id"),)


class CallEvent(SQLModel, table=True):
    """What happened to a call: appended, never changed."""

    id: int | None = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="volunteercall.id", index=True)
    at: datetime = moment()
    act: str
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    detail: str | None = None


class Notice(SQLModel, table=True):
    """An announcement of a head or of the community, with a number of its own sequence (撤回通知 5)."""

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    no: int
    status: NoticeStatus = choice(NoticeStatus)
    safety: bool = False
    """A safety reminder: at most one in seven days for a group."""
    text: str
    sender_id: int = Field(foreign_key="person.id")
    room_ids: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    created_at: datetime = moment()
    at: datetime | None = moment(default=None)
    """When it goes out (next); None = once it is confirmed."""
    every: str | None = None
    until: datetime | None = moment(default=None)
    sent_at: datetime | None = moment(default=None)
    rounds: int = 0
    """How often it went out."""
    version: int = 1
    next_due_at: datetime | None = moment(default=None, index=True)
    __table_args__ = (UniqueConstraint("community_id", "no"),)


class VisitFound(StrEnum):
    """What a visit found: all well, nobody at home, or that something is needed."""

    WELL = "well"
    AWAY = "away"
    NEED = "need"


class Visit(SQLModel, table=True):
    """A knock at a door (敲门). What was said there is kept with the request it became, nowhere else."""

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    no: int
    unit_id: int = Field(foreign_key="unit.id", index=True)
    household: str
    found: VisitFound = choice(VisitFound)
    by_id: int = Field(foreign_key="person.id")
    at: datetime = moment()
    request_id: int | None = Field(default=None, foreign_key="servicerequest.id")
    version: int = 1
    __table_args__ = (UniqueConstraint("community_id", "no"),)


class Enquiry(SQLModel, table=True):
    """A question: answered from the community's file, by a neighbour, or by the head (答 12 …)."""

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    no: int | None = None
    """Given when it is passed on to the head."""
    asker_id: int = Field(foreign_key="person.id")
    room_id: int | None = Field(default=None, foreign_key="room.id")
    text: str
    asked_at: datetime = moment()
    answer: str | None = None
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = moment(default=None)
    kept: bool = False
    """The head's answer is kept for whoever asks again (记住)."""
    next_due_at: datetime | None = moment(default=None, index=True)
    __table_args__ = (UniqueConstraint("community_id", "no"),)


class Loan(SQLModel, table=True):
    """A thing somebody asked for (谁有 梯子): lent by whoever says 可以, asked back after three days."""

    id: int | None = Field(default=None, primary_key=True)
    thing: str
    asker_id: int = Field(foreign_key="person.id")
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    room_id: int | None = Field(default=None, foreign_key="room.id")
    asked_at: datetime = moment()
    lent_at: datetime | None = moment(default=None)
    returned_at: datetime | None = moment(default=None)
    next_due_at: datetime | None = moment(default=None, index=True)


class Routine(SQLModel, table=True):
    """A fixed thing of the day (lists, morning release, retention) and when it is next due."""

    name: str = Field(primary_key=True)
    next_due_at: datetime = moment(index=True)


class Phrase(SQLModel, table=True):
    """Words that were taken wrongly or missed, kept for the rules."""

    id: int | None = Field(default=None, primary_key=True)
    text: str
    verdict: str
    """wrong, right or missed."""
    intent: str
    category: str | None = None
    at: datetime = moment()


class ChatMessage(SQLModel, table=True):
    """The web chat's own history, apart from the inbox and with its own short keeping."""

    id: int | None = Field(default=None, primary_key=True)
    chat: str
    message_id: str = Field(unique=True)
    sender: str
    at: datetime = moment(index=True)
    text: str = ""
    type: str = "text"
    quote_id: str | None = None
    mentions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    recalled: bool = False
    image: str | None = None
    """File name of a stored picture."""
    from_bot: bool = False
    __table_args__ = (Index("ix_chat_message_chat", "chat", "id"),)


class Gap(SQLModel, table=True):
    """A time in which the transport was deaf: what was said then is lost."""

    id: int | None = Field(default=None, primary_key=True)
    transport: str
    since: datetime = moment()
    until: datetime | None = moment(default=None)
    told: bool = False


class Invitation(SQLModel, table=True):
    """A personal way in, usable once until its end. Only the code's hash is kept."""

    id: int | None = Field(default=None, primary_key=True)
    account: str = Field(index=True)
    """Whose it is: the directory's own name for the person, which is the account id of the web chat."""
    code_hash: str = Field(unique=True)
    created_at: datetime = moment()
    until: datetime = moment()
    used_at: datetime | None = moment(default=None)
    again: bool = False
    """May take the place of an account that the person has already (a new phone)."""


class WebSession(SQLModel, table=True):
    """A browser that came in by an invitation. Only the token's hash is kept."""

    id: int | None = Field(default=None, primary_key=True)
    account: str = Field(index=True)
    token_hash: str = Field(unique=True)
    created_at: datetime = moment()
    seen_at: datetime = moment()
    until: datetime = moment(index=True)


class WrongCode(SQLModel, table=True):
    """A 报到 code that did not fit: so many tries in a while and no more are taken."""

    id: int | None = Field(default=None, primary_key=True)
    transport: str
    account_id: str
    at: datetime = moment(index=True)
    __table_args__ = (Index("ix_wrong_code", "transport", "account_id", "at"),)


class PendingRoom(SQLModel, table=True):
    """A group nobody has bound: the bot is silent there and remembers only that it exists."""

    id: int | None = Field(default=None, primary_key=True)
    transport: str
    chat: str
    name: str = ""
    members: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Account ids seen there, so that 绑定 finds the room of whoever says it."""
    seen_at: datetime = moment(index=True)
    __table_args__ = (UniqueConstraint("transport", "chat"),)


class Tombstone(SQLModel, table=True):
    """Somebody who was erased: only a hash of the account, so that an older backup cannot bring them back."""

    hash: str = Field(primary_key=True)
    at: datetime = moment()


class Lease(SQLModel, table=True):
    """Which machine's service works on this database, and until when that holds without another sign of life."""

    name: str = Field(primary_key=True)
    machine: str
    since: datetime = moment()
    seen_at: datetime = moment()
    """The last sign of life: when it was taken, renewed or given up."""
    until: datetime = moment()
