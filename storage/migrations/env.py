"""Alembic's entry: the tables as they should be, on the connection that `storage.migrate` hands in."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlmodel import AutoString, SQLModel

import storage.tables  # noqa: F401 - fills the metadata
from storage.columns import UtcDateTime, Whole

PLAIN: dict[type, str] = {AutoString: "sa.String()", UtcDateTime: "sa.DateTime()", Whole: "sa.Integer()"}
"""A migration must run for ever: it names the column that is made, not the class of today."""


def render_plain(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """Alembic's `render_item`: our own column types by the plain type beneath."""
    return PLAIN.get(type(thing)) or False if kind == "type" else False


def main(connection: Connection) -> None:
    """Run what was asked for on `connection`."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        render_item=render_plain,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


main(context.config.attributes["connection"])
