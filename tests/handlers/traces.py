"""Looking for what should be gone: every text of every table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from storage.engine import Store


def cells(store: Store) -> Iterator[tuple[str, Any]]:
    """(table.column, value) of the whole database."""
    with store.read() as session:
        for table in SQLModel.metadata.sorted_tables:
            for row in session.execute(select(table)).mappings():
                for name, value in row.items():
                    yield f"{table.name}.{name}", value


def traces(store: Store, *words: str) -> list[str]:
    """Where any of these words still stands."""
    return sorted({where for where, value in cells(store) if any(word in str(value) for word in words)})
