"""What neighbours do for each other: visits, answers, things lent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import choice, moment


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
