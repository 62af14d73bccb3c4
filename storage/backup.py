"""Backups: copied in one step while the service writes, proved, and only then put in place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage import tombstones
from storage.errors import StorageError

SIDE_FILES = ("-wal", "-shm")


def back_up(database: Path, copy: Path) -> None:
    """Make `copy` a proved copy of `database` as it is now; raises StorageError and leaves nothing half done.

    One step, because a copy by pages begins anew at every foreign write and may never end.
    """
    if not database.is_file():
        raise StorageError(f"{database} is not there: name the database with --db.")
    with _speaking_of(copy), _beside(copy) as unfinished:
        with closing(_source(database)) as source, closing(sqlite3.connect(unfinished)) as target:
            source.backup(target, pages=-1)
            target.execute("PRAGMA journal_mode=DELETE")
        prove(unfinished)
        _put_in_place(unfinished, copy)


def _source(database: Path) -> sqlite3.Connection:
    """A connection to what is copied, once it is known to be a database."""
    connection = sqlite3.connect(database)
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.DatabaseError as wrong:
        connection.close()
        raise StorageError(f"{database} is no database ({wrong}): name the right one with --db.") from wrong
    return connection


def restore(copy: Path, database: Path) -> None:
    """Put `copy` in the place of `database`; the old one stays beside it as `….before-restore`, damaged or not.

    Who was erased since the copy was made stays erased: the tombstones come along.
    """
    if not copy.is_file():
        raise StorageError(f"{copy} is not there: name the backup's file.")
    prove(copy)
    if database.exists():
        _refuse_in_use(database)
    with _speaking_of(database), _beside(database) as unfinished:
        back_up(copy, unfinished)
        if database.exists():
            tombstones.carry(database, unfinished)
            _set_aside(database)
        _put_in_place(unfinished, database)


def prove(path: Path) -> None:
    """Raise StorageError unless the file is a sound database of ours."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            connection.execute("SELECT count(*) FROM servicerequest").fetchone()
    except sqlite3.Error as wrong:
        raise StorageError(f"{path} is no sound database ({wrong}): use another backup.") from wrong
    if verdict != "ok":
        raise StorageError(f"{path} is damaged ({verdict}): use another backup.")


def _refuse_in_use(database: Path) -> None:
    """A service holds the file open in WAL; an exclusive lock tells."""
    try:
        with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as wrong:
        raise StorageError(f"{database} is in use: stop louzhang first, then restore.") from wrong
    except sqlite3.DatabaseError:
        return  # damaged: the very reason to restore


def _set_aside(database: Path) -> None:
    """Copy the old files under another name, then drop the side files, which must not meet the new database."""
    for ending in ("", *SIDE_FILES):
        file, aside = (database.with_name(f"{database.name}{between}{ending}") for between in ("", ".before-restore"))
        aside.unlink(missing_ok=True)
        if file.exists():
            shutil.copy2(file, aside)
    for ending in SIDE_FILES:
        database.with_name(database.name + ending).unlink(missing_ok=True)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A name for the unfinished file in the same folder, gone afterwards whatever happens."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        yield unfinished
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _speaking_of(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as wrong:
        raise StorageError(f"{path} cannot be written ({wrong}): check the path, the rights and the space.") from wrong


def _put_in_place(unfinished: Path, path: Path) -> None:
    """On the disk first, then under its name, then the name on the disk."""
    _sync(unfinished)
    unfinished.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
