"""The service's own: its routines, its lease on the database, the words it took wrongly."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.columns import moment


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


class Lease(SQLModel, table=True):
    """Which machine's service works on this database, and until when that holds without another sign of life."""

    name: str = Field(primary_key=True)
    machine: str
    since: datetime = moment()
    seen_at: datetime = moment()
    """The last sign of life: when it was taken, renewed or given up."""
    until: datetime = moment()
