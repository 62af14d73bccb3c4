"""One instance only: a lock file beside the database for this machine, a lease in the database for all others."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from handlers.errors import LouzhangError
from scheduler.clock import Clock, SystemClock
from storage import leases
from storage.engine import Store

LENGTH = timedelta(seconds=60)
"""So long another machine waits for one that gives no sign of life any more."""
MACHINE_ID = Path("/etc/machine-id")


@contextmanager
def hold_alone(db: Path) -> Iterator[None]:
    """Hold the lock of a database, which the system lets go of even after SIGKILL.

    Raises LouzhangError when another process has it or the folder is read-only.
    """
    file = db.resolve()
    path = file.with_name(f"{file.name}.lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as wrong:
        raise LouzhangError(
            f"{path.parent} cannot be written to ({wrong.strerror}): start louzhang in a folder of your own."
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


class LeaseLost(LouzhangError):
    """Another machine has taken the database over while this one gave no sign of life."""


@dataclass(slots=True)
class Lease:
    """A machine's claim on a database. Machines are compared by the real time, never by the demo's clock."""

    store: Store
    machine: str
    clock: Clock
    seen_before: datetime | None = None
    """The last sign of life of whoever had it before."""

    def take(self) -> None:
        """Take it, at once where it is this machine's own: the lock file proves that whoever had it is dead.

        Raises LouzhangError while another machine's service is alive.
        """
        now = self.clock.now()
        with self.store.write() as session:
            self.seen_before = leases.last_seen(session)
            other = leases.take(session, self.machine, now, now + LENGTH)
        if other is not None:
            raise LouzhangError(
                f"a louzhang on {_spoken(other.machine)} has been using this database since "
                f"{other.since:%Y-%m-%d %H:%M} UTC: stop it there; if that machine is gone, "
                f"try again in {(other.until - now).seconds + 1} seconds."
            )

    def renew(self) -> None:
        """A sign of life, to be given well within LENGTH. Raises LeaseLost."""
        now = self.clock.now()
        with self.store.write() as session:
            mine = leases.renew(session, self.machine, now, now + LENGTH)
        if not mine:
            raise LeaseLost("another machine uses this database by now: start louzhang on one of them only.")

    def give_up(self) -> None:
        """Let the next one in."""
        with self.store.write() as session:
            leases.give_up(session, self.machine, self.clock.now())


@contextmanager
def hold_lease(store: Store, machine: str | None = None, clock: Clock | None = None) -> Iterator[Lease]:
    """Hold the lease on a database whose lock is held. Raises LouzhangError when another machine works on it."""
    lease = Lease(store, machine or this_machine(), clock or SystemClock())
    lease.take()
    try:
        yield lease
    finally:
        lease.give_up()


def this_machine() -> str:
    """The machine's name, and its id where the system knows one: names alone are often the same."""
    try:
        known = MACHINE_ID.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        known = ""
    return f"{socket.gethostname()} {known}".strip()


def _spoken(machine: str) -> str:
    return machine.partition(" ")[0]
