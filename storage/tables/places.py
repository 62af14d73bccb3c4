"""Where people live: the community, its units, the groups bound to them and those nobody has bound."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import moment


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
