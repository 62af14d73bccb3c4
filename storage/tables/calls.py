"""Volunteer calls (招呼), who signed up, and what happened to them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import choice, moment, row_version


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


_guard = row_version()


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
    row_version: int | None = Field(default=None, sa_column=_guard)
    __mapper_args__ = {"version_id_col": _guard}
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
