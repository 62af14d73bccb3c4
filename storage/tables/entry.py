"""Ways in: invitations, the browsers that came in by them, and codes that did not fit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.columns import moment


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
