"""The database of a command that is not the service: brought up to date, opened, closed again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handlers.errors import LouzhangError
from storage.engine import Store
from storage.migrate import upgrade


@contextmanager
def opened(db: Path, *, may_be_new: bool = False) -> Iterator[Store]:
    """A database to work in; raises LouzhangError when there is none and it `may_be_new` not."""
    if not may_be_new and not db.exists():
        raise LouzhangError(f"{db} is not there: name the database with --db.")
    store = Store(db)
    try:
        upgrade(store.writer)
        yield store
    finally:
        store.close()
