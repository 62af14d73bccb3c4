"""Service requests (诉求), what happened to them, who else has the matter and who was asked to take it."""

from __future__ import annotations

from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from storage.columns import choice, moment, ranked, row_version


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
_ended = f"status IN ({', '.join(repr(str(one)) for one in sorted(ENDED))})"
FORGOTTEN = f"(owner_id IS NULL) <> ({_ended}) OR (next_due_at IS NULL) <> ({_ended})"
"""Open without an owner or a next due time, or ended with one of them: no row may be so, and the index of such rows
is empty, so that looking for them costs nothing."""


class Level(IntEnum):
    """Who is responsible by now: building, grid or property, community, street and departments."""

    BUILDING = 0
    GRID = 1
    COMMUNITY = 2
    STREET = 3


_guard = row_version()


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
    row_version: int | None = Field(default=None, sa_column=_guard)
    __mapper_args__ = {"version_id_col": _guard}
    __table_args__ = (
        UniqueConstraint("community_id", "no"),
        Index("ix_request_due", "next_due_at"),
        Index("ix_request_owner", "owner_id", "status"),
        Index("ix_request_assignee", "assignee_id", "status"),
        Index("ix_request_reporter", "reporter_id", "status"),
        Index("ix_request_told_by", "told_by_id", "status"),
        Index("ix_request_place", "unit_id", "category", "status"),
        Index("ix_request_forgotten", "id", sqlite_where=sql(FORGOTTEN)),
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
