"""One instance only: a lock file beside the database, let go of by the system even after SIGKILL."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handlers.errors import LouzhangError


@contextmanager
def hold_alone(db: Path) -> Iterator[None]:
    """Hold the lock of a database; raises LouzhangError when another process has it or the folder is read-only."""
    path = db.with_name(f"{db.name}.lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as wrong:
        raise LouzhangError(
            f"{path.parent.resolve()} cannot be written to ({wrong.strerror}): start louzhang in a folder of your own."
        ) from wrong
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as wrong:
        os.close(handle)
        raise LouzhangError(f"another louzhang is using {db}: stop it first, or name another one with --db.") from wrong
    try:
        yield
    finally:
        os.close(handle)
