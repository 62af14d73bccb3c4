"""Notices of a head or of the community."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import choice, moment


class NoticeStatus(StrEnum):
    """States of a notice: waiting for the sender's 好, for its time, out, ended or taken back."""

    PREVIEW = "preview"
    PLANNED = "planned"
    SENT = "sent"
    ENDED = "ended"
    TAKEN_BACK = "taken_back"


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
