"""One process a building: a lock file beside the database, freed by the system when its holder ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handlers.errors import LouzhangError


class AlreadyRunning(LouzhangError):
    """Another process works with the same database."""


@contextmanager
def only_one(database: Path) -> Iterator[None]:
    """Hold `<database>.lock` for as long as the block runs; raises `AlreadyRunning` at once when it is held."""
    lock = database.with_name(database.name + ".lock")
    with lock.open("a+", encoding="ascii") as file:
        _take(file.fileno(), lock, database)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _take(file: int, lock: Path, database: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = lock.read_text(encoding="ascii").strip() or "?"
        raise AlreadyRunning(
            f"louzhang is already running with {database} (process {holder}): stop that one first."
        ) from None
