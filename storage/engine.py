"""The one place that knows SQLite: a single writer, query-only readers, WAL with every commit on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlmodel import Session

BUSY_MILLISECONDS = 10_000
WRITER_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MILLISECONDS}")
READER_PRAGMAS = ("query_only=ON", f"busy_timeout={BUSY_MILLISECONDS}")


class Store:
    """A database file: `write()` is for one thread alone, `read()` for anybody."""

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        """`durable=False` is for a database that is thrown away: nothing waits for the disk."""
        self.path = path
        pragmas = WRITER_PRAGMAS if durable else (*WRITER_PRAGMAS, "synchronous=OFF")
        self.writer = _engine(path, pragmas, pool_size=1, max_overflow=0)
        self.reader = _engine(path, READER_PRAGMAS)
        event.listen(self.writer, "begin", _begin_immediate)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One durable transaction: committed at the end, rolled back on any exception."""
        with Session(self.writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A look that can change nothing."""
        with Session(self.reader, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Let go of the file."""
        self.reader.dispose()
        self.writer.dispose()


def _engine(path: Path, pragmas: tuple[str, ...], **pool: Any) -> Engine:
    engine = create_engine(f"sqlite:///{path}", **pool)

    def prepare(connection: SqliteConnection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    return engine


def _begin_immediate(connection: Connection) -> None:
    """Take the write lock at once: a deferred one loses updates or fails half-way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Foreign keys off before a transaction and on after it: a migration puts tables in each other's place."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
