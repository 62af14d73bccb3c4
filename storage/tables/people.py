"""Who lives and works here: persons, their accounts, what they are at a unit, what they can do."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import choice, moment


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


class Tombstone(SQLModel, table=True):
    """Somebody who was erased: only a hash of the account, so that an older backup cannot bring them back."""

    hash: str = Field(primary_key=True)
    at: datetime = moment()
